"""The agenda of a theme day as a page of Markdown, in the language being spoken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reflekt.app.themeday import Decided
from reflekt.cli.themeday_parts import outcome_told
from reflekt.domain import agenda
from reflekt.domain.agenda import Plan, Point
from reflekt.domain.redraft import heading_line
from reflekt.domain.themeday import ThemeDay
from reflekt.i18n import _, day, ngettext


def page(chosen: ThemeDay, plan: Plan, decided: Sequence[Decided]) -> str:
    """The page: a heading, a section for each point, and what there was no room for."""
    people = ngettext("{number} person", "{number} people", chosen.people)
    head = _("Theme day {day}").format(day=day(chosen.day))
    lines = [
        f"# {head}",
        "",
        f"{_clock(plan.points[0].start)}–{_clock(plan.points[-1].end)}"
        f" · {people.format(number=chosen.people)}",
        "",
    ]
    for number, point in enumerate(plan.points):
        lines += [*_section(point, number, decided), ""]
    wanted = [f"- {one.title}" for one in plan.left_out if one.votes or not plan.is_voted]
    others = [f"- {one.title}" for one in plan.left_out if plan.is_voted and not one.votes]
    if plan.left_out:
        lines += [heading_line(_("Not today"), "left-out"), ""]
    if wanted:
        lines.append(_("There was no room for these; the next theme day brings them along:"))
        lines += ["", *wanted, ""]
    if others:
        lines += [_("Nobody chose these this time:"), "", *others, ""]
    return "\n".join(lines)


def point_title(point: Point) -> str:
    """What a point of the plan is called."""
    if point.topic:
        return point.topic.title
    return {
        agenda.OPENING: _("Welcome"),
        agenda.LOOK_BACK: _("What came of last time"),
        agenda.OPEN: _("Open space"),
        agenda.BREAK: _("Break"),
        agenda.LUNCH: _("Lunch"),
        agenda.MISSING: _("Are we missing something?"),
        agenda.CLOSING: _("What we decide"),
    }[point.kind]


def _section(point: Point, number: int, decided: Sequence[Decided]) -> Iterator[str]:
    id = point.topic.key if point.topic else point.kind
    if point.kind in (agenda.BREAK, agenda.OPEN):
        id = f"{point.kind}-{number}"
    times = f"{_clock(point.start)}–{_clock(point.end)}"
    yield heading_line(f"{times} · {point_title(point)}", id)
    yield ""
    if point.kind == agenda.OPENING:
        yield _("Why we are here, and what we would like to leave with. Is this the right agenda?")
    elif point.kind == agenda.LOOK_BACK:
        yield _("What did we decide, what happened, what do we carry on, adjust, stop?")
        yield ""
        for one in decided:
            outcomes = one.action.outcomes
            said = outcome_told(outcomes[-1]) if outcomes else _("not told yet")
            yield f"- {one.action.text} ({said})"
    elif point.kind == agenda.OPEN:
        yield _("For what comes up during the day. Whoever has something, says so in a break.")
    elif point.kind == agenda.MISSING:
        yield _("Something that has not come up, or that is hard to say aloud? There is room now.")
    elif point.kind == agenda.CLOSING:
        yield _("What will we do? Who takes it on, and when do we look at what came of it?")
    elif point.topic and point.method:
        if point.topic.why:
            yield outcome_told(point.topic.why)
            yield ""
        name = point.method.name
        yield f"**{name}{'' if name[-1] in '?!.' else '.'}** {point.method.purpose}"
        yield ""
        at = point.start
        for minutes, text in point.steps:
            yield f"- {_clock(at)} · {text}"
            at += minutes
        yield ""
        yield _("Leads: {name}").format(name=point.topic.leads or "……………")
        if point.method.bring:
            yield ""
            yield _("Bring: {what}").format(what=point.method.bring)


def _clock(minutes: int) -> str:
    return f"{minutes // 60}.{minutes % 60:02}"
