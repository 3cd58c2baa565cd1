"""The tables of the search index, and how one entry becomes rows in them."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from reflekt.domain.document import Unreadable
from reflekt.domain.glance import Glance, glance
from reflekt.domain.ports import FileState, blob_id
from reflekt.errors import ReflektError

VERSION = 6
"""Another number in the file means: throw it away and read the entries again."""

MISSING = FileState(-1, -1)
"""The state of a file that is committed but not there."""

TABLES = f"""
CREATE TABLE entries (
  row INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE,
  size INTEGER NOT NULL, modified INTEGER NOT NULL,
  seen TEXT NOT NULL, committed TEXT NOT NULL,
  id TEXT, kind TEXT, moment INTEGER, created TEXT, author TEXT, title TEXT,
  family TEXT, themes TEXT, folded TEXT, bad_line INTEGER, bad_reason TEXT, bad_parameters TEXT
);
CREATE INDEX entries_id ON entries (id) WHERE id IS NOT NULL;
CREATE INDEX entries_newest ON entries (moment) WHERE id IS NOT NULL;
CREATE INDEX entries_stray ON entries (path) WHERE seen <> committed;
CREATE INDEX entries_bad ON entries (path) WHERE bad_reason IS NOT NULL;
CREATE VIRTUAL TABLE words USING fts5(
  family, body, tokenize = "unicode61 remove_diacritics 0"
);
CREATE TABLE asked (
  entry INTEGER NOT NULL, place INTEGER NOT NULL, item TEXT NOT NULL, question TEXT NOT NULL,
  moment INTEGER NOT NULL, PRIMARY KEY (entry, place)
) WITHOUT ROWID;
CREATE INDEX asked_newest ON asked (moment DESC);
CREATE TABLE actions (
  entry INTEGER NOT NULL, place INTEGER NOT NULL, text TEXT NOT NULL, by TEXT, anchor TEXT,
  who TEXT,
  PRIMARY KEY (entry, place)
) WITHOUT ROWID;
CREATE INDEX actions_due ON actions (by) WHERE by IS NOT NULL;
CREATE TABLE folders (path TEXT PRIMARY KEY, modified INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE meanings (key BLOB PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
PRAGMA user_version = {VERSION};
"""

LEAVES = "INSERT INTO words (words, rank) VALUES ('pgsz', 16000)"
"""Bytes of the full-text table's leaves: each fills a page of the database."""

_INSERT = """INSERT INTO entries (row, size, modified, path, seen, committed, id, kind, moment,
  created, author, title, family, themes, folded, bad_line, bad_reason, bad_parameters)
  VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"""
_READABLE = (None, None, None)
_MARKS = str.maketrans("", "", "\x01\x02")


class FileRows(NamedTuple):
    """What one file is in the tables, before it has a row number: its state, its other columns
    in `entries`, and its rows in the other tables."""

    state: FileState
    entry: tuple[object, ...]
    words: tuple[str, str] | None = None
    asked: Sequence[tuple[object, ...]] = ()
    actions: Sequence[tuple[object, ...]] = ()


def rows_of(
    path: str, state: FileState, committed: str | None, data: bytes | ReflektError
) -> FileRows:
    """The rows of one file: from its bytes, or from the error with which reading it failed.

    `committed` is its blob id in the newest commit; None stands for these very bytes.
    """
    if isinstance(data, ReflektError):
        return FileRows(state, (path, committed or "", committed or "", *_bad(data)))
    seen_id = blob_id(data)
    head = (path, seen_id, seen_id if committed is None else committed)
    try:
        seen = glance(data)
    except Unreadable as problem:
        return FileRows(state, (*head, *_bad(problem)))
    moment = int(seen.created.timestamp())
    words = seen.words
    if "\x01" in words or "\x02" in words:
        words = words.translate(_MARKS)
    return FileRows(
        state,
        head + _columns(seen, moment) + _READABLE,
        (seen.family, words),
        [(place, item, question, moment) for place, (item, question) in enumerate(seen.asked)],
        [
            (place, one.text, one.by.isoformat() if one.by else None, one.anchor, one.who)
            for place, one in seen.open_actions
        ],
    )


def insert(connection: sqlite3.Connection, row: int, files: Sequence[FileRows]) -> None:
    """Put files into the index, under row numbers from `row` on."""
    keyed = [((number,), file) for number, file in enumerate(files, row)]
    # Tuples are added up rather than unpacked: a journal of 100,000 makes 400,000 of them.
    connection.executemany(_INSERT, [key + file.state + file.entry for key, file in keyed])
    connection.executemany(
        "INSERT INTO words (rowid, family, body) VALUES (?,?,?)",
        [key + file.words for key, file in keyed if file.words],
    )
    connection.executemany(
        "INSERT INTO asked VALUES (?,?,?,?,?)",
        [key + line for key, file in keyed for line in file.asked],
    )
    connection.executemany(
        "INSERT INTO actions VALUES (?,?,?,?,?,?)",
        [key + line for key, file in keyed for line in file.actions],
    )


def free_row(connection: sqlite3.Connection) -> int:
    """A row number that is not in use."""
    (newest,) = connection.execute("SELECT coalesce(max(row), 0) FROM entries").fetchone()
    return int(newest) + 1


def _bad(problem: ReflektError) -> tuple[object, ...]:
    import json

    line = problem.line if isinstance(problem, Unreadable) else 1
    how = json.dumps(problem.parameters, default=str)
    return (*[None] * 9, line, problem.message, how)


def rows_of_missing(path: str, committed: str) -> FileRows:
    """The rows of a file that is committed and not there."""
    return FileRows(MISSING, (path, "", committed, *[None] * 12))


def remove(connection: sqlite3.Connection, row: int) -> None:
    """Take a file out of the index."""
    connection.execute("DELETE FROM words WHERE rowid = ?", (row,))
    connection.execute("DELETE FROM asked WHERE entry = ?", (row,))
    connection.execute("DELETE FROM actions WHERE entry = ?", (row,))
    connection.execute("DELETE FROM entries WHERE row = ?", (row,))


def _columns(seen: Glance, moment: int) -> tuple[object, ...]:
    return (
        seen.id,
        seen.kind,
        moment,
        seen.created.isoformat(),
        seen.author,
        seen.title,
        seen.family,
        f" {' '.join(seen.themes)} ",
        f"{seen.author.casefold()}\n{seen.family.casefold()}",
    )
