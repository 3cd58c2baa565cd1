"""Drafts as JSON files in a folder that is never committed, each on disk before we go on."""

from __future__ import annotations

import errno
import json
import os
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from reflekt.adapters.files import explained, make_folder, sync_folder, write_atomic
from reflekt.errors import N_, DamagedData, NotFound

_NAME = r"[a-z0-9-]{1,60}"


class DraftFolder:
    """ports.Drafts over one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def save(self, name: str, content: Mapping[str, object]) -> None:
        """See ports.Drafts.save."""
        text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
        with explained(self._folder):
            self._make_folder()
            write_atomic(self.path(name), text.encode("utf-8", "replace"))

    def load(self, name: str) -> Mapping[str, object]:
        """See ports.Drafts.load."""
        place = self.path(name)
        try:
            content = json.loads(place.read_bytes().decode("utf-8"))
        except FileNotFoundError:
            raise NotFound(N_("There is no draft called {name}."), name=name) from None
        except ValueError:
            content = None
        if not isinstance(content, dict):
            raise DamagedData(
                N_("The draft {file} can't be read."),
                hint=N_("Open it in an editor to save what it holds, then remove it."),
                file=str(place),
            )
        return content

    def names(self) -> Sequence[str]:
        """See ports.Drafts.names."""
        if not self._folder.is_dir():
            return []
        with explained(self._folder):
            places = [
                place for place in self._folder.glob("*.json") if re.fullmatch(_NAME, place.stem)
            ]
            places.sort(key=lambda place: (-place.stat().st_mtime_ns, place.name))
        return [place.stem for place in places]

    def drop(self, name: str) -> None:
        """See ports.Drafts.drop."""
        place = self.path(name)
        with explained(self._folder), suppress(FileNotFoundError):
            for left in self._folder.glob(f".{place.name}.*.new"):  # of a save that was killed
                left.unlink(missing_ok=True)
            place.unlink()
            sync_folder(self._folder)

    def where(self, name: str) -> str:
        """See ports.Drafts.where."""
        return str(self.path(name))

    def keep_page(self, name: str, data: bytes) -> str:
        """See ports.Drafts.keep_page."""
        first = self.path(name).with_suffix(".md")
        place, number = first, 2
        with explained(self._folder):
            self._make_folder()
            while place.exists():
                place = first.with_stem(f"{name}-{number}")
                number += 1
            write_atomic(place, data)
        return str(place)

    def pages(self) -> Sequence[str]:
        """See ports.Drafts.pages."""
        if not self._folder.is_dir():
            return []
        with explained(self._folder):
            places = [p for p in self._folder.glob("*.md") if re.fullmatch(_NAME, p.stem)]
            places.sort(key=lambda place: (-place.stat().st_mtime_ns, place.name))
        return [str(place) for place in places]

    def _make_folder(self) -> None:
        """Never makes a `.git` where there is none: that would pass for a repository."""
        if not self._folder.parent.parent.is_dir():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(self._folder))
        make_folder(self._folder)

    def path(self, name: str) -> Path:
        """The file of a draft. Raises NotFound for a name that is none."""
        if not re.fullmatch(_NAME, name):
            raise NotFound(N_("There is no draft called {name}."), name=name)
        return self._folder / f"{name}.json"
