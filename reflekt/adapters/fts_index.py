"""The index over a space's entries: SQLite with full-text search, a cache of the files."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from reflekt.adapters.index_following import FollowingIndex
from reflekt.adapters.index_queries import ROW, bad_file, conditions, due_action, row, whose
from reflekt.domain.ports import FileState, Filter, Hit, Row, blob_id
from reflekt.domain.sentences import sentence_around
from reflekt.errors import N_

if TYPE_CHECKING:
    from reflekt.domain.asking import AskedBefore
    from reflekt.domain.due import DueAction, Mine
    from reflekt.domain.health import BadFile, Trouble

_RANKED = 3000
"""Of more hits than this the latest written into the index are ranked: a word that stands in
every entry tells none of them apart, and ranking 100,000 takes a fifth of a second."""


class FtsIndex(FollowingIndex):
    """ports.Index over the entries of a store."""

    def newest(self, limit: int, where: Filter, offset: int = 0) -> Sequence[Row]:
        """See ports.Index.newest."""
        must, values = conditions(where)
        question = (
            f"SELECT {ROW} FROM entries WHERE {must} "  # noqa: S608 - no outside text
            "ORDER BY moment DESC, row DESC LIMIT ? OFFSET ?"
        )
        return self._rows(question, (*values, limit, offset))

    def holds(self, id: str) -> bool:
        """See ports.Index.holds."""
        question = "SELECT 1 FROM entries WHERE id = ?"
        return self._healing(lambda c: c.execute(question, (id,)).fetchone()) is not None

    def matching(self, prefix: str, limit: int = 10) -> Sequence[Row]:
        """See ports.Index.matching."""
        question = (
            f"SELECT {ROW} FROM entries WHERE id IS NOT NULL AND id >= ? AND id < ? "  # noqa: S608 - ROW is ours
            "ORDER BY moment DESC, row DESC LIMIT ?"
        )
        return self._rows(question, (prefix, prefix + "\uffff", limit))

    def search(self, query: str, limit: int, where: Filter) -> Sequence[Hit]:
        """See ports.Index.search."""
        must, values = conditions(where)
        question = (
            f"SELECT {ROW}, hit FROM ("  # noqa: S608 - no outside text
            "SELECT words.rowid AS hit, bm25(words, 2.0, 1.0) AS score FROM words "
            "JOIN entries ON entries.row = words.rowid "
            f"WHERE words MATCH ? AND {must} ORDER BY words.rowid DESC LIMIT {max(_RANKED, limit)}"
            ") JOIN entries ON entries.row = hit ORDER BY score, moment DESC, path DESC LIMIT ?"
        )
        shown = (
            "SELECT highlight(words, 1, char(1), char(2)) FROM words "
            "WHERE words MATCH ? AND words.rowid = ?"
        )

        def find(connection: sqlite3.Connection) -> Sequence[Hit]:
            hits = []
            for *columns, hit in connection.execute(question, (query, *values, limit)).fetchall():
                (text,) = connection.execute(shown, (query, hit)).fetchone()
                hits.append(Hit(row(columns), *sentence_around(text)))
            return hits

        hits = self._healing(find)
        if self._look_again([hit.row.path for hit in hits]):
            hits = self._healing(find)
        return hits

    def asked(self, limit: int = 2000) -> Sequence[AskedBefore]:
        """See ports.Index.asked."""
        from reflekt.domain.asking import AskedBefore

        question = (
            "SELECT asked.item, asked.question, entries.created, entries.id FROM asked "
            "JOIN entries ON entries.row = asked.entry "
            "ORDER BY asked.moment DESC, entries.path DESC, asked.place LIMIT ?"
        )
        found = self._healing(lambda c: c.execute(question, (limit,)).fetchall())
        return [
            AskedBefore(item, text, datetime.fromisoformat(at), entry)
            for item, text, at, entry in found
        ]

    def due(
        self, until: date | None, limit: int = 20, mine: Mine | None = None
    ) -> Sequence[DueAction]:
        """See ports.Index.due."""
        must, values = whose(mine)
        order = "actions.by IS NULL, actions.by"
        if until is not None:
            must, values = f"actions.by <= ? AND {must}", [until.isoformat(), *values]
            order = "actions.by"
        question = (
            f"SELECT {ROW}, actions.text, actions.by, actions.anchor, actions.who, "  # noqa: S608 - no outside text
            "actions.place FROM actions JOIN entries ON entries.row = actions.entry "
            f"WHERE {must} ORDER BY {order}, entries.path, actions.place LIMIT ?"
        )
        found = self._healing(lambda c: c.execute(question, (*values, limit)).fetchall())
        return [due_action(line) for line in found]

    def themes(self) -> Mapping[str, int]:
        """See ports.Index.themes."""
        counted: dict[str, int] = {}
        question = "SELECT themes, count(*) FROM entries WHERE themes <> '  ' GROUP BY themes"
        for themes, number in self._healing(lambda c: c.execute(question).fetchall()):
            for theme in themes.split():
                counted[theme] = counted.get(theme, 0) + number
        return dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))

    def bad_files(self) -> Sequence[BadFile]:
        """See ports.Index.bad_files."""
        question = (
            "SELECT path, bad_line, bad_reason, bad_parameters FROM entries "
            "WHERE bad_reason IS NOT NULL ORDER BY path"
        )
        found = self._healing(lambda c: c.execute(question).fetchall())
        return [bad_file(line) for line in found]

    def troubles(self) -> Sequence[Trouble]:
        """See ports.Index.troubles."""
        from reflekt.domain.health import Trouble

        try:
            connection = self._connection()
            (said,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            connection.execute("INSERT INTO words (words, rank) VALUES ('integrity-check', 1)")
            sound = said == "ok" and self._agrees(connection)
        except sqlite3.DatabaseError:
            sound = False
        if sound:
            return []
        return [
            Trouble(
                N_("The search index does not agree with the entries."),
                N_("`reflekt doctor --fix` makes it again from the entries."),
                mendable=True,
            )
        ]

    def kept_vectors(self, keys: Sequence[bytes]) -> Mapping[bytes, bytes]:
        """See ports.VectorCache.kept_vectors."""
        question = "SELECT vector FROM meanings WHERE key = ?"

        def find(connection: sqlite3.Connection) -> dict[bytes, bytes]:
            found = ((key, connection.execute(question, (key,)).fetchone()) for key in keys)
            return {key: bytes(row[0]) for key, row in found if row}

        return self._healing(find)

    def keep_vectors(self, vectors: Mapping[bytes, bytes]) -> None:
        """See ports.VectorCache.keep_vectors."""
        try:
            connection = self._connection()
            with self._writing(connection):
                connection.executemany(
                    "INSERT OR REPLACE INTO meanings VALUES (?,?)", list(vectors.items())
                )
        except sqlite3.Error:
            self._close()

    def _agrees(self, connection: sqlite3.Connection) -> bool:
        """Whether every readable file stands in the index with the content it has now."""
        rows = connection.execute("SELECT path, seen FROM entries WHERE size >= 0")
        seen = dict(rows.fetchall())
        for path in self._store.entry_files():
            content = self._content(path)
            known = seen.pop(path, None)
            if known is None or (isinstance(content, bytes) and blob_id(content) != known):
                return False
        return not seen

    def _rows(self, question: str, values: Sequence[object]) -> Sequence[Row]:
        def fetch(connection: sqlite3.Connection) -> Sequence[Row]:
            return [row(line) for line in connection.execute(question, values)]

        rows = self._healing(fetch)
        if self._look_again([row.path for row in rows]):
            rows = self._healing(fetch)
        return rows

    def _look_again(self, paths: Sequence[str]) -> bool:
        """Look at the files about to be shown; whether any had changed."""
        connection = self._connection()
        changed = []
        for path in paths:
            size, modified = connection.execute(
                "SELECT size, modified FROM entries WHERE path = ?", (path,)
            ).fetchone()
            state = self._store.state(path)
            if modified != -1 and state != FileState(size, modified):
                changed.append(path)
        if changed:
            with self._writing(connection):
                for path in changed:
                    self._take(connection, path)
        return bool(changed)
