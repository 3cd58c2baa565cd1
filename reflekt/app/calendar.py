"""The days of things to try, as a calendar that has had some of them before gets them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from reflekt.domain.appointments import Appointment, Handed

KEPT = timedelta(days=90)
"""How long after its day an appointment is still taken back: calendars are looked at forwards."""

Days = Sequence[tuple[str, Appointment]]
"""Appointments, each with the space it comes from."""


def brought_up_to_date(
    open_now: Days,
    handed: Mapping[str, Handed],
    spaces: Collection[str],
    today: date,
    cancelled_summary: str,
) -> tuple[Sequence[Appointment], Mapping[str, Handed]]:
    """What to write, and what is then handed out.

    What was handed out from one of the `spaces` and is not open any more is written as cancelled.
    An appointment that has moved, or that comes back, has a higher sequence than it had.
    """
    written = []
    known = {name: one for name, one in handed.items() if one.on + KEPT >= today}
    for space, one in open_now:
        before = handed.get(one.name)
        if before and (before.cancelled or before.on != one.on):
            one = one._replace(sequence=max(one.sequence, before.sequence + 1))
        elif before:
            one = one._replace(sequence=max(one.sequence, before.sequence))
        written.append(one)
        known[one.name] = Handed(space, one.on, one.sequence)
    names = {one.name for _space, one in open_now}
    for name, was in sorted(known.items()):
        if name in names or was.space not in spaces:
            continue
        now = was if was.cancelled else was._replace(sequence=was.sequence + 1, cancelled=True)
        known[name] = now
        written.append(
            Appointment(name, now.on, cancelled_summary, sequence=now.sequence, cancelled=True)
        )
    return written, known
