"""Which threats a text touches: by its words, against each threat's example sentences.

A sentence becomes weighted features: the word groups it meets, its word stems, pairs of them, and
the runs of four letters that survive a slip of spelling. Whether it calls for a question at all is
one decision, learned from all examples against the neutral sentences (logistic regression); which
threats it comes near is another: it begins as the cosine between the sentence and the mean of each
threat's examples and is then sharpened where the examples of two threats are taken for each other
(softmax, a few rounds). Names, places, numbers and days weigh nothing. Everything is plain
arithmetic in a fixed order: the same texts give the same scores on every machine.

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
Vector = Mapping[str, float]

BIAS = ""
"""Not a feature: how much any sentence calls for a question."""

GROUP_WEIGHT = 0.5
STEM_WEIGHT = 1.0
PAIR_WEIGHT = 0.9
LETTERS_WEIGHT = 0.5
LETTERS = 4
RARE = 2
"""Pairs and runs of letters met in fewer examples than this only recall one example: left out."""

CALLS = 1.0
"""How much a text must call for a question before one is asked (log-odds). Chosen by leaving out
one writer's examples and neutral sentences at a time; see bench/README.md."""

CALLS_IN = {"en": 0.5}
"""… in a language whose examples speak less loudly than the Danish ones."""

LONGER = 0.35
"""How much more a longer note must call for: it has more sentences that may do so by chance."""

LOUDER = 0.5
"""How much more a part counts that calls for more, when a note's parts are weighed together."""

WHOLE = 5.0
"""How much more the whole note counts than a part of it: most notes are about one thing."""

NEAR = 0.02
"""How likely a further threat must be, as a share of the likeliest, to be named at all."""

SHARPNESS = 10.0
"""What turns nearness into likelihood: ten times as near is far more than ten times as likely."""

_CALL_ROUNDS, _CALL_STEP = 12, 2.0
_NEARNESS_ROUNDS, _NEARNESS_STEP, _SURE, _SETTLED = 3, 0.3, 0.02, 0.1

_ZERO, _REACH = 0x440, 0x3BF
"""A row of numbers is kept as a string, a character a number: quick to read, and small."""
_WEIGHTS, _CALLS_AND_RARITY = 1000, 100

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
    """The compiled examples: for each feature its rarity, its call, its weight in each label.

    `rows` holds these numbers packed; only those that a text meets are unpacked.
    """

    labels: tuple[str, ...]
    rows: Mapping[str, str]
    bias: float
    groups: WordGroups
    stem: Stem

    def scores(self, text: str) -> dict[str, float]:
        """The threats that the text touches and how much (0 to 1), empty where it touches none.

        Each sentence speaks for itself, and with the one before it, and all together. The loudest
        decides whether to speak; about what, they decide together, the louder the more.
        """
        margin, near = self.judged(text)
        return self.named(near) if margin > 0 else {}

    def prepare(self, texts: Sequence[str]) -> None:
        """See ports.Encoder.prepare: each text is quick by itself, nothing to do."""

    def judged(self, text: str) -> tuple[float, Sequence[float]]:
        """By how much a text calls for a question (above 0: ask), and how near each label is."""
        parts = sentences(text)
        pairs = [f"{one} {other}" for one, other in pairwise(parts)]
        heard = [self._heard(part) for part in (*parts, *pairs)]
        loudest = max((call for call, _near in heard), default=-math.inf)
        if loudest == -math.inf:
            return loudest, [0.0] * len(self.labels)
        heard.append(self._heard(" ".join(parts)))
        shares = [math.exp(LOUDER * (call - loudest)) for call, _near in heard]
        shares[-1] *= WHOLE
        near = [
            math.fsum(share * part[1][label] for share, part in zip(shares, heard, strict=True))
            / math.fsum(shares)
            for label in range(len(self.labels))
        ]
        return loudest - LONGER * math.log(max(1, len(parts))) - CALLS, near

    def named(self, near: Sequence[float]) -> dict[str, float]:
        """The labels that are likely enough to be named, by how near each is."""
        likely = _likelihoods(near)
        enough = NEAR * max(likely)
        named = zip(self.labels, likely, strict=True)
        return {label: round(score, 4) for label, score in named if score >= enough}

    def _heard(self, part: str) -> tuple[float, Sequence[float]]:
        """How much one sentence calls for a question (log-odds), and how near each label is."""
        rows = []
        for feature, value in features(part, self.groups, self.stem).items():
            row = self.rows.get(feature)
            if row is not None:
                rarity, call, *weights = (ord(one) - _ZERO for one in row)
                rows.append((value * rarity, call, weights))
        near = [0.0] * len(self.labels)
        length = math.sqrt(math.fsum(value * value for value, _call, _weights in rows))
        if not length:
            return -math.inf, near
        calls = self.bias
        for value, call, weights in rows:
            share = value / length
            calls += share * call / _CALLS_AND_RARITY
            share /= _WEIGHTS
            near = [sum_ + share * weight for sum_, weight in zip(near, weights, strict=True)]
        return calls, near


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
    examples: Mapping[str, Sequence[str]],
    nothing: Iterable[str],
    groups: WordGroups,
    stem: Stem,
    calls_for: float = CALLS,
) -> Matcher:
    """A matcher from example sentences a label, and sentences that call for nothing.

    It asks where a text calls for it by more than `calls_for`.
    """
    labels = tuple(sorted(examples))
    known: dict[str, str] = {}

    def stemmed(word: str) -> str:
        if word not in known:
            known[word] = stem(word)
        return known[word]

    about = [number for number, label in enumerate(labels) for _text in examples[label]]
    asked = [features(text, groups, stemmed) for label in labels for text in examples[label]]
    neutral = [features(text, groups, stemmed) for text in nothing]
    met: dict[str, int] = {}
    for vector in (*asked, *neutral):
        for feature in vector:
            met[feature] = met.get(feature, 0) + 1
    rarity = {
        feature: math.log((len(asked) + len(neutral) + 1) / (number + 0.5))
        for feature, number in sorted(met.items())
        if number >= RARE or not (feature.startswith("~") or " " in feature)
    }
    asked = [_unit(_weighted(vector, rarity)) for vector in asked]
    neutral = [_unit(_weighted(vector, rarity)) for vector in neutral]
    calls = learned_calls(asked, neutral)
    weights = _nearness(asked, about, len(labels))
    none = [0.0] * len(labels)
    rows = {
        feature: _packed((rare, calls.get(feature, 0.0)), _CALLS_AND_RARITY)
        + _packed(weights.get(feature, none), _WEIGHTS)
        for feature, rare in rarity.items()
    }
    return Matcher(labels, rows, round(calls[BIAS] + CALLS - calls_for, 4), groups, stem)


