"""`themes.toml`: read into a codebook with located errors, changed without touching the rest.

The format is specified in `journal/FORMAT.md`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from reflekt.domain.codebook import Codebook, Former, Merged, Split, Theme, codebook_of
from reflekt.domain.entry import theme_name, themes_in
from reflekt.errors import N_, DamagedData

if TYPE_CHECKING:
    from tomlkit import TOMLDocument
    from tomlkit.items import AoT, Table

FILE = "themes.toml"
SCHEMA = 1
MAX_BYTES = 2 * 1024 * 1024

_TOML_PLACE = r"\s*\(at (?:line (\d+), column \d+|end of document)\)"
_TABLE = r"(?m)^[ \t]*\[\[[ \t]*theme[ \t]*\]\]"
_LINK = r"P\d+(?:\.[ST]\w+)?"


class _Place(NamedTuple):
    """Where in which file we are reading, for saying what is wrong."""

    file: str
    text: str
    number: int = -1

    def wrong(self, message: str, key: str = "", **parameters: object) -> DamagedData:
        return _wrong(self.file, self._line(key), message, key=key, **parameters)

    def _line(self, key: str) -> int:
        tables = [found.start() for found in re.finditer(_TABLE, self.text)]
        start, end = 0, len(self.text)
        if 0 <= self.number < len(tables):
            start, end = (*tables, end)[self.number : self.number + 2]
        found = re.compile(rf'(?m)^[ \t]*"?{re.escape(key)}"?\s*[=.]').search(self.text, start, end)
        return self.text.count("\n", 0, found.start() if found and key else start) + 1


def _wrong(file: str, line: int, message: str, **parameters: object) -> DamagedData:
    return DamagedData(
        message,
        hint=N_("Mend the file; until then your themes are only what the hashtags say."),
        file=file,
        line=line,
        **parameters,
    )


def read_codebook(data: bytes, file: str = FILE) -> Codebook:
    """The codebook in a file's bytes. Raises DamagedData with file and line."""
    return codebook_of(read_themes(data, file))


def read_themes(data: bytes, file: str) -> tuple[Theme, ...]:
    """The themes in a file's bytes, in order. Raises DamagedData with file and line."""
    text = _text_of(data, file)
    values = _values(text, file)
    schema = values.get("schema", SCHEMA)
    if type(schema) is not int or schema > SCHEMA:
        raise _Place(file, text).wrong(
            N_("{file}, line {line}: it was written by a newer version of reflekt."), "schema"
        )
    tables = values.get("theme", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise _Place(file, text).wrong(
            N_("{file}, line {line}: themes are written under double brackets: [[theme]]."), "theme"
        )
    return tuple(_theme(table, _Place(file, text, n)) for n, table in enumerate(tables))


def is_link(text: str) -> bool:
    """Whether it is the id of a principle, a sign or a threat."""
    return re.fullmatch(_LINK, text.upper()) is not None


def changed(text: str, changes: Iterable[tuple[str, Theme]]) -> str:
    """The file's text with themes put in place, everything else untouched.

    Each change is the name that the theme has in the file (or would have) and the theme as it
    is to be; a theme the file does not have goes to the end.
    """
    import tomlkit

    document = tomlkit.parse(text or f"schema = {SCHEMA}\n")
    tables = _tables_of(document)
    for name, theme in changes:
        table = next((one for one in tables if theme_name(str(one.get("name", ""))) == name), None)
        if table is None:
            table = tomlkit.table()
            table.trivia.indent = "\n"  # a blank line before it
            tables.append(table)
            table = tables[-1]
        _put(table, theme)
    written: str = tomlkit.dumps(document)
    return written


def _tables_of(document: TOMLDocument) -> AoT:
    """The tables of a document, made where there are none; written as an array, they become so."""
    import tomlkit
    from tomlkit.items import AoT

    tables = document.get("theme")
    if not isinstance(tables, AoT):
        document.pop("theme", None)
        document["theme"] = tomlkit.aot()
        for values in tables or ():
            table = tomlkit.table()
            table.update(values)
            document["theme"].append(table)
        tables = document["theme"]
    return tables


def _put(table: Table, theme: Theme) -> None:
    """Let a table say what the theme says; keys that say so already are left as they stand."""
    import tomlkit

    former = [_stamped({"name": one.name}, "until", one.until) for one in theme.former]
    merged = theme.merged and _stamped({"into": theme.merged.into}, "when", theme.merged.when)
    split = theme.split and _stamped({"into": list(theme.split.into)}, "when", theme.split.when)
    values: Mapping[str, Any] = {
        "name": theme.name,
        "meaning": theme.meaning,
        "aliases": list(theme.aliases),
        "links": list(theme.links),
        "made": theme.made,
        "former": former,
        "merged": merged,
        "split": split,
        "dropped": theme.dropped,
        "examples": list(theme.examples),
    }
    for key, value in values.items():
        if not value:
            if key in table:
                del table[key]
        elif key not in table or table[key] != value:
            if isinstance(value, dict):
                value = _inline(value)
            elif key == "former":
                value = tomlkit.array()
                value.extend(_inline(one) for one in former)
            table[key] = value


def _inline(values: Mapping[str, object]) -> Any:
    import tomlkit

    table = tomlkit.inline_table()
    table.update(values)
    return table


def _stamped(values: dict[str, object], key: str, when: date | None) -> dict[str, object]:
    return {**values, key: when} if when else values


def _text_of(data: bytes, file: str) -> str:
    if len(data) > MAX_BYTES:
        raise _wrong(file, 1, N_("{file}, line {line}: the file is too large."))
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        raise _wrong(file, line, N_("{file}, line {line}: the file is not UTF-8 text.")) from None


def _values(text: str, file: str) -> Mapping[str, object]:
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise _wrong(file, 1, N_("{file}, line {line}: it is nested too deeply.")) from None
    except ValueError as problem:
        place = re.search(_TOML_PLACE, str(problem))
        line = int(place[1]) if place and place[1] else text.count("\n") + 1
        reason = re.sub(_TOML_PLACE, "", str(problem))[:200]
        raise _wrong(
            file, line, N_("{file}, line {line}: it is not valid TOML: {problem}."), problem=reason
        ) from None


def _theme(table: Mapping[str, object], place: _Place) -> Theme:
    name = table.get("name")
    if not isinstance(name, str) or not name.strip():
        raise place.wrong(
            N_("{file}, line {line}: a theme needs a name, as text in quotes."), "name"
        )
    return Theme(
        _name(name, "name", place),
        _line(table, "meaning", place),
        _names(table.get("aliases"), "aliases", place),
        _links(table, place),
        _day(table.get("made"), "made", place),
        _former(table.get("former", []), place),
        _merged(table.get("merged"), place),
        _split(table.get("split"), place),
        _day(table.get("dropped"), "dropped", place),
        _texts(table.get("examples"), "examples", place),
    )


def _name(text: str, key: str, place: _Place) -> str:
    name = theme_name(text)
    if themes_in(f"#{name}") != (name,):
        raise place.wrong(
            N_("{file}, line {line}: “{name}” can't be a theme."), key, name=text[:60]
        )
    return name


def _names(value: object, key: str, place: _Place) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_name(text, key, place) for text in _texts(value, key, place)))


