"""Fetching from and sending to the one branch of a space's shared repository.

A teammate's repository is not trusted. Only paths, ssh and https are spoken; nothing it holds is
run. What is done in a repository on a path is in `git_folder.py`.
"""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

from reflekt.adapters import git_process, git_told
from reflekt.adapters.git_commit import GitCommits
from reflekt.adapters.git_folder import BRANCH, SharedFolder
from reflekt.adapters.lock import remove_if_stale
from reflekt.domain.exchange import Progress
from reflekt.domain.remote import is_local
from reflekt.errors import N_, NotSynchronised

THEIRS = "refs/remotes/reflekt/main"
"""Where the newest commit of the shared repository is kept."""

_HERE = (
    "protocol.allow=never",
    "protocol.file.allow=always",
    "protocol.ssh.allow=always",
    "protocol.https.allow=always",
    "transfer.fsckObjects=true",
    "fetch.unpackLimit=1",
    "fetch.writeCommitGraph=false",
    "http.lowSpeedLimit=200",
    "http.lowSpeedTime=60",
)
_HOW_FAR = rb"^(Receiving|Writing) objects: +(\d+)%"
_ON_ITS_WAY = rb"^(?:remote: )?[A-Z][a-z]+ (?:objects|deltas): +\d"
_A_MOMENT = 1.0
"""Seconds for which nobody wonders whether git is still at it."""

_WATCHED_FOR = 0.5


class _Pushing(NamedTuple):
    """A commit on its way, the git that sends it (None where somebody else was first), and in a
    folder the commit that their branch must stand on yet."""

    commit: str
    process: subprocess.Popen[bytes] | None
    upon: str | None = None


