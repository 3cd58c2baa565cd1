"""`reflekt search`: entries by their words."""

from __future__ import annotations

import re

import click

from reflekt.app.find import Found, search
from reflekt.cli import output
from reflekt.cli.context import Context
from reflekt.cli.parts import as_record, complete, fresh_journals, json_option, space_option
from reflekt.domain.kinds import kind_name
from reflekt.domain.ports import Hit
from reflekt.domain.query import parse_query
from reflekt.i18n import _, language, short_day

_MINUS = "\ue000"
"""Stands for the minus of a word to be left out, while click looks for options."""


class WordsFirst(click.Command):
    """A command where `-meeting` is a word to be left out, and no bundle of short options."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        words = [
            _MINUS + word[1:] if len(word) > 2 and re.match(r"-[^-]", word) else word
            for word in args
        ]
        return super().parse_args(ctx, words)


@click.command(
    cls=WordsFirst,
    help=_(
        "Find entries by their words, best first.\n\n\b\n"
        "network school        both words\n"
        '"did not dare"        the phrase\n'
        "school*               words that begin so\n"
        "-meeting              without this word\n"
        "theme:trust family:wolf kind:visit   narrow down"
    ),
)
@click.argument(
    "words", nargs=-1, required=True, metavar=_("WORDS…"), shell_complete=complete("words")
)
@space_option
@click.option("--limit", type=click.IntRange(1), default=10, help=_("How many at most."))
@json_option
@click.pass_obj
def command(
    context: Context, words: tuple[str, ...], space: str | None, limit: int, as_json: bool
) -> None:
    """Load, search, show."""
    query = parse_query(" ".join(_requoted(word.replace(_MINUS, "-", 1)) for word in words))
    answer = search(fresh_journals(context, space), query, limit)
    if as_json:
        output.as_json([as_record(Found(journal, hit.row)) for journal, hit in answer.hits])
        return
    if not answer.hits:
        output.aside(_("Nothing found. Try fewer words, or the beginning of one: school*"))
    elif answer.widened:
        output.aside(_("No entry has just these words; here are words that begin so."))
    for _journal, hit in answer.hits:
        _show(hit)


def _requoted(word: str) -> str:
    """A phrase whose quotes the shell has taken away gets them back."""
    field, colon, value = word.partition(":")
    if colon and " " in value and '"' not in word:
        return f'{field}:"{value}"'
    return f'"{word}"' if " " in word and '"' not in word else word


def _show(hit: Hit) -> None:
    row = hit.row
    about = [short_day(row.created), kind_name(row.kind, language()), row.family]
    head = "  ".join(part for part in about if part)
    output.raw(f"{output.styled(row.id, fg='cyan')}  {output.styled(head, dim=True)}")
    pieces, at = [], 0
    for start, end in hit.marks:
        pieces.append(output.safe(hit.sentence[at:start]))
        pieces.append(output.styled(hit.sentence[start:end], bold=True, fg="yellow"))
        at = end
    pieces.append(output.safe(hit.sentence[at:]))
    output.raw("        " + "".join(pieces))
