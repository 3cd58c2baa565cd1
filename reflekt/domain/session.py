"""A session of two people: which phase it is in, how long it has lasted, what was written.

A session is data: every event gives a new one, and each can be written to a draft and read
back, so that it goes on where it stopped, clock included. The clock is soft: it tells the time
and never ends anything.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

from reflekt.domain.contents import ASKED
from reflekt.domain.entry import Asked
from reflekt.domain.shape import BOTH, FIRST, FLOORS, SECOND, SILENCE, Field, Phase

MORE = 120
"""Seconds that a phase is extended by at a time."""

DRAFT_SCHEMA = 1

T = TypeVar("T")


class Person(NamedTuple):
    """Somebody in the session: their short name, empty where it is not known, and their name."""

    key: str
    name: str


class Earlier(NamedTuple):
    """Something that was to be tried after the last session, and what became of it so far."""

    text: str
    who: str = ""
    by: date | None = None
    outcomes: tuple[str, ...] = ()


class Drawn(NamedTuple):
    """A question that was drawn: from which sign or threat, in which words, in which phase."""

    item: str
    name: str
    question: str
    phase: str


class Session(NamedTuple):
    """One session. `place` is the phase it stands in; past the last one it is over.

    `people` are the one in focus and the partner, or the counsellor and the leader. `notes` are
    kept by phase and number of the field (see `note_key`). `offered` are the questions that have
    been shown, so that others come next. `joined` is the id of the partner's entry that my notes
    belong in, empty for a session of its own; `mine` tells which of the two I am.
    """

    id: str
    kind: str
    name: str
    language: str
    started: str
    people: tuple[Person, Person]
    phases: tuple[Phase, ...]
    place: int = 0
    elapsed: tuple[float, ...] = ()
    extra: tuple[int, ...] = ()
    is_paused: bool = False
    notes: Mapping[str, str] = MappingProxyType({})
    drawn: tuple[Drawn, ...] = ()
    offered: tuple[str, ...] = ()
    earlier: tuple[Earlier, ...] = ()
    mine: int = 0
    joined: bool = False

    # -- what it says -----------------------------------------------------------------------

    @property
    def begun(self) -> datetime:
        """When the session began."""
        return datetime.fromisoformat(self.started)

    @property
    def is_over(self) -> bool:
        """Whether the last phase has been left."""
        return self.place >= len(self.phases)

    @property
    def phase(self) -> Phase:
        """The phase it stands in; the last one where it is over."""
        return self.phases[min(self.place, len(self.phases) - 1)]

    @property
    def minutes(self) -> int:
        """How long the whole was meant to last."""
        return sum(phase.minutes for phase in self.phases)

    @property
    def seconds_here(self) -> float:
        """How long the phase has lasted."""
        return self.elapsed[min(self.place, len(self.phases) - 1)]

    @property
    def seconds_planned(self) -> float:
        """How long the phase is meant to last, with what was added."""
        place = min(self.place, len(self.phases) - 1)
        return self.phases[place].minutes * 60 + self.extra[place]

    @property
    def seconds(self) -> float:
        """How long the session has lasted."""
        return math.fsum(self.elapsed)

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been written."""
        return not any(text.strip() for text in self.notes.values())

    @property
    def text(self) -> str:
        """Everything that has been written, in order."""
        keys = [note_key(p, n) for p in self.phases for n in range(len(p.fields))]
        return "\n\n".join(self.notes[key] for key in keys if self.notes.get(key, "").strip())

    def person(self, role: str, turn: int = 0) -> Person:
        """The person who is `first` or `second` in a turn."""
        return self.people[(role == SECOND) ^ bool(turn)]

    def speaker(self, phase: Phase) -> Person | None:
        """Who has the floor; None where it is both, or nobody."""
        return None if phase.floor in (BOTH, SILENCE) else self.person(phase.floor, phase.turn)

    def named(self, text: str, turn: int = 0) -> str:
        """A line of guidance with the names in it."""
        roles = {name: one for name, one in FLOORS[self.kind].items() if one in (FIRST, SECOND)}
        for name, one in roles.items():
            text = text.replace("{" + name + "}", self.person(one, turn).name)
        return text[:1].upper() + text[1:]

    def note(self, phase: Phase, field: int) -> str:
        """What has been written in a field of a phase."""
        return self.notes.get(note_key(phase, field), "")

    # -- what happens -----------------------------------------------------------------------

    def ticked(self, seconds: float) -> Session:
        """Time has gone by; while it is paused or over, the clock stands still."""
        if self.is_paused or self.is_over or not 0 < seconds < math.inf:
            return self
        here = self.elapsed[self.place] + seconds
        return self._replace(elapsed=_put(self.elapsed, self.place, here))

    def paused(self) -> Session:
        """The clock stopped, or started again."""
        return self._replace(is_paused=not self.is_paused)

    def extended(self, seconds: int = MORE) -> Session:
        """A little more time for the phase."""
        if self.is_over or seconds < 0:
            return self
        more = self.extra[self.place] + seconds
        return self._replace(extra=_put(self.extra, self.place, more))

    def onward(self) -> Session:
        """On to the next phase, early or late; after the last one it is over."""
        return self._replace(place=min(self.place + 1, len(self.phases)), is_paused=False)

    def back(self) -> Session:
        """One phase back, its clock and notes as they were left; at the start it stays."""
        return self._replace(place=max(0, self.place - 1), is_paused=False)

    def swapped(self) -> Session:
        """The two in each other's place."""
        return self._replace(people=(self.people[1], self.people[0]), mine=1 - self.mine)

    def wrote(self, phase: Phase, field: int, text: str) -> Session:
        """What now stands in a field of a phase."""
        if not 0 <= field < len(phase.fields) or self.note(phase, field) == text:
            return self
        return self._replace(notes={**self.notes, note_key(phase, field): text})

    def shown(self, items: Sequence[str]) -> Session:
        """Questions have been shown to choose from."""
        return self._replace(offered=tuple(dict.fromkeys([*self.offered, *items])))

    def drew(self, item: str, name: str, question: str) -> Session:
        """A question was chosen: it stands in the phase's notes, and its answer beneath it."""
        phase = self.phase
        field = next((n for n, one in enumerate(phase.fields) if one.role == ASKED), None)
        if self.is_over or field is None:
            return self
        question = " ".join(question.split())
        before = self.note(phase, field).rstrip()
        text = f"{before}\n\n" if before else ""
        taken = self._replace(drawn=(*self.drawn, Drawn(item, name, question, phase.id)))
        return taken.wrote(phase, field, f"{text}> {question}\n")

    def questions_in(self, phase: Phase, text: str) -> tuple[str, tuple[Asked, ...]]:
        """A phase's notes taken apart: what belongs to no question, and the questions.

        A question whose line has been changed or taken out counts as words of the writer's.
        """
        known = {one.question: one for one in self.drawn if one.phase == phase.id}
        rest: list[str] = []
        found: list[tuple[Drawn, list[str]]] = []
        for line in text.split("\n"):
            drawn = known.get(line[1:].strip()) if line.startswith(">") else None
            if drawn:
                found.append((drawn, []))
            elif found:
                found[-1][1].append(line)
            else:
                rest.append(line)
        asked = [
            Asked(one.item, one.name, one.question, "\n".join(lines).strip("\n"))
            for one, lines in found
        ]
        return "\n".join(rest).strip("\n"), tuple(asked)

    # -- drafts -----------------------------------------------------------------------------

    def as_draft(self) -> Mapping[str, object]:
        """What is written to the draft."""
        return {
            "session": DRAFT_SCHEMA,
            **{key: getattr(self, key) for key in _TEXTS},
            "people": [list(person) for person in self.people],
            "phases": [
                {**phase._asdict(), "fields": [list(one) for one in phase.fields]}
                for phase in self.phases
            ],
            "place": self.place,
            "elapsed": list(self.elapsed),
            "extra": list(self.extra),
            "is_paused": self.is_paused,
            "notes": dict(self.notes),
            "drawn": [list(one) for one in self.drawn],
            "offered": list(self.offered),
            "earlier": [
                [one.text, one.who, one.by.isoformat() if one.by else "", list(one.outcomes)]
                for one in self.earlier
            ],
            "mine": self.mine,
            "joined": self.joined,
        }


