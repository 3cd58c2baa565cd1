"""What others sent, looked over before any of it is taken in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress

from reflekt.app.journal import Journal
from reflekt.domain import incoming
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


def look_over(journal: Journal, parted: Divergence) -> SpaceInfo | None:
    """Look at every file that comes in, and at `space.toml`. Returns what that says if it changes.

    Raises NotSynchronised, naming the file and who sent it, where something must not come in.
    """
    exchange = journal.exchange
    try:
        incoming.look_over(parted.incoming.values(), exchange.names_in, blob_id(ATTRIBUTES))
    except incoming.Objection as problem:
        made = exchange.made(parted.base, parted.theirs)
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
    data = journal.exchange.blobs([file.after])[file.after]
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
            problem.message,
            hint=N_("Nothing was taken in. Ask whoever changed it to put it back as it was."),
            **problem.parameters,
        ) from problem
    if theirs.id != ours.id or (theirs.kind != ours.kind and not theirs.is_newer):
        raise NotSynchronised(
            N_("Another space stands in the shared repository now."),
            hint=N_("Nothing was taken in. See whether it is the right folder."),
        )
    return theirs


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


@contextmanager
def naming_the_file(parted: Divergence) -> Iterator[None]:
    """Whoever is told of something git could not give, or that is too large, is told which file."""
    try:
        yield
    except NotSynchronised as problem:
        blob = problem.parameters.get("blob")
        paths = [path for path, file in parted.incoming.items() if file.after == blob]
        if paths:
            problem.parameters = {**problem.parameters, "blob": paths[0]}
        raise


def newcomers(
    journal: Journal, parted: Divergence, contents: Mapping[str, bytes]
) -> Mapping[str, Member]:
    """Who is new in the space, by the path of what is said of them."""
    files = [
        file
        for path, file in parted.incoming.items()
        if path.startswith("members/") and file.before is None and file.after
    ]
    wanted = [file.after for file in files if file.after and file.after not in contents]
    held = {**contents, **journal.exchange.blobs(wanted)} if wanted else contents
    found = {}
    for file in files:
        key = file.path.removeprefix("members/").removesuffix(".toml")
        with suppress(DamagedData):
            found[file.path] = read_member(key, held[file.after or ""])
    return found


def _sender(made: Sequence[Made], path: str) -> str:
    for one in reversed(made):
        if any(file.path == path for file in one.files):
            return one.name
    return made[-1].name if made else "?"
