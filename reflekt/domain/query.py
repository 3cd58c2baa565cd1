"""What people type into a search, as an expression for the index.

    netværk "turde ikke" skole* -møde tema:tillid familie:ulv slags:besøg

Words must all be there; a phrase in quotes stands together; `*` finds words that begin so; a
minus keeps out; `tema:`, `familie:`, `slags:` and `forfatter:` (in English `theme:`, `family:`,
`kind:`, `author:`) narrow down. Nothing typed is an error, and nothing typed reaches the
database as anything but quoted words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from reflekt.domain.entry import theme_name
from reflekt.domain.kinds import kind_named
from reflekt.domain.ports import Filter
from reflekt.domain.spelling import folded

_TERM = re.compile(r'(-)?(?:([^\W\d_]+):)?(?:"([^"]*)"?|([^\s"]+))')
_WORD_CHARACTER = re.compile(r"\w")
_FIELDS = {
    "tema": "theme",
    "theme": "theme",
    "familie": "family",
    "family": "family",
    "slags": "kind",
    "kind": "kind",
    "forfatter": "author",
    "author": "author",
}


@dataclass(frozen=True, slots=True)
class Query:
    """`match` is an FTS5 expression, empty where only the filter speaks."""

    match: str
    begins: str
    where: Filter


def parse_query(text: str, where: Filter | None = None) -> Query:
    """A typed search. `begins` is `match` with every word taken as the beginning of one."""
    where = where or Filter()
    exact: list[str] = []
    begins: list[str] = []
    without: list[str] = []
    for minus, field, phrase, word in _TERM.findall(text):
        known = _FIELDS.get(folded(field))
        typed = phrase or word
        if known and not minus:
            where = _narrowed(where, known, typed)
            continue
        if field and not known:
            typed = f"{field} {typed}"
        if not _WORD_CHARACTER.search(typed):
            continue
        quoted = '"' + typed.rstrip("*").replace('"', '""').replace("\x00", " ") + '"'
        if minus:
            without.append(quoted + ("*" if word.endswith("*") else ""))
        elif word.endswith("*"):
            exact.append(quoted + "*")
            begins.append(quoted + "*")
        else:
            exact.append(quoted)
            begins.append(quoted if phrase else quoted + "*")
    if without:
        where = replace(where, without=" OR ".join(without))
    return Query(" AND ".join(exact), " AND ".join(begins), where)


def _narrowed(where: Filter, field: str, value: str) -> Filter:
    if field == "theme":
        return replace(where, theme=theme_name(value))
    if field == "kind":
        return replace(where, kind=kind_named(value) or folded(value))
    if field == "family":
        return replace(where, family=value)
    return replace(where, author=value)
