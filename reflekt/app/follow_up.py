"""Following up: what is due, what became of it, and how it goes on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from reflekt.app.find import resolve
from reflekt.app.journal import Journal
from reflekt.domain.contents import (
    LEARNING,
    Headings,
    actions,
    learning_points,
    learning_text,
)
from reflekt.domain.document import Document, compose, parse
from reflekt.domain.due import DueAction, Mine
from reflekt.domain.entry import Action, Entry
from reflekt.domain.outcomes import (
    Followed,
    followed_up,
    outcomes,
    with_follow_up,
    with_learning_point,
)
from reflekt.domain.ports import Change, Row, WorkingDays
from reflekt.domain.unnamed import week_of
from reflekt.errors import N_, ChangedUnderneath, NotFound, UsageProblem

IN_TWO_WEEKS = timedelta(days=14)
"""How far ahead the next look is suggested."""

HERE, IN_A_NOTE = "here", "note"
"""Where a learning point is kept: in the entry of the action, or in a note of its own."""

_REFERENCE = r"(.*?)(?:[\^:]([a-z0-9]{1,20}))?"
_ATTEMPTS = 3
_OURS = ("private", "buddy", "lead")
"""Kinds of space where an action that names nobody is for everyone who is there."""


class Due(NamedTuple):
    """An open action and the journal it stands in."""

    journal: Journal
    action: DueAction

    @property
    def reference(self) -> str:
        """What to call it on the command line: the entry's id and the action's anchor."""
        return f"{self.action.row.id}^{self.action.anchor or self.action.place + 1}"


class Report(NamedTuple):
    """What somebody says of an action: nothing in it is required."""

    happened: str = ""
    helped: str = ""
    by: date | None = None
    wording: str = ""
    stopped: bool = False
    learned: str = ""
    keep: str = HERE

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said."""
        said = (self.happened.strip(), self.helped, self.by, self.wording.strip(), self.stopped)
        return not any(said)

    def followed(self, action: Action, today: date) -> Followed:
        """The action after this report of it."""
        learned = " ".join(point.text for point in learning_points(self.learned))
        return followed_up(
            action,
            today,
            happened=self.happened,
            helped=self.helped,
            by=self.by,
            wording=self.wording,
            stopped=self.stopped,
            learned=learned,
        )


class Recorded(NamedTuple):
    """An action after its follow-up, and the note that holds what was learned, if one does."""

    due: Due
    note: Entry | None = None


def me_in(journal: Journal) -> str:
    """My short name in the journal's space."""
    return journal.space.author or journal.settings.author


def due(journals: Sequence[Journal], until: date | None, limit: int = 50) -> list[Due]:
    """My open actions over the journals, due by that day; without a day all of them."""
    found = []
    for journal in journals:
        mine = Mine(me_in(journal), ours=journal.space.kind in _OURS)
        for one in journal.index.due(until, limit, mine):
            unnamed = not (one.who or one.row.author or mine.ours)
            if not unnamed or _is_my_unnamed(journal, journal.document(one.row).entry):
                found.append(Due(journal, one))
    found.sort(key=lambda one: (one.action.by or date.max, one.action.row.path))
    return found[:limit]


def named(journals: Sequence[Journal], reference: str) -> Due:
    """The action that `ID^a1` means, done or not; `ID` alone where only one is open.

    Raises NotFound where there is none, UsageProblem where several are meant.
    """
    found = re.fullmatch(_REFERENCE, reference.strip())
    assert found is not None  # the pattern fits everything
    journal, row = resolve(journals, found[1])
    everything = list(enumerate(actions(journal.document(row).entry)))
    if found[2]:
        chosen = [one for one in everything if one[1].anchor == found[2]]
        if not chosen and found[2].isdecimal():
            chosen = everything[int(found[2]) - 1 : int(found[2])] if int(found[2]) else []
    else:
        chosen = [one for one in everything if not one[1].done] or everything[-1:]
    if not chosen:
        raise NotFound(
            N_("There is nothing to try called {reference}."),
            hint=N_("`reflekt followup --list --all` shows them all."),
            reference=reference[:60],
        )
    if len(chosen) > 1:
        names = [_due(journal, row, *one).reference for one in chosen]
        raise UsageProblem(
            N_("Entry {name} holds several things to try: {names}."),
            hint=N_("Write one of them after `reflekt followup`."),
            name=row.id,
            names=", ".join(names),
        )
    return _due(journal, row, *chosen[0])


