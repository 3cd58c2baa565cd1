"""What a space says of itself: `space.toml`, and who takes part: `members/<key>.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from reflekt.errors import N_, DamagedData, why

SCHEMA = 1
FILE = "space.toml"
BY_HAND = ("codes", "consents", "members", FILE, "templates", "themedays", "themes.toml")
"""Where people may change something with an editor, beside entries: `sync` saves and sends it."""

PRIVATE = "private"
KINDS = (PRIVATE, "buddy", "lead", "team")
MINIMUM_GROUP = 3
"""The smallest number of people a report may speak of; see DOMAIN on group reporting."""

_KEY = r"[a-z0-9][a-z0-9-]{0,39}"
_ID = r"[a-z0-9]{6,40}"


class SpaceInfo(NamedTuple):
    """What stands in `space.toml`. `id` names the space for good, whatever it is called."""

    kind: str
    name: str
    id: str
    minimum_group: int = MINIMUM_GROUP
    schema: int = SCHEMA

    @property
    def is_newer(self) -> bool:
        """Whether a newer reflekt has written it: then it is read and not written."""
        return self.schema > SCHEMA


class BallotKey(NamedTuple):
    """The public half of a key that signs a member's ballots, and the proof that it is theirs."""

    key: str
    proof: str


class Member(NamedTuple):
    """Somebody who takes part: the short name entries carry, and what git calls them here.

    `ballot_keys` sign this member's ballots: one for each computer they have voted from.
    """

    key: str
    name: str
    id: str
    since: date
    ballot_keys: tuple[BallotKey, ...] = ()

    @property
    def address(self) -> str:
        """The address in this member's commits: no mailbox, and no other space has it."""
        return f"{self.key}.{self.id}@reflekt.invalid"


def told_apart(some: Iterable[Member], among: Iterable[Member]) -> list[str]:
    """Their names; the short name too of those who have the name of somebody else."""
    names = [one.name for one in among]
    return [
        f"{one.name} ({one.key})" if names.count(one.name) > 1 else one.name or one.key
        for one in sorted(some, key=lambda one: (one.name.casefold(), one.key))
    ]


def is_space_name(name: str) -> bool:
    """Whether a space may be called so: a folder name on every system."""
    reserved = r"(?!(?:con|prn|aux|nul|com\d|lpt\d)$)"
    return re.fullmatch(reserved + r"[a-zæøå0-9][a-zæøå0-9-]{0,39}", name) is not None


def is_token(text: str) -> bool:
    """Whether this can stand for somebody in unnamed entries."""
    return re.fullmatch(r"[a-z0-9]{8,40}", text) is not None


def is_key(key: str) -> bool:
    """Whether `key` can be the short name of a member."""
    return re.fullmatch(_KEY, key) is not None


def guessed_kind(name: str) -> str:
    """The kind of space a name speaks of: `buddy-jonas`, `lead-karin`, `private…`, else a team."""
    head = name.partition("-")[0]
    if head in ("buddy", "makker"):
        return "buddy"
    if head in ("lead", "leder"):
        return "lead"
    return "private" if name.startswith(("private", "privat")) else "team"


def space_file(info: SpaceInfo) -> bytes:
    """The `space.toml` that founds a space."""
    lines = [
        f"schema = {SCHEMA}",
        f'kind = "{info.kind}"',
        f'name = "{info.name}"',
        f"minimum_group = {info.minimum_group}",
        f'id = "{info.id}"',
    ]
    return ("\n".join(lines) + "\n").encode("utf-8")


def read_space(data: bytes) -> SpaceInfo:
    """What `space.toml` says. Raises DamagedData for what is no such file."""
    values = _values(data, FILE)
    schema = values.get("schema", SCHEMA)
    kind, name, id = values.get("kind"), values.get("name"), values.get("id", "")
    group = values.get("minimum_group", MINIMUM_GROUP)
    if not isinstance(schema, int) or isinstance(schema, bool) or schema < 1:
        raise _odd(FILE, "schema")
    if schema == SCHEMA and kind not in KINDS:
        raise _odd(FILE, "kind")
    if not isinstance(name, str) or not is_space_name(name):
        raise _odd(FILE, "name")
    if not isinstance(id, str) or (id and not re.fullmatch(_ID, id)):
        raise _odd(FILE, "id")
    if not isinstance(group, int) or isinstance(group, bool):
        raise _odd(FILE, "minimum_group")
    return SpaceInfo(str(kind), name, id, max(group, MINIMUM_GROUP), schema)


def schema_of(data: bytes) -> int:
    """The schema `space.toml` names, at a glance: every writing asks."""
    found = re.search(rb"(?m)^schema[ \t]*=[ \t]*(\d{1,9})", data)
    return int(found[1]) if found else SCHEMA


def member_path(key: str) -> str:
    """Where a member's file lives."""
    return f"members/{key}.toml"


def member_file(member: Member) -> bytes:
    """The file of a member."""
    import tomli_w

    about: dict[str, object] = {"name": member.name, "id": member.id, "since": member.since}
    if member.ballot_keys:
        about["ballot_keys"] = [one._asdict() for one in member.ballot_keys]
    return tomli_w.dumps(about).encode("utf-8")


def read_member(key: str, data: bytes) -> Member:
    """The member whose file this is. Raises DamagedData for what is no such file."""
    path = member_path(key)
    values = _values(data, path)
    name, id, since = values.get("name"), values.get("id"), values.get("since")
    if not is_key(key) or not isinstance(name, str):
        raise _odd(path, "name")
    if not isinstance(id, str) or not re.fullmatch(_ID, id):
        raise _odd(path, "id")
    if not isinstance(since, date):
        raise _odd(path, "since")
    return Member(key, " ".join(name.split())[:80], id, since, _ballot_keys(values, path))


def _ballot_keys(values: dict[str, object], path: str) -> tuple[BallotKey, ...]:
    tables = values.get("ballot_keys", [])
    found = []
    for table in tables if isinstance(tables, list) else [None]:
        key, proof = (table.get("key"), table.get("proof")) if isinstance(table, dict) else (0, 0)
        if not isinstance(key, str) or not isinstance(proof, str):
            raise _odd(path, "ballot_keys")
        found.append(BallotKey(key, proof))
    return tuple(found)


def _values(data: bytes, path: str) -> dict[str, object]:
    import tomllib  # most commands read no TOML, and start-up counts

    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as problem:
        raise DamagedData(
            N_("{path} in the space can't be read: {problem}."), path=path, problem=why(problem)
        ) from problem


def _odd(path: str, key: str) -> DamagedData:
    return DamagedData(N_("{path} in the space has an odd “{key}”."), path=path, key=key)
