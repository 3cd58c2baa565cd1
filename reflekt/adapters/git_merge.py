"""Two histories of one space become one, without a checkout.

What either side changed since they parted is found by comparing trees; the merge is one
`git fast-import` that names the blobs git has already. The files on disk follow after the commit,
and a note (`.git/reflekt/pending`) lies there until they have: whoever takes the lock next
finishes what was interrupted, and keeps what a person wrote into a file in between.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

from reflekt.adapters import git_blobs, git_process
from reflekt.adapters.files import explained
from reflekt.adapters.git_commit import (
    COMMIT_ID,
    FAST_IMPORT,
    MERGED,
    quoted,
)
from reflekt.adapters.git_index import NOTHING, index_line, index_line_of
from reflekt.adapters.git_store import GitStore
from reflekt.domain.exchange import Divergence, FileDiff, Made
from reflekt.domain.ports import Change, Commit, blob_id
from reflekt.errors import N_, ChangedUnderneath, DamagedData, NotSynchronised

_DIFF = ["-r", "-z", "--raw", "--no-renames", "--no-abbrev", "--no-ext-diff"]
_LOG = ["--raw", "-z", "--no-renames", "--no-abbrev", "--no-ext-diff", "--no-textconv"]
_OURS, _THEIRS = "<", ">"
"""How `git log` marks the commits of either side."""

_ONE_BY_ONE = 40
"""Up to so many files are each forced to disk as they are written; more, all at the end."""

_AT_ONCE = 1000
"""Files held in memory at a time while a whole space comes in."""

_NAMED_AT_MOST = 50
"""Files whose history git is asked for by name; of more, the whole history is read."""

_BUSY_AT_MOST = 15
"""Seconds for which a merge is tried again while another git holds the branch."""

_INDEX_BUSY_AT_MOST = 2
"""The same while another git holds its index: that can follow later."""


class GitMerges(GitStore):
    """exchange.Exchange over a repository: two histories become one."""

    def __init__(self, root: Path, author: str, address: str = "") -> None:
        super().__init__(root, author, address)
        self._already_made: Mapping[tuple[str, str], Sequence[Made]] = {}

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
        told, said = logging.communicate()
        if logging.returncode:
            raise git_process.failed(said)
        commits = _logged(told)
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

    def blobs(self, ids: Iterable[str]) -> Mapping[str, bytes]:
        """See exchange.Exchange.blobs."""
        return git_blobs.read(self.root, self.own_folder, ids)

    def refuse_large(self, ids: Iterable[str]) -> None:
        """See exchange.Exchange.refuse_large."""
        git_blobs.refuse_large(self.root, ids)

    def names_in(self, folder: str) -> Mapping[str, bool]:
        """See exchange.Exchange.names_in."""
        place = self.place(folder) if folder else self.root
        with suppress(FileNotFoundError, NotADirectoryError), os.scandir(place) as all_:
            return {
                one.name: one.is_dir(follow_symlinks=False)
                for one in all_
                if folder or one.name != ".git"
            }
        return {}

    def take_in(
        self,
        parted: Divergence,
        resolved: Sequence[Change],
        contents: Mapping[str, bytes],
        *,
        message: str,
        when: datetime,
        meanwhile: Callable[[Sequence[Change]], None] | None = None,
    ) -> Commit:
        """See exchange.Exchange.take_in."""
        branch = self._sound_branch()
        settled = {change.path for change in resolved}
        plain = [file for file in parted.incoming.values() if file.path not in settled]
        with self._locked():
            self._finish_interrupted(branch)
            if self.head() != parted.ours:
                raise ChangedUnderneath(N_("The space has been changed in the meantime."))
            self._refuse_strays(parted, [*settled, *(file.path for file in plain)])
            paths = [*settled, *(file.path for file in plain)]
            parent = parted.ours or NOTHING
            self._note_pending(paths, MERGED + parent.encode() + b"\0")
            forward = parted.ours == parted.base and not resolved
            if forward:
                stream = f"reset {branch}\nfrom {parted.theirs}\n\ndone\n".encode()
            else:
                stream = self._merge_stream(branch, parted, plain, resolved, message, when)
            modes = {file.path: file.mode for file in plain} if forward else {}
            index = _index_lines(plain, resolved, modes)
            indexed = self._run_merge(stream, parted.ours, index, beside=not resolved)
            for some in self._changes(plain, resolved, contents):
                self._put_incoming(some, every=len(paths) <= _ONE_BY_ONE)
                if meanwhile and len(paths) <= _AT_ONCE:
                    meanwhile(some)
            if len(paths) > _ONE_BY_ONE:
                _to_disk()
            head = self.head()
            if head is None:
                raise self._no_repository()
            self._settle(paths, indexed=indexed)
        self._pack_when_worth_it()
        return Commit(head, parted.ours)

    # -- how --------------------------------------------------------------------------------

    def _refuse_strays(self, parted: Divergence, paths: Sequence[str]) -> None:
        """Raises ChangedUnderneath where a file about to be replaced is not what we committed."""
        if parted.ours is None:
            return
        for path in paths:
            ours = parted.outgoing.get(path)
            theirs = parted.incoming.get(path)
            committed = ours.after if ours else theirs.before if theirs else None
            data = self.current(path)
            if (None if data is None else blob_id(data)) != committed:
                raise ChangedUnderneath(
                    N_("{path} has been changed in the meantime; it was left as it is."), path=path
                )

    def _merge_stream(
        self,
        branch: str,
        parted: Divergence,
        plain: Sequence[FileDiff],
        resolved: Sequence[Change],
        message: str,
        when: datetime,
    ) -> bytes:
        lines = [
            *self._commit_head(branch, message, when),
            f"from {parted.ours}\nmerge {parted.theirs}\n".encode(),
        ]
        for file in plain:
            path = quoted(file.path)
            if file.after is None:
                lines.append(b"D " + path + b"\n")
            else:
                lines.append(f"M 100644 {file.after} ".encode() + path + b"\n")
        for change in resolved:
            path = quoted(change.path)
            if change.data is None:
                lines.append(b"D " + path + b"\n")
            else:
                lines += [b"M 100644 inline " + path + b"\ndata %d\n" % len(change.data)]
                lines += [change.data, b"\n"]
        return b"".join([*lines, b"done\n"])

    def _run_merge(self, stream: bytes, ours: str | None, index: bytes, *, beside: bool) -> bool:
        """Move the branch, and bring git's index along: whether that could be done.

        `beside` says that git has every blob already, so that both may be done at once: killed in
        between, the index would name what is nowhere. Raises, with nothing changed.
        """
        place, listed = self._own / "tmp" / "stream", self._own / "tmp" / "index"
        with explained(place):
            place.write_bytes(stream)
            listed.write_bytes(index)
        begun = time.monotonic()
        update = ["update-index", "--replace", "-z", "--index-info"]
        imported = indexed = False
        said = told = b""
        while True:
            with place.open("rb") as feed, listed.open("rb") as lines:
                if not imported:
                    importing = git_process.start(self.root, FAST_IMPORT, feed, self._holding)
                if not imported and not beside:
                    _, said = importing.communicate()
                    imported = not importing.returncode
                if not indexed and (imported or beside):
                    indexing = git_process.start(self.root, update, lines, self._holding)
                    _, told = indexing.communicate()
                    indexed = not indexing.returncode
                if not imported and beside:
                    _, said = importing.communicate()
                    imported = not importing.returncode
            if imported and indexed:
                break
            if not imported and self.head() != ours:
                raise ChangedUnderneath(N_("The space has been changed in the meantime."))
            waited = time.monotonic() - begun
            if waited > _INDEX_BUSY_AT_MOST and imported:
                break  # somebody keeps git's index locked
            busy = b"lock" in said + told or b"ot updating" in said
            if not busy and imported:
                break  # the index is damaged: `doctor --fix` makes it again
            if waited > _BUSY_AT_MOST or not busy:
                raise self._at_work() if busy else git_process.failed(said or told)
            time.sleep(0.02)
        place.unlink(missing_ok=True)
        listed.unlink(missing_ok=True)
        return indexed

    def _changes(
        self,
        plain: Sequence[FileDiff],
        resolved: Sequence[Change],
        contents: Mapping[str, bytes],
    ) -> Iterator[Sequence[Change]]:
        """What becomes of the files on disk, a thousand at a time."""
        for start in range(0, len(plain), _AT_ONCE):
            some = plain[start : start + _AT_ONCE]
            wanted = [file.after for file in some if file.after and file.after not in contents]
            fetched = {**contents, **self.blobs(wanted)} if wanted else contents
            changes = [
                Change(file.path, fetched[file.after] if file.after else None) for file in some
            ]
            last = start + _AT_ONCE >= len(plain)
            yield [*changes, *resolved] if last else changes
        if not plain:
            yield resolved

    def _put_incoming(self, changes: Sequence[Change], *, every: bool) -> None:
        if every:
            for change in changes:
                if self.current(change.path) != change.data:
                    self.put(change)
            return
        fresh = [one for one in changes if one.data is not None and self.state(one.path) is None]
        written = {one.path for one in fresh}
        for change in changes:
            if change.path not in written and self.current(change.path) != change.data:
                self.put(change)
        if fresh:
            self.put_many(fresh)


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


def _index_lines(
    plain: Sequence[FileDiff], resolved: Sequence[Change], modes: Mapping[str, str]
) -> bytes:
    """What `update-index --index-info` is told: by blobs, nothing is read from files."""
    plainly = (index_line(f.path, f.after, modes.get(f.path, "100644")) for f in plain)
    return b"".join([*plainly, *map(index_line_of, resolved)])


def _to_disk() -> None:
    if hasattr(os, "sync"):
        os.sync()
