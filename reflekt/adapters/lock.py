"""A lock between processes on one folder. The operating system lets go of it if we die.

The filelock library was weighed: it takes 50 ms to import, more than the rest of `note`.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from reflekt.errors import N_, EnvironmentProblem

PATIENCE = 60.0
"""Seconds to wait for another reflekt to finish before saying so."""

if sys.platform == "win32":
    import msvcrt

    def _try(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _release(descriptor: int) -> None:
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)
else:
    import fcntl

    def _try(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _release(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)


@contextmanager
def locked(path: Path, patience: float = PATIENCE) -> Iterator[int]:
    """Hold the lock on `path` (a file that is made if missing) for the length of the block.

    Gives the descriptor that holds it: a program that inherits it keeps the lock if we die.

    Raises EnvironmentProblem when another process keeps it longer than `patience` seconds.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        deadline = time.monotonic() + patience
        pause = 0.002
        while not _try(descriptor):
            if time.monotonic() > deadline:
                raise EnvironmentProblem(
                    N_("Another reflekt is still writing in {folder}."),
                    hint=N_("Wait a moment and try again; your text has not been saved yet."),
                    folder=str(path.parent),
                )
            time.sleep(pause)
            pause = min(pause * 1.5, 0.05)
        try:
            yield descriptor
        finally:
            _release(descriptor)
    finally:
        os.close(descriptor)


def remove_if_stale(place: Path, unchanged_for: float) -> bool:
    """Remove a lock file that git leaves when it is killed, if it stays as it is for so long.

    Git holds such a file for milliseconds. What counts is the time we watch it here: clocks of
    two computers may differ. Returns whether it is gone.
    """
    until = time.monotonic() + unchanged_for
    first = _look(place)
    while (now := _look(place)) is not None and now == first:
        if time.monotonic() > until:
            with suppress(OSError):
                place.unlink(missing_ok=True)
            return _look(place) is None
        time.sleep(0.02)
    return now is None


def _look(place: Path) -> tuple[int, int] | None:
    try:
        about = place.stat()
    except OSError:
        return None
    return about.st_ino, about.st_mtime_ns
