"""Templates of entries and sessions: the shipped ones, and a space's own over them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from reflekt.adapters.shipped import shipped
from reflekt.domain.template import EntryTemplate, read_template
from reflekt.errors import N_, DamagedData, NotFound, why

if TYPE_CHECKING:
    from reflekt.domain.methods import Method
    from reflekt.domain.shape import Shape

_SHAPE_NAME = r"[a-zæøå][a-zæøå0-9-]{0,30}"


class TemplateFiles:
    """Templates from `templates/entries` and `templates/sessions`, a space's own folder first."""

    def __init__(self, space: Path | None = None) -> None:
        self._folders = [space / "templates" / "entries"] if space else []
        self._folders.append(shipped("templates", "entries"))
        self._sessions = [space / "templates" / "sessions"] if space else []
        self._sessions.append(shipped("templates", "sessions"))

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
        from reflekt.domain.methods import read_methods

        found: dict[str, Method] = {}
        for folder in reversed(self._folders):
            place = folder.parent / "methods" / f"{language}.toml"
            if place.is_file() and not place.is_symlink():
                found |= {one.id: one for one in read_methods(_toml(place)[0], str(place))}
        return list(found.values())

    def all(self) -> Sequence[EntryTemplate]:
        """Every template in every language; a space's own do not hide the shipped ones."""
        places = [place for folder in self._folders for place in sorted(folder.glob("*.toml"))]
        return [_read(place) for place in places if not place.is_symlink()]

    def shape(self, name: str, language: str) -> Shape:
        """How the session of that name goes. Raises NotFound or DamagedData with the line."""
        from reflekt.domain.shape import read_shape

        for folder in self._sessions if re.fullmatch(_SHAPE_NAME, name) else []:
            place = folder / f"{name}.{language}.toml"
            if place.is_file() and not place.is_symlink():
                with _with_what_to_do():
                    return read_shape(*_toml(place), str(place))
        raise NotFound(
            N_("There is no session called {name}; there are: {names}."),
            name=name,
            names=", ".join(self.shapes(language)),
        )

    def shapes(self, language: str) -> Sequence[str]:
        """The names of the sessions there are in a language."""
        ending = f".{language}.toml"
        places = [place for folder in self._sessions for place in folder.glob(f"*{ending}")]
        return sorted({place.name.removesuffix(ending) for place in places})


def _read(place: Path) -> EntryTemplate:
    with _with_what_to_do():
        return read_template(_toml(place)[0], str(place))


@contextmanager
def _with_what_to_do() -> Iterator[None]:
    """Whoever meets a template that somebody has spoilt is told how to go on."""
    try:
        yield
    except DamagedData as problem:
        problem.hint = problem.hint or N_(
            "Mend the file, or move it away to use what comes with reflekt."
        )
        raise


def _toml(place: Path) -> tuple[Mapping[str, object], str]:
    """What a file holds, and its text."""
    try:
        text = place.read_bytes().decode("utf-8-sig")
        return tomllib.loads(text), text
    except (OSError, ValueError, RecursionError) as problem:
        raise DamagedData(
            N_("{file} can't be read: {problem}."), file=str(place), problem=why(problem)
        ) from problem
