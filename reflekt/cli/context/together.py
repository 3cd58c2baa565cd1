"""Spaces others are in: joining, leaving, sending; and my voice in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from datetime import date
from functools import cached_property
from pathlib import PurePath
from typing import TYPE_CHECKING

from reflekt.cli.context.texts import Texts
from reflekt.domain.ports import Settings, Signer, SpaceSettings
from reflekt.errors import ReflektError

if TYPE_CHECKING:
    from reflekt.adapters.git_store import GitStore
    from reflekt.app.joining import Joined
    from reflekt.app.journal import Journal
    from reflekt.app.themeday import Voter
    from reflekt.domain.exchange import Remote, SyncNote
    from reflekt.domain.space import Member


def pause(attempt: int) -> None:
    """Wait a little before another attempt, out of step with everybody else."""
    import os
    import time

    longest = min(0.05 * 2 ** min(attempt, 6), 1.5)
    time.sleep(longest * (0.2 + 0.8 * os.urandom(1)[0] / 255))


class Together(Texts):
    """Spaces others are in: joining, leaving, sending; and my voice in them."""

    def join(
        self,
        space: SpaceSettings,
        kind: str | None,
        who_am_i: Callable[[Sequence[Member]], Member | None],
    ) -> Joined:
        """Found or join the space at its remote; the home knows of it when all is done."""
        import shutil

        from reflekt.adapters.sync_note import SyncFile, keep_settings, kept_settings
        from reflekt.app.joining import Ground, join

        settings = self.require_settings()
        ground = self.home / f".joining-{space.name}"
        own = ground / ".git" / "reflekt"
        recalled = kept_settings(own)

        def fresh_ground() -> Ground:
            shutil.rmtree(ground, ignore_errors=True)
            here = space._replace(path=ground.name)
            store = self.store(here, settings)
            store.prepare()
            return Ground(
                lambda mine: self._open(mine._replace(path=ground.name), settings),
                self._remote(store, space.remote),
                SyncFile(own),
                lambda mine: keep_settings(own, mine),
                recalled,
            )

        try:
            joined = join(
                space,
                settings,
                fresh_ground,
                self.ids,
                wanted_kind=kind,
                who_am_i=who_am_i,
                pause=pause,
            )
        except ReflektError:
            if kept_settings(own) is None:
                shutil.rmtree(ground, ignore_errors=True)
            raise
        ground.rename(self.home / space.path)
        self.store(joined.space, settings).configure()
        self.save_settings(settings._replace(spaces=(*settings.spaces, joined.space)))
        return joined

    def left(self, name: str) -> SpaceSettings | None:
        """A space of that name whose copy lies in the home, though the home has left it."""
        from reflekt.adapters.sync_note import kept_settings

        return kept_settings(self.home / name / ".git" / "reflekt")

    def leave(self, space: SpaceSettings, *, delete: bool) -> None:
        """Let the home forget a space; its copy stays until it is to be deleted."""
        import shutil

        from reflekt.adapters.sync_note import keep_settings

        settings = self.require_settings()
        keep_settings(self.home / space.path / ".git" / "reflekt", space)
        others = tuple(known for known in settings.spaces if known.name != space.name)
        self.save_settings(settings._replace(spaces=others))
        if delete:
            going = self.home / f".leaving-{space.name}"
            shutil.rmtree(going, ignore_errors=True)
            (self.home / space.path).rename(going)
            shutil.rmtree(going, ignore_errors=True)

    def journal_of(self, space: SpaceSettings, settings: Settings) -> Journal:
        """The journal of a space as it is about to be known."""
        return self._open(space, settings)

    def remote(self, space: SpaceSettings) -> Remote:
        """The repository a space is shared through: the same one whenever it is asked for."""
        if space not in self._remotes:
            store = self.store(space, self.require_settings())
            self._remotes[space] = self._remote(store, space.remote)
        return self._remotes[space]

    def sync_note(self, space: SpaceSettings) -> SyncNote:
        """What the last sync of a space left."""
        from reflekt.adapters.sync_note import SyncFile

        return SyncFile(self.home / space.path / ".git" / "reflekt")

    def begin_sync(self, space: SpaceSettings) -> None:
        """Begin to fetch for a sync that is about to come; `alone` goes on from there.

        Raises EnvironmentProblem where another sync of the space is at it, NotSynchronised.
        """
        with ExitStack() as held:
            held.enter_context(self.sync_note(space).alone(0))
            self.remote(space).begin()
            self._begun[space] = held.pop_all()

    def alone(self, space: SpaceSettings) -> AbstractContextManager[object]:
        """Hold the one sync of the space there may be at a time; see SyncNote.alone."""
        return self._begun.pop(space, None) or self.sync_note(space).alone()

    def _remote(self, store: GitStore, url: str) -> Remote:
        from reflekt.adapters.git_remote import GitRemote
        from reflekt.domain.remote import checked_remote

        return GitRemote(store, checked_remote(url, PurePath(self.home)), lambda: self.progress)

    @cached_property
    def signer(self) -> Signer:
        """Signs and verifies ballots."""
        from reflekt.adapters.signing import Ed25519Signer

        return Ed25519Signer()

    def voter(self, journal: Journal, on: date, space_id: str) -> Voter:
        """Me as a voter in that space; my key is made, and its public half told, the first time."""
        from reflekt.app.themeday import publish_key, voter

        key = journal.space.key
        if not key:
            key = self.signer.fresh_key()
            settings = self.require_settings()
            mine = [
                known._replace(key=key) if known.name == journal.space.name else known
                for known in settings.spaces
            ]
            self.save_settings(settings._replace(spaces=tuple(mine)))
        publish_key(journal, key, self.signer, space_id)
        return voter(key, on)
