"""`reflekt export`: entries taken out, for other programs and for those who evaluate."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from reflekt.app.export import chosen, coded
from reflekt.app.find import Found
from reflekt.app.journal import Journal
from reflekt.cli import output
from reflekt.cli.context import Context
from reflekt.cli.export_page import entries_page
from reflekt.cli.parts import complete, filter_from, fresh_journals
from reflekt.cli.show import entry_record
from reflekt.cli.writing_out import may_write
from reflekt.domain.codebook import Codebook
from reflekt.domain.contents import learning
from reflekt.domain.document import Document
from reflekt.domain.kinds import kind_name
from reflekt.domain.ports import Filter
from reflekt.errors import N_, UsageProblem
from reflekt.i18n import LANGUAGES, _, language, ngettext

JSON, CSV, MARKDOWN, HTML, WORD, REFI = FORMATS = (
    "json",
    "csv",
    "markdown",
    "html",
    "word",
    "refi",
)
_ENDINGS = {".json": JSON, ".csv": CSV, ".html": HTML, ".htm": HTML, ".docx": WORD, ".qdpx": REFI}


@click.command(
    help=_(
        "Take entries out: as JSON, CSV (opens in Excel), a folder of Markdown, a page for the "
        "browser, a Word document, or coded learning points for those who evaluate the practice "
        "(REFI-QDA: ATLAS.ti, MAXQDA, NVivo, QualCoder).\n\nWhat it becomes is seen from the "
        "name; - prints it. Your own space is taken unless you name another. The file is yours "
        "to look after: nothing in it is protected any more.\n\n\b\n"
        "reflekt export mine.csv --since august\n"
        "reflekt export folder/\n"
        "reflekt export points.qdpx --space team"
    )
)
@click.argument("file", metavar=_("FILE"), type=click.Path())
@click.option("--format", "kind", type=click.Choice(FORMATS), help=_("What it becomes."))
@click.option("--kind", "entry_kind", metavar=_("KIND"), help=_("Only visits, notes …"))
@click.option("--since", metavar=_("DATE"), help=_("From this day on."))
@click.option("--until", metavar=_("DATE"), help=_("Up to and with this day."))
@click.option(
    "--theme",
    metavar=_("THEME"),
    help=_("Only with this theme."),
    shell_complete=complete("theme"),
)
@click.option("--family", metavar=_("NAME"), help=_("Only about this family."))
@click.option("--space", metavar=_("NAME"), help=_("From this space instead of your own."))
@click.option("--yes", "-y", is_flag=True, help=_("Write over a file that is there."))
@click.pass_obj
def command(
    context: Context,
    file: str,
    kind: str | None,
    entry_kind: str | None,
    since: str | None,
    until: str | None,
    theme: str | None,
    family: str | None,
    space: str | None,
    yes: bool,
) -> None:
    """Load the entries that fit, write them, say how many."""
    wanted = kind or _kind_of(file)
    where = filter_from(
        context, kind=entry_kind, since=since, until=until, theme=theme, family=family
    )
    journal = fresh_journals(context, space or context.own_space)[0]
    if file != "-" and wanted != MARKDOWN:
        may_write(Path(file), yes=yes)
    number = _write(context, journal, where, file, wanted)
    for notice in journal.notices:
        output.show_error(notice)
    if file != "-":
        told = ngettext("{number} entry in {file}", "{number} entries in {file}", number)
        output.aside(told.format(number=number, file=file))


def _kind_of(file: str) -> str:
    place = Path(file)
    if file.endswith(("/", "\\")) or place.is_dir():
        return MARKDOWN
    known = _ENDINGS.get(place.suffix.lower())
    if known is None:
        raise UsageProblem(
            N_("I can't see from “{file}” what it should become."),
            hint=N_("Let it end in .json, .csv, .html, .docx or .qdpx, or say --format."),
            file=file,
        )
    return known


def _write(context: Context, journal: Journal, where: Filter, file: str, wanted: str) -> int:
    headings = context.headings(journal)
    if wanted == REFI:
        points = coded(journal, where, headings, _starters(context))
        made = context.qdpx(journal.space.name, points)
        _put(context, file, made)
        return len(points.sources)
    found = list(chosen(journal, where))
    if wanted == MARKDOWN:
        return _folder(context, file, found)
    if wanted == JSON:
        import json

        records = [entry_record(context, *one) for one in found]
        text = json.dumps(records, ensure_ascii=False, indent=1, default=str)
        _put(context, file, f"{text}\n".encode())
    elif wanted == CSV:
        _put(context, file, context.csv(*_table(context, journal, found)))
    else:
        page = entries_page([document for _found, document in found], headings)
        _put(context, file, context.rendered(page, "html" if wanted == HTML else "docx"))
    return len(found)


def _starters(context: Context) -> list[Codebook]:
    return [context.theme_files_in(spoken).starter for spoken in LANGUAGES]


def _put(context: Context, file: str, data: bytes) -> None:
    if file == "-":
        click.echo(data, nl=False)
    else:
        context.write_file(Path(file), data)


def _folder(context: Context, folder: str, found: Sequence[tuple[Found, Document]]) -> int:
    """Each entry as the page it is, under the name it has; what is there is not written over."""
    if folder == "-":
        raise UsageProblem(N_("A folder of pages can't be printed: name a folder."))
    places = [Path(folder, *one.row.path.split("/")[1:]) for one, _document in found]
    taken = [place for place in places if place.exists() or place.is_symlink()]
    if taken:
        raise UsageProblem(
            N_("{file} is there already and was left as it is."),
            hint=N_("Name an empty folder."),
            file=str(taken[0]),
        )
    for place, (_found, document) in zip(places, found, strict=True):
        context.write_file(place, document.source.encode("utf-8"), folders=True)
    return len(found)


def _table(
    context: Context, journal: Journal, found: Sequence[tuple[Found, Document]]
) -> tuple[list[str], list[list[str]]]:
    """A row an entry."""
    headings = context.headings(journal)
    header = [
        _("id"),
        _("date"),
        _("time"),
        _("kind"),
        _("author"),
        _("family"),
        _("concern before"),
        _("concern after"),
        _("themes"),
        _("learning"),
        _("text"),
    ]
    rows = []
    for one, document in found:
        entry = document.entry
        concern = entry.concern
        rows.append(
            [
                entry.id,
                f"{entry.created:%Y-%m-%d}",
                f"{entry.created:%H:%M}",
                kind_name(entry.kind, language()),
                entry.author,
                entry.family,
                str(concern.before) if concern else "",
                str(concern.after) if concern else "",
                " ".join(f"#{theme}" for theme in one.row.themes),
                "\n".join(point.text for point in learning(entry, headings)),
                document.body.strip(),
            ]
        )
    return header, rows