_TEXTS = ("id", "kind", "name", "language", "started")


def begin(
    id: str,
    kind: str,
    name: str,
    language: str,
    started: datetime,
    people: tuple[Person, Person],
    phases: Sequence[Phase],
    *,
    earlier: Sequence[Earlier] = (),
    mine: int = 0,
    joined: bool = False,
) -> Session:
    """A session at its first phase, with nothing written."""
    return Session(
        id,
        kind,
        name,
        language,
        started.isoformat(),
        people,
        tuple(phases),
        elapsed=(0.0,) * len(phases),
        extra=(0,) * len(phases),
        earlier=tuple(earlier),
        mine=mine,
        joined=joined,
    )


def note_key(phase: Phase, field: int) -> str:
    """Under which name the notes of a field are kept."""
    return f"{phase.id}.{field}"


def from_draft(content: Mapping[str, object]) -> Session | None:
    """The session a draft holds; None for a draft that is not one."""
    if content.get("session") != DRAFT_SCHEMA:
        return None
    try:
        return _valid(_read(content))
    except (TypeError, ValueError, KeyError, IndexError, AttributeError):
        return None


def _read(content: Mapping[str, object]) -> Session:
    """The session as it stands in the draft. Raises what a draft of another kind makes it."""
    values = {key: _typed(content[key], str) for key in _TEXTS}
    datetime.fromisoformat(values["started"])
    first, second = (Person(*_texts(one)) for one in _typed(content["people"], list))
    phases = []
    for one in _typed(content["phases"], list):
        fields = tuple(Field(*_texts(field)) for field in one["fields"])
        phases.append(Phase(**{**one, "fields": fields}))
    earlier = []
    for text, who, by, outcomes in _typed(content["earlier"], list):
        day = date.fromisoformat(by) if by else None
        earlier.append(Earlier(_typed(text, str), _typed(who, str), day, tuple(_texts(outcomes))))
    notes = _typed(content["notes"], dict)
    return Session(
        **values,
        people=(first, second),
        phases=tuple(phases),
        place=_typed(content["place"], int),
        elapsed=tuple(float(one) for one in _typed(content["elapsed"], list)),
        extra=tuple(_typed(one, int) for one in _typed(content["extra"], list)),
        is_paused=_typed(content["is_paused"], bool),
        notes=dict(zip(_texts(notes), _texts(notes.values()), strict=True)),
        drawn=tuple(Drawn(*_texts(one)) for one in _typed(content["drawn"], list)),
        offered=tuple(_texts(_typed(content["offered"], list))),
        earlier=tuple(earlier),
        mine=_typed(content["mine"], int),
        joined=_typed(content["joined"], bool),
    )


def _valid(session: Session) -> Session:
    """The session, if it could have come about. Raises ValueError."""
    number = len(session.phases)
    if (
        session.kind not in FLOORS
        or not number
        or len({phase.id for phase in session.phases}) != number
        or not 0 <= session.place <= number
        or len(session.elapsed) != number
        or len(session.extra) != number
        or not all(0 <= one < math.inf for one in session.elapsed)
        or not all(one >= 0 for one in session.extra)
        or session.mine not in (0, 1)
        or not re.fullmatch(r"[0-9a-z]+", session.id)
    ):
        raise ValueError
    return session


def _typed(value: Any, kind: type[T]) -> T:
    if not isinstance(value, kind):
        raise TypeError
    return value


def _texts(values: Iterable[Any]) -> list[str]:
    return [_typed(value, str) for value in values]


def _put(values: tuple[T, ...], place: int, value: T) -> tuple[T, ...]:
    return (*values[:place], value, *values[place + 1 :])
