"""What others sent, looked over before any of it is taken in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from reflekt.app.journal import Journal
from reflekt.domain import incoming
from reflekt.domain.document import parse
from reflekt.domain.exchange import Divergence, FileDiff, Made
from reflekt.domain.ports import blob_id
from reflekt.domain.space import (
    FILE,
    SCHEMA,
    Member,
    SpaceInfo,
    read_member,
    read_space,
    schema_of,
)
from reflekt.errors import N_, DamagedData, NotFound, NotSynchronised

ATTRIBUTES = b"* -text\n"
"""The one `.gitattributes` a space has: leave the bytes of files alone."""


class Claim(NamedTuple):
    """A file that speaks for somebody who did not send it: whose it says it is, who sent it."""

    path: str
    author: str
    sender: str


def look_over(journal: Journal, parted: Divergence) -> SpaceInfo | None:
    """Look at every file that comes in, and at `space.toml`. Returns what that says if it changes.

    Raises NotSynchronised, naming the file and who sent it, where something must not come in.
    """
    store = journal.store
    try:
        incoming.look_over(parted.incoming.values(), store.names_in, blob_id(ATTRIBUTES))
    except incoming.Objection as problem:
        made = store.made(parted.base, parted.theirs)
        raise NotSynchronised(
            N_("{who} has sent the file {path}, which can't be taken in: {why}."),
            hint=N_("Nothing was taken in, and nothing is lost. Ask {who} to take it out again."),
            who=_sender(made, problem.path),
            path=problem.path,
            why=problem.why,
        ) from problem
    file = parted.incoming.get(FILE)
    if file is None:
        return None
    return _space_of(journal, parted, file)


def _space_of(journal: Journal, parted: Divergence, file: FileDiff) -> SpaceInfo:
    if file.after is None:
        raise NotSynchronised(
            N_("Somebody has taken space.toml out of the shared repository."),
            hint=N_("Nothing was taken in. Ask whoever looks after it to put it back."),
        )
    data = journal.store.blobs([file.after])[file.after]
    if schema_of(data) > SCHEMA and parted.base != parted.ours:
        raise NotSynchronised(
            N_("The others use a newer reflekt, and the space is kept in its format now."),
            hint=N_("What you wrote is here. Install the newest reflekt, then sync again."),
        )
    try:
        theirs = read_space(data)
        if parted.ours is None:
            return theirs
        ours = read_space(journal.store.read(FILE))
    except DamagedData as problem:
        raise NotSynchronised(
            problem.message, hint=N_("Nothing was taken in."), **problem.parameters
        ) from problem
    if theirs.id != ours.id or (theirs.kind != ours.kind and not theirs.is_newer):
        raise NotSynchronised(
            N_("Another space stands in the shared repository now."),
            hint=N_("Nothing was taken in. See whether it is the right folder."),
        )
    return theirs


def claims(journal: Journal, parted: Divergence, contents: Mapping[str, bytes]) -> Sequence[Claim]:
    """Files among those that came in which speak for a member who did not send them.

    An entry is its author's where a commit that brought it bears the author's address, or names it
    as another author's. git does not prove an address: this finds mistakes, and what is careless.
    """
    watched = [file for file in parted.incoming.values() if file.after and _speaks(file.path)]
    if not watched:
        return ()
    made = journal.store.made(parted.base, parted.theirs)
    before = journal.store.blobs(file.before for file in watched if file.before)
    known = members(journal)
    return list(_claims(watched, made, {**before, **contents}, known))


def all_claims(journal: Journal) -> Sequence[Claim]:
    """The same, over everything in the space."""
    head = journal.store.head()
    if head is None:
        return ()
    made = journal.store.made(None, head)
    first: dict[str, FileDiff] = {}
    for one in made:
        for file in one.files:
            if file.after and file.before is None and _speaks(file.path):
                first.setdefault(file.path, file)
    watched = [file for path, file in first.items() if journal.store.state(path)]
    contents = journal.store.blobs(file.after for file in watched if file.after)
    return list(_claims(watched, made, contents, members(journal)))


def members(journal: Journal) -> Mapping[str, Member]:
    """Who takes part in the space, by short name; files that can't be read are left out."""
    found = {}
    for path in journal.store.beneath("members"):
        key = path.removeprefix("members/").removesuffix(".toml")
        try:
            found[key] = read_member(key, journal.store.read(path))
        except (DamagedData, NotFound):
            continue
    return found


def _claims(
    watched: Iterable[FileDiff],
    made: Sequence[Made],
    contents: Mapping[str, bytes],
    known: Mapping[str, Member],
) -> Iterator[Claim]:
    brought: dict[str, list[Made]] = {}
    for one in made:
        for file in one.files:
            brought.setdefault(file.path, []).append(one)
    for file in watched:
        author = _author(file.path, contents.get(file.after or ""))
        others_may = file.before and not file.path.startswith("members/")
        if others_may and author == _author(file.path, contents.get(file.before or "")):
            continue  # they may add to an entry; its history says who did
        member = known.get(author)
        by = brought.get(file.path, [])
        if member is None or not by:
            continue
        addresses = {address for one in by for address in (one.address, *one.helpers)}
        if member.address not in addresses:
            yield Claim(file.path, author, _sender(by, file.path))


def _speaks(path: str) -> bool:
    return path.startswith(("entries/", "members/"))


def _author(path: str, data: bytes | None) -> str:
    if path.startswith("members/"):
        return path.removeprefix("members/").removesuffix(".toml")
    try:
        return parse(data or b"").entry.author
    except DamagedData:
        return ""


def _sender(made: Sequence[Made], path: str) -> str:
    for one in reversed(made):
        if any(file.path == path for file in one.files):
            return one.name
    return made[-1].name if made else "?"
