"""The rules of choosing questions, held against any history."""

from __future__ import annotations

import random
from collections import Counter
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from reflekt.domain.asking import AskedBefore, Chosen, choose
from reflekt.domain.catalogue import SIGN, THREAT, Catalogue, Item, Principle, Question, Source
from tests.samples import WHEN

SIZES = ((9, 4), (7, 3), (5, 4), (5, 6), (8, 7), (6, 6))
"""Signs and threats of the six principles."""


def _item(principle: str, kind: str, number: int) -> Item:
    name = f"{principle}.{'S' if kind == SIGN else 'T'}{number}"
    questions = tuple(Question(angle, f"{name} {angle}?") for angle in ("notice", "explore", "try"))
    return Item(name, kind, principle, f"navn {name}", "", Source("", 1, 1), questions, ())


def _catalogue() -> Catalogue:
    principles = []
    for number, (signs, threats) in enumerate(SIZES, 1):
        name = f"P{number}"
        principles.append(
            Principle(
                name,
                name,
                "",
                "",
                Source("", number, 1),
                tuple(_item(name, SIGN, n) for n in range(1, signs + 1)),
                tuple(_item(name, THREAT, n) for n in range(1, threats + 1)),
            )
        )
    return Catalogue("da", tuple(principles))


CATALOGUE = _catalogue()
ITEMS = [item.id for item in CATALOGUE.items()]
THREATS = [item.id for item in CATALOGUE.items(THREAT)]
SIGNS = [item.id for item in CATALOGUE.items(SIGN)]

scores = st.dictionaries(st.sampled_from(THREATS), st.floats(0.01, 1), max_size=6)
seeds = st.text(max_size=6)
mutes = st.lists(st.sampled_from(ITEMS), max_size=20, unique=True)


class Counsellor:
    """Writes entries one after another and is asked each time."""

    def __init__(self) -> None:
        self.history: list[AskedBefore] = []
        self.entries = 0

    def write(
        self,
        near: dict[str, float],
        limit: int = 3,
        muted: tuple[str, ...] = (),
        seed: str | None = None,
    ) -> tuple[Chosen, ...]:
        self.entries += 1
        when = WHEN + timedelta(days=7 * self.entries)
        seed = f"{when:%Y-%m-%d}" if seed is None else seed
        chosen = choose(CATALOGUE, near, self.history, muted=muted, limit=limit, seed=seed)
        told = [AskedBefore(one.item.id, one.question, when, str(self.entries)) for one in chosen]
        self.history = told + self.history
        return chosen


written = st.lists(scores, min_size=1, max_size=25)


@given(written, st.integers(0, 5), seeds)
def test_never_more_than_asked_for_and_nothing_twice_in_one_entry(
    texts: list[dict[str, float]], limit: int, seed: str
) -> None:
    counsellor = Counsellor()
    for near in texts:
        chosen = counsellor.write(near, limit, seed=seed)
        assert len(chosen) <= limit
        assert len({one.item.id for one in chosen}) == len(chosen)


@given(written, st.integers(1, 5), seeds)
def test_the_same_wording_never_twice_running(
    texts: list[dict[str, float]], limit: int, seed: str
) -> None:
    counsellor = Counsellor()
    latest: dict[str, str] = {}
    for near in texts:
        for one in counsellor.write(near, limit, seed=seed):
            assert latest.get(one.item.id) != one.question
            latest[one.item.id] = one.question


@given(written, mutes, seeds)
def test_what_is_muted_never_comes_up(
    texts: list[dict[str, float]], muted: list[str], seed: str
) -> None:
    counsellor = Counsellor()
    for near in texts:
        for one in counsellor.write(near, muted=tuple(muted), seed=seed):
            assert one.item.id not in muted


@given(scores, st.integers(0, 5), seeds)
def test_the_same_seed_gives_the_same_questions(
    near: dict[str, float], limit: int, seed: str
) -> None:
    once = choose(CATALOGUE, near, (), limit=limit, seed=seed)
    assert choose(CATALOGUE, dict(near), (), limit=limit, seed=seed) == once


