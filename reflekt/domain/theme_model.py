"""Which themes a learning point is about, learned from a handful of confirmed points.

Six points are too few to know a theme by its words alone. So a point is also seen through what
the practice speaks of: its likeness to each *concept*, which are the starter themes and the signs
and threats of the principles with all their examples. Two points that share no word may still
touch the same concepts. A theme is the mean of its confirmed points, of its name and meaning, and
of the starter examples where it is one of the starter set; a point's score is its cosine to that
mean in words, and in concepts.

Sums are exact (`fsum`), so that the order of points or texts changes nothing, not even the last
digit. What was weighed, and measured on texts nobody tuned on, stands in `bench/README.md`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from reflekt.domain.relevance import BIAS, Stem, features, learned_calls
from reflekt.domain.wordgroups import WordGroups

DESCRIBED = 4.0
"""How many confirmed points a theme's name and meaning weigh as much as."""

EXAMPLE = 0.5
"""How much of a confirmed point a starter example weighs."""

GROUPS = 2.0
"""How much more a word group weighs here than for threats, which have many more examples."""

CONCEPTS = 0.5
"""How much likeness in concepts counts beside likeness in words."""

ENOUGH = 60
"""Confirmed points of a theme beyond this many, the newest first, teach nothing more."""

NEAR = 0.04
"""Below this score no theme is near."""

CALLS, SURE = 0.0, 0.08
"""A text that hardly speaks of the practice at all (its log-odds are below CALLS) gets no theme
unless one is as near as SURE."""

_SMALL = 0.02
"""Weights of a concept below this are left out: together they change no answer."""

_EVERY = 4
"""Each of this many examples tells how far texts lie from a concept in general."""

Vector = Mapping[str, float]


class Background(NamedTuple):
    """What is known before anybody has coded: how rare a feature is, and the concepts.

    `weights` has for each feature the concepts it speaks for; `spread` the mean and the standard
    deviation of likeness to each concept; `calls` how much a feature tells a text about the
    practice from one about the weather.
    """

    texts: int
    rarity: Mapping[str, float]
    weights: Mapping[str, Sequence[Sequence[float]]]
    spread: Sequence[Sequence[float]]
    calls: Mapping[str, float]
    groups: WordGroups
    stem: Stem

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
        length = math.sqrt(math.fsum(value * value for value in above))
        return [value / length for value in above] if length else above


class Teaching(NamedTuple):
    """What one theme is learned from. `prior` below 1 holds it back behind the others; `line`
    tells in a sentence what it is, `starter` which theme of the starter set it is."""

    points: Sequence[str] = ()
    described: str = ""
    examples: Sequence[str] = ()
    prior: float = 1.0
    line: str = ""
    starter: str = ""


class ThemeModel(NamedTuple):
    """The themes as they have been learned: in words (by feature) and in concepts (by theme)."""

    themes: tuple[str, ...]
    words: Mapping[str, Sequence[tuple[int, float]]]
    concepts: Sequence[Sequence[float]]
    priors: Sequence[float]
    background: Background

    def scores(self, text: str) -> dict[str, float]:
        """How near a text comes to each theme, 0 to 1; empty where it comes near none."""
        scores, near = self.judged(text)
        return scores if near else {}

    def judged(self, text: str) -> tuple[dict[str, float], bool]:
        """How near a text comes to each theme, and whether that is near at all."""
        vector = self.background.vector(text)
        scores = self._scores(vector)
        nearest = max(scores.values(), default=0.0)
        quiet = nearest < SURE and self.background.call(vector) < CALLS
        return scores, nearest >= NEAR and not quiet

    def _scores(self, vector: Vector) -> dict[str, float]:
        like: list[list[float]] = [[] for _ in self.themes]
        for name, value in vector.items():
            for theme, weight in self.words.get(name, ()):
                like[theme].append(value * weight)
        seen = self.background.concepts(vector)
        return {
            theme: prior
            * (math.fsum(parts) + CONCEPTS * math.fsum(map(_product, seen, concepts)))
            / (1 + CONCEPTS)
            for theme, parts, concepts, prior in zip(
                self.themes, like, self.concepts, self.priors, strict=True
            )
        }


def compile_background(
    concepts: Mapping[str, Sequence[str]],
    nothing: Iterable[str],
    groups: WordGroups,
    stem: Stem,
) -> Background:
    """The background from the sentences of each concept, and sentences that are about nothing."""
    about = [
        [_features(text, groups, stem) for text in texts]
        for _name, texts in sorted(concepts.items())
    ]
    neutral = [_features(text, groups, stem) for text in nothing]
    every = [found for texts in about for found in texts] + neutral
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
        for name, value in sorted(mean([(vector(found), 1.0) for found in texts]).items()):
            if value >= _SMALL:
                weights.setdefault(name, []).append((place, round(value, 4)))
    calls = learned_calls(
        [vector(found) for texts in about for found in texts], [vector(found) for found in neutral]
    )
    calls = {name: value for name, value in calls.items() if name == BIAS or name in rarity}
    flat = [(0.0, 1.0)] * len(about)
    bare = Background(number, rarity, weights, flat, calls, groups, stem)
    likeness = [_likeness(bare, vector(found)) for found in every[::_EVERY]]
    spread = [_spread([row[place] for row in likeness]) for place in range(len(about))]
    return bare._replace(spread=spread)


def compile_themes(background: Background, taught: Mapping[str, Teaching]) -> ThemeModel:
    """A model of the themes, each from what it is learned from."""
    themes = tuple(sorted(taught))
    words: dict[str, list[tuple[int, float]]] = {}
    concepts = []
    for place, theme in enumerate(themes):
        teaching = taught[theme]
        weighed = [(background.vector(text), 1.0) for text in teaching.points]
        weighed += [(background.vector(text), EXAMPLE) for text in teaching.examples]
        weighed.append((background.vector(teaching.described), DESCRIBED))
        for name, value in mean(weighed).items():
            words.setdefault(name, []).append((place, value))
        seen = [(background.concepts(vector), weight) for vector, weight in weighed]
        concepts.append(
            _unit_list([math.fsum(row[n] * w for row, w in seen) for n in range(len(seen[0][0]))])
        )
    priors = [taught[theme].prior for theme in themes]
    return ThemeModel(themes, words, concepts, priors, background)


def mean(weighed: Sequence[tuple[Vector, float]]) -> dict[str, float]:
    """The mean direction of vectors with weights, of length one."""
    parts: dict[str, list[float]] = {}
    for vector, weight in weighed:
        for name, value in vector.items():
            parts.setdefault(name, []).append(value * weight)
    return unit({name: math.fsum(values) for name, values in parts.items()})


def unit(vector: Vector) -> dict[str, float]:
    """The vector, of length one."""
    length = math.sqrt(math.fsum(value * value for value in vector.values()))
    return {name: value / length for name, value in vector.items()} if length else {}


def _features(text: str, groups: WordGroups, stem: Stem) -> dict[str, float]:
    found = features(text, groups, stem)
    return {n: value * GROUPS if n.startswith("#") else value for n, value in found.items()}


def _unit_list(values: Sequence[float]) -> list[float]:
    length = math.sqrt(math.fsum(value * value for value in values))
    return [value / length for value in values] if length else list(values)


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
