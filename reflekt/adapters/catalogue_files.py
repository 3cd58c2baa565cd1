"""The catalogue of principles from its files, and the matcher compiled from its examples.

Reading the TOML and compiling the examples takes seconds; what comes out is kept (compiled.py).
"""

from __future__ import annotations

import tomllib
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from reflekt import __version__
from reflekt.adapters.compiled import cached, keep, kept, shipped_copy
from reflekt.adapters.shipped import shipped
from reflekt.domain.catalogue import (
    THREAT,
    Catalogue,
    Item,
    Principle,
    Question,
    Source,
    read_catalogue,
)
from reflekt.domain.relevance import CALLS, CALLS_IN, Matcher, compile_matcher, plain_word
from reflekt.domain.wordgroups import WordGroups, read_word_groups
from reflekt.errors import N_, DamagedData, ReflektError, why

_STEMMERS = {"da": "danish", "en": "english"}


class CatalogueFiles:
    """The catalogue in one language: the shipped one, and the spaces' own laid over it.

    A file of a space that can't be read is left out and named in `problems`, so that nobody is
    kept from writing by a slip of somebody else's.
    """

    def __init__(
        self,
        language: str,
        spaces: Sequence[Path] = (),
        waiting: Callable[[], None] = lambda: None,
    ) -> None:
        """`waiting` is called before something is made that takes seconds."""
        self._language = language
        self._waiting = waiting
        self._problems: list[ReflektError] = []
        self._shipped = shipped("templates", "principles", f"{language}.toml")
        own = [space / "templates" / "principles" / f"{language}.toml" for space in spaces]
        self._own = [place for place in own if place.is_file() and not place.is_symlink()]
        self._words = shipped("templates", "words", f"{language}.toml")

    @property
    def problems(self) -> Sequence[ReflektError]:
        """What is wrong with the spaces' own files, each with file and line."""
        return self._problems if self.catalogue else ()

    @cached_property
    def catalogue(self) -> Catalogue:
        """The catalogue without its examples."""
        found = kept(self._places("catalogue"), _catalogue_from)
        if found is None:
            found = _without_examples(self._read)
            self._keep("catalogue", found)
        return found

    @cached_property
    def whole(self) -> Catalogue:
        """The catalogue with its examples."""
        return self._read

    @cached_property
    def matcher(self) -> Matcher:
        """The matcher compiled from the examples."""
        stem = _stemmer(self._language)
        found = kept(self._places("matcher", stem), lambda content: _matcher_from(content, stem))
        if found is None:
            self._waiting()
            found = self._compiled(stem)
            self._keep("matcher", found[:-1])
        return found

    def made(self) -> Iterator[tuple[str, object]]:
        """What is kept, made from the files now: its name and what it holds."""
        yield "catalogue", _without_examples(self._read)
        yield "matcher", self._compiled(self.stem)[:-1]

    @property
    def is_shipped(self) -> bool:
        """Whether no space has laid anything over what comes with reflekt."""
        return not self._own

    @property
    def waiting(self) -> Callable[[], None]:
        """What to call before something is made that takes seconds."""
        return self._waiting

    @property
    def state(self) -> str:
        """A name that changes when any of the files does."""
        return self._name

    @property
    def stem(self) -> Callable[[str], str]:
        """The stems of the language."""
        return _stemmer(self._language)

    def groups(self, stem: Callable[[str], str]) -> WordGroups:
        """The words that belong together; none in a language without a file of them."""
        if not self._words.is_file():
            return WordGroups({}, {}, {}, {})
        values = _toml(_text_of(self._words), self._words)
        return read_word_groups(values, str(self._words), plain_word, stem)

    @cached_property
    def _read(self) -> Catalogue:
        read = _laid_over(None, self._shipped)
        for place in self._own:
            try:
                read = _laid_over(read, place)
            except ReflektError as problem:
                self._problems.append(problem)
        return read

    def _compiled(self, stem: Callable[[str], str]) -> Matcher:
        threats = {item.id: item.examples for item in self._read.items(THREAT)}
        calls_for = CALLS_IN.get(self._language, CALLS)
        return compile_matcher(threats, self._read.neutral, self.groups(stem), stem, calls_for)

    @cached_property
    def _name(self) -> str:
        about = [__version__, self._language]
        for place in (self._shipped, *self._own, self._words):
            if place.is_file():
                state = place.stat()
                about += [str(place), str(state.st_size), str(state.st_mtime_ns)]
        return f"{self._language}-{zlib.crc32(chr(0).join(about).encode()):08x}"

    def _places(self, what: str, stem: Callable[[str], str] | None = None) -> Sequence[Path]:
        ours = cached(f"{what}-{self._name}.json")
        return [ours] if self._own else [shipped_copy(what, self._language, stem), ours]

    def _keep(self, what: str, content: object) -> None:
        if not self._problems:  # they are to be told every time
            place = cached(f"{what}-{self._name}.json")
            keep(place, content, instead_of=f"{what}-{self._language}-*.json")


def _laid_over(base: Catalogue | None, place: Path) -> Catalogue:
    text = _text_of(place)
    return read_catalogue(_toml(text, place), str(place), text, base)


def _text_of(place: Path) -> str:
    try:
        return place.read_bytes().decode("utf-8-sig")
    except (OSError, ValueError) as problem:
        raise _unreadable(place, problem) from problem


def _toml(text: str, place: Path) -> Mapping[str, object]:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as problem:
        raise _unreadable(place, problem) from problem


def _unreadable(place: Path, problem: Exception) -> ReflektError:
    return DamagedData(
        N_("{file} can't be read: {problem}."),
        hint=N_("Mend the file, or move it away to use what comes with reflekt."),
        file=str(place),
        problem=why(problem),
    )


def _stemmer(language: str) -> Callable[[str], str]:
    import snowballstemmer

    stem: Callable[[str], str] = snowballstemmer.stemmer(_STEMMERS[language]).stemWord
    return stem


def _without_examples(catalogue: Catalogue) -> Catalogue:
    def bare(items: Sequence[Item]) -> tuple[Item, ...]:
        return tuple(item._replace(examples=()) for item in items)

    principles = tuple(
        one._replace(signs=bare(one.signs), threats=bare(one.threats))
        for one in catalogue.principles
    )
    return Catalogue(catalogue.language, principles)


def _catalogue_from(content: Any) -> Catalogue:
    language, principles, _neutral = content
    return Catalogue(language, tuple(_principle_from(one) for one in principles))


def _principle_from(content: Any) -> Principle:
    name, title, statement, why, source, signs, threats = content
    return Principle(
        name, title, statement, why, Source(*source), _items_from(signs), _items_from(threats)
    )


def _items_from(content: Any) -> tuple[Item, ...]:
    return tuple(_item_from(one) for one in content)


def _item_from(content: Any) -> Item:
    name, kind, principle, title, statement, source, questions, _examples = content
    asked = tuple(Question(*question) for question in questions)
    return Item(name, kind, principle, title, statement, Source(*source), asked, ())


def _matcher_from(content: Any, stem: Callable[[str], str]) -> Matcher:
    labels, rows, bias, groups = content
    return Matcher(tuple(labels), dict(rows), float(bias), WordGroups(*groups), stem)
