"""What is sent in the name of somebody else does not stand in it.

git does not prove who sent a commit: this finds mistakes, and what is careless. An entry stands as
its true author's (domain.authorship), with every word as it was sent; what is said of a member
stands as it stood. Whoever else takes in the same does the same, whatever they have seen before:
what is not plain from the commits that come in is judged by the whole history of the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from reflekt.app.changed_hands import ChangedHands, brought_by_two
from reflekt.app.incoming import members
from reflekt.app.journal import Journal
from reflekt.domain.authorship import Step, said_to_be_by, true_author
from reflekt.domain.exchange import Divergence, Exchange, FileDiff, Made
from reflekt.domain.glance import glance
from reflekt.domain.space import Member, read_member
from reflekt.errors import DamagedData, NotFound, NotSynchronised

_AT_ONCE = 1000
"""Files looked at together: more are not held in memory."""

_MEMBERS = "members/"
_CODES = "codes/"
_ONES_OWN = (_MEMBERS, _CODES)
"""Where each file is one member's, and says in its name whose."""

Past = Sequence[tuple[Made, FileDiff]]
"""The commits that touched a file, oldest first, and how."""


class Claim(NamedTuple):
    """A file that speaks for somebody who did not send it: whose it says it is, who sent it, and
    whose it stands as (a short name; nothing where nobody of the space is known to have sent it).
    """

    path: str
    author: str
    sender: str
    stands: str = ""


class Refused(NamedTuple):
    """A claim that was not taken in, and what the file is instead."""

    claim: Claim
    instead: bytes


def refused_claims(
    journal: Journal, parted: Divergence, contents: Mapping[str, bytes]
) -> Mapping[str, Refused]:
    """Of the files that come in, those that speak for a member who did not send them, by path."""
    if parted.ours is None or not journal.space.address:
        return {}
    watched = [file for file in parted.incoming.values() if _speaks(file.path)]
    if not watched:
        return {}
    watched.sort(key=lambda file: not file.path.startswith(_MEMBERS))
    brought: dict[str, list[Made]] = {}
    for one in journal.exchange.made(parted.base, parted.theirs):
        for file in one.files:
            brought.setdefault(file.path, []).append(one)
    known = dict(members(journal))
    refused: dict[str, Refused] = {}
    for start in range(0, len(watched), _AT_ONCE):
        some = watched[start : start + _AT_ONCE]
        wanted = [blob for file in some for blob in file[2:] if blob and blob not in contents]
        held = {**contents, **journal.exchange.blobs(wanted)} if wanted else contents
        doubtful = [
            file for file in some if _is_doubtful(file, brought.get(file.path, ()), held, known)
        ]
        if doubtful:
            found = _judged(journal.exchange, parted, doubtful, held, known)
            refused.update((one.claim.path, one) for one in found)
    return refused


def all_claims(journal: Journal) -> tuple[Sequence[Claim], Sequence[ChangedHands]]:
    """What stands in the space in the name of somebody who did not send it: nobody refused it.
    And the entries that two people have each brought as their own."""
    head = journal.store.head()
    if head is None:
        return (), ()
    adding: dict[str, list[Made]] = {}
    addresses: dict[str, set[str]] = {}
    for one in journal.exchange.made(None, head):
        for file in one.files:
            if file.after and _speaks(file.path):
                addresses.setdefault(file.path, set()).update(one.addresses)
                if file.before is None:
                    adding.setdefault(file.path, []).append(one)
    known = members(journal)
    found = []
    for path, brought in adding.items():
        with suppress(NotFound):
            author = _author(path, {"": journal.store.read(path)}, "")
            member = known.get(author or "")
            if path.startswith(_CODES) and not journal.store.read(path):
                continue  # what stood in it was refused
            if member and member.address not in addresses[path]:
                found.append(Claim(path, member.key, brought[0].name, member.key))
    entries = {path: made for path, made in adding.items() if not path.startswith(_ONES_OWN)}
    return found, list(brought_by_two(journal, entries))


def _is_doubtful(
    file: FileDiff, by: Sequence[Made], held: Mapping[str, bytes], known: Mapping[str, Member]
) -> bool:
    """Whether the commits that come in leave open if the file may say what it says."""
    after = _author(file.path, held, file.after)
    member = known.get(after or "")
    sent_by_them = member is not None and any(member.address in one.addresses for one in by)
    if file.path.startswith(_MEMBERS):
        return member is not None and file.before is not None and not sent_by_them
    if file.path.startswith(_CODES):
        return member is not None and not sent_by_them
    if after is None:
        return False  # removed, or not to be read as an entry: nobody is spoken for
    before = _author(file.path, held, file.before)
    if before is not None:
        return before != after  # they may add to an entry; its history says who did
    return member is not None and not sent_by_them


