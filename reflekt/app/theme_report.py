"""The report of themes: reads a team's space and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

from reflekt.domain.codebook import Codebook, codebook_of
from reflekt.domain.codebook_file import FILE as CODEBOOK
from reflekt.domain.codebook_file import read_codebook
from reflekt.domain.codes import FOLDER, Code, coder_of, read_codes
from reflekt.domain.contents import Headings
from reflekt.domain.document import Unreadable
from reflekt.domain.ports import SpaceSettings, Store
from reflekt.domain.shared_points import SharedEntry, read_shared
from reflekt.domain.space import FILE as SPACE
from reflekt.domain.space import read_space
from reflekt.domain.themes import Coding, Material, coding
from reflekt.errors import N_, NotFound, PrivacyStop, ReflektError, UsageProblem

TEAM = "team"


class Gathered(NamedTuple):
    """What a space holds for a report, and what in it could not be read."""

    material: Material
    unreadable: Sequence[tuple[str, ReflektError]]


def team_space(spaces: Sequence[SpaceSettings], name: str | None) -> str:
    """The space a report reads: the one named, else the only team space.

    Raises PrivacyStop for a space that is no team's, and NotFound or UsageProblem where it is
    not clear which.
    """
    teams = [space.name for space in spaces if space.kind == TEAM]
    if name is None:
        if len(teams) == 1:
            return teams[0]
        if teams:
            raise UsageProblem(
                N_("You have more than one team space: {names}."),
                hint=N_("Say which one: --space {first}"),
                names=", ".join(teams),
                first=teams[0],
            )
        raise NotFound(
            N_("You have no team space yet, and a report of themes reads nothing else."),
            hint=N_("`reflekt space add team` makes one, or joins the one your team has."),
        )
    for space in spaces:
        if space.name == name and space.kind != TEAM:
            raise _no_team(name)
    return name


def gather(store: Store, headings: Headings, starters: Iterable[Codebook] = ()) -> Gathered:
    """Everything in the space that a report counts, read from its files.

    `starters` are the themes that come with reflekt: they say what a theme means that the
    space's own codebook does not know.

    Raises DamagedData where `space.toml` does not say how small a group may be, PrivacyStop
    where it says that the space is no team's.
    """
    about = read_space(store.read(SPACE))
    if about.kind != TEAM:
        raise _no_team(about.name)
    coded, unreadable = space_coding(store, starters)
    entries = _entries(store, headings, unreadable)
    return Gathered(Material(entries, coded, about.minimum_group), unreadable)


def space_coding(
    store: Store, starters: Iterable[Codebook] = ()
) -> tuple[Coding, list[tuple[str, ReflektError]]]:
    """What the points of a space are about, and which of its files about that can't be read."""
    unreadable: list[tuple[str, ReflektError]] = []
    coded = coding(_codebook(store, unreadable), _codes(store, unreadable), starters)
    return coded, unreadable


def _entries(
    store: Store, headings: Headings, unreadable: list[tuple[str, ReflektError]]
) -> Iterator[SharedEntry]:
    for path in sorted(store.entry_files()):
        try:
            yield read_shared(store.read(path), headings)
        except NotFound:
            continue  # removed while we were reading
        except (Unreadable, ReflektError) as problem:
            unreadable.append((path, problem))


def _codebook(store: Store, unreadable: list[tuple[str, ReflektError]]) -> Codebook:
    try:
        return read_codebook(store.read(CODEBOOK), CODEBOOK)
    except NotFound:
        return codebook_of(())
    except ReflektError as problem:
        unreadable.append((CODEBOOK, problem))
        return codebook_of(())


def _codes(store: Store, unreadable: list[tuple[str, ReflektError]]) -> Iterable[Code]:
    found: list[Code] = []
    for path in store.beneath(FOLDER):
        if coder_of(path):
            try:
                with suppress(NotFound):
                    found += read_codes(store.read(path), path)
            except ReflektError as problem:
                unreadable.append((path, problem))
    return found


def _no_team(name: str) -> PrivacyStop:
    return PrivacyStop(
        N_("{name} is no team space: what stands there is not for a report."),
        hint=N_("A report of themes reads what was shared with a team, and nothing else."),
        name=name,
    )
