"""The database file of the search index: opened, made, found damaged, made again."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from reflekt.adapters import index_schema
from reflekt.adapters.files import make_folder
from reflekt.errors import N_, EnvironmentProblem

T = TypeVar("T")

_PAGES = "PRAGMA page_size = 16384"
"""Bytes. Larger than usual: an entry takes about 3,000 in all, and fewer pages are written."""


class IndexDatabase:
    """SQLite in the file `database`, or in memory where that cannot be written."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._open: sqlite3.Connection | None = None

    def _fill(self, connection: sqlite3.Connection) -> None:
        """Fill a database that was made from nothing."""
        raise NotImplementedError

    def _connection(self) -> sqlite3.Connection:
        if self._open is None:
            try:
                if self._database.parent.parent.is_dir():  # never make a .git that is none
                    make_folder(self._database.parent)
                self._open = self._connect(str(self._database))
            except (OSError, sqlite3.OperationalError):
                self._open = self._connect(":memory:")
        return self._open

    def _connect(self, place: str) -> sqlite3.Connection:
        connection = sqlite3.connect(place, timeout=60, isolation_level=None)
        try:
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("PRAGMA journal_mode = TRUNCATE")
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version != index_schema.VERSION:
                connection.execute(_PAGES)
                connection.execute("BEGIN IMMEDIATE")
                self._make_tables(connection)
                connection.execute("COMMIT")
        except BaseException:
            connection.close()
            raise
        return connection

    def _make_tables(self, connection: sqlite3.Connection) -> None:
        """Tables from nothing, whatever another version left behind."""
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version == index_schema.VERSION:
            return  # another process was faster
        tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        names = [name for (name,) in connection.execute(tables)]
        for name in sorted(names, key=lambda name: name != "words"):
            quoted = name.replace('"', '""')
            connection.execute(f'DROP TABLE IF EXISTS "{quoted}"')
        for statement in index_schema.TABLES.split(";\n"):
            if statement.strip():
                connection.execute(statement)
        connection.execute(index_schema.LEAVES)

    def _close(self) -> None:
        if self._open is not None:
            with suppress(sqlite3.Error):
                self._open.close()
            self._open = None

    def _healing(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do the work; if the database turns out to be damaged, make it anew and do it again."""
        try:
            return work(self._connection())
        except sqlite3.OperationalError as problem:
            said = str(problem)
            if "locked" in said:
                raise EnvironmentProblem(
                    N_("Another reflekt is busy with the search index."),
                    hint=N_("Wait a moment and try again."),
                ) from problem
            self._close()
            if "readonly" in said or "full" in said or "unable to open" in said:
                self._open = self._connect(":memory:")
            elif "no such" not in said:
                raise
        except sqlite3.DatabaseError:
            self._close()
        if self._open is None:
            with suppress(OSError):
                self._database.unlink()
        connection = self._connection()
        self._fill(connection)
        return work(connection)

    @contextmanager
    def _writing(self, connection: sqlite3.Connection) -> Iterator[None]:
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            connection.rollback()
            raise
        connection.execute("COMMIT")
