"""Learning points and the themes people gave them: in hashtags, and in codes of others' points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from reflekt.app.journal import Journal
from reflekt.domain.codebook import Codebook
from reflekt.domain.codes import (
    FOLDER,
    Agreement,
    Code,
    agreement,
    coder_file,
    coder_of,
    codes_text,
    point_digest,
    read_codes,
    themes_given,
    with_codes,
)
from reflekt.domain.contents import Headings, learning, with_themes
from reflekt.domain.document import Document, parse, revise
from reflekt.domain.entry import Entry, LearningPoint
from reflekt.domain.ports import Change, Filter, Row
from reflekt.domain.shared_points import shared_points
from reflekt.errors import N_, NotFound, ReflektError

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


def points_in(journal: Journal, entry: Entry, headings: Headings) -> tuple[LearningPoint, ...]:
    """What counts as a point: where others read it, what a report counts, so that all it calls
    uncoded can be given a theme."""
    if journal.space.kind == "private":
        return learning(entry, headings)
    return shared_points(entry, headings)


def points_of(
    journal: Journal,
    entry: Entry,
    row: Row,
    headings: Headings,
    codebook: Codebook,
    given: Mapping[object, Sequence[Code]],
) -> Iterator[Point]:
    """The learning points of an entry. `given` are the codes of each point's key."""
    for number, point in enumerate(points_in(journal, entry, headings), 1):
        bare = Point(row, number, point.text, point.themes, point.quotable, None)
        coded = given.get(bare.key, ()) if given else ()
        agreed = themes_given(coded) if coded else None
        if point.themes or agreed is not None:
            bare = bare._replace(themes=codebook.present_all([*point.themes, *(agreed or ())]))
        yield bare


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
        yield from points_of(journal, entry, row, headings, codebook, given)


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
        except ReflektError:
            continue
        for point in points_of(journal, entry, row, headings, codebook, given):
            for theme in point.themes or ():
                if point.text.strip() and not codebook.parts(theme):
                    found.setdefault(theme, []).append(point.text)
    return found


class Answer(NamedTuple):
    """What a person said of a point: these themes, or none of any (an empty tuple)."""

    id: str
    number: int
    themes: tuple[str, ...]


def uncoded(
    journal: Journal, headings: Headings, codebook: Codebook, *, apart: bool = False
) -> list[Point]:
    """The points that have no theme yet, or one that has been divided since; newest first.

    `apart`: what others have coded counts for nothing, so that two can code without looking.
    """
    coded = codes(journal)
    me = journal.settings.author
    mine = {code.key for code in coded.get(me, ())}
    seen = {me: coded.get(me, ())} if apart else coded
    return [
        point
        for point in points(journal, headings, codebook, seen)
        if point.text.strip()
        and point.key not in mine
        and (point.themes is None or (point.themes and not codebook.is_settled(point.themes)))
    ]


def give(
    journal: Journal,
    headings: Headings,
    answers: Sequence[Answer],
    *,
    apart: bool = False,
    settled: bool = False,
) -> None:
    """Keep answers, all in one commit: a hashtag where the entry is mine, else a code of mine.

    `apart` keeps them as codes even for points of mine. `settled`: two agreed on them, and what
    I gave first stays beside it. Raises NotFound for a point that is not there, and what
    Journal.commit raises; then none of them is kept.
    """
    me, today = journal.settings.author, journal.clock.now().date()
    path = coder_file(me)
    before = _bytes(journal, path)
    known = {code.key: code for code in (read_codes(before, path) if before else ())}
    expected: dict[str, bytes | None] = {}
    entries: dict[str, Document] = {}
    fresh: list[Code] = []
    for answer in answers:
        row = _row(journal, answer.id)
        data = journal.store.read(row.path)
        document = entries.get(row.path) or parse(data)
        all_points = points_in(journal, document.entry, headings)
        if not 0 < answer.number <= len(all_points):
            raise _no_point(answer)
        point = all_points[answer.number - 1]
        named_mine = document.entry.author == me and "contributor" not in document.entry.extra
        missing = [theme for theme in answer.themes if theme not in point.themes]
        tagged = named_mine and not apart and not settled and learning(document.entry, headings)
        if tagged and answer.themes:
            if missing:
                entry = with_themes(document.entry, headings, answer.number, missing)
                text = revise(document, entry)
                expected[row.path] = data
                entries[row.path] = parse(text.encode("utf-8"))
            continue
        key = (row.id, point_digest(point.text))
        old = known.get(key)
        if settled:
            first = old.themes if old else answer.themes
            fresh.append(Code(*key, first, today, answer.themes))
        else:
            fresh.append(Code(*key, answer.themes, today))
    changes = [Change(place, doc.source.encode("utf-8")) for place, doc in entries.items()]
    data = codes_text(with_codes(known.values(), fresh)).encode("utf-8")
    if fresh and data != before:
        changes.append(Change(path, data))
        expected[path] = before
    if changes:
        journal.commit(changes, f"themes given: {len(answers)}", expected)


def _row(journal: Journal, id: str) -> Row:
    rows = journal.index.matching(id, 2)
    if len(rows) != 1:
        raise _no_point(Answer(id, 1, ()))
    return rows[0]


def _no_point(answer: Answer) -> NotFound:
    return NotFound(
        N_("There is no learning point {id}:{number}."),
        hint=N_("`reflekt themes code --json` shows the points that have no theme yet."),
        id=answer.id,
        number=answer.number,
    )


def _bytes(journal: Journal, path: str) -> bytes | None:
    try:
        return journal.store.read(path)
    except NotFound:
        return None


class Differing(NamedTuple):
    """A point to which two people gave something different, in the order they are named."""

    entry: str
    number: int
    text: str
    one: tuple[str, ...]
    other: tuple[str, ...]
    settled: tuple[str, ...] | None


class Comparison(NamedTuple):
    """How I and another agree: over all, theme by theme, and where we differ."""

    over_all: Agreement
    by_theme: Mapping[str, Agreement]
    differing: Sequence[Differing]


def compare(journal: Journal, headings: Headings, codebook: Codebook, other: str) -> Comparison:
    """How my codes and another's agree, each as first given. Raises NotFound without theirs."""
    coded = codes(journal)
    me = journal.settings.author
    if other == me or other not in coded:
        raise NotFound(
            N_("{name} has not given themes to anybody's points in this space yet."),
            hint=N_("Each of you runs `reflekt themes code --with {name}` with the other's name."),
            name=other,
        )
    mine = {code.key: code for code in coded.get(me, ())}
    theirs = {code.key: code for code in coded[other]}
    shared = sorted(mine.keys() & theirs.keys())

    def given(code: Code) -> tuple[str, ...]:
        return tuple(sorted(codebook.present_all(code.themes)))

    pairs = [(given(mine[key]), given(theirs[key])) for key in shared]
    themes = sorted({theme for pair in pairs for one in pair for theme in one})
    by_theme = {t: agreement([(t in one, t in two) for one, two in pairs]) for t in themes}
    differing = []
    for key, (one, two) in zip(shared, pairs, strict=True):
        if one == two:
            continue
        for row in journal.index.matching(key[0], 1):
            entry = journal.document(row).entry
            for point in points_of(journal, entry, row, headings, codebook, {}):
                if point.key == key:
                    both = [c for c in (mine[key], theirs[key]) if c.settled is not None]
                    agreed = themes_given(both) if both else None
                    differing.append(Differing(row.id, point.number, point.text, one, two, agreed))
    return Comparison(agreement(pairs), by_theme, differing)
