"""Which themes a learning point is about, learned from a handful of confirmed points.

Six points are too few to know a theme by its words alone. So a point is also seen through what
the practice speaks of: its likeness to each *concept*, which are the starter themes and the signs
and threats of the principles with all their examples. Two points that share no word may still
touch the same concepts. And its words mean something (`word_meanings.py`), whichever they are. A
theme is the mean of its confirmed points, of its name and meaning, and of the examples that reflekt
knows of it; a point's score is its cosine to that mean in words, in concepts and in meaning.

Sums are exact (`fsum`), so that the order of points or texts changes nothing, not even the last
digit. What was weighed, and measured on texts nobody tuned on, stands in `bench/README.md`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from reflekt.domain.relevance import BIAS, Stem, features, learned_calls
from reflekt.domain.word_meanings import WordMeanings
from reflekt.domain.word_meanings import unit as unit_list
from reflekt.domain.wordgroups import WordGroups

DESCRIBED = 3.0
"""How many confirmed points a theme's name and meaning weigh as much as."""

NAMED = 1.0
"""The same for a name by itself, which says little."""

_BARE = 3
"""A description of so many words or fewer is a name by itself."""

EXAMPLE = 0.7
"""How much of a confirmed point an example that reflekt knows weighs."""

GROUPS = 2.0
"""How much more a word group weighs here than for threats, which have many more examples."""

CONCEPTS = 0.5
"""How much likeness in concepts counts beside likeness in words."""

MEANT = 1.0
"""How much likeness in what the words mean counts beside likeness in words."""

ENOUGH = 60
"""Confirmed points of a theme beyond this many, the newest first, teach nothing more."""

NEAR = 0.02
"""Below this score no theme is near."""

SPEAKS = 0.8
"""A text that speaks less than this of anything a theme may be about gets none (log-odds)."""

SURE = 10.0
"""How much more it speaks where a theme is near in words and concepts."""

_SMALL = 0.02
"""Weights of a concept below this are left out: together they change no answer."""

_EVERY = 4
"""Each of this many examples tells how far texts lie from a concept in general."""

Vector = Mapping[str, float]
Direction = Sequence[float]


class Seen(NamedTuple):
    """Texts as they are compared: in words, in concepts and in meaning (empty: not known)."""

    words: Vector
    concepts: Sequence[float]
    meant: Direction


class Background(NamedTuple):
    """What is known before anybody has coded: how rare a feature is, and the concepts.

    `weights` has for each feature the concepts it speaks for; `spread` the mean and the standard
    deviation of likeness to each concept; `calls` how much a feature tells a text about the
    practice from one about nothing. `known` has the sum of the examples that reflekt knows of
    a theme, so that they need not be looked at again.
    """

    texts: int
    rarity: Mapping[str, float]
    weights: Mapping[str, Sequence[Sequence[float]]]
    spread: Sequence[Sequence[float]]
    calls: Mapping[str, float]
    known: Mapping[str, Seen]
    groups: WordGroups
    stem: Stem
    meanings: WordMeanings | None = None

    def seen(self, text: str) -> Seen:
        """A text as it is compared."""
        vector = self.vector(text)
        return Seen(vector, self.concepts(vector), self.direction(text))

    def direction(self, text: str) -> Direction:
        """What the words of a text mean."""
        return self.meanings.direction(text, self.stem) if self.meanings else ()

    def vector(self, text: str) -> dict[str, float]:
        """A text's words as a vector of length one."""
        unseen = math.log((self.texts + 1) / 0.5)
        found = _features(text, self.groups, self.stem)
        return unit({name: value * self.rarity.get(name, unseen) for name, value in found.items()})

    def call(self, vector: Vector) -> float:
        """How much a text speaks of the practice at all (log-odds)."""
        told = math.fsum(self.calls.get(name, 0.0) * value for name, value in vector.items())
        return told + self.calls[BIAS]

    def concepts(self, vector: Vector) -> list[float]:
        """How much more than usual a vector is like each concept, as a vector of length one."""
        like: list[list[float]] = [[] for _ in self.spread]
        for name, value in vector.items():
            for concept, weight in self.weights.get(name, ()):
                like[int(concept)].append(value * weight)
        above = [
            max(0.0, (math.fsum(parts) - mean) / spread)
            for parts, (mean, spread) in zip(like, self.spread, strict=True)
        ]
        return unit_list(above)


