"""`reflekt import`: many entries at once."""

from __future__ import annotations

import click

from reflekt.app.capture import is_taken
from reflekt.app.transfer import Reading, read_lines, without_blocked, write
from reflekt.cli import output
from reflekt.cli.context import Context
from reflekt.cli.parts import json_option
from reflekt.errors import N_, UsageProblem
from reflekt.i18n import _, language, ngettext


@click.command(
    help=_(
        "Bring many entries in at once, from JSON Lines.\n\nEach line is one entry: "
        '{"text": "…"}, and where you have them "created", "author", "kind", "themes", '
        '"learning" and "contributor". With - the lines are read from standard input.\n\n\b\n'
        "reflekt import old.jsonl --space private --yes"
    )
)
@click.argument("file", type=click.Path(), metavar=_("FILE"))
@click.option("--space", metavar=_("NAME"), help=_("In this space instead of your private one."))
@click.option("--yes", "-y", is_flag=True, help=_("Don't ask first."))
@click.option("--dry-run", is_flag=True, help=_("Only say what would be written."))
@json_option
@click.pass_obj
def command(
    context: Context, file: str, space: str | None, yes: bool, dry_run: bool, as_json: bool
) -> None:
    """Read all lines, ask once, write, and say how many."""
    if context.set_up_quietly():
        output.aside(_("Your entries live in {folder}.").format(folder=context.home))
    context.yes = yes
    journal = context.journal(space)
    reading = without_blocked(journal, _read(context, file, journal.settings.author))
    for refused in reading.refused:
        why = _(refused.reason).format(**refused.parameters)
        told = _("{file}, line {line}: not taken in, {reason}.")
        output.aside(told.format(file=file, line=refused.line, reason=why))
    if reading.unknown:
        told = _("Left out, because I don't know them: {keys}.")
        output.aside(told.format(keys=", ".join(reading.unknown)))
    number = len(reading.entries)
    if number and not dry_run and not yes:
        _confirm(number, journal.space.name)
    written = 0
    if not dry_run:
        journal.refresh()
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
    if reading.refused and not number:
        raise UsageProblem(N_("Nothing in {file} could be taken in."), file=file)


def _read(context: Context, file: str, author: str) -> Reading:
    taken = is_taken(context.journals())
    used: set[str] = set()

    def fresh() -> str:
        name = context.ids.fresh(lambda id: id in used or taken(id))
        used.add(name)
        return name

    templates = context.templates()
    known = {kind: templates.entry(kind, language()) for kind in ("visit", "note")}
    try:
        with click.open_file(file, "rb") as lines:
            return read_lines(
                lines,
                template=lambda kind: known.get(kind, known["visit"]),
                fresh_id=fresh,
                author=author,
                now=context.clock.now(),
            )
    except OSError as problem:
        raise UsageProblem(
            N_("{file} can't be read: {problem}."), file=file, problem=problem.strerror or ""
        ) from problem


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
    click.confirm(question.format(number=number, space=space), default=True, abort=True)


def _record(reading: Reading, written: int) -> dict[str, object]:
    return {
        "written": written,
        "refused": [
            {"line": one.line, "reason": _(one.reason).format(**one.parameters)}
            for one in reading.refused
        ],
    }
