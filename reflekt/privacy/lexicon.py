"""Which words are ordinary Danish (or what English sentences begin with), which are first names,
which are towns, countries and well known institutions.

Four sorted lists that come with the program, looked up where they lie: reading them costs a
millisecond, making sets of them would cost twenty.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

_FOLDER = Path(__file__).with_name("words")
_SHORTEST_HEAD, _SHORTEST_PART, _LONG_TAIL = 3, 4, 6
"""A compound has parts of at least so many letters: a very long one a shorter head, one that ends
like a surname a longer tail."""

_LONG = 8
"""A word with more letters may end like a surname and be none: Indsatsen."""

_LONGEST_NAME = 11
_INFLECTED = (
    "hed",
    "heden",
    "heder",
    "else",
    "elsen",
    "elser",
    "ning",
    "ningen",
    "ninger",
    "ingerne",
    "erne",
    "ene",
    "eren",
    "tion",
    "tionen",
    "tioner",
    "lig",
    "ligt",
    "lige",
    "isk",
    "iske",
    "ende",
    "ede",
    "skab",
    "skabet",
    "tet",
    "teten",
    "ets",
    "ernes",
    "ens",
    "en",
    "et",
    "er",
)
_DEFINITE = ("en", "et", "erne", "ene", "ne", "ens", "ets", "n", "r")
_SURNAME_ENDS = (
    "sen",
    "sens",
    "gaard",
    "gaards",
    "gård",
    "mann",
    "manns",
    "ssons",
    "sson",
    "gren",
    "grens",
    "mark",
    "marks",
    "strøm",
    "ström",
    "holt",
    "holm",
    "holms",
)
_LINKS = ("", "s", "e")


@lru_cache(maxsize=20_000)
def is_ordinary(word: str) -> bool:
    """Whether a word (in lower case) is ordinary Danish: in the list, its genitive, a compound, or
    longer than names are and inflected."""
    if is_word(word) or (word.endswith("s") and is_word(word[:-1])):
        return True
    long = len(word) > _LONG
    if word.endswith(_SURNAME_ENDS) and not long:
        return False
    if any(word.endswith(end) and is_word(word[: -len(end)]) for end in _DEFINITE):
        return True
    if _is_compound(word, _LONG_TAIL if word.endswith(_SURNAME_ENDS) else _SHORTEST_PART):
        return True
    return len(word) > _LONGEST_NAME and word.endswith(_INFLECTED)


@lru_cache(maxsize=20_000)
def is_word(word: str) -> bool:
    """Whether the word itself (in lower case) is in the lists of ordinary words."""
    return _holds("ordinary", word) or _holds("english", word)


@lru_cache(maxsize=20_000)
def is_first_name(word: str) -> bool:
    """Whether the word (in lower case) is a first name that is in use."""
    return _holds("names", word)


@lru_cache(maxsize=20_000)
def is_place(word: str) -> bool:
    """Whether the word (in lower case) is a town, a country, a well known institution."""
    return _holds("places", word)


def _is_compound(word: str, shortest_tail: int) -> bool:
    for cut in range(_SHORTEST_HEAD, len(word) - shortest_tail + 1):
        if not _is_inflected(word[cut:]):
            continue
        head = word[:cut]
        if len(head) < _SHORTEST_PART and len(word) <= _LONGEST_NAME:
            continue
        for link in _LINKS:
            plain = head.removesuffix(link)
            if len(plain) >= _SHORTEST_HEAD and (plain != head or not link) and is_word(plain):
                return True
    return False


def _is_inflected(word: str) -> bool:
    if is_word(word) or (word.endswith("s") and is_word(word[:-1])):
        return True
    return len(word) >= _LONG_TAIL and any(
        word.endswith(end) and is_word(word[: -len(end)]) for end in _DEFINITE
    )


def _holds(name: str, word: str) -> bool:
    """Whether a line of the list is the word: by halving."""
    text = _list(name)
    wanted = word.encode("utf-8")
    low, high = 0, len(text)
    while low < high:
        middle = (low + high) // 2
        start = text.rfind(b"\n", 0, middle) + 1
        end = text.find(b"\n", middle)
        line = text[start:end]
        if line == wanted:
            return True
        if line < wanted:
            low = end + 1
        else:
            high = start
    return False


@cache
def _list(name: str) -> bytes:
    return (_FOLDER / f"{name}.txt").read_bytes()
