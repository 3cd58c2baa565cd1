"""`reflekt followup --ics FILE`: what is to be tried, in a calendar."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reflekt.app.calendar import brought_up_to_date
from reflekt.app.follow_up import Due, present
from reflekt.cli import output
from reflekt.cli.context import Context
from reflekt.cli.group import main
from reflekt.domain.appointments import Appointment
from reflekt.errors import N_, UsageProblem
from reflekt.i18n import _, ngettext

_BEGINS = b"BEGIN:VCALENDAR"


def write_calendar(
    context: Context, found: Sequence[Due], spaces: Sequence[str], file: str, *, as_json: bool
) -> None:
    """Write every action that has a day; nothing of an entry goes in but the action's own words.

    What an earlier file held of these spaces and is not open any more is written as cancelled.
    A file that is no calendar is not replaced without a yes.
    """
    place = Path(file).absolute()
    if place.is_file() and place.read_bytes()[: len(_BEGINS)] != _BEGINS and not context.yes:
        told = _("{file} is there already and is no calendar. Replace it?").format(file=place)
        if not (output.from_people() and output.confirm(told, default=False)):
            raise UsageProblem(
                N_("{file} is there already and is no calendar: it was left as it is."),
                hint=N_("Choose another name, or replace it with --yes."),
                file=str(place),
            )
    followup = main.shown_name(main.lazy["followup"])
    open_now = [
        (
            one.journal.space.name,
            Appointment(
                one.reference.replace("^", "-"),
                one.action.by,
                output.safe(one.action.text),
                f"reflekt {followup} {one.reference}",
                len(present(one)[2].outcomes),
            ),
        )
        for one in found
        if one.action.by
    ]
    appointments = [one for _space, one in open_now]
    written, handed = brought_up_to_date(
        open_now,
        context.handed_out.load(),
        spaces,
        context.clock.now().date(),
        _("No longer to be tried"),
    )
    context.write_file(place, context.calendar(written))
    context.handed_out.save(handed)
    if as_json:
        output.as_json({"file": str(place), "appointments": len(appointments)})
        return
    told = ngettext(
        "{number} day in {file}. Open it with your calendar.",
        "{number} days in {file}. Open it with your calendar.",
        len(appointments),
    )
    output.line(told.format(number=len(appointments), file=place))
    output.line(_("Made again and opened again, it brings the calendar up to date."), dim=True)
