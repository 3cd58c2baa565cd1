"""Danish words as they are typed on keyboards with and without æ, ø and å."""

from __future__ import annotations

import unicodedata

_TABLES = (
    str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"}),
    str.maketrans({"æ": "ae", "ø": "o", "å": "a"}),
    str.maketrans({"æ": "a", "ø": "o", "å": "a"}),
    str.maketrans({"æ": "e", "ø": "o", "å": "aa"}),
)


def folded(text: str) -> str:
    """The text in the one form in which typed names are compared."""
    return unicodedata.normalize("NFC", text.strip()).casefold()


def spellings(name: str) -> frozenset[str]:
    """The name as it may be typed: with its Danish letters, and without in the usual ways."""
    plain = folded(name)
    return frozenset({plain, *(plain.translate(table) for table in _TABLES)})
