"""Keeping a space in step with those who share it.

Fetch what others sent, look it over, make theirs and ours one, look once more at what is about to
leave, send it; again from the beginning where somebody was quicker. What can't be done is said in
one sentence, and nothing is lost: a space is only ever added to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from reflekt.app.journal import Journal
from reflekt.app.outgoing import Early, afresh, look_at_outgoing
from reflekt.app.sync_report import Report
from reflekt.domain.entry import is_entry_file
from reflekt.domain.exchange import Divergence, Remote, Synced, SyncNote
from reflekt.domain.ports import Change, Filter, Row
from reflekt.errors import N_, ChangedUnderneath, NotFound, NotSynchronised, PrivacyStop

if TYPE_CHECKING:
    from reflekt.app.claims import Refused

ATTEMPTS = 80
"""How often a sync begins again because others were quicker, before it says so."""

_AT_HAND = 1000
"""Up to so many incoming files are held in memory; more, and the search index reads them later."""


class Waiting(NamedTuple):
    """An entry in which something stands in two versions, and how many pieces do."""

    row: Row
    pieces: int


def sync(
    journal: Journal,
    remote: Remote,
    note: SyncNote,
    *,
    pause: Callable[[int], None],
    resend: bool = False,
) -> Report:
    """Bring the space and the shared repository to the same state.

    `pause` waits a little before another attempt, each time longer; `resend` sends again what the
    shared repository has lost. Whoever calls holds `note.alone()`.

    Raises NotSynchronised, PrivacyStop (what came in is here, what was to leave has not left), or
    what a store raises.
    """
    from reflekt.app.by_hand import save_other_hands

    report = Report()
    seen = note.load().seen
    journal.exchange.finish()
    for attempt in range(ATTEMPTS):
        if attempt:
            pause(attempt)
        if remote.begin():
            # While git talks to the other side: what will be needed if something comes in.
            import reflekt.app.changed_hands
            import reflekt.app.claims
            import reflekt.app.incoming  # noqa: F401 - only loaded

        save_other_hands(journal)
        theirs = remote.fetch()
        parted, early = None, Early(journal, remote, theirs)
        if theirs is None:
            _refuse_emptied(seen, resend)
        elif theirs != journal.store.head():
            parted = journal.exchange.divergence(theirs, seen)
            _refuse_rewritten(journal, parted, seen, resend)
            try:
                report = report.and_also(take_in(journal, parted, partial(early.send, parted)))
            except ChangedUnderneath:
                _save_strays(journal, parted)
                continue
            seen = theirs
        head = journal.store.head()
        if head is None:
            raise NotFound(N_("There is nothing in this space yet."))
        if head != theirs:
            try:
                leaving = early.leaving_by(head) or look_at_outgoing(journal, theirs, head, parted)
            except PrivacyStop as stopped:
                try:
                    head, leaving = afresh(journal, theirs, head, parted, stopped)
                except ChangedUnderneath:
                    continue
                report = report.and_also(Report(afresh=True))
            if not remote.push(head):
                continue
            report = report.and_also(leaving)
        note.save(Synced(head, journal.clock.now()))
        return report
    raise NotSynchronised(
        N_("Others are sending all the time: your part has not got through yet."),
        hint=N_("Everything of yours is here. Wait a little, then sync again."),
    )


def unsent(journal: Journal, note: SyncNote) -> int | None:
    """How many entries have changed since the last sync; None where that can't be told."""
    seen, head = note.load().seen, journal.store.head()
    if seen is None or head is None:
        return None
    changed = journal.store.changed_between(seen, head)
    return None if changed is None else len(changed)


def open_choices(journal: Journal) -> Sequence[Waiting]:
    """Entries in which two versions of the same piece wait for their author to choose."""
    found = []
    for hit in journal.index.search('"to udgaver" OR "two versions"', 200, Filter()):
        from reflekt.domain.merge import choices

        try:
            pieces = choices(journal.store.read(hit.row.path))
        except NotFound:
            continue
        if pieces:
            found.append(Waiting(hit.row, pieces))
    return found


def _refuse_emptied(seen: str | None, resend: bool) -> None:
    if seen and not resend:
        raise NotSynchronised(
            N_("The shared repository is empty now: what stood there is gone."),
            hint=N_(
                "Everything you had is here. If it is to be there again: reflekt sync --resend"
            ),
        )


