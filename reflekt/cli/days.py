"""Days to come: what somebody typed, a gentle word where nobody is at work, a suggestion."""

from __future__ import annotations

from datetime import date

from reflekt.app.follow_up import IN_TWO_WEEKS, working_day
from reflekt.cli import output
from reflekt.cli.context import Context
from reflekt.errors import N_, UsageProblem
from reflekt.i18n import _, day, language


def day_named(context: Context, text: str | None, option: str) -> date | None:
    """The coming day an option names; said on standard error where it has gone by or is a day off.

    Raises UsageProblem where the text names none.
    """
    found = day_found(context, text, option)
    if found is None:
        return None
    if found < context.clock.now().date():
        output.aside(gone_by(found))
    elif why := day_off(context, found):
        output.aside(f"{why} {_next_working_day(context, found)}")
    return found


def day_found(context: Context, text: str | None, option: str) -> date | None:
    """The coming day an option names. Raises UsageProblem where the text names none."""
    if not text:
        return None
    found = meant(context, text)
    if found is None:
        raise UsageProblem(
            N_("I can't find a day ahead in “{text}” after {option}."),
            hint=N_("Write it as “4/12”, “friday”, “in 2 weeks” or 2026-12-04."),
            text=text,
            option=option,
        )
    return found


def gone_by(found: date) -> str:
    """A sentence that says the day has been."""
    return _("Mind: {day} has gone by.").format(day=day(found))


def meant(context: Context, text: str) -> date | None:
    """The coming day that words mean."""
    return context.dates.day(text, context.clock.now().date(), language())


def day_off(context: Context, found: date) -> str:
    """A sentence that says why nobody is at work that day; empty on a working day."""
    name = context.working_days.free(found, language())
    if name is None:
        return ""
    if not name:
        return _("Mind: {day} is at the weekend.").format(day=day(found))
    holiday = name[:1].lower() + name[1:] if language() == "da" else name
    return _("Mind: {day} is {holiday}.").format(day=day(found), holiday=holiday)


def settled(context: Context, text: str) -> str:
    """What a person typed as a day; where it was counted and lands on a day off, the next
    working day is offered instead. Said where it has gone by."""
    from reflekt.cli.answering import choose

    found = meant(context, text)
    if found and found < context.clock.now().date():
        output.wrapped(gone_by(found))
    if found is None or not context.dates.is_counted(text):
        return text
    why = day_off(context, found)
    if not why:
        return text
    better = working_day(found, context.working_days, language())
    output.wrapped(why)
    question = _("Shall it be {day} instead?").format(day=day(better))
    yes, no = _("y|yes"), _("n|no, keep it")
    kept = choose(question, [(yes[0], yes[2:]), (no[0], no[2:])])
    return better.isoformat() if kept == yes[0] else found.isoformat()


def suggestion(context: Context) -> tuple[date, str]:
    """A day for the next look, two weeks from now, and a word where it had to move."""
    plain = context.clock.now().date() + IN_TWO_WEEKS
    return working_day(plain, context.working_days, language()), day_off(context, plain)


def _next_working_day(context: Context, found: date) -> str:
    better = working_day(found, context.working_days, language())
    return _("The next working day is {day}.").format(day=day(better))
