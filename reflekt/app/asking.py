"""Questions for a text: which threats it comes near, and what to ask about them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reflekt.domain.asking import wording
from reflekt.domain.catalogue import Catalogue, Item
from reflekt.domain.ports import Encoder


class Suggestion(NamedTuple):
    """A threat that the text comes near, how near (0 to 1), and a question about it."""

    item: Item
    score: float
    question: str


def suggest(
    catalogue: Catalogue, encoder: Encoder, text: str, limit: int, seed: str = ""
) -> Sequence[Suggestion]:
    """The nearest threats, best first; none where nothing in the text calls for one."""
    scores = encoder.scores(text)
    nearest = sorted(scores, key=lambda name: (-scores[name], name))[: max(0, limit)]
    items = [catalogue.item(name) for name in nearest]
    return [Suggestion(item, scores[item.id], wording(item, (), seed)) for item in items]
