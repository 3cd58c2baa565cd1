"""A page for people who don't use a terminal: what it says, not how it looks.

A report, a hand-out or an agenda is put together from these pieces in the language being spoken;
`adapters/render` makes HTML, Word or Markdown of it. Every text is plain: whatever it holds, it is
shown as it is written and nothing in it is obeyed.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

LEAD, NOTE, FIGURE, SUBHEAD = "lead", "note", "figure", "subhead"
"""Tones of a paragraph: what matters most, what is said in passing, a number in large type, a
heading over what comes next."""


class Text(NamedTuple):
    """One paragraph."""

    text: str
    tone: str = ""


class Quotes(NamedTuple):
    """Words of people who have agreed to be quoted, without their names."""

    texts: tuple[str, ...]
    heading: str = ""


class Items(NamedTuple):
    """A list; `heading` stands above it in small type, `ordered` numbers it."""

    texts: tuple[str, ...]
    heading: str = ""
    ordered: bool = False


class Cell(NamedTuple):
    """A cell of a table; `share`, 0 to 1, draws a small bar beside the text."""

    text: str
    share: float | None = None


class Table(NamedTuple):
    """A table; the first cell of each row is its heading, `numbers` are columns set to the right.

    `caption` says what it shows, for those who can't see it at a glance.
    """

    caption: str
    headers: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numbers: frozenset[int] = frozenset()


class Row(NamedTuple):
    """One line of a chart: a number a column, None where it can't be told."""

    name: str
    values: tuple[int | None, ...]


class Chart(NamedTuple):
    """Numbers through time, a small picture a row, with the same numbers as a table.

    `unknown` is what stands for None.
    """

    caption: str
    labels: tuple[str, ...]
    rows: tuple[Row, ...]
    unknown: str
    first: str = ""
    """The heading of the column with the names."""

    @property
    def top(self) -> int:
        """The largest number, at least 1."""
        return max((v for row in self.rows for v in row.values if v is not None), default=1) or 1


Block = Text | Quotes | Items | Table | Chart


class Part(NamedTuple):
    """A heading and what stands beneath it.

    `screen`: shown alone in large type when the page is projected.
    """

    heading: str
    blocks: tuple[Block, ...]
    screen: bool = False


class Page(NamedTuple):
    """A whole page. `words` are those the page itself needs, such as on its buttons."""

    title: str
    about: str
    language: str
    parts: tuple[Part, ...]
    words: Mapping[str, str] = MappingProxyType({})
