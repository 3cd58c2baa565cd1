"""`reflekt note`: one line, quickly."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from reflekt.app.capture import Written
from reflekt.cli import output, saving
from reflekt.cli.context import Context
from reflekt.cli.given_back import given_back
from reflekt.cli.near_twins import tell_near_twins
from reflekt.cli.parts import TakesText, complete, json_option, yes_option
from reflekt.domain.entry import themes_in
from reflekt.errors import N_, ReflektError, UsageProblem
from reflekt.i18n import _

if TYPE_CHECKING:
    from datetime import datetime

    from reflekt.app.journal import Journal
    from reflekt.domain.entry import Entry


@click.command(
    cls=TakesText,
    help=_(
        "Write one line, quickly.\n\nHashtags become themes: reflekt note "
        '"She called by herself. #trust"\n\nWithout a text, or with -, it is read from '
        "standard input."
    ),
)
@click.argument("words", nargs=-1, metavar=_("TEXT"), shell_complete=complete("words"))
@click.option("--family", default="", metavar=_("NAME"), help=_("A pseudonym for the family."))
@click.option("--created", metavar=_("DATE"), help=_("When it was, if not now."))
@click.option("--space", metavar=_("NAME"), help=_("In this space instead of your private one."))
@yes_option
@json_option
@click.pass_obj
def command(
    context: Context,
    words: tuple[str, ...],
    family: str,
    created: str | None,
    space: str | None,
    as_json: bool,
) -> None:
    """Save a note and say where."""
    text = " ".join(words)
    by_hand = text in ("", "-") and sys.stdin.isatty()
    if text in ("", "-"):
        text = _typed()
    if not text.strip():
        raise UsageProblem(
            N_("There is nothing to save: the note is empty."),
            hint=N_('Write it after the command: reflekt note "…"'),
        )
    with given_back(text if by_hand else None):
        when = saving.point_in_time(context, created)
        if context.set_up_quietly():
            output.aside(_("Your entries live in {folder}.").format(folder=context.home))
        journal = context.journal(space)
    written = Written("note", story=text, family=family)
    if by_hand and output.from_people():
        entry = _offered_a_theme(context, journal, written, when)
    else:
        if "#" in text:
            tell_near_twins(journal, themes_in(text))
        entry = saving.save(context, journal, written, created=when)
    saving.show_saved(journal, entry, as_json=as_json)


def _offered_a_theme(
    context: Context, journal: Journal, written: Written, when: datetime | None
) -> Entry:
    """Save it with the theme they say yes to; while they are asked it lies in a draft."""
    from reflekt.app.capture import is_taken
    from reflekt.app.converse import draft_of
    from reflekt.cli.theme_offer import ThemeOffer

    name = context.ids.fresh(is_taken([journal]))
    try:
        journal.drafts.save(name, draft_of(written, name, context.clock.now()))
        journal.refresh()
        offered = ThemeOffer(context, journal).made_at_the_end(written.story)
    except ReflektError:
        saving.keep_draft(context, journal, written, name)
        raise
    entry = saving.save(context, journal, written._replace(story=offered), id=name, created=when)
    journal.drafts.drop(name)
    return entry


def _typed() -> str:
    if sys.stdin.isatty():
        return str(click.prompt(_("Note"), default="", show_default=False))
    return sys.stdin.read()
