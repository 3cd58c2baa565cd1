"""Finding entries again: by reference, by list, by words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reflekt.app.journal import Journal
from reflekt.domain.entry import ID_ALPHABET, ID_LENGTH
from reflekt.domain.ports import Filter, Hit, Row
from reflekt.domain.query import Query
from reflekt.errors import N_, NotFound

_NEWEST = r"@(\d*)"
_PREFIX = rf"[{ID_ALPHABET}]{{1,{ID_LENGTH}}}"


class Found(NamedTuple):
    """A row and the journal it stands in."""

    journal: Journal
    row: Row


def resolve(journals: Sequence[Journal], reference: str) -> Found:
    """The entry a reference means: `@` the newest, `@2` the one before, else the start of an id.

    Raises NotFound where none answers, or more than one.
    """
    newest = re.fullmatch(_NEWEST, reference.strip())
    if newest and (not newest[1] or newest[1].strip("0")):
        number = int(newest[1] or 1)
        rows = _merged(journals, Filter(), number) if 0 < number <= 100_000 else []
        if len(rows) >= number > 0:
            return rows[number - 1]
        raise NotFound(
            N_("There is no entry {reference}: there are only {number}."),
            reference=reference,
            number=len(rows),
        )
    wanted = reference.strip().lower()
    matches = []
    if re.fullmatch(_PREFIX, wanted):
        matches = [Found(j, row) for j in journals for row in j.index.matching(wanted)]
    if not matches:
        raise NotFound(
            N_("There is no entry {reference}."),
            hint=N_("`reflekt list` shows your entries and their ids."),
            reference=reference[:60],
        )
    if len(matches) > 1:
        raise NotFound(
            N_("{reference} fits more than one entry: {names}."),
            hint=N_("Write more of the id."),
            reference=reference,
            names=", ".join(found.row.id for found in matches),
        )
    return matches[0]


def newest(journals: Sequence[Journal], where: Filter, limit: int) -> Sequence[Found]:
    """The newest entries that fit, over the journals."""
    return _merged(journals, where, limit)


class Answer(NamedTuple):
    """What a search found. `widened`: nothing fitted exactly, so words count as beginnings."""

    hits: Sequence[tuple[Journal, Hit]]
    widened: bool


def search(journals: Sequence[Journal], query: Query, limit: int) -> Answer:
    """Entries that answer a query, best first; several journals take turns by rank."""
    if not query.match:
        rows = _merged(journals, query.where, limit)
        return Answer([(f.journal, Hit(f.row, f.row.title, ())) for f in rows], widened=False)
    hits = _ranked(journals, query.match, query.where, limit)
    if hits or query.begins == query.match:
        return Answer(hits, widened=False)
    hits = _ranked(journals, query.begins, query.where, limit)
    return Answer(hits, widened=bool(hits))


def _ranked(
    journals: Iterable[Journal], match: str, where: Filter, limit: int
) -> list[tuple[Journal, Hit]]:
    found = [
        (place, journal, hit)
        for journal in journals
        for one in _by_every_name(journal, where)
        for place, hit in enumerate(journal.index.search(match, limit, one))
    ]
    if where.theme:
        found = list(
            {hit.row.path: (place, journal, hit) for place, journal, hit in found}.values()
        )
    found.sort(key=lambda one: one[0])
    return [(journal, hit) for _, journal, hit in found[:limit]]


def _merged(journals: Sequence[Journal], where: Filter, limit: int) -> list[Found]:
    found = [
        Found(journal, row)
        for journal in journals
        for one in _by_every_name(journal, where)
        for row in journal.index.newest(limit, one)
    ]
    if len(journals) > 1 or where.theme:
        found = list({(f.journal.space.name, f.row.path): f for f in found}.values())
        found.sort(key=lambda one: one.row.created.timestamp(), reverse=True)
    return found[:limit]


def _by_every_name(journal: Journal, where: Filter) -> Sequence[Filter]:
    """The filter, once for each name that its theme has had in the space."""
    if not where.theme:
        return [where]
    from reflekt.app.codebook import codebook_or_notice

    known = codebook_or_notice(journal)
    now = known.present(where.theme)
    names = {name for name in journal.index.themes() if known.present(name) == now}
    return [where._replace(theme=name) for name in sorted(names | {where.theme})]
