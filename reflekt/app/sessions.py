"""Sessions of two people: how one begins, what is drawn, what becomes of what was written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from reflekt.app.journal import Journal
from reflekt.app.pairs import me, signature
from reflekt.domain import session as sessions
from reflekt.domain.asking import USUAL, AskedBefore, Chosen, choose
from reflekt.domain.catalogue import Catalogue
from reflekt.domain.contents import (
    ASKED,
    FEEDBACK,
    LEARNING,
    OF_PERSON,
    SINCE,
    TRY,
    action_in,
    actions,
    actions_text,
    asked_text,
    learning_points,
    learning_text,
)
from reflekt.domain.document import compose, revise, tidy
from reflekt.domain.entry import Action, Entry, Section
from reflekt.domain.ports import Change, Encoder, Filter, Row
from reflekt.domain.session import Earlier, Person, Session
from reflekt.domain.shape import BY, FIRST, FLOORS, NEXT, Field, Phase
from reflekt.domain.template import EntryTemplate
from reflekt.errors import N_, NotFound, ReflektError

KEEP_ALL, KEEP_LEARNING = "all", "learning"

Day = Callable[[str], date | None]
"""From a day as people write it to the date; None for what is no day."""

_LOOK_BACK = 20
"""Entries among which the last session with somebody is looked for."""


class Meeting(NamedTuple):
    """When two people have agreed to meet again, and the session in which they did."""

    row: Row
    space: str
    day: date
    others: tuple[str, ...]


# -- beginning ----------------------------------------------------------------------------------


def last_session(journal: Journal, kind: str, other: str = "") -> Entry | None:
    """The newest session of a kind, with this other person where one is named."""
    for _row, entry in _rows(journal, kind):
        if not other or other in authors(entry):
            return entry
    return None


def authors(entry: Entry) -> tuple[str, ...]:
    """The short names of those who wrote an entry together."""
    named = entry.extra.get("authors")
    found = [one for one in named if isinstance(one, str)] if isinstance(named, list) else []
    return tuple(dict.fromkeys(found or [entry.author]))


def role_of(entry: Entry | None, role: str) -> str:
    """Who was in `focus`, or the `leader`, the last time; empty where it is not said."""
    found = entry.extra.get(role, "") if entry else ""
    return found if isinstance(found, str) else ""


def proposed(last: Entry | None, one: Person, other: Person) -> tuple[Person, Person]:
    """Who is in focus and who listens: the other way round than the last time."""
    return (other, one) if role_of(last, "focus") == one.key else (one, other)


def earlier_actions(entry: Entry | None) -> tuple[Earlier, ...]:
    """What was to be tried after a session, and what has been noted about it since."""
    if entry is None:
        return ()
    return tuple(
        Earlier(one.text, one.who or entry.author, one.by, one.outcomes) for one in actions(entry)
    )


def unfinished(journal: Journal) -> Iterator[Session]:
    """Sessions begun and not ended, newest first; one that was saved after all is dropped."""
    for name in journal.drafts.names():
        try:
            session = sessions.from_draft(journal.drafts.load(name))
        except ReflektError:
            continue  # `visit` and the home screen say what is wrong with it
        if session is None:
            continue
        if not session.joined and journal.index.matching(session.id, 1):
            journal.drafts.drop(name)
        else:
            yield session


def meetings(journals: Sequence[Journal], today: date) -> Sequence[Meeting]:
    """The next meetings agreed upon, the earliest first; those gone by are left out."""
    found: dict[tuple[str, str, tuple[str, ...]], Meeting] = {}
    for journal in journals:
        mine = me(journal).key
        for kind in ("buddy", "learning"):
            for row, entry in _rows(journal, kind):
                others = tuple(one for one in authors(entry) if one != mine)
                day = entry.extra.get("next")
                when = day if isinstance(day, date) else date.min
                meeting = Meeting(row, journal.space.name, when, others)
                found.setdefault((journal.space.name, kind, others), meeting)
    coming = [one for one in found.values() if one.day >= today]
    return sorted(coming, key=lambda one: (one.day, one.row.id))


# -- questions ----------------------------------------------------------------------------------


def draw(
    journal: Journal, catalogue: Catalogue, encoder: Encoder, session: Session
) -> Sequence[Chosen]:
    """Questions for what has been written in the session; other ones each time."""
    text = session.text
    asked = [
        AskedBefore(one.item, one.question, session.begun, session.id) for one in session.drawn
    ]
    return choose(
        catalogue,
        encoder.scores(text) if text.strip() else {},
        [*asked, *journal.index.asked()],
        muted=[*journal.settings.muted, *session.offered],
        limit=USUAL,
        seed=f"{session.id} {len(session.offered)}",
    )


# -- ending -------------------------------------------------------------------------------------


def save(
    journal: Journal, session: Session, template: EntryTemplate, day: Day, keep: str = KEEP_ALL
) -> Entry:
    """Save what is to be kept of a session as an entry of both people, and drop its draft.

    Raises what Journal.commit raises, with the draft kept.
    """
    entry = entry_from(session, template, day, keep)
    changes = [Change(entry.path, compose(entry).encode("utf-8"))]
    expected: dict[str, bytes | None] = {entry.path: None}
    if keep == KEEP_ALL:
        for row, before, after in _what_became(journal, session):
            changes.append(Change(row.path, after))
            expected[row.path] = before
    journal.commit(changes, message_for(journal, entry, session), expected)
    journal.drafts.drop(session.id)
    return entry


def _what_became(journal: Journal, session: Session) -> Iterator[tuple[Row, bytes, bytes]]:
    """The session before this one, before and after what was said of its agreements."""
    from reflekt.app.sessions_since import said_of, with_what_became

    if not said_of(session):
        return
    other = session.people[1 - session.mine].key
    for row, entry in _rows(journal, session.kind):
        if not other or other in authors(entry):
            document = journal.document(row)
            after = with_what_became(document, session, session.begun.date())
            if after != document.source:
                yield row, document.source.encode("utf-8"), after.encode("utf-8")
            return


def throw_away(journal: Journal, session: Session) -> None:
    """Leave nothing of a session: no draft, and nothing that an interrupted save left behind."""
    journal.drafts.drop(session.id)
    journal.store.mend()


def join_target(journal: Journal, kind: str, today: date, id: str = "") -> Row | None:
    """The session of the two of us that my own notes belong in: today's newest, or that one."""
    if id:
        rows = [row for row in journal.index.matching(id) if row.kind == kind]
    else:
        rows = list(journal.index.newest(1, Filter(kind=kind, since=today, until=today)))
    return rows[0] if len(rows) == 1 else None


