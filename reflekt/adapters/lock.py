"""A lock between processes on one folder. The operating system lets go of it if we die.

The filelock library was weighed: it takes 50 ms to import, more than the rest of `note`.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
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
def locked(path: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the lock on `path` (a file that is made if missing) for the length of the block.

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
            yield
        finally:
            _release(descriptor)
    finally:
        os.close(descriptor)
