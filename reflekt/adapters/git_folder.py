"""A shared repository in a folder that both of us can reach.

Its settings are a teammate's: whatever git is run there is told by name what must hold. What is
sent is carried over as one pack; when all of it is found there the branch is moved, if it still
stands where we saw it. (`git push` does the same with a git over there that starts others, and asks
the folder twice as much: on a network drive each question is a wait.)
"""

from __future__ import annotations

import os
import subprocess
import time
from contextlib import suppress
from pathlib import Path

from reflekt.adapters import git_process, git_told
from reflekt.adapters.git_commit import quoted, ref_in
from reflekt.adapters.git_index import NOTHING
from reflekt.adapters.lock import remove_if_stale
from reflekt.errors import N_, NotSynchronised

BRANCH = "refs/heads/main"
"""The one branch of a space."""

_OVER_THERE = (
    "core.hooksPath=/dev/null",
    "core.alternateRefsCommand=true",
    "core.fsmonitor=false",
    "core.fsync=objects,reference",
    "core.fsyncMethod=batch",
    "core.filesRefLockTimeout=100",
    "core.packedRefsTimeout=1000",
    "protocol.allow=never",
    "protocol.ext.allow=never",
    "gc.auto=0",
    "uploadpack.hideRefs=!refs/heads/main",
    "safe.directory=*",
)
_PACKS_BEFORE_ROLLING_UP = 50
_LOOSE_BEFORE_ROLLING_UP = 27
"""Files in one of the 256 folders for loose objects: git's own number, 6,700 in all."""
_LEFT_BEHIND = 86_400
"""Seconds after which what git writes before it is a pack was left by one that was killed."""
_THERE = {
    "GIT_NO_LAZY_FETCH": "1",
    # Only for the log of the branch, where that folder keeps one.
    "GIT_COMMITTER_NAME": "reflekt",
    "GIT_COMMITTER_EMAIL": "reflekt@reflekt.invalid",
}


class SharedFolder:
    """The repository in the folder `place`."""

    def __init__(self, place: str) -> None:
        self._name = place
        self._place = Path(place)

    def tip(self) -> str | None:
        """The commit its branch stands on; None where there is none, or git alone can read it."""
        with suppress(OSError, ValueError):
            return ref_in(self._place, BRANCH)
        return None

    def look(self) -> None:
        """Raises NotSynchronised for what is no repository, in plainer words than git's."""
        place = self._place
        try:
            there = place.is_dir()
            bare = (place / "HEAD").is_file() and (place / "objects").is_dir()
            worked_in = place.name == ".git" or (place / "index").exists()
            inner = (place / ".git").exists()
        except OSError as problem:
            raise git_told.closed(self._name) from problem
        if there and bare and not worked_in:
            return
        if there and not os.access(place, os.R_OK | os.X_OK):
            raise git_told.closed(self._name)
        if inner or (bare and worked_in):
            raise NotSynchronised(
                N_("{remote} is somebody's working folder, not a shared repository."),
                hint=N_("Make one with: git init --bare team.git"),
                remote=self._name,
            )
        if there:
            raise NotSynchronised(
                N_("{remote} is no git repository, or only half of one."),
                hint=N_(
                    "See whether it is the right folder. A new shared repository is made with: "
                    "git init --bare team.git"
                ),
                remote=self._name,
            )
        raise git_told.gone(self._name)

    def serving(self) -> str:
        """How the git that fetches from here starts the one that serves it."""
        git = git_process.git_program().replace("\\", "/").replace("'", "'\\''")
        settings = " ".join(f"-c '{setting}'" for setting in _OVER_THERE)
        return f"--upload-pack='{git}' --no-replace-objects {settings} upload-pack"

    def carry(self, root: Path, commit: str, tip: str | None) -> subprocess.Popen[bytes]:
        """Begin to bring over what a commit of the repository at `root` has and `tip`, which both
        know, has not. Nobody sees it before the branch is moved."""
        wanted = f"{commit}\n" + (f"^{tip}\n" if tip else "")
        pack = ["pack-objects", "--revs", "--progress", "--non-empty", "--delta-base-offset"]
        borrowed = os.fsdecode(quoted((root / ".git" / "objects").as_posix()))
        process = git_process.launch(
            self._line([*pack, f"{self._name}/objects/pack/pack"]),
            git_process.surroundings() | _THERE | {"GIT_ALTERNATE_OBJECT_DIRECTORIES": borrowed},
            subprocess.PIPE,
        )
        if process.stdin:
            with suppress(BrokenPipeError):  # it says itself why it has ended
                process.stdin.write(wanted.encode())
                process.stdin.close()
        process.stdin = None
        return process

    def connected(self, commit: str, tip: str | None) -> subprocess.Popen[bytes]:
        """Begin to see whether all of a commit is there, as far as `tip` had not."""
        walk = ["rev-list", "--objects", "--quiet", commit, *([f"^{tip}"] if tip else []), "--"]
        return git_process.launch(self._line(walk), git_process.surroundings() | _THERE)

    def move(self, commit: str, tip: str | None) -> subprocess.Popen[bytes]:
        """Begin to let the branch stand on a commit that is there, if it stands on `tip` yet."""
        line = self._line(["update-ref", BRANCH, commit, tip or NOTHING])
        return git_process.launch(line, git_process.surroundings() | _THERE)

    def clear_locks(self, watched_for: float) -> None:
        """Remove locks over there that stay as they are for so many seconds."""
        for name in (f"{BRANCH}.lock", "HEAD.lock", "packed-refs.lock"):
            remove_if_stale(self._place / name, watched_for)

    def pack_when_worth_it(self, root: Path) -> None:
        """Nobody else looks after a repository on a shared folder: roll it up now and then."""
        objects = self._place / "objects"
        try:
            there = list((objects / "pack").iterdir())
            loose = len(list((objects / "17").glob("*")))
        except OSError:
            return
        for left in (one for one in there if one.name.startswith("tmp_")):
            with suppress(OSError):
                if time.time() - left.stat().st_mtime > _LEFT_BEHIND:
                    left.unlink()
        packs = sum(one.suffix == ".pack" for one in there)
        if packs > _PACKS_BEFORE_ROLLING_UP or loose > _LOOSE_BEFORE_ROLLING_UP:
            settings = [part for setting in _OVER_THERE for part in ("-c", setting)]
            git_process.start_detached(
                root,
                [*settings, f"--git-dir={self._name}", "repack", "--geometric=2", "-d", "-q", "-n"],
            )

    def _line(self, arguments: list[str]) -> list[str]:
        line = [git_process.git_program(), "--no-replace-objects"]
        for setting in (*git_process.STEADY, *_OVER_THERE):
            line += ["-c", setting]
        return [*line, f"--git-dir={self._name}", *arguments]
