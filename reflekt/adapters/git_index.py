"""git's own index, brought along so that people may use plain git beside us.

It is theirs as much as ours. Where they keep it locked (an editor is open with the message of a
commit) nobody waits for it long: what it has not been told is noted in `.git/reflekt/behind`, and
whoever takes our lock next tells it, once theirs is gone.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from reflekt.adapters import git_process
from reflekt.adapters.files import explained
from reflekt.adapters.lock import remove_if_stale
from reflekt.adapters.worktree import WorkTree
from reflekt.domain.ports import Change, blob_id

NOTHING = "0" * 40
"""The id that git writes where there is no commit or blob."""

BY_FILE = ("--add", "--remove", "--stdin")
BY_BLOB = ("--index-info",)
"""How git's index is told of a change: by reading the files, which stores what they hold, or by the
blobs that git has already. (The files' sizes and times it then learns when it next looks at them.)
"""

INDEX_LOCK = "index.lock"

OLD = 600
"""Seconds after which a lock is taken for one that was left behind."""

_PROCESSES = Path("/proc")
_PACKS = {b"repack", b"pack-objects"}
"""What we let git do after us: it does not touch the index."""

_WATCHED_FOR = 0.5
"""Seconds for which a lock that a killed git left is watched before it is removed."""


class GitIndex(WorkTree):
    """The repository at `root`: its files, git's index of them, and what of it is not done yet."""

    def __init__(self, root: Path) -> None:
        self._git = root / ".git"
        self._own = self._git / "reflekt"
        super().__init__(root, by_way_of=self._own / "tmp")
        self._telling = self._own / "telling"
        self._holding: tuple[int, ...] = ()

    @property
    def own_folder(self) -> Path:
        """Where derived and passing things live: never committed."""
        return self._own

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

        Returns False where it could not be: somebody else keeps it locked, or it is damaged.
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

    def _settle(self, paths: Sequence[str], *, indexed: bool) -> None:
        """The change under way is done: what git's index has not been told is remembered."""
        pending = self._own / "pending"
        if not indexed:
            with explained(self._own / "behind"), (self._own / "behind").open("ab") as note:
                note.write(b"".join(os.fsencode(path) + b"\0" for path in paths))
            if pending.exists() and not self._telling.exists():
                self._telling.touch()  # a lock that our git left then is still ours
                os.utime(self._telling, ns=(0, pending.stat().st_mtime_ns))
        pending.unlink(missing_ok=True)

    def _fallen_behind(self) -> Sequence[str]:
        """The paths that git's index has not been told of."""
        try:
            noted = (self._own / "behind").read_bytes()
        except FileNotFoundError:
            return ()
        return sorted({os.fsdecode(path) for path in noted.split(b"\0")[:-1]})

    def _may_catch_up(self) -> bool:
        """Whether nobody keeps git's index locked; from now on it is we who do."""
        lock = self._git / INDEX_LOCK
        if lock.exists() and not (
            self._is_ours(lock, self._telling) and remove_if_stale(lock, _WATCHED_FOR)
        ):
            return False
        self._telling.touch()
        return True

    def _caught_up(self) -> None:
        (self._own / "behind").unlink(missing_ok=True)
        self._telling.unlink(missing_ok=True)

    def _clear_locks_left(self, branch: str) -> None:
        """Remove the locks of a git that was killed with us, as the pending note says it was.

        git keeps the branch locked for milliseconds, and its index for as long as an editor is
        open with the message of a commit: that lock must be ours.
        """
        for name in locks(branch):
            place = self._git / name
            pending = self._own / "pending"
            if place.exists() and (name != INDEX_LOCK or self._is_ours(place, pending)):
                remove_if_stale(place, _WATCHED_FOR)

    def _is_ours(self, lock: Path, note: Path) -> bool:
        """Whether it came after our note, and no git is at work here as far as can be told."""
        with suppress(FileNotFoundError):
            about = lock.stat()
            if about.st_mtime_ns < note.stat().st_mtime_ns:
                return False
            if not _PROCESSES.is_dir():
                return time.time() - about.st_mtime > OLD
            return not at_work(self.root)
        return False


def locks(branch: str) -> Sequence[str]:
    """The files by which git keeps others from what we write, in its folder."""
    return (INDEX_LOCK, "HEAD.lock", f"{branch}.lock", "packed-refs.lock")


def at_work(root: Path) -> bool:
    """Whether a git runs in the repository, as far as the system tells; Linux does."""
    here = os.path.realpath(root)
    for process in _PROCESSES.glob("[0-9]*"):
        with suppress(OSError):
            if (process / "comm").read_text("utf-8") != "git\n":
                continue
            words = (process / "cmdline").read_bytes().split(b"\0")
            if os.path.realpath(process / "cwd") == here and not _PACKS & set(words):
                return True
    return False


def index_line(path: str, blob: str | None, mode: str = "100644") -> bytes:
    """What BY_BLOB reads of one file: the blob it is, or that it is gone."""
    about = f"{mode} {blob}" if blob is not None else f"0 {NOTHING}"
    return about.encode() + b"\t" + os.fsencode(path) + b"\0"


def index_line_of(change: Change) -> bytes:
    """The same, of a file whose content is at hand."""
    return index_line(change.path, None if change.data is None else blob_id(change.data))
