"""What the home screen shows: what is due, and something learned in the past."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from reflekt.app.journal import Journal
from reflekt.domain.contents import Headings, learning
from reflekt.domain.entry import LearningPoint
from reflekt.domain.ports import DueAction, Filter, Row
from reflekt.errors import ReflektError

LOOK_AHEAD = timedelta(days=7)
"""Actions are shown from a week before their day."""

PAST = timedelta(days=14)
"""A learning point is shown again when it is at least this old."""

_AT_MOST = 5


class Memory(NamedTuple):
    """A learning point from the past, and the entry it stands in."""

    row: Row
    point: LearningPoint


def due(journals: Sequence[Journal], today: date) -> Sequence[DueAction]:
    """Open actions of the coming week and earlier, the earliest first."""
    found = [one for journal in journals for one in journal.index.due(today + LOOK_AHEAD, _AT_MOST)]
    return sorted(found, key=lambda one: one.by)[:_AT_MOST]


def memory(journal: Journal, headings: Headings, today: date) -> Memory | None:
    """A learning point from the past: another one each day, the same all day."""
    rows = journal.index.newest(200, Filter(until=today - PAST, has_themes=True))
    for step in range(min(len(rows), 5)):
        row = rows[(today.toordinal() * 7 + step) % len(rows)]
        try:
            points = learning(journal.document(row).entry, headings)
        except ReflektError:
            continue  # changed this very moment: another will do
        if points:
            return Memory(row, points[today.toordinal() % len(points)])
    return None
