"""Days to come, as people write them: "fredag", "ons. d. 2/12", "om 14 dage", "sidst i januar".

What has gone by is no day to come, unless its year was written: then it is what somebody meant.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from reflekt.adapters.date_words import COUNTS, MONTH, UNITS, WEEKDAY
from reflekt.adapters.named_days import around_weekend, named_day

TODAY = (
    *("i dag", "idag", "today", "i aften", "iaften", "i eftermiddag", "i formiddag"),
    *("tonight", "this afternoon", "this evening"),
)
TOMORROW = ("i morgen", "imorgen", "tomorrow")
DAY_AFTER = ("i overmorgen", "iovermorgen", "overmorgen", "the day after tomorrow")
SOME_DAY = ("en dag", "one day", "a day")
"""What is counted nowhere: it comes one day."""
WEEK = r"(?:i )?(?:uge|week) (\d{1,2})(?: (\d{4}))?"
COUNT = r"(\d{1,3}|et par|a couple of|\w+) (\w+)\.?"
_YEAR = r"((?:19|20)\d\d|\d\d)"
_ORDINAL = r"(\d{1,2})(?:\.|st|nd|rd|th)?"
_IN_FIGURES = re.compile(
    rf"(\d{{1,2}})(?:\.? i |\. ?|[/-])(\d{{1,2}})(?:(?:\. ?|[/-]| ){_YEAR})?\.?"
)
_IN_WORDS = re.compile(rf"{_ORDINAL} ?(?:i |of )?([^\W\d]+)\.?,?(?: {_YEAR})?")
_MONTH_FIRST = re.compile(rf"([^\W\d]+)\.? {_ORDINAL},?(?: {_YEAR})?")
_HALF_A_YEAR = ("om et halvt år", "om et halvt aar", "in half a year")
_NEXT = {
    "næste uge": "week", "naeste uge": "week", "next week": "week",
    "næste måned": "month", "naeste maaned": "month", "next month": "month",
    "næste år": "year", "naeste aar": "year", "next year": "year",
}  # fmt: skip
_NEXT_WORDS = ("næste", "naeste", "next")
_NEXT_WEEKDAY = re.compile(
    r"(?:på |on |til )?(?:(næste|naeste|next|førstkommende|kommende|this) )?(\w+?)\.?"
)
_WEEKDAY_LATER = re.compile(rf"(?:på |on )?(\w+) (?:om|in) {COUNT}")
_WEEK_ON = re.compile(r"(?:(?:a week (?:on )?)(\w+)|(\w+) week)")
_IN_NEXT_WEEK = re.compile(
    r"(?:på |on )?(\w+) (?:i )?(?:næste|naeste|next) (?:uge|week)|next week (?:on )?(\w+)"
)
_IN_WEEK = re.compile(rf"(\w+) (?:of |in )?{WEEK}")
_WITH_WEEKDAY = re.compile(r"(?:på |on )?(\w+)\.?,? (?:the )?(\d.*|\w+ \d.*)")
_WEEKEND = re.compile(
    r"(?:i |til |på |this |on |at |the )*(næste |naeste |next )?(?:weekend|weekenden)"
)
_PART = re.compile(
    r"(?:i )?(?:(sidst i|slutningen af|ultimo|end of|the end of)|(midt i|midten af|medio|"
    r"the middle of|mid)|(?:først i|starten af|begyndelsen af|primo|(?:the )?(?:start|beginning) of"
    r")) (.+)"
)
_NTH = re.compile(
    r"(?:den )?(første|anden|tredje|fjerde|sidste|first|second|third|fourth|last)"
    r" (\w+) (?:i|in|of) (.+)"
)
_NUMBER_IN = re.compile(r"(?:the )?(\d{1,2})(?:\.|st|nd|rd|th)? ?(?:i |in |of )?(\D+)")
_PLACES = {
    "første": 0, "first": 0, "anden": 1, "second": 1, "tredje": 2, "third": 2,
    "fjerde": 3, "fourth": 3, "sidste": -1, "last": -1,
}  # fmt: skip


def coming_day(plain: str, today: date) -> date | None:
    """The coming day the words mean, today too; None where they mean none."""
    written = written_date(plain, today)
    if written:
        return written
    counted = re.fullmatch(rf"(?:(?:om|in) )?{COUNT}(?: tid)?", plain)
    return (
        (shifted(today, counted[1], counted[2], 1) if counted else None)
        or _near(plain, today)
        or named_day(plain, today)
        or around_weekend(plain, today)
        or _on_weekday(plain, today)
        or _in_month(plain, today)
    )


def is_ambiguous(plain: str, today: date) -> bool:
    """Whether two figures, two and two may begin with the day or with the year: "26-12-03"."""
    found = re.fullmatch(r"(\d\d)-(\d\d)-(\d\d)", plain)
    if found is None:
        return False
    first, month, last = map(int, found.groups())
    years_first = _valid(2000 + first, month, last)
    return years_first is not None and years_first >= today and last != first


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def written_date(plain: str, today: date, *, coming: bool = True) -> date | None:
    """A date with day and month, the year left out or not: "4/12", "5.1.", "4. december 2026"."""
    for pattern, order in ((_IN_FIGURES, (1, 2)), (_IN_WORDS, (1, 2)), (_MONTH_FIRST, (2, 1))):
        found = pattern.fullmatch(plain)
        if found is None:
            continue
        month = found[order[1]]
        number = int(month) if month.isdecimal() else MONTH.get(month, 0)
        if 1 <= number <= 12:
            return _dated(int(found[order[0]]), number, found[3], today, coming=coming)
    return None


def _dated(day: int, month: int, year: str | None, today: date, *, coming: bool) -> date | None:
    if year:
        years = [int(year) if len(year) == 4 else 2000 + int(year)]
    else:  # eight years, for the sake of 29 February
        years = [today.year + (step if coming else -step) for step in range(9)]
    for one in years:
        if 1 <= day <= monthrange(one, month)[1]:
            found = date(one, month, day)
            if year or (found >= today if coming else found <= today):
                return found
    return None


def _near(plain: str, today: date) -> date | None:
    if plain in TODAY:
        return today
    if plain in TOMORROW:
        return today + timedelta(days=1)
    if plain in DAY_AFTER:
        return today + timedelta(days=2)
    if plain in ("today week", "tomorrow week"):
        return today + timedelta(days=7 if plain == "today week" else 8)
    if plain in _HALF_A_YEAR:
        return shifted(today, "6", "months", 1)
    plain = plain.removeprefix("i ")
    if plain in _NEXT:
        return shifted(today, "1", _NEXT[plain], 1)
    if plain in ("denne uge", "this week"):
        return _in_this_week(today)
    number = re.fullmatch(r"(?:the )?(\d{1,2})(?:\.|st|nd|rd|th)", plain)
    return _of_the_month(int(number[1]), today) if number else None


def _on_weekday(plain: str, today: date) -> date | None:
    """A weekday, by itself or placed in a week, or before a date that it must agree with."""
    weekend = _WEEKEND.fullmatch(plain)
    if weekend:
        saturday = today + timedelta(days=(5 - today.weekday()) % 7)
        return saturday + timedelta(days=7 if weekend[1] else 0)
    plainly = _NEXT_WEEKDAY.fullmatch(plain)
    if plainly and plainly[2] in WEEKDAY:
        found = _next(plainly[2], today)
        same_week = found - timedelta(days=found.weekday()) <= today
        # "næste fredag", said on a Monday, is Friday of next week
        return found + timedelta(days=7 if plainly[1] in _NEXT_WORDS and same_week else 0)
    later = _WEEKDAY_LATER.fullmatch(plain)
    if later and later[1] in WEEKDAY:
        return _weeks_after(_next(later[1], today), later[2], later[3])
    week_on = _WEEK_ON.fullmatch(plain)
    if week_on and (week_on[1] or week_on[2]) in WEEKDAY:
        return _next(week_on[1] or week_on[2], today) + timedelta(days=7)
    in_next = _IN_NEXT_WEEK.fullmatch(plain)
    if in_next and (in_next[1] or in_next[2]) in WEEKDAY:
        return today + timedelta(days=7 - today.weekday() + WEEKDAY[in_next[1] or in_next[2]])
    week = re.fullmatch(WEEK, plain)
    if week:
        return _in_week(int(week[1]), week[2], today)
    day_in_week = _IN_WEEK.fullmatch(plain)
    if day_in_week and day_in_week[1] in WEEKDAY:
        return week_day(int(day_in_week[2]), day_in_week[3], WEEKDAY[day_in_week[1]], today)
    dated = _WITH_WEEKDAY.fullmatch(plain)
    if dated and dated[1] in WEEKDAY:
        found_date = written_date(dated[2], today) or _near(dated[2], today)
        agrees = found_date is not None and found_date.weekday() == WEEKDAY[dated[1]]
        return found_date if agrees else None
    return None


def _next(weekday: str, today: date) -> date:
    return today + timedelta(days=(WEEKDAY[weekday] - today.weekday() - 1) % 7 + 1)


def _weeks_after(day: date, count: str, unit: str) -> date | None:
    """ "fredag om 14 dage": so many whole weeks after the coming Friday; 8 days are a week."""
    number = int(count) if count.isdecimal() else COUNTS.get(count, 0)
    days = {"day": number, "week": number * 7}.get(UNITS.get(unit, ""), 0)
    days = 7 if days == 8 else days
    return day + timedelta(days=days) if days and days % 7 == 0 else None


def _in_this_week(today: date) -> date:
    return today + timedelta(days=max(4 - today.weekday(), 0))


def _in_week(number: int, year: str | None, today: date) -> date | None:
    """The Monday of a coming week; of the present one what is left of it."""
    if year is None and number == today.isocalendar().week:
        return _in_this_week(today)
    return week_day(number, year, 0, today)


def week_day(number: int, year: str | None, weekday: int, today: date) -> date | None:
    """A day of a coming week."""
    this = today.isocalendar()
    for one in [int(year)] if year else [this.year, this.year + 1]:
        try:
            found = date.fromisocalendar(one, number, weekday + 1)
        except ValueError:
            continue
        if year or found >= today:
            return found
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


def _in_month(plain: str, today: date) -> date | None:
    """A place in a month: "sidst i januar", "første mandag i december", "den 4. i næste måned"."""
    part, nth, number = (one.fullmatch(plain) for one in (_PART, _NTH, _NUMBER_IN))
    named = part[3] if part else nth[3] if nth else number[2] if number else ""
    for year, month in _months(named, today):
        length = monthrange(year, month)[1]
        if part:
            found = date(year, month, length if part[1] else 15 if part[2] else 1)
        elif nth and nth[2] in WEEKDAY:
            first = (WEEKDAY[nth[2]] - date(year, month, 1).weekday()) % 7 + 1
            days = range(first, length + 1, 7)
            place = _PLACES[nth[1]]
            if place >= len(days):
                continue
            found = date(year, month, days[place])
        elif number and 1 <= int(number[1]) <= length:
            found = date(year, month, int(number[1]))
        else:
            return None
        if found >= today:
            return found
    return None


def _months(named: str, today: date) -> list[tuple[int, int]]:
    name, _space, year = named.partition(" ")
    if named in ("måneden", "denne måned", "the month", "this month"):
        return [(today.year, today.month)]
    if named in _NEXT and _NEXT[named] == "month":
        following = today.replace(day=1) + timedelta(days=31)
        return [(following.year, following.month)]
    if name not in MONTH or (year and not re.fullmatch(r"20\d\d", year)):
        return []
    years = [int(year)] if year else [today.year, today.year + 1]
    return [(one, MONTH[name]) for one in years]


def shifted(today: date, count: str, unit: str, direction: int) -> date | None:
    """So many days, weeks, months or years from today."""
    number = int(count) if count.isdecimal() else COUNTS.get(count, 0)
    kind = UNITS.get(unit)
    if not number or kind is None:
        return None
    number *= direction
    if kind in ("day", "week"):
        return today + timedelta(days=number * (7 if kind == "week" else 1))
    month = today.year * 12 + today.month - 1 + number * (12 if kind == "year" else 1)
    if not 12 <= month < 9000 * 12:
        return None
    year, month = divmod(month, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))
