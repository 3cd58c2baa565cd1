"""Which threats a text touches: by its words, against each threat's example sentences.

A sentence becomes weighted features: the word groups it meets, its word stems, and the runs of
four letters that survive a slip of spelling. Each threat is the mean of its examples, and so is
"nothing at all", from neutral sentences and from sentences about signs; the score is the cosine
between a sentence and the mean. Names, places, numbers and days weigh nothing. Everything is
plain arithmetic in a fixed order: the same texts give the same scores on every machine.

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

NOTHING = ""
"""The label of what calls for no question."""

GROUP_WEIGHT = 3.0
STEM_WEIGHT = 0.5
LETTERS_WEIGHT = 0.15
LETTERS = 4
RARE_LETTERS = 3
"""Runs of letters met in fewer examples than this are left out: they only recall one example."""

MARGIN = 0.05
"""How much nearer to a threat than to "nothing" a sentence must be, for the threat to speak."""

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
    """The compiled examples: for each feature its rarity and its weight in each label."""

    labels: tuple[str, ...]
    weights: Mapping[str, tuple[tuple[int, float], ...]]
    rarity: Mapping[str, float]
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
            near = self.likeness(part)
            nothing = near.pop(NOTHING, 0.0)
            for label, score in near.items():
                if score - nothing >= MARGIN and score > best.get(label, 0.0):
                    best[label] = score
        return best

    def likeness(self, sentence: str) -> dict[str, float]:
        """The cosine between one sentence and every label, NOTHING included."""
        vector = _unit(_weighted(features(sentence, self.groups, self.stem), self.rarity))
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
    for word in words:
        padded = f"<{word}>"
        for start in range(len(padded) - LETTERS + 1):
            found[f"~{padded[start : start + LETTERS]}"] = LETTERS_WEIGHT
    return found


def compile_matcher(
    examples: Mapping[str, Sequence[str]], nothing: Iterable[str], groups: WordGroups, stem: Stem
) -> Matcher:
    """A matcher from example sentences a label, and sentences that call for nothing."""
    labelled = [(label, text) for label in sorted(examples) for text in examples[label]]
    labelled += [(NOTHING, text) for text in nothing]
    vectors = [(label, features(text, groups, stem)) for label, text in labelled]
    met: dict[str, int] = {}
    for _label, vector in vectors:
        for feature in vector:
            met[feature] = met.get(feature, 0) + 1
    rarity = {
        feature: math.log((len(vectors) + 1) / (number + 0.5))
        for feature, number in sorted(met.items())
        if number >= RARE_LETTERS or not feature.startswith("~")
    }
    labels = (NOTHING, *sorted(examples))
    means: dict[str, dict[str, float]] = {label: {} for label in labels}
    for label, vector in vectors:
        mean = means[label]
        for feature, value in _unit(_weighted(vector, rarity)).items():
            mean[feature] = mean.get(feature, 0.0) + value
    weights: dict[str, list[tuple[int, float]]] = {}
    for number, label in enumerate(labels):
        for feature, value in sorted(_unit(means[label]).items()):
            weights.setdefault(feature, []).append((number, round(value, 5)))
    return Matcher(
        labels, {name: tuple(pairs) for name, pairs in weights.items()}, rarity, groups, stem
    )


def _weighted(vector: Mapping[str, float], rarity: Mapping[str, float]) -> dict[str, float]:
    return {name: value * rarity[name] for name, value in vector.items() if name in rarity}


def _unit(vector: Mapping[str, float]) -> dict[str, float]:
    length = math.sqrt(math.fsum(value * value for value in vector.values()))
    return {name: value / length for name, value in vector.items()} if length else {}
