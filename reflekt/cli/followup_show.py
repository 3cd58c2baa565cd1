"""How actions, their stories and what was just recorded are shown."""

from __future__ import annotations

from collections.abc import Sequence

from reflekt.app.follow_up import Due, Recorded, present
from reflekt.cli import output
from reflekt.domain.entry import Action
from reflekt.domain.outcomes import ADJUSTED, NO, PARTLY, STOPPED, TOO_EARLY, YES, Outcome, outcomes
from reflekt.i18n import _, day, short_day


def show_due(found: Sequence[Due], *, later: bool, as_json: bool) -> None:
    """Actions as lines for people, or as one JSON array."""
    if as_json:
        output.as_json([_record(one, present(one)[2]) for one in found])
    elif found:
        for one in found:
            output.raw(due_line(one))
    elif later:
        output.aside(_("There is nothing to try at the moment."))
    else:
        output.aside(_("Nothing is due. `reflekt followup --list --all` shows what comes later."))


def due_line(one: Due, number: int | None = None) -> str:
    """One action, safe and styled: its day, its words, whose it is, and what to call it."""
    by = one.action.by
    head = f"{short_day(by) if by else '–':>12}  "
    if number is not None:
        head = f"{number:>3} {head}"
    tail = f"  {one.reference}"
    words = one.action.text + (f" @{one.action.who}" if one.action.who else "")
    if one.journal.space.kind != "private":
        words = f"({one.journal.space.name}) {words}"
    shown = output.safe(words)
    if output.to_people():
        room = output.width() - len(head) - len(tail)
        shown = shown if len(shown) <= room else shown[: room - 1] + "…"
    return output.styled(head, dim=True) + shown + output.styled(tail, fg="cyan")


def show_story(one: Due, *, as_json: bool) -> None:
    """How it has gone with an action, from where it came to where it stands."""
    document, _place, action = present(one)
    if as_json:
        output.as_json(_record(one, action))
        return
    entry, told = document.entry, outcomes(action)
    wordings = [*(step.earlier for step in told if step.earlier), action.text]
    output.wrapped(wordings.pop(0), bold=True)
    origin = [entry.family, entry.title]
    from_where = ": ".join(part for part in origin if part)
    output.line(f"  {day(entry.created.date())}  {one.action.row.id}", dim=True)
    if from_where:
        output.wrapped(from_where, indent=2, dim=True)
    when = None
    for step in told:
        if step.when != when or step.when is None:
            output.line()
            when = step.when
            if when:
                output.line(f"  {day(when)}", dim=True)
        if step.verdict == ADJUSTED and step.earlier:
            output.wrapped(_("From then on: {what}").format(what=wordings.pop(0)), indent=2)
        else:
            output.wrapped(_told(step), indent=2)
    if not action.done:
        output.line()
        until = _("Still being tried.")
        if action.by:
            ahead = action.by >= one.journal.clock.now().date()
            until = _("Next look: {day}") if ahead else _("You meant to look at it: {day}")
            until = until.format(day=day(action.by))
        output.line(f"  {until}", dim=True)


def tell_recorded(recorded: Recorded) -> None:
    """Say what was saved and how it stands now."""
    action = recorded.due.action
    output.line(_("Saved."), bold=True, fg="green")
    _document, _place, now = present(recorded.due)
    if now.done:
        output.line(_("It has come to an end: {what}").format(what=action.text))
    elif action.by:
        told = _("To try: {what} – {day}").format(what=action.text, day=day(action.by))
        output.line(told)
    if recorded.note:
        output.line(_("What it taught you: {id}").format(id=recorded.note.id))
    line = _("The whole story: reflekt followup {reference} --story")
    output.line(line.format(reference=recorded.due.reference), dim=True)


def as_record(recorded: Recorded) -> dict[str, object]:
    """What was recorded, for machines."""
    _document, _place, action = present(recorded.due)
    note = recorded.note.id if recorded.note else None
    return {**_record(recorded.due, action), "note": note}


def _told(step: Outcome) -> str:
    verdicts = {
        YES: _("It helped."),
        PARTLY: _("It helped partly."),
        NO: _("It did not help."),
        TOO_EARLY: _("Too early to say."),
        ADJUSTED: _("Adjusted."),
        STOPPED: _("That was the end of it."),
    }
    said = [verdicts.get(step.verdict, ""), step.text]
    return " ".join(part for part in said if part)


def _record(one: Due, action: Action) -> dict[str, object]:
    return {
        "reference": one.reference,
        "id": one.action.row.id,
        "anchor": action.anchor,
        "text": action.text,
        "who": action.who,
        "by": action.by.isoformat() if action.by else None,
        "done": action.done,
        "outcomes": [
            {
                "when": step.when.isoformat() if step.when else None,
                "verdict": step.verdict,
                "text": step.text,
                "earlier": step.earlier,
            }
            for step in outcomes(action)
        ],
        "space": one.journal.space.name,
        "path": one.journal.path_of(one.action.row.path),
    }
