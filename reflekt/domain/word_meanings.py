"""What single words mean, so that texts can be alike in meaning without the extra `semantic`.

For each stem of a language a short row of whole numbers, worked out beforehand by the encoder and
shipped (`templates/meaning/`, made by `bench/word_meanings.py`). The rows are made so that their
sum over a text comes as near as a sum can to what the encoder says of the text; how much a word
weighs is in its row. A compound that has no row counts as its two parts.

All sums up to the direction of a text are sums of whole numbers: any order gives the same.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import NamedTuple
from zlib import crc32

from reflekt.domain.relevance import Stem, weighed_words

_LINKS = ("s", "e")
_SHORTEST = 3


class WordMeanings(NamedTuple):
    """The rows of the stems, by their sorted keys; `usual` is where texts lie in general."""

    keys: Sequence[int]
    rows: Sequence[int]
    usual: Sequence[float]

    def direction(self, text: str, stem: Stem) -> list[float]:
        """What a text means, as a direction of length one; all zero where no word is known."""
        size = len(self.usual)
        sums = [0] * size
        for word in weighed_words(text):
            found = self.found(stem(word))
            for place in found:
                row = self.rows[place * size : (place + 1) * size]
                share = 2 // len(found)
                sums = [value + share * one for value, one in zip(sums, row, strict=True)]
        length = math.sqrt(sum(value * value for value in sums))
        if not length:
            return [0.0] * size
        return unit([value / length - usual for value, usual in zip(sums, self.usual, strict=True)])

    def found(self, stem: str) -> list[int]:
        """Where the rows of a stem stand: its own, or those of the two parts of a compound."""
        whole = self._place(stem)
        return parts(stem, self._place) if whole is None else [whole]

    def _place(self, stem: str) -> int | None:
        key = word_key(stem)
        place = bisect_left(self.keys, key)
        return place if place < len(self.keys) and self.keys[place] == key else None


def parts(stem: str, place: Callable[[str], int | None]) -> list[int]:
    """The places of the two parts of a compound, as even in length as may be; else nothing."""
    best: list[int] = []
    shorter = 0
    for cut in range(_SHORTEST, len(stem) - _SHORTEST + 1):
        if min(cut, len(stem) - cut) <= shorter:
            continue
        tail = place(stem[cut:])
        if tail is None:
            continue
        head = place(stem[:cut])
        if head is None and stem[cut - 1] in _LINKS and cut > _SHORTEST:
            head = place(stem[: cut - 1])
        if head is not None:
            shorter = min(cut, len(stem) - cut)
            best = [head, tail]
    return best


def word_key(stem: str) -> int:
    """The number a stem is known by."""
    return crc32(stem.encode("utf-8"))


def unit(values: Sequence[float]) -> list[float]:
    """The direction, of length one."""
    length = math.sqrt(math.fsum(value * value for value in values))
    return [value / length for value in values] if length else list(values)