def _links(table: Mapping[str, object], place: _Place) -> tuple[str, ...]:
    links = [text.upper() for text in _texts(table.get("links"), "links", place)]
    for link in links:
        if not is_link(link):
            raise place.wrong(
                N_("{file}, line {line}: “{link}” is no principle, sign or threat, as P4.T2 is."),
                "links",
                link=link[:40],
            )
    return tuple(dict.fromkeys(links))


def _line(table: Mapping[str, object], key: str, place: _Place) -> str:
    value = table.get(key, "")
    if not isinstance(value, str):
        raise place.wrong(N_("{file}, line {line}: {key} must be text in quotes."), key)
    return " ".join(value.split())


def _texts(value: object, key: str, place: _Place) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise place.wrong(N_("{file}, line {line}: {key} must be a list of texts in quotes."), key)
    return tuple(" ".join(one.split()) for one in value if one.strip())


def _day(value: object, key: str, place: _Place) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    raise place.wrong(
        N_("{file}, line {line}: {key} must be a date such as 2026-12-04, without quotes."), key
    )


def _former(value: object, place: _Place) -> tuple[Former, ...]:
    tables: Sequence[object] = value if isinstance(value, list) else [None]
    found = []
    for one in tables:
        if not isinstance(one, dict) or not isinstance(one.get("name"), str):
            raise place.wrong(
                N_('{file}, line {line}: former is [{{ name = "…", until = 2026-12-04 }}].'),
                "former",
            )
        until = _day(one.get("until"), "former", place)
        found.append(Former(_name(one["name"], "former", place), until))
    return tuple(found)


def _merged(value: object, place: _Place) -> Merged | None:
    if value is None:
        return None
    if not isinstance(value, dict) or not isinstance(value.get("into"), str):
        raise place.wrong(
            N_('{file}, line {line}: merged is {{ into = "…", when = 2026-12-04 }}.'),
            "merged",
        )
    return Merged(_name(value["into"], "merged", place), _day(value.get("when"), "merged", place))


def _split(value: object, place: _Place) -> Split | None:
    if value is None:
        return None
    parts = value.get("into") if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(parts, list) or not parts:
        raise place.wrong(
            N_('{file}, line {line}: split is {{ into = ["…", "…"], when = 2026-12-04 }}.'),
            "split",
        )
    into = _names(parts, "split", place)
    return Split(into, _day(value.get("when"), "split", place))
