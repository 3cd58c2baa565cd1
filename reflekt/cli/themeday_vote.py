"""`reflekt themeday vote`: the counsellors choose the themes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import click

from reflekt.app import themeday
from reflekt.app.themeday import Voter
from reflekt.cli import output
from reflekt.cli.answering import typed
from reflekt.cli.context import Context
from reflekt.cli.parts import json_option, yes_option
from reflekt.cli.themeday_parts import (
    Team,
    chosen_day,
    day_options,
    key_named,
    show_candidates,
    team,
)
from reflekt.cli.themeday_show import count_record, show_day
from reflekt.domain.ballots import Ballot
from reflekt.domain.themeday import Candidate, ThemeDay, titled
from reflekt.errors import N_, UsageProblem
from reflekt.i18n import _, ngettext


@click.command(
    help=_(
        "Choose what to talk about: place your dots, and put up a theme if one is missing.\n\n"
        "You may change your ballot until the voting is closed. Nobody's name is shown with what "
        "they chose.\n\n\b\n"
        "reflekt themeday vote                     asks\n"
        "reflekt themeday vote --dots 1=2 --dots trust=3\n"
        'reflekt themeday vote --add "Night calls" --why "We are tired"\n'
        "reflekt themeday vote --close             ends the voting"
    )
)
@click.option("--dots", multiple=True, metavar=_("THEME=N"), help=_("Dots for a theme."))
@click.option("--add", metavar="…", help=_("Put up a theme."))
@click.option("--why", default="", metavar="…", help=_("Why it matters."))
@click.option("--close", "closing", is_flag=True, help=_("End the voting."))
@day_options
@yes_option
@json_option
@click.pass_obj
def command(
    context: Context,
    dots: tuple[str, ...],
    add: str | None,
    why: str,
    closing: bool,
    space: str | None,
    when: str | None,
    as_json: bool,
) -> None:
    """Load the day, take the ballot, keep it, say what was chosen."""
    ours = team(context, space)
    chosen = chosen_day(context, ours.journal, when)
    if closing:
        _close(context, ours, chosen, as_json=as_json)
        return
    before = themeday.my_ballot(
        ours.journal,
        chosen,
        context.signer,
        space_id=ours.id,
        keys=ours.keys(context.signer),
    )
    if dots or add:
        given = _dots(chosen, dots) if dots else dict(before.dots if before else {})
        added = dict(before.added if before else {})
    elif output.from_people() and not chosen.closed:
        given, added = _asked(chosen, before)
    else:
        raise UsageProblem(
            N_("Say what you choose: --dots 1=2, or run it in a terminal to be asked."),
            hint=N_("`reflekt themeday` shows the themes and their numbers."),
        )
    if add:
        title, why = titled(add, why)
        added[title] = why
    _keep(context, ours, chosen, context.voter(ours.journal, chosen.day, ours.id), given, added)
    _told(chosen, given, added, as_json=as_json)


def _keep(
    context: Context,
    ours: Team,
    chosen: ThemeDay,
    voter: Voter,
    given: Mapping[str, int],
    added: Mapping[str, str],
) -> None:
    themeday.vote(
        ours.journal,
        chosen,
        voter,
        context.signer,
        space_id=ours.id,
        dots=given,
        added=added,
        now=context.clock.now(),
    )


def _asked(chosen: ThemeDay, before: Ballot | None) -> tuple[dict[str, int], dict[str, str]]:
    """Ask for dots by number, and for a theme that is missing."""
    show_candidates(chosen.standing)
    output.line()
    told = ngettext("You have {number} dot.", "You have {number} dots.", chosen.dots)
    output.line(
        told.format(number=chosen.dots)
        + " "
        + _("Write a theme's number for each dot, such as: 1 1 3")
    )
    begun = _numbers(chosen.standing, before.dots) if before else ""
    while True:
        dots = str(click.prompt(">", default=begun, show_default=bool(begun), prompt_suffix=" "))
        given, problem = _from_numbers(chosen, dots)
        if not problem:
            break
        output.line(problem)
    added = dict(before.added) if before else {}
    title = typed(_("Is a theme missing? Write it, or press Enter"))
    if title:
        title, reason = titled(title, typed(_("Why does it matter?")))
        added[title] = reason
    return given, added


def _from_numbers(chosen: ThemeDay, dots: str) -> tuple[dict[str, int], str]:
    """Dots from numbers as they are typed, and what is wrong with them."""
    given: dict[str, int] = {}
    for word in re.findall(r"[^\s,;]+", dots):
        if not word.isdecimal() or not 0 < int(word) <= len(chosen.standing):
            told = _("There is no theme number {number}; they go from 1 to {last}.")
            return {}, told.format(number=word, last=len(chosen.standing))
        key = chosen.standing[int(word) - 1].key
        given[key] = given.get(key, 0) + 1
    if sum(given.values()) > chosen.dots:
        told = _("That is {given} dots, and you have {dots}.")
        return {}, told.format(given=sum(given.values()), dots=chosen.dots)
    return given, ""


def _numbers(standing: Sequence[Candidate], dots: Mapping[str, int]) -> str:
    return " ".join(
        str(number)
        for number, one in enumerate(standing, 1)
        for _dot in range(dots.get(one.key, 0))
    )


def _dots(chosen: ThemeDay, wanted: Sequence[str]) -> dict[str, int]:
    """Dots from options: the theme by its number or its key, an equals sign, how many."""
    given: dict[str, int] = {}
    for one in wanted:
        theme, equals, number = one.rpartition("=")
        if not equals or not number.strip().isdecimal():
            raise UsageProblem(
                N_("“{text}” after --dots is not a theme with a number, such as 1=2."), text=one
            )
        theme = key_named(chosen, theme)
        given[theme] = given.get(theme, 0) + int(number)
    return given


def _told(
    chosen: ThemeDay, given: Mapping[str, int], added: Mapping[str, str], *, as_json: bool
) -> None:
    if as_json:
        output.as_json({"date": chosen.day.isoformat(), "dots": dict(given), "added": dict(added)})
        return
    output.line(_("Your ballot is kept. You may change it until the voting is closed."), bold=True)
    for one in chosen.standing:
        if given.get(one.key):
            output.line(f"  {'●' * given[one.key]}  {one.title}")
    for title in added:
        output.line(f"  +  {title}")
    if given and sum(given.values()) < chosen.dots:
        left = chosen.dots - sum(given.values())
        told = ngettext("You have {number} dot left.", "You have {number} dots left.", left)
        output.line(told.format(number=left), dim=True)
    output.line(_("The others see the count when you have run `reflekt sync`."), dim=True)


def _close(context: Context, ours: Team, chosen: ThemeDay, *, as_json: bool) -> None:
    if not context.yes and not chosen.closed and output.from_people():
        output.confirm(
            _("End the voting? Ballots that come later don't count."), default=True, abort=True
        )
    closed = themeday.close_voting(
        ours.journal,
        chosen,
        context.signer,
        space_id=ours.id,
        keys=ours.keys(context.signer),
        now=context.clock.now(),
    )
    result = themeday.counted(
        ours.journal, closed, context.signer, space_id=ours.id, keys=ours.keys(context.signer)
    )
    if as_json:
        output.as_json({"date": closed.day.isoformat(), **count_record(result)})
    else:
        show_day(closed, result)
