"""Asking a person at a terminal: several lines, the usual editing keys, Enter to skip.

`Back` and `Why` are what a person may ask for instead of answering.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

import click

from reflekt.cli import output
from reflekt.i18n import _

BACK, WHY = "<", "?"


class Back(Exception):
    """One step back."""


class Why(Exception):
    """Say why this is asked."""


class Asked(NamedTuple):
    """What to ask: the text begun earlier, whether Enter ends it at once, words to complete."""

    begun: str = ""
    one_line: bool = False
    words: Sequence[str] = ()
    has_reason: bool = False


class Asker(Protocol):
    """Gets one answer from a person."""

    def ask(self, question: Asked, keep: Callable[[str], None]) -> str:
        """The answer; empty when skipped. `keep` is called with the text after every line.

        Raises Back, Why, or KeyboardInterrupt (after the line begun has been kept too).
        """


def asker() -> Asker:
    """The best asker that this terminal can do."""
    if os.environ.get("TERM") in ("dumb", "unknown"):
        return PlainAsker()
    try:
        return PromptAsker()
    except (OSError, ImportError):
        return PlainAsker()


def help_lines(question: Asked) -> str:
    """What the keys do, in as many lines as the width of the terminal asks for."""
    keys = [
        _("Enter: on") if question.one_line else _("Enter twice: on"),
        _("Enter at once: skip"),
        _("< Enter: back"),
    ]
    if question.has_reason:
        keys.append(_("? Enter: why"))
    keys.append(_("Ctrl-C: keep and stop"))
    return "\n".join(_in_lines(keys, output.width() - 1))


def _in_lines(parts: Sequence[str], room: int) -> list[str]:
    """The parts beside each other, in as many lines as they need, none broken."""
    lines = [""]
    for one in parts:
        if lines[-1] and len(lines[-1]) + len("   ") + len(one) > room:
            lines.append("")
        lines[-1] += f"   {one}" if lines[-1] else one
    return lines


class PlainAsker:
    """Line by line through standard input, for terminals that can do nothing more."""

    def ask(self, question: Asked, keep: Callable[[str], None]) -> str:
        """See Asker.ask."""
        lines: list[str] = [question.begun] if question.begun else []
        if question.begun:
            output.line(question.begun)
        while True:
            sys.stdout.write("> ")
            sys.stdout.flush()
            typed = sys.stdin.readline()
            line = typed.rstrip("\r\n")
            if not typed or not line.strip():
                return "\n".join(lines)
            _heed(line, lines)
            lines.append(line)
            keep("\n".join(lines))
            if question.one_line:
                return "\n".join(lines)


class PromptAsker:
    """With prompt_toolkit: a small editor in the terminal."""

    def __init__(self) -> None:
        from prompt_toolkit import PromptSession
        from prompt_toolkit.styles import Style

        style = Style.from_dict({"bottom-toolbar": "noreverse fg:ansibrightblack"})
        self._session: PromptSession[str] = PromptSession(style=style)

    def ask(self, question: Asked, keep: Callable[[str], None]) -> str:
        """See Asker.ask."""
        answer = self._session.prompt(
            "  │ ",
            default=question.begun,
            multiline=True,
            prompt_continuation="  │ ",
            key_bindings=_keys(question, keep),
            completer=_completer(question.words),
            complete_while_typing=True,
            bottom_toolbar=help_lines(question),
            reserve_space_for_menu=4 if question.words else 0,
            enable_suspend=True,
        )
        text = answer.rstrip()
        _heed(text, [])
        return text


def _heed(line: str, before: Sequence[str]) -> None:
    if not before and line.strip() == BACK:
        raise Back
    if not before and line.strip() == WHY:
        raise Why


def _keys(question: Asked, keep: Callable[[str], None]):  # type: ignore[no-untyped-def]
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

    keys = KeyBindings()

    @keys.add("enter")
    def _enter(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        document = buffer.document
        wanted = document.text.strip() in ("", BACK, WHY)
        at_end = not document.text_after_cursor.strip()
        if question.one_line or wanted or (at_end and not document.current_line.strip()):
            buffer.validate_and_handle()
            return
        buffer.insert_text("\n")
        keep(buffer.text)

    @keys.add("c-d")
    def _done(event: KeyPressEvent) -> None:
        event.current_buffer.validate_and_handle()

    @keys.add("c-c")
    @keys.add("<sigint>")
    def _stop(event: KeyPressEvent) -> None:
        keep(event.current_buffer.text)
        event.app.exit(exception=KeyboardInterrupt())

    return keys


def _completer(words: Sequence[str]):  # type: ignore[no-untyped-def]
    if not words:
        return None
    from prompt_toolkit.completion import WordCompleter

    return WordCompleter([f"#{word}" for word in words], WORD=True)


def offered(what: str, throw_away: Callable[[], None]) -> bool:
    """Whether to go on with something left unfinished; else it stays, or is thrown away."""
    on, later, away = (
        _("g|go on"),
        _("l|keep it for later"),
        _("t|throw it away"),
    )
    letter = choose(what, [(way[0], way[2:]) for way in (on, later, away)])
    if letter == away[0]:
        throw_away()
        output.line(_("It is gone."), dim=True)
    return letter == on[0]


def typed(question: str) -> str:
    """A line that a person types; empty when skipped."""
    end = " " if question.endswith("?") else ": "
    return str(click.prompt(question, default="", show_default=False, prompt_suffix=end)).strip()


def choose(question: str, choices: Sequence[tuple[str, str]]) -> str:
    """One of several ways to go on, by its letter; Enter takes the first.

    `choices` are (letter, what it means).
    """
    *above, shown = _in_lines(
        [f"[{letter}] {meaning}" for letter, meaning in choices],
        output.width() - len("  : ") - 1,
    )
    output.line(question)
    letters = [letter for letter, _meaning in choices]
    while True:
        for one in above:
            output.line(f"  {one}")
        answer = str(click.prompt(f"  {shown}", default=letters[0], show_default=False))
        letter = answer.strip().casefold()[:1]
        if letter in letters:
            return letter
