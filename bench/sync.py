"""Measure sync: `python bench/sync.py [sizes…]`, against raw git on copies of the same spaces.

Two people share a space through a bare repository on a path. Before each run each side gets one
new entry. Raw git is `git fetch && git rebase && git push`; a sync with nothing to do is measured
against `git fetch` and starting up.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from itertools import count
from pathlib import Path

from measure import Call, medians, once

HERE = Path(__file__).parent
REFLEKT = str(Path(sys.executable).with_name("reflekt"))
HELLO = [sys.executable, str(HERE / "hello.py")]
RUNS = 7


def git(place: Path, *arguments: str) -> str:
    """Ordinary git, as somebody runs it by hand."""
    who = ["-c", "user.name=X", "-c", "user.email=x@example.com", "-c", "gc.auto=0"]
    return subprocess.run(
        ["git", "-C", str(place), *who, *arguments], check=True, capture_output=True, text=True
    ).stdout


class Pair:
    """A space of one size, shared: mine, theirs (a plain clone), and the folder between."""

    def __init__(self, folder: Path, size: int) -> None:
        self.home, self.shared = folder / "home", folder / "team.git"
        self.theirs, self.raw = folder / "theirs", folder / "raw"
        self.environment = {"REFLEKT_HOME": str(self.home), "REFLEKT_LANG": "da"}
        self._number = count()
        script = [sys.executable, str(HERE / "corpus.py"), str(self.home), str(size)]
        subprocess.run(script, check=True)
        git(folder, "init", "-q", "--bare", str(self.shared))
        self.reflekt("space", "add", "private", "--remote", str(self.shared))
        self.reflekt("list")
        # Each side of the comparison has a shared folder of its own with the same in it.
        shutil.copytree(self.shared, folder / "raw.git")
        git(folder, "clone", "-q", "-b", "main", str(self.shared), str(self.theirs))
        git(folder, "clone", "-q", "-b", "main", str(folder / "raw.git"), str(self.raw))
        git(folder, "clone", "-q", "-b", "main", str(folder / "raw.git"), f"{self.theirs}-raw")

    def reflekt(self, *arguments: str) -> None:
        once(Call([REFLEKT, *arguments], environment=self.environment))

    def entry(self, place: Path, push: bool) -> None:
        """One more entry, committed with plain git in one of the clones, and sent."""
        number = next(self._number)
        path = place / "entries" / "2026" / "11" / f"2026-11-23-1412-note-{number:06}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            f'+++\nschema = 1\nid = "{number:06}"\nkind = "note"\n'
            'created = 2026-11-23T14:12:05+01:00\nauthor = "x"\nlanguage = "da"\n+++\n\nVi lytter\n'
        )
        git(place, "add", str(path))
        git(place, "commit", "-qm", "note")
        if push:
            git(place, "push", "-q", "origin", "main")

    def both(self) -> None:
        """Something new with them and with me."""
        git(self.theirs, "pull", "-q", "--rebase")
        self.entry(self.theirs, push=True)
        self.reflekt("note", "Hun ringede selv")

    def both_raw(self) -> None:
        """The same for raw git."""
        theirs = Path(f"{self.theirs}-raw")
        git(theirs, "pull", "-q", "--rebase")
        self.entry(theirs, push=True)
        self.entry(self.raw, push=False)

    def call(self, *arguments: str, before: Callable[[], object] = lambda: None) -> Call:
        return Call([REFLEKT, *arguments], before, self.environment)


def measure(size: int) -> list[dict[str, object]]:
    """The two lines of one size."""
    with tempfile.TemporaryDirectory() as folder:
        pair = Pair(Path(folder), size)
        raw = "git fetch -q && git rebase -q origin/main && git push -q origin main"
        named = ["-c", f"export GIT_AUTHOR_NAME=x GIT_COMMITTER_NAME=x EMAIL=x@example.com; {raw}"]
        one = medians(
            {
                "sync": pair.call("sync", "private", before=pair.both),
                "raw": Call(["sh", *named], pair.both_raw, folder=pair.raw),
            },
            RUNS,
        )
        nothing = medians(
            {
                "sync": pair.call("sync", "private"),
                "fetch": Call(["git", "fetch", "-q"], folder=pair.raw),
                "hello": Call(HELLO),
                "start": pair.call("--version"),
            },
            RUNS,
        )
        floor = nothing["fetch"].seconds + nothing["hello"].seconds
        return [
            _line("one new entry on each side", size, one["sync"].seconds, one["raw"].seconds, 1.5),
            _line("nothing new", size, nothing["sync"].seconds, floor, 2.0),
        ]


def _line(what: str, size: int, seconds: float, against: float, bound: float) -> dict[str, object]:
    return {
        "what": what,
        "size": size,
        "ms": round(seconds * 1000),
        "against_ms": round(against * 1000),
        "ratio": round(seconds / against, 2),
        "bound": bound,
        "holds": seconds <= bound * against,
    }


if __name__ == "__main__":
    for size in [int(one) for one in sys.argv[1:]] or [1000, 10_000, 100_000]:
        for line in measure(size):
            print(json.dumps(line), flush=True)
