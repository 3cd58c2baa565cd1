"""Coded learning points as those who evaluate the practice take them: sources, codes, places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from reflekt.domain.entry import LearningPoint


class Coding(NamedTuple):
    """Where in a source (characters from 0) a point stands, and the themes it was given."""

    start: int
    end: int
    themes: tuple[str, ...]


class CodedSource(NamedTuple):
    """The learning points of one entry as a text of their own, a point a paragraph."""

    id: str
    name: str
    created: datetime
    text: str
    codings: tuple[Coding, ...]


def coded_source(
    id: str, created: datetime, points: Iterable[tuple[LearningPoint, Sequence[str]]]
) -> CodedSource | None:
    """The source of an entry's points with their themes; None where there are no points.

    It is called by the entry's id and day: a title would tell more than the points do.
    """
    text = ""
    codings = []
    for point, themes in points:
        words = " ".join(point.text.split())
        if words:
            codings.append(Coding(len(text), len(text) + len(words), tuple(themes)))
            text += f"{words}\n\n"
    if not codings:
        return None
    name = f"{created:%Y-%m-%d} {id}"
    return CodedSource(id, name, created, text.rstrip("\n") + "\n", tuple(codings))
