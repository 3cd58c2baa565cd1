"""`reflekt import`: many entries at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

import click

from reflekt.app.capture import is_taken
from reflekt.app.transfer import (
    BLOCKED,
    HERE_ALREADY,
    HERE_TWICE,
    Reading,
    Refused,
    json_lines,
    read_sources,
    without_blocked,
    without_known,
    write,
)
from reflekt.cli import output
from reflekt.cli.context import Context
from reflekt.cli.parts import json_option
from reflekt.domain.foreign import FORMATS, JRNL, JSON_LINES, Foreign
from reflekt.errors import N_, PrivacyStop, UsageProblem
from reflekt.i18n import _, join, language, ngettext

if TYPE_CHECKING:
    from reflekt.app.journal import Journal
    from reflekt.domain.entry import Entry


@click.command(
    help=_(
        "Bring many entries in at once: JSON Lines, a folder of Markdown pages, jrnl (its files "
        "and its JSON), or Day One (JSON or zip).\n\nIn JSON Lines each line is one entry: "
        '{"text": "…"}, and where you have them "created", "author", "kind", "themes", '
        '"learning" and "contributor"; with - they are read from standard input.\n\n'
        "What is here already is left out; what can't be taken in is named with its line and "
        "the reason. --dry-run only says what would happen.\n\n\b\n"
        "reflekt import old.jsonl --space private --yes\n"
        "reflekt import ~/journal --dry-run"
    )
)
@click.argument("file", type=click.Path(), metavar=_("FILE"))
@click.option("--space", metavar=_("NAME"), help=_("In this space instead of your private one."))
@click.option("--yes", "-y", is_flag=True, help=_("Don't ask first."))
@click.option(
    "--format", "kind", type=click.Choice(FORMATS), help=_("What it holds, if I can't see it.")
)
@click.option("--dry-run", is_flag=True, help=_("Only say what would be written."))
@json_option
@click.pass_obj
def command(
    context: Context,
    file: str,
    space: str | None,
    yes: bool,
    kind: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Read all lines, ask once, write, and say how many."""
    if context.set_up_quietly():
        output.aside(_("Your entries live in {folder}.").format(folder=context.home))
    context.yes = yes
    journal = context.journal(space)
    now = context.clock.now()
    journal.refresh()
    form = JSON_LINES if file == "-" else kind or context.format_of(file)
    reading = _read(context, file, form, journal.settings.author, now)
    reading = without_blocked(journal, without_known(journal, reading, now))
    in_lines = form == JSON_LINES or (form == JRNL and not file.lower().endswith(".json"))
    for refused in reading.refused:
        _tell(refused, file, in_lines=in_lines)
    if reading.unknown:
        told = _("Left out, because I don't know them: {keys}.")
        output.aside(told.format(keys=", ".join(reading.unknown)))
    _tell_of_members(journal, reading.entries)
    number = len(reading.entries)
    if number and not dry_run and not yes:
        _confirm(number, journal.space.name)
    written = 0
    if not dry_run:
        for written in write(journal, reading.entries):
            output.progress(_("Writing entries: {done} of {total}"), written, number)
    if as_json:
        output.as_json(_record(reading, written))
    elif dry_run:
        told = ngettext(
            "{number} entry would be written.", "{number} entries would be written.", number
        )
        output.line(told.format(number=number))
    else:
        told = ngettext("{number} entry written.", "{number} entries written.", written)
        output.line(told.format(number=written))
    reasons = {one.reason for one in reading.refused}
    if BLOCKED in reasons and not number:
        raise PrivacyStop(
            N_("Nothing in {file} could be taken in."),
            hint=N_("Take the CPR numbers out of it. --yes makes no difference here."),
            file=file,
        )
    if reasons and not number and not reasons & {HERE_ALREADY, HERE_TWICE}:
        raise UsageProblem(N_("Nothing in {file} could be taken in."), file=file)


def _tell(refused: Refused, file: str, *, in_lines: bool) -> None:
    """Say on standard error what was not taken in, and why; where a file is not made of lines,
    which of its entries it was, and in a folder which page."""
    why = _(refused.reason).format(**refused.parameters)
    if refused.place:
        output.aside(_("{file}: not taken in, {reason}.").format(file=refused.place, reason=why))
        return
    told = _("{file}, line {line}: not taken in, {reason}.")
    if not in_lines:
        told = _("{file}, entry {line}: not taken in, {reason}.")
    output.aside(told.format(file=file, line=refused.line, reason=why))


def _read(context: Context, file: str, form: str, author: str, now: datetime) -> Reading:
    taken = is_taken(context.journals())
    used: set[str] = set()

    def fresh() -> str:
        name = context.ids.fresh(lambda id: id in used or taken(id))
        used.add(name)
        return name

    def read(sources: Iterable[Foreign]) -> Reading:
        return read_sources(
            sources,
            template=lambda kind: known.get(kind, known["visit"]),
            fresh_id=fresh,
            author=author,
            now=now,
        )

    templates = context.templates()
    known = {kind: templates.entry(kind, language()) for kind in ("visit", "note")}
    if form != JSON_LINES:
        return read(context.foreign_entries(file, form))
    try:
        with click.open_file(file, "rb") as lines:
            return read(json_lines(lines))
    except OSError as problem:
        raise UsageProblem(
            N_("{file} can't be read: {problem}."), file=file, problem=problem.strerror or ""
        ) from problem


def _tell_of_members(journal: Journal, entries: Iterable[Entry]) -> None:
    """Say that what is brought for others of the space will stand as mine: see app.claims."""
    if not journal.space.remote or not journal.space.address:
        return
    from reflekt.app.incoming import members

    known = members(journal)
    named = {one.author for one in entries} - {journal.settings.author}
    others = sorted(known[key].name for key in named if key in known)
    if others:
        told = _(
            "Also in the space: {names}. Nobody can send in another's name, so what you bring "
            "for them will stand under yours."
        )
        output.aside(told.format(names=join(others)))


def _confirm(number: int, space: str) -> None:
    if not output.from_people():
        raise UsageProblem(
            N_("Nothing was written: say --yes to bring {number} entries into {space}."),
            number=number,
            space=space,
        )
    question = ngettext(
        "Bring {number} entry into {space}?", "Bring {number} entries into {space}?", number
    )
    output.confirm(question.format(number=number, space=space), default=True, abort=True)


def _record(reading: Reading, written: int) -> dict[str, object]:
    return {
        "written": written,
        "refused": [
            {
                "line": one.line,
                "place": one.place or None,
                "reason": _(one.reason).format(**one.parameters),
            }
            for one in reading.refused
        ],
    }
