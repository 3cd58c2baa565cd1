"""`reflekt followup`: what became of the things to try, and how they go on."""

from __future__ import annotations

import sys
from datetime import date

import click

from reflekt.app.follow_up import HERE, IN_A_NOTE, Due, Report, due, named
from reflekt.cli import days, output
from reflekt.cli.context import Context
from reflekt.cli.followup_show import as_record, show_due, show_story, tell_recorded
from reflekt.cli.parts import complete, fresh_journals, json_option, space_option, yes_option
from reflekt.domain.outcomes import NO, PARTLY, TOO_EARLY, YES
from reflekt.errors import N_, UsageProblem
from reflekt.i18n import _, day

_HELPED = {
    YES: YES,
    "ja": YES,
    PARTLY: PARTLY,
    "delvis": PARTLY,
    "delvist": PARTLY,
    NO: NO,
    "nej": NO,
    TOO_EARLY: TOO_EARLY,
    "for-tidligt": TOO_EARLY,
}
_EVERYTHING = 1000


@click.command(
    help=_(
        "Follow up on what you wanted to try.\n\nOn a terminal you are asked what happened, "
        "whether it helped, and whether to go on, adjust or stop; Enter skips. With options "
        "nothing is asked:\n\n\b\n"
        'reflekt followup 7f3kq2^a1 --happened "…" --helped partly \\\n'
        '    --adjust "…" --by "in 2 weeks"\n'
        'reflekt followup 7f3kq2^a1 --helped yes --stop --learned "… #trust"'
    )
)
@click.argument("reference", default="", metavar="[ID^a1]", shell_complete=complete("action"))
@click.option("--happened", default="", metavar="…", help=_("What happened; - reads input."))
@click.option("--helped", metavar="yes|partly|no|too-early", help=_("Whether it helped."))
@click.option("--go-on", is_flag=True, help=_("Go on with it, until --by."))
@click.option("--adjust", default="", metavar="…", help=_("Go on with this wording instead."))
@click.option("--stop", is_flag=True, help=_("It has come to an end."))
@click.option("--by", metavar=_("DATE"), help=_("When to look at it again."))
@click.option("--learned", default="", metavar="…", help=_("What it taught you, with #themes."))
@click.option("--as-note", is_flag=True, help=_("Keep what it taught you in a note of its own."))
@click.option("--list", "listing", is_flag=True, help=_("Show what is due."))
@click.option("--all", "everything", is_flag=True, help=_("Show what is due later, too."))
@click.option("--story", is_flag=True, help=_("Show how it has gone so far."))
@click.option(
    "--ics", type=click.Path(dir_okay=False), metavar=_("FILE"), help=_("Write a calendar file.")
)
@space_option
@yes_option
@json_option
@click.pass_obj
def command(
    context: Context,
    reference: str,
    happened: str,
    helped: str | None,
    go_on: bool,
    adjust: str,
    stop: bool,
    by: str | None,
    learned: str,
    as_note: bool,
    listing: bool,
    everything: bool,
    story: bool,
    ics: str | None,
    space: str | None,
    as_json: bool,
) -> None:
    """Show what is due, or take in what became of one thing."""
    given = any([happened, helped, go_on, adjust, stop, by, learned])
    journals = fresh_journals(context, space)
    if ics:
        from reflekt.cli.followup_calendar import write_calendar

        found = due(journals, None, _EVERYTHING)
        spaces = [journal.space.name for journal in journals]
        write_calendar(context, found, spaces, ics, as_json=as_json)
    elif reference and not (listing or everything):
        one = named(journals, reference)
        if given:
            report = _report(
                context, happened, helped, go_on, adjust, stop, by, learned, as_note=as_note
            )
            _record(context, one, report, as_json=as_json)
        elif story or as_json or not output.from_people():
            show_story(one, as_json=as_json)
        else:
            from reflekt.cli.followup_guided import follow_up_on

            follow_up_on(context, one)
    elif given or story:
        raise UsageProblem(
            N_("Which one? Write its id after the command."),
            hint=N_("`reflekt followup --list` shows what is due, with ids."),
        )
    elif listing or everything or as_json or not output.from_people():
        until = None if everything else context.clock.now().date()
        show_due(due(journals, until, _EVERYTHING), later=everything, as_json=as_json)
    else:
        from reflekt.cli.followup_guided import follow_up_on_what_is_due

        follow_up_on_what_is_due(context, journals)


def _report(
    context: Context,
    happened: str,
    helped: str | None,
    go_on: bool,
    adjust: str,
    stop: bool,
    by: str | None,
    learned: str,
    *,
    as_note: bool,
) -> Report:
    if go_on + bool(adjust) + stop > 1:
        raise UsageProblem(N_("Choose one of --go-on, --adjust and --stop."))
    if stop and by:
        raise UsageProblem(N_("--by says when to look again: it does not go with --stop."))
    if learned and not stop:
        raise UsageProblem(N_("--learned goes with --stop."))
    if (go_on or adjust) and not by:
        again, moved = days.suggestion(context)
        told = _("To be looked at again: {day}").format(day=day(again))
        output.aside(f"{told}. {moved}" if moved else told)
        until: date | None = again
    else:
        until = days.day_named(context, by, "--by")
    return Report(
        happened=sys.stdin.read() if happened == "-" else happened,
        helped=_helped(helped),
        by=until,
        wording=adjust,
        stopped=stop,
        learned=learned,
        keep=IN_A_NOTE if as_note else HERE,
    )


def _helped(text: str | None) -> str:
    if not text:
        return ""
    plain = "-".join(text.casefold().split())
    if plain not in _HELPED:
        raise UsageProblem(
            N_("“{text}” after --helped is none of yes, partly, no and too-early."), text=text
        )
    return _HELPED[plain]


def _record(context: Context, one: Due, report: Report, *, as_json: bool) -> None:
    from reflekt.cli.followup_saving import save

    if report.is_empty:
        raise UsageProblem(
            N_("There is nothing to save: nothing was said about it."),
            hint=N_('Say it with --happened "…", or how it goes on.'),
        )
    recorded = save(context, one, report, context.fresh_id())
    if as_json:
        output.as_json(as_record(recorded))
    else:
        tell_recorded(recorded)
