"""An entry and what it is made of."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from functools import cache, lru_cache
from types import MappingProxyType
from typing import NamedTuple

KINDS = ("note", "visit", "buddy", "learning", "conference", "feedback", "review", "themeday")

ID_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base32 in lower case: no i, l, o, u to misread."""

ID_LENGTH = 6

_ID = rf"[{ID_ALPHABET}]{{{ID_LENGTH}}}"
_THEME = r"#(?<![\w#&/\\]#)([^\W_][\w-]*)"
_NUMBER_ONLY = r"[\d_-]+"

_LINE_MARKS = "#->*\\ "
_FIRST_WORDS = r"[#\->*\\ \n]*+([^\s#\->*\\].{,119})"

_DEEPEST = 2
"""entries/year/month: files beneath that are no entries."""

_ENOUGH = 400
"""Characters of a line in which its first words are looked for."""


def is_id(text: str) -> bool:
    """Whether `text` has the form of an entry id."""
    return re.fullmatch(_ID, text) is not None


def is_entry_file(path: str) -> bool:
    """Whether a file of a space, by its path there, holds an entry: one in a year or a month."""
    folder, _, name = path.rpartition("/")
    if not (folder.startswith("entries/") and name.endswith(".md")):
        return False
    return folder.count("/") <= _DEEPEST and not name.startswith(".")


def theme_name(text: str) -> str:
    """The one form of a theme: without #, composed letters, lower case, inner spaces as hyphens."""
    name = unicodedata.normalize("NFC", text.strip().lstrip("#").strip())
    return re.sub(r"\s+", "-", name).casefold()


def themes_in(text: str) -> tuple[str, ...]:
    """The hashtags of a text in order of appearance, each once, in their one form."""
    found: dict[str, None] = {}
    at = text.find("#")
    while at >= 0:
        end = text.find("\n", at)
        line = text[text.rfind("\n", 0, at) + 1 : end if end >= 0 else len(text)]
        for written in _hashtags()(unicodedata.normalize("NFC", line)):
            found[_theme_of_hashtag(written)] = None
        at = text.find("#", end) if end >= 0 else -1
    found.pop("", None)
    return tuple(found)


@cache
def _hashtags() -> Callable[[str], list[str]]:
    return re.compile(_THEME).findall


@lru_cache(maxsize=1000)
def _theme_of_hashtag(written: str) -> str:
    """Its one form; nothing for a number such as #3."""
    return "" if re.fullmatch(_NUMBER_ONLY, written) else theme_name(written.rstrip("-"))


def title_in(text: str) -> str:
    """The first words of a text, without the marks that begin a line: at most 72 characters."""
    found = _first_words()(text)
    if found and found.start(1) < _ENOUGH // 2:
        words = " ".join(found[1].split())  # nearly every text, and at once
        if len(words) > 72 or text[found.end() : found.end() + 1] in ("", "\n"):
            return _shortened(words)
    for line in _lines(text):
        words = " ".join(line[:_ENOUGH].lstrip(_LINE_MARKS).split())
        if words:
            return _shortened(words)
    return ""


@cache
def _first_words() -> Callable[[str], re.Match[str] | None]:
    return re.compile(_FIRST_WORDS).match


def _shortened(words: str) -> str:
    return words if len(words) <= 72 else words[:71].rstrip() + "…"


def _lines(text: str) -> Iterator[str]:
    """The lines of a text, one at a time: mostly the first is all that is wanted."""
    rest = text
    while rest:
        line, _newline, rest = rest.partition("\n")
        yield line


class Concern(NamedTuple):
    """How worried the counsellor was before and after, 0 (not at all) to 10."""

    before: int
    after: int


class Section(NamedTuple):
    """A `## heading` and the text beneath it, without the blank lines around it.

    The text before the first heading is the section with the empty heading.
    """

    heading: str
    text: str


class Asked(NamedTuple):
    """A question that was asked, the sign or threat it came from, and what was answered."""

    item: str
    name: str
    question: str
    answer: str


class LearningPoint(NamedTuple):
    """Something learned, the themes it was given, and whether it may be quoted word for word."""

    text: str
    themes: tuple[str, ...] = ()
    quotable: bool = False


class Action(NamedTuple):
    """Something to try: what, by when, what became of it, and who does it (a short name)."""

    text: str
    by: date | None = None
    done: bool = False
    anchor: str = ""
    outcomes: tuple[str, ...] = ()
    who: str = ""


class Entry(NamedTuple):
    """One file of a journal: its front matter and its sections, in order."""

    id: str
    kind: str
    created: datetime
    author: str
    language: str
    family: str = ""
    concern: Concern | None = None
    extra: Mapping[str, object] = MappingProxyType({})
    sections: tuple[Section, ...] = ()

    @property
    def path(self) -> str:
        """Where the entry lives in its space, with `/` on every platform."""
        at = self.created
        name = f"{at.isoformat()[:10]}-{at.hour:02}{at.minute:02}-{self.kind}-{self.id}.md"
        return f"entries/{at.year:04}/{at.month:02}/{name}"

    @property
    def title(self) -> str:
        """The first words written: at most one line of 72 characters."""
        return next((found for s in self.sections if (found := title_in(s.text))), "")

    @property
    def themes(self) -> tuple[str, ...]:
        """Every hashtag in the entry, in order of appearance, each once."""
        found: dict[str, None] = {}
        for section in self.sections:
            if "#" in section.text:
                found.update(dict.fromkeys(themes_in(section.text)))
        return tuple(found)

    def with_section(self, heading: str, text: str) -> Entry:
        """The entry with the section's text put in place, or the section added at the end."""
        fresh = Section(heading, text)
        if any(section.heading == heading for section in self.sections):
            changed = tuple(fresh if s.heading == heading else s for s in self.sections)
        else:
            changed = (*self.sections, fresh)
        return self._replace(sections=changed)
