"""`reflekt learning`: a learning conversation between a counsellor and a leader."""

from __future__ import annotations

from typing import Any

import click

from reflekt.cli.lazy import Command, LazyGroup
from reflekt.cli.sessions import Wanted, run, session_options
from reflekt.errors import N_
from reflekt.i18n import _

COMMANDS = (
    Command(
        "prepare",
        "forbered",
        "reflekt.cli.learning_prepare",
        N_("Choose what to bring, before you talk."),
    ),
)


@click.group(
    cls=LazyGroup,
    lazy=COMMANDS,
    invoke_without_command=True,
    help=_(
        "A learning conversation between a counsellor and a leader: what have I learned since "
        "last time, and what am I busy learning? It assesses nobody.\n\nThe leader sees what "
        "stands in your shared space, and nothing else."
    ),
)
@click.option("--leader", default="", metavar=_("NAME"), help=_("Which of you is the leader."))
@session_options
@click.pass_context
def command(ctx: click.Context, /, **options: Any) -> None:
    """Without a subcommand: hold a conversation, or write one down."""
    if ctx.invoked_subcommand is None:
        run(ctx.obj, Wanted("learning", **options))
