"""Questions, learning points and actions: written and read back the same."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reflekt.domain.contents import (
    Headings,
    actions,
    actions_text,
    asked,
    asked_text,
    learning,
    learning_points,
    learning_text,
)
from reflekt.domain.document import compose, parse, tidy
from reflekt.domain.entry import Action, Asked, LearningPoint, Section, themes_in
from tests.samples import an_entry, lines

one_line = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=40).map(
    lambda text: " ".join(text.split())
)
names = one_line.filter(lambda text: bool(text) and "(P" not in text)
questions = st.builds(
    Asked, st.sampled_from(["P4.T2", "P1.S9", "P2.Tegen"]), names, names, lines.map(tidy)
).filter(lambda one: not one.answer.startswith(">") and not one.question.startswith(">"))
plain_words = st.text(
    st.characters(categories=["Ll", "Lu", "Nd"], include_characters=" .,"), max_size=40
).map(lambda text: " ".join(text.split()))
words = plain_words.filter(bool)
themes = st.from_regex(r"[a-zæøå][a-zæøå-]{0,8}[a-zæøå]", fullmatch=True)


@given(st.lists(questions, max_size=4))
def test_questions_read_back_with_their_answers(written: list[Asked]) -> None:
    entry = an_entry(sections=(Section("Spørgsmål", asked_text(written)),))
    assert list(asked(parse(compose(entry).encode("utf-8")).entry)) == written


@given(
    st.lists(
        st.builds(
            LearningPoint,
            words,
            st.lists(themes, max_size=2, unique=True).map(tuple),
            st.booleans(),
        )
    ),
    st.sampled_from(["da", "en"]),
)
def test_learning_points_read_back_with_themes_and_consent(
    written: list[LearningPoint], language: str
) -> None:
    entry = an_entry(sections=(Section("Læring", learning_text(written, language)),))
    read = learning(parse(compose(entry).encode("utf-8")).entry, Headings({"læring": "learning"}))
    assert list(read) == written


@given(st.lists(words))
def test_typed_lines_become_one_point_each(typed: list[str]) -> None:
    assert [point.text for point in learning_points("\n".join(typed))] == typed


@given(
    st.lists(
        st.builds(
            Action,
            words,
            st.none() | st.dates(date(2000, 1, 1), date(2100, 1, 1)),
            st.booleans(),
            st.just("") | st.from_regex(r"[a-z][0-9]{1,3}", fullmatch=True),
            st.lists(words, max_size=2).map(tuple),
            st.just("") | st.from_regex(r"[a-zæøå][a-zæøå0-9-]{0,8}", fullmatch=True),
        ),
        max_size=4,
    ),
    st.sampled_from(["da", "en"]),
)
def test_actions_read_back_with_all_they_hold(written: list[Action], language: str) -> None:
    entry = an_entry(sections=(Section("Prøver af", actions_text(written, language)),))
    assert list(actions(parse(compose(entry).encode("utf-8")).entry)) == written


@given(st.text(max_size=300))
def test_themes_are_found_in_their_one_form(text: str) -> None:
    for theme in themes_in(text):
        assert themes_in(f"#{theme}") == (theme,)


@pytest.mark.parametrize(
    "line",
    [
        "- ord" + " " * 100_000 + "ord",
        "- ord " + "#tema " * 20_000 + "ord",
        "- (må" + " " * 100_000 + "x",
        "- [ ] prøve" + " " * 100_000 + "x @",
        "### " + " " * 100_000 + "x",
        "### " + "(P4.T2) " * 12_000 + "x",
    ],
)
def test_a_line_of_100_000_characters_is_read_at_once(line: str) -> None:
    entry = an_entry(kind="note", sections=(Section("Læring", line + " #tema"),))
    began = time.process_time()
    learning(entry, Headings({"læring": "learning"}))
    asked(entry)
    actions(entry)
    assert time.process_time() - began < 1
