"""Ways of working with a theme, as `templates/methods/` holds them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from reflekt.errors import N_, DamagedData


class Step(NamedTuple):
    """One step of a method, and its share of the method's time."""

    text: str
    share: int


class Method(NamedTuple):
    """A way of working with a theme.

    `shortest` and `longest` are minutes, `smallest` and `largest` people; where `parallel` is
    true, more people than `largest` work in several groups at once. `suits` are the natures of
    themes it is made for.
    """

    id: str
    name: str
    purpose: str
    steps: tuple[Step, ...]
    shortest: int
    longest: int
    smallest: int
    largest: int
    parallel: bool
    suits: frozenset[str]
    bring: str
    source: str


def read_methods(values: Mapping[str, object], file: str) -> tuple[Method, ...]:
    """Methods from TOML (`templates/methods/`). Raises DamagedData, naming file and method."""
    tables = values.get("method", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise DamagedData(N_("{file}: methods are written as [[method]]."), file=file)
    return tuple(_method(table, file) for table in tables)


def _method(table: Mapping[str, object], file: str) -> Method:
    def wrong(key: str) -> DamagedData:
        return DamagedData(
            N_("{file}: {key} of the method “{name}” is not as it should be."),
            hint=N_("Look at the methods that come with reflekt: templates/methods."),
            file=file,
            key=key,
            name=str(table.get("id", "?"))[:40],
        )

    def text(key: str) -> str:
        value = table.get(key, "")
        if not isinstance(value, str):
            raise wrong(key)
        return " ".join(value.split())

    def pair(key: str) -> tuple[int, int]:
        value = table.get(key)
        if not isinstance(value, list) or [type(one) for one in value] != [int, int]:
            raise wrong(key)
        if not 0 < value[0] <= value[1]:
            raise wrong(key)
        return value[0], value[1]

    steps, suits = table.get("steps"), table.get("suits", [])
    if not isinstance(steps, list) or not steps or not isinstance(suits, list):
        raise wrong("steps" if isinstance(suits, list) else "suits")
    read = []
    for step in steps:
        if not isinstance(step, dict) or not isinstance(step.get("text"), str):
            raise wrong("steps")
        share = step.get("share", 1)
        if type(share) is not int or share < 1:
            raise wrong("steps")
        read.append(Step(" ".join(step["text"].split()), share))
    for key in ("id", "name", "purpose", "source"):
        if not text(key):
            raise wrong(key)
    shortest, longest = pair("minutes")
    smallest, largest = pair("people")
    return Method(
        text("id"),
        text("name"),
        text("purpose"),
        tuple(read),
        shortest,
        longest,
        smallest,
        largest,
        table.get("parallel") is True,
        frozenset(str(one) for one in suits),
        text("bring"),
        text("source"),
    )
