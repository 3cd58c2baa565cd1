"""The user's own editor: $VISUAL, $EDITOR, else what the system has."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

import click

from reflekt.cli import output
from reflekt.errors import N_, EnvironmentProblem, UsageProblem
from reflekt.i18n import _

_AT_ONCE = 1.0
"""An editor that is back within a second, with nothing changed, has probably gone on alone."""


def edit_file(place: Path) -> None:
    """Let the user edit the file, and wait until they have. Raises EnvironmentProblem."""
    command = editor_command()
    before = place.read_bytes()
    began = time.monotonic()
    try:
        done = subprocess.run([*command, str(place)], check=False)
    except OSError as problem:
        raise EnvironmentProblem(
            N_("The editor “{editor}” could not be started: {problem}."),
            hint=N_("Set the variable EDITOR to the program you like to write in."),
            editor=command[0],
            problem=problem.strerror or "",
        ) from problem
    if done.returncode:
        raise EnvironmentProblem(
            N_("The editor “{editor}” ended with an error; your text is kept in {file}."),
            hint=N_("Set the variable EDITOR to the program you like to write in."),
            editor=command[0],
            file=str(place),
        )
    if not place.is_file():
        place.write_bytes(before)
    unchanged = place.read_bytes() == before
    if unchanged and time.monotonic() - began < _AT_ONCE and output.from_people():
        click.prompt(
            _("Press Enter when you have saved and closed the file"),
            default="",
            show_default=False,
        )


def editor_command() -> list[str]:
    """The editor and its arguments. Raises EnvironmentProblem where there is none, and
    UsageProblem where one would wait for nobody."""
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if named:
        return shlex.split(named, posix=sys.platform != "win32")
    if not sys.stdin.isatty():
        raise UsageProblem(
            N_("There is no terminal here for an editor."),
            hint=N_("Give the text as an option or on standard input, or set EDITOR."),
        )
    usual = ["notepad"] if sys.platform == "win32" else ["sensible-editor", "nano", "vim", "vi"]
    for name in usual:
        found = shutil.which(name)
        if found:
            return [found]
    raise EnvironmentProblem(
        N_("There is no editor on this computer that I know."),
        hint=N_("Set the variable EDITOR to the program you like to write in."),
    )
