"""How the search index follows the files of a space, and what people and git do to them.

It stands where a commit stands (`head` in the table `meta`) and follows by what git says has
changed since; files that other hands changed are noticed by their size and time, and known to
be changed by their blob id. It may be deleted, old, from the future or damaged: then it is made
again from the files.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path

from reflekt.adapters import index_schema
from reflekt.adapters.index_database import IndexDatabase
from reflekt.domain.entry import is_entry_file
from reflekt.domain.ports import Change, Commit, FileState, Store, blob_id, expect_files
from reflekt.errors import NotFound, ReflektError

Progress = Callable[[int, int], None]

ALWAYS_LOOKED_THROUGH = 2000
"""Up to this many entries every file is looked at each time: it takes a few milliseconds."""

_AT_ONCE = 200
"""Files put into the index with one call of the database."""

_ROOM_FOR_MANY = "PRAGMA cache_size = -45056"
"""KiB of the database kept in memory while many entries are put in."""

LOOK_SHARE = 100
"""With more, a look at every file waits until 100 times as long has passed as it took."""

_COARSE = 2_100_000_000
_FINE = 50_000_000
"""Nanoseconds within which a file can change again and bear the same time: on drives that keep
whole seconds, and on others. (The rule is git's, for its own index.)"""


class FollowingIndex(IndexDatabase):
    """The half of ports.Index that keeps up with the entries of `store`."""

    def __init__(self, database: Path, store: Store) -> None:
        super().__init__(database)
        self._store = store

    def refresh(self, progress: Progress | None = None) -> Sequence[str]:
        """See ports.Index.refresh."""

        def bring_up(connection: sqlite3.Connection) -> Sequence[str]:
            if connection.in_transaction:
                connection.rollback()
            if not self._follow_commits(connection, progress):
                self._notice_other_hands(connection)
            strays = connection.execute("SELECT path FROM entries WHERE seen <> committed")
            return [path for (path,) in strays]

        return self._healing(bring_up)

    def record(self, changes: Sequence[Change]) -> None:
        """See ports.Index.record. A failing cache is no reason to fail: it catches up later."""
        try:
            connection = self._connection()
            if connection.in_transaction:
                connection.rollback()
            connection.execute("BEGIN IMMEDIATE")
            if len(changes) > _AT_ONCE:
                connection.execute(_ROOM_FOR_MANY)
            fresh: list[tuple[str, index_schema.FileRows]] = []
            for path, data in changes:
                if not is_entry_file(path):
                    continue  # settings, templates, codes: no entries
                row = self._row_of(connection, path)
                if row is not None:
                    index_schema.remove(connection, row)
                if data is None:
                    continue
                file = index_schema.rows_of(path, index_schema.MISSING, None, data)
                if row is None:
                    fresh.append((path, file))
                else:
                    file = file._replace(state=self._settled_state(path))
                    index_schema.insert(connection, row, [file])
            # As late as can be: a file that was written only just now has to be looked at again.
            new = [file._replace(state=self._settled_state(path)) for path, file in fresh]
            index_schema.insert(connection, index_schema.free_row(connection), new)
        except sqlite3.Error:
            self._close()

    def settle(self, commit: Commit) -> None:
        """See ports.Index.settle."""
        if self._open is None or not self._open.in_transaction:
            return
        try:
            if _meta(self._open, "head") == (commit.parent or ""):
                _set_meta(self._open, "head", commit.id)
            self._open.commit()
        except sqlite3.Error:
            self._close()

    def rebuild(self, progress: Progress | None = None) -> None:
        """See ports.Index.rebuild."""
        self._close()
        with suppress(OSError):
            self._database.unlink()
        self._follow_commits(self._connection(), progress)

    def _fill(self, connection: sqlite3.Connection) -> None:
        self._follow_commits(connection, None)

    def _follow_commits(self, connection: sqlite3.Connection, progress: Progress | None) -> bool:
        """Bring the index to where HEAD is. Returns whether every file has been read for it."""
        head = self._store.head() or ""
        known = _meta(connection, "head")
        if known == head:
            return False
        changed = self._store.changed_between(str(known), head) if known and head else None
        with self._writing(connection):
            if _meta(connection, "head") != known:
                return False  # another process has been here meanwhile
            if changed is None:
                self._rebuild(connection, progress)
            else:
                for path, blob in changed.items():
                    self._take(connection, path, committed=blob or "")
            _set_meta(connection, "head", head)
        return changed is None

    def _rebuild(self, connection: sqlite3.Connection, progress: Progress | None) -> None:
        connection.execute(_ROOM_FOR_MANY)
        for table in ("entries", "words", "asked", "actions", "folders", "meta"):
            connection.execute(f"DELETE FROM {table}")  # noqa: S608 - names from the line above
        connection.execute("INSERT INTO words (words, rank) VALUES ('hashsize', 16777216)")
        started = time.time()
        committed = self._store.committed()
        folders = dict(self._store.folders())
        files = sorted(self._store.entry_files(), key=_in_bytes)
        expect_files(len(files))
        every = _on_disk_and_committed(files, committed)
        done = 0
        while some := list(islice(every, _AT_ONCE)):
            rows = [
                self._rows_of(path, blob) if on_disk else index_schema.rows_of_missing(path, blob)
                for path, blob, on_disk in some
            ]
            index_schema.insert(connection, done + 1, rows)
            done += len(some)
            if progress and time.time() - started > 1:
                progress(min(done, len(files)), len(files))
        self._keep_folders(connection, folders)
        now = time.time()
        _set_meta(connection, "look_again_at", now + (now - started))

    def _notice_other_hands(self, connection: sqlite3.Connection) -> None:
        """Find files that changed without a commit, and take them in."""
        folders = dict(self._store.folders())
        kept = dict(connection.execute("SELECT path, modified FROM folders"))
        changed = {path for path in folders if kept.get(path) != folders[path]}
        gone = kept.keys() - folders.keys()
        (size,) = connection.execute("SELECT coalesce(max(row), 0) FROM entries").fetchone()
        small = size <= ALWAYS_LOOKED_THROUGH
        began = time.time()
        everything = small or began >= float(str(_meta(connection, "look_again_at") or 0))
        newest_months = sorted(path for path in folders if path.count("/") == 2)[-2:]
        looked = folders.keys() if everything else changed | set(newest_months)
        there = {file for folder in looked for file in self._store.files_in(folder)}
        known = _known(connection, None if everything else looked | gone)
        # One that is committed and not there is known to be gone.
        missed = (path for path, size, _ in known - there if size != index_schema.MISSING.size)
        differing = sorted({*(path for path, *_ in there - known), *missed})
        took = time.time() - began
        if not (differing or changed or gone or (everything and not small)):
            return
        with self._writing(connection):
            for path in differing:
                self._take(connection, path)
            self._keep_folders(connection, {path: folders[path] for path in looked})
            connection.executemany("DELETE FROM folders WHERE path = ?", [(path,) for path in gone])
            if everything:
                _set_meta(connection, "look_again_at", began + LOOK_SHARE * took)

    def _keep_folders(self, connection: sqlite3.Connection, folders: Mapping[str, int]) -> None:
        now = time.time_ns()
        connection.executemany(
            "INSERT OR REPLACE INTO folders VALUES (?,?)",
            [(path, at if at < now - _COARSE else -1) for path, at in folders.items()],
        )

    def _take(
        self, connection: sqlite3.Connection, path: str, committed: str | None = None
    ) -> None:
        """Bring the rows of one file up to what stands in it now."""
        known = connection.execute(
            "SELECT row, seen, committed, bad_reason FROM entries WHERE path = ?", (path,)
        ).fetchone()
        row, seen, kept, bad = known or (None, None, "", None)
        blob = kept if committed is None else committed
        state = self._settled_state(path)
        if state == index_schema.MISSING:
            if row is not None:
                index_schema.remove(connection, row)
            if blob:
                number = index_schema.free_row(connection) if row is None else row
                gone = index_schema.rows_of_missing(path, blob)
                index_schema.insert(connection, number, [gone])
            return
        content = self._content(path)
        if row is not None:
            if isinstance(content, bytes) and blob_id(content) == seen and not bad:
                connection.execute(
                    "UPDATE entries SET size = ?, modified = ?, committed = ? WHERE row = ?",
                    (state.size, state.modified_ns, blob, row),
                )
                return
            index_schema.remove(connection, row)
        number = index_schema.free_row(connection) if row is None else row
        file = index_schema.rows_of(path, state, blob, content)
        index_schema.insert(connection, number, [file])

    def _rows_of(self, path: str, committed: str) -> index_schema.FileRows:
        try:
            content, state = self._store.read_with_state(path)
        except NotFound:
            return index_schema.rows_of_missing(path, committed)
        except ReflektError as problem:
            return index_schema.rows_of(path, self._settled_state(path), committed, problem)
        return index_schema.rows_of(path, _unless_racy(state), committed, content)

    def _content(self, path: str) -> bytes | ReflektError:
        try:
            return self._store.read(path)
        except NotFound:
            return b""
        except ReflektError as problem:
            return problem

    def _settled_state(self, path: str) -> FileState:
        state = self._store.state(path)
        return index_schema.MISSING if state is None else _unless_racy(state)

    def _row_of(self, connection: sqlite3.Connection, path: str) -> int | None:
        found = connection.execute("SELECT row FROM entries WHERE path = ?", (path,)).fetchone()
        return int(found[0]) if found else None


def _known(
    connection: sqlite3.Connection, folders: Iterable[str] | None
) -> set[tuple[str, int, int]]:
    """The files the index knows, in some folders or everywhere: path, size, time of change."""
    question = "SELECT path, size, modified FROM entries"
    if folders is None:
        return set(connection.execute(question))
    inside = f"{question} WHERE path > ?1 AND path < ?2 AND instr(substr(path, ?3), '/') = 0"
    return {
        file
        for folder in folders
        for file in connection.execute(inside, (f"{folder}/", f"{folder}0", len(folder) + 2))
    }


def _in_bytes(path: str) -> bytes:
    return path.encode("utf-8", "surrogateescape")


def _on_disk_and_committed(
    files: Iterable[str], committed: Iterator[tuple[str, str]]
) -> Iterator[tuple[str, str, bool]]:
    """Every file there is or should be: path, blob id in the commit, and whether it is there.

    Both come in the order of their bytes.
    """
    expected, blob = next(committed, ("", ""))
    for file in files:
        while expected and expected != file and _in_bytes(expected) < _in_bytes(file):
            yield expected, blob, False
            expected, blob = next(committed, ("", ""))
        if expected == file:
            yield file, blob, True
            expected, blob = next(committed, ("", ""))
        else:
            yield file, "", True
    while expected:
        yield expected, blob, False
        expected, blob = next(committed, ("", ""))


def _unless_racy(state: FileState) -> FileState:
    """The state, with no time where the file could change again within the same tick."""
    margin = _COARSE if state.modified_ns % 1_000_000_000 == 0 else _FINE
    racy = state.modified_ns > time.time_ns() - margin
    return FileState(state.size, -1) if racy else state


def _meta(connection: sqlite3.Connection, key: str) -> object:
    found = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return found[0] if found else None


def _set_meta(connection: sqlite3.Connection, key: str, value: object) -> None:
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?,?)", (key, value))
