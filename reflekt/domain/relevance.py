"""Which threats a text touches: by its words, against each threat's example sentences.

A sentence becomes weighted features: the word groups it meets, its word stems, pairs of them, and
the runs of four letters that survive a slip of spelling. Whether it calls for a question at all is
one decision, learned from all examples against the neutral sentences (logistic regression); which
threats it comes near is another, the cosine between the sentence and the mean of each threat's
examples. Names, places, numbers and days weigh nothing. Everything is plain arithmetic in a fixed
order: the same texts give the same scores on every machine.

What was weighed, and measured on sentences that nobody tuned on, stands in `bench/README.md`.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from reflekt.domain.sentences import sentences
from reflekt.domain.wordgroups import WordGroups

Stem = Callable[[str], str]

BIAS = ""
"""Not a feature: how much any sentence calls for a question."""

GROUP_WEIGHT = 1.0
STEM_WEIGHT = 1.0
PAIR_WEIGHT = 0.9
LETTERS_WEIGHT = 0.5
LETTERS = 4
RARE_LETTERS = 2
"""Runs of letters met in fewer examples than this are left out: they only recall one example."""

CALLS = 1.35
"""How much a sentence must call for a question before one is asked (log-odds). Chosen by leaving
out one writer's examples and a quarter of the neutral sentences at a time; see bench/README.md."""

NEAR = 0.4
"""How near a further threat must be, as a share of the nearest, to be named at all."""

_ROUNDS = 12
_STEP = 2.0

_WORD_OR_STOP = r"[^\W\d_]+|[.!?:…\n\"]"
_DAYS_AND_MONTHS = """
mandag tirsdag onsdag torsdag fredag lørdag søndag
monday tuesday wednesday thursday friday saturday sunday
januar februar marts april maj juni juli august september oktober november december
january february march may june july october
"""
_UNWEIGHED = frozenset(_DAYS_AND_MONTHS.split())
_DIGRAPHS = (("aa", "å"), ("ae", "æ"), ("oe", "ø"))


def plain_word(word: str) -> str:
    """A word as it is compared: composed, lower case, Danish letters spelt one way."""
    plain = unicodedata.normalize("NFC", word).casefold()
    for pair, letter in _DIGRAPHS:
        plain = plain.replace(pair, letter)
    return plain


def weighed_words(sentence: str) -> list[str]:
    """The words that weigh: a capital inside a sentence is a name, days and months are neither."""
    words = []
    fresh = True
    for token in re.findall(_WORD_OR_STOP, sentence):
        if not token[0].isalpha():
            fresh = True
            continue
        named = token[0].isupper() and not fresh
        fresh = False
        word = plain_word(token)
        if not named and word not in _UNWEIGHED:
            words.append(word)
    return words


class Matcher(NamedTuple):
    """The compiled examples: for each feature its rarity, its weight in each label, its call."""

    labels: tuple[str, ...]
    weights: Mapping[str, tuple[tuple[int, float], ...]]
    rarity: Mapping[str, float]
    calls: Mapping[str, float]
    groups: WordGroups
    stem: Stem

    def scores(self, text: str) -> dict[str, float]:
        """The threats that the text touches and how much (0 to 1), empty where it touches none.

        Each sentence speaks for itself, and with the one before it; a threat counts by the place
        in the text where it is loudest.
        """
        best: dict[str, float] = {}
        parts = sentences(text)
        pairs = [f"{one} {other}" for one, other in pairwise(parts)]
        for part in (*parts, *pairs):
            vector = _unit(_weighted(features(part, self.groups, self.stem), self.rarity))
            if self._call(vector) <= CALLS:
                continue
            for label, score in self._likeness(vector).items():
                if score > best.get(label, 0.0):
                    best[label] = score
        enough = NEAR * max(best.values(), default=0.0)
        return {label: score for label, score in best.items() if score >= enough}

    def _call(self, vector: Mapping[str, float]) -> float:
        """How much a sentence calls for a question: log-odds."""
        return _product(self.calls, vector) + self.calls[BIAS]

    def _likeness(self, vector: Mapping[str, float]) -> dict[str, float]:
        """The cosine between one sentence and every label."""
        sums = [0.0] * len(self.labels)
        for feature, value in vector.items():
            for label, weight in self.weights.get(feature, ()):
                sums[label] += value * weight
        return dict(zip(self.labels, sums, strict=True))


