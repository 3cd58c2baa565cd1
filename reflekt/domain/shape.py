"""The shape of a session: its phases, their minutes, who has the floor, what is written.

Shapes are data that practitioners may edit; see `templates/sessions/`. The same shape can last
different lengths; laid out for one of them it becomes the phases of a session.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from reflekt.domain.contents import ROLES, TRY
from reflekt.errors import N_, DamagedData, UsageProblem

BY, NEXT = "by", "next"
"""What is written but is no section: the day to have tried something, the day to meet again."""

FIRST, SECOND, BOTH, SILENCE = "first", "second", "both", "silence"

FLOORS = {
    "buddy": {"focus": FIRST, "partner": SECOND, "both": BOTH, "silence": SILENCE},
    "learning": {"counsellor": FIRST, "leader": SECOND, "both": BOTH, "silence": SILENCE},
}
"""What a shape calls the two people of a session of its kind, and who has the floor."""

ONE_LINE = (TRY, BY, NEXT)

_ID = r"[a-z][a-z0-9-]{0,30}"
_MOST_PHASES = 40
_LONGEST = 240


class Field(NamedTuple):
    """Something that may be written in a phase: the section it goes to and what it is called.

    `who` is the person it belongs to (`first`, `second`), where it is not the one in focus;
    `heading` is a heading of the team's own, for what has no role.
    """

    role: str
    label: str = ""
    who: str = FIRST
    heading: str = ""


class Phase(NamedTuple):
    """One phase of a session as it is held; `turn` is 1 where the second person is in focus."""

    id: str
    name: str
    minutes: int
    floor: str
    guidance: str = ""
    fields: tuple[Field, ...] = ()
    questions: bool = False
    in_turn: bool = False
    turn: int = 0


class Shape(NamedTuple):
    """How a session of one kind goes: for each length, the minutes of every phase."""

    kind: str
    language: str
    name: str
    lengths: tuple[int, ...]
    phases: tuple[Phase, ...]
    minutes: tuple[tuple[int, ...], ...]

    def laid_out(self, length: int) -> tuple[Phase, ...]:
        """The phases for a length, those in turn once for each person. Raises UsageProblem."""
        if length not in self.lengths:
            raise UsageProblem(
                N_("“{name}” can't last {minutes} minutes; it can last {lengths}."),
                name=self.name,
                minutes=length,
                lengths=", ".join(map(str, self.lengths)),
            )
        place = self.lengths.index(length)
        laid: list[Phase] = []
        block: list[Phase] = []
        for phase, minutes in zip(self.phases, self.minutes, strict=True):
            timed = phase._replace(minutes=minutes[place])
            if phase.in_turn:
                block.append(timed)
                continue
            laid += [*block, *_for_the_other(block), timed]
            block = []
        return (*laid, *block, *_for_the_other(block))


def _for_the_other(phases: list[Phase]) -> list[Phase]:
    return [phase._replace(id=f"{phase.id}-2", turn=1) for phase in phases]


def read_shape(values: Mapping[str, object], text: str, file: str) -> Shape:
    """A shape from its TOML and the text it stands in.

    Raises DamagedData that names the file, the line and what is wrong.
    """
    return _Reader(text, file).shape(values)


class _Reader:
    """Reads one file, and knows on which line each of its phases begins."""

    def __init__(self, text: str, file: str) -> None:
        self._file = file
        self._lines = [text.count("\n", 0, m.start()) + 1 for m in _phases_in(text)]
        self._text = text

    def shape(self, values: Mapping[str, object]) -> Shape:
        kind = self._word(values, "kind")
        if kind not in FLOORS:
            kinds = ", ".join(FLOORS)
            raise self._wrong(
                "kind", N_("{file}, line {line}: kind must be one of: {names}"), names=kinds
            )
        lengths = _whole_numbers(values.get("lengths"))
        if not lengths:
            raise self._wrong(
                "lengths", N_("{file}, line {line}: lengths must be minutes, such as [30, 45]")
            )
        tables = values.get("phase")
        no_phases = N_("{file}, line {line}: phases are written as [[phase]]")
        if not isinstance(tables, list) or not 0 < len(tables) <= _MOST_PHASES:
            raise self._wrong("phase", no_phases)
        phases, minutes = [], []
        for number, table in enumerate(tables):
            if not isinstance(table, dict):
                raise self._wrong("phase", no_phases)
            phases.append(self._phase(table, number, kind))
            own = _whole_numbers(table.get("minutes"))
            if len(own) != len(lengths):
                message = N_("{file}, line {line}: minutes must be a number for each length")
                raise self._wrong_in(number, "minutes", message)
            minutes.append(own)
        names = [phase.id for phase in phases]
        for number, name in enumerate(names):
            if name in names[:number] or name in {f"{n}-2" for n in names}:
                raise self._wrong_in(
                    number,
                    "id",
                    N_("{file}, line {line}: two phases are called “{name}”"),
                    name=name,
                )
        return Shape(
            kind,
            self._word(values, "language"),
            self._word(values, "name"),
            lengths,
            tuple(phases),
            tuple(minutes),
        )

    def _phase(self, table: Mapping[str, object], number: int, kind: str) -> Phase:
        name = self._word(table, "id", number)
        if not re.fullmatch(_ID, name):
            raise self._wrong_in(
                number,
                "id",
                N_("{file}, line {line}: id must be small letters and digits, such as “story”"),
            )
        floor = self._word(table, "floor", number) or "both"
        if floor not in FLOORS[kind]:
            raise self._wrong_in(
                number,
                "floor",
                N_("{file}, line {line}: floor must be one of: {names}"),
                names=", ".join(FLOORS[kind]),
            )
        fields = table.get("write", [])
        if not isinstance(fields, list) or not all(isinstance(one, dict) for one in fields):
            raise self._wrong_in(
                number,
                "write",
                N_('{file}, line {line}: write must be a list such as [{{ role = "story" }}]'),
            )
        return Phase(
            name,
            self._word(table, "name", number) or name,
            0,
            FLOORS[kind][floor],
            self._word(table, "guidance", number),
            tuple(self._field(one, number, kind) for one in fields),
            table.get("questions") is True,
            table.get("in_turn") is True,
        )

    def _field(self, table: Mapping[str, object], number: int, kind: str) -> Field:
        role = self._word(table, "role", number)
        heading = self._word(table, "heading", number)
        if role not in (*ROLES, BY, NEXT) and not (heading and not role):
            raise self._wrong_in(
                number,
                "write",
                N_("{file}, line {line}: “{role}” is not a role; there are: {roles}"),
                role=role,
                roles=", ".join((*ROLES, BY, NEXT)),
            )
        who = self._word(table, "who", number)
        people = {name: one for name, one in FLOORS[kind].items() if one in (FIRST, SECOND)}
        if who and who not in people:
            raise self._wrong_in(
                number,
                "write",
                N_("{file}, line {line}: who must be one of: {names}"),
                names=", ".join(people),
            )
        return Field(role, self._word(table, "label", number), people.get(who, FIRST), heading)

    def _word(self, table: Mapping[str, object], key: str, phase: int | None = None) -> str:
        value = table.get(key, "")
        if not isinstance(value, str):
            message = N_("{file}, line {line}: {word} must be text in quotes")
            if phase is None:
                raise self._wrong(key, message, word=key)
            raise self._wrong_in(phase, key, message, word=key)
        return " ".join(value.split())

    def _wrong(self, key: str, message: str, **parameters: object) -> DamagedData:
        return self._problem(self._line_of(key, 0, None), message, parameters)

    def _wrong_in(self, phase: int, key: str, message: str, **parameters: object) -> DamagedData:
        first = self._lines[phase] if phase < len(self._lines) else 1
        end = self._lines[phase + 1] if phase + 1 < len(self._lines) else None
        return self._problem(self._line_of(key, first - 1, end), message, parameters)

    def _line_of(self, key: str, first: int, end: int | None) -> int:
        """The line on which a key stands, from a line on; else that line itself."""
        for number, line in enumerate(self._text.split("\n")[first:end], first + 1):
            if re.match(rf"\s*(?:\[\[)?{key}\b", line):
                return number
        return first + 1

    def _problem(self, line: int, message: str, parameters: Mapping[str, object]) -> DamagedData:
        return DamagedData(
            message,
            hint=N_("Mend the file, or move it away to use what comes with reflekt."),
            file=self._file,
            line=line,
            **parameters,
        )


def _phases_in(text: str) -> list[re.Match[str]]:
    return list(re.finditer(r"(?m)^[ \t]*\[\[phase\]\]", text))


def _whole_numbers(values: object) -> tuple[int, ...]:
    """The minutes in a list; none where one of them can't be minutes."""
    if not isinstance(values, list):
        return ()
    numbers = tuple(one for one in values if type(one) is int and 0 <= one <= _LONGEST)
    return numbers if len(numbers) == len(values) else ()
