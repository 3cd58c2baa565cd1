"""A page as Markdown that reads well as it stands, with every text shown as it was written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reflekt.adapters.render.plain import plain
from reflekt.domain.page import LEAD, NOTE, SUBHEAD, Block, Chart, Items, Page, Quotes, Table, Text

_MARKS = re.compile(
    r"([\\`*_{}\[\]<>#|~&$])|(?<=\w)(@)(?=\w)|(:)(?=//)|(?<=\bwww)(\.)", re.IGNORECASE
)
_BEGINS = re.compile(r"^(?:([-+=!])|(\d{1,9})([.)])(?=\s|$))")


def markdown_page(page: Page) -> bytes:
    """The page as UTF-8."""
    lines = [f"# {escaped(page.title)}", "", escaped(page.about)]
    for part in page.parts:
        lines += ["", f"## {escaped(part.heading)}"]
        for block in part.blocks:
            lines += ["", *_lines(block)]
    return ("\n".join(lines) + "\n").encode("utf-8")


def escaped(text: str) -> str:
    """The text on one line, with nothing in it that Markdown would take for a mark."""
    safe = _MARKS.sub(lambda found: "\\" + found[0], plain(text))
    return _BEGINS.sub(lambda found: f"{found[2] or ''}\\{found[1] or found[3]}", safe)


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, Text):
        text = escaped(block.text)
        toned = {LEAD: f"**{text}**", NOTE: f"*{text}*", SUBHEAD: f"### {text}"}
        yield toned.get(block.tone, text) if text else ""
    elif isinstance(block, Quotes):
        if block.heading:
            yield from (f"### {escaped(block.heading)}", "")
        for number, text in enumerate(block.texts):
            if number:
                yield ""
            yield f"> {escaped(text)}"
    elif isinstance(block, Items):
        if block.heading:
            yield from (f"### {escaped(block.heading)}", "")
        for number, text in enumerate(block.texts, 1):
            yield f"{number}. {escaped(text)}" if block.ordered else f"- {escaped(text)}"
    elif isinstance(block, Table):
        rows = [[cell.text for cell in row] for row in block.rows]
        yield from _table(block.caption, list(block.headers), rows, block.numbers)
    elif isinstance(block, Chart):
        rows = [
            [row.name, *(block.unknown if v is None else str(v) for v in row.values)]
            for row in block.rows
        ]
        numbers = frozenset(range(1, len(block.labels) + 1))
        yield from _table(block.caption, [block.first, *block.labels], rows, numbers)


def _table(
    caption: str, headers: list[str], rows: list[list[str]], numbers: frozenset[int]
) -> Iterator[str]:
    if caption:
        yield from (escaped(caption), "")
    table = [[escaped(cell) for cell in row] for row in [headers, *rows]]
    wide = [max(3, *(len(row[n]) for row in table)) for n in range(len(headers))]
    for number, row in enumerate(table):
        cells = (
            cell.rjust(wide[n]) if n in numbers else cell.ljust(wide[n])
            for n, cell in enumerate(row)
        )
        yield f"| {' | '.join(cells)} |"
        if number == 0:
            rules = ("-" * (w - 1) + ":" if n in numbers else "-" * w for n, w in enumerate(wide))
            yield f"| {' | '.join(rules)} |"
