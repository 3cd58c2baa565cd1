"""`reflekt themeday show`: how the next theme day stands."""

from __future__ import annotations

from datetime import timedelta

import click

from reflekt.app.themeday import counted, last_decisions
from reflekt.cli import output
from reflekt.cli.context import Context
from reflekt.cli.parts import json_option
from reflekt.cli.themeday_parts import (
    as_record,
    chosen_day,
    day_options,
    show_candidates,
    show_decided,
    team,
)
from reflekt.domain.ballots import Count
from reflekt.domain.themeday import ThemeDay
from reflekt.i18n import _, day, ngettext


@click.command(help=_("How the next theme day stands: its themes, and the voting."))
@day_options
@json_option
@click.pass_obj
def command(
    context: Context, space: str | None = None, when: str | None = None, as_json: bool = False
) -> None:
    """Load the day, count the ballots, show both."""
    ours = team(context, space)
    chosen = chosen_day(context, ours.journal, when)
    result = counted(
        ours.journal, chosen, context.signer, space_id=ours.id, keys=ours.keys(context.signer)
    )
    held = "discussed" in chosen.extra
    after = chosen.day + timedelta(days=1)
    decided = last_decisions(ours.journal, after) if held else []
    if as_json:
        output.as_json({**as_record(chosen), **count_record(result), "held": held})
        return
    show_day(chosen, result)
    if held:
        output.line()
        output.line(_("The day is over. You decided:") if decided else _("The day is over."))
        show_decided(decided)


def show_day(chosen: ThemeDay, result: Count) -> None:
    """The day, its candidates with their dots, those struck with the reason, what did not count."""
    head = _("Theme day {day}, {begins}–{ends}").format(
        day=day(chosen.day), begins=f"{chosen.begins:%H.%M}", ends=f"{chosen.ends:%H.%M}"
    )
    output.line(head, bold=True)
    output.line()
    show_candidates(chosen.standing, result.votes, ranked=chosen.closed is not None)
    for title, why in result.added.items():
        output.line(f"  +  {title}" + (f" – {why}" if why else ""))
    struck = [one for one in chosen.candidates if one.struck]
    for one in struck:
        output.line(_("Struck: {title} – {why}").format(title=one.title, why=one.struck), dim=True)
    output.line()
    told = ngettext("{number} has voted so far.", "{number} have voted so far.", result.voices)
    if chosen.closed:
        told = ngettext(
            "The voting is closed. {number} voted.",
            "The voting is closed. {number} voted.",
            result.voices,
        )
    output.line(told.format(number=result.voices), dim=True)
    tell_refused(result)


def tell_refused(result: Count) -> None:
    """Say on standard error which ballots did not count, and why; never whose they are."""
    for one in result.refused:
        told = _("The ballot {token} does not count: {reason}.")
        output.aside(told.format(token=one.token[:8], reason=_(one.reason)))
    if result.mended:
        output.aside(
            _("Somebody has changed the count since the voting was closed; the ballots count.")
        )


def count_record(result: Count) -> dict[str, object]:
    """The count for machines."""
    return {
        "voices": result.voices,
        "votes": dict(result.votes),
        "added": dict(result.added),
        "refused": [{"ballot": one.token, "reason": _(one.reason)} for one in result.refused],
    }
