"""`reflekt restore`: make an earlier version the newest."""

from __future__ import annotations

import click

from reflekt.app.find import resolve
from reflekt.app.versions import restore
from reflekt.cli import output
from reflekt.cli.context import Context
from reflekt.cli.parts import complete, fresh_journals, yes_option
from reflekt.errors import NotFound
from reflekt.i18n import _, moment


@click.command(
    help=_(
        "Bring an earlier version of an entry back.\n\nIt becomes a new version: nothing is "
        "rewritten, and restoring can be undone in the same way."
    )
)
@click.argument("reference", metavar="ID", shell_complete=complete("entry"))
@click.option(
    "--version",
    "number",
    type=click.IntRange(1),
    metavar=_("NUMBER"),
    help=_("Which; `history` shows them."),
)
@yes_option
@click.pass_obj
def command(context: Context, reference: str, number: int | None) -> None:
    """Find the entry, removed ones too, and restore it."""
    journals = fresh_journals(context)
    try:
        found = resolve(journals, reference)
        journal, path, name = found.journal, found.row.path, found.row.id
    except NotFound:
        removed = [
            (journal, path)
            for journal in journals
            for path in journal.store.removed(reference.strip().lower())
        ]
        if len(removed) != 1:
            raise
        journal, path = removed[0]
        name = path.removesuffix(".md")[-6:]
    version = restore(journal, path, name, number)
    output.line(
        _("Entry {id} is again as it was in version {number}, {when}.").format(
            id=name, number=version.number, when=moment(version.when)
        )
    )
