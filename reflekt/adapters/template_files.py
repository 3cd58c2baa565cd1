"""Entry templates: the shipped ones, and a space's own over them."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path

from reflekt.adapters.shipped import shipped
from reflekt.domain.template import EntryTemplate, read_template
from reflekt.errors import N_, DamagedData, NotFound


class TemplateFiles:
    """Templates from `templates/entries`, a space's own folder first."""

    def __init__(self, space: Path | None = None) -> None:
        self._folders = [space / "templates" / "entries"] if space else []
        self._folders.append(shipped("templates", "entries"))

    def entry(self, kind: str, language: str) -> EntryTemplate:
        """The template of a kind in a language. Raises NotFound or DamagedData."""
        for folder in self._folders:
            place = folder / f"{kind}.{language}.toml"
            if place.is_file() and not place.is_symlink():
                return _read(place)
        raise NotFound(
            N_("There is no template for {kind} in the language {language}."),
            kind=kind,
            language=language,
        )

    def all(self) -> Sequence[EntryTemplate]:
        """Every template in every language; a space's own do not hide the shipped ones."""
        places = [place for folder in self._folders for place in sorted(folder.glob("*.toml"))]
        return [_read(place) for place in places if not place.is_symlink()]


def _read(place: Path) -> EntryTemplate:
    try:
        values = tomllib.loads(place.read_bytes().decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as problem:
        raise DamagedData(
            N_("{file} can't be read: {problem}."), file=str(place), problem=str(problem)
        ) from problem
    return read_template(values, str(place))
