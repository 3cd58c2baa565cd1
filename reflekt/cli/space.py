"""`reflekt space`: the rooms I write in, and who can read what stands there."""

from __future__ import annotations

import click

from reflekt.cli.lazy import Command, LazyGroup
from reflekt.errors import N_
from reflekt.i18n import _

COMMANDS = (
    Command("list", "liste", "reflekt.cli.space_list", N_("Your spaces and who can read them.")),
    Command("add", "tilføj", "reflekt.cli.space_add", N_("Start a space, or join one.")),
    Command("invite", "inviter", "reflekt.cli.space_invite", N_("The line that lets others in.")),
    Command("leave", "forlad", "reflekt.cli.space_leave", N_("Take a space out of your home.")),
)


@click.group(
    cls=LazyGroup,
    lazy=COMMANDS,
    invoke_without_command=True,
    help=_("The rooms you write in, and who can read what stands there."),
)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Without a subcommand: the spaces there are."""
    if ctx.invoked_subcommand is None:
        from reflekt.cli.space_list import command as show

        ctx.invoke(show)
