"""Choosing which few questions to ask now, and why.

One for what the text seems to touch, one for what has rested longest, one for a strength. The
choice depends on the text's scores, the questions asked before and a seed: nothing else.

How long anything can rest, with three questions an entry: a threat is asked about at the latest
after as many entries as there are threats, a sign after twice as many as there are signs. With
fewer questions the three take turns, so it takes up to three times as long.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from reflekt.domain.catalogue import SIGN, THREAT, Catalogue, Item
from reflekt.errors import N_

MOST = 5
USUAL = 3

PAUSE = 3
"""Entries for which a threat is left alone after it was asked about, however near the text is:
otherwise somebody who writes about one thing all year would meet each wording every month."""

TOUCHED, RESTED, STRENGTH = "touched", "rested", "strength"


class AskedBefore(NamedTuple):
    """A question as it was asked in an earlier entry."""

    item: str
    question: str
    when: datetime
    entry: str


class Chosen(NamedTuple):
    """A question to ask, and why: a catalogue text and what fills it."""

    item: Item
    question: str
    reason: str
    parameters: Mapping[str, object]


class _Past:
    """What has been asked before, as far as choosing needs to know it."""

    def __init__(self, history: Sequence[AskedBefore]) -> None:
        entries: dict[str, int] = {}
        self.rest: dict[str, int] = {}
        self.when: dict[str, date] = {}
        self.worded: dict[str, int] = {}
        for asked in history:
            ago = entries.setdefault(asked.entry, len(entries))
            self.rest.setdefault(asked.item, ago)
            self.when.setdefault(asked.item, asked.when.date())
            self.worded.setdefault(asked.question, ago)
        self.entries = len(entries)

    def rested(self, item: Item) -> int:
        """For how many entries the item has not been asked about."""
        return self.rest.get(item.id, self.entries)


def choose(
    catalogue: Catalogue,
    scores: Mapping[str, float],
    history: Sequence[AskedBefore],
    *,
    muted: Sequence[str] = (),
    limit: int = USUAL,
    seed: str = "",
) -> tuple[Chosen, ...]:
    """At most `limit` questions (0 to 5) to ask now.

    `scores` holds the threats that the text touches, empty where it touches none; `history` is
    newest first; `muted` are ids never to ask about; the same seed gives the same questions.
    """
    past = _Past(history)
    open_items = [item for item in catalogue.items() if item.id not in muted]
    chosen: list[Chosen] = []
    for turn in _turns(max(0, min(limit, MOST)), past.entries):
        taken = {one.item.id for one in chosen}
        free = [item for item in open_items if item.id not in taken]
        if turn == TOUCHED:
            picked = _touched(free, scores, past, seed)
        elif turn == RESTED:
            picked = _rested(free, past, seed)
        else:
            picked = _strength(free, scores, past, seed)
        if picked:
            chosen.append(picked)
    return tuple(chosen)


def wording(item: Item, history: Sequence[AskedBefore], seed: str = "") -> str:
    """The item's wording that was used longest ago."""
    return _wording(item, _Past(history), seed)


def _turns(limit: int, entries: int) -> Sequence[str]:
    """Which kinds of question, in the order they are asked."""
    if limit >= USUAL:
        return (TOUCHED, RESTED, STRENGTH, TOUCHED, RESTED)[:limit]
    order = (TOUCHED, STRENGTH, RESTED)
    return [order[(entries + turn) % len(order)] for turn in range(limit)]


def _touched(
    free: Sequence[Item], scores: Mapping[str, float], past: _Past, seed: str
) -> Chosen | None:
    near = [
        item
        for item in free
        if item.kind == THREAT
        and item.id in scores
        and (item.id not in past.rest or past.rest[item.id] >= PAUSE)
    ]
    if not near:
        return None
    item = min(near, key=lambda one: (-scores[one.id], one.id))
    reason = N_("What you wrote comes near “{name}”.")
    return Chosen(item, _wording(item, past, seed), reason, {"name": item.name})


def _rested(free: Sequence[Item], past: _Past, seed: str) -> Chosen | None:
    threats = [item for item in free if item.kind == THREAT]
    if not threats:
        return None
    item = min(threats, key=lambda one: (-past.rested(one), one.id in past.rest, _lot(one, seed)))
    return _chosen_for_rest(item, past, seed)


def _strength(
    free: Sequence[Item], scores: Mapping[str, float], past: _Past, seed: str
) -> Chosen | None:
    """A sign: of the principle that the text touches, as long as none has rested too long."""
    signs = [item for item in free if item.kind == SIGN]
    if not signs:
        return None
    signs.sort(key=lambda one: (-past.rested(one), one.id in past.rest, _lot(one, seed)))
    item = signs[0]
    if scores and past.rested(item) < len(signs):
        near = max(scores, key=lambda name: (scores[name], name)).partition(".")[0]
        half = signs[: (len(signs) + 1) // 2]
        item = next((one for one in half if one.principle == near), item)
    return _chosen_for_rest(item, past, seed)


def _chosen_for_rest(item: Item, past: _Past, seed: str) -> Chosen:
    strength = item.kind == SIGN
    if item.id in past.when:
        reason = (
            N_("A question about what works: “{name}” has rested since {day}.")
            if strength
            else N_("“{name}” has rested since {day}.")
        )
        parameters: Mapping[str, object] = {"name": item.name, "day": past.when[item.id]}
    else:
        reason = (
            N_("A question about what works: you have not been asked about “{name}” yet.")
            if strength
            else N_("You have not been asked about “{name}” yet.")
        )
        parameters = {"name": item.name}
    return Chosen(item, _wording(item, past, seed), reason, parameters)


def _wording(item: Item, past: _Past, seed: str) -> str:
    """The wording used longest ago; among those never used, the one the seed draws."""
    never = past.entries + 1
    return min(
        (question.text for question in item.questions),
        key=lambda text: (-past.worded.get(text, never), _draw(text, seed)),
    )


def _lot(item: Item, seed: str) -> int:
    return _draw(item.id, seed)


def _draw(text: str, seed: str) -> int:
    """A number that is the same on every machine for the same text and seed."""
    return zlib.crc32(f"{seed}\x00{text}".encode())
