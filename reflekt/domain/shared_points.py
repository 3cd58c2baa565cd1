"""A shared entry as a report needs it: whose it is, when, what was learned, asked and tried.

Twenty thousand entries are read for one report, so the head of an entry as reflekt writes it is
read with one pattern, any other as `document` reads it; a property test holds the two together.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import NamedTuple

from reflekt.domain.contents import TRY, Headings, actions, asked, learning
from reflekt.domain.document import MAX_BYTES, parse, with_body
from reflekt.domain.entry import (
    ID_ALPHABET,
    ID_LENGTH,
    Action,
    Entry,
    LearningPoint,
)

_TEXT = r'"([^"\\\x00-\x1f\x7f]*)"\n'
_NUMBER = r"(?:0|[1-9]\d?)"
_HEAD = (
    rf'\+\+\+\nschema = 1\nid = "([{ID_ALPHABET}]{{{ID_LENGTH}}})"\n'
    r'kind = "([a-z][a-z0-9-]{0,30})"\n'
    r"created = ((?:19|20)\d\d-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d)\n"
    rf'author = {_TEXT}language = "([a-z]+)"\n(?:family = {_TEXT})?'
    rf"(?:concern = \{{ before = {_NUMBER}, after = {_NUMBER} \}}\n)?"
    rf"(?:contributor = {_TEXT})?\+\+\+\n"
)


class SharedEntry(NamedTuple):
    """One entry of a shared space.

    `person` stands for whoever wrote it, and is the same in all of that person's entries: it is
    for telling people apart, never for showing. `answered` are the signs and threats whose
    questions were answered.
    """

    id: str
    day: date
    person: str
    points: tuple[LearningPoint, ...]
    answered: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ()


def read_shared(data: bytes, headings: Headings) -> SharedEntry:
    """An entry's bytes as a report needs them. Raises Unreadable, as `document.parse` does."""
    entry = _entry(data)
    return SharedEntry(
        entry.id,
        entry.created.date(),
        person(entry),
        shared_points(entry, headings),
        tuple(dict.fromkeys(one.item for one in asked(entry) if one.answer.strip())),
        actions(entry),
    )


def person(entry: Entry) -> str:
    """What tells the writer from others: the contributor's token, else the short name.

    All entries with neither count as one person's.
    """
    token = entry.extra.get("contributor")
    if isinstance(token, str) and token.strip():
        return f"contributor {token.strip()}"
    name = entry.author.strip().casefold()
    return f"author {name}" if name else ""


def shared_points(entry: Entry, headings: Headings) -> tuple[LearningPoint, ...]:
    """The learning points of an entry that was shared.

    Where nothing stands under its learning heading, each paragraph with a theme is one, whatever
    its kind; a note without any theme is one as a whole.
    """
    points = learning(entry, headings)
    if points:
        return points
    told = tuple(s for s in entry.sections if headings.role(s.heading) != TRY)
    if entry.kind != "note":
        return learning(entry._replace(kind="note", sections=told), headings)
    text = "\n\n".join(section.text for section in told).strip()
    return (LearningPoint(text),) if text else ()


def _entry(data: bytes) -> Entry:
    try:
        source = data.decode("utf-8") if len(data) <= MAX_BYTES else ""
        head = re.match(_HEAD, source)
        created = datetime.fromisoformat(head[3]) if head else None
    except ValueError:
        head, created = None, None
    if head is None or created is None:
        return parse(data).entry
    extra = {"contributor": head[7]} if head[7] else {}
    entry = Entry(head[1], head[2], created, head[4], head[5], extra=extra)
    return with_body(entry, source[head.end() :])
