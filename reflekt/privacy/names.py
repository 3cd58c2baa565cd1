"""Names in Danish text.

Danish writes common nouns small, so a capital inside a sentence is a name unless it is known to
be something else; at the beginning of a sentence it is one where the word is no ordinary Danish.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from reflekt.privacy.capitals import (
    FAMILY,
    NEAR,
    NO_BEGINNING,
    NO_NAMES,
    ORGANISATION,
    PARTICLES,
    PLACE_ENDS,
    SMALL_DANISH,
    SMALL_ENGLISH,
)
from reflekt.privacy.finding import NAME, Finding
from reflekt.privacy.lexicon import is_first_name, is_ordinary, is_place, is_word

_WORD = re.compile(
    r"(?<![\w@#])(?:(?:[^\W\d_]\.){1,3}|(?:Chr|Joh|Th|Vilh|Edv|Kr|Aug)\.)(?=[ \u00a0]?[^\W\d_])"
    r"|(?<![\w@#])[^\W\d_][\w'’´`]*(?:[-‑][^\W_][\w'’]*)*"
)
"""A word, its hyphens and its apostrophes; or the initials of somebody."""

_ARABIC = re.compile(r"(?:al|el|ad|as|ash|an|ar|bin|ben|d)[-'’][A-ZÆØÅ]")
_BREAK = ".!?:;…=\n"
_ABBREVIATION = re.compile(
    r"(?i)(?<![^\W\d_])(?:f\.?eks|bl\.? ?a|dr|hr|fr|frk|prof|pga|ca|kl|nr|evt|inkl|ang|vedr|jf|tlf"
    r"|dvs|m\.m|mht|ift|m?fl|mv|iflg|skt|st|fhv|afd|[a-zæøå])\.\Z"
)
_SPACES = ("", " ", "\u00a0", "  ")
_NEAR = (*_SPACES, ", ", ". ")
_OPENING = " \t\u00a0\"'”“„»«‘’(*_>[]-–—•·+#~|`\\"
_MARKS_OF_A_START = '"”“„»«>•·*#'
_DEFINITE = ("et", "ets", "en", "ens", "erne", "ernes", "ene", "enes")
_SHORT_WORD, _LONG_WORD = 4, 8
"""A common noun that serves as a name has so many letters."""

_VERB_FOLLOWS = re.compile(
    r"[ \u00a0](?:er|var|har|havde|siger|sagde|kom|kommer|vil|ville|kan|kunne|skal|skulle|må|måtte"
    r"|blev|bliver|går|gik|får|fik|ringer|fortæller|fortalte|tager|tog|ser|gør|gjorde|ved|vidste"
    r"|bor|græder|græd|sad|sidder|stod|står|lo|ler|[a-zæøå]{2,}ede|[a-zæøå]{3,}te)\b"
)
_NEVER_A_NAME_FIRST = ("hans", "per", "dag")


_SMALL_WORD = re.compile(r"[^\W\d_]{1,5}")


class _Token(NamedTuple):
    """A word with a capital: where it stands, whether it begins a sentence, the word before it
    where one is near, and whether that one stands beside it without a comma."""

    start: int
    end: int
    word: str
    begins: bool
    before: str
    adjoins: bool

    @property
    def folded(self) -> str:
        return self.word.casefold()


def names(text: str, allowed: Collection[str] = ()) -> Iterator[Finding]:
    """The names in a text, adjoining ones as one finding; `allowed` ones are none."""
    listed = {" ".join(name.casefold().split()) for name in allowed}
    english: bool | None = None
    for run in _runs(text):
        found = _name_in(text, run)
        if found is None or _is_allowed(found.text, listed):
            continue
        if run[0].begins and len(run) == 1 and not _known(run[0].word):
            english = _is_english(text) if english is None else english
            if english:
                continue  # the list of ordinary words is Danish: it says nothing of this one
        yield found


def _is_english(text: str) -> bool:
    """Whether more of the text's small words are English than Danish."""
    words = _SMALL_WORD.findall(text.casefold())
    english = sum(word in SMALL_ENGLISH for word in words)
    return english > 1 and english > 2 * sum(word in SMALL_DANISH for word in words)


def _is_allowed(name: str, listed: Collection[str]) -> bool:
    if not listed:
        return False
    folded = " ".join(name.casefold().split())
    if folded in listed or _plain(folded) in listed:
        return True
    return all(part in listed or _plain(part) in listed for part in folded.split())


def _runs(text: str) -> Iterator[list[_Token]]:
    """Capitalised words that adjoin, with the particles between them."""
    run: list[_Token] = []
    before, end, particles = "", 0, False
    for found in _WORD.finditer(text):
        word, start = found[0], found.start()
        beside = text[end:start] in _SPACES
        if word[0].isupper() or _ARABIC.match(word):
            near = before if text[end:start] in _NEAR else ""
            token = _Token(start, found.end(), word, _begins(text, start), near, beside)
            if run and (not beside or token.begins):
                yield run
                run = []
            run.append(token)
            particles = False
        elif run and beside and word in PARTICLES and (not particles or len(word) < 4):
            particles = True
        else:
            if run:
                yield run
            run, particles = [], False
        before, end = word, found.end()
    if run:
        yield run


