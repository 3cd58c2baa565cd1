"""The words Danish and English calendars are made of."""

from __future__ import annotations

_DAYS = {
    "mandag monday man mon": 0,
    "tirsdag tuesday tir tirs tue": 1,
    "onsdag wednesday ons wed": 2,
    "torsdag thursday tor tors thu": 3,
    "fredag friday fre fri": 4,
    "lørdag loerdag lordag saturday lør sat": 5,
    "søndag soendag sondag sunday søn sun": 6,
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
WEEKDAY = {name: number for names, number in _DAYS.items() for name in names.split()}
MONTH = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
UNITS = {
    "dag": "day", "dage": "day", "dages": "day", "day": "day", "days": "day",
    "uge": "week", "uger": "week", "uges": "week", "ugers": "week", "week": "week",
    "weeks": "week", "måned": "month", "måneder": "month", "måneds": "month",
    "måneders": "month", "maaned": "month", "maaneder": "month", "md": "month", "mdr": "month",
    "month": "month", "months": "month",
    "år": "year", "års": "year", "aar": "year", "year": "year", "years": "year",
}  # fmt: skip
COUNTS = {
    "en": 1, "et": 1, "a": 1, "one": 1, "to": 2, "two": 2, "tre": 3, "three": 3,
    "et par": 2, "a couple of": 2, "fire": 4, "four": 4, "fem": 5, "five": 5, "seks": 6, "six": 6,
    "syv": 7, "seven": 7, "otte": 8, "eight": 8, "ni": 9, "nine": 9, "ti": 10, "ten": 10,
    "fjorten": 14, "fourteen": 14,
}  # fmt: skip
