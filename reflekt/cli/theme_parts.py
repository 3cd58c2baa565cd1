"""Pieces that the theme commands share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from reflekt.cli import output
from reflekt.cli.context import Context
from reflekt.cli.parts import fresh_journals, json_option
from reflekt.i18n import _

if TYPE_CHECKING:
    from reflekt.app.journal import Journal
    from reflekt.domain.codebook import Codebook, Theme

F = TypeVar("F", bound=Callable[..., Any])


def in_space_option(function: F) -> F:
    """`--space NAME`: the space whose themes are meant; the private one without it."""
    text = _("In this space instead of your private one.")
    return click.option("--space", metavar=_("NAME"), help=text)(function)


def changing(function: F) -> F:
    """The options of a command that changes the codebook."""
    return in_space_option(json_option(function))


def one_journal(context: Context, space: str | None) -> Journal:
    """The journal of the named space or of the private one, brought up to date."""
    return fresh_journals(context, space or context.own_space)[0]


def readable_codebook(journal: Journal) -> Codebook:
    """The codebook of a space; where it can't be read, that is said and there is none."""
    from reflekt.app.codebook import codebook_or_notice

    known = len(journal.notices)
    found = codebook_or_notice(journal)
    for notice in journal.notices[known:]:
        output.show_error(notice)
    return found


def show_changed(codebook: Codebook, names: Sequence[str], told: str, *, as_json: bool) -> None:
    """Say what was done, and how the themes stand now."""
    if as_json:
        output.as_json([as_record(codebook.themes[name]) for name in names])
    else:
        output.line(told)


def as_record(theme: Theme) -> dict[str, object]:
    """A theme for machines."""

    def day(value: object) -> str | None:
        return str(value) if value else None

    return {
        "theme": theme.name,
        "meaning": theme.meaning,
        "aliases": list(theme.aliases),
        "links": list(theme.links),
        "made": day(theme.made),
        "former": [{"name": one.name, "until": day(one.until)} for one in theme.former],
        "merged": {"into": theme.merged.into, "when": day(theme.merged.when)}
        if theme.merged
        else None,
        "split": {"into": list(theme.split.into), "when": day(theme.split.when)}
        if theme.split
        else None,
        "dropped": day(theme.dropped),
    }