class Teaching(NamedTuple):
    """What one theme is learned from. `prior` below 1 holds it back behind the others; `line`
    tells in a sentence what it is, `known` which of the themes that reflekt knows it is."""

    points: Sequence[str] = ()
    described: str = ""
    examples: Sequence[str] = ()
    prior: float = 1.0
    line: str = ""
    known: str = ""


class Nearness(NamedTuple):
    """How near a text comes to each theme in words and concepts together, and in meaning, each
    times the theme's prior; how near the nearest is in words and concepts, and how much the text
    speaks of anything at all (log-odds)."""

    worded: Mapping[str, float]
    meant: Mapping[str, float]
    nearest: float
    speaks: float


class ThemeModel(NamedTuple):
    """The themes as they have been learned: in words (by feature), concepts and meaning (by
    theme)."""

    themes: tuple[str, ...]
    words: Mapping[str, Sequence[tuple[int, float]]]
    concepts: Sequence[Sequence[float]]
    meant: Sequence[Direction]
    priors: Sequence[float]
    background: Background

    def scores(self, text: str) -> dict[str, float]:
        """How near a text comes to each theme, 0 to 1; empty where it comes near none."""
        near = self.judged(text)
        if near.nearest < NEAR or near.speaks < SPEAKS:
            return {}
        whole = 1 + CONCEPTS + MEANT * bool(near.meant)
        return {
            theme: (score + MEANT * near.meant.get(theme, 0.0)) / whole
            for theme, score in near.worded.items()
        }

    def prepare(self, texts: Sequence[str]) -> None:
        """See ports.Encoder.prepare: each text is quick by itself, nothing to do."""

    def judged(self, text: str) -> Nearness:
        """How near a text comes to each theme, and whether it is about anything."""
        vector, seen, meaning = self.background.seen(text)
        like: list[list[float]] = [[] for _ in self.themes]
        for name, value in vector.items():
            for theme, weight in self.words.get(name, ()):
                like[theme].append(value * weight)
        worded = {
            theme: prior * (math.fsum(parts) + CONCEPTS * math.fsum(map(_product, seen, concepts)))
            for theme, parts, concepts, prior in zip(
                self.themes, like, self.concepts, self.priors, strict=True
            )
        }
        meant = {
            theme: prior * max(0.0, math.fsum(map(_product, meaning, middle)))
            for theme, middle, prior in zip(self.themes, self.meant, self.priors, strict=False)
        }
        nearest = max(worded.values(), default=0.0) / (1 + CONCEPTS)
        speaks = self.background.call(vector) + SURE * nearest
        return Nearness(worded, meant, nearest, speaks)


def compile_background(
    concepts: Mapping[str, Sequence[str]],
    nothing: Iterable[str],
    groups: WordGroups,
    stem: Stem,
    *,
    everyday: Iterable[str] = (),
    known: Mapping[str, Sequence[str]] = MappingProxyType({}),
    meanings: WordMeanings | None = None,
) -> Background:
    """The background from the sentences of each concept, and lines that are about nothing.

    `everyday` are sentences from the practice that belong to no concept and are not about nothing
    either: they only tell how rare a word is. `known` holds the examples of the themes that
    reflekt knows.
    """
    about = [
        [_features(text, groups, stem) for text in texts]
        for _name, texts in sorted(concepts.items())
    ]
    empty = [_features(text, groups, stem) for text in nothing]
    every = [found for texts in about for found in texts] + empty
    every += [_features(text, groups, stem) for text in everyday]
    met: dict[str, int] = {}
    for found in every:
        for name in found:
            met[name] = met.get(name, 0) + 1
    number = len(every)
    rarity = {
        name: round(math.log((number + 1) / (times + 0.5)), 4)
        for name, times in sorted(met.items())
        if times > 1
    }
    once = round(math.log((number + 1) / 1.5), 4)

    def vector(found: Vector) -> dict[str, float]:
        return unit({name: value * rarity.get(name, once) for name, value in found.items()})

    weights: dict[str, list[tuple[int, float]]] = {}
    for place, texts in enumerate(about):
        for name, value in sorted(mean([vector(found) for found in texts]).items()):
            if value >= _SMALL:
                weights.setdefault(name, []).append((place, round(value, 4)))
    calls = learned_calls(
        [vector(found) for texts in about for found in texts], [vector(found) for found in empty]
    )
    calls = {name: value for name, value in calls.items() if name == BIAS or name in rarity}
    flat = [(0.0, 1.0)] * len(about)
    bare = Background(number, rarity, weights, flat, calls, {}, groups, stem, meanings)
    likeness = [_likeness(bare, vector(found)) for found in every[::_EVERY]]
    spread = [_spread([row[place] for row in likeness]) for place in range(len(about))]
    whole = bare._replace(spread=spread)
    sums = {
        name: rounded(total([(whole.seen(text), 1.0) for text in texts]))
        for name, texts in sorted(known.items())
        if texts
    }
    return whole._replace(known=sums)


