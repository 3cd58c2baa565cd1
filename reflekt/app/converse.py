"""The conversation after a visit: which question comes next, what has been answered.

A conversation is data: every answer gives a new one, and each can be written to a draft and
read back, so that it goes on where it stopped and nothing is asked twice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from typing import NamedTuple

from reflekt.app.capture import Written
from reflekt.domain.contents import LEARNING, STORY, TRY, learning_points
from reflekt.domain.entry import Asked, Concern, LearningPoint

BY, FAMILY, CONCERN = "by", "family", "concern"
_QUESTION = "question-"
_AFTER_QUESTIONS = (LEARNING, TRY, BY, FAMILY, CONCERN)
_CONCERN = r"(10|\d)\s*(?:[,;:/→>-]+|til|to|\s)\s*(10|\d)"


class Conversation(NamedTuple):
    """One conversation: where it stands (`step`), the answers, and the line begun (`partial`).

    `asked` is None until the questions have been chosen, which the story decides.
    """

    id: str
    kind: str
    started: str
    step: str = STORY
    answers: Mapping[str, str] = MappingProxyType({})
    asked: tuple[Asked, ...] | None = None
    reasons: tuple[str, ...] = ()
    partial: str = ""

    @property
    def begun(self) -> datetime:
        """When the conversation began."""
        return datetime.fromisoformat(self.started)

    @property
    def steps(self) -> tuple[str, ...]:
        """Every step there is now, in order."""
        questions = tuple(f"{_QUESTION}{number}" for number in range(len(self.asked or ())))
        rest: tuple[str, ...] = _AFTER_QUESTIONS
        if not self.answers.get(TRY) and self.step not in (TRY, BY):
            rest = tuple(step for step in rest if step != BY)
        return (STORY, *questions, *rest)

    @property
    def is_over(self) -> bool:
        """Whether the last step has been answered or skipped."""
        return self.step == ""

    @property
    def question(self) -> int | None:
        """Which of the chosen questions the conversation stands at."""
        if self.step.startswith(_QUESTION):
            return int(self.step.removeprefix(_QUESTION))
        return None

    @property
    def wants_questions(self) -> bool:
        """Whether the story has been told and the questions are still to be chosen."""
        return self.asked is None and self.step != STORY

    def answered(self, text: str) -> Conversation:
        """The conversation after an answer to the present step; empty text skips it."""
        answers = {**self.answers, self.step: text}
        told = self._replace(answers=answers, partial="")
        return told._replace(step=told._next())

    def with_questions(
        self, questions: Sequence[Asked], reasons: Sequence[str] = ()
    ) -> Conversation:
        """The conversation with its questions chosen, standing at the first of them."""
        chosen = self._replace(asked=tuple(questions), reasons=tuple(reasons))
        return chosen._replace(step=f"{_QUESTION}0") if questions else chosen

    def back(self) -> Conversation:
        """One step back, to the answer that was given there; at the start it stays."""
        steps = self.steps
        place = steps.index(self.step) if self.step in steps else len(steps)
        before = steps[max(0, place - 1)]
        if before == BY and not self.answers.get(TRY):
            before = TRY
        return self._replace(step=before, partial=self.answers.get(before, ""))

    def written(self, by: date | None) -> Written:
        """What has been written so far. `by` is the day that the answer to BY means."""
        asked = tuple(
            one._replace(answer=self.answers.get(f"{_QUESTION}{number}", ""))
            for number, one in enumerate(self.asked or ())
        )
        return Written(
            kind=self.kind,
            story=self.answers.get(STORY, ""),
            asked=asked,
            learning=learning_points(self.answers.get(LEARNING, "")),
            attempt=self.answers.get(TRY, ""),
            by=by,
            family=self.answers.get(FAMILY, ""),
            concern=concern_from(self.answers.get(CONCERN, "")),
        )

    def as_draft(self) -> Mapping[str, object]:
        """What is written to the draft."""
        return {
            "schema": 1,
            "id": self.id,
            "kind": self.kind,
            "started": self.started,
            "step": self.step,
            "answers": dict(self.answers),
            "asked": None
            if self.asked is None
            else [[one.item, one.name, one.question] for one in self.asked],
            "reasons": list(self.reasons),
            "partial": self.partial,
        }

    def _next(self) -> str:
        steps = self.steps
        place = steps.index(self.step) + 1 if self.step in steps else len(steps)
        if self.step == TRY and not self.answers.get(TRY) and BY in steps:
            place = steps.index(BY) + 1
        return steps[place] if place < len(steps) else ""


def from_draft(content: Mapping[str, object]) -> Conversation | None:
    """The conversation a draft holds; None for a draft that is not one."""
    answers, asked, reasons = (content.get(key) for key in ("answers", "asked", "reasons"))
    texts = [content.get(key) for key in ("id", "kind", "started", "step", "partial")]
    if not all(isinstance(text, str) for text in texts) or not isinstance(answers, dict):
        return None
    name, kind, started, step, partial = (str(text) for text in texts)
    try:
        datetime.fromisoformat(started)
    except ValueError:
        return None
    questions: tuple[Asked, ...] | None = None
    if isinstance(asked, list):
        if not all(isinstance(one, list) and len(one) == 3 for one in asked):
            return None
        questions = tuple(Asked(str(o[0]), str(o[1]), str(o[2]), "") for o in asked)
    return Conversation(
        name,
        kind,
        started,
        step,
        {str(key): str(text) for key, text in answers.items()},
        questions,
        tuple(str(reason) for reason in reasons) if isinstance(reasons, list) else (),
        partial,
    )


def draft_of(written: Written, id: str, now: datetime) -> Mapping[str, object]:
    """A draft from which what was written can be saved later."""
    answers = {
        STORY: written.story,
        LEARNING: "\n".join(_with_themes(point) for point in written.learning),
        TRY: written.attempt,
        BY: written.by.isoformat() if written.by else "",
        FAMILY: written.family,
        CONCERN: f"{written.concern.before} {written.concern.after}" if written.concern else "",
    }
    for number, one in enumerate(written.asked):
        answers[f"{_QUESTION}{number}"] = one.answer
    whole = Conversation(
        id, written.kind, now.isoformat(), "", answers, tuple(written.asked), partial=""
    )
    return whole.as_draft()


def concern_from(text: str) -> Concern | None:
    """ "7 4", "7:4" or "7 → 4" as concern before and after; None for anything else."""
    found = re.fullmatch(_CONCERN, text.strip())
    return Concern(int(found[1]), int(found[2])) if found else None


def _with_themes(point: LearningPoint) -> str:
    return " ".join([point.text, *(f"#{theme}" for theme in point.themes)])
