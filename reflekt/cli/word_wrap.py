"""Lines broken between words, in text that is shown and in text that is being written.

prompt_toolkit breaks a long line wherever it is full; here it is padded with blanks so that it
breaks where a word ends. The text itself is not touched.
"""

from __future__ import annotations

import re
import textwrap

from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.formatted_text.utils import fragment_list_to_text
from prompt_toolkit.layout.processors import Processor, Transformation, TransformationInput
from prompt_toolkit.utils import get_cwidth


def wrapped_lines(text: str, width: int) -> list[str]:
    """A paragraph as lines of at most `width` columns."""
    return textwrap.wrap(text, max(20, width)) or [""]


def paddings(text: str, width: int) -> list[tuple[int, int]]:
    """Where blanks go into a line so that it breaks between words: (position, how many)."""
    found = []
    column = 0
    for word in re.finditer(r"\S+|\s+", text):
        size = get_cwidth(word[0])
        room = width - column % width
        if not word[0].isspace() and column % width and room < size <= width:
            found.append((word.start(), room))
            column += room
        column += size
    return found


class WordWrap(Processor):
    """Pads the lines of a buffer so that they break between words."""

    def apply_transformation(self, transformation_input: TransformationInput) -> Transformation:
        fragments = transformation_input.fragments
        text = fragment_list_to_text(fragments)
        added = paddings(text, max(1, transformation_input.width))
        if not added:
            return Transformation(fragments)

        def shown(place: int) -> int:
            return place + sum(blanks for at, blanks in added if at <= place)

        def meant(column: int) -> int:
            before = 0
            for at, blanks in added:
                if column < at + before:
                    break
                if column < at + before + blanks:
                    return at
                before += blanks
            return column - before

        padded: StyleAndTextTuples = [("", _padded(text, added))]
        return Transformation(padded, shown, meant)


def _padded(text: str, added: list[tuple[int, int]]) -> str:
    parts, last = [], 0
    for at, blanks in added:
        parts += [text[last:at], " " * blanks]
        last = at
    return "".join([*parts, text[last:]])
