"""Reading a shared entry quickly says what reading it in full says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reflekt.adapters.template_files import TemplateFiles
from reflekt.domain.contents import actions, asked, learning
from reflekt.domain.document import compose, parse
from reflekt.domain.entry import Entry, Section
from reflekt.domain.shared_points import person, read_shared, shared_points
from reflekt.domain.template import headings_of
from tests.samples import an_entry, entries

HEADINGS = headings_of(TemplateFiles().all())
tokens = st.one_of(st.none(), st.text(st.characters(exclude_categories=["Cs"]), max_size=12))


@given(entries(), tokens)
def test_the_quick_way_and_the_full_way_agree(entry: Entry, token: str | None) -> None:
    if token is not None:
        entry = entry._replace(extra={"contributor": token})
    data = compose(entry).encode("utf-8")
    full = parse(data).entry
    read = read_shared(data, HEADINGS)
    assert read.id == full.id
    assert read.day == full.created.date()
    assert read.person == person(full)
    assert read.points == shared_points(full, HEADINGS)
    assert read.actions == actions(full)
    answered = dict.fromkeys(one.item for one in asked(full) if one.answer.strip())
    assert read.answered == tuple(answered)


@given(entries())
def test_points_under_a_learning_heading_are_the_points(entry: Entry) -> None:
    full = parse(compose(entry).encode("utf-8")).entry
    points = learning(full, HEADINGS)
    if points:
        assert shared_points(full, HEADINGS) == points


def test_a_theme_in_the_story_counts_where_nothing_stands_under_learning() -> None:
    entry = an_entry(sections=(Section("Hvad fyldte?", "Hun ringede. #tillid\n\nIntet tema."),))
    assert [p.themes for p in shared_points(entry, HEADINGS)] == [("tillid",)]


def test_something_to_try_is_no_learning_point() -> None:
    entry = an_entry(sections=(Section("Prøver af", "- [ ] Ringe først #tillid"),))
    assert shared_points(entry, HEADINGS) == ()


def test_a_note_without_a_theme_is_one_point_to_be_coded() -> None:
    entry = an_entry(kind="note", sections=(Section("", "Hun ringede.\n\nIgen i går."),))
    (point,) = shared_points(entry, HEADINGS)
    assert point.themes == ()


def test_a_question_that_was_skipped_touches_nothing() -> None:
    text = "### Navn (P4.T2)\n> Hvem?\n\n### Andet (P1.S1)\n> Hvad?\n\nHun sagde det selv."
    entry = an_entry(sections=(Section("Spørgsmål", text),))
    assert read_shared(compose(entry).encode(), HEADINGS).answered == ("P1.S1",)
