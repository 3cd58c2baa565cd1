"""`reflekt buddy`: a session of two, guided on a terminal or written down unattended."""

from __future__ import annotations

from typing import Any

import click

from reflekt.cli.context import Context
from reflekt.cli.sessions import Wanted, run, session_options
from reflekt.i18n import _


@click.command(
    help=_(
        "A session with your buddy: one tells, the other asks.\n\nOn a terminal you are led "
        "through the phases with a soft clock that never cuts anybody off. With options, or with "
        "--from FILE, nothing is asked:\n\n\b\n"
        'reflekt buddy --with jonas --note story="…" --learning "… #trust" \\\n'
        '    --try "…" --by friday'
    )
)
@click.option("--both", is_flag=True, help=_("Both in focus, one after the other."))
@click.option("--focus", "first", default="", metavar=_("NAME"), help=_("Who is in focus."))
@click.option(
    "--join",
    is_flag=False,
    flag_value="",
    default=None,
    metavar="[ID]",
    help=_("Write on your own machine; your notes join your buddy's."),
)
@session_options
@click.pass_obj
def command(context: Context, /, both: bool, **options: Any) -> None:
    """Hold a session, or write one down."""
    if both and not options["shape"]:
        options["shape"] = "buddy-both"
    run(context, Wanted("buddy", **options))
