"""Measure reflekt against its baselines: `python bench/run.py [sizes…] > bench/results/….json`.

reflekt must be installed beside the Python that runs this; its modules are compiled first. jrnl and
ripgrep are measured where they are found. See bench/README.md for what each number means.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import NamedTuple

import corpus
from measure import RUNS, Call, medians, once

import reflekt

HERE = Path(__file__).parent
REFLEKT = str(Path(sys.executable).with_name("reflekt"))
HELLO = [sys.executable, str(HERE / "hello.py")]
BARE = [sys.executable, str(HERE / "bare_index.py")]
NOTE = "Hun ringede selv i dag, og vi talte om mormor og om sommeren. #tillid"


class Result(NamedTuple):
    """One line of the table."""

    what: str
    size: int
    seconds: float
    against: str
    ratio: float
    bound: float | None


class Bench:
    """A home of one size, and what is measured in it."""

    def __init__(self, folder: Path, size: int) -> None:
        self.size = size
        self.folder = folder
        self.home = folder / "home"
        self.space = self.home / "private"
        self.environment = {
            "REFLEKT_HOME": str(self.home),
            "REFLEKT_LANG": "da",
            "XDG_CACHE_HOME": str(folder / "cache"),
            "REFLEKT_SEMANTIC": "0",  # the bounds are those of reflekt without the extra
        }
        self._number = count()

    def build(self) -> None:
        """Make the home in a process of its own, and fill the search index."""
        script = [sys.executable, str(HERE / "corpus.py"), str(self.home), str(self.size)]
        subprocess.run(script, check=True)
        once(self.reflekt("list"))
        once(self.reflekt("list"))

    def reflekt(self, *arguments: str, before: Callable[[], object] = lambda: None) -> Call:
        return Call([REFLEKT, *arguments], before, self.environment)

    def git(self, *arguments: str, folder: Path | None = None) -> None:
        subprocess.run(["git", "-C", str(folder or self.space), *arguments], check=True)

    def compare(
        self, calls: dict[str, Call], *, to: str, bounds: dict[str, float | None], runs: int = RUNS
    ) -> Iterator[Result]:
        measured = medians(calls, runs)
        for name, bound in bounds.items():
            run = measured[name]
            ratio = run.seconds / measured[to].seconds
            yield Result(name, self.size, run.seconds, to, ratio, bound)

    def everyday(self) -> Iterator[Result]:
        """Start-up, writing and finding against hello."""
        note_bound = {1000: 1.8, 10_000: 1.9, 100_000: 2.8}.get(self.size)
        yield from self.compare(
            {
                "hello": Call(HELLO),
                "reflekt --version": self.reflekt("--version"),
                "reflekt note --help": self.reflekt("note", "--help"),
                "reflekt note": self.reflekt("note", NOTE),
                "reflekt list": self.reflekt("list"),
                "reflekt search": self.reflekt("search", corpus.RARE),
                "reflekt search (a word of most)": self.reflekt("search", "skolen"),
                "reflekt ask": self.reflekt("ask", "Jeg turde ikke spørge, om mormor kunne hjælpe"),
            },
            to="hello",
            bounds={
                "reflekt --version": 1.3,
                "reflekt note --help": 2.0,
                "reflekt note": note_bound,
                "reflekt list": 1.8,
                "reflekt search": 1.8,
                "reflekt search (a word of most)": 1.8,
                "reflekt ask": 3.0,
            },
        )

    def against_git(self) -> Iterator[Result]:
        """A note against `git add && git commit` of a file, in a copy of the space."""
        copy = self.folder / "copy"
        subprocess.run(["git", "clone", "-q", str(self.space), str(copy)], check=True)
        for key, value in (("user.name", "x"), ("user.email", "x@x.invalid"), ("gc.auto", "0")):
            self.git("config", key, value, folder=copy)
        script = 'printf "%s" "$0" > "entries/2026-$1.md" && git add "entries/2026-$1.md" && ' \
                 'git commit -q -m note'  # fmt: skip

        class Fresh(list[str]):
            """A command line whose last word is another each time."""

        command = Fresh(["sh", "-c", script, NOTE, "0"])

        def another() -> None:
            command[-1] = str(next(self._number))

        yield from self.compare(
            {
                "git add && git commit": Call(command, another, folder=copy),
                "reflekt note": self.reflekt("note", NOTE),
            },
            to="git add && git commit",
            bounds={"reflekt note": 0.8 if self.size >= 100_000 else None},
        )
        shutil.rmtree(copy)

    def against_ripgrep(self) -> Iterator[Result]:
        """A search against ripgrep over the files."""
        ripgrep = shutil.which("rg")
        if not ripgrep:
            return
        yield from self.compare(
            {
                "ripgrep": Call([ripgrep, "-l", corpus.RARE, str(self.space / "entries")]),
                "reflekt search": self.reflekt("search", corpus.RARE),
            },
            to="ripgrep",
            bounds={"reflekt search": 0.35 if self.size >= 100_000 else None},
        )

    def against_jrnl(self) -> Iterator[Result]:
        """Writing and searching against jrnl without tags."""
        jrnl = shutil.which("jrnl")
        if not jrnl or self.size != 10_000:
            return
        journal, settings = self.folder / "journal.txt", self.folder / "jrnl.yaml"
        with journal.open("w", encoding="utf-8") as file:
            for entry in corpus.entries(self.size):
                text = "\n".join(section.text for section in entry.sections).replace("#", "")
                file.write(f"[{entry.created:%Y-%m-%d %H:%M}] {entry.family}.\n{text}\n\n")
        settings.write_text(
            f"journals:\n  default:\n    journal: {journal}\nversion: v4.2\ntagsymbols: '@'\n"
            "colors:\n  body: none\n  date: none\n  tags: none\n  title: none\n"
            "default_hour: 9\ndefault_minute: 0\neditor: ''\nencrypt: false\nhighlight: false\n"
            "indent_character: '|'\nlinewrap: 79\ntemplate: false\n"
            "timeformat: '%Y-%m-%d %H:%M'\n",
            encoding="utf-8",
        )
        yield from self.compare(
            {
                "jrnl (write)": Call([jrnl, "--config-file", str(settings), NOTE.replace("#", "")]),
                "reflekt note": self.reflekt("note", NOTE),
            },
            to="jrnl (write)",
            bounds={"reflekt note": 1 / 6},
        )
        search = [
            jrnl,
            "--config-file",
            str(settings),
            "-contains",
            corpus.RARE,
            "--format",
            "short",
        ]
        yield from self.compare(
            {"jrnl (search)": Call(search), "reflekt search": self.reflekt("search", corpus.RARE)},
            to="jrnl (search)",
            bounds={"reflekt search": 1 / 6},
        )

    def index(self) -> Iterator[Result]:
        """The index from scratch against a bare script, and the memory it takes."""
        own = self.space / ".git" / "reflekt" / "index.sqlite"
        bare = self.folder / "bare.sqlite"
        runs = 7 if self.size < 100_000 else 3
        measured = medians(
            {
                "bare index": Call(
                    [*BARE, str(bare), str(self.space)], lambda: bare.unlink(missing_ok=True)
                ),
                "index from scratch": self.reflekt("list", before=lambda: own.unlink()),
            },
            runs,
        )
        ours, theirs = measured["index from scratch"], measured["bare index"]
        ratio = ours.seconds / theirs.seconds
        yield Result("index from scratch", self.size, ours.seconds, "bare index", ratio, 1.8)
        bound = 150.0 if self.size >= 100_000 else None
        yield Result("index memory (MB)", self.size, ours.megabytes, "MB", ours.megabytes, bound)

    def arrivals(self) -> Iterator[Result]:
        """The first command after one and after a thousand entries have arrived by git."""
        other = self.folder / "other"
        subprocess.run(["git", "clone", "-q", str(self.space), str(other)], check=True)
        self.git("config", "user.name", "x", folder=other)
        self.git("config", "user.email", "x@x.invalid", folder=other)
        made = corpus.entries(20_000, seed=2)

        def arrive(number: int) -> None:
            for entry in (next(made) for _ in range(number)):
                place = other / entry.path
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_text(corpus.compose(entry), encoding="utf-8", newline="\n")
            self.git("add", "-A", folder=other)
            self.git("commit", "-q", "-m", "x", folder=other)
            self.git("pull", "-q", "--no-rebase", str(other), "main")

        self.git("pull", "-q", "--no-rebase", str(self.space), "main", folder=other)
        yield from self.compare(
            {"hello": Call(HELLO), "list after 1": self.reflekt("list", before=lambda: arrive(1))},
            to="hello",
            bounds={"list after 1": 2.2},
        )
        call = self.reflekt("list", before=lambda: arrive(1000))
        seconds = medians({"x": call}, 7)["x"].seconds
        yield Result("list after 1,000 (seconds)", self.size, seconds, "second", seconds, 1.0)
        shutil.rmtree(other, ignore_errors=True)  # git may still be packing it


def bring_in(folder: Path) -> Iterator[Result]:
    """Importing 10,000 against one raw fast-import of the same files plus the index fill."""
    size = 10_000
    texts = folder / "many.jsonl"
    with texts.open("w", encoding="utf-8") as file:
        for entry in corpus.entries(size):
            text = "\n".join(section.text for section in entry.sections)
            file.write(json.dumps({"text": text, "created": entry.created.isoformat()}) + "\n")
    homes = (folder / f"home-{number}" for number in count())
    environment = {"REFLEKT_LANG": "da", "XDG_CACHE_HOME": str(folder / "cache")}
    state: dict[str, Path] = {}

    def fresh_home() -> None:
        state["home"] = next(homes)
        environment["REFLEKT_HOME"] = str(state["home"])
        subprocess.run(
            [REFLEKT, "init", "--name", "Mette"],
            check=True,
            env=os.environ | environment,
            stdout=subprocess.DEVNULL,
        )

    fresh_home()
    brought_in = Call([REFLEKT, "import", str(texts), "--yes"], fresh_home, environment)
    once(brought_in)
    space = state["home"] / "private"
    files = sorted((space / "entries").rglob("*.md"))
    stream = folder / "stream"
    with stream.open("wb") as out:
        out.write(b"commit refs/heads/main\ncommitter x <x@x> 0 +0000\ndata 1\nx\n")
        for place in files:
            data = place.read_bytes()
            path = place.relative_to(space).as_posix()
            out.write(b"M 100644 inline %s\ndata %d\n%s\n" % (path.encode(), len(data), data))
    raw, bare = folder / "raw", folder / "bare.sqlite"

    def fresh_repository() -> None:
        shutil.rmtree(raw, ignore_errors=True)
        subprocess.run(["git", "init", "-q", str(raw)], check=True)

    script = f'git -C "{raw}" fast-import --quiet < "{stream}"'
    fill_call = Call([*BARE, str(bare), str(space)], lambda: bare.unlink(missing_ok=True))
    measured = medians(
        {
            "import": brought_in,
            "fast-import": Call(["sh", "-c", script], fresh_repository),
            "fill": fill_call,
        },
        7,
    )
    ours, fast_import, fill = (measured[name] for name in ("import", "fast-import", "fill"))
    base = fast_import.seconds + fill.seconds
    against = "fast-import + index fill"
    yield Result("import", size, ours.seconds, against, ours.seconds / base, 2.0)
    yield Result("import (entries/s)", size, ours.seconds, "s", size / ours.seconds, None)


def machine() -> dict[str, str]:
    """What was measured on."""
    versions = subprocess.run(["git", "--version"], capture_output=True, text=True, check=True)
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "system": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "python": platform.python_version(),
        "git": versions.stdout.split()[-1],
    }


def main() -> None:
    """Measure every size named (1000 10000 100000 unless told), print JSON."""
    # Python would otherwise compile every module anew at each start, where it may not keep them.
    package = Path(reflekt.__file__).parent
    subprocess.run([sys.executable, "-m", "compileall", "-q", str(package)], check=True)
    sizes = [int(word) for word in sys.argv[1:]] or [1000, 10_000, 100_000]
    results: list[Result] = []
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="reflekt-bench-") as folder:
            bench = Bench(Path(folder), size)
            bench.build()
            for part in (
                bench.everyday,
                bench.against_git,
                bench.against_ripgrep,
                bench.against_jrnl,
                bench.index,
                bench.arrivals,
            ):
                results += _told(part())
    with tempfile.TemporaryDirectory(prefix="reflekt-bench-") as folder:
        results += _told(bring_in(Path(folder)))
    rows = [result._asdict() for result in results]
    print(json.dumps({"machine": machine(), "runs": RUNS, "results": rows}, indent=1))


def _told(results: Iterator[Result]) -> list[Result]:
    found = []
    for one in results:
        fits = "" if one.bound is None else ("ok" if one.ratio <= one.bound else "OVER")
        bound = "" if one.bound is None else f"<= {one.bound:.3g}"
        told = f"{one.size:>7} {one.what:<28} {one.seconds * 1000:9.1f} ms  {one.ratio:7.3f} x "
        print(f"{told}{one.against:<26} {bound} {fits}", file=sys.stderr)
        found.append(one)
    return found


if __name__ == "__main__":
    main()
