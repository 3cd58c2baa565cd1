"""How two histories of one space have parted: what each side has made and changed since."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import NamedTuple

from reflekt.adapters import git_process
from reflekt.adapters.git_commit import COMMIT_ID
from reflekt.adapters.git_index import NOTHING
from reflekt.adapters.git_store import GitStore
from reflekt.domain.exchange import Divergence, FileDiff, Made
from reflekt.errors import N_, DamagedData, NotSynchronised

_DIFF = ["-r", "-z", "--raw", "--no-renames", "--no-abbrev", "--no-ext-diff"]
_LOG = ["--raw", "-z", "--no-renames", "--no-abbrev", "--no-ext-diff", "--no-textconv"]
_OURS, _THEIRS = "<", ">"
"""How `git log` marks the commits of either side."""

_NAMED_AT_MOST = 50
"""Files whose history git is asked for by name; of more, the whole history is read."""


class GitPartings(GitStore):
    """The part of exchange.Exchange that compares two histories."""

    def __init__(self, root: Path, author: str, address: str = "") -> None:
        super().__init__(root, author, address)
        self._already_made: dict[tuple[str, str], Sequence[Made]] = {}

    def has(self, ancestor: str, commit: str) -> bool:
        """See exchange.Exchange.has."""
        if not (re.fullmatch(COMMIT_ID, ancestor) and re.fullmatch(COMMIT_ID, commit)):
            return False
        return _quietly(self.root, ["merge-base", "--is-ancestor", ancestor, commit]) is not None

    def divergence(self, theirs: str, seen: str | None) -> Divergence:
        """See exchange.Exchange.divergence."""
        ours = self.head()
        if ours is None:
            return Divergence(None, theirs, None, self._whole(theirs), {})
        if seen is None or not re.fullmatch(COMMIT_ID, seen):
            seen = self._common(ours, theirs)
        # Mostly they parted where we last looked: both questions are asked at once.
        logging = git_process.start(self.root, [*_log(), f"{ours}...{theirs}", "--"])
        changed = None
        with suppress(DamagedData):  # git may not know it
            changed = self._changed_since(seen, theirs, ours)
        commits = _logged(git_process.ended(logging))
        base = _parting(commits, ours, theirs) or self._common(ours, theirs)
        if base != seen or changed is None:
            changed = self._changed_since(base, theirs, ours)
        made = {
            side: [one.made for one in commits if one.side == side and len(one.parents) < 2]
            for side in (_OURS, _THEIRS)
        }
        self._already_made = {(base, theirs): made[_THEIRS], (theirs, ours): made[_OURS]}
        return Divergence(ours, theirs, base, *changed)

    def _changed_since(self, base: str, *sides: str) -> list[dict[str, FileDiff]]:
        """What each side has changed since the base."""
        asked = "".join(f"{side} {base}\n" for side in sides).encode()
        told = git_process.run(self.root, ["diff-tree", "--stdin", *_DIFF], asked)
        found: dict[str, list[str]] = {side: [] for side in sides}
        fields = iter(told.decode("utf-8", "surrogateescape").split("\0"))
        side = sides[0]
        for field in fields:
            if field.startswith(":"):
                found[side] += [field, next(fields)]
            else:
                side = field or side
        return [{file.path: file for file in _raw(found[side])} for side in sides]

    def _common(self, ours: str, theirs: str) -> str:
        found = _quietly(self.root, ["merge-base", ours, theirs])
        if not found:
            raise NotSynchronised(
                N_("The shared repository holds another history: it is not this space."),
                hint=N_("Nothing was changed. See whether it is the right folder."),
            )
        return found.decode().strip()

    def _whole(self, commit: str) -> Mapping[str, FileDiff]:
        listing = git_process.run(self.root, ["ls-tree", "-r", "-z", "--full-tree", commit])
        found = {}
        for line in listing.decode("utf-8", "surrogateescape").split("\0"):
            about, _, path = line.partition("\t")
            if path:
                mode, _kind, blob = about.split(" ")
                found[path] = FileDiff(path, mode, None, blob)
        return found

    def made(self, since: str | None, until: str) -> Sequence[Made]:
        """See exchange.Exchange.made."""
        if since and (since, until) in self._already_made:
            return self._already_made[since, until]
        span = [until, f"^{since}"] if since else [until]
        return self._log(["--no-merges", *span, "--"])

    def history(
        self, paths: Sequence[str], tips: Sequence[str], *, merges: bool = False
    ) -> Sequence[Made]:
        """See exchange.Exchange.history."""
        kind = ["--merges", "-m"] if merges else ["--no-merges"]
        some = paths if len(paths) <= _NAMED_AT_MOST else ()
        return self._log(["--date-order", "--full-history", *kind, *tips, "--", *some])

    def _log(self, arguments: Sequence[str]) -> Sequence[Made]:
        told = git_process.run(self.root, [*_log(), *arguments])
        return [one.made for one in _logged(told)]


def _quietly(root: Path, arguments: Sequence[str]) -> bytes | None:
    """What git printed; None where it says no."""
    try:
        return git_process.run(root, arguments)
    except DamagedData:
        return None


def _raw(fields: Sequence[str]) -> Iterator[FileDiff]:
    for about, path in zip(fields[::2], fields[1::2], strict=False):
        _old, mode, before, after, _status = about.lstrip("\n:").split(" ")
        yield FileDiff(path, mode, *(None if blob == NOTHING else blob for blob in (before, after)))


class _Logged(NamedTuple):
    """A commit as `git log` told of it: on which side of a parting, and what it was made upon."""

    side: str
    parents: Sequence[str]
    made: Made


@cache
def _mark() -> str:
    """Begins each commit that `git log` tells of: nobody can have written it into a message."""
    return os.urandom(16).hex()


def _log() -> Sequence[str]:
    form = f"--format={_mark()}%m%x00%P%x00%H%x00%an%x00%ae%x00%B%x00"
    return ["--literal-pathspecs", "log", "--reverse", "--root", form, *_LOG]


def _logged(told: bytes) -> Sequence[_Logged]:
    found = []
    for part in told.decode("utf-8", "surrogateescape").split(_mark())[1:]:
        side, parents, id, name, address, message, raw = part.split("\0", 6)
        files = list(_raw(raw.lstrip("\0\n").split("\0")))
        found.append(_Logged(side, parents.split(), Made(id, name, address, message, files)))
    return found


def _parting(commits: Sequence[_Logged], ours: str, theirs: str) -> str | None:
    """Where two sides parted, from the commits that only one of them has; None where that takes
    a closer look: after merges both ways it may have been at more than one commit."""
    sides = {one.side for one in commits}
    if _OURS not in sides:
        return ours
    if _THEIRS not in sides:
        return theirs
    listed = {one.made.id for one in commits}
    before = {parent for one in commits for parent in one.parents if parent not in listed}
    return before.pop() if len(before) == 1 else None
