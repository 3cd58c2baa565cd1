"""Dates as people write them, in Danish and English.

dateparser reads most ways of writing a date; what a Danish calendar says and it does not know
(weekdays with "på" or "næste", week numbers, whole weeks, months and years) is read here first.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, timedelta

_DAYS = {
    "mandag monday": 0,
    "tirsdag tuesday": 1,
    "onsdag wednesday": 2,
    "torsdag thursday": 3,
    "fredag friday": 4,
    "lørdag loerdag lordag saturday": 5,
    "søndag soendag sondag sunday": 6,
}
_MONTHS = (
    "januar january jan",
    "februar february feb",
    "marts march mar",
    "april apr",
    "maj may",
    "juni june jun",
    "juli july jul",
    "august aug",
    "september sep sept",
    "oktober october okt oct",
    "november nov",
    "december dec",
)
_WEEKDAY = {name: number for names, number in _DAYS.items() for name in names.split()}
_MONTH = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_FILLERS = re.compile(r"^(?:senest|inden|by|siden|since|til og med|til|until|fra|from|den|d\.) +")
_NEXT_WEEKDAY = re.compile(
    r"(?:på |on )?(?:(næste|next|førstkommende|kommende) )?(\w+?)"
    r"(?: (?:om|in) (8|otte) (?:dage|days))?"
)
_UNITS = {
    "dag": "day", "dage": "day", "day": "day", "days": "day",
    "uge": "week", "uger": "week", "week": "week", "weeks": "week",
    "måned": "month", "måneder": "month", "month": "month", "months": "month",
    "år": "year", "year": "year", "years": "year",
}  # fmt: skip
_WEEK = r"(?:i )?(?:uge|week) (\d{1,2})(?: (\d{4}))?"
_COUNTED = (
    r"(?:om|in) \w+ \w+|i ?morgen|i ?overmorgen|tomorrow|the day after tomorrow"
    r"|(?:næste|next) (?:uge|week|måned|month|år|year)"
)
_COUNTS = {
    "en": 1, "et": 1, "a": 1, "one": 1, "to": 2, "two": 2, "tre": 3, "three": 3,
    "fire": 4, "four": 4, "fem": 5, "five": 5, "seks": 6, "six": 6, "syv": 7, "seven": 7,
    "otte": 8, "eight": 8, "ni": 9, "nine": 9, "ti": 10, "ten": 10, "fjorten": 14, "fourteen": 14,
}  # fmt: skip


class WrittenDates:
    """ports.NaturalDates."""

    def day(self, text: str, today: date, language: str) -> date | None:
        """See ports.NaturalDates.day."""
        plain = _plain(text)
        return _named_day(plain, today) or _parsed(plain, today, language, "future")

    def is_counted(self, text: str) -> bool:
        """See ports.NaturalDates.is_counted."""
        return re.fullmatch(_COUNTED, _plain(text)) is not None

    def period(self, text: str, today: date, language: str) -> tuple[date, date] | None:
        """See ports.NaturalDates.period."""
        plain = _plain(text)
        found = _named_period(plain, today)
        if found:
            return found
        plain = re.sub(r"^(?:sidste|last|forrige|i) (?=\w+day$|\w+dags?$)", "", plain)
        plain = plain[:-1] if plain.endswith("dags") else plain
        if plain in _WEEKDAY:
            day = today - timedelta(days=(today.weekday() - _WEEKDAY[plain] - 1) % 7 + 1)
            return day, day
        one = _named_day(plain, today) or _parsed(plain, today, language, "past")
        return (one, one) if one else None


def _plain(text: str) -> str:
    plain = " ".join(text.casefold().split())
    while _FILLERS.match(plain):
        plain = _FILLERS.sub("", plain)
    return plain


def _named_day(plain: str, today: date) -> date | None:
    if plain in ("i dag", "today", "idag"):
        return today
    if plain in ("i morgen", "imorgen", "tomorrow"):
        return today + timedelta(days=1)
    if plain in ("i overmorgen", "overmorgen", "the day after tomorrow"):
        return today + timedelta(days=2)
    if plain in ("i går", "igår", "yesterday"):
        return today - timedelta(days=1)
    if plain in ("i forgårs", "forgårs", "the day before yesterday"):
        return today - timedelta(days=2)
    after = re.fullmatch(r"(?:om|in) (\d{1,3}|\w+) (\w+)", plain)
    if after and after[2] in _UNITS:
        return _shifted(today, after[1], _UNITS[after[2]], 1)
    ago = re.fullmatch(r"(?:for )?(\d{1,3}|\w+) (\w+) (?:siden|ago)", plain)
    if ago and ago[2] in _UNITS:
        return _shifted(today, ago[1], _UNITS[ago[2]], -1)
    weekday = _NEXT_WEEKDAY.fullmatch(plain)
    if weekday and weekday[2] in _WEEKDAY:
        ahead = (_WEEKDAY[weekday[2]] - today.weekday() - 1) % 7 + 1
        if weekday[3] or (weekday[1] in ("næste", "next") and ahead < 7 - today.weekday()):
            ahead += 7  # "næste fredag", said on a Monday, is Friday of next week
        return today + timedelta(days=ahead)
    week = re.fullmatch(_WEEK, plain)
    if week:
        return _week(int(week[1]), int(week[2]) if week[2] else None, today)
    in_month = re.fullmatch(r"(\d{1,2})\.", plain)
    if in_month:
        return _of_the_month(int(in_month[1]), today)
    return None


def _of_the_month(number: int, today: date) -> date | None:
    """The coming day that bears the number: "den 3."."""
    first = today.replace(day=1)
    for _month in range(3):
        if 1 <= number <= monthrange(first.year, first.month)[1]:
            found = first.replace(day=number)
            if found >= today:
                return found
        first = (first + timedelta(days=31)).replace(day=1)
    return None


def _shifted(today: date, count: str, unit: str, direction: int) -> date | None:
    number = int(count) if count.isdigit() else _COUNTS.get(count, 0)
    if not number:
        return None
    number *= direction
    if unit in ("day", "week"):
        return today + timedelta(days=number * (7 if unit == "week" else 1))
    month = today.year * 12 + today.month - 1 + number * (12 if unit == "year" else 1)
    if not 12 <= month < 9000 * 12:
        return None
    year, month = divmod(month, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def _week(number: int, year: int | None, today: date) -> date | None:
    try:
        found = date.fromisocalendar(year or today.isocalendar().year, number, 1)
        if year is None and found < today - timedelta(days=today.weekday()):
            found = date.fromisocalendar(today.isocalendar().year + 1, number, 1)
    except ValueError:
        return None
    return found


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
    week = re.fullmatch(_WEEK, plain)
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
    if month and month[1] in _MONTH:
        number = _MONTH[month[1]]
        year = int(month[2]) if month[2] else today.year - (number > today.month)
        return date(year, number, 1), date(year, number, monthrange(year, number)[1])
    year_month = re.fullmatch(r"((?:19|20)\d\d)-(\d\d)", plain)
    if year_month and 1 <= int(year_month[2]) <= 12:
        year, number = int(year_month[1]), int(year_month[2])
        return date(year, number, 1), date(year, number, monthrange(year, number)[1])
    return None


def _parsed(plain: str, today: date, language: str, prefer: str) -> date | None:
    try:
        return date.fromisoformat(plain)
    except ValueError:
        pass
    if plain.isdigit():
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
    return found.date() if found else None
