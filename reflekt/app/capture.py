"""Saving what a counsellor wrote: from answers to an entry in the journal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import NamedTuple

from reflekt.app.journal import Journal
from reflekt.domain.contents import (
    ASKED,
    LEARNING,
    STORY,
    TRY,
    actions_text,
    asked_text,
    learning_text,
)
from reflekt.domain.document import tidy
from reflekt.domain.entry import Action, Asked, Concern, Entry, LearningPoint, Section
from reflekt.domain.template import EntryTemplate


class Written(NamedTuple):
    """What was written, before it is an entry: nothing in it is required."""

    kind: str
    story: str = ""
    asked: tuple[Asked, ...] = ()
    learning: tuple[LearningPoint, ...] = ()
    attempt: str = ""
    by: date | None = None
    family: str = ""
    concern: Concern | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing worth keeping."""
        return not (
            tidy(self.story)
            or any(tidy(one.answer) for one in self.asked)
            or self.learning
            or tidy(self.attempt)
        )


def entry_from(
    written: Written, template: EntryTemplate, *, id: str, created: datetime, author: str
) -> Entry:
    """The entry that holds what was written, under the template's headings.

    Questions that were skipped are kept: they have been asked, and are not asked again soon.
    """
    texts = {
        STORY: written.story,
        ASKED: asked_text(written.asked),
        LEARNING: learning_text(written.learning, template.language),
        TRY: _attempt_text(written, template.language),
    }
    sections = [
        Section(part.heading, text)
        for part in template.sections
        if (text := tidy(texts.get(part.role, "")))
    ]
    return Entry(
        id=id,
        kind=written.kind,
        created=created,
        author=author,
        language=template.language,
        family=" ".join(written.family.split()),
        concern=written.concern,
        sections=tuple(sections),
    )


def save(
    journal: Journal,
    written: Written,
    template: EntryTemplate,
    *,
    id: str,
    created: datetime | None = None,
) -> Entry:
    """Save what was written as a new entry of the journal and return it.

    Raises EnvironmentProblem or DamagedData with nothing saved.
    """
    entry = entry_from(
        written,
        template,
        id=id,
        created=created or journal.clock.now(),
        author=journal.settings.author,
    )
    journal.add(entry)
    return entry


def is_taken(journals: list[Journal]) -> Callable[[str], bool]:
    """Whether an id is in use anywhere in the home."""
    return lambda id: any(journal.index.holds(id) for journal in journals)


def _attempt_text(written: Written, language: str) -> str:
    text = tidy(written.attempt)
    return actions_text([Action(text, written.by, anchor="a1")], language) if text else ""
