"""What nobody foresaw: one sentence on the screen, and a report in a file for whoever mends it."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
from pathlib import Path

from reflekt import __version__
from reflekt.cli import output
from reflekt.cli.context import Context
from reflekt.errors import N_, EnvironmentProblem, ReflektError

DEBUG = "REFLEKT_DEBUG"
"""Set to 1, the traceback comes on the screen too."""

_MACHINE = (errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EPERM, errno.EROFS, errno.EIO)


class Unexpected(ReflektError):
    """A mistake in reflekt itself: the report says where."""


def tell(problem: Exception, context: Context) -> int:
    """Say what happened in one sentence and return the exit code."""
    if os.environ.get(DEBUG) == "1":
        output.aside(_report(problem))
    told = _told(problem, _keep(_report(problem), context))
    output.show_error(told)
    return told.exit_code


def _told(problem: Exception, report: Path | None) -> ReflektError:
    if isinstance(problem, OSError) and problem.errno in _MACHINE:
        return EnvironmentProblem(
            N_("The computer stands in the way: {problem} ({place}).")
            if problem.filename
            else N_("The computer stands in the way: {problem}."),
            hint=N_("What was saved before is still there. `reflekt doctor` looks it all over."),
            problem=problem.strerror or type(problem).__name__,
            place=str(problem.filename),
        )
    kind = type(problem).__name__
    if report is None:
        return Unexpected(
            N_("Something went wrong in reflekt itself ({kind})."),
            hint=N_("What was saved before is still there. `reflekt doctor` looks it all over."),
            kind=kind,
        )
    return Unexpected(
        N_("Something went wrong in reflekt itself ({kind}). What happened stands in {report}."),
        hint=N_(
            "What was saved before is still there. Give the report to whoever looks after reflekt "
            "for you; read it first, as words of yours may stand in it."
        ),
        kind=kind,
        report=str(report),
    )


def _report(problem: Exception) -> str:
    import traceback

    about = f"reflekt {__version__}, Python {sys.version.split()[0]}, {sys.platform}"
    return about + "\n\n" + "".join(traceback.format_exception(problem))


def _keep(report: str, context: Context) -> Path | None:
    """Write the report where only its owner reads it: beside what is derived, else as a passing
    file. Only the latest in the home is kept."""
    data = report.encode("utf-8", "backslashreplace")
    try:
        place = context.own_derived_folder() / "problem.txt"
        context.write_file(place, data)
    except (ReflektError, OSError, ValueError):
        try:
            handle, name = tempfile.mkstemp(prefix="reflekt-", suffix=".txt")
            with os.fdopen(handle, "wb") as file:
                file.write(data)
        except OSError:
            return None
        return Path(name)
    return place
