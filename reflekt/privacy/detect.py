"""From a text to what in it may tell who somebody is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from reflekt.privacy.finding import TYPES, Finding
from reflekt.privacy.names import names
from reflekt.privacy.numbers import numbers
from reflekt.privacy.places import places

_RANK = {type: rank for rank, type in enumerate(TYPES)}


def detect(text: str, allowed: Collection[str] = ()) -> tuple[Finding, ...]:
    """The findings of a text in the order in which they stand, none of them overlapping.

    `allowed` are names that may stand there: they are no findings.
    """
    sure = _apart([*numbers(text), *places(text)]) if text else []
    taken = [(one.start, one.end) for one in sure]
    found = [
        one
        for one in names(text, allowed)
        if not any(start < one.end and one.start < end for start, end in taken)
    ]
    return tuple(sorted([*sure, *found], key=lambda one: one.start)) if found else tuple(sure)


def _apart(found: Iterable[Finding]) -> Sequence[Finding]:
    """Without those that lie across a graver or a longer one."""
    kept: list[Finding] = []
    for one in sorted(found, key=lambda f: (_severity(f), f.start - f.end, _RANK[f.type])):
        if not any(other.start < one.end and one.start < other.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


def _severity(finding: Finding) -> int:
    return 0 if finding.severity == "block" else 1
