"""Earlier versions of an entry: seeing them, and bringing one back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reflekt.app.journal import Journal
from reflekt.domain.history import Version
from reflekt.domain.ports import Change
from reflekt.errors import N_, NotFound


class Past(NamedTuple):
    """A version and what stood in the file then; None where it had been removed."""

    version: Version
    data: bytes | None


def history(journal: Journal, path: str) -> Sequence[Past]:
    """Every version of the file, oldest first. Raises NotFound where there is none."""
    found = []
    for version in journal.store.versions(path):
        try:
            data: bytes | None = journal.store.read_version(version, path)
        except NotFound:
            data = None
        found.append(Past(version, data))
    if not found:
        raise NotFound(N_("{path} has no earlier versions."), path=path)
    return found


def restore(journal: Journal, path: str, name: str, number: int | None) -> Version:
    """Make an earlier version the newest one, by a new commit: nothing is rewritten.

    Without a number: the newest version that differs from what stands there now.
    Raises NotFound where there is no such version.
    """
    versions = history(journal, path)
    present = journal.store.read(path) if journal.store.state(path) else None
    if number is None:
        earlier = [past for past in versions if past.data not in (None, present)]
        if not earlier:
            raise NotFound(N_("Entry {name} has only this one version."), name=name)
        chosen = earlier[-1]
    else:
        numbered = [past for past in versions if past.version.number == number]
        if not numbered or numbered[0].data is None:
            raise NotFound(
                N_("Entry {name} has no version {number}; there are {count}."),
                hint=N_("`reflekt history {name}` shows them."),
                name=name,
                number=number,
                count=len(versions),
            )
        chosen = numbered[0]
    if chosen.data != present:
        journal.commit(
            [Change(path, chosen.data)],
            f"restore {name} version {chosen.version.number}",
            {path: present},
        )
    return chosen.version
