"""`reflekt themeday draft`: the candidates for a theme day, gathered from what people shared."""

from __future__ import annotations

import re
from datetime import date, time, timedelta

import click

from reflekt.app import themeday
from reflekt.app.themeday import Decided
from reflekt.cli import days, output
from reflekt.cli.context import Context
from reflekt.cli.given_back import given_back
from reflekt.cli.parts import json_option, yes_option
from reflekt.cli.themeday_parts import (
    Team,
    as_record,
    key_named,
    named_date,
    show_candidates,
    show_decided,
    team,
    tell_two_versions,
)
from reflekt.cli.themes_report import read_team, widened
from reflekt.domain.agenda import check
from reflekt.domain.ballots import MOST_DOTS
from reflekt.domain.merge_values import CHOICES as TWO_VERSIONS
from reflekt.domain.outcomes import NO, PARTLY, YES
from reflekt.domain.themeday import (
    LEADER,
    REPORT,
    Candidate,
    ThemeDay,
    candidate_key,
    read_themeday,
    titled,
)
from reflekt.errors import N_, NotFound, UsageProblem
from reflekt.i18n import _, day, ngettext

_NATURES = {NO: "did-not-help", PARTLY: "tried", YES: "strength"}
"""What the results of things tried say about the kind of talk a theme calls for."""

_USUAL_PERIOD = timedelta(days=183)
"""How far back candidates are gathered from where there was no theme day before."""


@click.command(
    help=_(
        "Begin a theme day, or draft it again.\n\nThe themes come from what people shared: the "
        "report over learning points, what pairs passed on, what was tried and did not help, "
        "what families said, and the decisions of last time. You may add a theme, and strike one "
        "with a reason that is kept.\n\n\b\n"
        "reflekt themeday draft --date 2026-12-03 --from 9:00 --to 15:00 --people 12\n"
        'reflekt themeday draft --add "New colleagues" --why "Two begin in January"\n'
        'reflekt themeday draft --strike overtime --why "Taken up with the union"'
    )
)
@click.option("--date", "when", metavar=_("DATE"), help=_("When the theme day is."))
@click.option("--from", "begins", metavar="9:00", help=_("When it begins."))
@click.option("--to", "ends", metavar="15:00", help=_("When it ends."))
@click.option(
    "--people", type=click.IntRange(1, 500), metavar=_("NUMBER"), help=_("How many are coming.")
)
@click.option(
    "--dots",
    type=click.IntRange(1, MOST_DOTS),
    metavar=_("NUMBER"),
    help=_("How many dots each may give."),
)
@click.option("--add", metavar="…", help=_("Put up a theme."))
@click.option("--strike", metavar=_("THEME"), help=_("Take a theme off; say why with --why."))
@click.option("--why", metavar="…", help=_("Why it is put up or struck."))
@click.option("--space", metavar=_("NAME"), help=_("Your team's space."))
@yes_option
@json_option
@click.pass_obj
def command(
    context: Context,
    when: str | None,
    begins: str | None,
    ends: str | None,
    people: int | None,
    dots: int | None,
    add: str | None,
    strike: str | None,
    why: str | None,
    space: str | None,
    as_json: bool,
) -> None:
    """Load or begin the day, gather, change what was asked for, save, show."""
    ours = team(context, space)
    drafted = _begun(context, ours, when)
    drafted = drafted._replace(
        begins=_time(begins, "--from") or drafted.begins,
        ends=_time(ends, "--to") or drafted.ends,
        people=people or drafted.people,
        dots=dots or drafted.dots,
    )
    if drafted.begins >= drafted.ends:
        raise UsageProblem(N_("A theme day ends after it begins; look at --from and --to."))
    decided = themeday.last_decisions(ours.journal, drafted.day)
    if not drafted.closed:
        drafted = drafted.with_candidates(_gathered(context, ours, drafted.day, decided))
    check(drafted.frame(look_back=False))
    if add is not None:
        if not add.strip():
            raise UsageProblem(N_("There is no theme after --add."))
        title, reason = titled(add, why or "")
        new = Candidate(candidate_key(add), title, LEADER, reason, ("new",))
        drafted = drafted._replace(
            candidates=(*(one for one in drafted.candidates if one.key != new.key), new)
        )
    if strike:
        drafted = _struck(drafted, strike, why)
    with given_back(add, strike, why):
        themeday.save(ours.journal, drafted, "drafted")
    if as_json:
        output.as_json(as_record(drafted))
    else:
        _show(drafted, decided)