class GitRemote:
    """exchange.Remote: the shared repository at `url`, seen from a store."""

    lock_watched_for = 8.0
    """Seconds for which a lock over there is watched before it counts as left by a killed git."""

    def __init__(
        self, store: GitCommits, url: str, progress: Callable[[], Progress | None] = lambda: None
    ) -> None:
        self._store = store
        self._progress = progress
        self._root = store.root
        self._said = ""
        self._unchanged: str | None = None
        self._theirs: str | None = None
        self._fetching: subprocess.Popen[bytes] | None = None
        self._pushing: _Pushing | None = None
        self._url = url
        self._begun = 0.0
        self._folder = SharedFolder(url) if is_local(url) else None

    def begin(self) -> bool:
        """See exchange.Remote.begin."""
        if self._fetching is not None or self._unchanged is not None:
            return self._fetching is not None
        if self._folder:
            self._folder.look()
            there = self._folder.tip()
            if there is not None and there == self._store.ref(THEIRS):
                self._unchanged = there
                return False
        remove_if_stale(self._root / ".git" / f"{THEIRS}.lock", _WATCHED_FOR)
        self._fetching = self._start(
            "fetch",
            "--progress",  # who is to be told of it may not be known yet
            "--no-tags",
            "--no-recurse-submodules",
            "--no-write-fetch-head",
            "--no-auto-maintenance",
            "--no-show-forced-updates",
            *self._served(),
            "--",
            self._url,
            f"+{BRANCH}:{THEIRS}",
        )
        return True

    def fetch(self) -> str | None:
        """See exchange.Remote.fetch."""
        self._theirs = self._fetched()
        return self._theirs

    def _fetched(self) -> str | None:
        if self._fetching is None and self._unchanged is None:
            self.begin()
        unchanged, self._unchanged = self._unchanged, None
        if unchanged is not None:
            if progress := self._progress():
                progress(False, None)
            return unchanged
        fetching, self._fetching = self._fetching, None
        told = self._ended(fetching) if fetching else None
        if told is not None:
            if "couldn't find remote ref" not in told:
                raise git_told.failed(self._url, told)
            listed = self._git("ls-remote", *self._served(), "--", self._url)
            if listed is not None:
                raise git_told.failed(self._url, listed)
            if self._said.strip():
                raise NotSynchronised(
                    N_("{remote} is a git repository, but not of a reflekt space."),
                    hint=N_("See whether it is the right folder."),
                    remote=self._url,
                )
            return None
        return self._store.ref(THEIRS)

    def begin_push(self, commit: str) -> None:
        """See exchange.Remote.begin_push."""
        if self._folder:
            tip = self._folder.tip() or self._theirs
            carrying = None
            if self._stands_upon(commit, tip):
                self._begun = time.monotonic()
                carrying = self._folder.carry(self._root, commit, tip)
            self._pushing = _Pushing(commit, carrying, tip)
            return
        pushing = self._start(
            "push",
            "--porcelain",
            "--progress",
            "--no-verify",
            "--no-signed",
            "--no-follow-tags",
            "--no-recurse-submodules",
            "--",
            self._url,
            f"{commit}:{BRANCH}",
        )
        self._pushing = _Pushing(commit, pushing)

    def push(self, commit: str) -> bool:
        """See exchange.Remote.push."""
        begun, self._pushing = self._pushing, None
        if begun is None or begun.commit != commit:
            if begun and begun.process:
                self._ended(begun.process)  # looked at as this one was, which has all of it
            self.begin_push(commit)
            begun, self._pushing = self._pushing, None
            assert begun is not None
        if begun.process is None:
            return False
        told = self._ended(begun.process)
        if self._folder:
            for step in (self._folder.connected, self._folder.move):
                if told is None:  # a git that fails without a word has failed, too
                    told = self._ended(step(commit, begun.upon), follow=False)
        if told is None:
            if self._folder:
                self._folder.pack_when_worth_it(self._root)
            return True
        if git_told.is_crowded(told):
            if self._folder:
                self._folder.clear_locks(self.lock_watched_for)
            return False
        raise git_told.failed(self._url, told)

    # -- how --------------------------------------------------------------------------------

    def _stands_upon(self, commit: str, tip: str | None) -> bool:
        """Whether a commit of ours has everything their branch has."""
        if tip is None or tip == self._store.ref(THEIRS):
            return True
        return self._git("merge-base", "--is-ancestor", tip, commit) is None

    def _served(self) -> Sequence[str]:
        return [self._folder.serving()] if self._folder else []

    def _git(self, *arguments: str) -> str | None:
        """Run git; what it said if it failed, else None (and `_said` is what it printed)."""
        return self._ended(self._start(*arguments), follow=False)

    def _start(self, *arguments: str) -> subprocess.Popen[bytes]:
        line = [git_process.git_program(), "--no-replace-objects"]
        self._begun = time.monotonic()
        settings = (*git_process.STEADY, *_HERE, f"safe.directory={self._root.as_posix()}")
        for setting in settings:
            line += ["-c", setting]
        line += ["-C", str(self._root), *arguments]
        return git_process.launch(line, self._surroundings())

    def _ended(self, process: subprocess.Popen[bytes], *, follow: bool = True) -> str | None:
        progress = self._progress() if follow else None
        with process:
            err = self._followed(process, progress) if progress else b""
            out, rest = process.communicate()
        err += _told_beside_progress(rest)
        self._said = out.decode("utf-8", "replace")
        if process.returncode < 0:
            err += b"fatal: git died of signal %d" % -process.returncode
        return err.decode("utf-8", "replace") + self._said if process.returncode else None

    def _followed(self, process: subprocess.Popen[bytes], progress: Progress) -> bytes:
        """What git says on its way; how far it is goes to `progress` and is no part of it."""
        said, line = b"", b""
        while process.stderr and (block := os.read(process.stderr.fileno(), 1 << 12)):
            *lines, line = (line + block).replace(b"\r", b"\r\n").split(b"\n")
            for one in lines:
                far = re.search(_HOW_FAR, one)
                if far and time.monotonic() - self._begun > _A_MOMENT:
                    progress(far[1] == b"Writing", int(far[2]))
                said += one + b"\n"
        progress(False, None)
        return _told_beside_progress(said + line)

    def _surroundings(self) -> dict[str, str]:
        around = git_process.surroundings() | {
            "GIT_NO_LAZY_FETCH": "1",
            "GIT_SSH_COMMAND": "ssh -oBatchMode=yes -oConnectTimeout=20",
            "GIT_SSH_VARIANT": "ssh",
            "GIT_ASKPASS": "",
            "SSH_ASKPASS": "",
        }
        if self._url.startswith("https:"):
            # The way out of the building (proxy, certificates) and the key to the door are the
            # user's own settings; what must hold for us is said over them.
            del around["GIT_CONFIG_GLOBAL"], around["GIT_CONFIG_NOSYSTEM"]
        return around


def _told_beside_progress(said: bytes) -> bytes:
    lines = said.replace(b"\r", b"\r\n").split(b"\n")
    return b"\n".join(line for line in lines if not re.search(_ON_ITS_WAY, line))