def _is_true(one: Chosen, near: dict[str, float], history: list[AskedBefore]) -> bool:
    """Whether the reason given holds against the text and the history."""
    before = [asked.when.date() for asked in history if asked.item == one.item.id]
    if "comes near" in one.reason:
        return one.item.id in near and one.parameters["name"] == one.item.name
    if "rested since" in one.reason:
        return bool(before) and one.parameters["day"] == max(before)
    return not before and one.parameters["name"] == one.item.name


@given(written, seeds)
def test_the_reason_shown_is_the_true_one(texts: list[dict[str, float]], seed: str) -> None:
    counsellor = Counsellor()
    for near in texts:
        history = list(counsellor.history)
        for one in counsellor.write(near, seed=seed):
            assert _is_true(one, near, history)


@given(scores.filter(bool), seeds)
def test_a_text_that_touches_something_is_asked_about_what_it_touches_most(
    near: dict[str, float], seed: str
) -> None:
    first = choose(CATALOGUE, near, (), seed=seed)[0]
    assert near[first.item.id] == max(near.values())


@given(st.integers(0, 5), seeds)
def test_a_text_that_touches_nothing_is_not_told_that_it_does(limit: int, seed: str) -> None:
    for one in choose(CATALOGUE, {}, (), limit=limit, seed=seed):
        assert "comes near" not in one.reason


def _longest_rest(limit: int, entries: int, draw: random.Random) -> dict[str, int]:
    """The longest run of entries in which each item did not come up."""
    counsellor = Counsellor()
    last = dict.fromkeys(ITEMS, 0)
    longest = dict.fromkeys(ITEMS, 0)
    for number in range(1, entries + 1):
        near = {name: draw.random() for name in draw.sample(THREATS, draw.randrange(4))}
        for one in counsellor.write(near, limit):
            longest[one.item.id] = max(longest[one.item.id], number - last[one.item.id])
            last[one.item.id] = number
    return {name: max(longest[name], entries - last[name]) for name in ITEMS}


@given(st.integers(0, 2**32))
@hypothesis_settings(max_examples=10)
def test_everything_comes_up_within_a_bounded_number_of_entries(seed: int) -> None:
    longest = _longest_rest(3, 250, random.Random(seed))
    assert max(longest[name] for name in THREATS) <= len(THREATS)
    assert max(longest[name] for name in SIGNS) <= 2 * len(SIGNS)


@given(st.integers(0, 2**32))
@hypothesis_settings(max_examples=5)
def test_with_one_question_an_entry_it_takes_three_times_as_long(seed: int) -> None:
    longest = _longest_rest(1, 500, random.Random(seed))
    assert max(longest[name] for name in THREATS) <= 3 * len(THREATS)
    assert max(longest[name] for name in SIGNS) <= 6 * len(SIGNS)


@given(st.integers(0, 2**32), st.sampled_from([0, 1, 3]))
@hypothesis_settings(max_examples=20)
def test_over_a_year_of_weekly_entries_no_wording_comes_more_than_a_handful_of_times(
    seed: int, themes: int
) -> None:
    """Also for somebody whose year is all about one thing or three."""
    draw = random.Random(seed)
    own = draw.sample(THREATS, themes) if themes else THREATS
    counsellor = Counsellor()
    wordings: Counter[str] = Counter()
    for _week in range(52):
        near = {name: draw.uniform(0.2, 1) for name in draw.sample(own, min(len(own), 2))}
        wordings.update(one.question for one in counsellor.write(near))
    assert max(wordings.values()) <= 5


def test_the_history_is_a_matter_of_entries_and_not_of_days() -> None:
    same_day = datetime(2026, 11, 23, 9, tzinfo=WHEN.tzinfo)
    first = choose(CATALOGUE, {}, (), seed="a")
    history = [AskedBefore(one.item.id, one.question, same_day, "e1") for one in first]
    second = choose(CATALOGUE, {}, history, seed="a")
    assert {one.item.id for one in first}.isdisjoint(one.item.id for one in second)