def _begun(context: Context, ours: Team, when: str | None) -> ThemeDay:
    wanted = named_date(context, when)
    today = context.clock.now().date()
    try:
        known = themeday.the_day(ours.journal, wanted or _coming(ours, today), today)
    except NotFound:
        if wanted is None:
            raise UsageProblem(
                N_("Say when the theme day is: --date 2026-12-03."),
            ) from None
    else:
        tell_two_versions(known)  # whoever drafts again has seen them
        rest = {key: value for key, value in known.extra.items() if key != TWO_VERSIONS}
        return known._replace(extra=rest)
    why_not = days.day_off(context, wanted)
    if wanted < today:
        output.aside(days.gone_by(wanted))
    elif why_not:
        output.aside(why_not)
    fresh = ThemeDay(wanted, time(9), time(15), max(len(ours.journal.store.beneath("members")), 3))
    if ours.journal.store.state(fresh.path):
        # It stands there and can't be read: said, and never written over.
        read_themeday(ours.journal.store.read(fresh.path), ours.journal.path_of(fresh.path))
    return fresh


def _coming(ours: Team, today: date) -> date | None:
    coming = [one.day for one in themeday.days(ours.journal) if one.day >= today]
    return coming[0] if coming else date.max


def _gathered(
    context: Context, ours: Team, before: date, decided: list[Decided]
) -> list[Candidate]:
    """Candidates from everywhere, each once; those many wrote about come first."""
    journal = ours.journal
    until = min(before, context.clock.now().date())
    earlier = [one.day for one in themeday.days(journal) if one.day < until]
    since = max(earlier[-1], before - 2 * _USUAL_PERIOD) if earlier else before - _USUAL_PERIOD
    found = [
        *themeday.decision_candidates(decided),
        *themeday.carried(journal, before),
        *_from_report(context, journal.space.name, since, until),
        *themeday.shared_candidates(journal, context.headings(journal), since, until),
    ]
    return list({one.key: one for one in reversed(found)}.values())[::-1]


def _from_report(context: Context, space: str, since: date, until: date) -> list[Candidate]:
    """The themes that enough people wrote about, those with most people first."""
    read = read_team(context, space)
    report = read.material.report(widened(since, until), read.catalogue)
    found = []
    for theme in report.themes:
        people = theme.counted.people
        told = ngettext(
            "{people} person wrote about it", "{people} people wrote about it", people
        ).format(people=people)
        natures = {
            *theme.principles,
            *(_NATURES[one.verdict] for one in theme.tried if one.verdict in _NATURES),
        }
        told = told[:1].upper() + told[1:]
        meaning = theme.meaning[:1].lower() + theme.meaning[1:]  # no name to be asked about
        why = f"{told} – {meaning}" if meaning else told
        found.append(
            Candidate(
                candidate_key(theme.theme),
                _in_words(theme.theme),
                REPORT,
                why,
                tuple(sorted(natures)),
                theme.entries,
            )
        )
    return found


def _in_words(theme: str) -> str:
    """A theme as a heading: "barnets-stemme" becomes "Barnets stemme"."""
    words = theme.replace("-", " ")
    return words[:1].upper() + words[1:]


def _struck(drafted: ThemeDay, wanted: str, why: str | None) -> ThemeDay:
    if not why:
        raise UsageProblem(
            N_("Say why it is struck: the reason is kept for those who put it up."),
            hint=N_('Write it with --why "…".'),
        )
    key = key_named(drafted, wanted)
    matching = [one for one in drafted.candidates if one.key == key]
    if not matching:
        raise NotFound(
            N_("There is no theme “{key}” on this day."),
            hint=N_("`reflekt themeday` shows them."),
            key=wanted,
        )
    return drafted._replace(
        candidates=tuple(
            one._replace(struck=" ".join(why.split())) if one.key == matching[0].key else one
            for one in drafted.candidates
        )
    )


def _time(text: str | None, option: str) -> time | None:
    if text is None:
        return None
    found = re.fullmatch(r"(?:(?:kl|at)\b\.?)?\s*(\d{1,2})(?:[.:]?(\d{2}))?", text.strip(), re.I)
    if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
        raise UsageProblem(
            N_("“{text}” after {option} is not a time of day such as 9:00."),
            text=text,
            option=option,
        )
    return time(int(found[1]), int(found[2] or 0))


def _show(drafted: ThemeDay, decided: list[Decided]) -> None:
    output.line(
        _("Theme day {day}, {begins}–{ends}").format(
            day=day(drafted.day), begins=f"{drafted.begins:%H.%M}", ends=f"{drafted.ends:%H.%M}"
        ),
        bold=True,
    )
    if decided:
        output.line()
        output.line(_("What you decided last time"), bold=True)
        show_decided(decided)
    output.line()
    if drafted.standing:
        output.line(_("What there is to choose from"), bold=True)
        show_candidates(drafted.standing)
    else:
        output.line(
            _("Nothing has been shared yet that asks for a talk. Put up a theme with --add.")
        )
    output.line()
    told = ngettext(
        "Each has {number} dot: `reflekt themeday vote`",
        "Each has {number} dots: `reflekt themeday vote`",
        drafted.dots,
    )
    output.line(told.format(number=drafted.dots), dim=True)
