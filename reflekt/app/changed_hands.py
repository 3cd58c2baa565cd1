"""Entries that stood as one person's here and stand as another's after a sync.

Whose an entry is, is judged by the history of its file, which all have (app/claims.py): so all
agree. But whoever makes a commit dates it, and one that says it is older can take an entry over.
Then it is told, here and by `doctor`, and every version stays in the entry's history.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from reflekt.app.incoming import members
from reflekt.app.journal import Journal
from reflekt.domain.exchange import Divergence, FileDiff, Made
from reflekt.domain.glance import glance
from reflekt.errors import DamagedData, NotFound

_AT_ONCE = 1000
"""Files looked at together: more are not held in memory."""


class ChangedHands(NamedTuple):
    """An entry, whose it was, who sent it as another's, and as whose it stands (short names;
    nothing where it has no name)."""

    path: str
    entry: str
    author: str
    sender: str
    stands: str


def changed_hands(
    journal: Journal,
    parted: Divergence,
    contents: Mapping[str, bytes],
    results: Mapping[str, bytes | None],
) -> Sequence[ChangedHands]:
    """Of the entries that come in, those that were another's here; `results` is what they became
    where that is not what came in. Whoever gives away what is theirs is not told of."""
    watched = [(file, here) for file in parted.incoming.values() if (here := _here(parted, file))]
    if not watched:
        return ()
    known = members(journal)
    found = []
    for start in range(0, len(watched), _AT_ONCE):
        some = watched[start : start + _AT_ONCE]
        wanted = [blob for file, here in some for blob in (here, file.after) if blob]
        missing = [blob for blob in wanted if blob not in contents]
        held = {**contents, **journal.exchange.blobs(missing)} if missing else contents
        for file, here in some:
            now = results[file.path] if file.path in results else held[file.after or ""]
            with suppress(DamagedData):
                was, after = glance(held[here]), glance(now or b"")
                if was.author != after.author:
                    found.append((file.path, was.id, was.author, after.author))
    if not found:
        return ()
    brought: dict[str, list[Made]] = {}
    for one in journal.exchange.made(parted.base, parted.theirs):
        for file in one.files:
            brought.setdefault(file.path, []).append(one)
    told = []
    for path, id, author, stands in found:
        by = brought.get(path, [])
        own = known[author].address if author in known else None
        if not any(own in one.addresses for one in by):
            told.append(ChangedHands(path, id, author, by[0].name if by else "?", stands))
    return told


def brought_by_two(
    journal: Journal, adding: Mapping[str, Sequence[Made]]
) -> Iterator[ChangedHands]:
    """Entries that two people have each brought as their own; `adding` are the commits that
    brought each."""
    for path, commits in adding.items():
        if len(commits) < 2:
            continue
        blobs = [_blob(one, path) for one in commits]
        held = journal.exchange.blobs(blobs)
        with suppress(NotFound, DamagedData):
            stands = glance(journal.store.read(path))
            for one, blob in zip(commits, blobs, strict=True):
                said = glance(held[blob]).author
                if said != stands.author:
                    yield ChangedHands(path, stands.id, said, one.name, stands.author)
                    break


def _blob(made: Made, path: str) -> str:
    return next(file.after for file in made.files if file.path == path and file.after)


def _here(parted: Divergence, file: FileDiff) -> str | None:
    """The blob that an entry coming in has here already, where it is there on both sides."""
    if not file.path.startswith("entries/") or file.after is None or parted.ours is None:
        return None
    ours = parted.outgoing.get(file.path)
    return ours.after if ours else file.before
