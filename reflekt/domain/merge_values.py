"""Three-way merge of TOML: by key, tables in tables, lists by what their items are called.

Where both sides gave the same key another value, one of the two stands (the larger, so that it
does not matter who merges) and the other is returned beside it: nothing is dropped in silence.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import NamedTuple

from reflekt.domain.merge_sequence import Item
from reflekt.domain.merge_sequence import merged as merged_sequence

CHOICES = "two_versions"
"""The key under which a TOML file keeps values that had to give way, for somebody to choose."""

_NAMES = ("id", "key", "name", "theme", "entry", "point", "space", "at")
_WHOLE = "closed"
"""What a voting came to: its numbers belong together, so one closing stands as it is."""

_ABSENT = object()
_LARGEST_WINS_IN_SILENCE = ("schema", "minimum_group")


class GaveWay(NamedTuple):
    """A value that another stands instead of: where, as dotted keys, and what."""

    at: str
    value: object


def merged_values(
    base: Mapping[str, object], one: Mapping[str, object], other: Mapping[str, object]
) -> tuple[dict[str, object], list[GaveWay]]:
    """The table with what either side did to it, and what had to give way."""
    gave_way: list[GaveWay] = []
    return _table(base, one, other, "", gave_way), gave_way


def merged_toml(base: str, one: str, other: str) -> str:
    """One TOML file from two. Raises ValueError where one of them is no TOML."""
    if one == other or other == base:
        return one
    if one == base:
        return other
    old, left, right = (tomllib.loads(text) for text in (base, one, other))
    values, gave_way = merged_values(old, left, right)
    if gave_way:
        kept = [{"at": at, "value": value} for at, value in gave_way]
        before = values.get(CHOICES)
        known = list(before) if isinstance(before, list) else []
        values[CHOICES] = known + [choice for choice in kept if choice not in known]
    return as_toml(values, one, other)


def as_toml(values: Mapping[str, object], one: str, other: str) -> str:
    """The values as text: one of the two texts where it says just that, else the larger of the
    two made to say it, with the comments of both."""
    ordered = sorted((one, other), reverse=True)
    for text in ordered:
        if tomllib.loads(text) == values:
            return text
    import tomlkit

    document = tomlkit.parse(ordered[0])
    plain = document.unwrap()
    for key in plain.keys() - values.keys():
        del document[key]
    for key in sorted(values):
        if key not in plain or plain[key] != values[key]:
            document[key] = values[key]
    text = document.as_string()
    if text and not text.endswith("\n"):
        text += "\n"
    if tomllib.loads(text) != values:
        import tomli_w

        text = tomli_w.dumps(values)  # an odd layout: its comments are kept below
    return text + "".join(f"{line}\n" for line in _comments(one + "\n" + other, text))


def _comments(texts: str, merged: str) -> Sequence[str]:
    """Lines of the texts that are comments and that the merged text has not."""
    there = set(map(str.strip, merged.splitlines()))
    lines = {line.strip() for line in texts.splitlines() if line.strip().startswith("#")}
    return sorted(lines - there)


def _table(
    base: Mapping[str, object],
    one: Mapping[str, object],
    other: Mapping[str, object],
    at: str,
    gave_way: list[GaveWay],
) -> dict[str, object]:
    result = {}
    for key in sorted(one.keys() | other.keys()):
        here = f"{at}.{key}" if at else key
        old, left, right = (side.get(key, _ABSENT) for side in (base, one, other))
        value = _value(old, left, right, here, gave_way)
        if value is not _ABSENT:
            result[key] = value
    return result


def _value(base: object, one: object, other: object, at: str, gave_way: list[GaveWay]) -> object:
    if _same(one, other) or _same(other, base):
        return one
    if _same(one, base):
        return other
    if one is _ABSENT or other is _ABSENT:
        return other if one is _ABSENT else one  # taken out and changed: the change is kept
    if isinstance(one, dict) and isinstance(other, dict):
        if at == _WHOLE:
            return max(one, other, key=_of_voting)
        return _table(base if isinstance(base, dict) else {}, one, other, at, gave_way)
    if isinstance(one, list) and isinstance(other, list):
        return _list(base if isinstance(base, list) else [], one, other, at, gave_way)
    loser, winner = sorted((one, other), key=_order)
    if at not in _LARGEST_WINS_IN_SILENCE:
        gave_way.append(GaveWay(at, loser))
    return winner


def _of_voting(closed: dict[str, object]) -> tuple[object, ...]:
    """Of two who closed a voting, the one counts who had more voices, so that none is lost."""
    return (_order(closed.get("voices", 0)), _order(closed))


def _list(
    base: list[object], one: list[object], other: list[object], at: str, gave_way: list[GaveWay]
) -> list[object]:
    name = _name_of(base + one + other)
    known: dict[str, object] = {}

    def items(values: list[object]) -> list[Item]:
        found = []
        for value in values:
            text = repr(_order(value))
            known[text] = value
            key = repr(value[name]) if name and isinstance(value, dict) else text
            found.append(Item(key, text))
        return found

    def both(base: Item | None, one: Item, other: Item) -> Sequence[Item]:
        if one.text == other.text or (base and other.text == base.text):
            return (one,)
        if base and one.text == base.text:
            return (other,)
        if one.key != other.key:
            return sorted((one, other))
        old = known[base.text] if base and base.key == one.key else _ABSENT
        value = _value(old, known[one.text], known[other.text], f"{at}.{one.key}", gave_way)
        text = repr(_order(value))
        known[text] = value
        return (Item(one.key, text),)

    together = merged_sequence(items(base), items(one), items(other), both)
    return [known[item.text] for item in together]


def _name_of(values: list[object]) -> str | None:
    """The key by which the tables of a list are told apart, if each has it."""
    for name in _NAMES:
        if values and all(
            isinstance(one, dict) and isinstance(one.get(name), str) for one in values
        ):
            return name
    return None


def _same(one: object, other: object) -> bool:
    return one is other or (type(one) is type(other) and one == other)


def _order(value: object) -> tuple[str, object]:
    """Something to compare any two values by, the same whoever compares."""
    if isinstance(value, dict):
        return ("table", sorted((key, _order(one)) for key, one in value.items()))
    if isinstance(value, list):
        return ("list", [_order(one) for one in value])
    if isinstance(value, bool):
        return ("bool", value)
    if isinstance(value, int | float):
        return ("number", value)
    if isinstance(value, datetime | date | time):
        return ("time", value.isoformat())
    return ("text", str(value))