def add_notes(
    journal: Journal,
    row: Row,
    session: Session,
    template: EntryTemplate,
    day: Day,
    keep: str = KEEP_ALL,
) -> Entry:
    """Add my notes to an entry of ours, under headings of my own, and drop my draft.

    Raises what Journal.commit raises, with the draft kept.
    """
    document = journal.document(row)
    entry = with_notes(document.entry, session, template, day, keep)
    text = revise(document, entry)
    change = Change(row.path, text.encode("utf-8"))
    expected = {row.path: document.source.encode("utf-8")}
    journal.commit([change], message_for(journal, entry, session), expected)
    journal.drafts.drop(session.id)
    return entry


def with_notes(
    entry: Entry, session: Session, template: EntryTemplate, day: Day, keep: str = KEEP_ALL
) -> Entry:
    """The other's entry with my notes in it, under headings of my own."""
    mine = session.people[session.mine]
    joined = entry
    for section in _written(session, template, day, keep, entry):
        standing = [one.text for one in joined.sections if one.heading == section.heading]
        joined = joined.with_section(section.heading, "\n\n".join([*standing, section.text]))
    if mine.key not in authors(joined):
        both = [*authors(joined), mine.key]
        joined = joined._replace(extra={**joined.extra, "authors": both})
    return joined


def message_for(journal: Journal, entry: Entry, session: Session) -> str:
    """The message of the commit: kind and id, and who wrote it together with its author."""
    message = f"{entry.kind} {entry.id}"
    other = session.people[1 - session.mine]
    if not other.key:
        return message
    return f"{message}\n\nCo-authored-by: {signature(journal, other)}\n"


def entry_from(session: Session, template: EntryTemplate, day: Day, keep: str = KEEP_ALL) -> Entry:
    """The entry that holds what is to be kept of a session."""
    author, other = session.people[session.mine], session.people[1 - session.mine]
    extra: dict[str, object] = {}
    if other.key:
        extra["authors"] = [author.key, other.key]
    role = "focus" if session.kind == "buddy" else "leader"
    person = session.people[0 if session.kind == "buddy" else 1]
    if person.key:
        extra[role] = person.key
    again = next_day(session, day)
    if again:
        extra["next"] = again
    return Entry(
        id=session.id,
        kind=session.kind,
        created=session.begun,
        author=author.key,
        language=session.language,
        extra=extra,
        sections=tuple(_written(session, template, day, keep)),
    )


def next_day(session: Session, day: Day) -> date | None:
    """The day on which the two meet again."""
    for phase in session.phases:
        for number, field in enumerate(phase.fields):
            text = session.note(phase, number).strip()
            if field.role == NEXT and text:
                return day(text)
    return None


