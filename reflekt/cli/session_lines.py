"""A session line by line, for terminals that can do nothing more, and for small windows."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from reflekt.cli import output
from reflekt.cli.session_words import (
    Outside,
    Ticker,
    clock_line,
    day_hint,
    earlier_lines,
    floor_line,
    kept_or_why,
    label_of,
    people_line,
    place_line,
    shown_fields,
    whole_line,
)
from reflekt.domain.asking import Chosen
from reflekt.domain.session import Session
from reflekt.domain.shape import ONE_LINE
from reflekt.i18n import _

BACK, MORE, PAUSE, QUESTIONS, PREPARED = "<", "+", "=", "?", "!"

_LONGEST_SILENCE = 3600.0
"""A line may take its time: only more than this is a machine that slept."""


class _Turned(Exception):
    """The phase was left in the middle."""


class LineHolder:
    """Holds a session by asking for one line after the other."""

    def __init__(self, outside: Outside) -> None:
        self._outside = outside
        self._ticker = Ticker(_LONGEST_SILENCE)

    def hold(self, session: Session) -> Session:
        """See Holder.hold."""
        self._session = session
        output.line(f"{session.name} · {people_line(session, session.phase)}", bold=True)
        output.line(self._help(), dim=True)
        while not self._session.is_over:
            try:
                self._lead_phase()
            except _Turned:
                continue
            self._take(self._session.onward())
        return self._session

    def _lead_phase(self) -> None:
        session, phase = self._session, self._session.phase
        output.line()
        head = f"{place_line(session)}  {phase.name} – {floor_line(session, phase)}"
        output.wrapped(head, bold=True)
        for line in earlier_lines(session, phase):
            output.wrapped(line)
        output.wrapped(session.named(phase.guidance, phase.turn))
        output.line(self._clock(), dim=True)
        fields = shown_fields(session, phase)
        if not fields:
            self._read("")
        for number in fields:
            self._fill(number)

    def _fill(self, number: int) -> None:
        """Let people write in a field until they leave a line empty."""
        phase = self._session.phase
        field = phase.fields[number]
        output.line(f"{label_of(self._session, phase, number)}:")
        standing = self._session.note(phase, number)
        if standing:
            output.line(standing)
        while True:
            line = self._read("> ")
            if not line.strip():
                return
            text = self._session.note(phase, number)
            keeps_more = text.strip() and field.role not in ONE_LINE
            text = f"{text.rstrip()}\n{line}" if keeps_more else line
            self._take(self._session.wrote(phase, number, text))
            if field.role in ONE_LINE:
                hint = day_hint(self._outside, field.role, text)
                if hint:
                    output.line(f"  {hint}", dim=True)
                return

    def _read(self, prompt: str) -> str:
        """A line to keep; what asks for something else is done at once.

        Raises _Turned where that is another phase, KeyboardInterrupt at the end of input.
        """
        while True:
            sys.stdout.write(prompt)
            sys.stdout.flush()
            typed = sys.stdin.readline()
            self._session = self._session.ticked(self._ticker.passed())
            if not typed:
                self._take(self._session)
                raise KeyboardInterrupt
            wanted = typed.strip()
            if wanted == BACK:
                self._take(self._session.back())
                raise _Turned
            if wanted == MORE:
                self._take(self._session.extended())
                output.line(self._clock(), dim=True)
            elif wanted == PAUSE:
                self._take(self._session.paused())
                output.line(self._clock(), dim=True)
            elif wanted == QUESTIONS and self._session.phase.questions:
                self._draw()
            elif wanted == PREPARED and self._outside.prepared:
                output.line(self._outside.prepared)
            else:
                return typed.rstrip("\r\n")

    def _draw(self) -> None:
        chosen: Sequence[Chosen] = self._outside.draw(self._session)
        if not chosen:
            output.line(_("There are no more questions just now."))
            return
        self._session = self._session.shown([one.item.id for one in chosen])
        for number, one in enumerate(chosen, 1):
            output.wrapped(f"{number}  {one.question}", indent=2)
        sys.stdout.write(_("Which one? Enter: none") + " ")
        sys.stdout.flush()
        typed = sys.stdin.readline().strip()
        if typed.isdecimal() and 0 < int(typed) <= len(chosen):
            one = chosen[int(typed) - 1]
            self._session = self._session.drew(one.item.id, one.item.name, one.question)
        self._take(self._session)

    def _take(self, session: Session) -> None:
        self._session = session
        trouble = kept_or_why(self._outside, session)
        if trouble:
            output.line(trouble)

    def _clock(self) -> str:
        return f"{clock_line(self._session)}   ({whole_line(self._session)})"

    def _help(self) -> str:
        keys = [
            _("Enter: on"),
            _("< back"),
            _("+ 2 min. more"),
            _("= pause"),
            _("? questions"),
        ]
        if self._outside.prepared:
            keys.append(_("! what I prepared"))
        return "   ".join([*keys, _("Ctrl-C keep and stop")])
