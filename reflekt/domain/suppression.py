"""Numbers about people that may be told: none from which one can work out what a few wrote.

What is counted (the points of one theme, say) is laid out by month. The months are divided into
blocks, each of which holds at least the smallest group of people, and a period is told exactly
where it is made of whole blocks. However many periods somebody asks for and subtracts from one
another, what comes out is a sum over whole blocks: never about fewer people than one block holds.

The blocks are the same whoever asks and in whatever order. The longest calendar periods are cut
first, so that all there is can always be told, then years, half years and quarters, and single
months only where enough people have written in each part.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

SMALLEST_GROUP = 3
"""No space can ask for fewer; see DOMAIN on group reporting."""

_LEVELS = (12, 6, 3, 1)
"""Where cuts are tried, in months: New Year, half years, quarters, months."""


class Months(NamedTuple):
    """Whole months, first and last included, each numbered `year * 12 + month - 1`."""

    first: int
    last: int

    @property
    def since(self) -> date:
        """The first day."""
        return date(self.first // 12, self.first % 12 + 1, 1)

    @property
    def until(self) -> date:
        """The last day."""
        after = self.last + 1
        return date(after // 12, after % 12 + 1, 1) - timedelta(days=1)

    @property
    def before(self) -> Months:
        """As many months just before."""
        length = self.last - self.first + 1
        return Months(self.first - length, self.first - 1)

    def holds(self, month: int) -> bool:
        """Whether the month is one of them."""
        return self.first <= month <= self.last


def month_of(day: date) -> int:
    """The number of the month a day is in."""
    return day.year * 12 + day.month - 1


def whole_months(since: date, until: date) -> Months:
    """The months that two days, and all between them, are in."""
    return Months(month_of(since), month_of(until))


class Count(NamedTuple):
    """How many people, and how many points they wrote."""

    people: int
    points: int


class Tally:
    """What is counted of one thing: who wrote how many points in which month."""

    def __init__(self) -> None:
        self._months: dict[int, dict[str, int]] = {}

    def add(self, month: int, person: str, points: int = 1) -> None:
        """Somebody wrote points in a month."""
        people = self._months.setdefault(month, {})
        people[person] = people.get(person, 0) + points

    def people(self, period: Months | None = None) -> Set[str]:
        """Everybody who wrote in the period, or at all. Not to be told: for counting only."""
        found: set[str] = set()
        for month, people in self._months.items():
            if period is None or period.holds(month):
                found.update(people)
        return found

    def count(self, period: Months) -> Count:
        """How much it is in truth. Not to be told: see `Blocks.told`."""
        written = [sum(p.values()) for m, p in self._months.items() if period.holds(m)]
        return Count(len(self.people(period)), sum(written))

    @property
    def months(self) -> Mapping[int, Set[str]]:
        """Who wrote in each month in which somebody did, in order."""
        return {month: self._months[month].keys() for month in sorted(self._months)}


class Blocks:
    """A tally divided so that whatever is told of it is about enough people."""

    def __init__(self, tally: Tally, minimum: int) -> None:
        self._tally = tally
        self._minimum = max(minimum, SMALLEST_GROUP)
        self.blocks = tuple(_blocks(tally.months, self._minimum))

    def is_big_enough(self, period: Months | None = None) -> bool:
        """Whether the smallest group or more wrote in the period: yes or no, not how many."""
        return len(self._tally.people(period)) >= self._minimum

    def wider(self, period: Months) -> Months | None:
        """The months of the whole blocks that begin or end in the period, together: the shortest
        period around it that can be told.

        None where there is nothing to tell. Whether enough people wrote in the period itself makes
        no difference: told of a part of a block, it would tell how few there are in the rest.
        """
        touching = self.touching(period)
        edges = {edge for block in touching for edge in block}
        if not self.is_big_enough() or not any(map(period.holds, edges)):
            return None
        return Months(min(edges), max(edges))

    def is_touched(self, period: Months) -> bool:
        """Whether a block reaches into the period: the less exact answer to whether many wrote."""
        return self.is_big_enough() and bool(self.touching(period))

    def told(self, period: Months) -> Count | None:
        """The count that may be told for the period; None where it may not.

        Nobody at all is told as such, where no block reaches into the period.
        """
        touching = self.touching(period)
        if not touching:
            return Count(0, 0)
        if not self.is_big_enough(period):
            return None
        if all(period.holds(b.first) and period.holds(b.last) for b in touching):
            return self._tally.count(period)
        return None

    def touching(self, period: Months) -> tuple[Months, ...]:
        """The blocks that share a month with the period."""
        return tuple(b for b in self.blocks if b.first <= period.last and period.first <= b.last)


def _blocks(months: Mapping[int, Set[str]], minimum: int) -> Iterator[Months]:
    """The months with something in them, cut wherever both sides stay big enough."""
    written = list(months)
    if not written:
        return
    starts = {0}
    for level in _LEVELS:
        for place in _places(written, level):
            first = max(start for start in starts if start <= place)
            end = min((start for start in starts if start > place), default=len(written))
            if place == first:
                continue
            left = (months[written[n]] for n in range(place - 1, first - 1, -1))
            right = (months[written[n]] for n in range(place, end))
            if _is_enough(left, minimum) and _is_enough(right, minimum):
                starts.add(place)
    ordered = [*sorted(starts), len(written)]
    for start, end in pairwise(ordered):
        yield Months(written[start], written[end - 1])


def _places(written: list[int], level: int) -> Iterator[int]:
    """Where in the written months a cut of that level falls, the latest first."""
    for place in range(len(written) - 1, 0, -1):
        if written[place] // level != written[place - 1] // level:
            yield place


def _is_enough(months: Iterable[Set[str]], minimum: int) -> bool:
    people: set[str] = set()
    for month in months:
        people.update(month)
        if len(people) >= minimum:
            return True
    return False
