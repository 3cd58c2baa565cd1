"""Who the two of a session are, and which space is theirs."""

from __future__ import annotations

import re

from reflekt.app.journal import Journal
from reflekt.app.setup import author_key
from reflekt.domain.ports import Settings
from reflekt.domain.session import Person
from reflekt.domain.space import Member, is_key, member_path, read_member
from reflekt.errors import ReflektError

SPACE_NAMES = {"buddy": ("buddy", "makker"), "learning": ("lead", "leder")}
"""What the name of a pair's space begins with: `buddy-jonas`, `leder-birgit`."""


def me(journal: Journal) -> Person:
    """Who I am in the space, and the first of my names."""
    name = journal.settings.name.split()
    return Person(journal.space.author or journal.settings.author, name[0] if name else "")


def space_of(settings: Settings, kind: str, name: str) -> str | None:
    """The space of the two of us: named after the other; the only one where none is named."""
    begin = SPACE_NAMES[kind]
    if name:
        wanted = {f"{word}-{one}" for word in begin for one in (author_key(name), name.casefold())}
        return next((one.name for one in settings.spaces if one.name in wanted), None)
    found = [one.name for one in settings.spaces if one.kind == begin[0]]
    return found[0] if len(found) == 1 else None


def shared_with(journal: Journal, name: str) -> bool:
    """Whether somebody of that name, or short name, is in the space with me."""
    wanted = {" ".join(name.split()).casefold(), author_key(name)}
    mine = me(journal).key
    for path in journal.store.beneath("members"):
        key = path.removeprefix("members/").removesuffix(".toml")
        known = _member(journal, key) if key != mine else None
        if known and wanted & {key, *map(str.casefold, (known.name, *known.name.split()[:1]))}:
            return True
    return False


def person_named(journal: Journal, name: str) -> Person:
    """The person meant: a member of the space where one is called so."""
    words = " ".join(name.split())
    known = _member(journal, author_key(words))
    if known:
        return Person(known.key, known.name.split()[0] if known.name else known.key)
    return Person(author_key(words), words[:1].upper() + words[1:])


def other_in(journal: Journal) -> Person | None:
    """The other member of a space of two."""
    mine = me(journal).key
    paths = journal.store.beneath("members")
    keys = [path.removeprefix("members/").removesuffix(".toml") for path in paths]
    others = [key for key in keys if key != mine and is_key(key)]
    return person_named(journal, others[0]) if len(others) == 1 else None


def signature(journal: Journal, person: Person) -> str:
    """What git calls the person in the space: name and address."""
    known = _member(journal, person.key)
    name = known.name if known else person.name
    name = " ".join(re.sub(r"[<>\x00-\x1f\x7f]", " ", name).split()) or person.key
    local = re.sub(r"[^a-z0-9]+", ".", name.lower()).strip(".") or "reflekt"
    return f"{name} <{known.address if known else f'{local}@reflekt.invalid'}>"


def _member(journal: Journal, key: str) -> Member | None:
    if not is_key(key):
        return None
    try:
        return read_member(key, journal.store.read(member_path(key)))
    except ReflektError:
        return None  # nobody of that name, or a file that `doctor` will speak of
