"""Several people, each with a home of their own, and one shared folder."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

from tests.conftest import Reflekt


class Person(Reflekt):
    """Somebody who works in the space `team`, or another."""

    def __init__(self, home: Path, cache: Path, name: str, space: str = "team") -> None:
        super().__init__(home, cache)
        self.shared = space
        self("init", "--name", name, "--lang", "en")
        self.space = home / space

    def writes(self, text: str) -> str:
        """Write a note into the shared space and return its id."""
        before = set(self.ids())
        line = f'{{"text": "{text}"}}\n'
        self("import", "-", "--space", self.shared, "--yes", stdin=line)
        (id,) = set(self.ids()) - before
        return id

    def ids(self) -> list[str]:
        """The ids of all entries in the shared space."""
        rows = self.json("list", "--space", self.shared, "--json", "--limit", "9999")
        return [row["id"] for row in rows]

    def titles(self) -> list[str]:
        """The titles of all entries in the shared space, in order of the alphabet."""
        rows = self.json("list", "--space", self.shared, "--json", "--limit", "9999")
        return sorted(row["title"] for row in rows)

    def file(self, id: str) -> Path:
        """The file of an entry in the shared space."""
        (found,) = self.space.glob(f"entries/*/*/*-{id}.md")
        return found

    def rewrites(self, id: str, old: str, new: str) -> None:
        """Change an entry by hand, as an editor would."""
        text = self.file(id).read_text("utf-8")
        assert old in text
        self.file(id).write_text(text.replace(old, new), encoding="utf-8")

    def sync(self) -> list[dict[str, Any]]:
        """Sync the shared space and return the reports."""
        reports = self.json("sync", self.shared, "--json")
        assert isinstance(reports, list)
        return reports


class Together:
    """Everybody, and the folder they share."""

    def __init__(self, folder: Path, cache: Path) -> None:
        self.folder = folder
        self.cache = cache
        self.remote = folder / "fælles mappe" / "team.git"
        self.remote.parent.mkdir()
        subprocess.run(["git", "init", "-q", "--bare", str(self.remote)], check=True)

    def person(self, name: str, home: str = "", space: str = "team") -> Person:
        """Somebody new, with a home."""
        home = home or name.split()[0].lower()
        (self.folder / home).mkdir()
        return Person(self.folder / home / "reflekt", self.cache, name, space)

    def git(self, place: Path, *arguments: str) -> str:
        """Ordinary git in some repository."""
        who = ["-c", "user.name=X", "-c", "user.email=x@example.com"]
        done = subprocess.run(
            ["git", "-C", str(place), *who, *arguments], check=True, capture_output=True
        )
        return done.stdout.decode("utf-8")


def assert_both_ways(mette: Person, jonas: Person) -> None:
    """What each writes the other gets."""
    mette.writes("vi lyttede længe")
    jonas.writes("vi ringede først")
    assert mette.sync()[0]["sent"] == 1
    (report,) = jonas.sync()
    assert (report["sent"], report["received"]) == (1, 1)
    assert mette.sync()[0]["received"] == 1
    assert mette.titles() == jonas.titles() == ["vi lyttede længe", "vi ringede først"]
    mette.assert_sound()
    jonas.assert_sound()
