"""A report of themes put into words: one page, whatever it is shown on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import zip_longest

from reflekt.domain.catalogue import Catalogue
from reflekt.domain.outcomes import NO, PARTLY, TOO_EARLY, YES
from reflekt.domain.page import (
    FIGURE,
    LEAD,
    NOTE,
    Block,
    Cell,
    Chart,
    Items,
    Page,
    Part,
    Quotes,
    Row,
    Table,
    Text,
)
from reflekt.domain.suppression import Months
from reflekt.domain.themes import OPEN, BlindSpot, Report, ThemeFound, Tried
from reflekt.domain.trend import FEWER, MORE, NEW, PERHAPS_FEWER, PERHAPS_MORE, SAME, change
from reflekt.errors import N_
from reflekt.i18n import _, language, month_span, ngettext, short_day

_CHANGES = {
    NEW: N_("Nobody wrote about it in the period before."),
    SAME: N_("About as many as in the period before ({before})."),
    PERHAPS_MORE: N_("A few more than in the period before ({before}). It may be chance."),
    PERHAPS_FEWER: N_("A few fewer than in the period before ({before}). It may be chance."),
    MORE: N_("More than in the period before ({before})."),
    FEWER: N_("Fewer than in the period before ({before})."),
}
_SHORT = {
    NEW: N_("new"),
    SAME: N_("about the same"),
    PERHAPS_MORE: N_("perhaps more"),
    PERHAPS_FEWER: N_("perhaps fewer"),
    MORE: N_("more"),
    FEWER: N_("fewer"),
}
_RESULTS = {
    YES: N_("It helped"),
    PARTLY: N_("It helped partly"),
    NO: N_("It did not help"),
    TOO_EARLY: N_("Too early to say"),
    OPEN: N_("Not looked at yet"),
}
_BY = {
    1: N_("How many people wrote about each theme, month by month."),
    3: N_("How many people wrote about each theme, quarter by quarter."),
    6: N_("How many people wrote about each theme, half year by half year."),
}
_THREATS_SHOWN = 6
_NOT_TOLD = "–"


def page_words() -> Mapping[str, str]:
    """The words a page needs for itself."""
    return {
        "skip": _("Skip to the content"),
        "project": _("Show on a big screen"),
        "moving": _("Move between screens"),
        "back": _("Back"),
        "next": _("Next"),
        "leave": _("Close"),
        "hint": _("Arrow keys move · Home and End jump · Esc closes"),
        "as_table": _("The same numbers as a table"),
        "page": _("Page {number} of {all}"),
    }


def report_page(
    report: Report, space: str, catalogue: Catalogue, today: date, *, for_members: bool = False
) -> Page:
    """The report as a page; `for_members` adds the ids of the entries behind each theme."""
    parts = [_overview(report)]
    parts += [_theme(one, catalogue, for_members=for_members) for one in report.themes]
    parts += [_blind_spots(report), _rest(report), how_counted(report.minimum)]
    about = [month_span(report.period.since, report.period.until)]
    if today <= report.period.until:
        about.append(_("the period is not over yet"))
    about.append(_("made {day}").format(day=short_day(today)))
    return Page(
        _("Themes in {space}").format(space=space),
        " · ".join(about),
        language(),
        tuple(part for part in parts if part.blocks),
        page_words(),
    )


def trend_page(
    space: str,
    periods: Sequence[Months],
    rows: Sequence[Row],
    minimum: int,
    today: date,
) -> Page:
    """How themes moved, as a page."""
    years = {period.since.year for period in periods}
    labels = tuple(_short_span(period, with_year=len(years) > 1) for period in periods)
    length = periods[0].last - periods[0].first + 1
    caption = _(_BY[length])
    chart = Chart(caption, labels, tuple(rows), _("not told"), _("Theme"))
    left_open = _(
        "Where it is left open, too few people wrote, or the number could be used to work out "
        "what one or two of them wrote."
    )
    blocks: tuple[Block, ...] = (chart, Text(left_open, NOTE))
    if not rows:
        blocks = (Text(_nothing(minimum)),)
    span = month_span(periods[0].since, periods[-1].until)
    return Page(
        _("How the themes in {space} have moved").format(space=space),
        " · ".join([span, _("made {day}").format(day=short_day(today))]),
        language(),
        (Part(_("Theme by theme"), blocks, screen=True), how_counted(minimum)),
        page_words(),
    )


def how_counted(minimum: int) -> Part:
    """What stands at the end of every page with numbers: how they were made."""
    small = _("Nothing is told of a theme that fewer than {number} people wrote about.")
    return Part(
        _("How it was counted"),
        (
            Items(
                (
                    _("People count, not how much each of them wrote."),
                    small.format(number=minimum),
                    _("Somebody who shares without a name counts once, however much they write."),
                    _("Numbers cover whole months, so that nobody can be found by narrowing them."),
                    _("Words are quoted only where their writer has said yes to it."),
                    _(
                        "Two reports made on different days can differ by what one person shared "
                        "in between. Hand a report on when its period is over."
                    ),
                )
            ),
        ),
    )


def _overview(report: Report) -> Part:
    if not report.themes:
        return Part(_("At a glance"), (Text(_nothing(report.minimum)),), screen=True)
    most = max(one.counted.people for one in report.themes)
    rows = tuple(_row(one, most) for one in report.themes)
    caption = ngettext(
        "{number} theme that at least {minimum} people wrote about, most people first.",
        "{number} themes that at least {minimum} people wrote about, most people first.",
        len(rows),
    ).format(number=len(rows), minimum=report.minimum)
    headers = (_("Theme"), _("People"), _("Points"), _("Since the period before"))
    blocks: list[Block] = [Table(caption, headers, rows, frozenset({1, 2}))]
    if not all(one.is_exact for one in report.themes):
        blocks.append(Text(_wider(), NOTE))
    return Part(_("At a glance"), tuple(blocks), screen=True)


def _nothing(minimum: int) -> str:
    return _("No theme in this period was written about by at least {number} people.").format(
        number=minimum
    )


def _wider() -> str:
    return _(
        "Where months stand beside a number, it is about all of them: a number for this period "
        "alone could be used to work out what one or two people wrote."
    )


def _counted_over(one: ThemeFound) -> str:
    return _("counted over {months}").format(months=_months(one)) if one.wider else ""


def _months(one: ThemeFound) -> str:
    return month_span(one.wider.since, one.wider.until) if one.wider else ""


def _row(one: ThemeFound, most: int) -> tuple[Cell, ...]:
    said = change(one.trend)
    people, points = one.counted
    return (
        Cell(f"#{one.theme}"),
        Cell(str(people), people / most),
        Cell(str(points)),
        Cell(_(_SHORT[said]) if said else _counted_over(one) or _NOT_TOLD),
    )


def _theme(one: ThemeFound, catalogue: Catalogue, *, for_members: bool) -> Part:
    blocks: list[Block] = []
    if one.meaning:
        blocks.append(Text(one.meaning, NOTE))
    blocks.append(Text(_numbers(one), FIGURE))
    said = change(one.trend)
    if said:
        blocks.append(Text(_(_CHANGES[said]).format(before=one.trend.before)))
    elif one.is_exact:
        blocks.append(Text(_("It can't be compared with the period before.")))
    names = {principle.id: principle.name for principle in catalogue.principles}
    touched = [f"{id} {names[id]}" for id in one.principles if id in names]
    if touched:
        blocks.append(Items(tuple(touched), _("Touches on")))
    results = tuple(_result(tried) for tried in one.tried)
    if results:
        blocks.append(Items(results, _("What was tried, and what came of it")))
    if one.quotes:
        blocks.append(Quotes(one.quotes, _("In their own words")))
    if for_members and one.entries:
        blocks.append(Text(_("Entries: {ids}").format(ids=", ".join(one.entries)), NOTE))
    return Part(f"#{one.theme}", tuple(blocks), screen=True)


def _numbers(one: ThemeFound) -> str:
    points = ngettext("{number} learning point", "{number} learning points", one.counted.points)
    people = _("{number} people wrote").format(number=one.counted.people)
    told = f"{people} · {points.format(number=one.counted.points)}"
    return told if one.is_exact else f"{told} ({_months(one)})"


def _result(tried: Tried) -> str:
    told = _(_RESULTS[tried.verdict])
    if tried.people:
        by = _("told by {number} people").format(number=tried.people)
        told += f" ({by})"
    return f"{told}: {' · '.join(f'“{words}”' for words in tried.words)}" if tried.words else told


def _blind_spots(report: Report) -> Part:
    principles = [spot for spot in report.blind_spots if not spot.question]
    alone = {spot.id for spot in principles}
    threats = [
        spot
        for spot in report.blind_spots
        if spot.question and spot.id.partition(".")[0] not in alone
    ]
    if not principles and not threats:
        return Part("", ())
    lead = _(
        "Nobody, or fewer than {number} people, wrote about this. Is it going well, did nobody "
        "think of it, or is it hard to write about?"
    ).format(number=report.minimum)
    blocks: list[Block] = [Text(lead, LEAD)]
    if principles:
        names = tuple(f"{spot.id} {spot.name}" for spot in principles)
        blocks.append(Items(names, _("Whole principles")))
    if threats:
        shown = list(_in_turn(threats))[:_THREATS_SHOWN]
        texts = [f"{spot.name} ({spot.id}): {spot.question}" for spot in shown]
        more = len(threats) - len(shown)
        if more:
            texts.append(_("… and {number} more.").format(number=more))
        blocks.append(Items(tuple(texts), _("What can threaten the others")))
    return Part(_("What hardly anybody wrote about"), tuple(blocks), screen=True)


def _in_turn(threats: Sequence[BlindSpot]) -> Iterator[BlindSpot]:
    """The first of each principle, then the second of each …: a few that reach widely."""
    by_principle: dict[str, list[BlindSpot]] = {}
    for spot in threats:
        by_principle.setdefault(spot.id.partition(".")[0], []).append(spot)
    for round_ in zip_longest(*by_principle.values()):
        yield from (spot for spot in round_ if spot is not None)


def _rest(report: Report) -> Part:
    blocks: list[Block] = []
    folded = report.suppressed
    if folded.themes:
        told = ngettext(
            "Too few people wrote about {number} more theme. It is not named.",
            "Too few people wrote about {number} more themes. They are not named.",
            folded.themes,
        ).format(number=folded.themes)
        if folded.points:
            points = ngettext("{number} learning point", "{number} learning points", folded.points)
            told += " " + _("Together: {points}.").format(
                points=points.format(number=folded.points)
            )
        blocks.append(Text(told))
    if report.uncoded and report.uncoded_people:
        told = ngettext(
            "{number} learning point has no theme yet.",
            "{number} learning points have no theme yet.",
            report.uncoded,
        )
        blocks.append(Text(told.format(number=report.uncoded)))
    elif report.uncoded:
        blocks.append(Text(_("A few learning points have no theme yet.")))
    return Part(_("And the rest"), tuple(blocks))


def _short_span(period: Months, *, with_year: bool) -> str:
    """A column's label: "jan", "Q1", and of which year where there is more than one."""
    if period.first == period.last:
        label = month_span(period.since, period.until)[:3]
    elif period.last - period.first == 2:
        label = _("Q{number}").format(number=period.first % 12 // 3 + 1)
    else:
        label = _("H{number}").format(number=period.first % 12 // 6 + 1)
    return f"{label} {period.since:%y}" if with_year else label
