"""`reflekt space invite`: the one line a colleague pastes."""

from __future__ import annotations

import shlex
import sys

import click

from reflekt.cli import output
from reflekt.cli.context import Context
from reflekt.errors import N_, UsageProblem
from reflekt.i18n import _, language


@click.command(
    help=_(
        "The one line a colleague pastes to join a space.\n\nIt holds where the space is shared "
        "and nothing secret: who can't reach that place can't join."
    )
)
@click.argument("name", metavar=_("NAME"))
@click.pass_obj
def command(context: Context, name: str) -> None:
    """Print the line, alone on standard output."""
    space = context.journal(name).space
    if not space.remote:
        raise UsageProblem(
            N_("The space {name} is not shared anywhere yet."),
            hint=N_("Share it first: reflekt space add {name} --remote PLACE"),
            name=name,
        )
    words = ["rum", "tilføj"] if language() == "da" else ["space", "add"]
    output.aside(_("Your colleague needs access to {remote}.").format(remote=space.remote))
    output.script(" ".join(["reflekt", *words, space.name, "--remote", _quoted(space.remote)]))


def _quoted(remote: str) -> str:
    if sys.platform == "win32":
        return f'"{remote}"' if " " in remote else remote
    return shlex.quote(remote)
