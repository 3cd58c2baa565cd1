"""From learning points that were shared to a report of themes: for a team, never about a person.

How many people count before how many points. Of a theme that fewer wrote about than the smallest
group allows, the report tells nothing but that there are such themes; see `suppression` for the
numbers that can't be told although enough people wrote. Words are quoted only where their writer
has said that they may be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from reflekt.domain.catalogue import Catalogue
from reflekt.domain.codebook import Codebook, Theme
from reflekt.domain.codes import Code, point_digest, themes_given
from reflekt.domain.contents import quotable_words
from reflekt.domain.entry import Action, LearningPoint
from reflekt.domain.outcomes import VERDICTS, outcomes
from reflekt.domain.shared_points import SharedEntry
from reflekt.domain.suppression import SMALLEST_GROUP, Blocks, Count, Months, Tally, month_of
from reflekt.domain.trend import Trend

MOST_QUOTES = 5
"""Quotes of one theme in a report, one a person first."""

OPEN = "open"
"""Something to try of which nobody has said yet whether it helped."""


class Tried(NamedTuple):
    """Things tried with one result: by how many people, and the words that may be quoted."""

    verdict: str
    people: int | None
    words: tuple[str, ...] = ()


class ThemeFound(NamedTuple):
    """One theme of a report.

    Where the number could be used to work out what a few people wrote, `counted` is about a longer
    time, `wider`, and there are no `entries`. They are for those who may read the space.
    """

    theme: str
    meaning: str
    counted: Count
    wider: Months | None
    trend: Trend
    principles: tuple[str, ...]
    tried: tuple[Tried, ...]
    quotes: tuple[str, ...]
    entries: tuple[str, ...]

    @property
    def is_exact(self) -> bool:
        """Whether it was counted in the period that was asked for."""
        return self.wider is None


class Suppressed(NamedTuple):
    """Themes too few people wrote about, folded together; `points` None where it can't be told."""

    themes: int
    points: int | None


class BlindSpot(NamedTuple):
    """A principle or threat nobody, or fewer than the smallest group, wrote about.

    `question` is empty for a principle: then it is for the reader to put one.
    """

    id: str
    name: str
    question: str


class Report(NamedTuple):
    """What a team wrote about in some whole months."""

    period: Months
    minimum: int
    themes: tuple[ThemeFound, ...]
    suppressed: Suppressed
    blind_spots: tuple[BlindSpot, ...]
    uncoded: int
    uncoded_people: bool
    """Whether enough people stand behind the number of uncoded points to hand it on."""


class Coding(NamedTuple):
    """What points are about: the codebook, and the codes that people gave to others' points.

    `codes` are by entry and by the digest of a point. `starters` say what a theme means that the
    space's own codebook does not know.
    """

    codebook: Codebook
    codes: Mapping[str, Mapping[str, Sequence[Code]]] = {}
    starters: tuple[Codebook, ...] = ()

    def names(self, entry: str, point: LearningPoint) -> tuple[str, ...] | None:
        """The names of themes that a point bears or was given; None where nobody gave any and
        nobody has said that none of them fits."""
        given: tuple[str, ...] | None = None
        known = self.codes.get(entry)
        if known:
            codes = known.get(point_digest(point.text))
            given = themes_given(codes) if codes else None
        return point.themes + (given or ()) if point.themes or given is not None else None

    def present(self, names: tuple[str, ...]) -> tuple[tuple[str, ...], bool]:
        """What the themes are called today, and whether they need no further choice."""
        settled = self.codebook.is_settled(names) if names else True
        return self.codebook.present_all(names), settled

    def theme(self, name: str) -> Theme | None:
        """What is known of a theme: its meaning, and the principles it is linked to."""
        books = (self.codebook, *self.starters)
        return next((theme for book in books if (theme := book.find(name))), None)


def coding(codebook: Codebook, codes: Iterable[Code], starters: Iterable[Codebook] = ()) -> Coding:
    """The codebook and all codes of all people, ready to be asked."""
    found: dict[str, dict[str, list[Code]]] = {}
    for code in codes:
        found.setdefault(code.entry, {}).setdefault(code.point, []).append(code)
    return Coding(codebook, found, tuple(starters))


