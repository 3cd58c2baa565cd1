"""Before a learning conversation: what I have learned since last time, and what I choose to bring.

A preparation is mine alone: it lies among the drafts of my private space, and what was not chosen
goes nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from reflekt.app.journal import Journal
from reflekt.app.sessions import field_named
from reflekt.domain.contents import BROUGHT, Headings, learning, learning_text
from reflekt.domain.entry import LearningPoint
from reflekt.domain.ports import Filter, Row
from reflekt.domain.session import Session
from reflekt.errors import N_, NotFound, ReflektError

FIRST_TIME = timedelta(days=90)
"""How far back to look where there has been no conversation yet."""

_AT_MOST = 500


class Candidate(NamedTuple):
    """A learning point that may be brought, and how to name it: entry and number in it."""

    row: Row
    number: int
    point: LearningPoint

    @property
    def name(self) -> str:
        """`q9zwyv.1`"""
        return f"{self.row.id}.{self.number}"


class Preparation(NamedTuple):
    """What I have chosen to bring, as it stood then, and what I want to remember to say."""

    brought: tuple[str, ...] = ()
    notes: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been prepared."""
        return not (self.brought or self.notes.strip())


def candidates(
    journal: Journal, headings: Headings, last: date | None, today: date
) -> Sequence[Candidate]:
    """What I have learned since the last conversation, oldest first."""
    since = last or today - FIRST_TIME
    rows = journal.index.newest(_AT_MOST, Filter(since=since))
    return [one for row in reversed(rows) for one in _points(journal, headings, row)]


def chosen(found: Sequence[Candidate], names: Sequence[str]) -> list[Candidate]:
    """The learning points that are named: by their place in the list from 1, as `q9zwyv.1`, or
    all of an entry by its id. Raises NotFound."""
    picked: list[Candidate] = []
    for name in names:
        if name.isdecimal() and 0 < int(name) <= len(found) and len(name) < 6:
            fitting = [found[int(name) - 1]]
        else:
            fitting = [one for one in found if name in (one.name, one.row.id)]
        if not fitting:
            raise NotFound(
                N_("There is no learning point called {name}."),
                hint=N_("`reflekt learning prepare` shows what you can bring."),
                name=name,
            )
        picked += [one for one in fitting if one not in picked]
    return picked


def brought_text(point: LearningPoint, language: str) -> str:
    """A learning point as it is brought: a bullet with its themes."""
    return learning_text([point], language)


def prepared(journal: Journal, other: str) -> Preparation:
    """What I have prepared for the conversation with somebody; empty where I have not."""
    try:
        content = journal.drafts.load(_draft(other))
    except ReflektError:
        return Preparation()
    brought, notes = content.get("brought"), content.get("notes")
    texts = [one for one in brought if isinstance(one, str)] if isinstance(brought, list) else []
    return Preparation(tuple(texts), notes if isinstance(notes, str) else "")


def keep(journal: Journal, other: str, preparation: Preparation) -> None:
    """Keep what I have prepared; an empty preparation is none."""
    if preparation.is_empty:
        drop(journal, other)
        return
    content = {"brought": list(preparation.brought), "notes": preparation.notes}
    journal.drafts.save(_draft(other), {"preparation": 1, **content})


def laid_in(session: Session, preparation: Preparation) -> Session:
    """The session with what its counsellor has chosen, if that is me, in its place.

    A leader brings nothing by itself: what a leader prepared is shown when asked for.
    """
    if session.kind != "learning" or session.mine != 0 or not preparation.brought:
        return session
    phase, field = field_named(session, BROUGHT)
    return session.wrote(phase, field, "\n".join(preparation.brought))


def drop(journal: Journal, other: str) -> None:
    """The conversation has been held: what was prepared for it has served."""
    journal.drafts.drop(_draft(other))


def _draft(other: str) -> str:
    return f"prepare-{other or 'leader'}"


def _points(journal: Journal, headings: Headings, row: Row) -> Iterator[Candidate]:
    try:
        points = learning(journal.document(row).entry, headings)
    except ReflektError:
        return  # changed this very moment
    for number, point in enumerate(points, 1):
        yield Candidate(row, number, point)
