"""The report of themes over many coded points: `python bench/themes_report.py [sizes…]`.

Each entry is one file of about 1.5 KB with one coded learning point, a question that was answered
and something that was tried: forty people, twenty-five themes, five years. Prints one JSON value;
what is promised stands in `BOUNDS`.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path

import corpus
from measure import Call, Run, medians

from reflekt.adapters import config
from reflekt.adapters.git_store import GitStore
from reflekt.domain.document import compose
from reflekt.domain.entry import Concern, Entry, Section
from reflekt.domain.ports import Change

REFLEKT = str(Path(sys.executable).with_name("reflekt"))
SIZES = (5_000, 10_000, 20_000)
BOUNDS = {"seconds": 3.0, "megabytes": 300.0, "html_bytes": 500_000}
RUNS = 5
YEARS = 5
PEOPLE = [f"person{number}" for number in range(40)]
THEMES = [f"tema-{name}" for name in corpus.WORDS[:25]]
RESULTS = ("hjalp", "hjalp delvis", "hjalp ikke", "for tidligt at sige")


def entries(number: int) -> Iterator[Entry]:
    """So many shared entries, evenly over the years; a third of them without a name."""
    draw = random.Random(4)
    made = corpus.entries(number)
    for count, entry in enumerate(made):
        person = draw.choice(PEOPLE)
        quotable = " (må citeres)" if draw.random() < 0.2 else ""
        point = f"- Vi ventede, og så kom ordene {count}. #{draw.choice(THEMES)}{quotable}"
        tried = f"- [x] Ringe først ^a1\n  - 2026-10-05: {draw.choice(RESULTS)} – det gik."
        unnamed = draw.random() < 0.33
        yield entry._replace(
            created=corpus.FIRST_DAY.replace(year=2022)
            + timedelta(minutes=count * YEARS * 525_600 // number),
            author="" if unnamed else person,
            family="",
            concern=None if count % 2 else Concern(7, 4),
            extra={"contributor": f"token-{person}"} if unnamed else {},
            sections=(*entry.sections[:2], Section("Læring", point), Section("Prøver af", tried)),
        )


def environment_of(folder: Path) -> dict[str, str]:
    """What reflekt is run with in a home."""
    return {
        "REFLEKT_HOME": str(folder / "home"),
        "REFLEKT_LANG": "da",
        "XDG_CACHE_HOME": str(folder / "cache"),
    }


def build(folder: Path, number: int) -> None:
    """A home with a team space of so many points."""
    home = folder / "home"
    environment = environment_of(folder)
    for command in (["init", "--name", "Mette Holm", "--lang", "da"], ["space", "add", "team"]):
        subprocess.run(
            [REFLEKT, *command],
            env=os.environ | environment,
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
    settings = config.load(home)
    assert settings is not None
    store = GitStore(home / "team", settings.name)
    made = entries(number)
    while some := list(islice(made, corpus.IN_ONE_COMMIT)):
        files = [Change(entry.path, compose(entry).encode("utf-8")) for entry in some]
        store.add_many(files, f"import {len(some)}", when=some[-1].created)


def main(sizes: list[int]) -> None:
    """Measure each size, all of them taking turns."""
    with tempfile.TemporaryDirectory() as place:
        calls = {}
        pages = {}
        for size in sizes:
            folder = Path(place) / str(size)
            script = [sys.executable, __file__, "--build", str(folder), str(size)]
            subprocess.run(script, check=True)  # apart, so that its memory is not counted
            environment = environment_of(folder)
            pages[size] = folder / "year.html"
            period = ("--since", "2026-01-01", "--until", "2026-12-31")
            json_call = [REFLEKT, "themes", *period, "--json"]
            html_call = [REFLEKT, "themes", *period, "--html", str(pages[size]), "--yes"]
            calls[f"{size} json"] = Call(json_call, environment=environment)
            calls[f"{size} html"] = Call(html_call, environment=environment)
            trend = [REFLEKT, "themes", "trend", *period, "--json"]
            calls[f"{size} trend"] = Call(trend, environment=environment)
        found = medians(calls, RUNS)
        html = {size: page.stat().st_size for size, page in pages.items()}
    told = {name: _told(run) for name, run in found.items()}
    largest = max(sizes)
    worst = [run for name, run in found.items() if name.startswith(f"{largest} ")]
    a_point = {size: found[f"{size} json"].seconds / size * 1e6 for size in sizes}
    holds = {
        "seconds": max(run.seconds for run in worst) <= BOUNDS["seconds"],
        "megabytes": max(run.megabytes for run in worst) <= BOUNDS["megabytes"],
        "html_bytes": max(html.values()) <= BOUNDS["html_bytes"],
    }
    print(
        json.dumps(
            {
                "runs": told,
                "microseconds_a_point": {n: round(t, 1) for n, t in a_point.items()},
                "html_bytes": html,
                "bounds": BOUNDS,
                "holds": holds,
            },
            indent=1,
        )
    )


def _told(run: Run) -> dict[str, float]:
    return {"seconds": round(run.seconds, 3), "megabytes": round(run.megabytes, 1)}


if __name__ == "__main__":
    if sys.argv[1:2] == ["--build"]:
        build(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        main([int(size) for size in sys.argv[1:]] or list(SIZES))
