"""Things to try and agreements that have come due, and which of them are mine."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from reflekt.domain.ports import Row


class DueAction(NamedTuple):
    """Something to try that is still open; `place` counts the task-list items of its entry."""

    row: Row
    text: str
    by: date | None
    anchor: str
    who: str = ""
    place: int = 0


class Mine(NamedTuple):
    """Whose actions to find: those that name me; of those that name nobody, all where the space
    is `ours`, else those in entries that are mine or bear no name."""

    me: str
    ours: bool
