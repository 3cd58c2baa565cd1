"""`reflekt space invite`: the one line a colleague pastes."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence

import click

from reflekt.cli import output
from reflekt.cli.context import Context
from reflekt.domain.ports import SpaceSettings
from reflekt.errors import N_, UsageProblem
from reflekt.i18n import _, language


@click.command(
    help=_(
        "The one line a colleague pastes to join a space.\n\nIt holds where the space is shared "
        "and nothing secret: who can't reach that place can't join.\n\nWith --myself it is a line "
        "for yourself, on another computer: there you are the one you are here, and are counted "
        "once in what you share without your name. Show it to nobody."
    )
)
@click.argument("name", metavar=_("NAME"))
@click.option("--myself", is_flag=True, help=_("For yourself, on another computer."))
@click.pass_obj
def command(context: Context, name: str, myself: bool) -> None:
    """Print the line, alone on standard output."""
    space = context.journal(name).space
    if not space.remote:
        raise UsageProblem(
            N_("The space {name} is not shared anywhere yet."),
            hint=N_("Share it first: reflekt space add {name} --remote PLACE"),
            name=name,
        )
    words = ["rum", "tilføj"] if language() == "da" else ["space", "add"]
    if myself and space.kind == "private":
        output.aside(_("The space is yours alone and knows no short names: this line is enough."))
    elif myself:
        if not (space.author and space.token):
            raise _nobody_there(space)
        output.aside(
            _(
                "For you alone: whoever sees this line can tell which entries without a name are "
                "yours."
            )
        )
        own = ["--as", space.author, "--token", space.token]
        output.script(" ".join(_line(space, words, own)))
        return
    else:
        output.aside(_("Your colleague needs access to {remote}.").format(remote=space.remote))
    output.script(" ".join(_line(space, words, [])))


def _nobody_there(space: SpaceSettings) -> UsageProblem:
    return UsageProblem(
        N_("reflekt.toml no longer says which short name and token you have in {name}."),
        hint=N_("Leave the space, then join it again as you are called there: {line}"),
        name=space.name,
        line=f"reflekt space add {space.name} --remote {_quoted(space.remote)} --as NAME",
    )


def _line(space: SpaceSettings, words: Sequence[str], own: Sequence[str]) -> list[str]:
    return ["reflekt", *words, space.name, "--remote", _quoted(space.remote), *own]


def _quoted(remote: str) -> str:
    if sys.platform == "win32":
        return f'"{remote}"' if " " in remote else remote
    return shlex.quote(remote)
