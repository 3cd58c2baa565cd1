"""Dates as people write them, in Danish and English.

What a Danish calendar says is read by our own patterns, which cost nothing: weekdays and days with
a name, week numbers, counted days, whole weeks, months and years. dateparser reads the rest.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, timedelta

from reflekt.adapters.coming_days import (
    COUNT,
    SOME_DAY,
    TODAY,
    TOMORROW,
    WEEK,
    coming_day,
    is_ambiguous,
    shifted,
    written_date,
)
from reflekt.adapters.date_words import MONTH, WEEKDAY
from reflekt.adapters.named_days import is_around, named_day

_FILLERS = re.compile(
    r"^(?:senest|inden|by|siden|since|til og med|til|until|fra|from|(?:den|d\.)(?! ?\d)) +"
)
_NUMBERED = re.compile(r"\b(?:den|d\.?) ?(\d{1,2})\b(?:\.(?=$| ))?")
"""The number of a day: "den 4", "d. 4."."""

_TIME = r"(?:kl|klokken|at)\b\.? ?\d{1,2}(?:[.:]\d\d)?"
_TIME_OF_DAY = re.compile(
    rf"(?<=\w\w),?(?: {_TIME}| tidligt?| formiddag| eftermiddag| aften"
    r"| morning| afternoon| evening)$"
)
_YEAR = r"(?:19|20)\d\d|\d[./ -]\d\d$"
_GUESSED = re.compile(
    r"(?!.*\b(?:19|20)\d\d\b)[\W\d]*$"  # "2/13": a month, a year, an American day?
    r"|(?:the )?\d{1,2}(?:\.|st|nd|rd|th) .*\b(?:måned|måneden|month)\b"
)
"""What dateparser reads something into that was not said: figures that are no Danish date, and the
day of a month that is not named, which it takes for today's."""

_COUNTED = (
    r"(?:om|in) \w+ \w+(?: tid)?|(?:om|in) (?:et par|a couple of) \w+|i ?morgen|i ?overmorgen"
    r"|tomorrow|the day after tomorrow|(?:i )?(?:næste|next) (?:uge|week|måned|month|år|year)"
    r"|(?:om et halvt|in half a) (?:år|year)|(?:i )?(?:sidst|midt|først|slutningen|starten|"
    r"begyndelsen|end|middle|start|beginning)\b.*|(?:ultimo|medio|primo) .*"
)


class WrittenDates:
    """ports.NaturalDates."""

    def day(self, text: str, today: date, language: str) -> date | None:
        """See ports.NaturalDates.day."""
        plain = _timeless(_plain(text))
        if plain in SOME_DAY or is_ambiguous(plain, today):
            return None
        found = _iso(plain) or coming_day(plain, today)
        # a weekday that does not agree with its date is a question, not a day
        if found is None and WEEKDAY.keys().isdisjoint(plain.split()) and not _GUESSED.match(plain):
            found = _parsed(plain, today, language, "future")
        return found if found and (found >= today or re.search(_YEAR, plain)) else None

    def is_counted(self, text: str) -> bool:
        """See ports.NaturalDates.is_counted."""
        plain = _timeless(_plain(text))
        return re.fullmatch(_COUNTED, plain) is not None or is_around(plain)

    def period(self, text: str, today: date, language: str) -> tuple[date, date] | None:
        """See ports.NaturalDates.period."""
        plain = _plain(text)
        found = _named_period(plain, today)
        if found:
            return found
        plain = re.sub(r"^(?:sidste|last|forrige|i) (?=\w+day$|\w+dags?$)", "", plain)
        plain = plain[:-1] if plain.endswith("dags") else plain
        if plain in WEEKDAY:
            day = today - timedelta(days=(today.weekday() - WEEKDAY[plain] - 1) % 7 + 1)
            return day, day
        one = _iso(plain) or _gone_by(plain, today) or _parsed(plain, today, language, "past")
        return (one, one) if one else None


