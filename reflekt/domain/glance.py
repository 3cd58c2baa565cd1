"""An entry at a glance: what lists, searches and the choosing of questions need of it.

Reading every entry of a large journal is the slowest thing reflekt ever does. The head of an
entry as reflekt writes it is read with one pattern, any other as `document` reads it; the body
is looked through without being taken apart. What comes out is what the whole entry would say:
a property test holds the two together.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache
from typing import NamedTuple

from reflekt.domain.contents import ITEM_ID, action_in
from reflekt.domain.document import MAX_BYTES, parse
from reflekt.domain.entry import ID_ALPHABET, ID_LENGTH, Action, themes_in, title_in

_TEXT = r'"([^"\\\x00-\x1f\x7f]*)"\n'
_CANONICAL = (
    rf'\+\+\+\nschema = 1\nid = "([{ID_ALPHABET}]{{{ID_LENGTH}}})"\nkind = "([a-z][a-z0-9-]*)"\n'
    r"created = ((?:19|20)\d\d-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d)\n"
    rf'author = {_TEXT}language = "[a-z]+"\n(?:family = {_TEXT})?'
    r"(?:concern = \{ before = \d, after = \d \}\n)?\+\+\+\n"
)
_SECTION = r"\n## +\S.*"
_QUESTION = rf"\n### +.*\(({ITEM_ID})\)[ \t]*(?=\n|\Z)((?:\n+>.*(?:\n>.*)*)?)"
_TASK = r"\n[-*+] +\[([ xX])\] +(\S.*)"
"""Each begins with the line end before it: looking for that is quicker than looking at every
character for the beginning of a line."""

_NO_SECTION = "\n-"
"""Stands for a section's heading while the body is looked through."""


class Glance(NamedTuple):
    """What the head says, and what the body holds, without its answers and learning points.

    `words` are the writer's own: without headings and without the questions that were asked.
    """

    id: str
    kind: str
    created: datetime
    author: str
    family: str
    title: str
    themes: tuple[str, ...]
    words: str
    asked: tuple[tuple[str, str], ...]
    open_actions: tuple[tuple[int, Action], ...]


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(one) for one in (_CANONICAL, _SECTION, _QUESTION, _TASK))


def glance(data: bytes) -> Glance:
    """An entry's bytes at a glance. Raises Unreadable, as `document.parse` does."""
    canonical, section, question, task = _patterns()
    try:
        source = data.decode("utf-8") if len(data) <= MAX_BYTES else ""
        head = canonical.match(source)
        created = datetime.fromisoformat(head[3]) if head else None
    except ValueError:
        head = None
    if head is None or created is None:
        document = parse(data)
        entry = document.entry
        front = (entry.id, entry.kind, entry.created, entry.author, entry.family)
        text = f"\n{document.body}"
    else:
        front = (head[1], head[2], created, head[4], head[5] or "")
        text = source[head.end() - 1 :]  # from the line end before the body
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    text = section.sub(_NO_SECTION, text)
    words, asked = _apart(question, text) if "### " in text else (text, ())
    return Glance(
        *front,
        title_in(text),
        themes_in(text),
        words,
        asked,
        _open_actions(task, text) if "[ ]" in text else (),
    )


def _apart(question: re.Pattern[str], text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The writer's own words, and the questions that were asked."""
    words, asked = [], []
    at = 0
    for found in question.finditer(text):
        words.append(text[at : found.start()])
        at = found.end()
        lines = [line.lstrip(">").strip() for line in found[2].strip("\n").split("\n")]
        asked.append((found[1], lines[0] if len(lines) == 1 else " ".join(lines).strip()))
    words.append(text[at:])
    return "\n".join(words), tuple(asked)


def _open_actions(task: re.Pattern[str], text: str) -> tuple[tuple[int, Action], ...]:
    tasks = enumerate(task.finditer(text))
    return tuple([(place, action_in(found)) for place, found in tasks if found[1] == " "])
