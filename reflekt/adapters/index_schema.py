"""The tables of the search index, and how one entry becomes rows in them."""

from __future__ import annotations

import re
import sqlite3

from reflekt.domain.document import Unreadable, parse
from reflekt.domain.entry import Entry
from reflekt.domain.ports import FileState, blob_id
from reflekt.errors import ReflektError

VERSION = 2
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
CREATE INDEX entries_newest ON entries (moment DESC, path DESC) WHERE id IS NOT NULL;
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
  PRIMARY KEY (entry, place)
) WITHOUT ROWID;
CREATE INDEX actions_due ON actions (by) WHERE by IS NOT NULL;
CREATE TABLE folders (path TEXT PRIMARY KEY, modified INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
PRAGMA user_version = {VERSION};
"""

_INSERT = """INSERT INTO entries (row, path, size, modified, seen, committed, id, kind, moment,
  created, author, title, family, themes, folded, bad_line, bad_reason, bad_parameters)
  VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"""
_NOT_OWN_WORDS = r"(?m)^(?:> ?.*|### .*)$"
_MARKS = str.maketrans("", "", "\x01\x02")


def insert(
    connection: sqlite3.Connection,
    row: int | None,
    path: str,
    state: FileState,
    committed: str,
    data: bytes | ReflektError,
) -> None:
    """Put one file into the index: its bytes, or the error with which reading it failed."""
    seen, entry, problem = "", None, None
    if isinstance(data, ReflektError):
        problem, seen = data, committed
    else:
        seen = blob_id(data)
        try:
            entry = parse(data).entry
        except Unreadable as unreadable:
            problem = unreadable
    head = (row, path, state.size, state.modified_ns, seen, committed or "")
    if entry is None:
        bad: tuple[object, ...] = (None, None, None)
        if problem is not None:
            line = problem.line if isinstance(problem, Unreadable) else 1
            import json

            bad = (line, problem.message, json.dumps(problem.parameters, default=str))
        connection.execute(_INSERT, (*head, *[None] * 9, *bad))
        return
    at = connection.execute(_INSERT, (*head, *_columns(entry), None, None, None)).lastrowid
    body = _own_words(entry)
    connection.execute(
        "INSERT INTO words (rowid, family, body) VALUES (?,?,?)", (at, entry.family, body)
    )
    texts = [section.text for section in entry.sections]
    if any("[ ]" in text for text in texts):
        from reflekt.domain.contents import actions

        still_open = [(n, one) for n, one in enumerate(actions(entry)) if not one.done]
        connection.executemany(
            "INSERT INTO actions VALUES (?,?,?,?,?)",
            [
                (at, place, one.text, one.by.isoformat() if one.by else None, one.anchor)
                for place, one in still_open
            ],
        )
    if any("### " in text for text in texts):
        from reflekt.domain.contents import asked

        questions = asked(entry)
        moment = int(entry.created.timestamp())
        connection.executemany(
            "INSERT INTO asked VALUES (?,?,?,?,?)",
            [(at, place, q.item, q.question, moment) for place, q in enumerate(questions)],
        )


def insert_missing(
    connection: sqlite3.Connection, row: int | None, path: str, committed: str
) -> None:
    """Remember a file that is committed and not there."""
    head = (row, path, MISSING.size, MISSING.modified_ns, "", committed)
    connection.execute(_INSERT, (*head, *[None] * 12))


def remove(connection: sqlite3.Connection, row: int) -> None:
    """Take a file out of the index."""
    connection.execute("DELETE FROM words WHERE rowid = ?", (row,))
    connection.execute("DELETE FROM asked WHERE entry = ?", (row,))
    connection.execute("DELETE FROM actions WHERE entry = ?", (row,))
    connection.execute("DELETE FROM entries WHERE row = ?", (row,))


def _columns(entry: Entry) -> tuple[object, ...]:
    return (
        entry.id,
        entry.kind,
        int(entry.created.timestamp()),
        entry.created.isoformat(),
        entry.author,
        entry.title,
        entry.family,
        f" {' '.join(entry.themes)} ",
        f"{entry.author.casefold()}\n{entry.family.casefold()}",
    )


def _own_words(entry: Entry) -> str:
    """What the counsellor wrote: the questions that were asked are not their words."""
    texts = []
    for section in entry.sections:
        own = re.sub(_NOT_OWN_WORDS, "", section.text) if "### " in section.text else section.text
        texts.append(own)
    return "\n".join(texts).translate(_MARKS)
