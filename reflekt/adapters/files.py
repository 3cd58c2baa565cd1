"""Files written so that a crash leaves the old content or the new, never half of either."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reflekt.errors import N_, EnvironmentProblem, ReflektError

FILE_MODE = 0o600
FOLDER_MODE = 0o700


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn an OSError from the block into an EnvironmentProblem that names the place."""
    try:
        yield
    except OSError as problem:
        raise disk_problem(problem, path) from problem


def disk_problem(problem: OSError, path: Path) -> ReflektError:
    """The error to show for what the operating system said."""
    where = problem.filename or str(path)
    if Path(where).name == _temporary(path):
        where = str(path)
    if problem.errno == errno.ENOENT and not path.parent.is_dir():
        return EnvironmentProblem(
            N_("There is no folder {folder}."),
            hint=N_("Make it first, or choose another place."),
            folder=str(path.parent),
        )
    if problem.errno in (errno.ENOSPC, errno.EDQUOT):
        return EnvironmentProblem(
            N_("The disk is full: {path} could not be written."),
            hint=N_("Make room on the disk and try again."),
            path=where,
        )
    if problem.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return EnvironmentProblem(
            N_("There is no permission to write or read {path}."),
            hint=N_("Check who owns the folder, or ask the person who looks after your computer."),
            path=where,
        )
    return EnvironmentProblem(
        N_("The file system refused {path}: {problem}."),
        hint=N_("Run `reflekt doctor` to see what is wrong."),
        path=where,
        problem=problem.strerror or type(problem).__name__,
    )


def make_folder(folder: Path) -> None:
    """Make the folder and those above it, readable by their owner alone."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=FOLDER_MODE)


def write_atomic(path: Path, data: bytes, *, by_way_of: Path | None = None) -> None:
    """Put `data` in place at once and durably: temporary file, fsync, rename, fsync of the folder.

    The temporary file is made in `by_way_of` (same file system), else beside the target.
    Raises OSError, with the old content untouched.
    """
    folder = by_way_of or path.parent
    temporary = folder / _temporary(path)
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    descriptor = os.open(temporary, flags | getattr(os, "O_NOFOLLOW", 0), FILE_MODE)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    sync_folder(path.parent)


def _temporary(path: Path) -> str:
    return f".{path.name}.{os.getpid()}.new"


def sync_folder(folder: Path) -> None:
    """Make a rename in the folder durable. Windows has no such call and needs none."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as problem:
        if problem.errno not in (errno.EINVAL, errno.ENOTSUP):  # some network drives can't
            raise
    finally:
        os.close(descriptor)
