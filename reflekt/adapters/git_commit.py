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
from reflekt.adapters.lock import locked, remove_if_stale
from reflekt.adapters.worktree import WorkTree
from reflekt.domain.ports import Change, Commit, blob_id
from reflekt.domain.unnamed import ADDRESS, NOBODY, week_of
from reflekt.errors import N_, DamagedData

_BRANCH = r"ref: (refs/heads/\S+)\s*"
COMMIT_ID = r"[0-9a-f]{40}"
NOTHING = "0" * 40
"""The id that git writes where there is no commit or blob."""

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

BY_FILE = ("--add", "--remove", "--stdin")
BY_BLOB = ("--index-info",)
"""How git's index is told of a change: by reading the files, which stores what they hold, or by the
blobs that git has already. (The files' sizes and times it then learns when it next looks at them.)
"""

GIT_HAS_THEM = b"\0"
"""Begins a pending note of files that stand in the commit before they stand on disk."""

UNNAMED = b"\1"
"""Begins a pending note of a change whose commit is to name nobody."""

MERGED = b"\2"
"""Begins a pending note of a merge: the commit it is made upon, then the files that follow it."""

_WATCHED_FOR = 0.5
"""Seconds for which a lock that a killed git left is watched before it is removed."""

_PACKING_TAKES_AT_MOST = 60
"""Seconds within which no second roll-up is started."""


class GitCommits(WorkTree):
    """The repository at `root`: its newest commit, and how another is put upon it."""

    def __init__(self, root: Path, author: str, address: str = "") -> None:
        self._git = root / ".git"
        self._own = self._git / "reflekt"
        super().__init__(root, by_way_of=self._own / "tmp")
        self._author = " ".join(re.sub(r"[<>\x00-\x1f\x7f]", " ", author).split()) or "reflekt"
        local = re.sub(r"[^a-z0-9]+", ".", self._author.lower()).strip(".") or "reflekt"
        self._address = address or f"{local}@reflekt.invalid"
        self._holding: tuple[int, ...] = ()

    @property
    def own_folder(self) -> Path:
        """Where derived and passing things live: never committed."""
        return self._own

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
        raise git_process.failed(said)

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
        head = f"commit {branch}\nauthor {signed}\ncommitter {signed}\ndata {len(text)}\n"
        return [head.encode(), text, b"\n"]

    def _bring_index_along(
        self, paths: Sequence[str], beside: Callable[[], None] | None = None
    ) -> bool:
        """Let git's index say what stands in the files. Returns as `_tell_index` does."""
        listed = b"".join(os.fsencode(path) + b"\0" for path in paths)
        return self._tell_index(BY_FILE, listed, beside)

    def _tell_index(
        self, how: Sequence[str], listed: bytes, beside: Callable[[], None] | None = None
    ) -> bool:
        """Bring git's index along; call `beside` while git works.

        Returns False where somebody else keeps git's index locked: then the pending note must
        stay, and the next commit tries again.
        """
        place = self._own / "tmp" / "paths"
        place.write_bytes(listed)
        arguments = ["update-index", "--replace", "-z", *how]
        for attempt in range(6):
            with place.open("rb") as feed:
                process = git_process.start(self.root, arguments, feed, self._holding)
            with process:
                if beside:
                    beside()
                    beside = None
                _, said = process.communicate()
            if process.returncode == 0:
                place.unlink(missing_ok=True)
                return True
            if b"index.lock" not in said:
                break
            time.sleep(0.02 * 2**attempt)
        return False

    def _note_pending(self, paths: Sequence[str], rule: bytes = b"") -> None:
        place = self._own / "pending"
        with explained(place):
            place.write_bytes(rule + b"".join(os.fsencode(path) + b"\0" for path in paths))

    def _clear_pending(self) -> None:
        (self._own / "pending").unlink(missing_ok=True)

    def _finish_interrupted(self, branch: str) -> None:
        """Commit and index what an interrupted change left on disk."""
        place = self._own / "pending"
        try:
            noted = place.read_bytes()
        except FileNotFoundError:
            return
        self._clear_locks_left(branch)
        if noted.startswith(MERGED):
            parent, *names = noted.removeprefix(MERGED).split(b"\0")[:-1] or [b""]
            if names:
                from reflekt.adapters.git_unfinished import finish_merge

                merged_paths = [os.fsdecode(name) for name in names]
                finish_merge(self, parent.decode("ascii"), merged_paths)
                self._bring_index_along(merged_paths)
            self._clear_pending()
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
            self._bring_index_along(paths)
        self._clear_pending()

    def _clear_locks_left(self, branch: str) -> None:
        """Remove the locks of a git that was killed with us: its note says that it was."""
        for name in ("index.lock", "HEAD.lock", f"{branch}.lock", "packed-refs.lock"):
            if (self._git / name).exists():
                remove_if_stale(self._git / name, _WATCHED_FOR)

    def _go_by_git(self, paths: Sequence[str]) -> None:
        """Let the files say what the newest commit says: that much of `add_many` was done."""
        committed = self.blobs_at(paths)
        missing = [path for path in paths if path in committed]
        self.put_back(dict.fromkeys(path for path in paths if path not in committed))
        for path in missing:
            data = git_process.run(self.root, ["cat-file", "blob", committed[path]])
            if self.current(path) != data:
                self.put(Change(path, data))
        self._bring_index_along(paths)

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


def index_line(path: str, blob: str | None, mode: str = "100644") -> bytes:
    """What BY_BLOB reads of one file: the blob it is, or that it is gone."""
    about = f"{mode} {blob}" if blob is not None else f"0 {NOTHING}"
    return about.encode() + b"\t" + os.fsencode(path) + b"\0"


def index_line_of(change: Change) -> bytes:
    """The same, of a file whose content is at hand."""
    return index_line(change.path, None if change.data is None else blob_id(change.data))


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
