"""Homes with many entries of about 1.5 KB, the same for the same number every time."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from reflekt.adapters import config
from reflekt.adapters.git_store import GitStore
from reflekt.app.setup import first_settings
from reflekt.app.spaces import founding_files
from reflekt.domain.document import compose
from reflekt.domain.entry import ID_ALPHABET, Concern, Entry, Section
from reflekt.domain.ports import Change

WORDS = [
    "jeg",
    "du",
    "hun",
    "han",
    "de",
    "vi",
    "mor",
    "far",
    "barnet",
    "børnene",
    "søster",
    "mormor",
    "skolen",
    "pædagogen",
    "læreren",
    "mødet",
    "familien",
    "huset",
    "køkkenet",
    "sofaen",
    "samtalen",
    "stilheden",
    "planen",
    "ønsket",
    "håbet",
    "bekymringen",
    "netværket",
    "naboen",
    "fritidsklubben",
    "fodbold",
    "lektier",
    "morgenmad",
    "aften",
    "weekend",
    "torsdag",
    "sommer",
    "efterår",
    "sagde",
    "spurgte",
    "lyttede",
    "ventede",
    "ringede",
    "skrev",
    "græd",
    "grinede",
    "fortalte",
    "glemte",
    "huskede",
    "turde",
    "ville",
    "kunne",
    "skulle",
    "blev",
    "gik",
    "kom",
    "sad",
    "stod",
    "ikke",
    "også",
    "måske",
    "bare",
    "igen",
    "først",
    "bagefter",
    "sammen",
    "alene",
    "stille",
    "hurtigt",
    "langsomt",
    "glad",
    "ked",
    "træt",
    "vred",
    "bange",
    "modig",
    "lille",
    "stor",
    "ny",
    "gammel",
    "god",
    "svær",
    "let",
]
FAMILIES = [f"Familien {name}" for name in ("Ulv", "Birk", "Svale", "Eg", "Lærke", "Mår", "Hejre")]
THEMES = ["netværk", "tillid", "tempo", "børnesyn", "samarbejde", "mod", "ro"]
RARE = "sommerfuglevinge"
"""A word that stands in one entry of a thousand: what is searched for."""

FIRST_DAY = datetime(2015, 1, 5, 9, tzinfo=UTC)
IN_ONE_COMMIT = 5000


def entries(number: int, seed: int = 1) -> Iterator[Entry]:
    """So many entries, two hours apart."""
    draw = random.Random(seed)
    for count in range(number):
        story = _text(draw, 850)
        if count % 1000 == 500:
            story += f" En {RARE}."
        sections = (
            Section("Hvad fyldte?", story),
            Section(
                "Spørgsmål",
                f"### Tør jeg spørge (P4.T{draw.randrange(1, 7)})\n"
                f"> Hvem tøvede du med at spørge om?\n\n{_text(draw, 300)}",
            ),
            Section("Læring", f"- {_text(draw, 90)} #{draw.choice(THEMES)}"),
            Section("Prøver af", f"- [ ] {_text(draw, 50)} (senest 2026-12-04) ^a1"),
        )
        yield Entry(
            id=_id(seed * 10_000_000 + count),
            kind="visit",
            created=FIRST_DAY + timedelta(hours=count),
            author="mette",
            language="da",
            family=draw.choice(FAMILIES),
            concern=Concern(7, 4),
            sections=sections,
        )


def make_home(home: Path, number: int) -> None:
    """A home whose private space holds so many entries, with git's index in step."""
    settings = first_settings("Mette Holm", "da", "private")
    store = GitStore(home / "private", settings.name)
    store.found(founding_files(settings.spaces[0], settings, "corpus", FIRST_DAY), FIRST_DAY)
    config.save(home, settings)
    made = entries(number)
    while some := list(islice(made, IN_ONE_COMMIT)):
        files = [Change(entry.path, compose(entry).encode("utf-8")) for entry in some]
        store.add_many(files, f"import {len(some)}", when=some[-1].created)


def _text(draw: random.Random, length: int) -> str:
    parts: list[str] = []
    size = 0
    while size < length:
        sentence = " ".join(draw.choices(WORDS, k=draw.randrange(5, 14))).capitalize() + "."
        parts.append(sentence)
        size += len(sentence.encode("utf-8")) + 1
    return " ".join(parts)


def _id(number: int) -> str:
    digits = []
    for _ in range(6):
        number, digit = divmod(number, 32)
        digits.append(ID_ALPHABET[digit])
    return "".join(reversed(digits))


if __name__ == "__main__":
    make_home(Path(sys.argv[1]), int(sys.argv[2]))
