"""`reflekt edit`: change an entry."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from reflekt.app.find import resolve
from reflekt.cli import output
from reflekt.cli.context import Context
from reflekt.cli.parts import entry_argument, fresh_journals, yes_option
from reflekt.cli.writing import change_in_editor, put_back, read_page, with_themes_offered
from reflekt.domain.document import Unreadable
from reflekt.errors import N_, DamagedData, UsageProblem
from reflekt.i18n import _


@click.command(
    help=_(
        "Change an entry in your editor.\n\nWith --from FILE (- is standard input) its whole text "
        "is replaced. The earlier version stays in the history."
    )
)
@entry_argument
@click.option(
    "--from",
    "source",
    type=click.Path(),
    metavar=_("FILE"),
    help=_("Take the new text from this file."),
)
@yes_option
@click.pass_obj
def command(context: Context, reference: str, source: str | None) -> None:
    """Load the text, let it be changed, save it."""
    found = resolve(fresh_journals(context), reference)
    journal, path, name = found.journal, found.row.path, found.row.id
    before = journal.store.read(path)
    after = _given(source, name) if source else change_in_editor(journal, name, before)
    if after is None or after == before:
        output.line(_("Nothing was changed."))
        return
    if output.from_people() and not source:
        after = with_themes_offered(context, journal, before, after)
    put_back(journal, path, before, after, name)
    output.line(_("Saved as a new version. `reflekt history {id}` shows them.").format(id=name))


def _given(source: str, id: str) -> bytes:
    try:
        data = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except OSError as problem:
        raise UsageProblem(
            N_("{file} can't be read: {problem}."), file=source, problem=problem.strerror or ""
        ) from problem
    try:
        read_page(data, id)
    except Unreadable as problem:
        why = _(problem.message).format(**problem.parameters)
        output.show_unreadable(source, problem.line, why)
        raise DamagedData(N_("Nothing was changed.")) from problem
    return data