class Material:
    """Everything shared in a space, counted once; reports and trends are read off it."""

    def __init__(self, entries: Iterable[SharedEntry], coding: Coding, minimum: int) -> None:
        self.minimum = max(minimum, SMALLEST_GROUP)
        self._coding = coding
        self._entries: list[_Coded] = []
        self._uncoded = Tally()
        tallies: dict[str, Tally] = {}
        seen: set[str] = set()
        known: dict[tuple[str, ...] | None, tuple[tuple[str, ...], bool]] = {}
        for entry in entries:
            if entry.id in seen:
                continue  # a copy of a file is no second voice
            seen.add(entry.id)
            month = month_of(entry.day)
            themes: list[tuple[tuple[str, ...], LearningPoint]] = []
            for point in entry.points:
                written = coding.names(entry.id, point)
                if written not in known:
                    known[written] = coding.present(written) if written is not None else ((), False)
                names, settled = known[written]
                themes.append((names, point))
                for name in names:
                    if name not in tallies:
                        tallies[name] = Tally()
                    tallies[name].add(month, entry.person)
                if not settled:
                    self._uncoded.add(month, entry.person)
            self._entries.append(_Coded(entry, month, tuple(themes)))
        self._themes = {name: Blocks(tallies[name], self.minimum) for name in sorted(tallies)}

    def names(self, period: Months) -> tuple[str, ...]:
        """The themes of which something can be told in the period."""
        return tuple(n for n, blocks in self._themes.items() if blocks.wider(period))

    def told(self, theme: str, period: Months) -> Count | None:
        """How many people and points, where that may be told."""
        blocks = self._themes.get(theme)
        return blocks.told(period) if blocks else Count(0, 0)

    def report(self, period: Months, catalogue: Catalogue) -> Report:
        """What was written about in the period: most people first, then by name."""
        there = [name for name, blocks in self._themes.items() if blocks.touching(period)]
        enough = {name: wider for name in there if (wider := self._themes[name].wider(period))}
        behind = _Behind(self, period, set(enough))
        themes = [self._found(name, period, behind, wider) for name, wider in enough.items()]
        themes.sort(key=lambda one: (-one.counted.people, one.theme))
        return Report(
            period,
            self.minimum,
            tuple(themes),
            self._suppressed([name for name in there if name not in enough], period),
            tuple(self._blind_spots(period, catalogue)),
            self._uncoded.count(period).points,
            Blocks(self._uncoded, self.minimum).told(period) is not None,
        )

    def coded(self, period: Months | None = None) -> Iterator[_Coded]:
        """The entries of the period with the themes of their points."""
        return (one for one in self._entries if period is None or period.holds(one.month))

    def _found(self, name: str, period: Months, behind: _Behind, wider: Months) -> ThemeFound:
        blocks = self._themes[name]
        count = blocks.told(period)
        before = blocks.told(period.before) if count else None
        theme = self._coding.theme(name)
        linked = [link.partition(".")[0] for link in self._links(name)]
        return ThemeFound(
            name,
            theme.meaning if theme else "",
            count or blocks.told(wider) or Count(0, 0),
            None if count else wider,
            Trend(before.people if before else None, count.people if count else None),
            tuple(sorted({*linked, *behind.principles(name)}, key=_order)),
            behind.tried(name),
            behind.quotes(name),
            behind.entries(name) if count else (),
        )

    def _suppressed(self, names: Sequence[str], period: Months) -> Suppressed:
        """How many themes are folded together, and how many points where that gives none away.

        The points are told only of themes that are too small in whatever period, several of
        them together, and then as the points of one theme would be.
        """
        small = {n for n, blocks in self._themes.items() if not blocks.is_big_enough()}
        if len(names) < 2 or not small.issuperset(names):
            return Suppressed(len(names), None if names else 0)
        rest = Tally()
        for coded in self._entries:
            for themes, _point in coded.points:
                if not small.isdisjoint(themes):
                    rest.add(coded.month, coded.entry.person)
        told = Blocks(rest, self.minimum).told(period)
        return Suppressed(len(names), told.points if told else None)

    def _links(self, name: str) -> tuple[str, ...]:
        theme = self._coding.theme(name)
        return theme.links if theme else ()

    def _blind_spots(self, period: Months, catalogue: Catalogue) -> Iterator[BlindSpot]:
        links = {name: self._links(name) for name in self._themes}
        touched: dict[str, Tally] = {}
        for coded in self._entries:
            items = set(coded.entry.answered)
            for theme in {name for names, _point in coded.points for name in names}:
                items.update(links[theme])
            for item in {*items, *(item.partition(".")[0] for item in items)}:
                touched.setdefault(item, Tally()).add(coded.month, coded.entry.person)
        seen = {
            item
            for item, tally in touched.items()
            if Blocks(tally, self.minimum).is_touched(period)
        }
        for principle in catalogue.principles:
            if principle.id not in seen:
                yield BlindSpot(principle.id, principle.name, "")
            for threat in principle.threats:
                if threat.id not in seen:
                    yield BlindSpot(threat.id, threat.name, threat.questions[0].text)


