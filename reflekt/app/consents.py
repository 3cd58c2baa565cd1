"""Going further with what two people wrote: only when both have said yes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from reflekt.app.find import Found
from reflekt.app.journal import Journal
from reflekt.domain.consent import (
    FOLDER,
    YES,
    Consent,
    consent_file,
    consent_path,
    digest,
    read_consent,
)
from reflekt.domain.entry import Entry, is_id
from reflekt.domain.ports import Change
from reflekt.domain.space import is_key
from reflekt.errors import N_, DamagedData, NotFound
from reflekt.privacy.detect import detect

PAIRS = ("buddy", "lead")


class Pending(NamedTuple):
    """A proposal and the journal of the two it belongs to."""

    journal: Journal
    consent: Consent


def needs_both(journal: Journal) -> bool:
    """Whether an entry of this space goes further only when both have said yes."""
    return journal.space.kind in PAIRS


def members(journal: Journal) -> Sequence[str]:
    """The short names of those who take part in the space."""
    paths = journal.store.beneath("members")
    keys = (path.removeprefix("members/").removesuffix(".toml") for path in paths)
    return [key for key in keys if is_key(key)]


def consent_for(journal: Journal, entry: str) -> Consent | None:
    """The proposal for an entry; None where there is none. Raises DamagedData."""
    try:
        return read_consent(entry, journal.store.read(consent_path(entry)))
    except NotFound:
        return None


def source_digest(entry: Entry) -> str:
    """What the entry is known by: an edit of its text makes another of it."""
    return digest("\n\n".join(f"{s.heading}\n{s.text}" for s in entry.sections))


def propose(found: Found, to: str, text: str, source: str, *, unnamed: bool) -> Consent:
    """Propose that exactly this text goes to another space, with one's own yes.

    Where just this has been proposed already it stands, and one's own yes is added.
    """
    journal = found.journal
    before = _standing(journal, found.row.id)
    me = journal.settings.author
    known = consent_for(journal, found.row.id) if before is not None else None
    if known and known.is_for(to, text, source, unnamed=unnamed) and not known.is_declined:
        made = known.answered(me, YES)
    else:
        today = journal.clock.now().date()
        made = Consent(found.row.id, to, me, text, source, today, unnamed=unnamed)
        made = made.answered(me, YES)
    _save(journal, made, before)
    return made


def answer(journal: Journal, entry: str, said: str) -> Consent:
    """Say yes or no to a proposal, or take a yes back. Raises NotFound where there is none."""
    consent = consent_for(journal, entry)
    if consent is None:
        raise NotFound(
            N_("Nobody has proposed to share entry {id}."),
            hint=N_("`reflekt share --proposals` shows what has been proposed."),
            id=entry,
        )
    made = consent.answered(journal.settings.author, said)
    _save(journal, made, _standing(journal, entry))
    return made


def carried(journal: Journal, consent: Consent) -> None:
    """Note that the text has gone where both agreed it might go."""
    _save(journal, consent._replace(gone=True), _standing(journal, consent.entry))


def proposals(journals: Iterable[Journal]) -> Iterator[Pending]:
    """Every proposal in the spaces of two, that can be read."""
    for journal in journals:
        if not needs_both(journal):
            continue
        for path in journal.store.beneath(FOLDER):
            entry = path.removeprefix(f"{FOLDER}/").removesuffix(".toml")
            try:
                consent = consent_for(journal, entry) if is_id(entry) else None
            except DamagedData as problem:
                journal.notices.append(problem)
                continue
            if consent:
                yield Pending(journal, consent)


def waiting_for_me(journals: Iterable[Journal]) -> Sequence[Pending]:
    """Proposals of others that I have not answered."""
    return [
        one
        for one in proposals(journals)
        if one.journal.settings.author not in one.consent.answers and not one.consent.is_declined
    ]


def ready(journals: Iterable[Journal]) -> Sequence[Pending]:
    """Proposals of mine that everybody has said yes to, and that have not gone yet."""
    return [
        one
        for one in proposals(journals)
        if one.consent.by == one.journal.settings.author
        and not one.consent.gone
        and one.consent.is_agreed(members(one.journal))
    ]


def _standing(journal: Journal, entry: str) -> bytes | None:
    try:
        return journal.store.read(consent_path(entry))
    except NotFound:
        return None


def _save(journal: Journal, consent: Consent, before: bytes | None) -> None:
    data = consent_file(consent)
    seen = frozenset(one.key for one in detect(data.decode("utf-8")) if one.severity != "block")
    confirmed = journal.clearance.confirmed | seen
    journal.clearance = journal.clearance._replace(confirmed=confirmed)
    path = consent_path(consent.entry)
    journal.commit([Change(path, data)], f"consent {consent.entry}", {path: before})
