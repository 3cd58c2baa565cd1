"""What came of a theme day, made one page of two where two leaders closed the day at once."""

from __future__ import annotations

import re

from reflekt.domain.merge_text import merged_text
from reflekt.domain.redraft import Section, page_of, sections_of

DISCUSSED, DECIDED, NOT_REACHED, SAID = "discussed", "decided", "not-reached", "said"
"""The ids of the page's sections."""

_BULLET = r"(?m)^- .*$"
_GAP = r"(?m)^(- .*\n)\n+(?=- )"


def merged_outcome(base: str, one: str, other: str, language: str) -> str:
    """One page from two that grew out of `base`.

    A theme that anybody talked about was talked about, and decisions are of both; where two wrote
    in two languages, one of them names the sections. The same whoever merges.
    """
    left, right = sections_of(one), sections_of(other)
    if not base:
        left, right = _alike(left, right), _alike(right, left)
    together = sections_of(merged_text(base, page_of(left), page_of(right), language))
    reached = {line for part in together if part.id == DISCUSSED for line in _bullets(part)}
    kept = []
    for part in together:
        if part.id == NOT_REACHED:
            text = "".join(
                line for line in part.text.splitlines(keepends=True) if line.strip() not in reached
            )
            if not text.strip():
                continue
            part = part._replace(text=text)
        if part.id in (DISCUSSED, DECIDED, NOT_REACHED):
            part = part._replace(text=re.sub(_GAP, r"\1", part.text))
        kept.append(part)
    return page_of(kept).rstrip("\n") + "\n"


def _alike(parts: list[Section], others: list[Section]) -> list[Section]:
    """The sections with the headings that both shall have; without "nothing" where the other has
    decided something."""
    theirs = {part.id: part for part in others if part.drafted}
    found = []
    for part in parts:
        match = theirs.get(part.id) if part.drafted else None
        if match and not part.id:
            part = part._replace(text=_with_title(part.text, match.text))
        elif match:
            part = part._replace(heading=max(part.heading, match.heading))
            if part.id == DECIDED and _bullets(match) and not _bullets(part):
                part = part._replace(text=match.text)
        found.append(part)
    return found


def _with_title(text: str, other: str) -> str:
    title, line, rest = text.partition("\n")
    return max(title, other.partition("\n")[0]) + line + rest


def _bullets(part: Section) -> list[str]:
    return [found.strip() for found in re.findall(_BULLET, part.text)]
