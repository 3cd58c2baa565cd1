"""`reflekt space leave`: take a space out of my home; its copy stays until told otherwise."""

from __future__ import annotations

import click

from reflekt.app.sync import unsent
from reflekt.cli import output
from reflekt.cli.context import Context
from reflekt.errors import N_, UsageProblem
from reflekt.i18n import _


@click.command(
    help=_(
        "Take a space out of your home.\n\nYour copy of it stays where it is, and what you have "
        "sent stays with the others. With --delete your copy goes too, once everything of yours "
        "has been sent."
    )
)
@click.argument("name", metavar=_("NAME"))
@click.option("--delete", is_flag=True, help=_("Delete your copy too."))
@click.option("--yes", "-y", is_flag=True, help=_("Don't ask first."))
@click.pass_obj
def command(context: Context, name: str, delete: bool, yes: bool) -> None:
    """Ask, leave, and say where the copy is."""
    journal = context.journal(name)
    space = journal.space
    if space.name == context.own_space:
        raise UsageProblem(N_("{name} is your own space: you can't leave it."), name=name)
    if delete:
        journal.refresh()
        left = unsent(journal, context.sync_note(space)) if space.remote else None
        if left != 0:
            raise UsageProblem(
                N_("Your copy of {name} holds something that has not been sent to anybody."),
                hint=N_("Sync first: reflekt sync {name}. Or leave without --delete."),
                name=name,
            )
    if not yes and output.from_people():
        told = _("Leave {name} and delete your copy of it?") if delete else _("Leave {name}?")
        output.confirm(told.format(name=name), default=False, abort=True)
    elif not yes and delete:
        raise UsageProblem(N_("Nothing was deleted: say --yes to delete your copy."))
    context.leave(space, delete=delete)
    output.line(_("You have left {name}.").format(name=name), bold=True)
    if delete:
        output.line(_("Your copy is deleted; what you had sent stays with the others."))
        return
    output.line(_("Your copy is still in {folder}.").format(folder=journal.folder))
