"""How themes move: what may be said of a change, and a year told piece by piece."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple, Protocol

from reflekt.domain.suppression import Count, Months, month_of


class Trend(NamedTuple):
    """How many people wrote in the period before, and now; None where it can't be told."""

    before: int | None
    now: int | None


NEW, SAME, PERHAPS_MORE, PERHAPS_FEWER, MORE, FEWER = (
    "new",
    "same",
    "perhaps-more",
    "perhaps-fewer",
    "more",
    "fewer",
)


def change(trend: Trend) -> str | None:
    """What a trend allows one to say; None where it allows nothing.

    A difference that chance makes easily (twice the spread of so small a number) is only perhaps
    one.
    """
    before, now = trend
    if before is None or now is None:
        return None
    if before == 0:
        return NEW if now else None
    difference = now - before
    if abs(difference) <= 1:
        return SAME
    if difference**2 > 4 * (now + before):
        return MORE if difference > 0 else FEWER
    return PERHAPS_MORE if difference > 0 else PERHAPS_FEWER


class Counted(Protocol):
    """What has been counted of themes; see themes.Material."""

    def names(self, period: Months) -> Sequence[str]:
        """The themes of which something can be told in the period."""

    def told(self, theme: str, period: Months) -> Count | None:
        """How many people and points, where that may be told."""


class Moved(NamedTuple):
    """How themes moved through periods that follow one another, most people at once first.

    None stands where a number can't be told; a theme may be told of as a whole and in no period.
    """

    periods: tuple[Months, ...]
    themes: tuple[tuple[str, tuple[Count | None, ...]], ...]


STEPS = (1, 3, 6)
"""Months, quarters, half years."""


def moved(material: Counted, period: Months, step: int | None = None) -> Moved:
    """The themes through the period in steps of so many months, widened to whole steps.

    Without a step it goes by the shortest of STEPS in which most of what there is can be told.
    """
    if step is None:
        for step in STEPS[:-1]:
            found = moved(material, period, step)
            rows = [counts for _name, counts in found.themes if any(c and c.people for c in counts)]
            cells = [count for counts in rows for count in counts]
            if cells and 3 * sum(count is not None for count in cells) >= 2 * len(cells):
                return found
        step = STEPS[-1]
    first = period.first - period.first % step
    periods = tuple(Months(at, at + step - 1) for at in range(first, period.last + 1, step))
    whole = Months(first, periods[-1].last)
    themes = [
        (name, tuple(material.told(name, one) for one in periods)) for name in material.names(whole)
    ]
    themes.sort(key=lambda one: (-max((c.people for c in one[1] if c), default=0), one[0]))
    return Moved(periods, tuple(themes))


def a_year_before(today: date) -> date:
    """Where a year begins that ends with the present quarter."""
    first = month_of(today) // 3 * 3 - 9
    return date(first // 12, first % 12 + 1, 1)


def default_since(today: date) -> date:
    """Where a report begins that nobody gave a beginning: the half year before the present one."""
    return date(today.year, 1, 1) if today.month > 6 else date(today.year - 1, 7, 1)
