"""Whoever runs every report and subtracts them from one another learns nothing about a few."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from reflekt.domain.suppression import Blocks, Count, Months, Tally

FIRST = 2026 * 12 + 4
LENGTH = 7
"""Months: across a half year and two quarters."""

writing = st.lists(
    st.tuples(st.integers(0, LENGTH - 1), st.sampled_from("abcdef"), st.integers(1, 4)),
    max_size=24,
)


def tally_of(written: list[tuple[int, str, int]]) -> Tally:
    tally = Tally()
    for month, person, points in written:
        tally.add(FIRST + month, person, points)
    return tally


def told_periods(blocks: Blocks) -> list[Months]:
    """Every period somebody can ask for and is told a number about."""
    asked = [
        Months(FIRST + one, FIRST + other) for one in range(LENGTH) for other in range(one, LENGTH)
    ]
    return [period for period in asked if blocks.told(period)]


def derived(periods: list[Months]) -> set[frozenset[int]]:
    """The sets of months whose sum can be had by adding and subtracting what was told."""
    known = {frozenset(range(p.first, p.last + 1)) for p in periods}
    while True:
        fresh = set()
        for one, other in combinations(known, 2):
            if one > other:
                fresh.add(one - other)
            elif other > one:
                fresh.add(other - one)
            elif not one & other:
                fresh.add(one | other)
        if fresh <= known:
            return known
        known |= fresh


def people_in(written: list[tuple[int, str, int]], months: frozenset[int]) -> set[str]:
    return {person for month, person, _points in written if FIRST + month in months}


@given(writing, st.integers(3, 4))
def test_no_sum_that_can_be_worked_out_is_about_a_few(
    written: list[tuple[int, str, int]], minimum: int
) -> None:
    blocks = Blocks(tally_of(written), minimum)
    for months in derived(told_periods(blocks)):
        people = people_in(written, months)
        assert not people or len(people) >= minimum


@given(writing)
def test_what_is_told_is_true(written: list[tuple[int, str, int]]) -> None:
    blocks = Blocks(tally_of(written), 3)
    for period in told_periods(blocks):
        inside = [w for w in written if period.holds(FIRST + w[0])]
        people = {person for _month, person, _points in inside}
        assert blocks.told(period) == Count(len(people), sum(w[2] for w in inside))


@given(writing)
def test_everything_there_is_can_always_be_told_where_enough_wrote(
    written: list[tuple[int, str, int]],
) -> None:
    told = Blocks(tally_of(written), 3).told(Months(FIRST - 5, FIRST + LENGTH + 5))
    people = {person for _month, person, _points in written}
    if not people or len(people) >= 3:
        assert told == Count(len(people), sum(points for _month, _person, points in written))
    else:
        assert told is None


@given(writing, st.randoms(use_true_random=False))
def test_the_order_of_writing_makes_no_difference(
    written: list[tuple[int, str, int]], random: object
) -> None:
    other = sorted(written, key=lambda one: one[1])
    assert Blocks(tally_of(written), 3).blocks == Blocks(tally_of(other), 3).blocks


@given(writing)
def test_a_month_nobody_wrote_in_is_told_as_nothing_only_outside_the_blocks(
    written: list[tuple[int, str, int]],
) -> None:
    blocks = Blocks(tally_of(written), 3)
    for month in range(FIRST, FIRST + LENGTH):
        inside = any(block.holds(month) for block in blocks.blocks)
        assert (blocks.told(Months(month, month)) == Count(0, 0)) is not inside


def test_a_period_that_leaves_one_person_out_is_not_told() -> None:
    """Ann, Bo, Cy wrote in the spring; Di alone in June: spring plus June is told, spring not."""
    spring = [(0, "a", 1), (0, "b", 2), (0, "c", 1)]
    blocks = Blocks(tally_of([*spring, (1, "d", 3)]), 3)
    assert blocks.told(Months(FIRST, FIRST + 1)) == Count(4, 7)
    assert blocks.told(Months(FIRST, FIRST)) is None
    assert blocks.told(Months(FIRST + 1, FIRST + 1)) is None


def test_quarters_are_told_where_enough_wrote_in_each() -> None:
    people = [(month, person, 1) for month in (1, 2) for person in "abc"]
    blocks = Blocks(tally_of(people), 3)  # June and July: two quarters
    assert blocks.told(Months(FIRST + 1, FIRST + 1)) == Count(3, 3)
    assert blocks.told(Months(FIRST + 2, FIRST + 4)) == Count(3, 3)


def test_a_space_cannot_ask_for_groups_smaller_than_three() -> None:
    assert Blocks(tally_of([(0, "a", 1), (0, "b", 1)]), 1).told(Months(FIRST, FIRST)) is None


def test_one_person_who_writes_much_counts_once() -> None:
    flood = [(0, "a", 40), (0, "b", 1)]
    assert Blocks(tally_of(flood), 3).told(Months(FIRST, FIRST)) is None
