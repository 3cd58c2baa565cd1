"""The follow-up conversation about one action: which question comes next, what was answered.

As `converse`, it is data: each answer gives a new one, which can be written to a draft and read
back, so that it goes on where it stopped and nothing is asked twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from reflekt.app.follow_up import HERE, Due, Report

HAPPENED, HELPED, NEXT = "happened", "helped", "next"
BY, WORDING, LEARNED, KEEP = "by", "wording", "learned", "keep"
GO_ON, ADJUST, STOP = "go-on", "adjust", "stop"

_AFTER: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {GO_ON: (BY,), ADJUST: (WORDING, BY), STOP: (LEARNED, KEEP)}
)
_MARK = "followup"


class FollowUp(NamedTuple):
    """One conversation: about which action, where it stands, the answers, the line begun.

    `note` is the id kept for a note of what was learned.
    """

    entry: str
    place: int
    text: str
    note: str
    step: str = HAPPENED
    answers: Mapping[str, str] = MappingProxyType({})
    partial: str = ""

    @property
    def name(self) -> str:
        """What the draft is called."""
        return f"{_MARK}-{self.entry}-{self.place}"

    @property
    def steps(self) -> tuple[str, ...]:
        """Every step there is now, in order."""
        after = _AFTER.get(self.answers.get(NEXT, ""), ())
        if not self.answers.get(LEARNED):
            after = tuple(step for step in after if step != KEEP)
        return (HAPPENED, HELPED, NEXT, *after)

    @property
    def is_over(self) -> bool:
        """Whether the last step has been answered or skipped."""
        return self.step == ""

    def answered(self, text: str) -> FollowUp:
        """The conversation after an answer to the present step; empty text skips it."""
        told = self._replace(answers={**self.answers, self.step: text}, partial="")
        steps = told.steps
        place = steps.index(told.step) + 1
        return told._replace(step=steps[place] if place < len(steps) else "")

    def back(self) -> FollowUp:
        """One step back, to the answer that was given there; at the start it stays."""
        before = self.steps[max(0, self.steps.index(self.step) - 1)]
        return self._replace(step=before, partial=self.answers.get(before, ""))

    def report(self, by: date | None) -> Report:
        """What has been said. `by` is the day that the answer to BY means."""
        decision = self.answers.get(NEXT, "")
        return Report(
            happened=self.answers.get(HAPPENED, ""),
            helped=self.answers.get(HELPED, ""),
            by=by if decision in (GO_ON, ADJUST) else None,
            wording=self.answers.get(WORDING, "") if decision == ADJUST else "",
            stopped=decision == STOP,
            learned=self.answers.get(LEARNED, "") if decision == STOP else "",
            keep=self.answers.get(KEEP) or HERE,
        )

    def as_draft(self) -> Mapping[str, object]:
        """What is written to the draft."""
        return {"schema": 1, _MARK: {**self._asdict(), "answers": dict(self.answers)}}


def begin(one: Due, note: str) -> FollowUp:
    """A conversation about the action."""
    return FollowUp(one.action.row.id, one.action.place, one.action.text, note)


def from_draft(content: Mapping[str, object]) -> FollowUp | None:
    """The conversation a draft holds; None for a draft that is none."""
    held = content.get(_MARK)
    if not isinstance(held, dict):
        return None
    texts = [held.get(key) for key in ("entry", "text", "note", "step", "partial")]
    place, answers = held.get("place"), held.get("answers")
    if not (all(isinstance(one, str) for one in texts) and isinstance(answers, dict)):
        return None
    if type(place) is not int:
        return None
    entry, text, note, step, partial = (str(one) for one in texts)
    kept = {str(key): str(answer) for key, answer in answers.items()}
    found = FollowUp(entry, place, text, note, step, kept, partial)
    return found if step in ("", *found.steps) and _is_day(kept.get(BY, "")) else None


def _is_day(text: str) -> bool:
    try:
        return not text or bool(date.fromisoformat(text))
    except ValueError:
        return False


def draft_of(one: Due, report: Report, note: str) -> FollowUp:
    """A conversation, over but not saved, that holds what was reported."""
    decision = STOP if report.stopped else ADJUST if report.wording else GO_ON if report.by else ""
    answers = {
        HAPPENED: report.happened,
        HELPED: report.helped,
        NEXT: decision,
        BY: report.by.isoformat() if report.by else "",
        WORDING: report.wording,
        LEARNED: report.learned,
        KEEP: report.keep,
    }
    return begin(one, note)._replace(step="", answers=answers)