def field_named(session: Session, word: str) -> tuple[Phase, int]:
    """The field that is meant by a phase's id or name, by a role (`try`), by whose it is
    (`try.leader`) or by the second turn (`try-2`). Raises NotFound."""
    wanted = word.strip().casefold()
    for phase in session.phases:
        if phase.fields and wanted in (phase.id, phase.name.casefold()):
            return phase, 0
    people = {one: name for name, one in FLOORS[session.kind].items()}
    for phase in session.phases:
        for number, field in enumerate(phase.fields):
            names = (field.role, field.heading.casefold(), f"{field.role}.{people[field.who]}")
            if wanted and wanted in (*names, f"{field.role}-{phase.turn + 1}"):
                return phase, number
    raise NotFound(
        N_("There is no phase called “{name}”; there are: {names}."),
        name=word,
        names=", ".join(phase.id for phase in session.phases),
    )


def _rows(journal: Journal, kind: str) -> Iterator[tuple[Row, Entry]]:
    """The newest sessions of a kind, newest first, as far as they can be read."""
    for row in journal.index.newest(_LOOK_BACK, Filter(kind=kind)):
        try:
            yield row, journal.document(row).entry
        except ReflektError:
            continue  # changed this very moment


def _written(
    session: Session,
    template: EntryTemplate,
    day: Day,
    keep: str,
    into: Entry | None = None,
) -> Iterator[Section]:
    """The sections that hold what was written, in the order of the template."""
    texts: dict[tuple[str, str], list[str]] = {}
    taken = {one.anchor for one in actions(into)} if into else set()
    anchors = (f"a{n}" for n in range(1, 1000) if f"a{n}" not in taken)
    for phase in session.phases:
        whose = _whose(session, phase)
        for number, field, text in _filled_fields(session, phase):
            if keep != KEEP_ALL and field.role not in (LEARNING, TRY):
                continue
            if field.role == TRY:
                tries = _tries(session, phase, number, text, day)
                named = [one._replace(anchor=next(anchors)) for one in tries]
                written = actions_text(named, session.language)
            else:
                written = _text_of(session, phase, field, text, day)
            role = FEEDBACK if field.role == NEXT else field.role
            if written.strip():
                texts.setdefault((role or field.heading, whose), []).append(written)
    order = [part.role for part in template.sections]
    headings = {part.role: part.heading for part in template.sections}
    places = sorted(
        texts, key=lambda place: order.index(place[0]) if place[0] in order else len(order)
    )
    for role, whose in places:
        joint = "\n" if role in (LEARNING, TRY) else "\n\n"
        heading = headings.get(role, role)
        yield Section(f"{heading}{whose}", joint.join(texts[role, whose]))


def _whose(session: Session, phase: Phase) -> str:
    """What follows a heading where the two have one each."""
    if session.joined:
        return f"{OF_PERSON}{session.people[session.mine].name}"
    if phase.in_turn:
        return f"{OF_PERSON}{session.person(FIRST, phase.turn).name}"
    return ""


def _filled_fields(session: Session, phase: Phase) -> Iterator[tuple[int, Field, str]]:
    """What was written in a phase. A day goes with the thing to try before it; where there is
    none, it is all that was written about one."""
    tried = False
    for number, field in enumerate(phase.fields):
        text = tidy(session.note(phase, number))
        if field.role == TRY:
            tried = bool(text.strip())
        if text.strip() and (field.role != BY or not tried):
            yield number, field._replace(role=TRY) if field.role == BY else field, text


def _tries(session: Session, phase: Phase, number: int, text: str, day: Day) -> Iterator[Action]:
    """Each line as something to try, by the day that stands in the field after it."""
    field = phase.fields[number]
    follows = phase.fields[number + 1 : number + 2]
    when = session.note(phase, number + 1).strip() if follows and follows[0].role == BY else ""
    by = day(when) if when else None
    words = f" ({' '.join(when.split())})" if when and by is None else ""
    who = session.person(field.who, phase.turn).key
    for line in text.split("\n"):
        what = re.sub(r"^[-*+] +(?:\[[ xX]\] +)?", "", line.strip())
        task = re.match(r"- \[([ ])\] (\S.*)", f"- [ ] {what}")
        if task:
            said = action_in(task)
            yield Action(said.text + words, said.by or by, who=said.who or who)


def _text_of(session: Session, phase: Phase, field: Field, text: str, day: Day) -> str:
    if field.role == LEARNING:
        return learning_text(learning_points(text), session.language)
    if field.role == ASKED:
        rest, asked = session.questions_in(phase, text)
        escaped = re.sub(r"(?m)^(?=\\*### )", r"\\", rest)
        return "\n\n".join(part for part in (escaped, asked_text(asked)) if part.strip())
    if field.role == SINCE:
        quoted = "\n".join(f"> {' '.join(one.text.split())}" for one in session.earlier)
        return f"{quoted}\n\n{text}" if quoted else text
    if field.role == NEXT:
        return "" if day(text) else text
    return text
