"""Dates as people write them."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reflekt.adapters.coming_days import coming_day
from reflekt.adapters.named_days import easter
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
        ("d. 3", date(2026, 12, 3)),
        ("24/11", date(2026, 11, 24)),
        ("4.12", date(2026, 12, 4)),
        ("5.1.", date(2027, 1, 5)),
        ("4.12.26", date(2026, 12, 4)),
        ("29. februar", date(2028, 2, 29)),
        ("ons. d. 2/12", date(2026, 12, 2)),
        ("fredag den 4. december kl. 10", date(2026, 12, 4)),
        ("fredag om 8 dage", date(2026, 12, 4)),
        ("fredag om 14 dage", date(2026, 12, 11)),
        ("fredag i næste uge", date(2026, 12, 4)),
        ("næste tirsdag", date(2026, 12, 1)),
        ("næste fredag", date(2026, 12, 4)),
        ("mandag i uge 50", date(2026, 12, 7)),
        ("uge 50", date(2026, 12, 7)),
        ("uge 48", date(2026, 11, 27)),
        ("denne uge", date(2026, 11, 27)),
        ("weekenden", date(2026, 11, 28)),
        ("om en uges tid", date(2026, 12, 1)),
        ("om en måned", date(2026, 12, 24)),
        ("om et halvt år", date(2027, 5, 24)),
        ("om et par uger", date(2026, 12, 8)),
        ("sidst i januar", date(2027, 1, 31)),
        ("første mandag i december", date(2026, 12, 7)),
        ("i morgen tidlig", date(2026, 11, 25)),
        ("i aften", date(2026, 11, 24)),
        ("juleaften", date(2026, 12, 24)),
        ("1. juledag", date(2026, 12, 25)),
        ("anden juledag", date(2026, 12, 26)),
        ("inden jul", date(2026, 12, 23)),
        ("efter jul", date(2026, 12, 27)),
        ("mellem jul og nytår", date(2026, 12, 27)),
        ("nytår", date(2027, 1, 1)),
        ("nytaarsaften", date(2026, 12, 31)),
        ("1. søndag i advent", date(2026, 11, 29)),
        ("4. advent", date(2026, 12, 20)),
        ("påske", date(2027, 3, 28)),
        ("efter påske", date(2027, 3, 30)),
        ("2. pinsedag", date(2027, 5, 17)),
        ("friday", date(2026, 11, 27)),
        ("in 2 weeks", date(2026, 12, 8)),
        ("december 4th", date(2026, 12, 4)),
        ("the 3rd", date(2026, 12, 3)),
        ("a week on friday", date(2026, 12, 4)),
        ("after Christmas", date(2026, 12, 27)),
        ("New Year's Eve", date(2026, 12, 31)),
        ("den 1. i næste måned", date(2026, 12, 1)),
        ("d. 4 i næste måned", date(2026, 12, 4)),
        ("den 28. i denne måned", date(2026, 11, 28)),
        ("the 5th of next month", date(2026, 12, 5)),
        ("tomorrow week", date(2026, 12, 2)),
        ("om ² dage", date(2026, 11, 26)),
        ("mandag i uge 48", date(2027, 11, 29)),
        ("inden weekenden", date(2026, 11, 27)),
        ("før næste weekend", date(2026, 12, 4)),
        ("efter weekenden", date(2026, 11, 30)),
        ("before the weekend", date(2026, 11, 27)),
        ("03-12-26", date(2026, 12, 3)),
        ("26-12-26", date(2026, 12, 26)),
    ],
)
def test_a_day_to_come(text: str, day: date) -> None:
    assert {DATES.day(text, TODAY, language) for language in ("da", "en")} == {day}


@pytest.mark.parametrize(
    "text",
    [
        *("", "når det passer", "31/2", "2026-02-30", "💥", "9" * 40, "til foråret", "snart", "14"),
        *("2/13", "12/31", "1st of the month", "den 31. i denne måned", "en dag", "one day"),
        *("i år", "i går", "sidste fredag", "kl. 10", "fredag den 3. december", "efter ferien"),
        *("26-12-03", "senest 26-12-03", "26-12-27"),  # the day first, or the year?
    ],
)
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
        ("efter jul", (date(2025, 12, 27), date(2025, 12, 27))),
        ("påske", (date(2026, 4, 5), date(2026, 4, 5))),
        ("25/11", (date(2025, 11, 25), date(2025, 11, 25))),
        ("for en uge siden", (date(2026, 11, 17), date(2026, 11, 17))),
        ("uge 40", (date(2026, 9, 28), date(2026, 10, 4))),
        ("uge 50", (date(2025, 12, 8), date(2025, 12, 14))),
    ],
)
def test_a_period_that_has_been(text: str, period: tuple[date, date]) -> None:
    assert DATES.period(text, TODAY, "da") == period


def test_on_a_friday_before_the_weekend_is_today_and_at_the_weekend_it_is_the_next() -> None:
    friday = date(2026, 11, 27)
    assert DATES.day("inden weekenden", friday, "da") == friday
    assert DATES.day("inden weekenden", date(2026, 11, 29), "da") == date(2026, 12, 4)


def test_a_year_that_is_written_is_kept_also_where_it_has_gone_by() -> None:
    for text in ("1. december 2024", "1/12-24", "2024-12-01", "01.12.24"):
        assert DATES.day(text, TODAY, "da") == date(2024, 12, 1)


_WORDS = (
    *("om", "i", "den", "d.", "på", "næste", "sidste", "første", "uge", "efter", "jul", "søndag"),
    *("fredag", "14", "3", "dage", "uger", "4.", "31.", "12", "/", "-", "december", "feb", "påske"),
    *(
        "in",
        "a",
        "week",
        "on",
        "friday",
        "after",
        "end of",
        "3rd",
        "kl.",
        "10.30",
        "weekend",
        "siden",
    ),
)


@given(
    words=st.lists(st.sampled_from(_WORDS), min_size=1, max_size=5).map(" ".join),
    today=st.dates(date(2024, 1, 1), date(2032, 12, 31)),
)
@settings(max_examples=400)
def test_a_day_to_come_is_never_past_where_no_year_was_written(words: str, today: date) -> None:
    found = coming_day(words, today)
    assert found is None or found >= today


@given(st.integers(1900, 2200))
def test_easter_is_a_sunday_from_22_march_to_25_april(year: int) -> None:
    assert easter(year).weekday() == 6
    assert (3, 22) <= (easter(year).month, easter(year).day) <= (4, 25)


@pytest.mark.parametrize("text", ["efter jul", "om et halvt år", "sidst i januar", "om 14 dage"])
def test_a_day_that_was_reckoned_may_move_to_a_working_day(text: str) -> None:
    assert DATES.is_counted(text)


@pytest.mark.parametrize("text", ["juleaften", "fredag", "4/12", "efter ferien"])
def test_a_day_that_was_named_stays(text: str) -> None:
    assert not DATES.is_counted(text)
