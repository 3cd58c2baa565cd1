"""How well names are found: recall of whole names and precision, on Danish news sentences.

    python bench/names.py FILE.iob2…

The data (UNER_Danish-DDT, CC BY-SA 4.0) is not part of the project. A name is found whole when
every one of its words lies in a finding of type name. Precision is counted in findings (those that
touch a person's name) and in words.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from reflekt.privacy.detect import detect
from reflekt.privacy.finding import NAME


class Sentence(NamedTuple):
    """A sentence and the spans of the persons' names in it."""

    text: str
    persons: tuple[tuple[int, int], ...]
    words: tuple[tuple[int, int], ...]


def sentences(place: Path) -> Iterator[Sentence]:
    """The sentences of a file, words placed in the sentence as it was written."""
    for block in place.read_text("utf-8").split("\n\n"):
        lines = block.split("\n")
        text = next((x.removeprefix("# text = ") for x in lines if x.startswith("# text = ")), "")
        at = 0
        words: list[tuple[int, int]] = []
        persons: list[tuple[int, int]] = []
        for line in lines:
            fields = line.split("\t")
            if line.startswith("#") or len(fields) < 3:
                continue
            start = text.find(fields[1], at)
            start = start if start >= 0 else at
            at = start + len(fields[1])
            words.append((start, at))
            if fields[2] == "B-PER":
                persons.append((start, at))
            elif fields[2] == "I-PER" and persons:
                persons[-1] = (persons[-1][0], at)
        if text:
            yield Sentence(text, tuple(persons), tuple(words))


class Score(NamedTuple):
    """What was found of so many names, and how much of what was found are names."""

    names: int
    whole: int
    findings: int
    right: int
    words: int
    words_right: int

    def __str__(self) -> str:
        return (
            f"{self.whole}/{self.names} names whole: recall {self.whole / self.names:.3f}; "
            f"precision {self.right / self.findings:.3f} of {self.findings} findings, "
            f"{self.words_right / self.words:.3f} of {self.words} words"
        )


def score(all_: list[Sentence], misses: list[str] | None = None) -> Score:
    """Look for names in every sentence and count."""
    names = whole = findings = right = words = words_right = 0
    for sentence in all_:
        found = [(f.start, f.end) for f in detect(sentence.text) if f.type == NAME]
        for start, end in sentence.persons:
            names += 1
            parts = [w for w in sentence.words if start <= w[0] and w[1] <= end]
            complete = all(any(s <= a and b <= e for s, e in found) for a, b in parts)
            whole += complete
            if not complete and misses is not None:
                misses.append(f"missed {sentence.text[start:end]!r} in: {sentence.text}")
        for start, end in found:
            findings += 1
            touches = any(s < end and start < e for s, e in sentence.persons)
            right += touches
            if not touches and misses is not None:
                misses.append(f"not a name {sentence.text[start:end]!r} in: {sentence.text}")
            for s, e in sentence.words:
                if start <= s and e <= end:
                    words += 1
                    words_right += any(a <= s and e <= b for a, b in sentence.persons)
    return Score(names, whole, findings, right, words, words_right)


def main() -> None:
    """Print the score of each file."""
    for name in sys.argv[1:]:
        if name.startswith("-"):
            continue
        all_ = list(sentences(Path(name)))
        misses: list[str] | None = [] if "--misses" in sys.argv else None
        start = time.perf_counter()
        result = score(all_, misses)
        took = time.perf_counter() - start
        print(f"{Path(name).name}: {result}; {len(all_) / took:,.0f} sentences/s")
        for one in misses or []:
            print("  " + one)


if __name__ == "__main__":
    main()
