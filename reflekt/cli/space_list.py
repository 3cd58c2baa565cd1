"""`reflekt space list`: my spaces, and who can read them."""

from __future__ import annotations

import click

from reflekt.cli import output
from reflekt.cli.context import Context
from reflekt.cli.parts import json_option
from reflekt.domain.exchange import Synced
from reflekt.domain.ports import SpaceSettings
from reflekt.i18n import _, moment, ngettext


@click.command(
    help=_(
        "Your spaces: who can read what stands in each, what has not been sent yet, and when you "
        "last synced."
    )
)
@json_option
@click.pass_obj
def command(context: Context, as_json: bool = False) -> None:
    """Show each space."""
    spaces = context.require_settings().spaces
    if as_json:
        output.as_json([_record(context, space) for space in spaces])
        return
    for space in spaces:
        output.line(space.name, bold=True)
        output.wrapped(readers(space), indent=2)
        if space.remote:
            unsent, synced = _state(context, space)
            output.wrapped(_told(unsent, synced), indent=2)


def readers(space: SpaceSettings) -> str:
    """Who can read the space, in plain words."""
    if not space.remote:
        if space.kind == "private":
            return _("Only you can read it: it lies on this computer and nowhere else.")
        return _("So far only you can read it: it is not shared with anybody yet.")
    if space.kind == "private":
        return _("You, and whoever can reach {remote}.").format(remote=space.remote)
    told = {
        "buddy": _("The two of you, and whoever else can reach {remote}."),
        "lead": _("The two of you, leader and counsellor, and whoever else can reach {remote}."),
        "team": _("Your whole team: everybody who can reach {remote}."),
    }
    return told.get(space.kind, told["team"]).format(remote=space.remote)


def _state(context: Context, space: SpaceSettings) -> tuple[int | None, Synced]:
    """How many entries have not been sent (None: nobody can tell), and the last sync."""
    from reflekt.app.sync import unsent

    journal = context.journal(space.name)
    note = context.sync_note(space)
    journal.refresh()
    return unsent(journal, note), note.load()


def _told(unsent: int | None, synced: Synced) -> str:
    if synced.when is None or unsent is None:
        return _("Not synced yet: `reflekt sync` sends what you wrote and fetches theirs.")
    when = moment(synced.when)
    if unsent == 0:
        return _("Everything of yours has been sent. Last synced: {when}.").format(when=when)
    told = ngettext(
        "{number} entry has not been sent yet. Last synced: {when}.",
        "{number} entries have not been sent yet. Last synced: {when}.",
        unsent,
    )
    return told.format(number=unsent, when=when)


def _record(context: Context, space: SpaceSettings) -> dict[str, object]:
    unsent, synced = _state(context, space) if space.remote else (None, Synced())
    return {
        "name": space.name,
        "kind": space.kind,
        "folder": (context.home / space.path).as_posix(),
        "remote": space.remote,
        "author": space.author or context.require_settings().author,
        "readers": readers(space),
        "unsent": unsent,
        "synced": synced.when.isoformat() if synced.when else None,
    }
