"""What has been shown today, so that nothing is brought up twice: derived, never committed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from pathlib import Path

from reflekt.adapters.files import write_atomic


class ShownToday:
    """ports.Shown in one small file. One that can't be read or written is as good as none."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def on(self, day: date) -> frozenset[str]:
        """See ports.Shown.on."""
        with suppress(OSError, ValueError, AttributeError, TypeError):
            kept = json.loads(self._file.read_bytes())
            if kept.get("day") == day.isoformat():
                return frozenset(str(name) for name in kept["names"])
        return frozenset()

    def add(self, day: date, names: Iterable[str]) -> None:
        """See ports.Shown.add."""
        everything = sorted(self.on(day).union(names))
        content = {"day": day.isoformat(), "names": everything}
        with suppress(OSError):
            write_atomic(self._file, json.dumps(content).encode("utf-8"))
