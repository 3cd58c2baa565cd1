"""A space being worked in: its files, its index and its drafts kept in step."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from reflekt.domain.document import Document, compose, parse
from reflekt.domain.entry import Entry
from reflekt.domain.ports import (
    Change,
    Clock,
    Commit,
    Drafts,
    Index,
    Row,
    Settings,
    SpaceSettings,
    Store,
)
from reflekt.errors import ChangedUnderneath, DamagedData, EnvironmentProblem, ReflektError

Progress = Callable[[int, int], None]


class Journal:
    """One space: every reading starts with `refresh`, every writing goes through `commit`."""

    def __init__(
        self,
        space: SpaceSettings,
        settings: Settings,
        *,
        store: Store,
        index: Index,
        drafts: Callable[[], Drafts],
        clock: Clock,
        folder: str,
    ) -> None:
        self.space = space
        self.settings = settings
        self.store = store
        self.index = index
        self.clock = clock
        self.folder = folder
        self.notices: list[ReflektError] = []
        self._drafts = drafts

    @property
    def drafts(self) -> Drafts:
        """What was begun in this space and not saved yet."""
        return self._drafts()

    def refresh(self, progress: Progress | None = None) -> None:
        """Bring the index up to date and commit what other hands wrote into the entries.

        What stands in the way of that commit (a merge under way, no permission) is no reason
        not to read: it is kept in `notices`.
        """
        strays = self.index.refresh(progress)
        if strays:
            try:
                self._commit_strays(strays)
            except ChangedUnderneath:
                pass  # still being written: next time
            except (DamagedData, EnvironmentProblem) as problem:
                self.notices.append(problem)

    def add(self, entry: Entry, message: str | None = None) -> Commit:
        """Save a new entry. Raises what Store.commit raises, with nothing changed."""
        change = Change(entry.path, compose(entry).encode("utf-8"))
        return self.commit([change], message or f"{entry.kind} {entry.id}", {entry.path: None})

    def commit(
        self,
        changes: Sequence[Change],
        message: str,
        expected: Mapping[str, bytes | None] | None = None,
    ) -> Commit:
        """Commit changes and take them into the index while git works."""
        commit = self.store.commit(
            changes,
            message,
            when=self.clock.now(),
            meanwhile=lambda: self.index.record(changes),
            expected=expected,
        )
        self.index.settle(commit)
        return commit

    def add_many(self, entries: Sequence[Entry], message: str) -> None:
        """Save many new entries in one commit. Raises what Store.add_many raises."""
        files = [Change(entry.path, compose(entry).encode("utf-8")) for entry in entries]
        commit = self.store.add_many(
            files, message, when=self.clock.now(), meanwhile=lambda: self.index.record(files)
        )
        self.index.settle(commit)

    def document(self, row: Row) -> Document:
        """The entry behind a row. Raises NotFound or DamagedData."""
        return parse(self.store.read(row.path))

    def path_of(self, path: str) -> str:
        """Where a file of the space lies on this machine."""
        return f"{self.folder}/{path}"

    def _commit_strays(self, paths: Sequence[str]) -> None:
        changes = []
        for path in paths:
            present = self.store.state(path) is not None
            changes.append(Change(path, self.store.read(path) if present else None))
        expected = {change.path: change.data for change in changes}
        self.commit(changes, f"changed by hand: {len(changes)}", expected)
