"""`reflekt themeday export`: the agenda to hand out, to project, and to put in calendars."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from reflekt.app.themeday_close import agenda_path, page
from reflekt.cli import output
from reflekt.cli.context import Context
from reflekt.cli.report_page import page_words
from reflekt.cli.themeday_parts import chosen_day, day_options, team
from reflekt.cli.writing_out import Outputs, may_write, output_options, write_out
from reflekt.domain.page import SUBHEAD, Block, Cell, Items, Page, Part, Table, Text
from reflekt.domain.redraft import who_leads, without_ids
from reflekt.domain.themeday import ThemeDay
from reflekt.errors import N_, NotFound, UsageProblem
from reflekt.i18n import _, day, language

_PART = r"(?m)^## +(.*)$"
_BULLET = r"[-*] +"
_NAMED = r"\*\*([^*]+)\*\*\s*"
_TIMED = r"(\d{1,2}[.:]\d{2}[–-]\d{1,2}[.:]\d{2}) · (.*)"


@click.command(
    help=_(
        "The agenda as a page for the browser (it projects too), a Word document, Markdown, or an "
        "invitation for calendars.\n\n\b\n"
        "reflekt themeday export --word agenda.docx --ics invitation.ics\n"
        "reflekt themeday export --html agenda.html"
    )
)
@click.option("--ics", metavar=_("FILE"), help=_("Write an invitation for calendars."))
@day_options
@output_options
@click.pass_obj
def command(
    context: Context,
    ics: str | None,
    space: str | None,
    when: str | None,
    outputs: Outputs,
) -> None:
    """Load the agenda as people have left it, and write what was asked for."""
    if not (outputs.is_asked or ics):
        raise UsageProblem(
            N_("Say what it should become: --html, --word, --markdown or --ics with a file."),
        )
    ours = team(context, space)
    chosen = chosen_day(context, ours.journal, when)
    text = page(ours.journal, agenda_path(chosen))
    if text is None:
        raise NotFound(
            N_("There is no agenda for {day} yet."),
            hint=N_("`reflekt themeday agenda` makes one."),
            day=chosen.day.isoformat(),
        )
    if ics:
        may_write(Path(ics), yes=outputs.yes)
    if outputs.is_asked:
        write_out(context, agenda_as_page(chosen, without_ids(text)), outputs)
    if ics:
        head = _("Theme day {day}").format(day=day(chosen.day))
        context.write_file(Path(ics), context.invitation(chosen, ours.id, head, _plain(text)))
        output.aside(_("Written: {file}").format(file=ics))


def agenda_as_page(chosen: ThemeDay, text: str) -> Page:
    """The agenda, a screen for each point when it is projected."""
    head, *rest = re.split(_PART, text)
    lines = [line.strip() for line in head.split("\n") if line.strip()]
    title = lines[0].lstrip("# ") if lines else _("Theme day {day}").format(day=day(chosen.day))
    sections = [
        (heading.strip(), body) for heading, body in zip(rest[::2], rest[1::2], strict=True)
    ]
    parts = [Part(heading, tuple(_blocks(body)), screen=True) for heading, body in sections]
    rows = tuple(_rows(sections))
    if rows:
        headers = (_("Time"), _("What"), _("Who leads"))
        table = Table(_("From the first point to the last."), headers, rows)
        parts.insert(0, Part(_("The day at a glance"), (table,), screen=True))
    return Page(title, " · ".join(lines[1:]), language(), tuple(parts), page_words())


def _rows(sections: Iterable[tuple[str, str]]) -> Iterator[tuple[Cell, ...]]:
    """When, what, and who leads it, where somebody does."""
    for heading, body in sections:
        timed = re.fullmatch(_TIMED, heading)
        if timed:
            yield Cell(timed[1]), Cell(_unmarked(timed[2])), Cell(who_leads(body))


def _blocks(body: str) -> Iterator[Block]:
    """Paragraphs and lists, without the marks of Markdown."""
    for block in re.split(r"\n\s*\n", body.strip()):
        lines = [line.strip() for line in block.split("\n") if line.strip()]
        bullets = [re.sub(_BULLET, "", line, count=1) for line in lines if re.match(_BULLET, line)]
        if bullets and len(bullets) == len(lines):
            yield Items(tuple(_unmarked(line) for line in bullets))
        elif lines:
            named = re.match(_NAMED, " ".join(lines))
            if named:
                yield Text(named[1].removesuffix("."), SUBHEAD)
            rest = " ".join(lines)[named.end() if named else 0 :]
            if rest:
                yield Text(_unmarked(rest))


def _unmarked(text: str) -> str:
    return re.sub(r"\*\*(.+?)\*\*", r"\1", text)


def _plain(text: str) -> str:
    """The points of the day, a line each, for the invitation."""
    points = re.findall(_PART, without_ids(text))
    return "\n".join(point for point in points if point[:1].isdigit())
