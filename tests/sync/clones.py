"""People in one process, each with a home, a clock and a copy of one shared space."""

from __future__ import annotations

import subprocess
from datetime import datetime, timedelta
from pathlib import Path

from reflekt.app.find import resolve
from reflekt.app.journal import Journal
from reflekt.app.setup import first_settings
from reflekt.app.share import carry_over, marked, shared_entry, take_back
from reflekt.app.spaces import new_space
from reflekt.app.sync import sync
from reflekt.app.sync_report import Report
from reflekt.cli.context import Context, pause
from reflekt.domain.document import compose
from reflekt.domain.entry import Entry, Section
from reflekt.domain.ports import Change
from reflekt.domain.shared import ONLY_LEARNING, pieces, said
from tests.samples import WHEN


class Skewed:
    """ports.Clock: some time of its own, later each time it is asked."""

    def __init__(self, ahead: timedelta) -> None:
        self._at = WHEN + ahead

    def now(self) -> datetime:
        self._at += timedelta(seconds=1)
        return self._at


class Clone:
    """Somebody's home with the space `team`."""

    def __init__(self, home: Path, name: str, remote: Path, ahead: timedelta) -> None:
        self.home = home
        self.name = name
        self.remote = remote
        self.space = home / "team"
        self.clock = Skewed(ahead)
        self._open: Context | None = None
        context = self.context()
        settings = first_settings(name, "da", "private")
        context.set_up(settings)
        space = new_space("team", None, settings, context.ids, remote=str(remote))
        self.joined = context.join(space, None, lambda _namesakes: None)

    def context(self) -> Context:
        """The home, opened."""
        made = Context()
        made.home = self.home
        made.clock = self.clock
        made.yes = True
        return made

    def journal(self) -> Journal:
        """The shared space, opened once (and again after `close`) and brought up to date."""
        self._open = self._open or self.context()
        journal = self._open.journal("team")
        journal.refresh()
        return journal

    def close(self) -> None:
        """Let go of everything, as at the end of a command."""
        self._open = None

    def sync(self) -> Report:
        """Sync the shared space."""
        context = self._open = self._open or self.context()
        journal = context.journal("team")
        note = context.sync_note(journal.space)
        with note.alone():
            return sync(journal, context.remote(journal.space), note, pause=pause)

    def write(self, id: str, text: str) -> None:
        """A new entry with a learning point."""
        self._write(self.journal(), id, text)

    def share(self, id: str, text: str, shared_id: str, *, unnamed: bool) -> None:
        """Write an entry for oneself, and share its learning point with the team."""
        team = self.journal()
        context = self._open = self._open or self.context()
        private = context.journal("private")
        private.refresh()
        self._write(private, id, text)
        found = resolve([private], id)
        entry = private.document(found.row).entry
        points = marked(pieces(entry, context.headings(private), ONLY_LEARNING), "da")
        chosen = [said(one.piece, one.redacted, quotable=False) for one in points]
        template = context.templates(team).entry("visit", "da")
        now = self.clock.now()
        made = shared_entry(entry, chosen, template, team, id=shared_id, named=not unnamed, now=now)
        carry_over(found, team, made)

    def unshare(self, id: str) -> None:
        """Take back what was shared from an entry of one's own."""
        team = self.journal()
        context = self._open = self._open or self.context()
        private = context.journal("private")
        private.refresh()
        take_back(resolve([private], id), team)

    def _write(self, journal: Journal, id: str, text: str) -> None:
        entry = Entry(
            id,
            "note",
            self.clock.now(),
            journal.settings.author,
            "da",
            sections=(Section("", f"{text} fortalt"), Section("Læring", f"- {text}")),
        )
        change = Change(entry.path, compose(entry).encode())
        journal.commit([change], f"note {id}", {entry.path: None})

    def git(self, *arguments: str, place: Path | None = None) -> str:
        """Ordinary git in the shared space, or elsewhere."""
        done = subprocess.run(
            ["git", "-C", str(place or self.space), *arguments], check=True, capture_output=True
        )
        return done.stdout.decode("utf-8", "replace")

    def entries(self) -> dict[str, str]:
        """Every entry file of the shared space and what stands in it."""
        return {
            place.relative_to(self.space).as_posix(): place.read_text("utf-8")
            for place in sorted(self.space.glob("entries/*/*/*.md"))
        }

    def assert_sound(self) -> None:
        """git finds nothing wrong and nothing to do, and the search index says what is there."""
        assert self.git("status", "--porcelain") == ""
        assert self.git("fsck", "--strict", "--no-dangling") == ""
        journal = self.journal()
        assert list(journal.index.troubles()) == []
        assert not (self.space / ".git" / "reflekt" / "pending").exists()


def bare(folder: Path) -> Path:
    """A shared folder."""
    place = folder / "fælles" / "team.git"
    subprocess.run(["git", "init", "-q", "--bare", str(place)], check=True)
    return place
