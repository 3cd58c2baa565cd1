"""Entry templates: the shipped ones, and a space's own over them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from reflekt.adapters.shipped import shipped
from reflekt.domain.agenda import Method, read_methods
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

    def methods(self, language: str) -> Sequence[Method]:
        """Ways of working on a theme day: the shipped ones, a space's own over and after them.

        Raises DamagedData.
        """
        found: dict[str, Method] = {}
        for folder in reversed(self._folders):
            place = folder.parent / "methods" / f"{language}.toml"
            if place.is_file() and not place.is_symlink():
                found |= {one.id: one for one in read_methods(_values(place), str(place))}
        return list(found.values())

    def all(self) -> Sequence[EntryTemplate]:
        """Every template in every language; a space's own do not hide the shipped ones."""
        places = [place for folder in self._folders for place in sorted(folder.glob("*.toml"))]
        return [_read(place) for place in places if not place.is_symlink()]


def _read(place: Path) -> EntryTemplate:
    return read_template(_values(place), str(place))


def _values(place: Path) -> Mapping[str, object]:
    try:
        return tomllib.loads(place.read_bytes().decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as problem:
        raise DamagedData(
            N_("{file} can't be read: {problem}."), file=str(place), problem=str(problem)
        ) from problem
