"""A page on the terminal: the same pieces as in HTML and Word, in eighty columns and without
needing colour."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from reflekt.cli import output
from reflekt.domain.page import (
    FIGURE,
    NOTE,
    SUBHEAD,
    Block,
    Cell,
    Chart,
    Items,
    Page,
    Quotes,
    Table,
    Text,
)
from reflekt.i18n import _

_WIDEST = 90
_BAR = 10
_FIRST_COLUMN = 26
_GAP = "  "


def show_page(page: Page) -> None:
    """Print the page."""
    output.line(page.title, bold=True)
    output.line(page.about, dim=True)
    for part in page.parts:
        output.line()
        output.line(part.heading, bold=True, fg="cyan")
        for block in part.blocks:
            _show(block)


def _show(block: Block) -> None:
    if isinstance(block, Text):
        output.wrapped(block.text, dim=block.tone == NOTE, bold=block.tone in (FIGURE, SUBHEAD))
    elif isinstance(block, Quotes):
        if block.heading:
            output.line(f"{block.heading}:")
        for text in block.texts:
            _hanging("  » ", text)
    elif isinstance(block, Items):
        if block.heading:
            output.line(f"{block.heading}:")
        for number, text in enumerate(block.texts, 1):
            _hanging(f"  {number}. " if block.ordered else "  • ", text)
    elif isinstance(block, Table):
        output.wrapped(block.caption, dim=True)
        _show_table(block)
    elif isinstance(block, Chart):
        _show_chart(block)


def _hanging(mark: str, text: str) -> None:
    """A paragraph after a mark, its later lines set in as far."""
    if not output.to_people():
        output.line(mark + text)
        return
    room = min(output.width(), _WIDEST)
    blank = " " * len(mark)
    for one in textwrap.wrap(
        output.safe(text), room, initial_indent=mark, subsequent_indent=blank
    ) or [mark]:
        output.raw(one)


def _show_table(table: Table) -> None:
    texts = [tuple(_with_bar(cell) for cell in row) for row in table.rows]
    rows = [table.headers, *texts]
    wide = [max(len(output.safe(row[n])) for row in rows) for n in range(len(table.headers))]
    wide[0] = min(wide[0], _FIRST_COLUMN)
    spare = min(output.width(), _WIDEST) - sum(wide[:-1]) - len(_GAP) * (len(wide) - 1)
    wide[-1] = max(12, min(wide[-1], spare))
    for number, row in enumerate(rows):
        for line in _table_lines(row, wide, table.numbers):
            output.line(line, **({"dim": True} if number == 0 else {}))


def _with_bar(cell: Cell) -> str:
    if cell.share is None:
        return cell.text
    full = max(1, round(_BAR * cell.share))
    return f"{cell.text} {'█' * full}{'░' * (_BAR - full)}"


def _table_lines(row: Sequence[str], wide: Sequence[int], numbers: frozenset[int]) -> Iterator[str]:
    """The lines of a row: a long cell goes on beneath itself."""
    columns = [textwrap.wrap(output.safe(text), wide[n]) or [""] for n, text in enumerate(row)]
    for n in range(max(map(len, columns))):
        cells = []
        for column, lines in enumerate(columns):
            text = lines[n] if n < len(lines) else ""
            cells.append(
                text.rjust(wide[column]) if column in numbers else text.ljust(wide[column])
            )
        yield _GAP.join(cells).rstrip()


_LEVELS = "▁▂▃▄▅▆▇█"


def _show_chart(chart: Chart) -> None:
    """A row a theme: a small bar and its number for each column; what can't be told is a dot."""
    output.wrapped(chart.caption, dim=True)
    name = min(max((len(row.name) for row in chart.rows), default=0), _FIRST_COLUMN)
    cell = max([5, *(len(label) for label in chart.labels)])
    room = min(output.width(), _WIDEST) - name - len(_GAP)
    if len(chart.labels) * (cell + 1) > room:
        cell = max(3, room // len(chart.labels) - 1)
    head = " ".join(label[:cell].rjust(cell) for label in chart.labels)
    output.line(f"{' ' * name}{_GAP}{head}", dim=True)
    for row in chart.rows:
        cells = " ".join(_level(value, chart.top).rjust(cell) for value in row.values)
        for number, part in enumerate(textwrap.wrap(output.safe(row.name), name)):
            output.line(f"{part.ljust(name)}{_GAP}{cells}" if number == 0 else part)
    output.line(_("· left open: {meaning}").format(meaning=chart.unknown), dim=True)


def _level(value: int | None, top: int) -> str:
    if value is None:
        return "·"
    if value == 0:
        return "0"
    return f"{_LEVELS[max(0, -(-8 * value // top) - 1)]}{value}"
