"""What a report of themes tells, and what it keeps to itself."""

from __future__ import annotations

from datetime import date
from itertools import count

import pytest

from reflekt.domain.catalogue import Catalogue, Item, Principle, Question, Source
from reflekt.domain.codebook import Theme, codebook_of
from reflekt.domain.codes import Code, point_digest
from reflekt.domain.entry import Action, LearningPoint
from reflekt.domain.shared_points import SharedEntry
from reflekt.domain.suppression import Count, Months, Tally, whole_months
from reflekt.domain.themes import Material, Report, Suppressed, coding
from reflekt.domain.trend import FEWER, MORE, NEW, PERHAPS_MORE, SAME, Trend, change, moved

SPRING = whole_months(date(2026, 3, 1), date(2026, 5, 31))
SOURCE = Source("", 0, 0)


def _item(id: str, kind: str = "threat") -> Item:
    questions = (Question("notice", f"What of {id}?"),)
    return Item(id, kind, id[:2], id.lower(), "", SOURCE, questions, ())


CATALOGUE = Catalogue(
    "en",
    tuple(
        Principle(f"P{n}", f"name {n}", "", "", SOURCE, (), (_item(f"P{n}.T1"), _item(f"P{n}.T2")))
        for n in (1, 2)
    ),
)
_ids = count()


def wrote(person: str, *themes: str, month: int = 4, **fields: object) -> SharedEntry:
    """One entry with one learning point."""
    point = LearningPoint(f"words of {person}", themes)
    entry = SharedEntry(f"id{next(_ids):04}", date(2026, month, 9), person, (point,))
    return entry._replace(**fields)  # type: ignore[arg-type]


def report(entries: list[SharedEntry], *themes: Theme, codes: tuple[Code, ...] = ()) -> Report:
    material = Material(entries, coding(codebook_of(themes), codes), 3)
    return material.report(SPRING, CATALOGUE)


def counts(found: Report) -> dict[str, Count]:
    assert all(one.is_exact for one in found.themes)
    return {one.theme: one.counted for one in found.themes}


def three(*themes: str) -> list[SharedEntry]:
    return [wrote(person, *themes) for person in "abc"]


def test_people_are_counted_and_so_are_their_points() -> None:
    assert counts(report([*three("trust"), wrote("a", "trust")])) == {"trust": Count(3, 4)}


def test_a_theme_of_two_people_is_not_named() -> None:
    found = report([*three("trust"), wrote("a", "pace"), wrote("b", "pace")])
    assert counts(found) == {"trust": Count(3, 3)}
    assert "pace" not in repr(found)


def test_the_points_of_one_hidden_theme_are_not_told() -> None:
    found = report([*three("trust"), wrote("a", "pace"), wrote("b", "pace")])
    assert found.suppressed == Suppressed(1, None)


def test_hidden_themes_are_folded_together_when_enough_people_stand_behind_them() -> None:
    small = [wrote("a", "pace"), wrote("b", "pace"), wrote("c", "hope")]
    assert report([*three("trust"), *small]).suppressed == Suppressed(2, 3)


def test_two_hidden_themes_of_the_same_two_people_are_not_summed() -> None:
    small = [wrote(person, theme) for person in "ab" for theme in ("pace", "hope")]
    assert report(small).suppressed == Suppressed(2, None)


def test_somebody_without_a_name_counts_once_however_much_they_write() -> None:
    flood = [wrote("contributor x", "pace") for _ in range(40)]
    assert counts(report([*three("trust"), *flood, wrote("a", "pace")])) == {"trust": Count(3, 3)}


def test_a_flood_does_not_come_before_a_theme_of_more_people() -> None:
    flood = [wrote("a", "pace") for _ in range(40)]
    found = report([*three("pace"), *flood, *three("trust"), wrote("d", "trust")])
    assert [one.theme for one in found.themes] == ["trust", "pace"]


def test_a_copy_of_a_file_is_no_second_voice() -> None:
    entries = three("trust")
    assert counts(report([*entries, entries[0]])) == {"trust": Count(3, 3)}


def test_the_period_before_is_told_where_enough_wrote() -> None:
    before = [wrote(person, "trust", month=2) for person in "abcd"]
    (theme,) = report([*three("trust"), *before]).themes
    assert theme.trend == Trend(4, 3)


def test_where_few_wrote_before_the_number_is_about_both_periods_together() -> None:
    """Otherwise both periods together, less this one, would be that one person."""
    (theme,) = report([*three("trust"), wrote("a", "trust"), wrote("d", "trust", month=2)]).themes
    both = whole_months(date(2026, 2, 1), date(2026, 4, 30))
    assert (theme.wider, theme.counted) == (both, Count(4, 5))
    assert theme.entries == ()
    assert theme.trend == Trend(None, None)


def test_nothing_before_is_told_as_nothing() -> None:
    (theme,) = report(three("trust")).themes
    assert theme.trend == Trend(0, 3)


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        (0, 3, NEW),
        (4, 5, SAME),
        (3, 6, PERHAPS_MORE),
        (3, 14, MORE),
        (14, 3, FEWER),
        (None, 4, None),
        (4, None, None),
    ],
)
def test_small_differences_are_called_what_they_are(
    before: int | None, now: int | None, said: str | None
) -> None:
    assert change(Trend(before, now)) == said


def test_only_words_that_may_be_quoted_are_quoted() -> None:
    said = LearningPoint("may be said", ("trust",), quotable=True)
    kept = LearningPoint("must not be said", ("trust",))
    found = report([*three("trust"), wrote("a", points=(said, kept))])
    assert found.themes[0].quotes == ("may be said",)
    assert "must not" not in repr(found)


