"""`reflekt themes code`: give themes to learning points that have none, quickly."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from reflekt.cli import output
from reflekt.cli.context import Context
from reflekt.cli.parts import json_option
from reflekt.cli.theme_parts import in_space_option, one_journal, readable_codebook
from reflekt.errors import N_, Interrupted, ReflektError, UsageProblem
from reflekt.i18n import _, ngettext

if TYPE_CHECKING:
    from reflekt.app.coding import Answer, Point
    from reflekt.app.journal import Journal
    from reflekt.domain.codebook import Codebook
    from reflekt.domain.ports import Encoder

DRAFT = "theme-codes"
NONE = {"none", "ingen"}
"""What stands for "none of them" after --set."""

OFFERED = 3
_SET = r"\s*([0-9a-z]{6}):(\d{1,4})=(.*)"


@click.command(
    help=_(
        "Go through the learning points that have no theme, newest first.\n\n"
        "1–3 take a suggestion (13 takes two), #word gives another theme, n: none of them fits, "
        "Enter leaves it for later, s stops. What you answer is kept as you go.\n\n"
        "Two of you can code apart, each with the other's name, and then see where you differ:\n\n"
        "\b\n"
        "reflekt themes code --space team --with jonas\n"
        "reflekt themes agreement --space team --with jonas"
    )
)
@click.option("--with", "other", metavar=_("NAME"), help=_("Code apart from this colleague."))
@click.option(
    "--set", "given", multiple=True, metavar="ID:N=…", help=_("Without being asked: 7f3kq2:1=trust")
)
@click.option(
    "--limit", type=click.IntRange(1), metavar=_("NUMBER"), default=50, help=_("How many at most.")
)
@in_space_option
@json_option
@click.pass_obj
def command(
    context: Context,
    other: str | None,
    given: tuple[str, ...],
    limit: int,
    space: str | None,
    as_json: bool,
) -> None:
    """Load, ask or take, save."""
    from reflekt.app.coding import give, uncoded

    journal = one_journal(context, space)
    codebook = readable_codebook(journal)
    headings = context.headings(journal)
    if given:
        answers = [answer_in(text) for text in given]
        give(journal, headings, answers, apart=bool(other))
        _tell(answers, as_json=as_json)
        return
    waiting = uncoded(journal, headings, codebook, apart=bool(other))
    for notice in journal.notices:
        output.show_error(notice)
    encoder = context.theme_encoder(journal, codebook)
    encoder.prepare([point.text for point in waiting[:limit]])
    if as_json or not output.from_people():
        _show(journal.space.name, waiting[:limit], encoder, codebook, as_json=as_json)
        return
    answers = _asked(journal, waiting[:limit], encoder, codebook)
    if answers:
        give(journal, headings, answers, apart=bool(other))
    if DRAFT in journal.drafts.names():
        journal.drafts.drop(DRAFT)
    _tell(answers, as_json=False)
    if other and len(answers) == len(waiting):
        told = _("See where you differ: reflekt themes agreement --with {name}")
        output.line(told.format(name=other), dim=True)


def answer_in(text: str) -> Answer:
    """What `--set` says: an entry, the number of a point, and its themes. Raises UsageProblem."""
    from reflekt.app.coding import Answer
    from reflekt.domain.codebook import checked_name

    found = re.fullmatch(_SET, text)
    words = [word for word in re.split(r"[,\s]+", found[3]) if word] if found else []
    if not found or not words:
        raise UsageProblem(
            N_("“{text}” does not say which point gets which theme."),
            hint=N_("Write it as ID:NUMBER=THEME: 7f3kq2:1=trust, or 7f3kq2:1=none"),
            text=text,
        )
    themes = () if words[0].casefold() in NONE else tuple(checked_name(word) for word in words)
    return Answer(found[1], int(found[2]), tuple(dict.fromkeys(themes)))


def _offers(point: Point, encoder: Encoder, codebook: Codebook) -> list[str]:
    """The themes to offer: the parts of a divided theme first, else the likeliest."""
    from reflekt.app.theme_suggestions import suggest

    parts = [part for theme in point.themes or () for part in codebook.parts(theme)]
    likely = [one.theme for one in suggest(encoder, point.text, 30 if parts else OFFERED)]
    if parts:
        return sorted(parts, key=lambda part: likely.index(part) if part in likely else 99)[:9]
    return likely


def _nothing_left(space: str) -> str:
    told = _("Every learning point in {space} has a theme, or has been looked at.")
    return told.format(space=space)


def _show(
    space: str, waiting: Sequence[Point], encoder: Encoder, codebook: Codebook, *, as_json: bool
) -> None:
    records = [
        {
            "entry": point.row.id,
            "point": point.number,
            "text": point.text,
            "suggestions": _offers(point, encoder, codebook),
        }
        for point in waiting
    ]
    if as_json:
        output.as_json(records)
        return
    if not records:
        output.aside(_nothing_left(space))
    for record in records:
        offers = "".join(f" #{theme}" for theme in _offers_of(record))
        output.line(
            f"{record['entry']}:{record['point']}  {record['text']}{offers and '  ?'}{offers}"
        )


def _offers_of(record: dict[str, object]) -> list[str]:
    offers = record["suggestions"]
    return [str(offer) for offer in offers] if isinstance(offers, list) else []


def _asked(
    journal: Journal, waiting: Sequence[Point], encoder: Encoder, codebook: Codebook
) -> list[Answer]:
    """Ask about one point after another; every answer is kept in a draft at once."""
    from reflekt.app.coding import Answer

    answers = _kept(journal, {(point.row.id, point.number) for point in waiting})
    done = {(answer.id, answer.number) for answer in answers}
    left = [point for point in waiting if (point.row.id, point.number) not in done]
    if not left and not answers:
        output.line(_nothing_left(journal.space.name))
        return []
    keys = _("1–3: take   #word: another   n: none fits   Enter: later   s: stop")
    output.line(keys, dim=True)
    for place, point in enumerate(left, 1):
        offers = _offers(point, encoder, codebook)
        output.line()
        head = _("{number} of {total}").format(number=place, total=len(left))
        output.line(head, dim=True)
        output.wrapped(point.text, bold=True)
        output.line("   ".join(f"[{n}] #{theme}" for n, theme in enumerate(offers, 1)))
        try:
            themes = _one(offers)
        except (EOFError, KeyboardInterrupt, click.Abort):
            raise Interrupted(
                N_("Stopped. What you answered is kept."),
                hint=N_("`reflekt themes code` goes on where you stopped."),
            ) from None
        if themes is None:
            break
        if themes is not _LATER:
            answers.append(Answer(point.row.id, point.number, themes))
            _keep(journal, answers)
    return answers


_LATER: tuple[str, ...] = ("",)


def _one(offers: Sequence[str]) -> tuple[str, ...] | None:
    """One answer: themes, none, for later, or stop (None)."""
    from reflekt.domain.codebook import checked_name

    while True:
        typed = str(click.prompt("  ", default="", show_default=False, prompt_suffix="")).strip()
        if not typed:
            return _LATER
        if typed.casefold() == "s":
            return None
        if typed.casefold() == "n":
            return ()
        if typed.isdecimal() and all(1 <= int(digit) <= len(offers) for digit in typed):
            return tuple(dict.fromkeys(offers[int(digit) - 1] for digit in typed))
        try:
            return tuple(dict.fromkeys(checked_name(word) for word in typed.split()))
        except UsageProblem as problem:
            output.show_error(problem)


def _keep(journal: Journal, answers: Sequence[Answer]) -> None:
    content = [[one.id, one.number, list(one.themes)] for one in answers]
    journal.drafts.save(DRAFT, {"schema": 1, "theme_codes": content})


def _kept(journal: Journal, waiting: set[tuple[str, int]]) -> list[Answer]:
    """What was answered and not saved the last time, as far as it is still to be answered."""
    from reflekt.app.coding import Answer

    if DRAFT not in journal.drafts.names():
        return []
    try:
        content = journal.drafts.load(DRAFT).get("theme_codes")
    except ReflektError as problem:
        output.show_error(problem)
        return []
    answers = []
    for one in content if isinstance(content, list) else ():
        if isinstance(one, list) and len(one) == 3 and isinstance(one[2], list):
            answer = Answer(str(one[0]), int(one[1]), tuple(str(theme) for theme in one[2]))
            if (answer.id, answer.number) in waiting:
                answers.append(answer)
    if answers:
        told = ngettext(
            "{number} answer from last time is kept.",
            "{number} answers from last time are kept.",
            len(answers),
        )
        output.line(told.format(number=len(answers)), dim=True)
    return answers


def _tell(answers: Sequence[Answer], *, as_json: bool) -> None:
    if as_json:
        output.as_json(
            [{"entry": a.id, "point": a.number, "themes": list(a.themes)} for a in answers]
        )
        return
    told = ngettext("{number} point looked at.", "{number} points looked at.", len(answers))
    output.line(told.format(number=len(answers)))
