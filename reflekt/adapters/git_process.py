"""Running git: which program, in what surroundings, and what it said when it failed."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING

from reflekt.errors import N_, DamagedData, EnvironmentProblem, ReflektError

if TYPE_CHECKING:
    import subprocess

OLDEST_GIT = (2, 30)

STEADY = (
    # What a user's or a machine's own settings must not change about how reflekt uses git.
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.autocrlf=false",
    "core.quotePath=false",
    "core.fsync=objects,reference",
    "core.fsyncMethod=batch",
    "fastimport.unpackLimit=1",
    "gc.auto=0",
    "protocol.ext.allow=never",
    "submodule.recurse=false",
)


def git_program() -> str:
    """The git on PATH, never one in the current folder. Raises EnvironmentProblem."""
    name = "git.exe" if sys.platform == "win32" else "git"
    for folder in os.environ.get("PATH", os.defpath).split(os.pathsep):
        place = os.path.join(folder, name)  # noqa: PTH118 - a hot path: pathlib costs more
        if os.path.isabs(folder) and os.access(place, os.X_OK):  # noqa: PTH117
            return place
    raise EnvironmentProblem(
        N_("The program git was not found on this computer."),
        hint=N_("Install git (git-scm.com), or ask the person who looks after your computer."),
    )


def surroundings() -> dict[str, str]:
    """The environment git runs in: nobody's GIT_ variables or settings, no prompts, English."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    return kept | {
        "GIT_CONFIG_GLOBAL": "/dev/null",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_DEFAULT_HASH": "sha1",
        "GIT_DEFAULT_REF_FORMAT": "files",
        "LC_ALL": "C",
        "LANGUAGE": "C",
    }


def command(root: Path, arguments: Sequence[str]) -> list[str]:
    """The whole command line for git in `root`, with the steady settings."""
    line = [git_program(), "--no-replace-objects", "-c", f"safe.directory={root.as_posix()}"]
    for setting in STEADY:
        line += ["-c", setting]
    return [*line, "-C", str(root), *arguments]


def start(
    root: Path,
    arguments: Sequence[str],
    stdin: IO[bytes] | int | None = None,
    holding: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """Start git without waiting for it. Raises EnvironmentProblem if it can't be started.

    `holding` are descriptors of locks that it shares: if we are killed they hold until it ends.
    """
    return launch(command(root, arguments), surroundings(), stdin, holding)


def launch(
    line: Sequence[str],
    around: Mapping[str, str],
    stdin: IO[bytes] | int | None = None,
    holding: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """Start a whole command line of git in these surroundings; else as `start`."""
    import subprocess  # 2 ms, and a command that only reads seldom needs git

    try:
        return subprocess.Popen(
            line,
            stdin=subprocess.DEVNULL if stdin is None else stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=around,
            pass_fds=() if sys.platform == "win32" else holding,
        )
    except OSError as problem:
        raise EnvironmentProblem(
            N_("git could not be started: {problem}."),
            hint=N_("Run `reflekt doctor` to see what is wrong."),
            problem=problem.strerror or type(problem).__name__,
        ) from problem


def run(root: Path, arguments: Sequence[str], stdin: bytes | None = None) -> bytes:
    """Run git and return what it printed. Raises as `failed` says."""
    import subprocess

    pipe = None if stdin is None else subprocess.PIPE
    return ended(start(root, arguments, pipe), stdin)


def ended(process: subprocess.Popen[bytes], stdin: bytes | None = None) -> bytes:
    """Wait for git and return what it printed. Raises as `failed` says."""
    with process:
        out, err = process.communicate(stdin)
    if process.returncode:
        raise failed(err)
    return out


def records(root: Path, arguments: Sequence[str]) -> Iterator[bytes]:
    """Start git, and give what it prints between NULs as it comes. Raises as `failed` says."""
    return _records(start(root, arguments))


def _records(process: subprocess.Popen[bytes]) -> Iterator[bytes]:
    begun, err = b"", b""
    with process:
        if process.stdout and process.stderr:
            while block := process.stdout.read(1 << 16):
                *whole, begun = (begun + block).split(b"\0")
                yield from whole
            err = process.stderr.read()
    if process.returncode:
        raise failed(err)


def start_detached(root: Path, arguments: Sequence[str]) -> None:
    """Start git and let it go on alone after we have ended."""
    import subprocess

    flags = 0
    if sys.platform == "win32":
        flags = subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP
    subprocess.Popen(
        command(root, arguments),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=surroundings(),
        start_new_session=sys.platform != "win32",
        creationflags=flags,
    )


def failed(stderr: bytes) -> ReflektError:
    """The error for what git said on standard error."""
    said = stderr.decode("utf-8", "replace").strip()
    if "No space left on device" in said or "Disk quota exceeded" in said:
        return EnvironmentProblem(
            N_("The disk is full: git could not save the new version."),
            hint=N_("Make room on the disk and try again."),
        )
    if "Permission denied" in said or "Read-only file system" in said:
        return EnvironmentProblem(
            N_("There is no permission to write in the space: {problem}."),
            hint=N_("Check who owns the folder, or ask the person who looks after your computer."),
            problem=first_line(said),
        )
    return DamagedData(
        N_("git could not do it: {problem}."),
        hint=N_("Run `reflekt doctor` to see what is wrong."),
        problem=first_line(said),
    )


def version() -> tuple[int, ...]:
    """The version of git as numbers. Raises EnvironmentProblem if git can't be run."""
    import subprocess

    try:
        done = subprocess.run(
            [git_program(), "--version"], capture_output=True, check=False, env=surroundings()
        )
    except OSError as problem:
        raise EnvironmentProblem(
            N_("git could not be started: {problem}."), problem=problem.strerror or ""
        ) from problem
    found = re.search(rb"(\d+)\.(\d+)(?:\.(\d+))?", done.stdout)
    return tuple(int(part) for part in found.groups(b"0")) if found else (0, 0, 0)


def require_version() -> None:
    """Raises EnvironmentProblem where git is older than reflekt needs."""
    found = version()
    if found < OLDEST_GIT:
        raise EnvironmentProblem(
            N_("git {found} is too old; reflekt needs {needed} or newer."),
            hint=N_("Install a newer git (git-scm.com)."),
            found=".".join(map(str, found)),
            needed=".".join(map(str, OLDEST_GIT)),
        )


def first_line(said: str) -> str:
    """The line in which git says what is wrong."""
    lines = [line for line in said.splitlines() if line.strip()]
    telling = [line for line in lines if line.startswith(("fatal:", "error:"))]
    line = (telling or lines or [N_("it does not say why")])[0]
    return line.removeprefix("fatal: ").removeprefix("error: ").rstrip(".")
