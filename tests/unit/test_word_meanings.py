"""What words mean without the extra: directions of texts, compounds, themes sharing no word."""

import math
import random
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reflekt.adapters import word_meanings_file
from reflekt.adapters.word_meanings_file import shipped_word_meanings, word_meanings_place
from reflekt.domain.theme_model import Teaching, compile_background, compile_themes
from reflekt.domain.word_meanings import WordMeanings, word_key
from reflekt.domain.wordgroups import WordGroups

ROWS = {"mor": (100, 0), "far": (90, 10), "skole": (0, 100), "tur": (5, 60), "hjem": (60, 60)}
FAMILY = {"mor": (100, 0), "far": (98, 2), "skole": (0, 100), "lærer": (2, 98)}


def meanings(rows: dict[str, tuple[int, int]]) -> WordMeanings:
    ordered = sorted(rows, key=word_key)
    keys = [word_key(word) for word in ordered]
    return WordMeanings(keys, [value for word in ordered for value in rows[word]], (0.0, 0.0))


def near(one: list[float], other: list[float]) -> float:
    return math.fsum(a * b for a, b in zip(one, other, strict=True))


def test_words_that_mean_the_same_lie_near_each_other() -> None:
    words = meanings(ROWS)
    mother, father, school = (words.direction(text, str) for text in ("mor", "far", "skole"))
    assert near(mother, father) > 0.9 > near(mother, school)


def test_a_compound_without_a_row_is_its_two_parts() -> None:
    words = meanings(ROWS)
    parts = words.direction("skole tur", str)
    assert words.direction("skoletur", str) == pytest.approx(parts)
    assert words.direction("skolestur", str) == pytest.approx(parts)


def test_a_text_of_unknown_words_has_no_direction() -> None:
    assert meanings(ROWS).direction("xyzzy 1234", str) == [0.0, 0.0]


@given(st.lists(st.sampled_from([*ROWS, "skoletur", "ukendt"]), min_size=1), st.integers())
def test_the_order_of_words_changes_nothing(some: list[str], seed: int) -> None:
    other = list(some)
    random.Random(seed).shuffle(other)
    words = meanings(ROWS)
    assert words.direction(" ".join(some), str) == words.direction(" ".join(other), str)


def test_a_theme_is_found_by_meaning_where_no_word_is_shared() -> None:
    said = {"P1": ["mor kom", "skole nu"]}
    for known, wanted in ((meanings(FAMILY), "slægt"), (None, None)):
        background = compile_background(
            said, ["vejret"], WordGroups({}, {}, {}, {}), str, meanings=known
        )
        model = compile_themes(
            background,
            {"slægt": Teaching(["mor"], "slægt"), "undervisning": Teaching(["skole"], "under")},
        )
        meant = model.judged("far").meant
        best = max(meant, key=lambda theme: meant[theme]) if any(meant.values()) else None
        assert best == wanted


def test_the_shipped_words_are_sorted_and_whole() -> None:
    words = shipped_word_meanings("da")
    assert words
    assert all(one < other for one, other in pairwise(words.keys))
    assert len(words.rows) == len(words.keys) * len(words.usual)


def test_a_language_without_the_file_goes_without() -> None:
    assert shipped_word_meanings("fo") is None


@pytest.mark.parametrize("kept", [0, 10, 500, 100_001, -1])
def test_a_file_that_is_cut_off_is_left_out(
    kept: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut = tmp_path / "words.bin"
    cut.write_bytes(word_meanings_place("da").read_bytes()[:kept])
    monkeypatch.setattr(word_meanings_file, "word_meanings_place", lambda _language: cut)
    assert shipped_word_meanings("da") is None
