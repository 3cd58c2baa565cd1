"""`reflekt themes trend`: how themes moved over a year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from reflekt.cli import output
from reflekt.cli.context import Context
from reflekt.cli.parts import json_option
from reflekt.cli.themes_report import asked_days, read_team, widened
from reflekt.cli.writing_out import Outputs, output_options, write_out
from reflekt.i18n import _

if TYPE_CHECKING:
    from reflekt.domain.suppression import Months
    from reflekt.domain.trend import Moved

STEPS = {"month": 1, "quarter": 3, "half-year": 6}


@click.command(
    help=_(
        "How themes moved over a year.\n\nHow many people wrote about each theme, month by "
        "month, quarter by quarter or half year by half year. Where a number can't be told, the "
        "place is left open.\n\n\b\n"
        "reflekt themes trend --html year.html"
    )
)
@click.option("--space", metavar=_("NAME"), help=_("Which team's space."))
@click.option("--since", metavar=_("DATE"), help=_("From this day's month on."))
@click.option("--until", metavar=_("DATE"), help=_("Up to and with this day's month."))
@click.option("--by", type=click.Choice(list(STEPS)), help=_("In which steps."))
@json_option
@output_options
@click.pass_obj
def command(
    context: Context,
    space: str | None,
    since: str | None,
    until: str | None,
    by: str | None,
    as_json: bool,
    outputs: Outputs,
) -> None:
    """Read the space, count each piece of the year, and show."""
    from reflekt.cli.report_page import trend_page
    from reflekt.domain.page import Row
    from reflekt.domain.trend import a_year_before, moved

    today = context.clock.now().date()
    first, last = asked_days(context, since, until, a_year_before(today))
    team = read_team(context, space)
    found = moved(team.material, widened(first, last), STEPS[by] if by else None)
    if as_json:
        output.as_json(_record(found, team.space, team.material.minimum))
        return
    rows = [
        Row(f"#{name}", tuple(count.people if count else None for count in counts))
        for name, counts in found.themes
    ]
    page = trend_page(team.space, found.periods, rows, team.material.minimum, today)
    if outputs.is_asked:
        write_out(context, page, outputs)
    else:
        from reflekt.cli.page_shown import show_page

        show_page(page)


def _record(found: Moved, space: str, minimum: int) -> dict[str, object]:
    return {
        "space": space,
        "minimum_group": minimum,
        "periods": [_period(period) for period in found.periods],
        "themes": [
            {
                "theme": name,
                "people": [count.people if count else None for count in counts],
                "points": [count.points if count else None for count in counts],
            }
            for name, counts in found.themes
        ],
    }


def _period(period: Months) -> dict[str, str]:
    return {"since": period.since.isoformat(), "until": period.until.isoformat()}
