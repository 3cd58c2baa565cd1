"""`reflekt mute`: never be asked about something again."""

from __future__ import annotations

import click

from reflekt.cli import output
from reflekt.cli.context import Context
from reflekt.i18n import _


@click.command(
    help=_(
        "Never be asked about a sign or threat again: reflekt mute P4.T2\n\n"
        "Without an id it shows what is muted; --undo lets it be asked again."
    )
)
@click.argument("ids", nargs=-1, metavar="ID…")
@click.option("--undo", is_flag=True, help=_("Let it be asked again."))
@click.pass_obj
def command(context: Context, ids: tuple[str, ...], undo: bool) -> None:
    """Change the list of muted ids and show it."""
    settings = context.require_settings()
    catalogue = context.catalogue_files.catalogue
    wanted = [catalogue.item(one.strip().upper()).id for one in ids]
    muted = [one for one in settings.muted if not (undo and one in wanted)]
    if not undo:
        muted += [one for one in wanted if one not in muted]
    if wanted:
        context.save_settings(settings._replace(muted=tuple(muted)))
    if not muted:
        output.line(_("Nothing is muted."))
    for one in muted:
        item = catalogue.find(one)
        output.line(f"{one}  {item.name if item else ''}")
