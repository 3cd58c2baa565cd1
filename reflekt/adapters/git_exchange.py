"""A space that is kept in step with others: merging (git_merge), and leaving history behind.

The latter is for history that may never leave (a number that plain git committed, and that has been
taken out since): others get the present upon what they have, and the way it came about stays here,
under a ref of its own that is never sent.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from datetime import datetime

from reflekt.adapters import git_process
from reflekt.adapters.git_commit import FAST_IMPORT, quoted
from reflekt.adapters.git_merge import GitMerges
from reflekt.domain.unnamed import week_of
from reflekt.errors import N_, ChangedUnderneath

KEPT = "refs/reflekt/kept"
"""Beneath it stands the history that was not sent."""


class GitExchange(GitMerges):
    """exchange.Exchange over a repository."""

    def afresh(
        self,
        theirs: str | None,
        head: str,
        unnamed: Collection[str],
        *,
        message: str,
        when: datetime,
    ) -> str:
        """See exchange.Exchange.afresh."""
        passing = f"refs/reflekt/passing-{os.urandom(8).hex()}"
        begin = f"from {theirs}\n".encode() if theirs else b""
        parts = []
        blobs = self.blobs_at(sorted(unnamed), head)
        if blobs:
            parts += [*self._commit_head(passing, message, week_of(when), unnamed=True), begin]
            for path, blob in blobs.items():
                parts.append(f"M 100644 {blob} ".encode() + quoted(path) + b"\n")
            begin = b""
        tree = git_process.run(self.root, ["rev-parse", "--verify", f"{head}^{{tree}}"])
        parts += [*self._commit_head(passing, message, when), begin]
        parts += [b"M 040000 " + tree.strip() + b' ""\n', b"done\n"]
        git_process.run(self.root, FAST_IMPORT, b"".join(parts))
        made = self.ref(passing)
        git_process.run(self.root, ["update-ref", "-d", passing])
        assert made is not None  # fast-import says so where it could not
        return made

    def finish(self) -> None:
        """See exchange.Exchange.finish."""
        if any((self.own_folder / note).exists() for note in ("pending", "behind")):
            branch = self._sound_branch()
            with self._locked():
                self._finish_interrupted(branch)

    def stand_on(self, fresh: str, instead_of: str) -> None:
        """See exchange.Exchange.stand_on."""
        branch = self._sound_branch()
        with self._locked():
            self._finish_interrupted(branch)
            if self.head() != instead_of:
                raise ChangedUnderneath(N_("The space has been changed in the meantime."))
            git_process.run(self.root, ["update-ref", f"{KEPT}/{instead_of}", instead_of])
            git_process.run(self.root, ["update-ref", branch, fresh, instead_of])
