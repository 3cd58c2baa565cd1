"""`reflekt themes`: what a team wrote about, how it moved, and what hardly anybody wrote about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from reflekt.cli import output
from reflekt.cli.context import Context
from reflekt.cli.parts import json_option, past
from reflekt.cli.writing_out import Outputs, output_options, write_out
from reflekt.errors import N_, UsageProblem
from reflekt.i18n import LANGUAGES, _, short_day

if TYPE_CHECKING:
    from reflekt.domain.catalogue import Catalogue
    from reflekt.domain.suppression import Months
    from reflekt.domain.themes import Material, Report

_EARLIEST, _LATEST = date(1900, 1, 1), date(9000, 12, 31)

F = TypeVar("F", bound=Callable[..., Any])


class Team(NamedTuple):
    """A team's space, read for a report."""

    space: str
    material: Material
    catalogue: Catalogue


def report_options(function: F) -> F:
    """What a report may be asked for."""
    for option in (
        output_options,
        json_option,
        click.option("--until", metavar=_("DATE"), help=_("Up to and with this day's month.")),
        click.option("--since", metavar=_("DATE"), help=_("From this day's month on.")),
        click.option("--space", metavar=_("NAME"), help=_("Which team's space.")),
    ):
        function = option(function)
    return function


@click.command(
    help=_(
        "What your team wrote about.\n\nHow many people wrote about each theme, what was tried, "
        "what may be quoted, and what hardly anybody wrote about. Nothing is told of themes that "
        "fewer than three people wrote about, and never who wrote what. A period always covers "
        "whole months.\n\n\b\n"
        "reflekt themes report --since 2026-09-01 --html report.html"
    )
)
@report_options
@click.pass_obj
def command(context: Context, /, **options: Any) -> None:
    """Read the space, count, and show."""
    show_report(context, **options)


def show_report(
    context: Context,
    *,
    space: str | None,
    since: str | None,
    until: str | None,
    as_json: bool,
    outputs: Outputs,
) -> None:
    """The report for a period, on the terminal, as JSON, or in the files that were asked for."""
    from reflekt.cli.report_page import report_page
    from reflekt.domain.trend import default_since

    today = context.clock.now().date()
    first, last = asked_days(context, since, until, default_since(today))
    team = read_team(context, space)
    period = widened(first, last)
    report = team.material.report(period, team.catalogue)
    if as_json:
        output.as_json(_record(report, team.space, first, last))
    elif outputs.is_asked:
        write_out(context, report_page(report, team.space, team.catalogue, today), outputs)
    else:
        _tell_widened(period, first, last)
        from reflekt.cli.page_shown import show_page

        show_page(report_page(report, team.space, team.catalogue, today, for_members=True))


def asked_days(
    context: Context, since: str | None, until: str | None, default: date
) -> tuple[date, date]:
    """The first and the last day that were asked for. Raises UsageProblem."""
    first = (past(context, since, "--since") or (default, default))[0]
    today = context.clock.now().date()
    last = (past(context, until, "--until") or (today, today))[1]
    if first > last:
        raise UsageProblem(
            N_("The period ends before it begins: {first} to {last}."),
            first=short_day(first),
            last=short_day(last),
        )
    return max(first, _EARLIEST), min(last, _LATEST)


def widened(first: date, last: date) -> Months:
    """The whole months that the days are in."""
    from reflekt.domain.suppression import whole_months

    return whole_months(first, last)


def read_team(context: Context, space: str | None) -> Team:
    """The team's space, read; what in it can't be read is said on standard error."""
    from reflekt.app.theme_report import gather, team_space

    journal = context.journal(team_space(context.require_settings().spaces, space))
    starters = [context.theme_files_in(spoken).starter for spoken in LANGUAGES]
    gathered = gather(journal.store, context.headings(journal), starters)
    for path, problem in gathered.unreadable:
        why = _(problem.message).format(**problem.parameters)
        if "file" in problem.parameters:
            output.show_error(problem)  # it says itself where
        else:
            output.show_unreadable(journal.path_of(path), getattr(problem, "line", None), why)
    files = context.catalogue_of(journal)
    catalogue = files.catalogue
    for trouble in files.problems:
        output.show_error(trouble)
    return Team(journal.space.name, gathered.material, catalogue)


def _tell_widened(period: Months, first: date, last: date) -> None:
    if period.since != first or period.until < last:
        told = _("Whole months are counted: {first} to {last}.")
        output.aside(told.format(first=short_day(period.since), last=short_day(period.until)))


def _record(report: Report, space: str, first: date, last: date) -> dict[str, object]:
    from reflekt.domain.trend import change

    period = report.period
    return {
        "space": space,
        "period": {"since": period.since.isoformat(), "until": period.until.isoformat()},
        "asked": {"since": first.isoformat(), "until": last.isoformat()},
        "minimum_group": report.minimum,
        "themes": [
            {
                "theme": one.theme,
                "meaning": one.meaning,
                "people": one.counted.people,
                "points": one.counted.points,
                "trend": {**one.trend._asdict(), "change": change(one.trend)},
                "principles": list(one.principles),
                "tried": [
                    {"result": tried.verdict, "people": tried.people, "words": list(tried.words)}
                    for tried in one.tried
                ],
                "quotes": list(one.quotes),
                "entries": list(one.entries),
            }
            for one in report.themes
            if one.is_exact
        ],
        "wider": [
            {
                "theme": one.theme,
                "meaning": one.meaning,
                "since": one.wider.since.isoformat(),
                "until": one.wider.until.isoformat(),
                "people": one.counted.people,
                "points": one.counted.points,
                "principles": list(one.principles),
                "quotes": list(one.quotes),
            }
            for one in report.themes
            if one.wider
        ],
        "suppressed": report.suppressed._asdict(),
        "blind_spots": [spot._asdict() for spot in report.blind_spots],
        "uncoded": report.uncoded,
    }