def _plain(text: str) -> str:
    plain = " ".join(text.casefold().split()).rstrip("!?,;")
    while _FILLERS.match(plain) and not is_around(plain):
        plain = _FILLERS.sub("", plain)
    return _NUMBERED.sub(r"\1.", plain)


def _timeless(plain: str) -> str:
    """Without the time of day: reflekt keeps days."""
    return _TIME_OF_DAY.sub("", plain)


def _iso(plain: str) -> date | None:
    try:
        return date.fromisoformat(plain)
    except ValueError:
        return None


def _gone_by(plain: str, today: date) -> date | None:
    """A single day that has been."""
    if plain in TODAY:
        return today
    if plain in ("i går", "igår", "yesterday"):
        return today - timedelta(days=1)
    if plain in ("i forgårs", "forgårs", "the day before yesterday"):
        return today - timedelta(days=2)
    ago = re.fullmatch(rf"(?:for )?{COUNT} (?:siden|ago)", plain)
    if ago:
        return shifted(today, ago[1], ago[2], -1)
    return (
        written_date(plain, today, coming=False)
        or named_day(plain, today, coming=False)
        or (today + timedelta(days=1) if plain in TOMORROW else None)
    )


def _week_gone_by(number: int, year: int | None, today: date) -> tuple[date, date] | None:
    try:
        found = date.fromisocalendar(year or today.isocalendar().year, number, 1)
        if year is None and found > today:
            found = date.fromisocalendar(today.isocalendar().year - 1, number, 1)
    except ValueError:
        return None
    return found, found + timedelta(days=6)


def _named_period(plain: str, today: date) -> tuple[date, date] | None:
    monday = today - timedelta(days=today.weekday())
    first = today.replace(day=1)
    week = re.fullmatch(WEEK, plain)
    if week:
        return _week_gone_by(int(week[1]), int(week[2]) if week[2] else None, today)
    if plain in ("denne uge", "i denne uge", "this week"):
        return monday, today
    if plain in ("sidste uge", "i sidste uge", "last week", "forrige uge"):
        return monday - timedelta(days=7), monday - timedelta(days=1)
    if plain in ("denne måned", "i denne måned", "this month"):
        return first, today
    if plain in ("sidste måned", "i sidste måned", "last month", "forrige måned"):
        last = first - timedelta(days=1)
        return last.replace(day=1), last
    if plain in ("i år", "dette år", "this year"):
        return today.replace(month=1, day=1), today
    if plain in ("sidste år", "last year", "i fjor"):
        return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)
    if re.fullmatch(r"(?:19|20)\d\d", plain):
        return date(int(plain), 1, 1), date(int(plain), 12, 31)
    month = re.fullmatch(r"(?:i )?(\w+)\.?(?: ((?:19|20)\d\d))?", plain)
    if month and month[1] in MONTH:
        number = MONTH[month[1]]
        year = int(month[2]) if month[2] else today.year - (number > today.month)
        return date(year, number, 1), date(year, number, monthrange(year, number)[1])
    year_month = re.fullmatch(r"((?:19|20)\d\d)-(\d\d)", plain)
    if year_month and 1 <= int(year_month[2]) <= 12:
        year, number = int(year_month[1]), int(year_month[2])
        return date(year, number, 1), date(year, number, monthrange(year, number)[1])
    return None


def _parsed(plain: str, today: date, language: str, prefer: str) -> date | None:
    if plain.isdecimal() or re.search(_TIME, plain):
        return None
    import dateparser

    found = dateparser.parse(
        plain,
        languages=["en", "da"] if language == "en" else ["da", "en"],
        settings={
            "PREFER_DATES_FROM": prefer,
            "RELATIVE_BASE": datetime(today.year, today.month, today.day, 12),  # noqa: DTZ001
            "DATE_ORDER": "DMY",
            "REQUIRE_PARTS": ["day"],
        },
    )
    # today has names of its own: where dateparser finds it, it has found none ("i år")
    return found.date() if found and found.date() != today else None
