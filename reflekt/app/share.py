"""Sharing: what of an entry leaves for another space, under which name, and taking it back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from reflekt.app import gate
from reflekt.app.clearance import Clearance
from reflekt.app.find import Found
from reflekt.app.journal import Journal
from reflekt.domain.contents import Headings, learning
from reflekt.domain.document import Document, compose, parse, revise
from reflekt.domain.entry import Entry
from reflekt.domain.ports import Change, Row
from reflekt.domain.shared import Piece, Shared, body_of, remembering, shared
from reflekt.domain.template import EntryTemplate
from reflekt.domain.unnamed import week_of
from reflekt.errors import N_, UsageProblem
from reflekt.privacy.detect import detect
from reflekt.privacy.finding import BLOCK, Finding
from reflekt.privacy.redact import proposals, replaced


class Marked(NamedTuple):
    """A piece that may leave, what was found in it, and a proposal for each finding."""

    piece: Piece
    findings: Sequence[Finding]
    instead: Sequence[str]

    @property
    def redacted(self) -> str:
        """The piece's text with every proposal taken."""
        return replaced(self.piece.text, self.findings, self.instead)


class Earlier(NamedTuple):
    """An entry in the other space that this one was shared as, still there, and its words."""

    shared: Shared
    row: Row
    texts: frozenset[str]


def marked(pieces: Sequence[Piece], language: str, kept: Clearance | None = None) -> list[Marked]:
    """The pieces with what was found in them; the same name gets the same letter in all of them.

    What `kept` covers is to stand as it is, and is no longer marked. A CPR number never is.
    """
    found = [detect(piece.text) for piece in pieces]
    found = [
        tuple(f for f in some if f.severity == BLOCK or not (kept and kept.covers(f)))
        for some in found
    ]
    whole = "\n".join(piece.text for piece in pieces)
    instead = iter(proposals(whole, [f for some in found for f in some], language))
    return [
        Marked(piece, some, [next(instead) for _ in some])
        for piece, some in zip(pieces, found, strict=True)
    ]


def earlier(target: Journal, entry: Entry, headings: Headings) -> Sequence[Earlier]:
    """As what the entry stands in the other space already."""
    found = []
    for one in shared(entry):
        if one.space != target.space.name:
            continue
        for row in target.index.matching(one.id, 1):
            there = target.document(row).entry
            texts = {point.text for point in learning(there, headings)}
            texts |= {section.text for section in there.sections}
            found.append(Earlier(one, row, frozenset(texts)))
    return found


def shared_entry(
    source: Entry,
    chosen: Sequence[Piece],
    template: EntryTemplate,
    target: Journal,
    *,
    id: str,
    named: bool,
    now: datetime,
) -> Entry:
    """The new entry: nothing in it leads back. Raises UsageProblem where nothing is left."""
    if not chosen:
        raise UsageProblem(N_("Nothing is left to share."))
    extra: dict[str, object] = {}
    if not named:
        if not target.space.token:
            raise UsageProblem(
                N_("You have no token in {space}, so nothing can be shared unnamed there."),
                hint=N_("Share it under your name, or join the space with `reflekt space add`."),
                space=target.space.name,
            )
        extra["contributor"] = target.space.token
    return Entry(
        id=id,
        kind=source.kind,
        created=now if named else week_of(now),
        author=target.settings.author if named else "",
        language=source.language,
        extra=extra,
        sections=body_of(chosen, template, source.language),
    )


def carry_over(found: Found, target: Journal, entry: Entry) -> None:
    """Write the new entry, and remember in the one it came from where it went.

    Raises what the gate and the stores raise. The memory comes first: an entry nobody remembers
    could not be taken back. A memory of what never came there (a sharing that was cut off) goes.
    """
    text = compose(entry)
    change = Change(entry.path, text.encode("utf-8"))
    seen = frozenset(one.key for one in detect(text) if one.severity != BLOCK)
    target.clearance = target.clearance._replace(confirmed=target.clearance.confirmed | seen)
    gate.check(target, [change])
    when = target.clock.now().date()
    mine = Shared(target.space.name, entry.id, when)
    _remember(found, lambda all_: [*(one for one in all_ if _is_there(one, target)), mine])
    message = f"{entry.kind} {entry.id}"
    if entry.author:
        target.commit([change], message, {entry.path: None})
    else:
        target.commit_unnamed([change], message, {entry.path: None})


def same_there(found: Found, target: Journal, entry: Entry) -> Row | None:
    """The entry in the other space that says just this and came of the same one, if it is there."""
    body = parse(compose(entry).encode("utf-8")).body.strip()
    for one in shared(found.journal.document(found.row).entry):
        if one.space == target.space.name:
            for row in target.index.matching(one.id, 1):
                if target.document(row).body.strip() == body:
                    return row
    return None


def _is_there(one: Shared, target: Journal) -> bool:
    return one.space != target.space.name or bool(target.index.matching(one.id, 1))


def take_back(found: Found, target: Journal) -> Sequence[str]:
    """Take what came of the entry out of the other space's present; returns the ids it had there.

    What is remembered and not there (a sharing that was interrupted) is forgotten, too.
    """
    gone = []
    for one in shared(found.journal.document(found.row).entry):
        if one.space != target.space.name:
            continue
        for row in target.index.matching(one.id, 1):
            data = target.store.read(row.path)
            entry = parse(data).entry
            commit = target.commit if entry.author else target.commit_unnamed
            commit([Change(row.path, None)], f"withdraw {one.id}", {row.path: data})
            gone.append(one.id)
    _remember(found, lambda all_: [one for one in all_ if one.space != target.space.name])
    return gone


def went_to(found: Found) -> Sequence[str]:
    """The spaces the entry went to."""
    document = found.journal.document(found.row)
    return tuple(dict.fromkeys(one.space for one in shared(document.entry)))


def was_shared(found: Found) -> bool:
    """Whether the entry has ever been shared from where it stands, taken back or not."""
    head = found.journal.store.head()
    past = found.journal.exchange.history([found.row.path], [head]) if head else ()
    return any(one.message.strip() == _message_of(found) for one in past)


def _message_of(found: Found) -> str:
    return f"shared {found.row.id}"


def _remember(found: Found, change: Callable[[Sequence[Shared]], Sequence[Shared]]) -> None:
    journal, path = found.journal, found.row.path
    data = journal.store.read(path)
    document: Document = parse(data)
    entry = remembering(document.entry, change(shared(document.entry)))
    after = revise(document, entry).encode("utf-8")
    journal.commit([Change(path, after)], _message_of(found), {path: data})


def is_mine(found: Found) -> bool:
    """Whether an entry of a shared space is mine: by my name there, or my token."""
    journal = found.journal
    entry = journal.document(found.row).entry
    if journal.space.kind == "private":
        return False
    if entry.author:
        return entry.author == journal.settings.author
    token = journal.space.token
    return bool(token) and entry.extra.get("contributor") == token


def is_joint(found: Found) -> bool:
    """Whether others have a part in the entry: a session of two, or what several decided."""
    from reflekt.app.sessions import authors

    return len(authors(found.journal.document(found.row).entry)) > 1


def remove_own(found: Found) -> None:
    """Take an entry of one's own out of a shared space's present."""
    journal = found.journal
    data = journal.store.read(found.row.path)
    commit = journal.commit if parse(data).entry.author else journal.commit_unnamed
    message = f"withdraw {found.row.id}"
    commit([Change(found.row.path, None)], message, {found.row.path: data})
