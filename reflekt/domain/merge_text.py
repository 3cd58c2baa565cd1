"""Three-way merge of Markdown: by section, and in a section by paragraph and bullet.

Where both sides changed the same paragraph, both stay, each with a mark that people can read
(`[to udgaver]`, `[two versions]`) until its author has chosen.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reflekt.domain.merge_sequence import Item, merged

MARKS = {"da": "[to udgaver]", "en": "[two versions]"}

_HEAD_OF_BLOCK = r"([ \t]*(?:[-*+][ \t]+(?:\[[ xX]\][ \t]+)?|#{1,6}[ \t]+|>[ \t]*)?)"
_MARKED = rf"(?m)^{_HEAD_OF_BLOCK}(?:\[to udgaver\]|\[two versions\])(?: |$)"
_SECTION = r"(?m)^## +(\S.*)$"
_ID = r"<!-- [\w.-]+ -->$"
_BULLET = r"[ \t]*[-*+][ \t]+\S"
_HEADING = r"#{1,6}[ \t]"
_FENCE = r"[ \t]*(```+|~~~+)"
_TASK = (
    r"([ \t]*[-*+][ \t]+)(\[[ xX]\])([ \t]+\S.*?)(\s+@[^\W_][\w-]*)?"
    r"(\s+\((?:senest|by) \d{4}-\d{2}-\d{2}\))?(\s+\^[a-z0-9]+)?[ \t]*"
)


def choices_in(text: str) -> int:
    """How many pieces of the text stand in two versions, waiting for a choice."""
    return sum(1 for _ in re.finditer(_MARKED, text))


def merged_text(base: str, one: str, other: str, language: str) -> str:
    """One Markdown text from two that grew out of `base`."""
    if one == other or other == base:
        return one
    if one == base:
        return other
    base, one, other = (text.replace("\r\n", "\n") for text in (base, one, other))

    def both(base: Item | None, one: Item, other: Item) -> Sequence[Item]:
        text = _merged_section(base.text if base else "", one.text, other.text, language)
        return (Item(one.key, text),)

    items = merged(_sections(base), _sections(one), _sections(other), both)
    parts: list[str] = []
    for item in items:
        if parts and parts[-1] and not parts[-1].endswith("\n"):
            parts.append("\n")
        so_far = "".join(parts[-3:])
        if item.key and so_far and not so_far.endswith("\n\n"):
            parts.append("\n")
        parts.append(item.text)
    return "".join(parts)


def _sections(body: str) -> list[Item]:
    """The text before the first heading, then each section with its heading line.

    A section that carries an id (see domain/redraft.py) is known by that, whatever it is called.
    """
    marks = []
    for found in re.finditer(_SECTION, body):
        heading = found[1].rstrip()
        id = re.search(_ID, heading)
        marks.append((found.start(), id[0] if id else heading))
    ends = [start for start, _ in marks[1:]] + [len(body)]
    first = Item("", body[: marks[0][0]] if marks else body)
    return [first, *(Item(h, body[a:b]) for (a, h), b in zip(marks, ends, strict=bool(marks)))]


def _merged_section(base: str, one: str, other: str, language: str) -> str:
    if one == other or other == base:
        return one
    if one == base:
        return other

    def both(base: Item | None, one: Item, other: Item) -> Sequence[Item]:
        return _merged_block(base, one, other, language)

    return _joined(merged(_blocks(base), _blocks(one), _blocks(other), both))


def _blocks(text: str) -> list[Item]:
    """Paragraphs, bullets, headings, quotes and fenced code, each with the blank lines after it.

    The first block is empty and holds the blank lines before all others.
    """
    found: list[tuple[list[str], int]] = [([], 0)]
    fence = ""
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    for line in lines:
        block, gap = found[-1]
        if fence:
            block.append(line)
            if line.strip().startswith(fence):
                fence = ""
        elif not line.strip():
            found[-1] = (block, gap + 1)
        elif len(found) == 1 or gap or _begins(line, block):
            found.append(([line], 0))
            opening = re.match(_FENCE, line)
            fence = opening[1] if opening else ""
        else:
            block.append(line)
    blocks = ["\n".join(block) for block, _gap in found]
    return [Item(text, text, gap) for text, (_, gap) in zip(blocks, found, strict=True)]


def _begins(line: str, block: Sequence[str]) -> bool:
    """Whether the line begins a block of its own right after the lines of another."""
    last = block[-1] if block else ""
    if re.match(_BULLET, line) or re.match(_HEADING, line) or re.match(_FENCE, line):
        return True
    if line.startswith(">") != last.startswith(">"):
        return True
    return bool(re.match(_HEADING, last)) or (len(block) > 1 and bool(re.match(_FENCE, last)))


def _joined(blocks: Sequence[Item]) -> str:
    lines: list[str] = []
    last: list[str] = []
    gap = 0
    for block in blocks:
        here = block.text.split("\n") if block.text else []
        if here and last and not gap and not _begins(here[0], last):
            lines.append("")  # two paragraphs must not become one
        lines += here + [""] * block.gap
        if here:
            last, gap = here, block.gap
    return "".join(f"{line}\n" for line in lines)


def _merged_block(base: Item | None, one: Item, other: Item, language: str) -> Sequence[Item]:
    gap = _merged_gap(base, one, other)
    if one.text == other.text or (base and other.text == base.text):
        return (one._replace(gap=gap),)
    if base and one.text == base.text:
        return (other._replace(gap=gap),)
    as_task = _merged_task(base.text if base else "", one.text, other.text)
    if as_task is not None:
        return (Item(as_task, as_task, gap),)
    mark = MARKS.get(language, MARKS["en"])
    first, second = sorted((_marked(one.text, mark), _marked(other.text, mark)))
    between = 0 if _begins(second.split("\n")[0], first.split("\n")) else 1
    return (Item(first, first, max(between, min(gap, 1))), Item(second, second, gap))


def _merged_gap(base: Item | None, one: Item, other: Item) -> int:
    if base and one.gap == base.gap:
        return other.gap
    if base and other.gap == base.gap:
        return one.gap
    return max(one.gap, other.gap)


def _marked(text: str, mark: str) -> str:
    if re.match(_MARKED, text):
        return text
    if re.match(_FENCE, text):
        return f"{mark}\n{text}"
    head = re.match(_HEAD_OF_BLOCK, text)
    end = head.end() if head else 0
    return f"{text[:end]}{mark} {text[end:]}"


def _merged_task(base: str, one: str, other: str) -> str | None:
    """A thing to try, where one side ticked it and the other moved its date; None if they clash."""
    found = [re.fullmatch(_TASK, text) for text in (base, one, other)]
    parts = []
    if not all(found):
        return None
    for old, left, right in zip(
        *(match.groups(default="") for match in found if match), strict=True
    ):
        if left != right and old not in (left, right):
            return None
        parts.append(right if left == old else left)
    return "".join(parts)