def _judged(
    store: Exchange,
    parted: Divergence,
    doubtful: Sequence[FileDiff],
    held: Mapping[str, bytes],
    known: dict[str, Member],
) -> Iterator[Refused]:
    """What may not stand, by the whole history of each file. Brings `known` up to it."""
    tips = [tip for tip in (parted.ours, parted.theirs) if tip]
    past = _past(store.history([file.path for file in doubtful], tips))
    only_merged = [file.path for file in doubtful if file.path not in past]
    if only_merged:
        past.update(_past(store.history(only_merged, tips, merges=True)))
    sides = [side for steps in past.values() for _, side in steps]
    blobs = _readable(store, [blob for side in sides for blob in side[2:] if blob])
    for file in doubtful:
        steps = past.get(file.path, ())
        if file.path.startswith(_MEMBERS):
            refused = _member_refused(file, steps, blobs, held, known)
        elif file.path.startswith(_CODES):
            refused = _codes_refused(file, steps, held, known)
        else:
            arriving = _arriving(parted, held)
            addresses = {one.key: one.address for one in (*arriving, *known.values())}
            refused = _entry_refused(file, steps, blobs, held, addresses)
        if refused:
            yield refused


def _member_refused(
    file: FileDiff,
    steps: Past,
    blobs: Mapping[str, bytes],
    held: Mapping[str, bytes],
    known: dict[str, Member],
) -> Refused | None:
    key = _author(file.path, held, file.after) or ""
    stands: str | None = None
    for made, side in steps:
        if stands is None:
            stands = side.before or side.after
        with suppress(DamagedData):
            own = read_member(key, blobs.get(stands or "", b""))
            known[key] = own
            if side.after and own.address in made.addresses:
                stands = side.after
    if file.after == stands:
        return None  # somebody put it back as it was
    sender = steps[-1][0].name if steps else "?"
    return Refused(Claim(file.path, key, sender, key), held[file.before or ""])


def _codes_refused(
    file: FileDiff, steps: Past, held: Mapping[str, bytes], known: Mapping[str, Member]
) -> Refused | None:
    """What a member codes is said by nobody else: it stands as they left it, or is empty."""
    key = _author(file.path, held, file.after) or ""
    stands = steps[0][1].before if steps else file.before
    for made, side in steps:
        if known[key].address in made.addresses:
            stands = side.after
    if file.after == stands or (stands is None and not held.get(file.after or "")):
        return None
    sender = steps[-1][0].name if steps else "?"
    return Refused(Claim(file.path, key, sender, key), held[file.before] if file.before else b"")


def _entry_refused(
    file: FileDiff,
    steps: Past,
    blobs: Mapping[str, bytes],
    held: Mapping[str, bytes],
    addresses: Mapping[str, str],
) -> Refused | None:
    path, data = file.path, held[file.after or ""]
    taken = [
        Step(made.addresses, *(_author(path, blobs, blob) for blob in side[2:]))
        for made, side in steps
    ]
    said, true = glance(data).author, true_author(taken, addresses) or ""
    if said == true:
        return None
    names = [
        made.name
        for (made, _), step in zip(steps, taken, strict=True)
        if step.after == said and step.before != said
    ]
    sender = names[0] if names else steps[-1][0].name if steps else "?"
    return Refused(Claim(path, said, sender, true), said_to_be_by(true, data))


def _past(made: Iterable[Made]) -> dict[str, list[tuple[Made, FileDiff]]]:
    past: dict[str, list[tuple[Made, FileDiff]]] = {}
    for one in made:
        for file in one.files:
            past.setdefault(file.path, []).append((one, file))
    return past


def _readable(store: Exchange, ids: Sequence[str]) -> Mapping[str, bytes]:
    """What the blobs hold; without those that are too large to be an entry."""
    try:
        return store.blobs(ids)
    except NotSynchronised:
        found: dict[str, bytes] = {}
        for blob in ids:
            with suppress(NotSynchronised):
                found.update(store.blobs([blob]))
        return found


def _arriving(parted: Divergence, held: Mapping[str, bytes]) -> Iterator[Member]:
    """Members who come in just now."""
    for file in parted.incoming.values():
        if file.path.startswith(_MEMBERS) and file.before is None and file.after in held:
            key = file.path.removeprefix(_MEMBERS).removesuffix(".toml")
            with suppress(DamagedData):
                yield read_member(key, held[file.after or ""])


def _speaks(path: str) -> bool:
    return path.startswith(("entries/", *_ONES_OWN))


def _author(path: str, held: Mapping[str, bytes], blob: str | None) -> str | None:
    """Whom a file speaks for; None where there is none, or none that can be read."""
    if path.startswith(_ONES_OWN):
        return path.partition("/")[2].removesuffix(".toml")
    if blob is None or blob not in held:
        return None
    try:
        return glance(held[blob]).author
    except DamagedData:
        return None