def features(sentence: str, groups: WordGroups, stem: Stem) -> dict[str, float]:
    """The features of a sentence with their weights, before rarity is counted in."""
    words = weighed_words(sentence)
    stems = [stem(word) for word in words]
    found = {
        f"#{name}": GROUP_WEIGHT * (1 + math.log(n)) for name, n in groups.of(words, stems).items()
    }
    for one in stems:
        found[one] = STEM_WEIGHT
    for one, other in pairwise(stems):
        found[f"{one} {other}"] = PAIR_WEIGHT
    for word in words:
        padded = f"<{word}>"
        for start in range(len(padded) - LETTERS + 1):
            found[f"~{padded[start : start + LETTERS]}"] = LETTERS_WEIGHT
    return found


def compile_matcher(
    examples: Mapping[str, Sequence[str]], nothing: Iterable[str], groups: WordGroups, stem: Stem
) -> Matcher:
    """A matcher from example sentences a label, and sentences that call for nothing."""
    labels = tuple(sorted(examples))
    labelled = [(label, text) for label in labels for text in examples[label]]
    asked = [features(text, groups, stem) for _label, text in labelled]
    neutral = [features(text, groups, stem) for text in nothing]
    met: dict[str, int] = {}
    for vector in (*asked, *neutral):
        for feature in vector:
            met[feature] = met.get(feature, 0) + 1
    rarity = {
        feature: math.log((len(asked) + len(neutral) + 1) / (number + 0.5))
        for feature, number in sorted(met.items())
        if number >= RARE_LETTERS or not feature.startswith("~")
    }
    asked = [_unit(_weighted(vector, rarity)) for vector in asked]
    neutral = [_unit(_weighted(vector, rarity)) for vector in neutral]
    means: dict[str, dict[str, float]] = {label: {} for label in labels}
    for (label, _text), vector in zip(labelled, asked, strict=True):
        mean = means[label]
        for feature, value in vector.items():
            mean[feature] = mean.get(feature, 0.0) + value
    weights: dict[str, list[tuple[int, float]]] = {}
    for number, label in enumerate(labels):
        for feature, value in sorted(_unit(means[label]).items()):
            weights.setdefault(feature, []).append((number, round(value, 4)))
    fixed = {name: tuple(pairs) for name, pairs in weights.items()}
    return Matcher(labels, fixed, rarity, learned_calls(asked, neutral), groups, stem)


def learned_calls(
    asked: Sequence[Mapping[str, float]], neutral: Sequence[Mapping[str, float]]
) -> dict[str, float]:
    """How much each feature speaks for or against asking: logistic regression by gradient descent.

    Both sides weigh the same however many sentences they have; the steps grow smaller.
    """
    calls: dict[str, float] = {BIAS: 0.0}
    if not asked or not neutral:
        return {BIAS: CALLS + 1}  # with nothing to compare with, everything does
    side = (len(asked) + len(neutral)) / 2
    lines = [(vector, 1.0, side / len(asked), n / len(asked)) for n, vector in enumerate(asked)]
    lines += [
        (vector, 0.0, side / len(neutral), n / len(neutral)) for n, vector in enumerate(neutral)
    ]
    lines.sort(key=lambda line: line[3])  # both sides spread evenly over the round
    for number in range(_ROUNDS):
        step = _STEP / (1 + number)
        for vector, wanted, weight, _place in lines:
            odds = _product(calls, vector) + calls[BIAS]
            change = step * weight * (wanted - 1 / (1 + math.exp(-max(-30.0, min(30.0, odds)))))
            calls[BIAS] += change / 10
            for feature, value in vector.items():
                calls[feature] = calls.get(feature, 0.0) + change * value
    return {feature: round(value, 4) for feature, value in sorted(calls.items())}


def _product(weights: Mapping[str, float], vector: Mapping[str, float]) -> float:
    return math.fsum(weights.get(feature, 0.0) * value for feature, value in vector.items())


def _weighted(vector: Mapping[str, float], rarity: Mapping[str, float]) -> dict[str, float]:
    return {name: value * rarity[name] for name, value in vector.items() if name in rarity}


def _unit(vector: Mapping[str, float]) -> dict[str, float]:
    length = math.sqrt(math.fsum(value * value for value in vector.values()))
    return {name: value / length for name, value in vector.items()} if length else {}
