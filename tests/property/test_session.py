"""A session: any order of events keeps it valid, and a draft brings it back as it was."""

from __future__ import annotations

import json
import math
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reflekt.adapters.shipped import shipped
from reflekt.app.sessions import KEEP_LEARNING, entry_from, with_notes
from reflekt.domain.contents import actions, asked, learning
from reflekt.domain.document import compose, parse, revise
from reflekt.domain.merge import choices, merged_file
from reflekt.domain.session import Earlier, Person, Session, begin, from_draft
from reflekt.domain.shape import BY, NEXT, Phase, Shape, read_shape
from reflekt.domain.template import EntryTemplate, headings_of, read_template
from tests.samples import WHEN, texts

FILES = sorted(shipped("templates", "sessions").glob("*.toml"))
PEOPLE = (Person("jonas", "Jonas"), Person("mette", "Mette"))
Event = Callable[[Session], Session]


def read(place: Path) -> Shape:
    text = place.read_text("utf-8")
    return read_shape(tomllib.loads(text), text, place.name)


def template(kind: str, language: str) -> EntryTemplate:
    place = shipped("templates", "entries", f"{kind}.{language}.toml")
    return read_template(tomllib.loads(place.read_text("utf-8")), place.name)


def session(shape: Shape, length: int) -> Session:
    phases = shape.laid_out(length)
    earlier = (Earlier("Ringe", "jonas", date(2026, 11, 20), ("2026-11-20: hjalp",)), Earlier("x"))
    return begin("7f3kq2", shape.kind, "buddy", shape.language, WHEN, PEOPLE, phases,
                 earlier=earlier)  # fmt: skip


SHAPES = [read(place) for place in FILES]
sessions = st.sampled_from([session(shape, length) for shape in SHAPES for length in shape.lengths])


notes = st.one_of(texts, st.sampled_from(["> citat", "- [ ] prøve", "## Overskrift", "+++", ""]))


def wrote(field: int, text: str) -> Event:
    return lambda one: one.wrote(one.phase, field, text)


events = st.one_of(
    st.floats().map(lambda seconds: lambda one: one.ticked(seconds)),
    st.floats(0, 5000).map(lambda seconds: lambda one: one.ticked(seconds)),
    st.sampled_from(
        [Session.onward, Session.back, Session.paused, Session.extended, Session.swapped]
    ),
    st.builds(wrote, st.integers(-1, 6), notes),
    st.integers(-200, 200).map(lambda seconds: lambda one: one.extended(seconds)),
    st.tuples(st.sampled_from(["P4.T2", "P1.S9"]), notes).map(
        lambda drawn: lambda one: one.drew(drawn[0], "Navn", drawn[1]).shown([drawn[0]])
    ),
)


def after(begun: Session, happened: list[Event]) -> Session:
    for event in happened:
        begun = event(begun)
    return begun


def there_and_back(one: Session) -> Session | None:
    return from_draft(json.loads(json.dumps(one.as_draft(), ensure_ascii=False)))


@settings(max_examples=50)
@given(sessions, st.lists(events, max_size=15))
def test_any_order_of_events_leaves_a_session_that_its_draft_brings_back(
    begun: Session, happened: list[Event]
) -> None:
    one = after(begun, happened)
    assert there_and_back(one) == one


@settings(max_examples=50)
@given(sessions, st.lists(events, max_size=15))
def test_the_clock_never_runs_backwards_and_never_ends_anything(
    begun: Session, happened: list[Event]
) -> None:
    one = begun
    for event in happened:
        before, one = one, event(one)
        assert all(now >= then for now, then in zip(one.elapsed, before.elapsed, strict=True))
        assert all(math.isfinite(now) for now in one.elapsed)
        assert 0 <= one.place <= len(one.phases)
    still = one.ticked(100_000)
    assert still.place == one.place


@settings(max_examples=50)
@given(sessions, st.lists(events, max_size=12), st.floats(0.1, 5000))
def test_time_goes_to_the_phase_it_is_spent_in_and_stands_still_in_a_pause(
    begun: Session, happened: list[Event], seconds: float
) -> None:
    one = after(begun, happened)
    assert one.paused().ticked(seconds).seconds == one.seconds or one.is_paused
    if not (one.is_paused or one.is_over):
        ticked = one.ticked(seconds)
        assert ticked.seconds_here == one.seconds_here + seconds


@settings(max_examples=50)
@given(sessions, st.lists(events, max_size=12), st.data())
def test_nothing_typed_is_lost_by_going_on_and_back(
    begun: Session, happened: list[Event], data: st.DataObject
) -> None:
    one = after(begun, happened)
    moves = data.draw(
        st.lists(st.sampled_from([Session.onward, Session.back, Session.paused, Session.swapped]))
    )
    assert after(one, list(moves)).notes == one.notes


def _fields(one: Session) -> list[tuple[Phase, int]]:
    return [(phase, number) for phase in one.phases for number in range(len(phase.fields))]


@given(sessions, st.sets(st.integers(0, 40)))
def test_every_word_written_stands_in_the_entry(begun: Session, chosen: set[int]) -> None:
    one = begun
    written = []
    for place, (phase, number) in enumerate(_fields(one)):
        if place in chosen:
            written.append(f"ord-{place}-")
            one = one.wrote(phase, number, written[-1])
    entry = entry_from(one, template(one.kind, one.language), lambda _text: None)
    text = compose(entry)
    assert [word for word in written if word not in text] == []
    assert parse(text.encode("utf-8")).entry == entry


