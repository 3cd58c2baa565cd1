"""Names in Danish text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from reflekt.privacy.finding import NAME, Finding

_NAME = re.compile(r"(?<=[a-zæøå,;] )[A-ZÆØÅ][a-zæøåé]+(?:[ -][A-ZÆØÅ][a-zæøåé]+)*")


def names(text: str, allowed: Collection[str] = ()) -> Iterator[Finding]:
    """Capitalised words inside a sentence."""
    for found in _NAME.finditer(text):
        if found[0] not in allowed:
            yield Finding(NAME, found.start(), found.end(), found[0])
