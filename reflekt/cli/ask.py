"""`reflekt ask`: questions for a text or a principle, without writing anything."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

import click

from reflekt.app.asking import Suggestion, suggest
from reflekt.cli import output
from reflekt.cli.context import Context
from reflekt.cli.parts import TakesText, batch_lines, json_option, tell_catalogue_problems
from reflekt.domain.catalogue import Item
from reflekt.domain.ports import Encoder
from reflekt.errors import N_, UsageProblem
from reflekt.i18n import _


@click.command(
    cls=TakesText,
    help=_(
        "Questions for a text or a principle; nothing is saved.\n\n\b\n"
        'reflekt ask "I didn\'t dare ring her mother"\n'
        "reflekt ask P4          all questions about a principle\n"
        "reflekt ask P4.T2       … about one sign or threat\n"
        "reflekt ask - < file    … for a text on standard input"
    ),
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
@json_option
@click.pass_obj
def command(
    context: Context, words: tuple[str, ...], limit: int, batch: str | None, as_json: bool
) -> None:
    """Answer one text, one id, or a batch."""
    tell_catalogue_problems(context)
    if batch:
        encoder = context.threat_encoder()
        for name, text in batch_lines(batch):
            output.as_json(_record(name, _near(context, text, limit, encoder)))
        return
    text = " ".join(words)
    if text in ("", "-"):
        if sys.stdin.isatty():
            raise UsageProblem(
                N_("There is no text to ask about."),
                hint=N_('Write it after the command: reflekt ask "…"'),
            )
        text = sys.stdin.read()
    items = list(_named(context, text.strip()))
    if as_json:
        suggestions = (
            [Suggestion(item, 1.0, item.questions[0].text) for item in items]
            if items
            else _near(context, text, limit)
        )
        output.as_json(_record("", suggestions))
    elif items:
        for item in items:
            output.line(f"{item.name} ({item.id})", bold=True)
            for question in item.questions:
                output.line(f"  {question.text}")
    else:
        _show(_near(context, text, limit))


def _near(
    context: Context, text: str, limit: int, encoder: Encoder | None = None
) -> list[Suggestion]:
    catalogue = context.catalogue_files.catalogue
    return list(suggest(catalogue, encoder or context.threat_encoder(), text, limit, seed=text))


def _named(context: Context, text: str) -> Iterator[Item]:
    """The signs and threats that a typed id means; none for any other text."""
    if re.fullmatch(r"(?i)P\d+", text):
        principle = context.catalogue_files.catalogue.principle(text.upper())
        yield from principle.signs
        yield from principle.threats
    elif re.fullmatch(r"(?i)P\d+\.[ST]\w+", text):
        yield context.catalogue_files.catalogue.item(text.upper())


def _record(name: str, suggestions: list[Suggestion]) -> dict[str, object]:
    return {
        "id": name,
        "suggestions": [
            {
                "id": one.item.id,
                "name": one.item.name,
                "score": round(one.score, 4),
                "question": one.question,
                "why": _why(one),
            }
            for one in suggestions
        ],
        "abstained": not suggestions,
    }


def _why(one: Suggestion) -> str:
    reason = _("What you wrote comes near “{name}”.").format(name=one.item.name)
    return f"{reason} {output.source_of(one.item.source)}"


def _show(suggestions: list[Suggestion]) -> None:
    if not suggestions:
        output.line(_("Nothing in this calls for a particular question. That is fine too."))
    for one in suggestions:
        output.line()
        output.line(one.question, bold=True)
        output.line(f"  {one.item.id}  {_why(one)}", dim=True)
