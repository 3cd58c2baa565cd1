"""The home screen: what is waiting, something learned, and a menu for those who like one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

import click

from reflekt.app.follow_up import Due, due
from reflekt.app.home import memory
from reflekt.cli import output
from reflekt.cli.context import Context
from reflekt.cli.followup_show import due_line
from reflekt.cli.group import main
from reflekt.cli.guided import unfinished
from reflekt.cli.parts import fresh_journals
from reflekt.domain.contents import STORY
from reflekt.domain.ports import Filter
from reflekt.errors import N_
from reflekt.i18n import _, day, join, moment, ngettext

if TYPE_CHECKING:
    from reflekt.app.journal import Journal

_LOOK_AHEAD = timedelta(days=7)
"""Things to try are shown from a week before their day."""

_AT_MOST = 5
_MENU = {
    "visit": N_("after a visit"),
    "note": N_("one line"),
    "followup": N_("what you are trying"),
    "buddy": N_("with your buddy"),
    "learning": N_("with your leader"),
    "list": N_("what you have written"),
    "search": N_("find it again"),
    "principles": N_("the six principles"),
    "sync": N_("fetch and send"),
}
"""The commands of the menu, and when each is the right one."""

_SESSIONS = 2
"""As many sessions to come are shown."""

_THEMEDAYS = "themedays"
_COLUMN = 38


class Part(NamedTuple):
    """One part of the screen: its head, its lines (safe and styled), what to do about them."""

    head: str
    lines: Sequence[str]
    hint: str = ""


def show_home(context: Context) -> None:
    """Show what is waiting; on a terminal offer a menu."""
    if context.settings is None:
        output.line(_("Welcome to reflekt."), bold=True)
        output.line(_("`reflekt init` sets up your own home for what you write."))
        output.line(_("`reflekt demo` walks through it all without leaving a trace."))
        return
    output.line(_("Hello, {name}.").format(name=context.settings.name), bold=True)
    journals = fresh_journals(context)
    today = context.clock.now().date()
    waiting = due(journals, today + _LOOK_AHEAD, _AT_MOST)
    fresh = _not_shown_today(context, waiting, today) if output.from_people() else waiting
    parts = [*_drafts(journals), *_choices(journals), *_due(fresh), *_coming(journals, today)]
    parts += _remembered(context, today)
    menu = _menu_lines() if output.from_people() else []
    if not parts and waiting:
        output.line(_("Nothing new is waiting. `reflekt followup` shows what is due."))
    elif not parts:
        output.line(_("Nothing is waiting. After your next visit: `reflekt visit`"))
    for part in _fitted(parts, len(menu)) if menu else parts:
        output.line()
        output.line(part.head, bold=True)
        for line in part.lines:
            output.raw(line)
        if part.hint:
            output.line(f"  {part.hint}", dim=True)
    if menu:
        _choose(context, menu)


def _drafts(journals: Sequence[Journal]) -> Iterator[Part]:
    """What was begun and not saved, and the commands that go on with it."""
    lines = []
    commands: dict[str, None] = {}
    for journal in journals:
        drafts = unfinished(journal)
        claimed = {draft.id for draft in drafts}
        for draft in drafts:
            words = " ".join((draft.answers.get(STORY) or draft.partial).split())
            lines.append(f"  {moment(draft.begun)}  {words}")
            commands["visit"] = None
        names = journal.drafts.names()
        if any(name.startswith("followup-") for name in names):
            from reflekt.cli.followup_guided import begun

            about = _("Following up: {what}")
            for one, _talk in begun([journal]):
                lines.append(f"  {about.format(what=one.action.text)}")
                commands["followup"] = None
        if any(name not in claimed and not name.startswith("followup-") for name in names):
            from reflekt.app import sessions

            for session in sessions.unfinished(journal):
                other = session.people[1 - session.mine].name
                told = _("{name} with {other}").format(name=session.name, other=other)
                lines.append(f"  {moment(session.begun)}  {told}")
                commands[session.kind] = None
    if lines:
        head = ngettext("{number} unfinished draft", "{number} unfinished drafts", len(lines))
        hint = _("Go on with {commands}.").format(
            commands=join([f"`reflekt {_shown(name)}`" for name in commands if name in main.lazy])
        )
        yield Part(head.format(number=len(lines)), [_cut(line) for line in lines], hint)


def _choices(journals: Sequence[Journal]) -> Iterator[Part]:
    """What waits for me to choose: two versions of a piece, what another would share."""
    lines = []
    for journal in journals:
        if journal.space.remote:
            from reflekt.app.sync import open_choices

            told = _("Two versions stand in “{title}”: reflekt {edit} {id}")
            lines += [
                told.format(title=one.row.title, edit=_shown("edit"), id=one.row.id)
                for one in open_choices(journal)
            ]
    if any(journal.space.kind in ("buddy", "lead") for journal in journals):
        from reflekt.app.consents import ready, waiting_for_me

        told = _("{name} would like to take {id} to {space}: reflekt {share} --proposals")
        for _journal, consent in waiting_for_me(journals):
            lines.append(
                told.format(
                    name=consent.by, space=consent.to, share=_shown("share"), id=consent.entry
                )
            )
        told = _("Both of you have said yes to {id}: reflekt {share} {id} --to {space}")
        for _journal, consent in ready(journals):
            lines.append(told.format(id=consent.entry, share=_shown("share"), space=consent.to))
    if lines:
        yield Part(_("Waits for you to choose"), [_cut(f"  {line}") for line in lines])


def _not_shown_today(context: Context, waiting: Sequence[Due], today: date) -> Sequence[Due]:
    """What has not been on this screen today: nobody is reminded twice a day."""
    names = {f"{one.reference} {one.action.by}": one for one in waiting}
    seen = context.shown.on(today)
    fresh = [one for name, one in names.items() if name not in seen]
    if fresh:
        context.shown.add(today, names)
    return fresh


def _due(waiting: Sequence[Due]) -> Iterator[Part]:
    if waiting:
        hint = _("`reflekt followup` asks what became of it.")
        yield Part(_("To try"), [due_line(one) for one in waiting], hint)


def _coming(journals: Sequence[Journal], today: date) -> Iterator[Part]:
    """The next session with somebody, and the next theme day of each space, the nearest first."""
    coming: list[tuple[date, str]] = []
    kinds = [Filter(kind=kind) for kind in ("buddy", "learning")]
    talking = [j for j in journals if any(j.index.newest(1, where) for where in kinds)]
    if talking:
        from reflekt.app.sessions import meetings

        for meeting in meetings(talking, today)[:_SESSIONS]:
            told = _("Session with {names}: {day}")
            words = told.format(names=join(meeting.others), day=day(meeting.day))
            coming.append((meeting.day, words))
    for journal in journals:
        if journal.space.kind != "private" and journal.store.beneath(_THEMEDAYS):
            from reflekt.app.themeday import days

            ahead = [one.day for one in days(journal) if one.day >= today]
            if ahead:
                told = _("Theme day in {space}: {day}")
                words = told.format(space=journal.space.name, day=day(min(ahead)))
                coming.append((min(ahead), words))
    if coming:
        coming.sort(key=lambda one: one[0])
        yield Part(_("Coming up"), [_cut(f"  {line}") for _day, line in coming])


def _remembered(context: Context, today: date) -> Iterator[Part]:
    journal = context.journal()
    found = memory(journal, context.headings(journal), today)
    if found:
        head = _("You learned on {when}:").format(when=day(found.row.created.date()))
        lines = output.paragraph(found.point.text, indent=2)
        yield Part(head, lines, f"reflekt {_shown('show')} {found.row.id}")


def _fitted(parts: Sequence[Part], below: int) -> Sequence[Part]:
    """The parts cut so that they and the menu fit on the screen: the longest gives way first."""
    room = shutil.get_terminal_size((80, 24)).lines - below - 4
    cut = list(parts)
    while sum(len(part.lines) + 2 + bool(part.hint) for part in cut) > room:
        longest = max(range(len(cut)), key=lambda n: len(cut[n].lines))
        if len(cut[longest].lines) < 2:
            break
        cut[longest] = cut[longest]._replace(lines=cut[longest].lines[:-1])
    return cut


def _menu_lines() -> list[str]:
    """The commands for those who don't remember them, numbered, in two columns."""
    known = [name for name in _MENU if name in main.lazy]
    cells = [(str(n), _shown(name), _(_MENU[name])) for n, name in enumerate(known, 1)]
    columns = 2 if output.width() >= 2 * _COLUMN else 1
    height = -(-len(cells) // columns)
    lines = []
    for row in range(height):
        line = ""
        for number, name, when in cells[row::height]:
            line += output.styled(number, bold=True) + f"  {name:<12}{when}".ljust(_COLUMN - 3)
        lines.append(f"  {line.rstrip()}")
    return lines


def _choose(context: Context, menu: Sequence[str]) -> None:
    output.line()
    for line in menu:
        output.raw(line)
    output.line("  " + _("Enter: nothing more now"), dim=True)
    commands = [main.lazy[name] for name in _MENU if name in main.lazy]
    typed = str(click.prompt(">", default="", show_default=False, prompt_suffix=" ")).strip()
    if typed.isdecimal() and 0 < int(typed) <= len(commands):
        typed = commands[int(typed) - 1].name
    if not typed:
        return
    arguments = [typed]
    if main.known(typed) is main.lazy["search"]:
        arguments.append(str(click.prompt(_("Search for"), default="", show_default=False)))
    main.main(args=arguments, prog_name="reflekt", obj=context, standalone_mode=False)


def _shown(name: str) -> str:
    return main.shown_name(main.lazy[name])


def _cut(line: str) -> str:
    """A line made safe, and on a terminal no longer than it is wide."""
    text = output.safe(line)
    if output.to_people() and len(text) > output.width():
        text = text[: output.width() - 1] + "…"
    return text