def compile_themes(background: Background, taught: Mapping[str, Teaching]) -> ThemeModel:
    """A model of the themes, each from what it is learned from."""
    themes = tuple(sorted(taught))
    words: dict[str, list[tuple[int, float]]] = {}
    concepts = []
    meant = []
    for place, theme in enumerate(themes):
        teaching = taught[theme]
        seen = background.seen(teaching.described)
        told = seen._replace(meant=background.direction(teaching.line or teaching.described))
        weighed = [(background.seen(text), 1.0) for text in teaching.points]
        weighed += [(background.seen(text), EXAMPLE) for text in teaching.examples]
        weighed.append((told, described_weight(teaching.described)))
        if teaching.known in background.known:
            weighed.append((background.known[teaching.known], EXAMPLE))
        middle = total(weighed)
        for name, value in unit(middle.words).items():
            words.setdefault(name, []).append((place, value))
        concepts.append(unit_list(middle.concepts))
        meant.append(unit_list(middle.meant))
    priors = [taught[theme].prior for theme in themes]
    return ThemeModel(themes, words, concepts, meant, priors, background)


def described_weight(described: str) -> float:
    """How many confirmed points a description weighs as much as."""
    return DESCRIBED if len(described.split()) > _BARE else NAMED


def total(weighed: Sequence[tuple[Seen, float]]) -> Seen:
    """The sum of texts with weights."""
    words: dict[str, list[float]] = {}
    for seen, weight in weighed:
        for name, value in seen.words.items():
            words.setdefault(name, []).append(value * weight)
    return Seen(
        {name: math.fsum(values) for name, values in words.items()},
        _sum([(seen.concepts, weight) for seen, weight in weighed]),
        _sum([(seen.meant, weight) for seen, weight in weighed]),
    )


def rounded(seen: Seen) -> Seen:
    """The same with four digits, as it is kept."""
    return Seen(
        {name: round(value, 4) for name, value in seen.words.items()},
        [round(value, 4) for value in seen.concepts],
        [round(value, 4) for value in seen.meant],
    )


def _sum(weighed: Sequence[tuple[Sequence[float], float]]) -> list[float]:
    rows = [[value * weight for value in row] for row, weight in weighed if row]
    return [math.fsum(column) for column in zip(*rows, strict=True)]


def mean(vectors: Sequence[Vector]) -> dict[str, float]:
    """The mean direction of vectors, of length one."""
    return unit(total([(Seen(vector, (), ()), 1.0) for vector in vectors]).words)


def unit(vector: Vector) -> dict[str, float]:
    """The vector, of length one."""
    length = math.sqrt(math.fsum(value * value for value in vector.values()))
    return {name: value / length for name, value in vector.items()} if length else {}


def _features(text: str, groups: WordGroups, stem: Stem) -> dict[str, float]:
    found = features(text, groups, stem)
    return {n: value * GROUPS if n.startswith("#") else value for n, value in found.items()}


def _likeness(background: Background, vector: Vector) -> list[float]:
    like = [0.0] * len(background.spread)
    for name, value in vector.items():
        for concept, weight in background.weights.get(name, ()):
            like[int(concept)] += value * weight
    return like


def _spread(values: Sequence[float]) -> tuple[float, float]:
    middle = math.fsum(values) / max(1, len(values))
    variance = math.fsum((value - middle) ** 2 for value in values) / max(1, len(values))
    return round(middle, 5), round(max(math.sqrt(variance), 1e-3), 5)


def _product(one: float, other: float) -> float:
    return one * other