def test_words_of_a_hidden_theme_are_not_quoted() -> None:
    said = LearningPoint("may be said", ("pace",), quotable=True)
    assert "may be said" not in repr(report([*three("trust"), wrote("a", points=(said,))]))


def test_everybody_is_quoted_once_before_anybody_twice() -> None:
    def said(person: str, text: str) -> SharedEntry:
        return wrote(person, points=(LearningPoint(text, ("trust",), quotable=True),))

    entries = [said("a", f"a{n}") for n in range(6)] + [said("b", "b"), said("c", "c")]
    quotes = report(entries).themes[0].quotes
    assert len(quotes) == 5
    assert {"b", "c"} <= set(quotes[:3])


def test_what_came_of_things_tried_is_counted_in_people() -> None:
    helped = Action("ring first", outcomes=("2026-05-01: helped – she answered",))
    tried = [wrote(person, "trust", actions=(helped, helped)) for person in "abc"]
    (theme,) = report(tried).themes
    assert [(one.verdict, one.people, one.words) for one in theme.tried] == [("yes", 3, ())]


def test_what_one_person_tried_is_not_told() -> None:
    failed = Action("ring first", outcomes=("2026-05-01: did not help",))
    (theme,) = report([*three("trust"), wrote("a", "trust", actions=(failed,))]).themes
    assert theme.tried == ()


def test_words_about_something_tried_need_consent_too() -> None:
    open_words = Action("ring first (may be quoted)", outcomes=("2026-05-01: helped – secret",))
    (theme,) = report([*three("trust"), wrote("a", "trust", actions=(open_words,))]).themes
    assert [(one.verdict, one.people, one.words) for one in theme.tried] == [
        ("yes", None, ("ring first",))
    ]


def test_principles_come_from_the_codebook_and_from_answers_of_enough_people() -> None:
    answered = [wrote(person, "trust", answered=("P2.T1",)) for person in "abc"]
    one = wrote("a", "trust", answered=("P3.T1",))
    (theme,) = report([*answered, one], Theme("trust", links=("P1.T2",))).themes
    assert theme.principles == ("P1", "P2")


def test_blind_spots_are_what_fewer_than_the_smallest_group_touched() -> None:
    answered = [wrote(person, "trust", answered=("P1.T1",)) for person in "abc"]
    alone = wrote("a", "trust", answered=("P2.T1",))
    spots = report([*answered, alone]).blind_spots
    assert [spot.id for spot in spots] == ["P1.T2", "P2", "P2.T1", "P2.T2"]
    assert spots[0].question == "What of P1.T2?"


def test_a_merged_theme_counts_under_its_present_name() -> None:
    book = (Theme("trust"), Theme("confidence", aliases=("konfidens",)))
    entries = [wrote("a", "confidence"), wrote("b", "konfidens"), wrote("c", "confidence")]
    assert counts(report(entries, *book)) == {"confidence": Count(3, 3)}


def test_a_theme_that_a_colleague_gave_counts_as_the_writers() -> None:
    entries = [*three("trust")[:2], wrote("c")]
    code = Code(entries[2].id, point_digest(entries[2].points[0].text), ("trust",))
    assert counts(report(entries, codes=(code,))) == {"trust": Count(3, 3)}


def test_points_without_a_theme_are_waiting_unless_somebody_said_that_none_fits() -> None:
    entries = [wrote("a"), wrote("b")]
    none_fits = Code(entries[0].id, point_digest(entries[0].points[0].text), ())
    assert report(entries, codes=(none_fits,)).uncoded == 1


def test_the_same_entries_in_any_order_make_the_same_report() -> None:
    entries = [*three("trust"), *three("pace"), wrote("d", "hope")]
    assert report(entries) == report(entries[::-1])


def test_blind_spots_of_two_periods_do_not_tell_how_few_wrote_in_one() -> None:
    """Ann in March, three others in April: were March blind and April not, March would be Ann's."""
    theme = Theme("trust", links=("P1.T1",))
    entries = [wrote("a", "trust", month=3), *(wrote(p, "trust", month=4) for p in "bcd")]
    material = Material(entries, coding(codebook_of([theme]), ()), 3)
    blind = [
        {spot.id for spot in material.report(Months(month, month), CATALOGUE).blind_spots}
        for month in range(SPRING.first, SPRING.last + 1)
    ]
    assert [("P1" in spots, "P1.T1" in spots) for spots in blind] == [(False, False)] * 2 + [
        (True, True)
    ]


def test_a_year_is_shown_in_the_shortest_steps_that_can_be_told() -> None:
    entries = [wrote(p, "trust", month=m) for p in "abc" for m in (1, 2, 4, 5)]
    material = Material(entries, coding(codebook_of(()), ()), 3)
    year = whole_months(date(2026, 1, 1), date(2026, 6, 30))
    assert [period.last - period.first for period in moved(material, year).periods] == [0] * 6
    quarters = moved(material, year, 3)
    assert quarters.themes == (("trust", (Count(3, 6), Count(3, 6))),)


def test_a_step_that_cannot_be_told_is_left_open() -> None:
    entries = [*three("trust"), wrote("a", "trust", month=7)]
    material = Material(entries, coding(codebook_of(()), ()), 3)
    steps = moved(material, whole_months(date(2026, 1, 1), date(2026, 12, 1)), 3)
    nothing, open_ = Count(0, 0), None
    assert steps.themes == (("trust", (nothing, open_, open_, nothing)),)
    halves = moved(material, Months(2026 * 12, 2026 * 12 + 11), 6)
    assert halves.themes == (("trust", (open_, open_)),)


def test_a_tally_counts_nobody_twice() -> None:
    tally = Tally()
    tally.add(SPRING.first, "a", 2)
    tally.add(SPRING.last, "a", 3)
    assert tally.count(SPRING) == Count(1, 5)
