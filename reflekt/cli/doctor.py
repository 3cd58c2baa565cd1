"""`reflekt doctor`: is everything in order, and what to do where it is not."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from reflekt.app.doctor import Part, examine
from reflekt.cli import output
from reflekt.cli.context import Context
from reflekt.cli.parts import json_option, progress
from reflekt.domain.health import Trouble
from reflekt.errors import N_, DamagedData, EnvironmentProblem, ReflektError
from reflekt.i18n import _


@click.command(
    help=_(
        "See whether everything is in order.\n\nLooks at git, permissions, every space with its "
        "entries and search index, and drafts; says what to do. --fix mends what can be made "
        "again from your entries, and nothing else."
    )
)
@click.option("--fix", is_flag=True, help=_("Mend what can be made again from your entries."))
@json_option
@click.pass_obj
def command(context: Context, fix: bool, as_json: bool) -> int:
    """Look at each part in turn, show it, and return the exit code."""
    code = 0
    records = []
    for space, part in _parts(context, fix):
        if part.troubles and part.serious:
            code = code or DamagedData.exit_code
            if not space:
                code = EnvironmentProblem.exit_code
        records.append(_record(space, part))
        if not as_json:
            _show(space, part)
    if as_json:
        output.as_json(records)
    elif code == 0:
        output.line(_("Everything is in order."), bold=True, fg="green")
    return code


def _parts(context: Context, fix: bool) -> Iterator[tuple[str, Part]]:
    yield "", Part(N_("git"), list(_raised(context.require_git)))
    home = list(_raised(context.require_settings))
    if home:
        yield "", Part(N_("Home folder"), home)
        return
    yield "", Part(N_("Home folder"), list(_open_to_others(context)), serious=False)
    for journal in context.journals():
        for part in examine(journal, fix=fix, progress=progress):
            yield journal.space.name, part


def _raised(check: Callable[[], object]) -> Iterator[Trouble]:
    try:
        check()
    except ReflektError as problem:
        yield Trouble(problem.message, problem.hint or "", problem.parameters)


def _open_to_others(context: Context) -> Iterator[Trouble]:
    """On Windows the user's own folder is closed by the system; elsewhere its mode says it."""
    if sys.platform == "win32":
        return
    for place in (context.home, *(Path(journal.folder) for journal in context.journals())):
        if place.is_dir() and place.stat().st_mode & 0o077:
            yield Trouble(
                N_("Others who use this computer can look into {folder}."),
                N_("Close it with: chmod -R go= {folder}"),
                {"folder": str(place)},
            )


def _show(space: str, part: Part) -> None:
    name = f"{_(part.name)} ({space})" if space else _(part.name)
    if not part.troubles:
        output.raw(f"{output.styled('✓', fg='green')} {output.safe(name)}")
    for trouble in part.troubles:
        mark = output.styled("✗", fg="red") if part.serious else output.styled("!", fg="yellow")
        output.raw(f"{mark} {output.safe(name)}: {output.safe(_told(trouble.message, trouble))}")
        if trouble.hint:
            output.line(f"    {_told(trouble.hint, trouble)}", dim=True)


def _told(text: str, trouble: Trouble) -> str:
    return _(text).format(**{key: _value(value) for key, value in trouble.parameters.items()})


def _value(value: object) -> object:
    if isinstance(value, tuple):
        message, parameters = value
        return _(message).format(**parameters)
    return _(value) if isinstance(value, str) else value


def _record(space: str, part: Part) -> dict[str, object]:
    return {
        "space": space or None,
        "part": part.name,
        "serious": part.serious,
        "troubles": [
            {
                "problem": _told(one.message, one),
                "hint": _told(one.hint, one) if one.hint else "",
                "mendable": one.mendable,
            }
            for one in part.troubles
        ],
    }
