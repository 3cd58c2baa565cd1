"""How a commit is made: by `git fast-import`, with git's own index brought along, under a lock.

A commit is made by one `git fast-import`, whose cost hardly grows with the number of entries,
while `git update-index` brings git's own index along, so that people may use plain git beside
us. A note of the paths under way lies in `.git/reflekt/pending` until both are done: whoever
takes the lock next finishes what was interrupted.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from reflekt.adapters import git_process
from reflekt.adapters.files import explained, make_folder
from reflekt.adapters.git_index import BY_BLOB, GitIndex, index_line, index_line_of
from reflekt.adapters.lock import locked
from reflekt.domain.ports import Change, Commit, blob_id
from reflekt.domain.unnamed import ADDRESS, NOBODY, week_of
from reflekt.errors import N_, DamagedData, EnvironmentProblem

_BRANCH = r"ref: (refs/heads/\S+)\s*"
COMMIT_ID = r"[0-9a-f]{40}"
_UNDER_WAY = {
    "MERGE_HEAD": N_("a merge"),
    "rebase-merge": N_("a rebase"),
    "rebase-apply": N_("a rebase"),
    "CHERRY_PICK_HEAD": N_("a cherry-pick"),
    "REVERT_HEAD": N_("a revert"),
    "BISECT_LOG": N_("a bisect"),
}
_PACKS_BEFORE_ROLLING_UP = 50
"""git's own gc rolls packs up at the same number (gc.autoPackLimit)."""

_OTHERS_MOVE_THE_BRANCH_AT_MOST = 15
"""Seconds for which a commit is tried again while another git moves the branch."""

FAST_IMPORT = ("fast-import", "--quiet", "--done", "--date-format=raw")

GIT_HAS_THEM = b"\0"
"""Begins a pending note of files that stand in the commit before they stand on disk."""

UNNAMED = b"\1"
"""Begins a pending note of a change whose commit is to name nobody."""

MERGED = b"\2"
"""Begins a pending note of a merge: the commit it is made upon, then the files that follow it."""

_PACKING_TAKES_AT_MOST = 60
"""Seconds within which no second roll-up is started."""


