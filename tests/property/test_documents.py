"""Entries and their text: nothing is lost on the way there and back."""

from __future__ import annotations

import re

import tomli_w
from hypothesis import example, given
from hypothesis import strategies as st

from reflekt.domain.document import Unreadable, compose, parse, revise, tidy
from reflekt.domain.entry import Entry, Section
from tests.samples import an_entry, entries, headings, lines


def stored(entry: Entry) -> Entry:
    """The entry as it is after its texts have been tidied for storing."""
    sections = tuple(
        Section(" ".join(tidy(s.heading).split()), tidy(s.text)) for s in entry.sections
    )
    return entry._replace(sections=tuple(s for s in sections if s.heading or s.text))


@given(entries())
def test_any_entry_reads_back_as_it_was_written(entry: Entry) -> None:
    assert parse(compose(entry).encode("utf-8")).entry == stored(entry)


@given(entries())
@example(an_entry(author='"', family="\\", kind="visit"))
@example(an_entry(author="a\tb", family="\x7f", kind="visit"))
def test_a_head_is_written_as_a_toml_writer_writes_it(entry: Entry) -> None:
    head = compose(entry).split("+++\n", 2)[1]
    texts = {"author": entry.author, "language": entry.language}
    assert f"\n{tomli_w.dumps(texts)}" in head
    assert not entry.family or f"\n{tomli_w.dumps({'family': entry.family})}" in head


@given(entries())
def test_an_unchanged_entry_keeps_its_bytes(entry: Entry) -> None:
    data = compose(entry).encode("utf-8")
    document = parse(data)
    assert revise(document, document.entry).encode("utf-8") == data


@given(entries(), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_line_ends_and_a_byte_order_mark_survive_a_revision(
    entry: Entry, newline: str, marked: bool
) -> None:
    text = ("\ufeff" if marked else "") + compose(entry).replace("\n", newline)
    document = parse(text.encode("utf-8"))
    assert revise(document, document.entry) == text


@given(entries(), st.data())
def test_a_revised_section_is_the_only_change(entry: Entry, data: st.DataObject) -> None:
    document = parse(compose(entry).encode("utf-8"))
    old = document.entry
    if not old.sections:
        return
    number = data.draw(st.integers(0, len(old.sections) - 1))
    text = tidy(data.draw(lines.filter(lambda text: bool(tidy(text)))))
    changed = old.sections[number]._replace(text=text)
    sections = (*old.sections[:number], changed, *old.sections[number + 1 :])
    revised = revise(document, old._replace(sections=sections))
    again = parse(revised.encode("utf-8"))
    assert again.entry.sections == sections
    for place, section in enumerate(old.sections):
        if place != number and section.heading:
            whole = compose(entry._replace(sections=(section,))).split("+++\n", 2)[2]
            assert whole.strip("\n") in revised


@given(entries(), headings, lines)
def test_a_new_section_goes_to_the_end_and_moves_nothing(
    entry: Entry, heading: str, text: str
) -> None:
    document = parse(compose(entry).encode("utf-8"))
    fresh = Section(" ".join(tidy(heading).split()), tidy(text))
    if not fresh.heading:
        return
    revised = revise(document, document.entry._replace(sections=(*document.entry.sections, fresh)))
    assert revised.startswith(document.source.rstrip("\n"))
    assert parse(revised.encode("utf-8")).entry.sections[-1] == fresh


@given(st.binary(max_size=400))
def test_arbitrary_bytes_are_an_entry_or_unreadable_with_a_line(data: bytes) -> None:
    try:
        parse(data)
    except Unreadable as problem:
        assert problem.line >= 1


@given(entries(), st.binary(max_size=12), st.data())
def test_a_damaged_entry_never_crashes_the_reader(
    entry: Entry, noise: bytes, data: st.DataObject
) -> None:
    text = compose(entry).encode("utf-8")
    place = data.draw(st.integers(0, len(text)))
    damaged = text[:place] + noise + text[place + len(noise) :]
    try:
        parse(damaged)
    except Unreadable as problem:
        assert 1 <= problem.line <= damaged.count(b"\n") + 2


@given(entries())
def test_unknown_keys_and_sections_survive_a_change_of_another(entry: Entry) -> None:
    text = compose(entry).replace("+++\n", "+++\n# en kommentar\nfremmed = [1, 2]  # behold\n", 1)
    document = parse(text.encode("utf-8"))
    revised = revise(document, document.entry._replace(family="Familien Ulv"))
    assert "# en kommentar\nfremmed = [1, 2]  # behold\n" in revised
    again = parse(revised.encode("utf-8")).entry
    assert again.family == "Familien Ulv"
    assert again.sections == document.entry.sections
    assert re.search(r"(?m)^id = ", revised)
