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

_KEY = 4
"""Bytes of a key."""


def word_meanings_place(language: str) -> Path:
    """Where the file of a language lies, if there is one."""
    return shipped("templates", "meaning", f"words-{language}.bin")


def shipped_word_meanings(language: str) -> WordMeanings | None:
    """What the words of a language mean; None where that has not been worked out, or where the file
    is cut off or of another form: themes are suggested without it too."""
    place = word_meanings_place(language)
    try:
        return _read(place.read_bytes())
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _read(content: bytes) -> WordMeanings | None:
    from reflekt.domain.word_meanings import WordMeanings

    line, _newline, data = content.partition(b"\n")
    head: Any = json.loads(line)
    number, usual = head["words"], tuple(head["usual"])
    if head["form"] != FORM or len(data) != number * (_KEY + len(usual)):
        return None
    keys = array("I", data[: _KEY * number])
    if sys.byteorder == "big":
        keys.byteswap()
    return WordMeanings(keys, memoryview(data)[_KEY * number :].cast("b"), usual)
