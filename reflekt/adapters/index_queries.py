"""Questions to the search index: filters as SQL, and what comes back as rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from reflekt.domain.ports import Filter, Row

if TYPE_CHECKING:
    from reflekt.domain.due import DueAction, Mine
    from reflekt.domain.health import BadFile

ROW = ", ".join(
    f"entries.{column}"
    for column in ("id", "kind", "created", "author", "title", "family", "themes", "path")
)
"""The columns that `row` reads."""


def row(line: Sequence[str]) -> Row:
    """What came out of the database as a Row."""
    name, kind, created, author, title, family, themes, path = line
    at = datetime.fromisoformat(created)
    return Row(name, kind, at, author, title, family, tuple(themes.split()), path)


def due_action(line: Sequence[object]) -> DueAction:
    """What came out of the database as an action: the columns of `ROW`, then its own."""
    from reflekt.domain.due import DueAction

    *entry, text, by, anchor, who, place = line
    day = date.fromisoformat(str(by)) if by else None
    stands = row([str(column) for column in entry])
    return DueAction(stands, str(text), day, str(anchor), str(who), int(str(place)))


def whose(mine: Mine | None) -> tuple[str, list[object]]:
    """SQL for whose actions are wanted, and its values."""
    if mine is None:
        return "1", []
    if mine.ours:
        return "actions.who IN ('', ?)", [mine.me]
    return "(actions.who = ? OR actions.who = '' AND entries.author IN ('', ?))", [mine.me] * 2


def bad_file(line: Sequence[object]) -> BadFile:
    """What came out of the database as a file that can't be read: path, line, why, parameters."""
    import json

    from reflekt.domain.health import BadFile

    path, number, why, kept = line
    parameters: dict[str, object] = json.loads(str(kept))
    return BadFile(str(path), int(str(number)), str(why), parameters)


def conditions(where: Filter) -> tuple[str, list[object]]:
    """SQL for a filter, and its values: no text from outside ever stands in the SQL."""
    must: list[str] = ["entries.id IS NOT NULL"]
    values: list[object] = []

    def also(condition: str, *more: object) -> None:
        must.append(condition)
        values.extend(more)

    if where.kind:
        also("entries.kind = ?", where.kind)
    if where.since:
        also("substr(entries.created, 1, 10) >= ?", where.since.isoformat())
    if where.until:
        also("substr(entries.created, 1, 10) <= ?", where.until.isoformat())
    if where.theme:
        also("instr(entries.themes, ?) > 0", f" {where.theme} ")
    if where.has_themes:
        also("entries.themes <> '  '")
    if where.author:
        also("instr(entries.folded, ?) = 1", where.author.casefold() + "\n")
    if where.family:
        also(
            "instr(substr(entries.folded, instr(entries.folded, char(10)) + 1), ?) > 0",
            where.family.casefold(),
        )
    if where.without:
        also("entries.row NOT IN (SELECT rowid FROM words WHERE words MATCH ?)", where.without)
    if where.item:
        also(
            "EXISTS (SELECT 1 FROM asked WHERE entry = entries.row "
            "AND (item = ? OR substr(item, 1, ?) = ?))",
            where.item,
            len(where.item) + 1,
            where.item + ".",
        )
    return " AND ".join(must), values
