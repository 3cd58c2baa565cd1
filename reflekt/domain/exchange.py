"""What passes between a space and the repository it is shared through: types and ports."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from reflekt.domain.ports import Change, Commit, Store

if TYPE_CHECKING:
    from typing import Protocol
else:
    Protocol = object  # as in ports: every command loads this module

MAX_FILE = 8 * 1024 * 1024
"""Larger files are no part of a journal."""


class FileDiff(NamedTuple):
    """A file that differs between two commits: git's mode now, its blob before and now.

    A blob is None where there is no file.
    """

    path: str
    mode: str
    before: str | None
    after: str | None


class Divergence(NamedTuple):
    """Where two histories parted: the newest commit of each, the last they have in common, and
    what has become of the files since then on their side and on ours."""

    ours: str | None
    theirs: str
    base: str | None
    incoming: Mapping[str, FileDiff]
    outgoing: Mapping[str, FileDiff]


class Made(NamedTuple):
    """A commit that somebody made: who, at which addresses, what was said, which files."""

    id: str
    name: str
    address: str
    message: str
    files: Sequence[FileDiff]

    @property
    def addresses(self) -> Collection[str]:
        """The addresses of its author, and of those it names as its other authors."""
        lines = self.message.splitlines()
        named = [line for line in lines if line.lower().startswith("co-authored-by:")]
        return {self.address, *(line.rpartition("<")[2].rstrip("> ") for line in named)}


class Exchange(Store, Protocol):
    """What a store offers beyond ports.Store to be kept in step with others."""

    def finish(self) -> None:
        """Finish a change that was interrupted, and bring git's index along where it fell behind.

        Whoever writes next does so too. Raises as Store.commit.
        """

    def current(self, path: str) -> bytes | None:
        """The file's bytes on disk; None where there is no file."""

    def changed_by_hand(self, places: Sequence[str]) -> Iterator[str]:
        """Of the files at and beneath these places of the space: those that are not what was last
        committed, new ones and those that are gone among them. Files are looked at when the first
        is asked for."""

    def divergence(self, theirs: str, seen: str | None) -> Divergence:
        """How we and `theirs` have parted. `seen` is what they had when last we looked.

        Raises NotSynchronised where the two have nothing in common.
        """

    def has(self, ancestor: str, commit: str) -> bool:
        """Whether everything in `ancestor` is in `commit` too."""

    def made(self, since: str | None, until: str) -> Sequence[Made]:
        """Commits (no merges) that `until` has and `since` has not, oldest first."""

    def history(
        self, paths: Sequence[str], tips: Sequence[str], *, merges: bool = False
    ) -> Sequence[Made]:
        """Commits in what `tips` have that touched these files, and how, oldest first; or merges.

        Of many files, commits that touched others are among them.
        """

    def blobs(self, ids: Iterable[str]) -> Mapping[str, bytes]:
        """What these blobs hold. Raises NotSynchronised for one that is too large."""

    def refuse_large(self, ids: Iterable[str]) -> None:
        """Raises NotSynchronised where one of the blobs is too large, without reading them."""

    def names_in(self, folder: str) -> Mapping[str, bool]:
        """The names in a folder of the space, and which of them are folders."""

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
        """Make theirs and ours one: a merge, or a move forward where we have nothing of our own.

        `resolved` are the files that both changed, `contents` the blobs at hand. Finished by the
        next call if interrupted. `meanwhile` is told which files change, `committed` which commit
        was made, before the files on disk follow it.
        Raises ChangedUnderneath (nothing done) where a file on disk is not what was last
        committed, or the branch has moved on.
        """

    def afresh(
        self,
        theirs: str | None,
        head: str,
        unnamed: Collection[str],
        *,
        message: str,
        when: datetime,
    ) -> str:
        """A commit upon `theirs` that says what `head` says, and nothing of how it came about.

        The files `unnamed` come by a commit that names nobody. Nothing stands upon it yet.
        """

    def stand_on(self, fresh: str, instead_of: str) -> None:
        """Let the space stand on a commit with the same files; the history left is kept here.

        Raises ChangedUnderneath where the space has moved on.
        """


Progress = Callable[[bool, int | None], None]
"""Told how far git is where it takes more than a moment: whether it sends, and the percent done;
None when it has ended, however short it was."""


class Remote(Protocol):
    """The shared repository of a space. Everything here may touch a network."""

    def begin(self) -> bool:
        """Begin to fetch; `fetch` waits for it. Whether it takes git: False where it can be seen
        that what we have of theirs is all there is. Raises NotSynchronised."""

    def fetch(self) -> str | None:
        """Fetch its newest commit and return it; None where it is empty.

        Raises NotSynchronised where it can't be reached or is none.
        """

    def begin_push(self, commit: str) -> None:
        """Begin to send a commit; `push` of the same commit waits for it."""

    def push(self, commit: str) -> bool:
        """Send a commit that stands upon theirs; False where somebody else was first.

        Raises NotSynchronised.
        """


class Synced(NamedTuple):
    """What the last sync left: the commit both sides had, and when that was."""

    seen: str | None = None
    when: datetime | None = None


class SyncNote(Protocol):
    """Where `Synced` is kept."""

    def load(self) -> Synced:
        """What was kept; nothing where it is missing or can't be read."""

    def save(self, synced: Synced) -> None:
        """Keep it."""

    def alone(self, patience: float = ...) -> AbstractContextManager[None]:
        """Hold the one sync of the space there may be at a time.

        Raises EnvironmentProblem where another is at it for longer than `patience` seconds.
        """