class GitCommits(GitIndex):
    """The repository at `root`: its newest commit, and how another is put upon it."""

    def __init__(self, root: Path, author: str, address: str = "") -> None:
        super().__init__(root)
        self._author = " ".join(re.sub(r"[<>\x00-\x1f\x7f]", " ", author).split()) or "reflekt"
        local = re.sub(r"[^a-z0-9]+", ".", self._author.lower()).strip(".") or "reflekt"
        self._address = address or f"{local}@reflekt.invalid"

    def head(self) -> str | None:
        """See ports.Store.head."""
        try:
            text = (self._git / "HEAD").read_text("utf-8")
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, ValueError):
            raise self._no_repository() from None
        branch = re.fullmatch(_BRANCH, text)
        if branch:
            return self.ref(branch[1])
        return text.strip() if re.fullmatch(COMMIT_ID, text.strip()) else None

    def ref(self, name: str) -> str | None:
        """The commit a ref stands on, read without starting git; None where there is no such."""
        try:
            return ref_in(self._git, name)
        except (OSError, ValueError):
            raise self._no_repository() from None

    def _sound_branch(self) -> str:
        """The branch HEAD stands on. Raises DamagedData where nothing should be written."""
        if not self._git.is_dir():
            raise self._no_repository()
        for name, what in _UNDER_WAY.items():
            if (self._git / name).exists():
                raise DamagedData(
                    N_("The space {folder} is in the middle of {what}."),
                    hint=N_("Finish it or call it off with git, then try again."),
                    folder=str(self.root),
                    what=what,
                )
        try:
            branch = re.fullmatch(_BRANCH, (self._git / "HEAD").read_text("utf-8"))
        except (OSError, ValueError):
            raise self._no_repository() from None
        if not branch:
            raise DamagedData(
                N_("The space {folder} is not on a branch (its HEAD is detached)."),
                hint=N_("Go back with `git switch main` in that folder, then try again."),
                folder=str(self.root),
            )
        return branch[1]

    def _no_repository(self) -> DamagedData:
        return DamagedData(
            N_("{folder} is not a reflekt space: there is no git repository in it."),
            hint=N_("Run `reflekt doctor` to see what is wrong."),
            folder=str(self.root),
        )

    def _at_work(self) -> EnvironmentProblem:
        return EnvironmentProblem(
            N_("Another git has been at work in {folder} all the time."),
            hint=N_("Let it finish, then try again. Is there none? Run `reflekt doctor`."),
            folder=str(self.root),
        )

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with explained(self._own):
            make_folder(self._own)
            make_folder(self._own / "tmp")
            with locked(self._own / "lock") as descriptor:
                self._holding = (descriptor,)
                try:
                    yield
                finally:
                    self._holding = ()

    def _import(
        self,
        branch: str,
        changes: Sequence[Change],
        message: str,
        when: datetime,
        meanwhile: Callable[[], None] | None,
        put: Callable[[], None] | None = None,
        *,
        unnamed: bool = False,
    ) -> tuple[Commit, bool]:
        """One fast-import, tried again when somebody else moved the branch.

        `put` writes the files while git works, where they don't stand there yet. Then git's
        index comes along when git has them: sooner, it would store every one a second time.
        Returns the commit, and whether git's index could be brought along.
        """
        stream = self._own / "tmp" / "stream"
        paths = [change.path for change in changes]
        many = put is not None
        indexed = False
        said = b""
        until = time.monotonic() + _OTHERS_MOVE_THE_BRANCH_AT_MOST
        for attempt in count():
            parent = self.head()
            with explained(stream):
                stream.write_bytes(
                    self._stream(branch, parent, changes, message, when, unnamed=unnamed)
                )
            with stream.open("rb") as feed:
                importing = git_process.start(self.root, FAST_IMPORT, feed, self._holding)
            with importing:
                if put:
                    put()
                    put = None
                if many and meanwhile:
                    meanwhile()
                    meanwhile = None
                elif not many and not indexed:
                    indexed = self._bring_index_along(paths, beside=meanwhile)
                    meanwhile = None
                _, said = importing.communicate()
            head = self.head()
            if importing.returncode == 0 and head is not None and head != parent:
                stream.unlink(missing_ok=True)
                if many:
                    lines = b"".join(map(index_line_of, changes))
                    indexed = self._tell_index(BY_BLOB, lines)
                return Commit(head, parent), indexed
            moved = b"lock" in said or b"ot updating" in said
            if not moved or time.monotonic() > until:
                break
            time.sleep(0.005 * (attempt * 3 % 7))  # out of step with whoever else is writing
        git_process.require_version()
        raise self._at_work() if moved else git_process.failed(said)

    def _stream(
        self,
        branch: str,
        parent: str | None,
        changes: Sequence[Change],
        message: str,
        when: datetime,
        *,
        unnamed: bool,
    ) -> bytes:
        parts = self._commit_head(branch, message, when, unnamed=unnamed)
        if parent:
            parts.append(f"from {parent}\n".encode())
        for change in changes:
            path = quoted(change.path)
            if change.data is None:
                parts.append(b"D " + path + b"\n")
            else:
                parts.append(b"M 100644 inline " + path + b"\ndata %d\n" % len(change.data))
                parts += [change.data, b"\n"]
        return b"".join([*parts, b"done\n"])

    def _commit_head(
        self, branch: str, message: str, when: datetime, *, unnamed: bool = False
    ) -> list[bytes]:
        at = when if when.tzinfo else when.replace(tzinfo=UTC)
        who, address = self._author, self._address
        if unnamed:
            who, address = NOBODY, ADDRESS
        signed = f"{who} <{address}> {int(at.timestamp())} {at:%z}"
        text = message.encode("utf-8")
        head = f"commit {branch}\nmark :1\nauthor {signed}\ncommitter {signed}\ndata {len(text)}\n"
        return [head.encode(), text, b"\n"]

    def _note_pending(self, paths: Sequence[str], rule: bytes = b"") -> None:
        place = self._own / "pending"
        with explained(place):
            place.write_bytes(rule + b"".join(os.fsencode(path) + b"\0" for path in paths))

    def _finish_interrupted(self, branch: str) -> None:
        """Commit and index what an interrupted change left on disk."""
        self._finish_change(branch)
        self._catch_up()

    def _finish_change(self, branch: str) -> None:
        place = self._own / "pending"
        try:
            noted = place.read_bytes()
        except FileNotFoundError:
            return
        self._clear_locks_left(branch)
        if noted.startswith(MERGED):
            parent, *names = noted.removeprefix(MERGED).split(b"\0")[:-1] or [b""]
            merged_paths = [os.fsdecode(name) for name in names]
            if merged_paths:
                from reflekt.adapters.git_unfinished import finish_merge

                finish_merge(self, parent.decode("ascii"), merged_paths)
            indexed = not merged_paths or self._bring_index_along(merged_paths)
            self._settle(merged_paths, indexed=indexed)
            return
        many, unnamed = noted.startswith(GIT_HAS_THEM), noted.startswith(UNNAMED)
        # A path without its closing NUL was cut off: nothing had been put in place yet.
        noted_paths = noted.removeprefix(GIT_HAS_THEM).removeprefix(UNNAMED).split(b"\0")[:-1]
        paths = [os.fsdecode(path) for path in noted_paths]
        if many:
            self._go_by_git(paths)
        elif paths:
            committed = self.blobs_at(paths)
            on_disk = [Change(path, self.current(path)) for path in paths]
            unsaved = [
                change
                for change in on_disk
                if committed.get(change.path) != (change.data and blob_id(change.data))
            ]
            if unsaved:
                now = datetime.now(UTC)
                when = week_of(now) if unnamed else now
                message = "finish an interrupted change"
                self._import(branch, unsaved, message, when, None, unnamed=unnamed)
        self._settle(paths, indexed=not paths or self._bring_index_along(paths))

    def _catch_up(self) -> None:
        """Bring git's index along where it fell behind, unless somebody still keeps it locked."""
        paths = self._fallen_behind()
        if not paths or not self._may_catch_up():
            return
        committed = self.blobs_at(paths)
        lines = b"".join(index_line(path, committed.get(path)) for path in paths)
        if self._tell_index(BY_BLOB, lines):
            self._caught_up()

    def _go_by_git(self, paths: Sequence[str]) -> None:
        """Let the files say what the newest commit says: that much of `add_many` was done."""
        committed = self.blobs_at(paths)
        missing = [path for path in paths if path in committed]
        self.put_back(dict.fromkeys(path for path in paths if path not in committed))
        for path in missing:
            data = git_process.run(self.root, ["cat-file", "blob", committed[path]])
            if self.current(path) != data:
                self.put(Change(path, data))

    def blobs_at(self, paths: Sequence[str], commit: str = "HEAD") -> Mapping[str, str]:
        """The blob each of these paths has in a commit; those it has not are left out."""
        if self.head() is None:
            return {}
        found: dict[str, str] = {}
        for start in range(0, len(paths), 500):
            some = paths[start : start + 500]
            arguments = ["--literal-pathspecs", "ls-tree", "-z", "--full-tree", commit, "--", *some]
            found.update(paths_and_blobs(git_process.records(self.root, arguments)))
        return found

    def _pack_when_worth_it(self) -> None:
        """Every commit leaves a small pack: let git roll them up, after us and off our path."""
        under_way = self._own / "packing"
        with suppress(OSError):
            packs = sum(one.suffix == ".pack" for one in (self._git / "objects" / "pack").iterdir())
            if packs < _PACKS_BEFORE_ROLLING_UP:
                return
            with suppress(FileNotFoundError):
                if time.time() - under_way.stat().st_mtime < _PACKING_TAKES_AT_MOST:
                    return
            under_way.touch()
            git_process.start_detached(self.root, ["repack", "--geometric=2", "-d", "-q"])


def paths_and_blobs(records: Iterator[bytes]) -> Iterator[tuple[str, str]]:
    for about, _, path in (record.partition(b"\t") for record in records):
        yield path.decode("utf-8", "surrogateescape"), about.split()[2].decode("ascii")


def quoted(path: str) -> bytes:
    """A path as fast-import reads it."""
    return os.fsencode('"' + path.replace("\\", "\\\\").replace('"', '\\"') + '"')


def ref_in(folder: Path, name: str) -> str | None:
    """The commit a ref of a repository stands on. Raises OSError or ValueError."""
    try:
        with suppress(FileNotFoundError):
            text = (folder / name).read_text("utf-8").strip()
            return text if re.fullmatch(COMMIT_ID, text) else None
        packed = (folder / "packed-refs").read_text("utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return None
    found = re.search(rf"^([0-9a-f]{{40}}) {re.escape(name)}$", packed, re.MULTILINE)
    return found[1] if found else None
