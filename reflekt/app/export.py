"""Taking entries out: which, and what of them those who evaluate the practice get."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from reflekt.app.find import Found
from reflekt.app.journal import Journal
from reflekt.app.theme_report import space_coding
from reflekt.domain.codebook import Codebook
from reflekt.domain.coded import CodedSource, coded_source
from reflekt.domain.contents import Headings, learning
from reflekt.domain.document import Document
from reflekt.domain.ports import Filter
from reflekt.errors import ReflektError

ALL = 10_000_000


class Coded(NamedTuple):
    """Coded points, and a line of meaning for each theme that has one."""

    sources: Sequence[CodedSource]
    meanings: Mapping[str, str]


def chosen(journal: Journal, where: Filter) -> Iterator[tuple[Found, Document]]:
    """The entries that fit, the oldest first; one that can't be read is told of and left out."""
    for row in reversed(journal.index.newest(ALL, where)):
        try:
            yield Found(journal, row), journal.document(row)
        except ReflektError as problem:
            journal.notices.append(problem)


def coded(
    journal: Journal, where: Filter, headings: Headings, starters: Iterable[Codebook] = ()
) -> Coded:
    """The learning points of the entries that fit, with the themes people gave them.

    Nobody's name goes with them. `starters` say what a theme means that the space's own codebook
    does not know.
    """
    coding, unreadable = space_coding(journal.store, starters)
    journal.notices += [problem for _path, problem in unreadable]
    sources = []
    for found, document in chosen(journal, where):
        points = learning(document.entry, headings)
        themed = [
            (point, coding.present(coding.names(found.row.id, point) or ())[0]) for point in points
        ]
        source = coded_source(found.row.id, document.entry.created, themed)
        if source:
            sources.append(source)
    meanings = {one.name: one.meaning for one in coding.codebook.themes.values()}
    return Coded(sources, meanings)
