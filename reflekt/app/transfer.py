"""Bringing many entries in at once: each becomes a record, and each record an entry."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import NamedTuple

from reflekt.app.capture import Written, entry_from
from reflekt.app.gate import blocked_in
from reflekt.app.journal import Journal
from reflekt.domain.document import MAX_BYTES, compose
from reflekt.domain.entry import KINDS, Entry, LearningPoint, Section, theme_name, themes_in
from reflekt.domain.foreign import Foreign
from reflekt.domain.ports import Change, Filter
from reflekt.domain.template import EntryTemplate
from reflekt.errors import N_, ReflektError

IN_ONE_COMMIT = 1000
"""Entries in one commit: few enough to lose little when interrupted, enough to be quick."""

KEYS = ("text", "author", "created", "kind", "themes", "learning", "contributor")


BLOCKED = N_("it holds a CPR number")
"""Why a line stays out that the privacy check stops for good."""

HERE_ALREADY, HERE_TWICE = N_("it is here already, as {name}"), N_("it stands here twice")
"""Why a line stays out that needs no second place."""


class Refused(NamedTuple):
    """A line that was not taken in, and why (a catalogue text and its parameters).

    `place` is the page, where there are several; else the line is that of the one file.
    """

    line: int
    reason: str
    parameters: Mapping[str, object]
    place: str = ""


class Reading(NamedTuple):
    """What a file of lines holds: entries to be written and the line of each (in a folder, its
    page), lines refused, keys nobody knows."""

    entries: Sequence[Entry]
    lines: Sequence[tuple[int, str]]
    refused: Sequence[Refused]
    unknown: Sequence[str]


_Sameness = tuple[datetime, str, tuple[Section, ...]]
_ALL = 10_000_000


class _NotTaken(Exception):
    """A line that can't be an entry: the reason is its first argument."""

    def __init__(self, reason: str, **parameters: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.parameters = parameters


def json_lines(lines: Iterable[bytes]) -> Iterator[Foreign]:
    """Lines of JSON as sources; see DESIGN §5 for their keys."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield Foreign(number, _record(line))
        except _NotTaken as problem:
            yield Foreign(number, reason=problem.reason, parameters=problem.parameters)


def read_sources(
    sources: Iterable[Foreign],
    *,
    template: Callable[[str], EntryTemplate],
    fresh_id: Callable[[], str],
    author: str,
    now: datetime,
) -> Reading:
    """Entries from sources. Nothing is written.

    `template` gives the entry template of a kind, `now` the time of entries without one.
    """
    entries: list[Entry] = []
    places: list[tuple[int, str]] = []
    refused: list[Refused] = []
    unknown: dict[str, None] = {}
    for source in sources:
        record = source.record
        if source.entry is not None:
            entries.append(source.entry._replace(id=fresh_id()))
            places.append((source.line, source.place))
            continue
        if record is None:
            refused.append(Refused(source.line, source.reason, source.parameters, source.place))
            continue
        try:
            written = _written(record)
            contributor = _text(record, "contributor")
            entry = entry_from(
                written,
                template(written.kind),
                id=fresh_id(),
                created=_created(record, now),
                author=_text(record, "author") or ("" if contributor else author),
            )
        except _NotTaken as problem:
            refused.append(Refused(source.line, problem.reason, problem.parameters, source.place))
            continue
        places.append((source.line, source.place))
        unknown.update(dict.fromkeys(key for key in record if key not in KEYS))
        entries.append(entry._replace(extra={"contributor": contributor}) if contributor else entry)
    return Reading(entries, places, refused, tuple(unknown))


def without_known(journal: Journal, reading: Reading, now: datetime) -> Reading:
    """The reading without what stands in the journal already, or stood further up.

    Known again by time, author and text; what came without a time is always taken for new.
    """
    dated = [one for one in reading.entries if one.created != now]
    if not dated:
        return reading
    known = _known(journal, dated)
    entries, lines = [], []
    refused = list(reading.refused)
    for entry, line in zip(reading.entries, reading.lines, strict=True):
        key = _sameness(entry)
        if entry.created != now and key in known:
            there = known[key]
            reason = HERE_ALREADY if there else HERE_TWICE
            refused.append(Refused(line[0], reason, {"name": there}, line[1]))
            continue
        known.setdefault(key, "")
        entries.append(entry)
        lines.append(line)
    refused.sort(key=lambda one: one.line)
    return reading._replace(entries=entries, lines=lines, refused=refused)


def _known(journal: Journal, entries: Sequence[Entry]) -> dict[_Sameness, str]:
    """Entries of the journal that could be one of these, by what makes them the same."""
    wanted = {(one.created, one.author, one.title) for one in entries}
    days = [one.created.date() for one in entries]
    near = Filter(since=min(days) - timedelta(days=1), until=max(days) + timedelta(days=1))
    found: dict[_Sameness, str] = {}
    for row in journal.index.newest(_ALL, near):
        if (row.created, row.author, row.title) in wanted:
            with suppress(ReflektError):  # one that can't be read is not the same as any
                found[_sameness(journal.document(row).entry)] = row.id
    return found


def _sameness(entry: Entry) -> _Sameness:
    return entry.created, entry.author, entry.sections


def without_blocked(journal: Journal, reading: Reading) -> Reading:
    """The reading without the entries that must not enter the journal's space: they are refused."""
    changes = (Change(one.path, compose(one).encode("utf-8")) for one in reading.entries)
    paths = {one.path for one in blocked_in(journal, changes)}
    if not paths:
        return reading
    numbered = list(zip(reading.entries, reading.lines, strict=True))
    refused = [
        Refused(line, BLOCKED, {}, place)
        for entry, (line, place) in numbered
        if entry.path in paths
    ]
    kept = [(entry, line) for entry, line in numbered if entry.path not in paths]
    return reading._replace(
        entries=[entry for entry, _ in kept],
        lines=[line for _, line in kept],
        refused=sorted([*reading.refused, *refused], key=lambda one: one.line),
    )


def write(journal: Journal, entries: Sequence[Entry]) -> Iterator[int]:
    """Write the entries, a thousand in a commit, and tell after each how many are written.

    Raises what Store.add_many raises; what has been told is written all the same.
    """
    for start in range(0, len(entries), IN_ONE_COMMIT):
        some = entries[start : start + IN_ONE_COMMIT]
        journal.add_many(some, f"import {len(some)}")
        yield start + len(some)


def _record(line: bytes) -> Mapping[str, object]:
    if len(line) > MAX_BYTES:
        raise _NotTaken(N_("it is longer than an entry may be"))
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise _NotTaken(N_("it is not UTF-8")) from None
    except (ValueError, RecursionError):
        raise _NotTaken(N_("it is not JSON")) from None
    if not isinstance(record, dict):
        raise _NotTaken(N_('it is not {{"text": "…"}}'))
    return record


def _written(record: Mapping[str, object]) -> Written:
    text = _text(record, "text")
    learning = tuple(_points(record.get("learning")))
    themes = _themes(record.get("themes"))
    if themes and learning:
        learning = tuple(
            point if point.themes else point._replace(themes=themes) for point in learning
        )
    elif themes:
        missing = [f"#{theme}" for theme in themes if theme not in themes_in(text)]
        text = " ".join([text.rstrip(), *missing])
    kind = _text(record, "kind") or ("visit" if learning else "note")
    if kind not in KINDS:
        raise _NotTaken(N_("“{kind}” is no kind of entry"), kind=kind)
    written = Written(kind, story=text, learning=learning)
    if written.is_empty:
        raise _NotTaken(N_("it has no text"))
    return written


def _text(record: Mapping[str, object], key: str) -> str:
    value = record.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _NotTaken(N_("{key} is not text"), key=key)
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise _NotTaken(N_("{key} holds half a character"), key=key) from None
    return value if key == "text" else " ".join(value.split())


def _themes(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(theme, str) for theme in value):
        raise _NotTaken(N_("themes is not a list of texts"))
    names = [theme_name(theme) for theme in value]
    for theme in names:
        if themes_in(f"#{theme}") != (theme,):
            raise _NotTaken(N_("“{theme}” can't be a theme"), theme=theme)
    return tuple(dict.fromkeys(names))


def _points(value: object) -> Iterator[LearningPoint]:
    if value is None:
        return
    if not isinstance(value, list):
        raise _NotTaken(N_("learning is not a list"))
    for one in value:
        point = {"text": one} if isinstance(one, str) else one
        if not isinstance(point, dict):
            raise _NotTaken(N_("learning is not a list of texts"))
        text = _text(point, "text").strip()
        if text:
            themes = _themes(point.get("themes"))
            yield LearningPoint(text, tuple(dict.fromkeys((*themes_in(text), *themes))))


def _created(record: Mapping[str, object], now: datetime) -> datetime:
    text = _text(record, "created")
    if not text:
        return now
    try:
        at = datetime.fromisoformat(text)
        at = (at if at.tzinfo else at.replace(tzinfo=now.tzinfo)).replace(microsecond=0)
        if not 1900 <= at.year <= 9000 or at.strftime("%z")[5:]:
            raise ValueError(text)  # an entry could not hold it
        return at
    except (ValueError, OverflowError):
        raise _NotTaken(N_("“{text}” is no time such as 2026-12-04T14:30"), text=text) from None