def _refuse_rewritten(journal: Journal, parted: Divergence, seen: str | None, resend: bool) -> None:
    """Raises NotSynchronised where they no longer have what they had when last we looked."""
    if seen is None or parted.base == seen or journal.exchange.has(seen, parted.theirs):
        return
    if not journal.exchange.has(parted.theirs, seen):
        raise NotSynchronised(
            N_("The history of the shared repository has been rewritten."),
            hint=N_(
                "Nothing was changed here. Ask who did it and why; your own copy holds everything."
            ),
        )
    if not resend:
        raise NotSynchronised(
            N_("The shared repository has lost something it had: an old copy was put back, maybe."),
            hint=N_(
                "Everything you had is here. If it is to be there again: reflekt sync --resend"
            ),
        )


def take_in(
    journal: Journal, parted: Divergence, committed: Callable[[str], None] | None = None
) -> Report:
    """Look over what comes in and make it ours; `committed` is told the commit that holds both.

    Raises NotSynchronised with nothing changed.
    """
    if not parted.incoming and parted.base == parted.theirs:
        if committed and parted.ours:
            committed(parted.ours)
        return Report()
    from reflekt.app.changed_hands import changed_hands
    from reflekt.app.claims import refused_claims
    from reflekt.app.incoming import look_over, members, naming_the_file, newcomers
    from reflekt.domain.space import told_apart

    exchange = journal.exchange
    look_over(journal, parted)
    both = {
        path
        for path, file in parted.incoming.items()
        if path in parted.outgoing and parted.outgoing[path].after != file.after
    }
    few = len(parted.incoming) <= _AT_HAND
    wanted = [file.after for file in parted.incoming.values() if few and file.after]
    for path in both:
        from reflekt.app.agendas import blobs_of, drafts_of

        wanted += [b for b in (*parted.incoming[path][2:], parted.outgoing[path].after) if b]
        wanted += blobs_of(drafts_of(parted, path))
    with naming_the_file(parted):
        contents = exchange.blobs(wanted)
        if not few:
            exchange.refuse_large(file.after for file in parted.incoming.values() if file.after)
    refused = refused_claims(journal, parted, contents)
    resolved = list(_resolved(parted, sorted(both), contents, refused))
    resolved += [Change(path, one.instead) for path, one in refused.items() if path not in both]
    results = {change.path: change.data for change in resolved}
    moved = changed_hands(journal, parted, contents, results)
    commit = exchange.take_in(
        parted,
        resolved,
        contents,
        message="sync",
        when=journal.clock.now(),
        meanwhile=journal.index.record,
        committed=committed,
    )
    journal.index.settle(commit)
    new = newcomers(journal, parted, contents) if parted.ours else {}
    entries = [file for path, file in parted.incoming.items() if is_entry_file(path)]
    received = [file for file in entries if file.after]
    return Report(
        received=len(received),
        gone=len(entries) - len(received),
        other_received=not all(is_entry_file(path) or path in new for path in parted.incoming),
        merged=sorted(both),
        claims=[one.claim for one in refused.values()],
        newcomers=told_apart(new.values(), members(journal).values()) if new else (),
        changed_hands=moved,
        consents=[
            path.removeprefix("consents/").removesuffix(".toml")
            for path, file in parted.incoming.items()
            if path.startswith("consents/") and file.after
        ],
    )


def _resolved(
    parted: Divergence,
    both: Sequence[str],
    contents: Mapping[str, bytes],
    refused: Mapping[str, Refused],
) -> Iterator[Change]:
    for path in both:
        from reflekt.app.agendas import drafts_of, merged_agenda
        from reflekt.domain.merge import merged_file

        before, theirs = parted.incoming[path][2:]
        ours = parted.outgoing[path].after
        drafts = drafts_of(parted, path)
        if drafts:
            page = merged_agenda(drafts, (before, ours, theirs), contents)
            if page is not None:
                yield Change(path, page)
                continue
        base, one, other = (contents[blob] if blob else None for blob in (before, ours, theirs))
        merged = merged_file(path, base, one, refused[path].instead if path in refused else other)
        yield Change(path, merged.data)
        if merged.beside:
            yield merged.beside


def _save_strays(journal: Journal, parted: Divergence) -> None:
    """Commit files that other hands changed here and that change there too: then they merge.

    Entries were seen to already; what the gate stopped there stays, and is said.
    """
    changes = []
    for path in parted.incoming:
        if not is_entry_file(path):
            ours = parted.outgoing.get(path)
            committed = ours.after if ours else parted.incoming[path].before
            known = journal.exchange.blobs([committed]) if committed else {}
            data = journal.exchange.current(path)
            if data != (known[committed] if committed else None):
                changes.append(Change(path, data))
    if changes:
        journal.commit(changes, f"changed by hand: {len(changes)}")
        return
    for notice in journal.notices:
        raise notice