def _begins(text: str, start: int) -> bool:
    """Whether a sentence begins there: nothing before it, or what ends a sentence."""
    at = start - 1
    opened = False
    while at >= 0 and text[at] in _OPENING:
        opened = opened or text[at] in _MARKS_OF_A_START
        at -= 1
    if at < 0 or text[at] in _BREAK:
        return at < 0 or text[at] != "." or not _ABBREVIATION.search(text, max(0, at - 8), at + 1)
    listed = opened and (text[at] in ",)" or text[at].isdigit())  # "9.15 · Velkommen"
    return listed or text[at - 1 : at + 2].casefold() == "[x]"


def _name_in(text: str, run: Sequence[_Token]) -> Finding | None:
    """The name in a run of capitalised words; None where there is none."""
    family = run[0].adjoins and run[0].before.casefold() in FAMILY
    tokens = list(run)
    if tokens[0].folded in FAMILY and len(tokens) > 1:
        family = True
    while tokens and not family and not _may_begin(text, tokens):
        tokens = tokens[1:]
    while tokens and not family and not _may_end(tokens):
        tokens = tokens[:-1]
    if not tokens or (not family and not _is_person(tokens, run)):
        return None
    start, end = tokens[0].start, tokens[-1].end
    if family and tokens[0].folded not in FAMILY:
        start = text.rfind(run[0].before, 0, start)
    return Finding(NAME, start, end, text[start:end])


def _plain(word: str) -> str:
    """Without the -s of the genitive."""
    for end in ("'s", "’s", "´s", "'", "’", "s"):
        if word.endswith(end) and len(word) > len(end) + 1:
            return word[: -len(end)]
    return word


def _known(word: str) -> bool:
    folded = word.casefold()
    return any(
        is_first_name(part) or is_first_name(_plain(part)) for part in re.split(r"[-‑]", folded)
    )


def _unknown(token: _Token) -> bool:
    """A word that is no ordinary Danish and no acronym. Inside a sentence only the list says what
    is ordinary: names are compounds too, and a common noun would not have its capital there."""
    if _stands_for_a_name(token):
        return True
    ordinary = is_ordinary if token.begins else is_word
    if ordinary(token.folded) or ordinary(_plain(token.folded)):
        return False
    return not _is_acronym(token.word)


def _stands_for_a_name(token: _Token) -> bool:
    """An ordinary word with a capital it would not have inside a sentence: Svane, Bolle."""
    return (
        not token.begins
        and token.before.islower()
        and token.word[1:].islower()
        and _SHORT_WORD <= len(_plain(token.word)) <= _LONG_WORD
        and not token.folded.endswith(_DEFINITE)
        and token.folded not in NO_BEGINNING
        and _plain(token.folded) not in NO_NAMES
    )


def _is_acronym(word: str) -> bool:
    first = re.split(r"[-‑'’]", word)[0]
    letters = [letter for letter in first if letter.isalpha()]
    capitals = sum(letter.isupper() for letter in letters)
    return len(first) > 1 and (
        (capitals >= 2 and capitals >= len(letters) - 1 and len(letters) <= 5)
        or any(letter.isdigit() for letter in first)
    )


def _may_begin(text: str, tokens: Sequence[_Token]) -> bool:
    token = tokens[0]
    folded = token.folded
    if folded in NO_NAMES:
        return False
    if token.word.endswith("."):
        rest = [one for one in tokens if not one.word.endswith(".")]
        return bool(rest) and (not token.begins or not is_ordinary(rest[0].folded))
    alone = len(tokens) == 1
    if token.begins:
        if _known(token.word):
            if not is_ordinary(folded):
                return True
            return (not alone and not is_word(tokens[1].folded)) or _acts(text, token)
        return _unknown(token)
    return _known(token.word) or _unknown(token) or (not alone and folded not in NO_BEGINNING)


def _may_end(tokens: Sequence[_Token]) -> bool:
    last = tokens[-1]
    if last.word.endswith("."):
        return len(tokens) == 2 and _known(tokens[0].word)
    if last.folded in NO_NAMES:
        return False
    return len(tokens) > 1 or not last.begins or _known(last.word) or _unknown(last)


def _acts(text: str, token: _Token) -> bool:
    """Whether a verb follows: then a word that is both is the name."""
    if token.folded in _NEVER_A_NAME_FIRST:
        return False
    return _VERB_FOLLOWS.match(text, token.end) is not None


def _is_person(tokens: Sequence[_Token], run: Sequence[_Token]) -> bool:
    known = [_known(token.word) for token in tokens]
    folded = [token.folded for token in tokens]
    if len(tokens) > 1 and not known[0] and not ORGANISATION.isdisjoint(folded):
        return False
    if all(is_place(word) or is_place(_plain(word)) for word in folded):
        return False
    if any(known):
        return True
    if len(run) > 1 and all(is_ordinary(token.folded) for token in run):
        return False
    if all(_is_acronym(token.word) for token in tokens):
        return False
    if not any(_unknown(token) for token in tokens):
        return False
    if len(tokens) == 1:
        before = tokens[0].before if tokens[0].adjoins else ""
        if folded[0].endswith(_DEFINITE) and is_ordinary(folded[0]):
            return False
        if before == "i" and _plain(folded[0]) == folded[0]:
            return False
        if before in NEAR and _plain(folded[0]).endswith(PLACE_ENDS):
            return False
    return True
