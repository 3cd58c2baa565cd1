"""`reflekt themeday agenda`: a plan that fits the day, from what the counsellors chose."""

from __future__ import annotations

from collections.abc import Mapping

import click

from reflekt.app import themeday
from reflekt.app.themeday import Decided
from reflekt.app.themeday_close import agenda_path, save_agenda, who_was_to_lead
from reflekt.cli import output
from reflekt.cli.agenda_page import page, point_title
from reflekt.cli.context import Context
from reflekt.cli.parts import json_option, yes_option
from reflekt.cli.themeday_parts import Team, chosen_day, day_options, key_named, team
from reflekt.domain.agenda import OPEN, Plan, plan
from reflekt.domain.redraft import without_ids
from reflekt.domain.themeday import ThemeDay
from reflekt.errors import N_, UsageProblem
from reflekt.i18n import _


@click.command(
    help=_(
        "A plan that fits the day to the minute: themes by votes, a method for each, breaks.\n\n"
        "The plan is a page you may change by hand; when it is drafted again, what you changed "
        "stays. With --lead you say who leads which theme: --lead trust=mette"
    )
)
@click.option("--lead", multiple=True, metavar=_("THEME=NAME"), help=_("Who leads a theme."))
@day_options
@yes_option
@json_option
@click.pass_obj
def command(
    context: Context, lead: tuple[str, ...], space: str | None, when: str | None, as_json: bool
) -> None:
    """Load, count, plan, keep, show."""
    ours = team(context, space)
    chosen = chosen_day(context, ours.journal, when)
    leads = dict(_lead(chosen, one) for one in lead)
    made, decided = planned(context, ours, chosen, leads)
    text = save_agenda(ours.journal, chosen, page(chosen, made, decided), leads)
    if as_json:
        output.as_json(_record(chosen, made))
        return
    output.markdown(without_ids(text))
    spare = sum(point.minutes for point in made.points if point.kind == OPEN)
    if spare:
        told = _(
            "{minutes} minutes have no theme yet. Put up more with `reflekt themeday draft --add`, "
            "or let the day be shorter."
        )
        output.aside(told.format(minutes=spare))
    output.line(ours.journal.path_of(agenda_path(chosen)), dim=True)


def planned(
    context: Context, ours: Team, chosen: ThemeDay, leads: Mapping[str, str]
) -> tuple[Plan, list[Decided]]:
    """The plan of the day as the votes stand, and what was decided last time. `leads` says who
    leads which theme; for the others it stays as it was."""
    result = themeday.counted(
        ours.journal, chosen, context.signer, space_id=ours.id, keys=ours.keys(context.signer)
    )
    decided = themeday.last_decisions(ours.journal, chosen.day)
    leads = {**who_was_to_lead(ours.journal, chosen), **leads}
    topics = [
        one._replace(leads=leads.get(one.key, "")) for one in themeday.topics(chosen, result.votes)
    ]
    day = chosen.frame(look_back=bool(decided))
    return plan(day, topics, context.methods(ours.journal)), decided


def _lead(chosen: ThemeDay, typed: str) -> tuple[str, str]:
    """The key of a candidate and who leads it. Raises UsageProblem."""
    theme, equals, name = typed.partition("=")
    key = key_named(chosen, theme)
    if not equals or key not in {one.key for one in chosen.standing}:
        raise UsageProblem(
            N_("“{text}” after --lead does not say who leads which theme, such as 1=mette."),
            hint=N_("`reflekt themeday` shows them."),
            text=typed,
        )
    return key, " ".join(name.split())


def _record(chosen: ThemeDay, made: Plan) -> dict[str, object]:
    return {
        "date": chosen.day.isoformat(),
        "points": [
            {
                "from": f"{point.start // 60:02}:{point.start % 60:02}",
                "to": f"{point.end // 60:02}:{point.end % 60:02}",
                "minutes": point.minutes,
                "kind": point.kind,
                "title": point_title(point),
                "theme": point.topic.key if point.topic else None,
                "method": point.method.id if point.method else None,
            }
            for point in made.points
        ],
        "left_out": [one.key for one in made.left_out],
    }
