"""Two histories of one space become one, without a checkout.

What either side changed since they parted is found by comparing trees; the merge is one
`git fast-import` that names the blobs git has already. The files on disk follow after the commit,
and a note (`.git/reflekt/pending`) lies there until they have: whoever takes the lock next
finishes what was interrupted, and keeps what a person wrote into a file in between.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime

from reflekt.adapters import git_blobs, git_process
from reflekt.adapters.files import explained
from reflekt.adapters.git_commit import (
    FAST_IMPORT,
    MERGED,
    quoted,
)
from reflekt.adapters.git_index import NOTHING, index_line, index_line_of
from reflekt.adapters.git_parting import GitPartings
from reflekt.domain.exchange import Divergence, FileDiff
from reflekt.domain.ports import Change, Commit, blob_id, expect_files
from reflekt.errors import N_, ChangedUnderneath

_ONE_BY_ONE = 40
"""Up to so many files are each forced to disk as they are written; more, all at the end."""

_AT_ONCE = 1000
"""Files held in memory at a time while a whole space comes in."""

_BUSY_AT_MOST = 15
"""Seconds for which a merge is tried again while another git holds the branch."""

_INDEX_BUSY_AT_MOST = 2
"""The same while another git holds its index: that can follow later."""


class GitMerges(GitPartings):
    """exchange.Exchange over a repository: two histories become one."""

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
        committed: Callable[[str], None] | None = None,
    ) -> Commit:
        """See exchange.Exchange.take_in."""
        branch = self._sound_branch()
        settled = {change.path for change in resolved}
        plain = [file for file in parted.incoming.values() if file.path not in settled]
        expect_files(len(plain))
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

            def made(merge: str) -> None:
                # Of what we have made, no more is on the way than before: nobody need ask git.
                sent = self._already_made.get((parted.theirs, parted.ours or ""))
                if sent is not None:
                    self._already_made[parted.theirs, merge] = sent
                if committed:
                    committed(merge)

            indexed = self._run_merge(stream, parted.ours, index, made, beside=not resolved)
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
        return b"".join([*lines, b"get-mark :1\ndone\n"])

    def _run_merge(
        self,
        stream: bytes,
        ours: str | None,
        index: bytes,
        made: Callable[[str], None],
        *,
        beside: bool,
    ) -> bool:
        """Move the branch, and bring git's index along: whether that could be done.

        `beside` says that git has every blob already, so that both may be done at once: killed in
        between, the index would name what is nowhere. `made` is told of a merge when the branch has
        moved to it: by fast-import, as somebody else's commit may stand upon it already.
        Raises, with nothing changed.
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
            importing = indexing = None
            with place.open("rb") as feed, listed.open("rb") as lines:
                if not imported:
                    importing = git_process.start(self.root, FAST_IMPORT, feed, self._holding)
                if not indexed and (imported or beside):
                    indexing = git_process.start(self.root, update, lines, self._holding)
                if importing:
                    merge, said = importing.communicate()
                    imported = not importing.returncode
                    if imported and merge:
                        made(merge.decode("ascii").strip())
                if indexing:
                    _, told = indexing.communicate()
                    indexed = not indexing.returncode
            if imported and not (indexed or indexing):
                continue
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


def _index_lines(
    plain: Sequence[FileDiff], resolved: Sequence[Change], modes: Mapping[str, str]
) -> bytes:
    """What `update-index --index-info` is told: by blobs, nothing is read from files."""
    plainly = (index_line(f.path, f.after, modes.get(f.path, "100644")) for f in plain)
    return b"".join([*plainly, *map(index_line_of, resolved)])


def _to_disk() -> None:
    if hasattr(os, "sync"):
        os.sync()
