"""The starter themes, and the background that theme suggestions are learned against.

The background is compiled from the starter themes and the principles in a second or two and kept
in the user's cache folder under a name that changes when any of the files does; whatever is wrong
with what was kept, it is made again.
"""

from __future__ import annotations

import json
import zlib
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reflekt import __version__
from reflekt.adapters.files import make_folder, write_atomic
from reflekt.adapters.shipped import shipped
from reflekt.domain.codebook import Codebook, described
from reflekt.domain.codebook_file import read_codebook

if TYPE_CHECKING:
    from reflekt.adapters.catalogue_files import CatalogueFiles
    from reflekt.domain.relevance import Stem
    from reflekt.domain.theme_model import Background

_FORM = 2
"""Another number: what was kept by another version is made again."""


class ThemeFiles:
    """The shipped themes in one language, beside the catalogue in that language."""

    def __init__(self, language: str, catalogue: CatalogueFiles) -> None:
        self._language = language
        self._catalogue = catalogue
        self._shipped = shipped("templates", "themes", f"{language}.toml")

    @cached_property
    def starter(self) -> Codebook:
        """The starter themes with their examples."""
        return read_codebook(self._shipped.read_bytes(), str(self._shipped))

    @cached_property
    def background(self) -> Background:
        """What is known before a space has coded anything."""
        stem = remembering(self._catalogue.stem)
        kept = self._kept(stem)
        if kept is None:
            kept = self._compiled(stem)
            self._keep(kept)
        return kept

    def concepts(self) -> dict[str, list[str]]:
        """Every starter theme, sign and threat with the sentences that tell what it is about."""
        found = {t.name: [described(t), *t.examples] for t in self.starter.themes.values()}
        for item in self._catalogue.whole.items():
            asked = [question.text for question in item.questions]
            words = f"{item.name} {item.statement}"
            found[item.id] = [words, *item.examples, *(() if item.examples else asked)]
        return found

    def _compiled(self, stem: Stem) -> Background:
        from reflekt.domain.theme_model import compile_background

        neutral = self._catalogue.whole.neutral
        return compile_background(self.concepts(), neutral, self._catalogue.groups(stem), stem)

    @cached_property
    def _place(self) -> Path:
        from platformdirs import user_cache_path

        about = [__version__, str(_FORM), self._catalogue.state]
        state = self._shipped.stat()
        about += [str(self._shipped), str(state.st_size), str(state.st_mtime_ns)]
        name = f"{zlib.crc32(chr(0).join(about).encode()):08x}"
        folder = user_cache_path("reflekt", appauthor=False)
        return folder / f"themes-{self._language}-{name}.json"

    def _kept(self, stem: Stem) -> Background | None:
        from reflekt.domain.theme_model import Background
        from reflekt.domain.wordgroups import WordGroups

        try:
            content: Any = json.loads(self._place.read_bytes())
            texts, rarity, weights, spread, calls, groups = content
            words = WordGroups(*groups)
            return Background(texts, dict(rarity), dict(weights), spread, dict(calls), words, stem)
        except (OSError, ValueError, TypeError):
            return None

    def _keep(self, background: Background) -> None:
        """Keep for the next time; where that can't be done, the next time takes longer."""
        data = json.dumps(background[:-1], ensure_ascii=False, separators=(",", ":"))
        try:
            make_folder(self._place.parent)
            for old in self._place.parent.glob(f"themes-{self._language}-*.json"):
                old.unlink(missing_ok=True)
            write_atomic(self._place, data.encode("utf-8"))
        except OSError:
            return


def remembering(stem: Stem) -> Stem:
    """A stemmer that remembers: most words come again."""
    known: dict[str, str] = {}

    def stemmed(word: str) -> str:
        if word not in known:
            known[word] = stem(word)
        return known[word]

    return stemmed
