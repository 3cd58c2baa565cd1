"""What the home screen shows: what is due, and something learned in the past."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from reflekt.app.journal import Journal
from reflekt.domain.contents import Headings, learning
from reflekt.domain.entry import LearningPoint
from reflekt.domain.ports import Filter, Row
from reflekt.errors import ReflektError

PAST = timedelta(days=14)
"""A learning point is shown again when it is at least this old."""


class Memory(NamedTuple):
    """A learning point from the past, and the entry it stands in."""

    row: Row
    point: LearningPoint


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
