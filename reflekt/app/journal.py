"""A space being worked in: its files, its index and its drafts kept in step."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from reflekt.app.clearance import NOTHING_CLEARED, Clearance, nobody_to_ask
from reflekt.domain.document import Document, compose, parse
from reflekt.domain.entry import Entry
from reflekt.domain.ports import (
    Change,
    Cleared,
    Clock,
    Commit,
    Drafts,
    Index,
    Row,
    Settings,
    SpaceSettings,
    Store,
)
from reflekt.domain.space import FILE as SPACE_FILE
from reflekt.domain.space import SCHEMA as SPACE_SCHEMA
from reflekt.domain.space import schema_of
from reflekt.domain.unnamed import week_of
from reflekt.errors import (
    N_,
    ChangedUnderneath,
    DamagedData,
    EnvironmentProblem,
    NotFound,
    ReflektError,
)

if TYPE_CHECKING:
    from reflekt.app.gate import Placed
    from reflekt.domain.exchange import Exchange

Progress = Callable[[int, int], None]


class Journal:
    """One space: every reading starts with `refresh`, every writing goes through `commit`.

    What is written to a space that others read passes the gate (app/gate.py): `clearance` is what
    has been said yes to beforehand, `confirm` asks a person about the rest.
    """

    def __init__(
        self,
        space: SpaceSettings,
        settings: Settings,
        *,
        store: Store,
        exchange: Callable[[], Exchange],
        index: Callable[[], Index],
        drafts: Callable[[], Drafts],
        cleared: Callable[[], Cleared],
        clock: Clock,
        folder: str,
        clearance: Clearance = NOTHING_CLEARED,
        confirm: Callable[[Sequence[Placed], str], bool] = nobody_to_ask,
    ) -> None:
        self.space = space
        self.settings = settings
        self.store = store
        self.clock = clock
        self.folder = folder
        self.notices: list[ReflektError] = []
        self.clearance = clearance
        self.confirm = confirm
        self._exchange = exchange
        self._index = index
        self._drafts = drafts
        self._cleared = cleared

    @cached_property
    def exchange(self) -> Exchange:
        """The store as it is kept in step with others."""
        return self._exchange()

    @cached_property
    def index(self) -> Index:
        """What finds entries."""
        return self._index()

    @property
    def drafts(self) -> Drafts:
        """What was begun in this space and not saved yet."""
        return self._drafts()

    @property
    def cleared(self) -> Cleared:
        """What has been said yes to in this space before."""
        return self._cleared()

    def refresh(self, progress: Progress | None = None) -> None:
        """Bring the index up to date and commit what other hands wrote into the entries.

        What stands in the way of that commit (a merge under way, no permission) is no reason
        not to read: it is kept in `notices`.
        """
        self.save_strays(self.index.refresh(progress))

    def save_strays(self, paths: Sequence[str]) -> None:
        """Commit these files as other hands left them; what stands in the way is a notice."""
        try:
            self._commit_strays(paths)
        except ChangedUnderneath:
            pass  # still being written: next time
        except (DamagedData, EnvironmentProblem) as problem:
            self.notices.append(problem)

    def add(self, entry: Entry, message: str | None = None) -> Commit:
        """Save a new entry. Raises what `commit` raises, with nothing changed."""
        change = Change(entry.path, compose(entry).encode("utf-8"))
        return self.commit([change], message or f"{entry.kind} {entry.id}", {entry.path: None})

    def commit_unnamed(
        self,
        changes: Sequence[Change],
        message: str,
        expected: Mapping[str, bytes | None] | None = None,
    ) -> Commit:
        """As `commit`; neither the commit's author nor its time tells whose it is."""
        self._refuse_newer()
        self._pass_gate(changes)
        when = week_of(self.clock.now())
        return self._write(changes, message, expected, when=when, unnamed=True)

    def commit(
        self,
        changes: Sequence[Change],
        message: str,
        expected: Mapping[str, bytes | None] | None = None,
    ) -> Commit:
        """Commit changes and take them into the index while git works.

        Raises what the gate raises (PrivacyStop) or what Store.commit raises, with nothing changed.
        """
        self._refuse_newer()
        self._pass_gate(changes)
        return self._write(changes, message, expected, when=self.clock.now())

    def add_many(self, entries: Sequence[Entry], message: str) -> None:
        """Save many new entries in one commit.

        Raises what the gate raises (PrivacyStop) or what Store.add_many raises.
        """
        files = [Change(entry.path, compose(entry).encode("utf-8")) for entry in entries]
        self._refuse_newer()
        self._pass_gate(files)
        commit = self.store.add_many(
            files, message, when=self.clock.now(), meanwhile=lambda: self.index.record(files)
        )
        self.index.settle(commit)

    def is_newer(self) -> bool:
        """Whether a newer reflekt made the space what it is: then it is read and not written."""
        try:
            return schema_of(self.store.read(SPACE_FILE)) > SPACE_SCHEMA
        except NotFound:
            return False

    def _refuse_newer(self) -> None:
        if self.is_newer():
            raise DamagedData(
                N_("The space {space} is kept in a newer format than this reflekt knows."),
                hint=N_("You can read it. Install the newest reflekt to write in it."),
                space=self.space.name,
            )

    def document(self, row: Row) -> Document:
        """The entry behind a row. Raises NotFound or DamagedData."""
        return parse(self.store.read(row.path))

    def path_of(self, path: str) -> str:
        """Where a file of the space lies on this machine."""
        return f"{self.folder}/{path}"

    def _write(
        self,
        changes: Sequence[Change],
        message: str,
        expected: Mapping[str, bytes | None] | None,
        *,
        when: datetime,
        unnamed: bool = False,
    ) -> Commit:
        commit = self.store.commit(
            changes,
            message,
            when=when,
            meanwhile=lambda: self.index.record(changes),
            expected=expected,
            unnamed=unnamed,
        )
        self.index.settle(commit)
        return commit

    def _commit_strays(self, paths: Sequence[str]) -> None:
        """Commit what other hands wrote; what may never be sent is not even committed.

        What has to be confirmed is asked about when it is about to reach others: by `sync`.
        """
        if not paths:
            return  # as nearly always: the gate need not be loaded
        changes = []
        for path in paths:
            present = self.store.state(path) is not None
            changes.append(Change(path, self.store.read(path) if present else None))
        changes = self._without_blocked(changes)
        if changes:
            expected = {change.path: change.data for change in changes}
            message = f"changed by hand: {len(changes)}"
            self._write(changes, message, expected, when=self.clock.now())

    def _pass_gate(self, changes: Sequence[Change]) -> None:
        from reflekt.app import gate  # who only reads need not load it

        gate.check(self, changes)

    def _without_blocked(self, changes: list[Change]) -> list[Change]:
        from reflekt.app import gate

        blocked = gate.blocked_in(self, changes)
        if blocked:
            self.notices.append(gate.Blocked.by_hand(blocked, self.space.name))
        paths = {one.path for one in blocked}
        return [change for change in changes if change.path not in paths]
