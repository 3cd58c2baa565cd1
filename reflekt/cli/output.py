"""What reaches the screen: for people or as JSON, and nothing that could steer a terminal."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

import click

from reflekt.errors import N_, ReflektError, Said
from reflekt.i18n import _

if TYPE_CHECKING:
    from reflekt.domain.catalogue import Source

_UNSAFE = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e"
    "\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


_SYSTEM_SAYS = (
    N_("No such file or directory"),
    N_("Permission denied"),
    N_("Is a directory"),
    N_("Not a directory"),
    N_("No space left on device"),
)
"""What operating systems say in English, to be translated where it fills an error."""


def safe(text: str) -> str:
    """The text with every character that steers a terminal made visible instead."""
    if text.isprintable():
        return text
    return re.sub(_UNSAFE, lambda found: _visible(found[0]), text)


def _visible(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else "\ufffd"


def line(text: str = "", **style: bool | str) -> None:
    """Print one line for people; `style` as click.style takes it."""
    shown = safe(text)
    click.echo(click.style(shown, **style) if style else shown)  # type: ignore[arg-type]


def styled(text: str, **style: bool | str) -> str:
    """A piece of a line, made safe, with its style."""
    return click.style(safe(text), **style)  # type: ignore[arg-type]


def raw(text: str) -> None:
    """Print what has been made safe and styled already."""
    click.echo(text)


def script(text: str) -> None:
    """Print text of our own as it is, for another program."""
    click.echo(text)


def aside(text: str) -> None:
    """Say something on standard error: it is no part of the result."""
    click.echo(click.style("\n".join(map(_broken, text.split("\n"))), dim=True), err=True)


def as_json(value: object) -> None:
    """Print one JSON value on a line of its own, UTF-8, nothing else."""
    import json

    click.echo(json.dumps(value, ensure_ascii=False, default=_plain))


def show_error(problem: ReflektError, before: str = "") -> None:
    """Say on standard error what went wrong (`before`: with what) and what to do now."""
    parameters = {key: _told(value) for key, value in problem.parameters.items()}
    head = click.style(f"{safe(before)}: " if before else _("Sorry: "), fg="red", bold=True)
    said = _broken(_("Sorry: ") + _(problem.message).format(**parameters))
    click.echo(head + said.removeprefix(_("Sorry: ")), err=True)
    if problem.hint:
        click.echo(_broken(_(problem.hint).format(**parameters)), err=True)


def _broken(text: str) -> str:
    """Text on standard error made safe, and on a terminal broken between words."""
    shown = safe(text)
    if len(shown) < width() or not sys.stderr.isatty():
        return shown
    import textwrap

    wide = width()
    lines = textwrap.wrap(shown, wide, break_long_words=False, break_on_hyphens=False)
    return "\n".join(lines)


def wrapped(text: str, indent: int = 0, **style: bool | str) -> None:
    """A paragraph, broken to the width of a terminal; in a pipe on one line."""
    for one in paragraph(text, indent):
        raw(styled(one, **style) if style else one)


def paragraph(text: str, indent: int = 0) -> list[str]:
    """The lines of a paragraph, made safe: broken to the width of a terminal, in a pipe one."""
    margin = " " * indent
    if not to_people():
        return [margin + safe(text)]
    import textwrap

    room = min(width(), 90)
    return textwrap.wrap(safe(text), room, initial_indent=margin, subsequent_indent=margin)


def markdown(text: str) -> None:
    """A page of Markdown: rendered on a terminal, as it is in a pipe."""
    if not to_people():
        line(text.rstrip("\n"))
        return
    from rich.console import Console
    from rich.markdown import Markdown

    console = Console(highlight=False, markup=False, emoji=False)
    console.print(Markdown(safe(text), hyperlinks=False))


def source_of(source: Source) -> str:
    """Where something rests: publication and page."""
    return _("{publication}, p. {page}").format(publication=source.publication, page=source.page)


def progress(text: str, done: int, total: int) -> None:
    """One line on standard error that says how far it is, on a terminal only."""
    if sys.stderr.isatty():
        end = "\n" if done == total else ""
        click.echo(f"\r{text.format(done=done, total=total)}{end}", nl=False, err=True)


def passing(text: str) -> None:
    """Say on standard error what is being done; the next line takes its place on a terminal."""
    if sys.stderr.isatty():
        click.echo(f"\r{safe(text)}\r", nl=False, err=True)


def show_unreadable(file: str, line: int | None, why: str) -> None:
    """Say which line of which file cannot be read, and why."""
    place = _("{file}, line {line}: {problem}").format(file=file, line=line or 1, problem=why)
    click.echo(click.style(safe(place), fg="red"), err=True)


def _told(value: object) -> object:
    if isinstance(value, Said):
        return _(value.message).format(**{k: _told(v) for k, v in value.parameters.items()})
    return _(value) if isinstance(value, str) else value


def to_people() -> bool:
    """Whether standard output is a terminal that a person looks at."""
    return sys.stdout.isatty()


def from_people() -> bool:
    """Whether a person sits at a terminal that can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def at_terminal() -> bool:
    """Whether a person sits at a terminal of any kind, be it one that can do nothing."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def confirm(question: str, *, default: bool = False, abort: bool = False) -> bool:
    """Ask a question of yes or no in the language being spoken; `y` and `n` are always understood.

    Raises Abort where nobody answers, and with `abort` where the answer is no.
    """
    yes, no = _("y|yes").split("|"), _("n|no").split("|")
    shown = f"{yes[0].upper()}/{no[0]}" if default else f"{yes[0]}/{no[0].upper()}"
    while True:
        typed = click.prompt(f"{question} [{shown}]", default="", show_default=False)
        answer = str(typed).strip().casefold()
        if answer in (*yes, "y", "yes"):
            return True
        if answer in (*no, "n", "no") or not (answer or default):
            if abort:
                raise click.Abort
            return False
        if not answer:
            return default
        line(_("Answer {yes} or {no}.").format(yes=yes[1], no=no[1]))


def width() -> int:
    """How many characters a line has room for: at least 40."""
    import shutil

    return max(40, shutil.get_terminal_size((80, 24)).columns)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    return str(value)
