"""`reflekt learning`: a learning conversation between a counsellor and a leader."""

from __future__ import annotations

from typing import Any

import click

from reflekt.cli.context import Context
from reflekt.cli.sessions import Wanted, run, session_options
from reflekt.i18n import _


@click.command(
    help=_(
        "A learning conversation between a counsellor and a leader: what have I learned since "
        "last time, and what am I busy learning? It assesses nobody.\n\nThe leader sees what "
        "stands in your shared space, and nothing else."
    )
)
@click.option("--leader", default="", metavar=_("NAME"), help=_("Which of you is the leader."))
@session_options
@click.pass_obj
def command(context: Context, /, **options: Any) -> None:
    """Hold a conversation, or write one down."""
    run(context, Wanted("learning", **options))