@pytest.mark.parametrize("shape", SHAPES, ids=[place.name for place in FILES])
def test_keeping_only_what_was_learned_keeps_nothing_else(shape: Shape) -> None:
    one = session(shape, shape.lengths[0])
    for place, (phase, number) in enumerate(_fields(one)):
        one = one.wrote(phase, number, f"ord-{place}-")
    entry = entry_from(one, template(one.kind, one.language), lambda _text: None, KEEP_LEARNING)
    text = compose(entry)
    for phase, number in _fields(one):
        role = phase.fields[number].role
        assert (one.note(phase, number) in text) == (role in ("learning", "try", BY)), role


@pytest.mark.parametrize("shape", SHAPES, ids=[place.name for place in FILES])
def test_what_is_written_is_found_again_by_its_headings(shape: Shape) -> None:
    one = session(shape, shape.lengths[0])
    texts = {"learning": "Vente #ro", "try": "Ringe", "by": "fredag", "asked": "Hm", NEXT: "fredag"}
    for phase, number in _fields(one):
        one = one.wrote(phase, number, texts.get(phase.fields[number].role, "Ord"))
    place = next(n for n, phase in enumerate(one.phases) if phase.questions)
    one = one._replace(place=place).drew("P4.T2", "Netværk", "Hvem spurgte du?")
    entry = entry_from(one, template(one.kind, one.language), lambda _text: date(2026, 12, 4))
    headings = headings_of([template(shape.kind, "da"), template(shape.kind, "en")])
    assert {headings.role(section.heading) for section in entry.sections} >= {
        "story", "asked", "learning", "try", "frame", "since"
    }  # fmt: skip
    assert learning(entry, headings)[0].themes == ("ro",)
    assert [one.question for one in asked(entry)] == ["Hvem spurgte du?"]
    assert {one.by for one in actions(entry)} == {date(2026, 12, 4)}
    assert entry.extra["authors"] == ["jonas", "mette"]
    assert entry.extra["next"] == date(2026, 12, 4)


def test_a_question_drawn_takes_the_words_beneath_it_as_its_answer() -> None:
    one = session(SHAPES[0], SHAPES[0].lengths[0])
    place = next(n for n, phase in enumerate(one.phases) if phase.questions)
    one = one._replace(place=place)
    one = one.wrote(one.phase, 0, "Først en tanke").drew("P4.T2", "Netværk", "Hvem?")
    one = one.wrote(one.phase, 0, one.note(one.phase, 0) + "Mormor\nOg en til")
    one = one.drew("P1.S9", "Åbenhed", "Hvad så?")
    rest, found = one.questions_in(one.phase, one.note(one.phase, 0))
    assert rest == "Først en tanke"
    assert [(each.item, each.answer) for each in found] == [
        ("P4.T2", "Mormor\nOg en til"),
        ("P1.S9", ""),
    ]


@pytest.mark.parametrize(
    "spoiled",
    [
        {"place": 99}, {"place": "0"}, {"elapsed": [1.0]}, {"people": []}, {"notes": {"a": 1}},
        {"started": "i går"}, {"phases": []}, {"session": 2}, {"kind": "visit"}, {"id": "../x"},
    ],
)  # fmt: skip
def test_a_spoiled_draft_is_no_session(spoiled: dict[str, object]) -> None:
    draft = {**session(SHAPES[0], SHAPES[0].lengths[0]).as_draft(), **spoiled}
    assert from_draft(draft) is None


def test_a_shape_adds_up_to_the_length_it_promises() -> None:
    for shape in SHAPES:
        for length in shape.lengths:
            assert sum(phase.minutes for phase in shape.laid_out(length)) == length


def test_both_languages_have_the_same_shapes() -> None:
    def bones(shape: Shape) -> object:
        return [
            (one.id, one.floor, one.questions, one.in_turn, [(f.role, f.who) for f in one.fields])
            for one in shape.phases
        ], shape.minutes

    by_name = {place.name: read(place) for place in FILES}
    for name, shape in by_name.items():
        assert bones(shape) == bones(by_name[name.replace(".da.", ".en.")])


@given(st.sets(st.integers(0, 12), min_size=1), texts)
@settings(max_examples=40)
def test_what_two_machines_add_to_one_session_merges_without_a_choice(
    chosen: set[int], typed: str
) -> None:
    """Mette joins with her notes while Jonas goes on writing in his own."""
    shape = next(one for one in SHAPES if one.kind == "buddy" and one.language == "da")
    ours = template("buddy", "da")
    own = session(shape, shape.lengths[0])
    hers = own.swapped()._replace(joined=True, mine=0)
    for place, (phase, number) in enumerate(_fields(own)):
        own = own.wrote(phase, number, f"jonas-{place}-")
        if place in chosen:
            hers = hers.wrote(phase, number, f"mette-{place}-{typed}")
    base = entry_from(own, ours, lambda _text: None)
    document = parse(compose(base).encode("utf-8"))
    joined = with_notes(document.entry, hers, ours, lambda _text: None)
    further = base.with_section(base.sections[1].heading, "jonas-videre-")
    merged = merged_file(
        base.path,
        document.source.encode("utf-8"),
        revise(document, further).encode("utf-8"),
        revise(document, joined).encode("utf-8"),
    )
    assert merged.data is not None
    assert merged.beside is None
    assert choices(merged.data) == 0
    text = merged.data.decode("utf-8")
    assert "jonas-videre-" in text
    assert all(f"mette-{place}-" in text for place in chosen if place < len(_fields(own)))
