"""What may enter which space."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reflekt.domain.space import PRIVATE
from reflekt.privacy.finding import BLOCK, Finding


class Verdict(NamedTuple):
    """What must not enter at all, and what a person has to say yes to."""

    blocked: Sequence[Finding]
    to_confirm: Sequence[Finding]


def is_checked(kind: str) -> bool:
    """Whether text is looked at on its way into this kind of space: all but one's own."""
    return kind != PRIVATE


def verdict(kind: str, findings: Iterable[Finding]) -> Verdict:
    """What the findings mean for a space of this kind."""
    if not is_checked(kind):
        return Verdict((), ())
    found = list(findings)
    return Verdict(
        [one for one in found if one.severity == BLOCK],
        [one for one in found if one.severity != BLOCK],
    )
