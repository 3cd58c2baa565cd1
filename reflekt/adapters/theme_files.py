"""The starter themes, and the background that theme suggestions are learned against.

The background is compiled from the starter themes and the principles in some seconds, and kept
(compiled.py).
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reflekt import __version__
from reflekt.adapters.compiled import cached, keep, kept, shipped_copy
from reflekt.adapters.shipped import shipped
from reflekt.adapters.word_meanings_file import shipped_word_meanings, word_meanings_place
from reflekt.domain.codebook import Codebook, codebook_of, described
from reflekt.domain.codebook_file import read_codebook

if TYPE_CHECKING:
    from reflekt.adapters.catalogue_files import CatalogueFiles
    from reflekt.domain.relevance import Stem
    from reflekt.domain.theme_model import Background

_FORM = 4
"""Another number: what was kept by another version is made again."""

_KEPT = 7
"""So many parts of a background are kept; the rest is at hand."""


class ThemeFiles:
    """The shipped themes in one language, beside the catalogue in that language."""

    def __init__(self, language: str, catalogue: CatalogueFiles) -> None:
        self._language = language
        self._catalogue = catalogue
        self._shipped = shipped("templates", "themes", f"{language}.toml")
        self._subjects = shipped("templates", "subjects", f"{language}.toml")
        self._nothing = shipped("templates", "nothing", f"{language}.toml")
        self._read = (self._shipped, self._subjects, self._nothing)

    @cached_property
    def starter(self) -> Codebook:
        """The starter themes with their examples."""
        return read_codebook(self._shipped.read_bytes(), str(self._shipped))

    @cached_property
    def known(self) -> Codebook:
        """Every theme that reflekt knows examples of: the starter themes, and what more teams
        often write about."""
        if not self._subjects.is_file():
            return self.starter
        subjects = read_codebook(self._subjects.read_bytes(), str(self._subjects))
        return codebook_of([*self.starter.themes.values(), *subjects.themes.values()])

    @cached_property
    def background(self) -> Background:
        """What is known before a space has coded anything."""
        stem = remembering(self._catalogue.stem)
        places = self._catalogue.is_shipped and [shipped_copy("themes", self._language, stem)]
        found = kept([*(places or ()), self._place], lambda content: _background(content, stem))
        if found is None:
            self._catalogue.waiting()
            found = self._compiled(stem)
            keep(self._place, found[:_KEPT], instead_of=f"themes-{self._language}-*.json")
        return found._replace(meanings=shipped_word_meanings(self._language))

    def made(self) -> Iterator[tuple[str, object]]:
        """What is kept, made from the files now: its name and what it holds."""
        yield "themes", self._compiled(remembering(self._catalogue.stem))[:_KEPT]

    def concepts(self) -> dict[str, list[str]]:
        """Every known theme, sign and threat with the sentences that tell what it is about."""
        found = {t.name: [described(t), *t.examples] for t in self.known.themes.values()}
        for item in self._catalogue.whole.items():
            asked = [question.text for question in item.questions]
            words = f"{item.name} {item.statement}"
            found[item.id] = [words, *item.examples, *(() if item.examples else asked)]
        return found

    def nothing(self) -> list[str]:
        """Lines that are about nothing, as they end up in a notebook too."""
        import tomllib

        return list(tomllib.loads(self._nothing.read_text("utf-8"))["nothing"])

    def _compiled(self, stem: Stem) -> Background:
        from reflekt.domain.theme_model import compile_background

        return compile_background(
            self.concepts(),
            self.nothing(),
            self._catalogue.groups(stem),
            stem,
            everyday=self._catalogue.whole.neutral,
            known={theme.name: theme.examples for theme in self.known.themes.values()},
            meanings=shipped_word_meanings(self._language),
        )

    @cached_property
    def _place(self) -> Path:
        about = [__version__, str(_FORM), self._catalogue.state]
        for place in (*self._read, word_meanings_place(self._language)):
            if place.is_file():
                state = place.stat()
                about += [str(place), str(state.st_size), str(state.st_mtime_ns)]
        name = f"{zlib.crc32(chr(0).join(about).encode()):08x}"
        return cached(f"themes-{self._language}-{name}.json")


def _background(content: Any, stem: Stem) -> Background:
    from reflekt.domain.theme_model import Background, Seen
    from reflekt.domain.wordgroups import WordGroups

    texts, rarity, weights, spread, calls, known, groups = content
    sums = {name: Seen(*seen) for name, seen in known.items()}
    words = WordGroups(*groups)
    return Background(texts, dict(rarity), dict(weights), spread, dict(calls), sums, words, stem)


def remembering(stem: Stem) -> Stem:
    """A stemmer that remembers: most words come again."""
    known: dict[str, str] = {}

    def stemmed(word: str) -> str:
        if word not in known:
            known[word] = stem(word)
        return known[word]

    return stemmed