class _Coded(NamedTuple):
    """An entry with the themes of each of its points."""

    entry: SharedEntry
    month: int
    points: tuple[tuple[tuple[str, ...], LearningPoint], ...]


class _Behind:
    """What stands behind the themes of a report, gathered in one walk through its period."""

    def __init__(self, material: Material, period: Months, names: set[str]) -> None:
        self._minimum = material.minimum
        self._period = period
        self._principles: dict[str, dict[str, Tally]] = {}
        self._tried: dict[str, dict[str, Tally]] = {}
        self._words: dict[str, dict[str, list[str]]] = {}
        self._quotes: dict[str, list[tuple[str, str, str]]] = {}
        self._entries: dict[str, dict[str, None]] = {}
        for coded in material.coded():
            entry = coded.entry
            themes = {name for found, _point in coded.points for name in found if name in names}
            inside = period.holds(coded.month)
            for action in entry.actions if themes else ():
                self._add_tried(themes, action, coded, inside)
            for principle in {item.partition(".")[0] for item in entry.answered}:
                for name in themes:
                    principles = self._principles.setdefault(name, {})
                    principles.setdefault(principle, Tally()).add(coded.month, entry.person)
            if not inside:
                continue
            for name in themes:
                self._entries.setdefault(name, {})[entry.id] = None
            for found, point in coded.points:
                if point.quotable:
                    for name in names.intersection(found):
                        quote = (entry.id, entry.person, point.text)
                        self._quotes.setdefault(name, []).append(quote)

    def principles(self, name: str) -> Iterator[str]:
        """The principles that enough people answered questions about where the theme is."""
        for principle, tally in self._principles.get(name, {}).items():
            if Blocks(tally, self._minimum).wider(self._period):
                yield principle

    def tried(self, name: str) -> tuple[Tried, ...]:
        """What came of things tried, where enough people tried with that result."""
        found = []
        for verdict in (*VERDICTS, OPEN):
            tally = self._tried.get(name, {}).get(verdict)
            words = tuple(dict.fromkeys(sorted(self._words.get(name, {}).get(verdict, ()))))
            told = Blocks(tally, self._minimum).told(self._period) if tally else None
            people = told.people if told and told.people else None
            if people or words:
                found.append(Tried(verdict, people, words[:MOST_QUOTES]))
        return tuple(found)

    def quotes(self, name: str) -> tuple[str, ...]:
        """Words that may be quoted, as many people's as there are before two of one person."""
        turns: dict[str, int] = {}
        ordered = []
        for entry, person, text in sorted(self._quotes.get(name, ())):
            turn = turns[person] = turns.get(person, 0) + 1
            ordered.append((turn, entry, text))
        texts = dict.fromkeys(text for _turn, _entry, text in sorted(ordered))
        return tuple(texts)[:MOST_QUOTES]

    def entries(self, name: str) -> tuple[str, ...]:
        """The ids of the entries that hold the theme's points."""
        return tuple(sorted(self._entries.get(name, ())))

    def _add_tried(self, names: set[str], action: Action, coded: _Coded, inside: bool) -> None:
        verdict, words = _result(action)
        for name in names:
            tallies = self._tried.setdefault(name, {})
            tallies.setdefault(verdict, Tally()).add(coded.month, coded.entry.person)
            if inside and words:
                self._words.setdefault(name, {}).setdefault(verdict, []).append(words)


def _result(action: Action) -> tuple[str, str]:
    """Whether the action helped, and of its words those that may be quoted."""
    verdict, said = OPEN, [quotable_words(action.text)]
    for outcome in outcomes(action):
        if outcome.verdict in VERDICTS:
            verdict = outcome.verdict
        said.append(quotable_words(outcome.text))
    return verdict, " – ".join(words for words in said if words)


def _order(name: str) -> tuple[object, ...]:
    return tuple(int(part) if part.isdecimal() else part for part in re.split(r"(\d+)", name))
