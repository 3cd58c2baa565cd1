"""`reflekt search`: entries by their words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from reflekt.app.find import Answer, Found, search
from reflekt.cli import output
from reflekt.cli.context import Context
from reflekt.cli.parts import as_record, complete, fresh_journals, json_option, space_option
from reflekt.domain.kinds import kind_name
from reflekt.domain.ports import Filter, Hit
from reflekt.domain.query import Query, parse_query
from reflekt.errors import N_, UsageProblem
from reflekt.i18n import _, language, short_day

if TYPE_CHECKING:
    from reflekt.app.journal import Journal

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
@click.argument("words", nargs=-1, metavar=_("WORDS…"), shell_complete=complete("words"))
@click.option("--near", metavar=_("TEXT"), help=_("What means something like this text."))
@space_option
@click.option(
    "--limit", type=click.IntRange(1), metavar=_("NUMBER"), default=10, help=_("How many at most.")
)
@json_option
@click.pass_obj
def command(
    context: Context,
    words: tuple[str, ...],
    near: str | None,
    space: str | None,
    limit: int,
    as_json: bool,
) -> None:
    """Load, search, show."""
    if not words and not near:
        raise UsageProblem(
            N_("There are no words to search for."),
            hint=N_("Write them after the command: reflekt search network school"),
        )
    journals = fresh_journals(context, space)
    if near:
        answer = _near(context, journals, " ".join([near, *words]), limit)
    else:
        query = parse_query(" ".join(_requoted(word.replace(_MINUS, "-", 1)) for word in words))
        answer = search(journals, query, limit)
    if as_json:
        output.as_json([as_record(Found(journal, hit.row)) for journal, hit in answer.hits])
        return
    if not answer.hits:
        output.aside(_("Nothing found. Try fewer words, or the beginning of one: school*"))
    elif answer.widened:
        output.aside(_("No entry has just these words; here are words that begin so."))
    for _journal, hit in answer.hits:
        _show(hit)


def _near(context: Context, journals: Sequence[Journal], text: str, limit: int) -> Answer:
    """By meaning where the extra `semantic` is installed, else by any of the words."""
    meanings = context.meanings(language())
    pairs = [(journal, context.meaning(journal.index)) for journal in journals]
    able = [(journal, meaning) for journal, meaning in pairs if meaning]
    if meanings and able:
        from reflekt.app.near import near

        return near(able, text, meanings.mean, limit)
    words = [f'"{word}" *' for word in re.findall(r"[^\W_]{4,}", text)]
    either = " OR ".join(words)
    return search(journals, Query(either, either, Filter()), limit)


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
