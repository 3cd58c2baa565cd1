"""A real terminal: a process behind a pseudo-terminal, and the screen a person would see."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

import pexpect
import pyte
from rich.style import Style
from rich.text import Text

from tests.conftest import Reflekt

ENTER, UP, LEFT, HOME, CTRL_C, CTRL_D = "\r", "\x1b[A", "\x1b[D", "\x1b[H", "\x03", "\x04"

_COLOURS = {"brown": "yellow", "default": None, "brightblack": "bright_black"}
"""What rich calls the colours that pyte has other names for."""


class Screen:
    """One call of reflekt on a terminal, by default of 80 columns and 40 lines."""

    def __init__(
        self, reflekt: Reflekt, *arguments: str, columns: int = 80, lines: int = 40
    ) -> None:
        command, *rest = reflekt.command(*arguments)
        self.process = pexpect.spawn(
            command,
            rest,
            env=reflekt.environment,
            cwd=str(reflekt.home.parent),
            dimensions=(lines, columns),
            timeout=20,
        )
        self._screen = pyte.HistoryScreen(columns, lines, history=500)
        self._stream = pyte.ByteStream(self._screen)

    def text(self) -> str:
        """What stands on the screen now, with what has scrolled away above it."""
        above = [
            "".join(line[column].data for column in range(self._screen.columns))
            for line in self._screen.history.top
        ]
        return "\n".join(line.rstrip() for line in [*above, *self._screen.display])

    def styled(self) -> Text:
        """What stands on the screen and above it, with its colours, without empty lines."""
        lines = [self._drawn(line) for line in [*self._screen.history.top, *self._lines()]]
        return Text("\n").join(line for line in lines if line)

    def page(self) -> Text:
        """What stands on the screen now, with its colours."""
        self.settle()
        return Text("\n").join(self._drawn(line) for line in self._lines())

    def _lines(self) -> list[Mapping[int, Any]]:
        return [self._screen.buffer[number] for number in range(self._screen.lines)]

    def _drawn(self, line: Mapping[int, Any]) -> Text:
        drawn = Text()
        for column in range(self._screen.columns):
            cell = line[column]
            colour = _COLOURS.get(cell.fg, cell.fg)
            drawn.append(cell.data, Style(color=colour, bold=cell.bold))
        drawn.rstrip()
        return drawn

    def wait(self, wanted: str | Callable[[str], bool], seconds: float = 20) -> str:
        """Read until the text stands on the screen."""
        until = time.monotonic() + seconds
        fits = wanted if callable(wanted) else lambda shown: wanted in shown
        while time.monotonic() < until:
            if fits(self.text()):
                return self.text()
            self._read(0.05)
        raise AssertionError(f"never saw {wanted!r} on:\n{self.text()}")

    def settle(self, seconds: float = 0.3) -> str:
        """Read until nothing more comes for a while."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            before = self.text()
            self._read(0.05)
            if self.text() != before:
                until = time.monotonic() + seconds
        return self.text()

    def type(self, text: str) -> None:
        """Type something."""
        self.process.send(text)

    def answer(self, text: str, then: str) -> None:
        """Type an answer of one line, go on, and wait for what comes."""
        self.type(text)
        if text:
            self.wait(text[-20:])
            self.type(ENTER)
        self.type(ENTER)
        self.wait(then)

    def end(self) -> int:
        """Read to the end and return the exit code."""
        while self._read(0.05) or self.process.isalive():
            pass
        self.process.close()
        return int(self.process.exitstatus if self.process.exitstatus is not None else -1)

    def _read(self, seconds: float) -> bool:
        try:
            data = self.process.read_nonblocking(65536, timeout=seconds)
        except pexpect.TIMEOUT:
            return self.process.isalive()
        except pexpect.EOF:
            return False
        if b"\x1b[6n" in data:  # "where is the cursor?": a terminal answers
            cursor = self._screen.cursor
            self.process.send(f"\x1b[{cursor.y + 1};{cursor.x + 1}R")
        self._stream.feed(data)
        return True
