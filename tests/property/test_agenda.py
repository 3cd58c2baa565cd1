"""A plan fills its day exactly, rests people in time, and forgets no theme."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from reflekt.domain.agenda import (
    BREAK,
    CLOSING,
    LUNCH,
    OPENING,
    THEME,
    Day,
    Topic,
    choose_method,
    plan,
)
from reflekt.domain.methods import Method, Step

METHODS = (
    Method(
        "pairs", "Par", "tale", (Step("gå", 2), Step("del", 1)), 20, 40, 2, 4, True,
        frozenset({"threat"}), "", "kilde",
    ),
    Method(
        "round", "Runde", "høre", (Step("alle", 1),), 15, 90, 1, 99, False,
        frozenset({"dilemma"}), "", "kilde",
    ),
)  # fmt: skip

days = st.builds(
    lambda start, length, people, back: Day(start * 5, start * 5 + length * 5, people, back),
    st.integers(7 * 12, 14 * 12),
    st.integers(9, 108),
    st.integers(1, 40),
    st.booleans(),
)
topics = st.lists(
    st.builds(
        Topic,
        st.uuids().map(str),
        st.text("abcæøå", min_size=1, max_size=8),
        st.integers(0, 30),
        st.frozensets(st.sampled_from(["threat", "dilemma"])),
    ),
    max_size=12,
    unique_by=lambda one: one.key,
)


@given(days, topics)
def test_a_plan_fills_the_day_without_gap_or_overlap(day: Day, wanted: list[Topic]) -> None:
    points = plan(day, wanted, METHODS).points
    assert points[0].start == day.start
    assert points[-1].end == day.end
    assert all(one.end == other.start for one, other in pairwise(points))
    assert all(one.minutes > 0 for one in points)


@given(days, topics)
def test_a_plan_opens_the_day_and_closes_it_with_decisions(day: Day, wanted: list[Topic]) -> None:
    points = plan(day, wanted, METHODS).points
    assert points[0].kind == OPENING
    assert points[-1].kind == CLOSING


@given(days, topics)
def test_nobody_sits_longer_than_a_hundred_minutes(day: Day, wanted: list[Topic]) -> None:
    sat = 0
    for point in plan(day, wanted, METHODS).points:
        sat = 0 if point.kind in (BREAK, LUNCH) else sat + point.minutes
        assert sat <= 100


@given(days, topics)
def test_every_theme_is_planned_or_left_out(day: Day, wanted: list[Topic]) -> None:
    made = plan(day, wanted, METHODS)
    planned = [one.topic for one in made.points if one.topic]
    assert sorted([*planned, *made.left_out]) == sorted(wanted)


@given(days, topics)
def test_what_is_left_out_has_no_more_votes_than_what_is_planned(
    day: Day, wanted: list[Topic]
) -> None:
    made = plan(day, wanted, METHODS)
    planned = [one.topic.votes for one in made.points if one.topic]
    assume(planned and made.left_out)
    assert max(one.votes for one in made.left_out) <= min(planned)


@given(days, topics)
def test_what_nobody_voted_for_only_fills_a_stretch_that_would_have_no_theme(
    day: Day, wanted: list[Topic]
) -> None:
    made = plan(day, wanted, METHODS)
    stretches: list[list[Topic]] = [[]]
    for point in made.points:
        if point.kind in (BREAK, LUNCH):
            stretches.append([])
        if point.topic:
            stretches[-1].append(point.topic)
    planned = [topic for stretch in stretches for topic in stretch]
    if any(topic.votes for topic in planned) and not all(topic.votes for topic in planned):
        assert len(planned) <= len(stretches)


@given(days, topics)
def test_the_steps_of_a_theme_take_its_minutes(day: Day, wanted: list[Topic]) -> None:
    for point in plan(day, wanted, METHODS).points:
        if point.kind == THEME:
            assert sum(minutes for minutes, _text in point.steps) == point.minutes


@given(st.integers(4, 24), st.lists(st.integers(1, 4), min_size=1, max_size=5))
def test_two_who_take_turns_get_the_same_time(fives: int, shares: list[int]) -> None:
    steps = tuple(Step("gå", share) for share in shares)
    walk = METHODS[0]._replace(steps=(*steps, Step("del", 9)), smallest=1, longest=999)
    points = plan(Day(540, 540 + 15 + fives * 5 + 15, 4), [Topic("a", "A")], [walk]).points
    (theme,) = [point for point in points if point.kind == THEME]
    sizes = [minutes for minutes, _text in theme.steps]
    for number, share in enumerate(shares[:-1]):
        if share == shares[number + 1] and theme.minutes >= 45:
            assert abs(sizes[number] - sizes[number + 1]) <= 1


@given(days, topics)
def test_the_order_the_themes_come_in_does_not_matter(day: Day, wanted: list[Topic]) -> None:
    assert plan(day, wanted, METHODS) == plan(day, wanted[::-1], METHODS)


@given(st.integers(4, 24), st.lists(st.integers(1, 5), min_size=1, max_size=6))
def test_no_step_is_five_minutes_off_its_share(fives: int, shares: list[int]) -> None:
    steps = tuple(Step("tale", share) for share in shares)
    only = METHODS[1]._replace(steps=steps, smallest=1, longest=999)
    points = plan(Day(540, 540 + 15 + fives * 5 + 15, 4), [Topic("a", "A")], [only]).points
    (theme,) = [point for point in points if point.kind == THEME]
    for (minutes, _text), share in zip(theme.steps, shares, strict=True):
        assert abs(minutes - theme.minutes * share / sum(shares)) < 5


def test_that_something_did_not_help_says_more_than_the_principle_it_touches() -> None:
    works = METHODS[1]._replace(id="a works", suits=frozenset({"P4"}))
    case = METHODS[1]._replace(id="case", suits=frozenset({"did-not-help"}))
    topic = Topic("a", "A", natures=frozenset({"P4", "did-not-help"}))
    assert choose_method(topic, 40, 8, [works, case], []).id == "case"


def test_five_minutes_too_many_do_not_keep_a_method_from_its_theme() -> None:
    round_ = METHODS[1]._replace(longest=40)
    other = METHODS[1]._replace(id="other", suits=frozenset())
    topic = Topic("a", "A", natures=frozenset({"dilemma"}))
    assert choose_method(topic, 45, 8, [round_, other], []).id == "round"
    assert choose_method(topic, 55, 8, [round_, other], []).id == "other"
