"""What goes from one space to another, and what the entry it came from remembers of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from reflekt.domain.contents import ASKED, LEARNING, STORY, TRY, Headings, learning, learning_text
from reflekt.domain.entry import Entry, LearningPoint, Section, is_id
from reflekt.domain.template import EntryTemplate

KEY = "shared"
"""The front-matter key under which an entry remembers where it went."""

ONLY_LEARNING, EVERYTHING = "learning", "all"


class Shared(NamedTuple):
    """Where an entry went: the space, the id it has there, the day."""

    space: str
    id: str
    when: date


class Piece(NamedTuple):
    """One thing that may leave: a learning point, which keeps its themes and may be quoted or not,
    or a section as a whole, under its heading."""

    text: str
    heading: str = ""
    point: LearningPoint | None = None


def shared(entry: Entry) -> tuple[Shared, ...]:
    """Where the entry went, as far as its front matter can be read."""
    values = entry.extra.get(KEY, ())
    found = []
    for value in values if isinstance(values, list | tuple) else ():
        if not isinstance(value, dict):
            continue
        space, id, when = value.get("space"), value.get("id"), value.get("when")
        if isinstance(space, str) and isinstance(id, str) and is_id(id) and isinstance(when, date):
            found.append(Shared(space, id, when))
    return tuple(found)


def remembering(entry: Entry, all_: Sequence[Shared]) -> Entry:
    """The entry with exactly these places remembered."""
    extra = {key: value for key, value in entry.extra.items() if key != KEY}
    if all_:
        extra[KEY] = [one._asdict() for one in all_]
    return entry._replace(extra=extra)


def pieces(entry: Entry, headings: Headings, what: str) -> tuple[Piece, ...]:
    """What of the entry may leave: its learning points, and with `all` the other sections too,
    which stand before them in their order."""
    points = tuple(Piece(point.text, point=point) for point in learning(entry, headings))
    if what != EVERYTHING:
        return points
    in_sections = entry.kind == "note"  # its points are paragraphs of its text
    sections = tuple(
        Piece(section.text, section.heading)
        for section in entry.sections
        if section.text.strip() and (in_sections or headings.role(section.heading) != LEARNING)
    )
    return sections if in_sections else (*sections, *points)


def body_of(chosen: Sequence[Piece], template: EntryTemplate, language: str) -> tuple[Section, ...]:
    """The sections of the new entry, in the order of the template where it knows them."""
    points = [piece.point for piece in chosen if piece.point]
    sections = [Section(piece.heading, piece.text) for piece in chosen if not piece.point]
    if points:
        heading = template.part(LEARNING).heading
        sections.append(Section(heading, learning_text(points, language)))
    order = [template.part(role).heading for role in (STORY, ASKED, LEARNING, TRY)]
    last = len(order)
    sections.sort(key=lambda one: order.index(one.heading) if one.heading in order else last)
    sections.sort(key=lambda one: one.heading != "")
    return tuple(sections)


def said(piece: Piece, text: str, *, quotable: bool = False) -> Piece:
    """The piece in other words; a learning point keeps the themes it was given."""
    if piece.point is None:
        return piece._replace(text=text)
    return piece._replace(text=text, point=piece.point._replace(text=text, quotable=quotable))
