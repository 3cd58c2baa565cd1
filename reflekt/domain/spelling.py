"""Danish words as they are typed on keyboards with and without æ, ø and å."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_TABLES = (
    str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"}),
    str.maketrans({"æ": "ae", "ø": "o", "å": "a"}),
    str.maketrans({"æ": "a", "ø": "o", "å": "a"}),
    str.maketrans({"æ": "e", "ø": "o", "å": "aa"}),
)
_SMALL_WORDS = {
    "da": " og at jeg det ikke er en et på som med til den der af var vi så hun ",
    "en": " and to it not is a an on that with the of was we so she they ",
}


def folded(text: str) -> str:
    """The text in the one form in which typed names are compared."""
    return unicodedata.normalize("NFC", text.strip()).casefold()


def spellings(name: str) -> frozenset[str]:
    """The name as it may be typed: with its Danish letters, and without in the usual ways."""
    plain = folded(name)
    return frozenset({plain, *(plain.translate(table) for table in _TABLES)})


def language_of(texts: Iterable[str], otherwise: str) -> str:
    """The language that most of the texts' small words are in; `otherwise` where none tells."""
    counted = dict.fromkeys(_SMALL_WORDS, 0)
    for text in texts:
        for word in re.findall(r"[^\W\d_]+", folded(text)):
            for language, words in _SMALL_WORDS.items():
                counted[language] += f" {word} " in words
    most = max(counted.values())
    likely = [language for language, number in counted.items() if number == most]
    return likely[0] if len(likely) == 1 else otherwise
