"""The privacy check on any text at all."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reflekt.privacy.detect import detect
from reflekt.privacy.redact import proposals, replaced

pieces = st.lists(
    st.one_of(
        st.text(max_size=12),
        st.text("0123456789 -./+()", max_size=14),
        st.sampled_from(
            ["Karen", "Familien Ulv", "010190-1234", "20 12 34 56", "Skovvej 3", "a@b.dk", "x.dk"]
        ),
    ),
    max_size=8,
).map(" ".join)
separators = st.sampled_from(["", "-", " ", " - ", "–", "\u00a0", ".", "/", "\u2011", " –"])


@given(pieces)
def test_findings_lie_in_the_text_and_apart(text: str) -> None:
    at = 0
    for one in detect(text):
        assert at <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == one.text
        at = one.end


@given(
    st.dates().filter(lambda day: 1900 <= day.year < 2058),
    st.integers(0, 9999),
    separators,
    st.text(
        st.characters(exclude_categories=["Nd", "Cs"], exclude_characters="&+()./,*_\\-"),
        max_size=8,
    ),
)
def test_no_text_around_it_hides_a_cpr_number(day, serial, between, around) -> None:  # type: ignore[no-untyped-def]
    number = f"{day:%d%m%y}{between}{serial:04}"
    kinds = [one.type for one in detect(f"ord {around}{number}{around} ord")]
    assert "cpr" in kinds


@given(pieces)
def test_what_is_proposed_names_nobody(text: str) -> None:
    found = detect(text)
    after = replaced(text, found, proposals(text, found))
    numbers = {one.text for one in found if one.type in ("cpr", "phone", "email", "plate")}
    assert all(number not in after for number in numbers if len(number) > 8)
