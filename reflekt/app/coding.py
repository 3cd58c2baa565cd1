"""Learning points and the themes people gave them: in hashtags, and in codes of others' points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from reflekt.app.journal import Journal
from reflekt.domain.codebook import Codebook
from reflekt.domain.codes import (
    FOLDER,
    Code,
    coder_file,
    coder_of,
    codes_text,
    point_digest,
    read_codes,
    themes_given,
    with_codes,
)
from reflekt.domain.contents import Headings, learning
from reflekt.domain.entry import Entry
from reflekt.domain.ports import Change, Filter, Row
from reflekt.errors import NotFound, ReflektError

Coded = Mapping[str, Sequence[Code]]
"""Everybody's codes, by their short name."""


class Point(NamedTuple):
    """A learning point: where it stands (`number` from 1), its words, the hashtags written with
    it, and its themes as they are called today, codes included (None: nobody has looked yet)."""

    row: Row
    number: int
    text: str
    written: tuple[str, ...]
    quotable: bool
    themes: tuple[str, ...] | None

    @property
    def key(self) -> tuple[str, str]:
        """What codes know it by."""
        return (self.row.id, point_digest(self.text))


def codes(journal: Journal) -> dict[str, tuple[Code, ...]]:
    """Everybody's codes in the space; a file that can't be read is left out and noticed."""
    found = {}
    for path in journal.store.beneath(FOLDER):
        coder = coder_of(path)
        if coder is None:
            continue
        try:
            found[coder] = read_codes(journal.store.read(path), path)
        except ReflektError as problem:
            journal.notices.append(problem)
    return found


def points_of(
    entry: Entry,
    row: Row,
    headings: Headings,
    codebook: Codebook,
    given: Mapping[object, Sequence[Code]],
) -> Iterator[Point]:
    """The learning points of an entry. `given` are the codes of each point's key."""
    for number, point in enumerate(learning(entry, headings), 1):
        themes = codebook.present_all(point.themes)
        bare = Point(row, number, point.text, point.themes, point.quotable, themes)
        coded = given.get(bare.key, ()) if given else ()
        agreed = themes_given(coded) if coded else None
        if agreed is not None:
            themes = codebook.present_all([*point.themes, *agreed])
            yield bare._replace(themes=themes)
        else:
            yield bare if point.themes else bare._replace(themes=None)


def points(
    journal: Journal,
    headings: Headings,
    codebook: Codebook,
    coded: Coded,
    where: Filter = Filter(),  # noqa: B008 - it can't change
    limit: int = 1_000_000,
) -> Iterator[Point]:
    """The learning points of the newest entries that fit, newest first."""
    given = by_point(coded)
    for row in journal.index.newest(limit, where):
        try:
            entry = journal.document(row).entry
        except ReflektError:
            continue  # told of when the index was brought up to date
        yield from points_of(entry, row, headings, codebook, given)


def by_point(coded: Coded) -> dict[object, list[Code]]:
    """Everybody's codes by the point they are about, in the order of the coders' names."""
    found: dict[object, list[Code]] = {}
    for coder in sorted(coded):
        for code in coded[coder]:
            found.setdefault(code.key, []).append(code)
    return found


def confirmed(
    journal: Journal, headings: Headings, codebook: Codebook, *, newest: int
) -> dict[str, list[str]]:
    """The points people gave each theme, newest first: what suggestions are learned from.

    The `newest` entries with themes are looked at, and as many that others have coded.
    """
    coded = codes(journal)
    rows = {row.id: row for row in journal.index.newest(newest, Filter(has_themes=True))}
    wanted = sorted({code.entry for some in coded.values() for code in some} - rows.keys())
    for id in wanted[:newest]:
        rows.update((row.id, row) for row in journal.index.matching(id, 1))
    given = by_point(coded)
    found: dict[str, list[str]] = {}
    ordered = sorted(rows.values(), key=lambda row: (row.created.timestamp(), row.path))
    for row in reversed(ordered):
        try:
            entry = journal.document(row).entry
        except (NotFound, ReflektError):
            continue
        for point in points_of(entry, row, headings, codebook, given):
            for theme in point.themes or ():
                if point.text.strip() and not codebook.parts(theme):
                    found.setdefault(theme, []).append(point.text)
    return found


def give(journal: Journal, fresh: Iterable[Code]) -> None:
    """Keep my codes of others' points. Raises what Store.commit raises, and then keeps none."""
    me = journal.settings.author
    path = coder_file(me)
    try:
        before: bytes | None = journal.store.read(path)
    except NotFound:
        before = None
    known = read_codes(before, path) if before else ()
    data = codes_text(with_codes(known, fresh)).encode("utf-8")
    if data != before:
        journal.commit([Change(path, data)], "codes", {path: before})
