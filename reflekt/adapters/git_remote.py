"""Fetching from and sending to the one branch of a space's shared repository.

A teammate's repository is not trusted. Only paths, ssh and https are spoken; nothing it holds is
run. For a repository on a path git starts a second git that reads *that* repository's settings:
the settings which must hold there are given to it by name, as what we say to the first git does
not reach it.
"""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from reflekt.adapters import git_process, git_told
from reflekt.adapters.git_commit import GitCommits, ref_in
from reflekt.adapters.lock import remove_if_stale
from reflekt.domain.exchange import Progress
from reflekt.domain.remote import is_local
from reflekt.errors import N_, EnvironmentProblem, NotSynchronised

THEIRS = "refs/remotes/reflekt/main"
"""Where the newest commit of the shared repository is kept."""

_BRANCH = "refs/heads/main"
_OVER_THERE = (
    "core.hooksPath=/dev/null",
    "core.alternateRefsCommand=true",
    "core.fsmonitor=false",
    "core.fsync=objects,reference",
    "core.fsyncMethod=batch",
    "protocol.allow=never",
    "receive.autogc=false",
    "receive.denyCurrentBranch=refuse",
    "receive.unpackLimit=1",
    "gc.auto=0",
    "safe.directory=*",
)
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
_PACKS_BEFORE_ROLLING_UP = 50
_LOOSE_BEFORE_ROLLING_UP = 27
"""Files in one of the 256 folders for loose objects: git's own number, 6,700 in all."""


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
        self._fetching: subprocess.Popen[bytes] | None = None
        self._pushing: tuple[str, subprocess.Popen[bytes]] | None = None
        self._url = url
        self._begun = 0.0
        self._is_local = is_local(url)

    def begin(self) -> None:
        """See exchange.Remote.begin."""
        if self._fetching is not None or self._unchanged is not None:
            return
        self._look_before()
        if self._is_local:
            with suppress(OSError, ValueError):
                there = ref_in(Path(self._url), _BRANCH)
                if there is not None and there == self._store.ref(THEIRS):
                    self._unchanged = there  # what we have of theirs is all there is
                    return
        remove_if_stale(self._root / ".git" / f"{THEIRS}.lock", _WATCHED_FOR)
        self._fetching = self._start(
            "fetch",
            "--progress",  # who is to be told of it may not be known yet
            "--no-tags",
            "--no-recurse-submodules",
            "--no-write-fetch-head",
            "--no-auto-maintenance",
            "--no-show-forced-updates",
            *self._other_side("upload-pack"),
            "--",
            self._url,
            f"+{_BRANCH}:{THEIRS}",
        )

    def fetch(self) -> str | None:
        """See exchange.Remote.fetch."""
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
            listed = self._git("ls-remote", *self._other_side("upload-pack"), "--", self._url)
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
        pushing = self._start(
            "push",
            "--porcelain",
            "--progress",
            "--no-verify",
            "--no-signed",
            "--no-follow-tags",
            "--no-recurse-submodules",
            *self._other_side("receive-pack"),
            "--",
            self._url,
            f"{commit}:{_BRANCH}",
        )
        self._pushing = commit, pushing

    def push(self, commit: str) -> bool:
        """See exchange.Remote.push."""
        begun, self._pushing = self._pushing, None
        if begun is None or begun[0] != commit:
            if begun:
                self._ended(begun[1])  # it stands upon theirs, and was looked at, as this one does
            self.begin_push(commit)
            begun, self._pushing = self._pushing, None
            assert begun is not None
        told = self._ended(begun[1])
        if told is None:
            self._pack_when_worth_it()
            return True
        if git_told.is_crowded(told):
            if self._is_local:
                for name in (f"{_BRANCH}.lock", "HEAD.lock", "packed-refs.lock"):
                    remove_if_stale(Path(self._url) / name, self.lock_watched_for)
            return False
        raise git_told.failed(self._url, told)

    # -- how --------------------------------------------------------------------------------

    def _look_before(self) -> None:
        """Say of a folder what git would say less plainly."""
        if not self._is_local:
            return
        place = Path(self._url)
        try:
            there = place.is_dir()
            bare = (place / "HEAD").is_file() and (place / "objects").is_dir()
            inner = (place / ".git").exists()
        except OSError as problem:
            raise git_told.closed(self._url) from problem
        if there and bare:
            return
        if there and not os.access(place, os.R_OK | os.X_OK):
            raise git_told.closed(self._url)
        if inner:
            raise NotSynchronised(
                N_("{remote} is somebody's working folder, not a shared repository."),
                hint=N_("Make one with: git init --bare team.git"),
                remote=self._url,
            )
        if there:
            raise NotSynchronised(
                N_("{remote} is no git repository, or only half of one."),
                hint=N_(
                    "See whether it is the right folder. A new shared repository is made with: "
                    "git init --bare team.git"
                ),
                remote=self._url,
            )
        raise git_told.gone(self._url)

    def _git(self, *arguments: str) -> str | None:
        """Run git; what it said if it failed, else None (and `_said` is what it printed)."""
        return self._ended(self._start(*arguments), follow=False)

    def _start(self, *arguments: str) -> subprocess.Popen[bytes]:
        line = [git_process.git_program(), "--no-replace-objects"]
        self._begun = time.monotonic()
        settings = (*git_process.STEADY, *_HERE, f"safe.directory={self._root.as_posix()}")
        for setting in settings:
            line += ["-c", setting]
        try:
            return subprocess.Popen(
                [*line, "-C", str(self._root), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=self._surroundings(),
            )
        except OSError as problem:
            raise EnvironmentProblem(
                N_("git could not be started: {problem}."), problem=problem.strerror or ""
            ) from problem

    def _ended(self, process: subprocess.Popen[bytes], *, follow: bool = True) -> str | None:
        progress = self._progress() if follow else None
        with process:
            err = self._followed(process, progress) if progress else b""
            out, rest = process.communicate()
        err += _told_beside_progress(rest)
        self._said = out.decode("utf-8", "replace")
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

    def _other_side(self, program: str) -> Sequence[str]:
        """The git that looks after a repository on a path, told what must hold there."""
        if not self._is_local:
            return ()
        git = git_process.git_program().replace("\\", "/").replace("'", "'\\''")
        settings = " ".join(f"-c '{setting}'" for setting in _OVER_THERE)
        return (f"--{program}='{git}' --no-replace-objects {settings} {program}",)

    def _pack_when_worth_it(self) -> None:
        """Nobody else looks after a repository on a shared folder: roll it up now and then."""
        if not self._is_local:
            return
        objects = Path(self._url) / "objects"
        try:
            packs = len(list((objects / "pack").glob("*.pack")))
            loose = len(list((objects / "17").glob("*")))
        except OSError:
            return
        if packs > _PACKS_BEFORE_ROLLING_UP or loose > _LOOSE_BEFORE_ROLLING_UP:
            settings = [part for setting in _OVER_THERE for part in ("-c", setting)]
            git_process.start_detached(
                self._root,
                [*settings, f"--git-dir={self._url}", "repack", "--geometric=2", "-d", "-q", "-n"],
            )


def _told_beside_progress(said: bytes) -> bytes:
    lines = said.replace(b"\r", b"\r\n").split(b"\n")
    return b"\n".join(line for line in lines if not re.search(_ON_ITS_WAY, line))
