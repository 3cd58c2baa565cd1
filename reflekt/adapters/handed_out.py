"""Which appointments went into calendar files: derived, never committed, no words of anybody's."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path

from reflekt.adapters.files import write_atomic
from reflekt.domain.appointments import Handed


class HandedOutFile:
    """ports.HandedOut in one small file. One that can't be read or written is as good as none."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def load(self) -> Mapping[str, Handed]:
        """See ports.HandedOut.load."""
        found = {}
        with suppress(OSError, ValueError, AttributeError, TypeError):
            for name, (space, on, sequence, cancelled) in json.loads(
                self._file.read_bytes()
            ).items():
                day = date.fromisoformat(on)
                found[name] = Handed(str(space), day, int(sequence), bool(cancelled))
        return found

    def save(self, handed: Mapping[str, Handed]) -> None:
        """See ports.HandedOut.save."""
        content = {
            name: [one.space, one.on.isoformat(), one.sequence, one.cancelled]
            for name, one in sorted(handed.items())
        }
        with suppress(OSError):
            write_atomic(self._file, json.dumps(content).encode("utf-8"))
