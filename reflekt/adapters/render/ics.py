"""Actions as a calendar that any calendar program reads (RFC 5545)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from reflekt.domain.appointments import Appointment

_REMINDER = timedelta(hours=8)
"""After midnight of the day: eight in the morning."""


def calendar(appointments: Sequence[Appointment], now: datetime, language: str) -> bytes:
    """The calendar file. An appointment of the same name replaces the one imported earlier."""
    from icalendar import Alarm, Calendar, Event

    made = Calendar()
    made.add("prodid", f"-//reflekt//reflekt//{language.upper()}")
    made.add("version", "2.0")
    for one in appointments:
        event = Event()
        event.add("uid", f"{one.name}@reflekt")
        event.add("dtstamp", now)
        event.add("sequence", one.sequence)
        event.add("dtstart", one.on)
        event.add("dtend", min(one.on, date.max - timedelta(days=1)) + timedelta(days=1))
        event.add("summary", one.summary)
        event.add("description", one.description)
        event.add("transp", "TRANSPARENT")
        event.add("class", "PRIVATE")
        made.add_component(event)
        if one.cancelled:
            event.add("status", "CANCELLED")
            continue
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", one.summary)
        alarm.add("trigger", _REMINDER)
        event.add_component(alarm)
    return bytes(made.to_ical())


def invitation(
    name: str, begins: datetime, ends: datetime, summary: str, description: str, now: datetime
) -> bytes:
    """One meeting, at times without a zone: nine o'clock is nine where the meeting is.

    The same `name` again replaces the meeting imported earlier.
    """
    from icalendar import Calendar, Event

    made = Calendar()
    made.add("prodid", "-//reflekt//reflekt//")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    event = Event()
    event.add("uid", f"{name}@reflekt")
    event.add("dtstamp", now)
    event.add("sequence", int(now.timestamp()) // 60 % 2**31)
    event.add("dtstart", begins)
    event.add("dtend", ends)
    event.add("summary", summary)
    event.add("description", description)
    made.add_component(event)
    return bytes(made.to_ical())
