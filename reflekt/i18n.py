"""Danish by default, English complete: texts, dates and numbers as the language writes them.

The catalogue `reflekt` is looked up here, one message at a time; click looks its own up through the
standard library's gettext, in the catalogue `click`.
"""

from __future__ import annotations

import gettext
import os
import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache

LANGUAGES = ("da", "en")
_LOCALES = os.path.join(os.path.dirname(__file__), "locales")  # noqa: PTH118, PTH120 - start-up

_MAGIC = 0x950412DE
"""How a .mo file begins, its numbers written the usual way round."""

_MONTHS = {
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "en": "January February March April May June July August September October November December",
}
_DAYS = {
    "da": "mandag tirsdag onsdag torsdag fredag lørdag søndag",
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
}


def choose_language(
    wanted: str | None, environment: Mapping[str, str], configured: str | None
) -> str:
    """The language to speak: the flag, $REFLEKT_LANG, the home's, the locale's, else Danish."""
    spoken = [wanted, environment.get("REFLEKT_LANG"), configured]
    spoken += [environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    if sys.platform == "win32":
        import locale

        spoken.append({"English": "en"}.get((locale.getlocale()[0] or "").partition("_")[0]))
    for language in spoken:
        if language and language[:2].lower() in LANGUAGES:
            return language[:2].lower()
    return "da"


def activate(language: str) -> None:
    """Speak this language from now on, click's own messages included."""
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain("click", _LOCALES)
    gettext.textdomain("click")


def language() -> str:
    """The language being spoken."""
    spoken = os.environ.get("LANGUAGE", "da")[:2]
    return spoken if spoken in LANGUAGES else "da"


def _(message: str) -> str:
    """The message in the language being spoken."""
    return _catalogue(language()).forms(message)[0] or message


def ngettext(one: str, many: str, number: int) -> str:
    """The form of the message that fits the number: Danish and English have one for 1 alone."""
    singular, *plural = _catalogue(language()).forms(one)
    return singular or one if number == 1 else plural[0] if plural else many


class Messages:
    """A compiled catalogue (a .mo file), in which a message is found by halving.

    The standard library reads the whole file first, which takes longer than all the messages of
    one command. The format is GNU gettext's: two tables of lengths and places, the first sorted.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._number, self._ids, self._texts = map(self._whole, (8, 12, 16))
        if not self._is_whole():
            self._number = 0

    def forms(self, message: str) -> list[str]:
        """What the message is in this language: one text, or one for each number; or nothing."""
        wanted = message.encode("utf-8")
        low, high = 0, self._number
        while low < high:
            middle = (low + high) // 2
            found = self._at(self._ids, middle).partition(b"\0")[0]
            if found == wanted:
                texts = self._at(self._texts, middle).decode("utf-8", "replace")
                return texts.split("\0") if message else [""]
            low, high = (middle + 1, high) if found < wanted else (low, middle)
        return [""]

    def _is_whole(self) -> bool:
        """Whether the file is what it should be: the text that stands last ends with it."""
        if self._whole(0) != _MAGIC or not self._number:
            return False
        last = self._texts + 8 * (self._number - 1)
        return self._whole(last) + self._whole(last + 4) < len(self._data)

    def _at(self, table: int, place: int) -> bytes:
        length, begin = self._whole(table + 8 * place), self._whole(table + 8 * place + 4)
        return self._data[begin : begin + length]

    def _whole(self, at: int) -> int:
        return int.from_bytes(self._data[at : at + 4], "little")


@lru_cache(len(LANGUAGES))
def _catalogue(spoken: str) -> Messages:
    """The catalogue of a language; an empty one for English, in which the messages are written.

    Where the file can't be read there is no language left to say so in but English.
    """
    place = os.path.join(_LOCALES, spoken, "LC_MESSAGES", "reflekt.mo")  # noqa: PTH118 - start-up
    try:
        with open(place, "rb") as file:  # noqa: PTH123 - start-up
            return Messages(file.read())
    except OSError:
        return Messages(b"")


def join(words: Sequence[str]) -> str:
    """Words as a list in a sentence: "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return _("{words} and {last}").format(words=", ".join(words[:-1]), last=words[-1])


def day(value: date) -> str:
    """A date in full: "mandag 23. november 2026", "Monday 23 November 2026"."""
    spoken = language()
    weekday = _DAYS[spoken].split()[value.weekday()]
    month = _MONTHS[spoken].split()[value.month - 1]
    dot = "." if spoken == "da" else ""
    return f"{weekday} {value.day}{dot} {month} {value.year}"


def short_day(value: date) -> str:
    """A date for a column, 12 characters at most: "23. nov 2026", "23 Nov 2026"."""
    spoken = language()
    month = _MONTHS[spoken].split()[value.month - 1][:3]
    dot = "." if spoken == "da" else ""
    return f"{value.day}{dot} {month} {value.year}"


def month_span(first: date, last: date) -> str:
    """Whole months from one day to another: "september–november 2026", "2026"."""
    if (first.year, first.month, last.month) == (last.year, 1, 12):
        return str(first.year)
    names = _MONTHS[language()].split()
    one, other = names[first.month - 1], names[last.month - 1]
    if first.year != last.year:
        return f"{one} {first.year} – {other} {last.year}"
    return f"{one} {last.year}" if one == other else f"{one}–{other} {last.year}"


def moment(value: datetime) -> str:
    """A date with its time: "23. nov 2026 kl. 14.12", "23 Nov 2026 at 14:12"."""
    if language() == "da":
        return f"{short_day(value)} kl. {value:%H.%M}"
    return f"{short_day(value)} at {value:%H:%M}"


def number(value: float, decimals: int = 0) -> str:
    """A number: "1.234,5" in Danish, "1,234.5" in English."""
    text = f"{value:,.{decimals}f}"
    return text.translate(str.maketrans(",.", ".,")) if language() == "da" else text
