"""One space as an ordinary git repository: files written safely, one commit a change."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from reflekt.adapters import git_process
from reflekt.adapters.files import explained, make_folder
from reflekt.adapters.git_commit import (
    COMMIT_ID,
    GIT_HAS_THEM,
    UNNAMED,
    GitCommits,
    paths_and_blobs,
)
from reflekt.domain.entry import is_entry_file
from reflekt.domain.ports import Change, Commit, blob_id, expect_files
from reflekt.errors import N_, ChangedUnderneath, DamagedData, ReflektError

if TYPE_CHECKING:
    from reflekt.domain.health import Trouble
    from reflekt.domain.history import Version

ATTRIBUTES = b"* -text\n"
"""What every space says to git of its files: leave their bytes alone."""


class GitStore(GitCommits):
    """ports.Store over a repository at `root`, writing as `author`, who has `address` there."""

    # -- founding ---------------------------------------------------------------------------

    def found(self, settings: Mapping[str, bytes], when: datetime) -> None:
        """Make the repository with its first files. Raises EnvironmentProblem."""
        self.prepare()
        attributes = Change(".gitattributes", ATTRIBUTES)
        files = [Change(path, data) for path, data in settings.items()]
        self.commit([attributes, *files], "space founded", when=when)

    def prepare(self) -> None:
        """Make the repository, with nothing in it yet. Raises EnvironmentProblem."""
        git_process.require_version()
        with explained(self.root):
            make_folder(self.root)
        git_process.run(self.root, ["init", "--quiet", "--initial-branch=main", "--template="])
        self.configure()

    def configure(self) -> None:
        """Let plain git in this repository write as we do, and under the same name."""
        for key, value in (
            ("user.name", self._author),
            ("user.email", self._address),
            ("core.autocrlf", "false"),
            ("core.quotePath", "false"),
            ("core.fileMode", "false"),
            # Paths of one folder share their beginnings: a quarter less to write each time.
            ("index.version", "4"),
        ):
            git_process.run(self.root, ["config", "--local", key, value])

    def is_founded(self) -> bool:
        """Whether there is a repository at all."""
        return self._git.is_dir()

    # -- reading ----------------------------------------------------------------------------

    def committed(self) -> Iterator[tuple[str, str]]:
        """See ports.Store.committed."""
        if self.head() is None:
            return iter(())
        listing = ["ls-tree", "-r", "-z", "--full-tree", "HEAD", "entries/"]
        listed = paths_and_blobs(git_process.records(self.root, listing))
        return ((path, blob) for path, blob in listed if is_entry_file(path))

    def changed_by_hand(self, places: Sequence[str]) -> Iterator[str]:
        """See exchange.Exchange.changed_by_hand."""
        if self.head() is None:
            return iter(())
        listing = ["--literal-pathspecs", "ls-tree", "-r", "-z", "--full-tree", "HEAD", "--"]
        return self._differing(places, git_process.records(self.root, [*listing, *places]))

    def _differing(self, places: Sequence[str], listed: Iterator[bytes]) -> Iterator[str]:
        committed = dict(paths_and_blobs(listed))
        here = {path for place in places for path in self.beneath(place)}
        here.update(place for place in places if self.place(place).is_file())
        for path in sorted(here | committed.keys()):
            try:
                data = self.current(path)
            except DamagedData:
                continue  # a link, a folder: `troubles` tells of it
            if (None if data is None else blob_id(data)) != committed.get(path):
                yield path

    def changed_between(self, old: str, new: str) -> Mapping[str, str | None] | None:
        if not (re.fullmatch(COMMIT_ID, old) and re.fullmatch(COMMIT_ID, new)):
            return None
        options = ["-r", "-z", "--raw", "--no-renames", "--no-abbrev", "--no-ext-diff"]
        try:
            raw = git_process.run(self.root, ["diff-tree", *options, old, new, "--", "entries/"])
        except DamagedData:
            return None
        fields = raw.decode("utf-8", "surrogateescape").split("\0")
        found: dict[str, str | None] = {}
        for about, path in zip(fields[::2], fields[1::2], strict=False):
            blob, status = about.split(" ")[3:5]
            if is_entry_file(path):
                found[path] = None if status == "D" else blob
        return found

    def versions(self, path: str) -> Sequence[Version]:
        from reflekt.adapters import git_history

        return git_history.versions(self.root, path) if self.head() else []

    def read_version(self, version: Version, path: str) -> bytes:
        from reflekt.adapters import git_history

        return git_history.read_version(self.root, version, path)

    def removed(self, name: str) -> Sequence[str]:
        """See ports.Store.removed."""
        from reflekt.adapters import git_history

        return git_history.removed(self.root, name) if self.head() else []

    # -- writing ----------------------------------------------------------------------------

    def commit(
        self,
        changes: Sequence[Change],
        message: str,
        *,
        when: datetime,
        meanwhile: Callable[[], None] | None = None,
        expected: Mapping[str, bytes | None] | None = None,
        unnamed: bool = False,
    ) -> Commit:
        branch = self._sound_branch()
        with self._locked():
            self._finish_interrupted(branch)
            before = {change.path: self.current(change.path) for change in changes}
            for path, believed in (expected or {}).items():
                if (before[path] if path in before else self.current(path)) != believed:
                    raise ChangedUnderneath(
                        N_("{path} has been changed in the meantime; it was left as it is."),
                        path=path,
                    )
            paths = [change.path for change in changes]
            parent = self.head()
            self._note_pending(paths, UNNAMED if unnamed else b"")
            try:
                for change in changes:
                    if before[change.path] != change.data:
                        self.put(change)
                made, indexed = self._import(
                    branch, changes, message, when, meanwhile, unnamed=unnamed
                )
            except (ReflektError, OSError):
                if self.head() == parent:
                    self.put_back(before)
                    self._settle(paths, indexed=self._bring_index_along(paths))
                raise
            self._settle(paths, indexed=indexed)
        self._pack_when_worth_it()
        return made

    def add_many(
        self,
        files: Sequence[Change],
        message: str,
        *,
        when: datetime,
        meanwhile: Callable[[], None] | None = None,
    ) -> Commit:
        branch = self._sound_branch()
        expect_files(len(files))
        with self._locked():
            self._finish_interrupted(branch)
            for file in files:
                if self.state(file.path) is not None:
                    raise ChangedUnderneath(N_("{path} exists already."), path=file.path)
            paths = [file.path for file in files]
            parent = self.head()
            # Many files written one by one, each flushed to the disk, take minutes. Here git has
            # them first; what becomes of the files then follows from what git has.
            self._note_pending(paths, GIT_HAS_THEM)
            try:
                made, indexed = self._import(
                    branch, files, message, when, meanwhile, lambda: self.put_many(files)
                )
            except (ReflektError, OSError):
                if self.head() == parent:
                    self.put_back(dict.fromkeys(paths))
                    self._settle(paths, indexed=self._bring_index_along(paths))
                raise
            self._settle(paths, indexed=indexed)
        return made

    def troubles(self) -> Sequence[Trouble]:
        from reflekt.adapters import git_health
        from reflekt.domain.health import Trouble

        try:
            self._sound_branch()
        except ReflektError as problem:
            return [Trouble(problem.message, problem.hint or "", problem.parameters)]
        return git_health.troubles(self.root, self.own_folder)

    def mend(self) -> None:
        from reflekt.adapters import git_health

        branch = self._sound_branch()
        with self._locked():
            for lock in git_health.stale_locks(self.root):
                lock.unlink(missing_ok=True)
            if self.head() and not git_health.index_is_sound(self.root):
                git_health.make_index_again(self.root)
            self._finish_interrupted(branch)
            self._bring_index_along(git_health.stale_in_index(self.root))
            for left in git_health.leftovers(self.own_folder):
                left.unlink(missing_ok=True)
