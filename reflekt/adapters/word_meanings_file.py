"""The shipped file of what words mean: a line of JSON, then sorted keys, then rows of bytes.

Read as it stands (a thirtieth of a second), and only when themes are to be suggested.
"""

from __future__ import annotations

import json
import sys
from array import array
from typing import TYPE_CHECKING, Any

from reflekt.adapters.shipped import shipped

if TYPE_CHECKING:
    from pathlib import Path

    from reflekt.domain.word_meanings import WordMeanings

FORM = 1


def word_meanings_place(language: str) -> Path:
    """Where the file of a language lies, if there is one."""
    return shipped("templates", "meaning", f"words-{language}.bin")


def shipped_word_meanings(language: str) -> WordMeanings | None:
    """What the words of a language mean; None where that has not been worked out."""
    from reflekt.domain.word_meanings import WordMeanings

    place = word_meanings_place(language)
    if not place.is_file():
        return None
    line, _newline, data = place.read_bytes().partition(b"\n")
    head: Any = json.loads(line)
    number = head["words"]
    if head["form"] != FORM:
        return None
    keys = array("I", data[: 4 * number])
    if sys.byteorder == "big":
        keys.byteswap()
    return WordMeanings(keys, memoryview(data)[4 * number :].cast("b"), tuple(head["usual"]))