def _nearness(
    asked: Sequence[Vector], about: Sequence[int], labels: int
) -> Mapping[str, Sequence[float]]:
    """The weight of each feature in each label.

    From the mean of each label's examples; then, example by example, those labels are moved that
    are taken for it more than a little. The examples are taken in turns among the labels; those
    that are clear already are not taken again.
    """
    weights: dict[str, list[float]] = {}
    for label, vector in zip(about, asked, strict=True):
        for feature, value in vector.items():
            weights.setdefault(feature, [0.0] * labels)[label] += value
    squares = [0.0] * labels
    for row in weights.values():
        squares = [sum_ + value * value for sum_, value in zip(squares, row, strict=True)]
    lengths = [math.sqrt(square) or 1.0 for square in squares]
    for feature, row in weights.items():
        weights[feature] = [value / length for value, length in zip(row, lengths, strict=True)]
    turns = _in_turns(about)
    lines = [
        (about[number], [(weights[name], value) for name, value in asked[number].items()])
        for number in turns
    ]
    for number in range(_NEARNESS_ROUNDS):
        step = _NEARNESS_STEP / (1 + number)
        unsettled = []
        for label, line in lines:
            near = [0.0] * labels
            for row, value in line:
                near = [sum_ + value * weight for sum_, weight in zip(near, row, strict=True)]
            moves = [-likely for likely in _likelihoods(near)]
            moves[label] += 1
            if moves[label] > _SETTLED:
                unsettled.append((label, line))
            moved = [(one, step * move) for one, move in enumerate(moves) if abs(move) > _SURE]
            for row, value in line:
                for one, move in moved:
                    row[one] += move * value
        lines = unsettled
    return weights


def _in_turns(about: Sequence[int]) -> Sequence[int]:
    """The places of the examples, one of each label at a time."""
    seen: dict[int, int] = {}
    turns = []
    for place, label in enumerate(about):
        turns.append((seen.get(label, 0), label, place))
        seen[label] = seen.get(label, 0) + 1
    return [place for _turn, _label, place in sorted(turns)]


def _likelihoods(near: Sequence[float]) -> list[float]:
    """How likely each label is by its nearness; all together 1."""
    nearest = max(near)
    likely = [math.exp(SHARPNESS * (one - nearest)) for one in near]
    total = math.fsum(likely)
    return [one / total for one in likely]


def learned_calls(asked: Sequence[Vector], neutral: Sequence[Vector]) -> dict[str, float]:
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
    for number in range(_CALL_ROUNDS):
        step = _CALL_STEP / (1 + number)
        for vector, wanted, weight, _place in lines:
            odds = _product(calls, vector) + calls[BIAS]
            change = step * weight * (wanted - 1 / (1 + math.exp(-max(-30.0, min(30.0, odds)))))
            calls[BIAS] += change / 10
            for feature, value in vector.items():
                calls[feature] = calls.get(feature, 0.0) + change * value
    return {feature: round(value, 4) for feature, value in sorted(calls.items())}


def _product(weights: Vector, vector: Vector) -> float:
    return math.fsum(weights.get(feature, 0.0) * value for feature, value in vector.items())


def _weighted(vector: Vector, rarity: Vector) -> dict[str, float]:
    return {name: value * rarity[name] for name, value in vector.items() if name in rarity}


def _unit(vector: Vector) -> dict[str, float]:
    length = math.sqrt(math.fsum(value * value for value in vector.values()))
    return {name: value / length for name, value in vector.items()} if length else {}


def _packed(numbers: Iterable[float], scale: int) -> str:
    whole = (max(-_REACH, min(_REACH, round(number * scale))) for number in numbers)
    return "".join(chr(_ZERO + number) for number in whole)
