"""Spaces: founding one, and what I am called there."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from reflekt.domain.ports import Ids, Settings, SpaceSettings
from reflekt.domain.space import (
    FILE,
    KINDS,
    Member,
    SpaceInfo,
    guessed_kind,
    is_space_name,
    member_file,
    member_path,
    space_file,
)
from reflekt.errors import N_, UsageProblem


def new_space(
    name: str, kind: str | None, settings: Settings, ids: Ids, *, remote: str = ""
) -> SpaceSettings:
    """A space I am about to found. Raises UsageProblem for a name that can't be or is taken."""
    if not is_space_name(name):
        raise UsageProblem(
            N_("“{name}” can't be the name of a space."),
            hint=N_("Use letters, digits and hyphens: private, team, buddy-jonas."),
            name=name,
        )
    if any(known.name == name for known in settings.spaces):
        raise UsageProblem(
            N_("You have a space called {name} already."),
            hint=N_("`reflekt space list` shows your spaces."),
            name=name,
        )
    kind = kind or guessed_kind(name)
    if kind not in KINDS:
        raise UsageProblem(
            N_("“{kind}” is no kind of space: it is one of {kinds}."),
            kind=kind,
            kinds=", ".join(KINDS),
        )
    space = SpaceSettings(name, kind, name, remote)
    if kind == "private":
        return space
    return known_as(space, settings.author, ids)


def known_as(
    space: SpaceSettings, key: str, ids: Ids, taken: Collection[str] = ()
) -> SpaceSettings:
    """The space with me in it: a short name nobody has there, an address, a token of my own."""
    wanted, number = key, 1
    while key in taken:
        number += 1
        key = f"{wanted}-{number}"
    address = f"{key}.{ids.token()[:8]}@reflekt.invalid"
    return space._replace(author=key, address=address, token=ids.token())


def me_in(space: SpaceSettings, settings: Settings, now: datetime) -> Member:
    """What the space's `members/` says of me."""
    id = space.address.partition("@")[0].rpartition(".")[2]
    return Member(space.author, settings.name, id, now.date())


def founding_files(
    space: SpaceSettings, settings: Settings, id: str, now: datetime
) -> dict[str, bytes]:
    """The files a new space begins with; `id` names it for good."""
    files = {FILE: space_file(SpaceInfo(space.kind, space.name, id))}
    if space.address:
        files[member_path(space.author)] = member_file(me_in(space, settings, now))
    return files
