"""What people type into a search, as an expression for the index.

    netværk "turde ikke" skole* -møde tema:tillid familie:ulv slags:besøg

Words must all be there; a phrase in quotes stands together; `*` finds words that begin so; a
minus keeps out; `tema:`, `familie:`, `slags:` and `forfatter:` (in English `theme:`, `family:`,
`kind:`, `author:`) narrow down. Nothing typed is an error, and nothing typed reaches the
database as anything but quoted words.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from reflekt.domain.entry import theme_name
from reflekt.domain.kinds import kind_named
from reflekt.domain.ports import Filter
from reflekt.domain.spelling import folded

_TERM = r'(-)?(?:([^\W\d_]+):)?(?:"([^"]*)"?|([^\s"]+))'
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


class Query(NamedTuple):
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
    for minus, field, phrase, word in re.findall(_TERM, text):
        known = _FIELDS.get(folded(field))
        typed = phrase or word
        if known and not minus:
            where = _narrowed(where, known, typed)
            continue
        if field and not known:
            typed = f"{field} {typed}"
        if not re.search(r"\w", typed):
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
        where = where._replace(without=" OR ".join(without))
    return Query(" AND ".join(exact), " AND ".join(begins), where)


def _narrowed(where: Filter, field: str, value: str) -> Filter:
    if field == "theme":
        return where._replace(theme=theme_name(value))
    if field == "kind":
        return where._replace(kind=kind_named(value) or folded(value))
    if field == "family":
        return where._replace(family=value)
    return where._replace(author=value)
