"""Three-way merge of two sequences that grew out of one.

What one side did to each item of the base (kept it, put another in its place, took it out) and
what it put in between is found for each side alone; then the two are laid together. Nothing that
either side put in is left out, and the result does not depend on which side is called first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple


class Item(NamedTuple):
    """A piece of a text: items with equal keys are the same thing.

    `gap` is the number of blank lines after it.
    """

    key: str
    text: str
    gap: int = 0


class _Side(NamedTuple):
    """What became of each item of the base, and what was put before each (and at the end)."""

    fates: list[Item | None]
    added: list[list[Item]]


Both = Callable[[Item | None, Item, Item], Sequence[Item]]
"""Two versions of one item, and what they came from, made one: several where both must stay."""

_LOOKED_AT = 2_000
"""Pairs of items compared for likeness; beyond, items are paired by their place."""

_ALIKE = 0.5
"""The share of words two items must have in common to count as one that was changed."""


def merged(
    base: Sequence[Item], one: Sequence[Item], other: Sequence[Item], both: Both
) -> list[Item]:
    """The sequence with what either side did; `both` is asked where both did something."""
    left, right = _changes(base, one), _changes(base, other)
    result: list[Item] = []
    for place in range(len(base) + 1):
        result += _union(left.added[place], right.added[place], both)
        if place < len(base):
            result += _fate(base[place], left.fates[place], right.fates[place], both)
    return result


def _fate(base: Item, one: Item | None, other: Item | None, both: Both) -> Sequence[Item]:
    if one is None and other is None:
        return ()
    if one is None or other is None:
        left = one or other
        # One side took it out: it goes where the other left it alone, else the change is kept.
        return () if left is None or left.text.rstrip() == base.text.rstrip() else (left,)
    return both(base, one, other)


def _union(one: Sequence[Item], other: Sequence[Item], both: Both) -> list[Item]:
    """What either side put in at one place: in an order of their own, the common ones once."""
    if not one or not other:
        return [*one, *other]
    first, second = sorted((one, other), key=lambda items: [item[:2] for item in items])
    unclaimed = Counter(item.key for item in first)
    twins: dict[str, list[Item]] = {}
    rest = []
    for item in second:
        if unclaimed[item.key] > 0:
            unclaimed[item.key] -= 1
            twins.setdefault(item.key, []).append(item)
        else:
            rest.append(item)
    result: list[Item] = []
    for item in first:
        twin = twins.get(item.key)
        result += both(None, item, twin.pop(0)) if twin else (item,)
    if rest:
        result[-1] = result[-1]._replace(gap=0)  # what followed it follows the rest
    return result + rest


def _changes(base: Sequence[Item], side: Sequence[Item]) -> _Side:
    fates: list[Item | None] = [None] * len(base)
    added: list[list[Item]] = [[] for _ in range(len(base) + 1)]
    matcher = SequenceMatcher(
        None, [item.key for item in base], [item.key for item in side], autojunk=False
    )
    for what, i1, i2, j1, j2 in matcher.get_opcodes():
        if what == "equal":
            fates[i1:i2] = side[j1:j2]
        elif what == "insert":
            added[i1] += side[j1:j2]
        elif what == "replace":
            at, new = i1, j1
            for old, changed in _pairs(base[i1:i2], side[j1:j2]):
                added[at] += side[new : j1 + changed]
                at, new = i1 + old + 1, j1 + changed + 1
                fates[i1 + old] = side[j1 + changed]
            added[at] += side[new:j2]
    return _Side(fates, added)


def _pairs(old: Sequence[Item], new: Sequence[Item]) -> Iterator[tuple[int, int]]:
    """Which new item is which old one, changed: in order, the likest; each where as many stand."""
    if len(old) == len(new) or len(old) * len(new) > _LOOKED_AT:
        yield from zip(range(len(old)), range(len(new)), strict=False)
        return
    like = [[_likeness(a.text, b.text) for b in new] for a in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            taken = like[i][j] + best[i + 1][j + 1] if like[i][j] >= _ALIKE else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], taken)
    i = j = 0
    while i < len(old) and j < len(new):
        if like[i][j] >= _ALIKE and best[i][j] == like[i][j] + best[i + 1][j + 1]:
            yield i, j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1


def _likeness(one: str, other: str) -> float:
    """The share of words two texts have in common, 0 to 1."""
    left, right = Counter(one.split()), Counter(other.split())
    total = left.total() + right.total()
    return 2 * (left & right).total() / total if total else 1.0
