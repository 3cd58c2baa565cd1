"""A theme day in the making: its frame, the candidates for its agenda, and how the voting stands.

It is kept in `themedays/<date>/themeday.toml`; see journal/FORMAT.md. The candidates come from
what people shared; the leader may add and strike, with a reason that is kept.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from reflekt.domain.agenda import Day, clock_minutes
from reflekt.domain.ballots import DOTS, LONGEST_TITLE
from reflekt.domain.ports import blob_id
from reflekt.domain.spelling import folded
from reflekt.errors import N_, DamagedData, why

T = TypeVar("T")

SCHEMA = 1
FOLDER = "themedays"

REPORT, SHARED, TRIED, FEEDBACK, DECIDED, CARRIED, LEADER, VOTER = SOURCES = (
    "report",
    "shared",
    "tried",
    "feedback",
    "decided",
    "carried",
    "leader",
    "voter",
)
"""Where a candidate comes from: the report over learning points, an entry a pair has shared,
something tried that did not help, citizens' feedback, a decision of the last theme day, a theme
there was no time for then, the leader, a colleague's ballot."""


class Candidate(NamedTuple):
    """Something to talk about on the day. `struck` is the reason why the leader took it off."""

    key: str
    title: str
    source: str
    why: str = ""
    natures: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    struck: str = ""


class Closed(NamedTuple):
    """The voting is over: when, how many voices, the dots, and the ballots that were there."""

    at: datetime
    voices: int
    votes: Mapping[str, int]
    ballots: Mapping[str, str]


class ThemeDay(NamedTuple):
    """One theme day."""

    day: date
    begins: time
    ends: time
    people: int
    dots: int = DOTS
    candidates: tuple[Candidate, ...] = ()
    closed: Closed | None = None
    extra: Mapping[str, object] = MappingProxyType({})

    @property
    def folder(self) -> str:
        """Where its files lie in the space."""
        return f"{FOLDER}/{self.day.isoformat()}"

    @property
    def path(self) -> str:
        """The file that holds this."""
        return f"{self.folder}/themeday.toml"

    @property
    def standing(self) -> tuple[Candidate, ...]:
        """The candidates that have not been struck."""
        return tuple(one for one in self.candidates if not one.struck)

    def frame(self, *, look_back: bool) -> Day:
        """The day as the planning takes it."""
        return Day(clock_minutes(self.begins), clock_minutes(self.ends), self.people, look_back)

    def with_candidates(self, found: Iterable[Candidate]) -> ThemeDay:
        """The day with these candidates: what was struck stays struck, what people added stays."""
        before = {one.key: one for one in self.candidates}
        fresh = {one.key: one for one in found}
        merged = {
            key: one._replace(struck=before[key].struck) if key in before else one
            for key, one in fresh.items()
        }
        for key, one in before.items():
            if key not in merged and (one.struck or one.source in (LEADER, CARRIED)):
                merged[key] = one
        return self._replace(candidates=tuple(merged.values()))


def candidate_key(text: str) -> str:
    """A key for a candidate, from its title: letters, digits and hyphens."""
    words = "-".join(re.findall(r"\w+", folded(text)))[:60]
    return words or f"tema-{blob_id(text.strip().encode())[:6]}"


def titled(text: str, why: str) -> tuple[str, str]:
    """A title short enough to be one, and why; what had to be cut off stands in front of why."""
    title, why = " ".join(text.split()), " ".join(why.split())
    if len(title) <= LONGEST_TITLE:
        return title, why
    return f"{title[: LONGEST_TITLE - 1].rstrip()}…", " – ".join(filter(None, (title, why)))


def themeday_text(day: ThemeDay) -> str:
    """The file of a theme day."""
    import tomli_w

    content: dict[str, object] = {
        "schema": SCHEMA,
        "day": day.day,
        "begins": day.begins,
        "ends": day.ends,
        "people": day.people,
        "dots": day.dots,
        **day.extra,
    }
    if day.closed:
        content["closed"] = {
            "at": day.closed.at.isoformat(),
            "voices": day.closed.voices,
            "votes": dict(sorted(day.closed.votes.items())),
            "ballots": [list(pair) for pair in sorted(day.closed.ballots.items())],
        }
    content["candidate"] = {
        one.key: {
            key: list(value) if isinstance(value, tuple) else value
            for key, value in one._asdict().items()
            if value and key != "key"
        }
        for one in day.candidates
    }
    return tomli_w.dumps(content)


def read_themeday(data: bytes, file: str) -> ThemeDay:
    """A theme day from its file. Raises DamagedData, naming the file and what is wrong."""
    try:
        values = tomllib.loads(data.decode("utf-8"))
        schema = values.get("schema", SCHEMA)
        if type(schema) is int and schema > SCHEMA:
            raise ValueError("schema: written by a newer version of reflekt")
        tables = values.get("candidate", {})
        known = ("schema", "day", "begins", "ends", "people", "dots", "candidate", "closed")
        return ThemeDay(
            _day(values),
            _typed(values, "begins", time),
            _typed(values, "ends", time),
            _typed(values, "people", int),
            _typed(values, "dots", int, DOTS),
            tuple(_candidate(key, table) for key, table in tables.items()),
            _closed(values["closed"]) if "closed" in values else None,
            {key: value for key, value in values.items() if key not in known},
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as problem:
        raise DamagedData(
            N_("{file} can't be read: {problem}."),
            hint=N_("Mend the file; `git log` in the space shows what it was before."),
            file=file,
            problem=why(problem),
        ) from problem


def _typed(values: Mapping[str, object], key: str, wanted: type[T], default: T | None = None) -> T:
    value = values.get(key, default)
    if not isinstance(value, wanted) or isinstance(value, bool):
        raise TypeError(f"{key}: {wanted.__name__} expected")
    return value


def _day(values: Mapping[str, object]) -> date:
    """The day: not a moment, and one that others can be counted from."""
    day = _typed(values, "day", date)
    if isinstance(day, datetime) or not is_reckonable(day):
        raise ValueError("day: no day of this millennium")
    return day


def is_reckonable(day: date) -> bool:
    """Whether weeks and months before and after the day can be counted."""
    return 2000 <= day.year < 3000


def _candidate(key: str, table: Mapping[str, object]) -> Candidate:
    source = _typed(table, "source", str, LEADER)
    return Candidate(
        key,
        _typed(table, "title", str),
        source if source in SOURCES else LEADER,
        _typed(table, "why", str, ""),
        tuple(str(one) for one in _typed(table, "natures", list, [])),
        tuple(str(one) for one in _typed(table, "entries", list, [])),
        _typed(table, "struck", str, ""),
    )


def _closed(table: Mapping[str, object]) -> Closed:
    votes = _typed(table, "votes", dict, {})
    ballots = _typed(table, "ballots", list, [])
    return Closed(
        datetime.fromisoformat(_typed(table, "at", str)),
        _typed(table, "voices", int),
        {str(key): int(number) for key, number in votes.items()},
        {str(token): str(blob) for token, blob in ballots},
    )
