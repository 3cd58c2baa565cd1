"""`reflekt list`: entries, newest first."""

from __future__ import annotations

import click

from reflekt.app.find import newest
from reflekt.cli import output
from reflekt.cli.context import Context
from reflekt.cli.parts import (
    as_record,
    complete,
    filter_from,
    fresh_journals,
    json_option,
    show_rows,
    space_option,
)
from reflekt.i18n import _


@click.command(
    help=_(
        "Your entries, newest first.\n\nSince and until are written as you say them: "
        "“last month”, “3 weeks ago”, “August”, “2026-11-23”."
    )
)
@click.option("--kind", metavar=_("KIND"), help=_("Only visits, notes …"))
@click.option("--since", metavar=_("DATE"), help=_("From this day on."))
@click.option("--until", metavar=_("DATE"), help=_("Up to and with this day."))
@click.option(
    "--theme",
    metavar=_("THEME"),
    help=_("Only with this theme."),
    shell_complete=complete("theme"),
)
@click.option("--principle", metavar="ID", help=_("Only where P4 or P4.T2 was asked about."))
@click.option("--family", metavar=_("NAME"), help=_("Only about this family."))
@click.option("--author", metavar=_("NAME"), help=_("Only written by this person."))
@space_option
@click.option(
    "--limit",
    "-n",
    type=click.IntRange(1),
    metavar=_("NUMBER"),
    default=20,
    help=_("How many at most."),
)
@json_option
@click.pass_obj
def command(
    context: Context,
    /,
    space: str | None,
    limit: int,
    as_json: bool,
    **filters: str | None,
) -> None:
    """Load the newest rows that fit, and show them."""
    where = filter_from(context, **filters)
    journals = fresh_journals(context, space)
    rows = newest(journals, where, limit)
    if as_json:
        output.as_json([as_record(found) for found in rows])
    elif rows:
        show_rows(rows, spaces=len(journals) > 1)
    else:
        output.aside(_("No entries yet that fit."))
