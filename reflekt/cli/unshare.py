"""`reflekt unshare`: take back what was shared, as far as that can be done."""

from __future__ import annotations

import click

from reflekt.app.find import resolve
from reflekt.app.share import is_joint, is_mine, remove_own, take_back, was_shared, went_to
from reflekt.cli import output
from reflekt.cli.context import Context
from reflekt.cli.parts import complete, fresh_journals, json_option
from reflekt.errors import N_, NotFound, ReflektError, UsageProblem
from reflekt.i18n import _


@click.command(
    help=_(
        "Take back what you shared from an entry.\n\nIt no longer stands in the space, for you at "
        "once and for the others after the next sync. Its history, and copies that others have, "
        "keep it."
    )
)
@click.argument("reference", metavar="ID", shell_complete=complete("entry"))
@click.option("--from", "space", metavar=_("SPACE"), help=_("Only from this space."))
@json_option
@click.pass_obj
def command(context: Context, reference: str, space: str | None, as_json: bool) -> None:
    """Find where it went and withdraw it there."""
    found = resolve(fresh_journals(context), reference)
    places = [name for name in went_to(found) if space in (None, name)]
    known = [one.name for one in context.require_settings().spaces]
    gone: dict[str, list[str]] = {}
    not_done: list[ReflektError] = []
    for name in places:
        if name not in known:
            not_done.append(_left(name))
            continue
        ids = take_back(found, context.journal(name))
        if ids:
            gone[name] = list(ids)
        else:
            not_done.append(_nothing_there(found.row.id, name))
    if not places:
        if not is_mine(found):
            raise UsageProblem(
                N_("Nothing of entry {id} has been shared, as far as it remembers."),
                hint=N_("What you wrote in a space itself, you change with `reflekt edit {id}`."),
                id=found.row.id,
            )
        if is_joint(found):
            raise UsageProblem(
                N_("You are two who wrote entry {id}: neither takes it out of {space} alone."),
                hint=N_("`reflekt edit {id}` takes out what is yours."),
                id=found.row.id,
                space=found.journal.space.name,
            )
        own = found.journal.space.name
        if space != own and was_shared(found):
            raise UsageProblem(  # said again, after a kill maybe: it must not take more than that
                N_("What was shared from entry {id} has been taken back already."),
                hint=N_("To take it out of {space} too, where you wrote it, add: --from {space}"),
                id=found.row.id,
                space=own,
            )
        remove_own(found)
        gone[found.journal.space.name] = [found.row.id]
    _tell(gone, as_json=as_json)
    for problem in not_done[:-1]:
        output.show_error(problem)
    if not_done:
        raise not_done[-1]


def _left(space: str) -> NotFound:
    return NotFound(
        N_("You are no longer in {space}, so nothing can be taken back from there."),
        hint=N_("Ask somebody who is."),
        space=space,
    )


def _nothing_there(id: str, space: str) -> NotFound:
    return NotFound(
        N_("Nothing of entry {id} stands in {space}."),
        hint=N_("So nobody reads it there, and the entry no longer says so."),
        id=id,
        space=space,
    )


def _tell(gone: dict[str, list[str]], *, as_json: bool) -> None:
    if as_json:
        output.as_json([{"space": name, "ids": ids} for name, ids in gone.items()])
        return
    if not gone:
        return
    for name, ids in gone.items():
        output.line(_("Taken back from {space}: {ids}.").format(space=name, ids=", ".join(ids)))
    output.wrapped(
        _(
            "The others no longer see it after the next `reflekt sync`. The history of the space "
            "and the copies on their machines still hold it: only erasing it there takes it out."
        ),
        dim=True,
    )
