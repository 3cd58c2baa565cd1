"""How well the questions fit: `python bench/relevance.py [da|en|file.jsonl …]`, by `ask --batch`.

Each line of a file holds a text and the id of the threat a colleague would see in it, "" for none.
The file's name is its language. The files in bench/heldout are read by nothing else.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
REFLEKT = str(Path(sys.executable).with_name("reflekt"))


def main(files: list[Path]) -> None:
    """Print the four shares of each file."""
    for file in files:
        rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
        batch = "".join(
            json.dumps({"id": str(number), "text": row["text"]}) + "\n"
            for number, row in enumerate(rows)
        )
        done = subprocess.run(
            [REFLEKT, "ask", "--batch", "-", "--json", "--lang", file.stem],
            input=batch,
            capture_output=True,
            check=True,
            encoding="utf-8",
        )
        said = [json.loads(line) for line in done.stdout.splitlines()]
        about = [
            (row["label"], [one["id"] for one in answer["suggestions"]])
            for row, answer in zip(rows, said, strict=True)
            if row["label"]
        ]
        silent = [
            answer["abstained"] for row, answer in zip(rows, said, strict=True) if not row["label"]
        ]
        spoken = [(label, ids) for label, ids in about if ids]
        shares = {
            "texts": len(about),
            "neutral": len(silent),
            "speaks": len(spoken) / len(about),
            "abstains on neutral": sum(silent) / len(silent),
            "right threat among the first 3": sum(label in ids[:3] for label, ids in about)
            / len(about),
            "… where it spoke": sum(label in ids[:3] for label, ids in spoken) / len(spoken),
            "right principle first": sum(ids[0][:2] == label[:2] for label, ids in spoken)
            / len(about),
            "… of those where it spoke": sum(i[0][:2] == n[:2] for n, i in spoken) / len(spoken),
        }
        for name, share in shares.items():
            sys.stdout.write(f"{file.name:12} {name:32} {round(share, 3)}\n")


if __name__ == "__main__":
    named = {file.stem: file for file in sorted((HERE / "heldout").glob("??.jsonl"))}
    main([named.get(name) or Path(name) for name in sys.argv[1:]] or [*named.values()])
