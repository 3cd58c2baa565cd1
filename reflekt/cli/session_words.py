"""What a session says on any terminal, its clock, and what it may use of the world."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple, Protocol

from reflekt.cli import output
from reflekt.domain.asking import Chosen
from reflekt.domain.contents import SINCE
from reflekt.domain.session import Session
from reflekt.domain.shape import BY, NEXT, SILENCE, Phase
from reflekt.errors import N_, UsageProblem
from reflekt.i18n import _, day, ngettext

SPEED = "REFLEKT_CLOCK_SPEED"
"""The environment variable that makes a session's clock run faster: for tests and for showing."""

_FASTEST = 100_000
_BAR = 20
_LEAST_COLUMNS, _LEAST_LINES = 50, 16


class Outside(NamedTuple):
    """What a session may use while it is held: its draft, questions to draw, days as people
    write them, and what was prepared and is shown when asked for."""

    keep: Callable[[Session], None]
    draw: Callable[[Session], Sequence[Chosen]]
    day: Callable[[str], date | None]
    prepared: str = ""


class Holder(Protocol):
    """Holds a session with the people at the terminal."""

    def hold(self, session: Session) -> Session:
        """The session when its last phase has been left.

        Raises KeyboardInterrupt, with everything kept, where they stop before.
        """


def holder(outside: Outside) -> Holder:
    """The best way to hold a session that this terminal allows."""
    import shutil

    size = shutil.get_terminal_size((80, 24))
    small = size.columns < _LEAST_COLUMNS or size.lines < _LEAST_LINES
    if small or os.environ.get("TERM") in ("dumb", "unknown"):
        from reflekt.cli.session_lines import LineHolder

        return LineHolder(outside)
    from reflekt.cli.session_screen import ScreenHolder

    return ScreenHolder(outside)


class Ticker:
    """Tells how much of the session's time has gone by since it was last asked.

    More than `longest` seconds at once is a machine that slept, not a session that went on.
    """

    def __init__(self, longest: float) -> None:
        self._speed = clock_speed()
        self._longest = longest
        self._last = time.monotonic()
        self.interval = max(0.05, min(1.0, 10 / self._speed))

    def passed(self) -> float:
        """Seconds of the session since the last call."""
        now = time.monotonic()
        seconds, self._last = now - self._last, now
        return min(max(seconds, 0.0), self._longest) * self._speed


def clock_speed() -> float:
    """How many seconds of the session go by in one. Raises UsageProblem."""
    text = os.environ.get(SPEED, "1")
    try:
        speed = float(text)
    except ValueError:
        speed = -1
    if not 0 < speed <= _FASTEST:
        raise UsageProblem(N_("{name} is “{value}”, which is no speed."), name=SPEED, value=text)
    return speed


def people_line(session: Session, phase: Phase) -> str:
    """Who the two are to one another in the phase."""
    first, second = (one.name for one in session.people)
    if phase.turn:
        first, second = second, first
    if session.kind == "learning":
        return _("{counsellor} with {leader}").format(counsellor=first, leader=second)
    return _("{focus} in focus, {partner} asks").format(focus=first, partner=second)


def floor_line(session: Session, phase: Phase) -> str:
    """Who has the floor."""
    speaker = session.speaker(phase)
    if speaker:
        name = speaker.name[:1].upper() + speaker.name[1:]
        return _("{name} has the floor").format(name=name)
    return _("silence") if phase.floor == SILENCE else _("you both speak")


def place_line(session: Session) -> str:
    """Which phase of how many."""
    place = min(session.place + 1, len(session.phases))
    return _("{number} of {total}").format(number=place, total=len(session.phases))


def clock_line(session: Session) -> str:
    """The soft clock of the phase, in whole minutes."""
    planned, here = session.seconds_planned, session.seconds_here
    if session.is_paused:
        return _("pause – the clock is waiting")
    over = int((here - planned) // 60)
    if over >= 1:
        told = ngettext(
            "{over} minute over, and that is all right",
            "{over} minutes over, and that is all right",
            over,
        )
        return told.format(over=over)
    told = _("{gone} of {minutes} min.")
    return told.format(gone=int(here // 60), minutes=int(planned // 60))


def whole_line(session: Session) -> str:
    """The soft clock of the whole session."""
    told = _("{gone} of {minutes} in all")
    return told.format(gone=int(session.seconds // 60), minutes=session.minutes)


def bar_line(session: Session, columns: int, margin: str) -> str:
    """The soft clock as a bar that fills, with its words; the whole where there is room for it."""
    part = session.seconds_here / session.seconds_planned if session.seconds_planned else 1
    full = round(min(1.0, part) * _BAR)
    here = f"{margin}{'━' * full}{'┄' * (_BAR - full)}  {clock_line(session)}"
    whole = f"   ({whole_line(session)})"
    return here + whole if len(here + whole) <= columns else here


def in_rows(keys: Sequence[str], columns: int, margin: str) -> str:
    """What the keys do, in as few lines as there is room for."""
    rows = [margin]
    for key in keys:
        if len(rows[-1]) + len(key) > columns - 2:
            rows.append(margin)
        rows[-1] += f"{key}   "
    return "\n".join(row.rstrip() for row in rows)


def earlier_lines(session: Session, phase: Phase) -> list[str]:
    """What was to be tried after the last session, in the phase that comes back to it."""
    if not any(field.role == SINCE for field in phase.fields):
        return []
    lines = []
    names = {person.key: person.name for person in session.people if person.key}
    for one in session.earlier:
        who = names.get(one.who, "")
        told = _("Last time {name} wanted to try: {what}") if who else _("From last time: {what}")
        lines.append(told.format(name=who, what=one.text))
        lines += [f"   {outcome}" for outcome in one.outcomes]
    return lines


def shown_fields(session: Session, phase: Phase) -> list[int]:
    """The fields of a phase that there is something to write in: what became of things to try
    is asked only where there were some."""
    return [
        number
        for number, field in enumerate(phase.fields)
        if field.role != SINCE or session.earlier or session.note(phase, number)
    ]


def label_of(session: Session, phase: Phase, field: int) -> str:
    """What a field is called, with the names in it."""
    one = phase.fields[field]
    return session.named(one.label or one.heading, phase.turn)


def day_hint(outside: Outside, role: str, text: str) -> str:
    """Which day is meant by what stands in a field for one."""
    if role not in (BY, NEXT) or not text.strip():
        return ""
    meant = outside.day(text.strip())
    return day(meant) if meant else _("which day? Friday, in 2 weeks or 2026-12-04")


def kept_or_why(outside: Outside, session: Session) -> str:
    """Keep the draft; where that can't be done, what to say about it."""
    from reflekt.errors import ReflektError

    try:
        outside.keep(session)
    except ReflektError as problem:
        return output.safe(_(problem.message).format(**problem.parameters))
    return ""
