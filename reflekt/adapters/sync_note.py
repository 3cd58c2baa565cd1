"""What the last sync left, kept beside the index and never committed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from reflekt.adapters.files import explained, make_folder, write_atomic
from reflekt.adapters.lock import PATIENCE, locked
from reflekt.domain.exchange import Synced
from reflekt.domain.ports import SpaceSettings

_KEPT = r'\{"seen": "([0-9a-f]+)", "when": "([^"]+)"\}'
"""JSON of one shape, written and read without `json`: that takes 2 ms to load."""


class SyncFile:
    """exchange.SyncNote in a small file of the folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._place = folder / "synced.json"

    def load(self) -> Synced:
        """See exchange.SyncNote.load."""
        with suppress(OSError, ValueError):
            kept = re.fullmatch(_KEPT, self._place.read_text("utf-8"))
            if kept:
                return Synced(kept[1], datetime.fromisoformat(kept[2]))
        return Synced()

    def save(self, synced: Synced) -> None:
        """See exchange.SyncNote.save."""
        when = synced.when.isoformat() if synced.when else ""
        text = f'{{"seen": "{synced.seen}", "when": "{when}"}}'
        with explained(self._place):
            make_folder(self._folder)
            write_atomic(self._place, text.encode("utf-8"))

    @contextmanager
    def alone(self, patience: float = PATIENCE) -> Iterator[None]:
        """See exchange.SyncNote.alone."""
        with explained(self._folder):
            make_folder(self._folder)
            with locked(self._folder / "sync.lock", patience):
                yield


def keep_settings(folder: Path, space: SpaceSettings) -> None:
    """Keep how the home knows a space beside it: while joining, and after leaving."""
    import json

    with explained(folder):
        make_folder(folder)
        write_atomic(folder / "space.json", json.dumps(space._asdict()).encode("utf-8"))


def kept_settings(folder: Path) -> SpaceSettings | None:
    """What was kept; None where there is nothing that can be read."""
    import json

    try:
        kept = json.loads((folder / "space.json").read_text("utf-8"))
        return SpaceSettings(**{key: str(value) for key, value in kept.items()})
    except (OSError, ValueError, TypeError, AttributeError):
        return None
