"""Dates as people write them."""

from datetime import date

import pytest

from reflekt.adapters.natural_dates import WrittenDates

TODAY = date(2026, 11, 24)  # a Tuesday
DATES = WrittenDates()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("i dag", date(2026, 11, 24)),
        ("i morgen", date(2026, 11, 25)),
        ("fredag", date(2026, 11, 27)),
        ("på fredag", date(2026, 11, 27)),
        ("tirsdag", date(2026, 12, 1)),
        ("om 14 dage", date(2026, 12, 8)),
        ("om to uger", date(2026, 12, 8)),
        ("4/12", date(2026, 12, 4)),
        ("4. december", date(2026, 12, 4)),
        ("senest 2026-12-04", date(2026, 12, 4)),
        ("om ti dage", date(2026, 12, 4)),
        ("den 3.", date(2026, 12, 3)),
        ("d. 30.", date(2026, 11, 30)),
        ("friday", date(2026, 11, 27)),
        ("in 2 weeks", date(2026, 12, 8)),
    ],
)
def test_a_day_to_come(text: str, day: date) -> None:
    language = "en" if text in ("friday", "in 2 weeks") else "da"
    assert DATES.day(text, TODAY, language) == day


@pytest.mark.parametrize("text", ["", "når det passer", "31/2", "2026-02-30", "💥", "9" * 40])
def test_what_is_no_day(text: str) -> None:
    assert DATES.day(text, TODAY, "da") is None


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("oktober", (date(2026, 10, 1), date(2026, 10, 31))),
        ("2025", (date(2025, 1, 1), date(2025, 12, 31))),
        ("sidste måned", (date(2026, 10, 1), date(2026, 10, 31))),
        ("i går", (date(2026, 11, 23), date(2026, 11, 23))),
        ("sidste fredag", (date(2026, 11, 20), date(2026, 11, 20))),
        ("i mandags", (date(2026, 11, 23), date(2026, 11, 23))),
        ("uge 40", (date(2026, 9, 28), date(2026, 10, 4))),
        ("uge 50", (date(2025, 12, 8), date(2025, 12, 14))),
    ],
)
def test_a_period_that_has_been(text: str, period: tuple[date, date]) -> None:
    assert DATES.period(text, TODAY, "da") == period
