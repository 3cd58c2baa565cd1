"""Days that have a name of their own: "juleaften", "påske", "2. søndag i advent", "Boxing Day".

Reckoned here, without a library of holidays: a date somebody types is read in no time.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from reflekt.domain.spelling import spellings

_BY_DATE = {
    "nytår|nytårsdag|1. nytårsdag|new year|new years|new years day": (1, 1),
    "valentinsdag|valentines day": (2, 14),
    "grundlovsdag": (6, 5),
    "sankthans|sankthansaften|sankt hans|sankt hans aften|midsummer": (6, 23),
    "halloween": (10, 31),
    "mortensaften|mortens aften": (11, 10),
    "lucia|luciadag": (12, 13),
    "lillejuleaften": (12, 23),
    "jul|julen|juleaften|juleaftensdag|christmas eve": (12, 24),
    "juledag|1. juledag|christmas|christmas day": (12, 25),
    "2. juledag|boxing day": (12, 26),
    "nytårsaften|nytårsaftensdag|new years eve": (12, 31),
}
_BY_EASTER = {
    "fastelavn": -49,
    "palmesøndag|palm sunday": -7,
    "skærtorsdag|maundy thursday": -3,
    "langfredag|good friday": -2,
    "påske|påsken|påskedag|1. påskedag|påskesøndag|easter|easter sunday": 0,
    "2. påskedag|easter monday": 1,
    "kristi himmelfart|kristi himmelfartsdag|ascension day": 39,
    "pinse|pinsen|pinsedag|1. pinsedag|pentecost|whitsun": 49,
    "2. pinsedag|whit monday": 50,
}
_DATES = {name: day for names, day in _BY_DATE.items() for name in names.split("|")}
_EASTERS = {name: after for names, after in _BY_EASTER.items() for name in names.split("|")}
_NAMES = {typed: name for name in (*_DATES, *_EASTERS) for typed in spellings(name)}
"""Each name as it may be typed, also without æ, ø and å."""

_FIRST_OF = {"jul": "juleaften", "påske": "skærtorsdag", "easter": "skærtorsdag"}
"""Where a feast of several days begins: "inden påske" is before that day."""

_LAST_OF = {"jul": "2. juledag", "påske": "2. påskedag", "pinse": "2. pinsedag"} | {
    "christmas": "boxing day",
    "easter": "easter monday",
    "whitsun": "whit monday",
}
"""Where it ends: "efter jul" is after that day."""

_SAME = {"julen": "jul", "påsken": "påske", "pinsen": "pinse"}
_NUMBERS = {"første": "1.", "anden": "2.", "first": "1.", "second": "2."} | {
    "tredje": "3.", "third": "3.", "fjerde": "4.", "fourth": "4.",
}  # fmt: skip
_ADVENT = re.compile(
    r"([1-4])\.? (?:søndag i advent|sunday (?:in|of) advent|advent|advents søndag)"
)
_AROUND = re.compile(r"(efter|after|før|inden|before) (.+)")
_AROUND_WEEKEND = re.compile(
    r"(efter|after|før|foer|inden|before) (?:the )?(næste |naeste |next )?weekend(?:en)?"
)
_BETWEEN = (*spellings("mellem jul og nytår"), "between christmas and new year")


def named_day(plain: str, today: date, *, coming: bool = True) -> date | None:
    """The coming day of that name, today too; or the last one that has been."""
    name, step = _feast(plain)
    in_year = _reckoned(name)
    if in_year is None:
        return None
    years = range(today.year - 1, today.year + 2)
    days = [in_year(year) + timedelta(days=step) for year in years]
    fitting = [one for one in days if (one >= today if coming else one <= today)]
    return min(fitting) if coming else max(fitting)


def around_weekend(plain: str, today: date) -> date | None:
    """The Friday before the coming weekend ("inden weekenden"), or the Monday after it."""
    found = _AROUND_WEEKEND.fullmatch(plain)
    if found is None:
        return None
    after = found[1] in ("efter", "after")
    days = (7 - today.weekday()) if after else (4 - today.weekday()) % 7
    return today + timedelta(days=days + (7 if found[2] else 0))


def is_around(plain: str) -> bool:
    """Whether the words mean a day beside a feast or a weekend ("efter jul") rather than itself."""
    if _AROUND_WEEKEND.fullmatch(plain):
        return True
    name, step = _feast(plain)
    return step != 0 and _reckoned(name) is not None


def _feast(plain: str) -> tuple[str, int]:
    """The name of a day, and how many days to go from it."""
    plain = _usual(plain)
    if plain in _BETWEEN:
        plain = "efter jul"
    around = _AROUND.fullmatch(plain)
    if around is None:
        return _NAMES.get(plain, plain), 0
    feast = _NAMES.get(around[2], around[2])
    feast = _SAME.get(feast, feast)
    after = around[1] in ("efter", "after")
    return (_LAST_OF if after else _FIRST_OF).get(feast, feast), 1 if after else -1


def _usual(plain: str) -> str:
    plain = (
        plain.replace("'", "").replace("’", "").replace("skt.", "sankt").replace("kr.", "kristi")
    )
    first, space, rest = plain.partition(" ")
    return f"{_NUMBERS.get(first, first)}{space}{rest}"


def _reckoned(name: str) -> Callable[[int], date] | None:
    advent = _ADVENT.fullmatch(name)
    if advent:
        weeks = 4 - int(advent[1])
        return lambda year: _fourth_advent(year) - timedelta(weeks=weeks)
    if name in _DATES:
        month, number = _DATES[name]
        return lambda year: date(year, month, number)
    if name in _EASTERS:
        after = _EASTERS[name]
        return lambda year: easter(year) + timedelta(days=after)
    return None


def _fourth_advent(year: int) -> date:
    christmas = date(year, 12, 25)
    return christmas - timedelta(days=christmas.weekday() + 1)


def easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (Butcher's reckoning, Nature 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    month, number = divmod(d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114, 31)
    return date(year, month, number + 1)
