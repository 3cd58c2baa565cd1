"""`reflekt themes suggest`: which themes a text is likely to be about."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from reflekt.cli import output
from reflekt.cli.context import Context
from reflekt.cli.parts import batch_lines, json_option
from reflekt.cli.theme_parts import in_space_option, one_journal, readable_codebook
from reflekt.errors import N_, UsageProblem
from reflekt.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reflekt.app.theme_suggestions import Suggestion

_AT_ONCE = 64


@click.command(
    help=_(
        "The themes that a text is likely to be about; nothing is saved.\n\n"
        "Learned from the points that you in this space gave a theme, and from the starter set. "
        "“None of these” is an answer too.\n\n\b\n"
        'reflekt themes suggest "Grandma had only been waiting to be asked"\n'
        "reflekt themes suggest --batch points.jsonl --space team --json"
    )
)
@click.argument("words", nargs=-1, metavar=_("TEXT"))
@click.option(
    "--limit",
    "-n",
    type=click.IntRange(0, 30),
    metavar=_("NUMBER"),
    default=3,
    help=_("How many at most."),
)
@click.option("--batch", type=click.Path(), metavar=_("FILE"), help=_("JSON Lines: id and text."))
@in_space_option
@json_option
@click.pass_obj
def command(
    context: Context,
    words: tuple[str, ...],
    limit: int,
    batch: str | None,
    space: str | None,
    as_json: bool,
) -> None:
    """Load, suggest, show."""
    from reflekt.app.theme_suggestions import suggest

    journal = one_journal(context, space)
    encoder = context.theme_encoder(journal, readable_codebook(journal))
    if batch:
        for some in _by_turns(batch_lines(batch)):
            encoder.prepare([text for _name, text in some])
            for name, text in some:
                output.as_json(_record(name, suggest(encoder, text, limit)))
        return
    text = " ".join(words)
    if text in ("", "-"):
        if sys.stdin.isatty():
            raise UsageProblem(
                N_("There is no text to find themes for."),
                hint=N_('Write it after the command: reflekt themes suggest "…"'),
            )
        text = sys.stdin.read()
    suggestions = suggest(encoder, text, limit)
    if as_json:
        output.as_json(_record("", suggestions))
        return
    if not suggestions:
        output.line(_("None of the themes is near. That is fine too."))
    for one in suggestions:
        output.line(f"#{one.theme}")


def _by_turns(lines: Iterator[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """So many lines at a time; what was read before a problem comes before it."""
    some: list[tuple[str, str]] = []
    try:
        for line in lines:
            some.append(line)
            if len(some) == _AT_ONCE:
                yield some
                some = []
    except UsageProblem:
        yield some
        raise
    yield some


def _record(name: str, suggestions: list[Suggestion]) -> dict[str, object]:
    return {
        "id": name,
        "suggestions": [one._asdict() for one in suggestions],
        "abstained": not suggestions,
    }
