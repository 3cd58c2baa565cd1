"""`reflekt themeday close`: what was decided, by whom, and when to look at what came of it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from reflekt.app.themeday import with_voting_closed
from reflekt.app.themeday_close import Minutes, close
from reflekt.cli import output
from reflekt.cli.answering import typed
from reflekt.cli.context import Context
from reflekt.cli.days import day_named, meant
from reflekt.cli.given_back import give_back
from reflekt.cli.parts import as_record as row_record
from reflekt.cli.parts import json_option, yes_option
from reflekt.cli.saving import row_of
from reflekt.cli.themeday_parts import (
    Team,
    chosen_day,
    day_options,
    key_named,
    show_candidates,
    team,
)
from reflekt.domain.contents import actions_text
from reflekt.domain.entry import Action
from reflekt.domain.outcome_page import DECIDED, DISCUSSED, NOT_REACHED, SAID
from reflekt.domain.redraft import heading_line
from reflekt.domain.themeday import ThemeDay
from reflekt.errors import N_, Interrupted, ReflektError, UsageProblem
from reflekt.i18n import _, day, language, ngettext


@click.command(
    help=_(
        "Close a theme day: what was talked about, what was decided.\n\nDecisions become things "
        "to follow up, each with somebody who takes it on and a day to look at what came of it. "
        "Themes you did not reach are brought along to the next theme day.\n\n\b\n"
        "reflekt themeday close                    asks\n"
        'reflekt themeday close --discussed 1 --decision "Call first" --who mette --by friday'
    )
)
@click.option("--discussed", multiple=True, metavar=_("THEME"), help=_("A theme you talked about."))
@click.option("--decision", multiple=True, metavar="…", help=_("Something you decided."))
@click.option("--who", multiple=True, metavar=_("NAME"), help=_("Who takes it on."))
@click.option("--by", multiple=True, metavar=_("DATE"), help=_("When to look at it."))
@click.option("--said", type=click.Path(), metavar=_("FILE"), help=_("What was said; - reads it."))
@day_options
@yes_option
@json_option
@click.pass_obj
def command(
    context: Context,
    discussed: tuple[str, ...],
    decision: tuple[str, ...],
    who: tuple[str, ...],
    by: tuple[str, ...],
    said: str | None,
    space: str | None,
    when: str | None,
    as_json: bool,
) -> None:
    """Load the day, take the minutes, write them, say what happens now."""
    ours = team(context, space)
    chosen = with_voting_closed(
        ours.journal,
        chosen_day(context, ours.journal, when),
        context.signer,
        space_id=ours.id,
        keys=ours.keys(context.signer),
        now=context.clock.now(),
    )
    given = bool(discussed or decision or said)
    if given or not output.from_people():
        if not given:
            raise UsageProblem(
                N_("Say what came of the day: it is closed once and for all."),
                hint=N_(
                    "What you talked about with --discussed, what you decided with --decision, or "
                    "run it in a terminal to be asked."
                ),
            )
        decisions = _paired(context, ours, decision, who, by)
        minutes = Minutes(_keys(chosen, discussed), _read(said), decisions)
    else:
        minutes = _asked(context, ours, chosen)
    try:
        entry = close(
            ours.journal,
            chosen,
            minutes,
            context.templates(ours.journal).entry("themeday", language()),
            _outcome(chosen, minutes),
            id=context.fresh_id(),
            now=context.clock.now(),
        )
    except ReflektError:
        _give_back(minutes.decisions, minutes.said if said == "-" else "")
        raise
    if as_json:
        from reflekt.app.find import Found

        output.as_json(row_record(Found(ours.journal, row_of(entry))))
        return
    number = len(minutes.decisions)
    told = ngettext("{number} decision is kept.", "{number} decisions are kept.", number)
    output.line(told.format(number=number), bold=True)
    output.line(f"{entry.id}  {ours.journal.path_of(entry.path)}")
    output.line(_("`reflekt followup` asks what came of them when the day has come."), dim=True)


def _paired(
    context: Context, ours: Team, decisions: Sequence[str], who: Sequence[str], by: Sequence[str]
) -> tuple[Action, ...]:
    """Decisions with the people and days given in the same order."""
    if len(who) > len(decisions) or len(by) > len(decisions):
        raise UsageProblem(
            N_("There are more --who or --by than decisions."),
            hint=N_('Write each decision before its own: --decision "…" --who mette --by friday'),
        )
    found = []
    for place, text in enumerate(decisions):
        on = day_named(context, by[place], "--by") if place < len(by) else None
        name = ours.key_of(who[place]) if place < len(who) else ""
        found.append(_decision(text, name, on))
    return tuple(found)


def _decision(text: str, who: str, by: date | None) -> Action:
    return Action(" ".join(text.split()), by, who=who)


def _asked(context: Context, ours: Team, chosen: ThemeDay) -> Minutes:
    """Ask which themes were reached, then for one decision after the other; Enter ends each."""
    show_candidates(chosen.standing)
    output.line()
    discussed: tuple[str, ...] = ()
    decisions: list[Action] = []
    text = ""
    try:
        discussed = _asked_themes(chosen)
        output.line(_("What did you decide? One thing at a time; Enter when there is no more."))
        while text := typed(_("We will")):
            who = ours.key_of(typed(_("Who takes it on?")))
            decisions.append(_decision(text, who, _asked_day(context)))
        if not (discussed or decisions):
            output.confirm(
                _("Close the day with nothing talked about and nothing decided?"), abort=True
            )
    except (KeyboardInterrupt, EOFError, click.Abort):
        unfinished = [_decision(text, "", None)] if text else []
        _give_back([*decisions, *unfinished])
        raise Interrupted(
            _("Stopped. The theme day is not closed."),
            hint=_("Give it all at once with --decision, --who and --by."),
        ) from None
    return Minutes(discussed, "", tuple(decisions))


def _give_back(decisions: Sequence[Action], said: str = "") -> None:
    """What was typed and is not kept stands on the screen, so that nobody has to remember it."""
    give_back(actions_text(decisions, language()), said)


def _asked_themes(chosen: ThemeDay) -> tuple[str, ...]:
    known = {one.key for one in chosen.candidates}
    while True:
        answer = typed(_("Which did you talk about? Their numbers, such as 1 3"))
        keys = _keys(chosen, answer.replace(",", " ").split())
        if known.issuperset(keys):
            return keys
        output.line(_("Not all of these are among the themes above."))


def _asked_day(context: Context) -> date | None:
    while True:
        answer = typed(_("When do you look at what came of it?"))
        found = meant(context, answer) if answer else None
        if found:
            output.line(day(found), dim=True)
        if found or not answer:
            return found
        output.wrapped(_("I can't find a day ahead in that. Try “4/12”, “Friday” or “in 2 weeks”."))


def _keys(chosen: ThemeDay, names: Sequence[str]) -> tuple[str, ...]:
    """Candidates by their number or their name."""
    return tuple(dict.fromkeys(key_named(chosen, one) for one in names))


def _read(place: str | None) -> str:
    if place is None:
        return ""
    try:
        data = sys.stdin.buffer.read() if place == "-" else Path(place).read_bytes()
    except OSError as problem:
        raise click.FileError(place, problem.strerror) from problem
    return data.decode("utf-8-sig", "replace")


def _outcome(chosen: ThemeDay, minutes: Minutes) -> str:
    """The page that tells what came of the day."""
    head = _("What came of the theme day {day}").format(day=day(chosen.day))
    lines = [f"# {head}", "", heading_line(_("What we talked about"), DISCUSSED), ""]
    titles = {one.key: one.title for one in chosen.candidates}
    lines += [f"- {titles[key]}" for key in minutes.discussed if key in titles]
    lines += ["", heading_line(_("What we decided"), DECIDED), ""]
    lines += [actions_text(minutes.decisions, language()) or _("Nothing this time."), ""]
    rest = [one.title for one in chosen.standing if one.key not in minutes.discussed]
    if rest:
        lines += [heading_line(_("Not reached"), NOT_REACHED), ""]
        lines += [*(f"- {title}" for title in rest), ""]
    if minutes.said.strip():
        lines += [heading_line(_("What was said"), SAID), "", minutes.said.strip(), ""]
    return "\n".join(lines)
