"""Sentences of a text."""

from __future__ import annotations

import re

_START, _END = "\x01", "\x02"
_BREAK = r"(?<=[.!?…:])\s+|\n+(?![a-zæøå])|\n\s*\n"
# A line that begins with a small letter goes on from the one before.
LONGEST = 160


def sentences(text: str) -> list[str]:
    """The sentences of a text, none blank. A new line begins one, but not in mid-sentence."""
    return [" ".join(part.split()) for part in re.split(_BREAK, text) if part.strip()]


def sentence_around(marked: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The sentence in which the first mark stands, and where its marked words are.

    `marked` is text in which found words stand between U+0001 and U+0002. A long sentence is cut
    to about LONGEST characters around its first mark. Without a mark: the first sentence.
    """
    parts = sentences(marked)
    chosen = next((part for part in parts if _START in part), parts[0] if parts else "")
    chosen = " ".join(chosen.lstrip("-*>[] ").split(" "))
    first = chosen.find(_START)
    if len(chosen) > LONGEST:
        start = max(0, first - LONGEST // 2)
        end = start + LONGEST
        chosen = ("…" if start else "") + chosen[start:end] + ("…" if end < len(chosen) else "")
    plain: list[str] = []
    marks: list[tuple[int, int]] = []
    begun: int | None = None
    for character in chosen:
        if character == _START:
            begun = len(plain)
        elif character == _END:
            if begun is not None:
                marks.append((begun, len(plain)))
            begun = None
        else:
            plain.append(character)
    if begun is not None:
        marks.append((begun, len(plain)))
    return "".join(plain), tuple(marks)
