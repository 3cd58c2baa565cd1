"""How two people agree, and whose code counts."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reflekt.domain.codes import (
    Code,
    agreement,
    codes_text,
    point_digest,
    read_codes,
    themes_given,
)
from reflekt.domain.entry import ID_ALPHABET
from reflekt.errors import DamagedData

DIGEST = point_digest("x")
codes = st.builds(
    Code,
    st.text(ID_ALPHABET, min_size=6, max_size=6),
    st.text("0123456789abcdef", min_size=32, max_size=32),
    st.lists(st.sampled_from(["tid", "tillid", "børn-1"]), max_size=2, unique=True).map(tuple),
    st.none() | st.dates(),
    st.none() | st.just(()) | st.just(("ro",)),
)


@given(st.lists(codes, max_size=5, unique_by=lambda code: code.key))
def test_codes_that_are_written_are_read_back(some: list[Code]) -> None:
    assert sorted(read_codes(codes_text(some).encode(), "f")) == sorted(some)


@given(st.binary(max_size=80) | st.text(max_size=80).map(str.encode))
def test_whatever_stands_in_a_file_of_codes_it_is_read_or_refused(data: bytes) -> None:
    try:
        read_codes(data, "f")
    except DamagedData as problem:
        assert problem.parameters["line"] >= 1  # type: ignore[operator]


def test_kappa_of_a_known_table() -> None:
    # 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no: observed 0.7, expected 0.5
    pairs = [(1, 1)] * 20 + [(1, 0)] * 5 + [(0, 1)] * 10 + [(0, 0)] * 15
    found = agreement(pairs)
    assert (found.percent, found.kappa) == (70.0, pytest.approx(0.4))


def test_kappa_is_not_defined_without_points_nor_where_both_gave_one_thing_to_all() -> None:
    assert agreement([]).kappa is None
    assert agreement([]).percent is None
    same = agreement([("a", "a")] * 3)
    assert (same.percent, same.kappa) == (100.0, None)
    assert same.why


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=30))
def test_agreement_is_the_same_from_either_side_and_in_any_order(
    pairs: list[tuple[int, int]],
) -> None:
    found = agreement(pairs)
    assert agreement([(two, one) for one, two in pairs]) == found
    assert agreement(pairs[::-1]) == found
    assert found.kappa is None or -1 <= found.kappa <= 1


def test_a_hashtag_does_not_change_which_point_it_is() -> None:
    assert point_digest("Hun  kom\n igen #tid nu") == point_digest("Hun kom igen tid nu")
    assert point_digest("Hun kom") != point_digest("Hun gik")


def test_while_two_differ_neither_counts_until_they_settle() -> None:
    one, two = Code("aaaaaa", DIGEST, ("tid",)), Code("aaaaaa", DIGEST, ("ro",))
    assert themes_given([one, two]) is None
    assert themes_given([one, two._replace(themes=("ro", "tid"))]) == ("tid",)
    settled = one._replace(settled=("ro",), when=date(2026, 1, 2))
    assert themes_given([settled, two]) == ("ro",)
