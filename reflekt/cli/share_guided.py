"""Going through what is to be shared with the person: each finding, each point, once."""

from __future__ import annotations

from collections.abc import Sequence

import click

from reflekt.app.share import Marked
from reflekt.cli import output
from reflekt.cli.answering import choose
from reflekt.cli.clearing import KINDS
from reflekt.domain.shared import Piece, said
from reflekt.i18n import _
from reflekt.privacy.finding import BLOCK, Finding
from reflekt.privacy.redact import replaced


def go_through(marks: Sequence[Marked], *, quote: bool) -> list[Piece]:
    """What is to leave, in the words it leaves in: asked piece by piece."""
    decided: dict[tuple[str, str], str] = {}
    chosen = []
    for number, mark in enumerate(marks, 1):
        output.line()
        output.line(_("{number} of {total}").format(number=number, total=len(marks)), dim=True)
        _show(mark)
        text = _decide(mark, decided)
        if text is None:
            continue
        if mark.findings:
            output.wrapped(text, indent=2, fg="green")
        piece = _keep(mark.piece, text, quote=quote)
        if piece:
            chosen.append(piece)
    return chosen


def _show(mark: Marked) -> None:
    parts = []
    at = 0
    for one in mark.findings:
        colour = "red" if one.severity == BLOCK else "yellow"
        parts.append(output.safe(mark.piece.text[at : one.start]))
        parts.append(output.styled(one.text, bold=True, fg=colour))
        at = one.end
    parts.append(output.safe(mark.piece.text[at:]))
    if mark.piece.heading:
        output.line(mark.piece.heading, bold=True)
    output.raw("".join(parts))


def _decide(mark: Marked, decided: dict[tuple[str, str], str]) -> str | None:
    """The piece's text after each finding was decided about; None where it is left out."""
    instead = []
    for one, proposal in zip(mark.findings, mark.instead, strict=True):
        if one.key not in decided:
            words = _words_for(one, proposal)
            if words is None:
                return None
            decided[one.key] = words
        instead.append(decided[one.key])
    return replaced(mark.piece.text, mark.findings, instead)


def _words_for(one: Finding, proposal: str) -> str | None:
    take, keep, other, leave = (
        _("t|take “{words}”").format(words=proposal),
        _("k|keep it as it is"),
        _("w|write something else"),
        _("l|leave the whole point out"),
    )
    ways = [take, other, leave] if one.severity == BLOCK else [take, keep, other, leave]
    question = _("{kind}: “{text}”").format(kind=_(KINDS[one.type]), text=one.text)
    letter = choose(question, [(way[0], way[2:]) for way in ways])
    if letter == leave[0]:
        return None
    if letter == keep[0]:
        return one.text
    if letter == other[0]:
        return str(click.prompt(_("Write instead"), default=proposal)).strip()
    return proposal


def _keep(piece: Piece, text: str, *, quote: bool) -> Piece | None:
    share, quotable, leave = (
        _("s|share it"),
        _("q|share it, and it may be quoted word for word"),
        _("l|leave it out"),
    )
    ways = [share, quotable, leave] if piece.point and not quote else [share, leave]
    letter = choose(_("What about this?"), [(way[0], way[2:]) for way in ways])
    if letter == leave[0]:
        return None
    return said(piece, text, quotable=quote or letter == quotable[0])
