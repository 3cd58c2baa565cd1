"""The home screen: what is waiting, something learned, and a menu for those who like one."""

from __future__ import annotations

from datetime import timedelta

import click

from reflekt.app.follow_up import due
from reflekt.app.home import memory
from reflekt.cli import output
from reflekt.cli.context import Context
from reflekt.cli.followup_show import show_line
from reflekt.cli.group import main
from reflekt.cli.guided import unfinished
from reflekt.cli.parts import fresh_journals
from reflekt.domain.contents import STORY
from reflekt.i18n import _, day, moment, ngettext

_LOOK_AHEAD = timedelta(days=7)
"""Actions are shown from a week before their day."""

_AT_MOST = 5
_MENU = ("visit", "note", "list", "search", "principles")


def show_home(context: Context) -> None:
    """Show what is waiting; on a terminal offer a menu."""
    if context.settings is None:
        output.line(_("Welcome to reflekt."), bold=True)
        output.line(_("`reflekt init` sets up your own home for what you write."))
        output.line(_("`reflekt demo` walks through it all without leaving a trace."))
        return
    output.line(_("Hello, {name}.").format(name=context.settings.name), bold=True)
    journals = fresh_journals(context)
    journal = context.journal()
    today = context.clock.now().date()
    drafts = unfinished(journal)
    if drafts:
        output.line()
        head = ngettext("{number} unfinished draft", "{number} unfinished drafts", len(drafts))
        output.line(head.format(number=len(drafts)), bold=True)
        for draft in drafts:
            words = " ".join((draft.answers.get(STORY) or draft.partial).split())[:60]
            output.line(f"  {moment(draft.begun)}  {words}")
        output.line("  " + _("`reflekt visit` goes on with it."), dim=True)
    waiting = due(journals, today + _LOOK_AHEAD, _AT_MOST)
    if waiting:
        output.line()
        output.line(_("To try"), bold=True)
        for one in waiting:
            show_line(one)
        output.line("  " + _("`reflekt followup` asks what became of it."), dim=True)
    remembered = memory(journal, context.headings(journal), today)
    if remembered:
        output.line()
        when = day(remembered.row.created.date())
        output.line(_("You learned on {when}:").format(when=when), bold=True)
        output.wrapped(remembered.point.text, indent=2)
        output.line(f"  reflekt show {remembered.row.id}", dim=True)
    if not (drafts or waiting or remembered):
        output.line(_("Nothing is waiting. After your next visit: `reflekt visit`"))
    if output.from_people():
        _menu(context)


def _menu(context: Context) -> None:
    output.line()
    commands = [main.lazy[name] for name in _MENU]
    for number, command in enumerate(commands, 1):
        name = main.shown_name(command)
        output.raw(f"  {output.styled(str(number), bold=True)}  {name:<12} {_(command.summary)}")
    output.line("  " + _("Enter: nothing more now"), dim=True)
    typed = str(click.prompt(">", default="", show_default=False, prompt_suffix=" ")).strip()
    if typed.isdigit() and 0 < int(typed) <= len(commands):
        typed = commands[int(typed) - 1].name
    if not typed:
        return
    arguments = [typed]
    if main.known(typed) is main.lazy["search"]:
        arguments.append(str(click.prompt(_("Search for"), default="", show_default=False)))
    main.main(args=arguments, prog_name="reflekt", obj=context, standalone_mode=False)
