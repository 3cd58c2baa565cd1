"""`reflekt themes`: the themes of a space, and what is done with them."""

from __future__ import annotations

import click

from reflekt.cli.lazy import Command, LazyGroup
from reflekt.errors import N_
from reflekt.i18n import _

COMMANDS = (Command("list", "liste", "reflekt.cli.themes_list", N_("The themes there are.")),)


@click.group(
    cls=LazyGroup,
    lazy=COMMANDS,
    invoke_without_command=True,
    help=_("What people wrote about: themes they recognise, in their own words."),
)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Without a subcommand: the themes there are."""
    if ctx.invoked_subcommand is None:
        from reflekt.cli.themes_list import command as show

        ctx.invoke(show)