def present(one: Due) -> tuple[Document, int, Action]:
    """The entry, the place in it and the action as it stands now. Raises NotFound."""
    document = one.journal.document(one.action.row)
    there = actions(document.entry)
    for place, action in sorted(enumerate(there), key=lambda it: it[0] != one.action.place):
        same_anchor = action.anchor and action.anchor == one.action.anchor
        if same_anchor or action.text == one.action.text:
            return document, place, action
    raise NotFound(
        N_("“{text}” no longer stands in entry {name}."),
        hint=N_("`reflekt history {name}` shows what became of it."),
        text=one.action.text,
        name=one.action.row.id,
    )


def record(
    one: Due,
    report: Report,
    *,
    today: date,
    headings: Headings,
    learning_heading: str,
    note: Entry | None = None,
    own: Journal | None = None,
) -> Recorded:
    """Write what became of the action beneath it, in one commit.

    What was learned becomes a point of the entry's learning section, or the `note`, which goes
    to the journal `own`. In an unnamed entry of mine neither day nor commit tells whose it is.
    Raises what Store.commit raises, with the entry as it was.
    """
    attempt = 1
    while True:
        before = one.journal.store.read(one.action.row.path)
        document, place, action = present(one)
        unnamed = _is_my_unnamed(one.journal, document.entry)
        day = week_of(one.journal.clock.now()).date() if unnamed else today
        followed = report.followed(action, day)
        text = with_follow_up(document, place, followed)
        if report.stopped and report.keep == HERE:
            heading = _learning_heading(document.entry, headings) or learning_heading
            text = _with_points(text, heading, report.learned)
        changes = [Change(one.action.row.path, text.encode("utf-8"))]
        expected: dict[str, bytes | None] = {one.action.row.path: before}
        if note and own and not own.index.matching(note.id, 1):
            if own is one.journal:
                changes.append(Change(note.path, compose(note).encode("utf-8")))
                expected[note.path] = None
            else:
                own.add(note)
        if text == document.source and len(changes) == 1:
            return Recorded(_due(one.journal, one.action.row, place, action), note)
        try:
            commit = one.journal.commit_unnamed if unnamed else one.journal.commit
            commit(changes, f"followup {one.action.row.id}", expected)
        except ChangedUnderneath:
            attempt += 1
            if attempt > _ATTEMPTS:
                raise
            continue  # another hand was in the file: once more, on what stands there now
        return Recorded(_due(one.journal, one.action.row, place, followed.action), note)


def at(journal: Journal, id: str, place: int) -> Due | None:
    """The action at a place in an entry, done or not; None where nothing stands there."""
    for row in journal.index.matching(id, 1):
        there = actions(journal.document(row).entry)
        if place < len(there):
            return _due(journal, row, place, there[place])
    return None


def is_recorded(one: Due, report: Report) -> bool:
    """Whether the entry says already what the report would add to it."""
    _document, _place, action = present(one)
    followed = report.followed(action, date.min)
    there = {outcome._replace(when=date.min) for outcome in outcomes(action)}
    return set(followed.added) <= there and followed.action == action


def working_day(day: date, days: WorkingDays, language: str) -> date:
    """The day, or the first one after it on which people are at work."""
    while day < date.max and days.free(day, language) is not None:
        day += timedelta(days=1)
    return day


def _due(journal: Journal, row: Row, place: int, action: Action) -> Due:
    return Due(journal, DueAction(row, action.text, action.by, action.anchor, action.who, place))


def _is_my_unnamed(journal: Journal, entry: Entry) -> bool:
    """Whether an entry without a name bears the token that stands for me."""
    token = journal.space.token
    return bool(token) and not entry.author and entry.extra.get("contributor") == token


def _learning_heading(entry: Entry, headings: Headings) -> str:
    return next((s.heading for s in entry.sections if headings.role(s.heading) == LEARNING), "")


def _with_points(text: str, heading: str, learned: str) -> str:
    for point in learning_points(learned):
        document = parse(text.encode("utf-8"))
        written = learning_text([point], document.entry.language)
        text = with_learning_point(document, heading, written)
    return text
