"""Words that belong together in the field, so that an example with "mormor" also knows "moster".

Data, in `templates/words/`: a group is a line of words. A word stands for its inflections;
`kontrol*` for every word that begins so, `*lærer` for every word that ends so, and
`turde_ikke` for those words in a row; `didn't` is two of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from reflekt.errors import N_, DamagedData

_LONGEST_PHRASE = 4


class WordGroups(NamedTuple):
    """Which groups a word, the beginning or end of a word, or a phrase belongs to."""

    words: Mapping[str, tuple[str, ...]]
    beginnings: Mapping[str, tuple[str, ...]]
    endings: Mapping[str, tuple[str, ...]]
    phrases: Mapping[str, tuple[str, ...]]

    def of(self, words: Sequence[str], stems: Sequence[str]) -> dict[str, int]:
        """How many times each group is met in a sentence of words and their stems."""
        met: dict[str, int] = {}
        for place, (word, stem) in enumerate(zip(words, stems, strict=True)):
            found = {*self.words.get(word, ()), *self.words.get(stem, ())}
            for length in range(2, len(word) + 1):
                found.update(self.beginnings.get(word[:length], ()))
                found.update(self.endings.get(word[-length:], ()))
            for length in range(2, _LONGEST_PHRASE + 1):
                found.update(self.phrases.get("_".join(words[place : place + length]), ()))
            for group in found:
                met[group] = met.get(group, 0) + 1
        return met


def read_word_groups(
    values: Mapping[str, object],
    file: str,
    plain: Callable[[str], str],
    stem: Callable[[str], str],
) -> WordGroups:
    """Word groups from TOML; `plain` and `stem` treat words as the texts' words are treated.

    Raises DamagedData, naming the file.
    """
    groups = values.get("groups", {})
    if not isinstance(groups, dict) or not all(isinstance(line, str) for line in groups.values()):
        raise DamagedData(N_("{file}: the groups must be lines of words in quotes."), file=file)
    tables: tuple[dict[str, list[str]], ...] = ({}, {}, {}, {})
    words, beginnings, endings, phrases = tables
    for group, line in groups.items():
        for written in line.split():
            word = plain(written.strip("*").replace("'", "_"))
            if written.startswith("*"):
                endings.setdefault(word, []).append(group)
            elif written.endswith("*"):
                beginnings.setdefault(word, []).append(group)
            elif "_" in word:
                phrases.setdefault(word, []).append(group)
            else:
                words.setdefault(word, []).append(group)
                words.setdefault(stem(word), []).append(group)
    return WordGroups(
        *({word: tuple(dict.fromkeys(found)) for word, found in t.items()} for t in tables)
    )
