"""What to write instead: a proposal for every finding."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from reflekt.privacy.finding import ADDRESS, CPR, EMAIL, NAME, PHONE, PLATE, URL, Finding

_WORDS = {
    "da": {
        CPR: "[CPR-nummer]",
        PHONE: "[telefonnummer]",
        EMAIL: "[e-mail]",
        ADDRESS: "[adresse]",
        URL: "[link]",
        PLATE: "[nummerplade]",
    },
    "en": {
        CPR: "[CPR number]",
        PHONE: "[phone number]",
        EMAIL: "[e-mail]",
        ADDRESS: "[address]",
        URL: "[link]",
        PLATE: "[number plate]",
    },
}
_FAMILY = r"(?i)(familien|the family) +\S.*"
_LETTERS = "ABCDEFGHJKLMNOPQRSTUVWXYZ"
"""Without I, which is a word."""


def proposals(text: str, findings: Sequence[Finding], language: str = "da") -> Sequence[str]:
    """A replacement for each finding: a letter for a name (the same for the same name, with an
    -'s where the name had one), and for the rest what it was."""
    words = _WORDS.get(language, _WORDS["en"])
    named = _letters(text, [one.text for one in findings if one.type == NAME])
    return [named[one.text] if one.type == NAME else words[one.type] for one in findings]


def replaced(text: str, findings: Sequence[Finding], instead: Sequence[str]) -> str:
    """The text with each finding, in their order, replaced by its place in `instead`."""
    parts = []
    at = 0
    for finding, words in zip(findings, instead, strict=True):
        parts += [text[at : finding.start], words]
        at = finding.end
    return "".join([*parts, text[at:]])


def _letters(text: str, names: Sequence[str]) -> Mapping[str, str]:
    """What to call each name. First names and whole names of one person get one letter."""
    free = _free_letters(text)
    known: dict[str, str] = {}
    called: dict[str, str] = {}
    for name in dict.fromkeys(names):
        family = re.fullmatch(_FAMILY, name)
        if family:
            called[name] = family[1]
            continue
        parts = [_plain(part) for part in name.split()]
        genitive = _is_genitive(name, known)
        if genitive:
            parts[-1] = parts[-1].removesuffix("'").removesuffix("’").removesuffix("s")
            parts[-1] = parts[-1].removesuffix("'").removesuffix("’")
        letter = next((known[part] for part in parts if part in known), None) or next(free)
        for part in parts:
            known.setdefault(part, letter)
        called[name] = f"{letter}’s" if genitive else letter
    return called


def _plain(word: str) -> str:
    return word.strip(".,'’").casefold()


def _is_genitive(name: str, known: Mapping[str, str]) -> bool:
    last = name.split()[-1].casefold()
    if last.endswith(("'s", "’s", "s'", "s’", "x'", "z'")):
        return True
    return last.endswith("s") and (last not in known and last[:-1] in known)


def _free_letters(text: str) -> Iterator[str]:
    used = set(re.findall(r"\b[A-ZÆØÅ]\b", text))
    yield from (letter for letter in _LETTERS if letter not in used)
    number = 1
    while True:
        yield f"N{number}"
        number += 1
