"""Somebody runs the report of every period there is and compares them all."""

from __future__ import annotations

from datetime import date
from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from reflekt.domain.catalogue import Catalogue
from reflekt.domain.codebook import codebook_of
from reflekt.domain.entry import LearningPoint
from reflekt.domain.shared_points import SharedEntry
from reflekt.domain.suppression import Blocks, Months, Tally, month_of
from reflekt.domain.themes import Material, Report, coding
from reflekt.domain.trend import Trend
from tests.property.test_suppression import derived

FIRST = month_of(date(2026, 5, 1))
LENGTH = 6
EVERY = [Months(FIRST + a, FIRST + b) for a in range(LENGTH) for b in range(a, LENGTH)]
NOTHING = Catalogue("en", ())


@st.composite
def shared(draw: st.DrawFn) -> list[SharedEntry]:
    """What seven people wrote about four themes in half a year."""
    written = draw(
        st.lists(
            st.tuples(
                st.integers(0, LENGTH - 1),
                st.sampled_from("abcdefg"),
                st.sets(st.sampled_from(["trust", "pace", "hope", "school"]), max_size=2),
            ),
            max_size=30,
        )
    )
    return [
        SharedEntry(
            f"{number:06}",
            date(2026, 5 + month, 9),
            person,
            (LearningPoint("words", tuple(sorted(themes))),),
        )
        for number, (month, person, themes) in enumerate(written)
    ]


def reports(entries: list[SharedEntry]) -> dict[Months, Report]:
    material = Material(entries, coding(codebook_of(()), ()), 3)
    return {period: material.report(period, NOTHING) for period in EVERY}


def people(entries: list[SharedEntry], months: frozenset[int], themes: set[str]) -> set[str]:
    """Who wrote about any of the themes in the months."""
    return {
        entry.person
        for entry in entries
        if month_of(entry.day) in months and themes & set(entry.points[0].themes)
    }


@given(shared())
@settings(max_examples=60)
def test_no_difference_between_reports_is_about_a_few(entries: list[SharedEntry]) -> None:
    told: dict[str, list[Months]] = {}
    for period, report in reports(entries).items():
        for one in report.themes:
            if one.is_exact:
                told.setdefault(one.theme, []).append(period)
            if one.wider:
                told.setdefault(one.theme, []).append(one.wider)
            if one.trend.before:
                told.setdefault(one.theme, []).append(period.before)
    for theme, periods in told.items():
        for months in derived(periods):
            behind = people(entries, months, {theme})
            assert not behind or len(behind) >= 3


@given(shared())
@settings(max_examples=60)
def test_a_number_about_a_longer_time_is_what_that_time_tells(entries: list[SharedEntry]) -> None:
    material = Material(entries, coding(codebook_of(()), ()), 3)
    for report in reports(entries).values():
        for one in report.themes:
            if one.wider:
                assert one.counted == material.told(one.theme, one.wider)
                assert one.entries == ()
                assert one.trend == Trend(None, None)


@given(shared())
@settings(max_examples=60)
def test_what_is_folded_together_stays_together(entries: list[SharedEntry]) -> None:
    everybody = {name for e in entries for name in e.points[0].themes}
    all_months = frozenset(range(FIRST, FIRST + LENGTH))
    small = {name for name in everybody if len(people(entries, all_months, {name})) < 3}
    told = [period for period, report in reports(entries).items() if report.suppressed.points]
    for months in derived(told):
        behind = people(entries, months, small)
        themes = {
            name
            for entry in entries
            if month_of(entry.day) in months
            for name in entry.points[0].themes
            if name in small
        }
        assert not behind or (len(behind) >= 3 and len(themes) >= 2)


@given(shared())
@settings(max_examples=60)
def test_a_theme_of_a_few_is_never_named(entries: list[SharedEntry]) -> None:
    for period, report in reports(entries).items():
        for one in report.themes:
            counted = one.wider or period
            months = frozenset(range(counted.first, counted.last + 1))
            assert len(people(entries, months, {one.theme})) >= 3


@given(shared())
@settings(max_examples=60)
def test_where_everything_is_asked_for_every_theme_of_enough_people_is_told(
    entries: list[SharedEntry],
) -> None:
    whole = EVERY[LENGTH - 1]
    report = reports(entries)[whole]
    months = frozenset(range(whole.first, whole.last + 1))
    for one in report.themes:
        assert one.is_exact
        assert one.counted.people == len(people(entries, months, {one.theme}))
        assert one.counted.points == sum(one.theme in e.points[0].themes for e in entries)


def test_nobody_who_compares_all_reports_can_be_sure_of_a_hidden_number() -> None:
    """Three people, three months, one theme, up to three points a month each: everything that may
    have been written is laid out, and put together where every report says the same. For whatever
    was hidden, another number would have given the same reports.

    Written about by those who write one or two points: at three, the most there is in this small
    world, the limit itself would tell.
    """
    period = Months(FIRST, FIRST + 2)
    windows = [Months(FIRST + a, FIRST + b) for a in range(3) for b in range(a, 3)]
    groups = [frozenset(c) for size in range(4) for c in combinations("abc", size)]
    alike: dict[tuple[object, ...], list[tuple[tuple[frozenset[str], ...], tuple[int, ...]]]] = {}
    for who in product(groups, repeat=3):
        for points in product((1, 2, 3), repeat=3):
            tally = Tally()
            for month, people in enumerate(who):
                for person in sorted(people):
                    tally.add(period.first + month, person, points[month])
            blocks = Blocks(tally, 3)
            seen = tuple(
                (
                    bool(blocks.touching(one)),
                    blocks.told(one),
                    blocks.told(one.before),
                    wider := blocks.wider(one),
                    blocks.told(wider) if wider else None,
                )
                for one in windows
            )
            alike.setdefault(seen, []).append((who, points))
    for worlds in alike.values():
        if all(3 in points for _who, points in worlds):
            continue
        for one in windows:
            months = range(one.first - FIRST, one.last - FIRST + 1)
            people_behind = {len(frozenset().union(*(who[m] for m in months))) for who, _ in worlds}
            written = {sum(len(who[m]) * points[m] for m in months) for who, points in worlds}
            if people_behind <= {1, 2}:
                assert len(people_behind) == len({1, 2})
                assert len(written) > 1
