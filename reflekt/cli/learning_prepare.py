"""`reflekt learning prepare`: what I have learned since last time, and what I choose to bring."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import click

from reflekt.app import preparing, sessions
from reflekt.app.preparing import Candidate, Preparation
from reflekt.cli import output
from reflekt.cli.answering import Asked, Back, Why, asker
from reflekt.cli.context import Context
from reflekt.cli.parts import fresh_journals, json_option
from reflekt.cli.sessions import Wanted, pair_space, people_of
from reflekt.errors import N_, Interrupted, NotFound
from reflekt.i18n import _, language, short_day


@click.command(
    help=_(
        "Prepare a learning conversation, each of you alone.\n\nWhat you have learned since last "
        "time is laid out, and you choose what to bring. Nothing is brought by itself, and nobody "
        "sees the rest. Without a terminal: --bring and --note."
    )
)
@click.option("--with", "other", default="", metavar=_("NAME"), help=_("With whom."))
@click.option("--bring", multiple=True, metavar="ID[.N]", help=_("A learning point to bring."))
@click.option("--note", default="", metavar=_("TEXT"), help=_("Something to remember to say."))
@click.option("--throw-away", is_flag=True, help=_("Throw away what was prepared."))
@json_option
@click.pass_obj
def command(
    context: Context, other: str, bring: tuple[str, ...], note: str, throw_away: bool, as_json: bool
) -> None:
    """Lay out, choose, keep."""
    own = fresh_journals(context)
    journal = context.journal()
    pair = next((one for one in own if one.space.name == pair_space(context, other)), journal)
    last = sessions.last_session(pair, "learning")
    leader = people_of(pair, Wanted("learning", other), last)[1]
    last = sessions.last_session(pair, "learning", leader.key)
    if throw_away:
        preparing.drop(journal, leader.key)
        output.line(_("It is gone, and nothing of it is left."))
        return
    today = context.clock.now().date()
    since = last.created.date() if last else None
    found = preparing.candidates(journal, context.headings(journal), since, today)
    before = preparing.prepared(journal, leader.key)
    if bring or note:
        picked = _texts(preparing.chosen(found, bring)) if bring else before.brought
        before = Preparation(picked, note or before.notes)
        preparing.keep(journal, leader.key, before)
    if as_json:
        _as_json(leader.name, since, found, before)
        return
    _lay_out(found, since)
    if not (bring or note) and output.from_people():
        before = _asked(found, before)
        preparing.keep(journal, leader.key, before)
    _show(before, leader.name)


def _texts(picked: Sequence[Candidate]) -> tuple[str, ...]:
    return tuple(preparing.brought_text(one.point, language()) for one in picked)


def _lay_out(found: Sequence[Candidate], since: date | None) -> None:
    if not found:
        output.line(_("There are no learning points since last time. That is all right."))
        return
    head = _("What you have learned since {day}. Only you see this list.")
    first = since or found[0].row.created.date()
    output.wrapped(head.format(day=short_day(first)), bold=True)
    for number, one in enumerate(found, 1):
        themes = "".join(f" #{theme}" for theme in one.point.themes if theme not in one.point.text)
        text = " ".join(f"{one.point.text}{themes}".split())
        output.wrapped(f"{number:>3}  {text}  ({short_day(one.row.created)}, {one.name})")


def _asked(found: Sequence[Candidate], before: Preparation) -> Preparation:
    """What to bring and what to remember, as somebody chooses at the terminal."""
    brought = before.brought
    while found:
        output.line()
        output.line(_("What do you want to bring? Numbers, such as 1 3. Enter: as it is now."))
        typed = str(click.prompt(">", default="", show_default=False, prompt_suffix=" ")).split()
        try:
            brought = _texts(preparing.chosen(found, typed)) if typed else brought
            break
        except NotFound as problem:
            output.show_error(problem)
    output.line()
    output.line(_("Is there something you want to remember to say?"), bold=True)
    latest = before.notes
    try:
        latest = asker().ask(Asked(begun=before.notes), lambda _text: None)
    except (Back, Why):
        pass
    except (KeyboardInterrupt, EOFError):
        raise Interrupted(N_("Stopped. Nothing was changed.")) from None
    return Preparation(brought, latest)


def _show(prepared: Preparation, name: str) -> None:
    output.line()
    if prepared.is_empty:
        output.line(_("You bring nothing so far."))
        return
    output.line(_("You bring:"), bold=True)
    for text in prepared.brought:
        output.wrapped(text, indent=2)
    for line in prepared.notes.split("\n"):
        output.wrapped(line, indent=2)
    told = _("It stays with you until you begin: reflekt learning --with {name}")
    output.line(told.format(name=name.lower()), dim=True)


def _as_json(
    name: str, since: date | None, found: Sequence[Candidate], prepared: Preparation
) -> None:
    output.as_json(
        {
            "with": name,
            "since": since.isoformat() if since else None,
            "points": [
                {
                    "id": one.name,
                    "text": one.point.text,
                    "themes": list(one.point.themes),
                    "created": one.row.created.isoformat(),
                }
                for one in found
            ],
            "brought": list(prepared.brought),
            "notes": prepared.notes,
        }
    )
