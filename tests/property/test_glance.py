"""What an index sees at a glance is what the whole entry says."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st

from reflekt.domain.contents import actions, asked
from reflekt.domain.document import Unreadable, compose, parse
from reflekt.domain.entry import Entry, Section
from reflekt.domain.glance import glance
from tests.samples import an_entry, entries


def assert_same(data: bytes) -> None:
    """The glance at these bytes agrees with the entry read from them."""
    seen, entry = glance(data), parse(data).entry
    assert seen[:5] == (entry.id, entry.kind, entry.created, entry.author, entry.family)
    assert seen.title == entry.title
    assert set(seen.themes) == set(entry.themes)
    assert list(seen.asked) == [(one.item, one.question) for one in asked(entry)]
    opened = [(n, one.text, one.by) for n, one in enumerate(actions(entry)) if not one.done]
    assert [(place, one.text, one.by) for place, one in seen.open_actions] == opened


@given(entries(), st.sampled_from(["\n", "\r\n"]))
@example(an_entry(sections=(Section("", "### A (P1.S1)"), Section("Ny", "> citat"))), "\n")
@example(an_entry(sections=(Section("A #b", "\\## c #d"), Section("E", "- [ ] f ^a1"))), "\r\n")
def test_a_glance_sees_what_the_entry_says(entry: Entry, newline: str) -> None:
    assert_same(compose(entry).replace("\n", newline).encode("utf-8"))


@given(entries())
def test_a_head_that_somebody_wrote_by_hand_is_seen_too(entry: Entry) -> None:
    text = compose(entry).replace("schema = 1\n", "# min\nschema=1\n", 1)
    assert_same(text.encode("utf-8"))


@given(st.binary(max_size=300), st.booleans())
def test_bytes_that_are_no_entry_are_none_for_both(data: bytes, headed: bool) -> None:
    if headed:
        data = compose(an_entry()).encode("utf-8")[:120] + data
    try:
        parse(data)
    except Unreadable as problem:
        try:
            glance(data)
        except Unreadable as same:
            assert (same.line, same.message) == (problem.line, problem.message)
            return
        raise AssertionError("the glance read what the reader refused") from None
    assert_same(data)


@given(entries())
def test_the_writers_own_words_hold_no_question(entry: Entry) -> None:
    data = compose(entry).encode("utf-8")
    for _item, question in glance(data).asked:
        for line in re.findall(r"\w{8,}", question):
            own = "\n".join(section.text for section in entry.sections)
            assert own.count(line) > glance(data).words.count(line) or line in entry.family
