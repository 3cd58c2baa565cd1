"""What has been said yes to at the gate, kept beside the index and never committed."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from reflekt.adapters.files import FILE_MODE, explained, make_folder


class ClearedFile:
    """ports.Cleared in a file with one mark a line."""

    def __init__(self, place: Path) -> None:
        self._place = place

    def knows(self, mark: str) -> bool:
        """See ports.Cleared.knows."""
        return mark in self._marks

    def remember(self, marks: Sequence[str]) -> None:
        """See ports.Cleared.remember."""
        fresh = [mark for mark in dict.fromkeys(marks) if mark not in self._marks]
        if not fresh:
            return
        with explained(self._place):
            make_folder(self._place.parent)
            flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
            descriptor = os.open(self._place, flags | getattr(os, "O_NOFOLLOW", 0), FILE_MODE)
            with os.fdopen(descriptor, "wb") as file:
                file.write("".join(f"{mark}\n" for mark in fresh).encode("ascii"))
                file.flush()
                os.fsync(file.fileno())
        self._marks.update(fresh)

    @cached_property
    def _marks(self) -> set[str]:
        with explained(self._place), suppress(FileNotFoundError):
            return set(self._place.read_text("ascii", "replace").split())
        return set()
