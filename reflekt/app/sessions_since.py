"""What became of the agreements of last time, said in the next session: noted beneath them, too."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from reflekt.domain.contents import SINCE, actions
from reflekt.domain.document import Document, parse
from reflekt.domain.outcomes import followed_up, with_follow_up
from reflekt.domain.session import Session


def said_of(session: Session) -> Sequence[str]:
    """What was said of each of the earlier agreements, in their order.

    As many lines as there are agreements: a line for each. Otherwise all that was said is about
    each of them.
    """
    said = ""
    for phase in session.phases:
        for number, field in enumerate(phase.fields):
            if field.role == SINCE:
                said = f"{said}\n{session.note(phase, number)}"
    lines = [line.strip().removeprefix("- ") for line in said.split("\n") if line.strip()]
    number = len(session.earlier)
    if not lines:
        return []
    return lines if len(lines) == number else [" ".join(lines)] * number


def with_what_became(document: Document, session: Session, today: date) -> str:
    """The text of the earlier session's entry with what was said beneath its open actions."""
    told = dict(zip((one.text for one in session.earlier), said_of(session), strict=False))
    text = document.source
    for place, action in enumerate(actions(document.entry)):
        happened = told.get(action.text, "")
        if happened and not action.done:
            followed = followed_up(action, today, happened=happened)
            text = with_follow_up(parse(text.encode("utf-8")), place, followed)
    return text
