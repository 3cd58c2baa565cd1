"""What a text means, beside what words it has: with the optional extra `semantic`.

An encoder turns a text into a direction; texts that mean the same lie near one another whatever
their words. What the shipped examples mean was worked out beforehand (`templates/meaning/`, made
by `bench/meaning.py`), so that only the text itself has to be looked at. Both kinds of likeness
are added: together they are right more often than either.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from reflekt.domain.ports import Meaning
from reflekt.domain.relevance import Matcher
from reflekt.domain.sentences import sentences
from reflekt.domain.theme_model import CONCEPTS, ThemeModel, described_weight

Direction = Sequence[float]

MEANT = 0.4
"""How much likeness in meaning counts beside likeness in words, for threats."""

THEME_MEANT = 1.5
"""The same for themes."""

BESIDE = 0.5
"""How much likeness in what single words mean still counts beside it, for themes."""

LOWERED, PLAIN = 1.5, 0.2
"""A text whose words call for a question by LOWERED less than they must, is asked about all
the same where its meaning comes nearer than PLAIN to a threat."""

THEME_SPEAKS = -2.5
"""A text that speaks less than this of anything, by its meaning and its words, gets no theme."""

WORDED = 0.75
"""How much its words count in that beside its meaning."""

LOOKED_AT = 6
"""Sentences of a text whose meaning is looked at besides the whole: it takes 20 ms each."""


class View(NamedTuple):
    """How texts are looked at when they are compared with themes: from the middle of what people
    write, and less along the few directions in which texts about the same thing differ most.

    `loud` are those directions, of length one, each with the share of it that is taken away.
    """

    middle: Direction
    loud: Sequence[tuple[Direction, float]]

    def of(self, vector: Direction) -> list[float]:
        """A direction seen this way, of length one."""
        here = [value - middle for value, middle in zip(vector, self.middle, strict=True)]
        taken = [(way, share * dot(here, way)) for way, share in self.loud]
        return unit(
            [value - math.fsum(w[n] * by for w, by in taken) for n, value in enumerate(here)]
        )


class Speaking(NamedTuple):
    """What tells a text about the practice from one about nothing, seen as themes are looked at."""

    way: Direction
    bias: float

    def of(self, here: Direction) -> float:
        """How much a text speaks of anything at all (log-odds)."""
        return self.bias + dot(self.way, here)


class Meanings(NamedTuple):
    """What the shipped examples mean: the middle of all, each threat; how themes are looked at,
    each theme that reflekt knows, and what speaks of anything at all."""

    mean: Direction
    threats: Mapping[str, Direction]
    view: View
    themes: Mapping[str, Direction]
    speaking: Speaking


class MeaningMatcher(NamedTuple):
    """ports.Encoder over threats: words decide whether to ask, words and meaning about what."""

    matcher: Matcher
    meanings: Meanings
    meaning: Meaning

    def scores(self, text: str) -> Mapping[str, float]:
        """See ports.Encoder.scores."""
        margin, near = self.matcher.judged(text)
        if margin <= -LOWERED:
            return {}
        pieces = sentences(text)
        if len(pieces) > 1:
            pieces = [" ".join(pieces), *pieces[:LOOKED_AT]]
        meant = [0.0] * len(near)
        for vector in self.meaning.vectors(pieces):
            here = [
                value - middle for value, middle in zip(vector, self.meanings.mean, strict=True)
            ]
            for place, label in enumerate(self.matcher.labels):
                if label in self.meanings.threats:
                    meant[place] = max(meant[place], dot(here, self.meanings.threats[label]))
        if margin <= 0 and max(meant) <= PLAIN:
            return {}
        return self.matcher.named(
            [one + MEANT * other for one, other in zip(near, meant, strict=True)]
        )

    def prepare(self, texts: Sequence[str]) -> None:
        """See ports.Encoder.prepare: a text is taken apart before it is encoded, nothing to do."""


class MeaningThemes(NamedTuple):
    """ports.Encoder over themes: the model of their words, and the middle of what each means."""

    model: ThemeModel
    centres: Mapping[str, Direction]
    meanings: Meanings
    meaning: Meaning

    def scores(self, text: str) -> Mapping[str, float]:
        """See ports.Encoder.scores."""
        near = self.model.judged(text)
        if not near.worded:
            return {}
        (vector,) = self.meaning.vectors([text])
        here = self.meanings.view.of(vector)
        if self.meanings.speaking.of(here) + WORDED * near.speaks < THEME_SPEAKS:
            return {}
        meant = {theme: max(0.0, dot(here, self.centres[theme])) for theme in near.worded}
        beside = BESIDE * bool(near.meant)
        whole = 1 + CONCEPTS + beside + THEME_MEANT
        scores = {}
        for (theme, score), prior in zip(near.worded.items(), self.model.priors, strict=True):
            more = beside * near.meant.get(theme, 0.0) + THEME_MEANT * prior * meant[theme]
            scores[theme] = (score + more) / whole
        return scores

    def prepare(self, texts: Sequence[str]) -> None:
        """See ports.Encoder.prepare."""
        self.meaning.vectors(texts)


class Meant(NamedTuple):
    """What the meaning of one theme is learned from: its confirmed points, a line that tells
    what it is, and which of the themes that reflekt knows it is, if any."""

    points: Sequence[str]
    described: str
    known: str = ""


def theme_centres(
    taught: Mapping[str, Meant], meanings: Meanings, meaning: Meaning
) -> dict[str, Direction]:
    """The middle of what each theme means, of length one."""
    texts = {text for one in taught.values() for text in one.points}
    texts |= {one.described for one in taught.values() if one.known not in meanings.themes}
    ordered = sorted(texts)
    seen = dict(zip(ordered, meaning.vectors(ordered), strict=True))
    at = {text: meanings.view.of(vector) for text, vector in seen.items()}
    centres: dict[str, Direction] = {}
    for name in sorted(taught):
        one = taught[name]
        rows: list[tuple[Direction, float]] = [(at[text], 1.0) for text in one.points]
        known = meanings.themes.get(one.known)
        rows.append((known, 1.0) if known else (at[one.described], described_weight(one.described)))
        centres[name] = unit(
            [math.fsum(row[n] * w for row, w in rows) for n in range(len(meanings.mean))]
        )
    return centres


def dot(one: Direction, other: Direction) -> float:
    """The sum of the products."""
    return math.fsum(a * b for a, b in zip(one, other, strict=True))


def centred(vector: Direction, mean: Direction) -> list[float]:
    """A direction seen from the middle of all, of length one."""
    return unit([value - middle for value, middle in zip(vector, mean, strict=True)])


def unit(vector: Direction) -> list[float]:
    """The direction, of length one."""
    length = math.sqrt(math.fsum(value * value for value in vector))
    return [value / length for value in vector] if length else list(vector)
