"""The home: who I am, my spaces and their journals, the clock and chance."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from reflekt.adapters import config
from reflekt.adapters.clock import RandomIds, SystemClock
from reflekt.domain.ports import Cleared, Clock, Drafts, Ids, Settings, SpaceSettings
from reflekt.errors import N_, NotFound
from reflekt.i18n import language

if TYPE_CHECKING:
    from reflekt.adapters.git_store import GitStore
    from reflekt.app.gate import Placed
    from reflekt.app.journal import Journal
    from reflekt.domain.exchange import Exchange, Progress, Remote
    from reflekt.domain.ports import (
        Index,
        NaturalDates,
        Shown,
        WorkingDays,
    )


PRIVATE = "private"


class Home:
    """The home: who I am, my spaces and their journals, the clock and chance."""

    def __init__(self) -> None:
        self.home: Path = config.home_folder()
        self.clock: Clock = SystemClock()
        self.ids: Ids = RandomIds()
        self.yes = False
        self.progress: Progress | None = None
        self._journals: dict[str, Journal] = {}
        self._remotes: dict[SpaceSettings, Remote] = {}
        self._begun: dict[SpaceSettings, AbstractContextManager[object]] = {}

    @cached_property
    def settings(self) -> Settings | None:
        """The home's settings; None before it is set up."""
        return config.load(self.home)

    def require_git(self) -> None:
        """Raises EnvironmentProblem where git is missing or too old."""
        from reflekt.adapters.git_process import require_version

        require_version()

    def require_settings(self) -> Settings:
        """The home's settings. Raises NotFound where there is no home yet."""
        if self.settings is None:
            raise NotFound(
                N_("There is no reflekt home in {folder} yet."),
                hint=N_("Set one up with `reflekt init`, or try `reflekt demo` first."),
                folder=str(self.home),
            )
        return self.settings

    def save_settings(self, settings: Settings) -> None:
        """Keep the settings and go by them from now on."""
        config.save(self.home, settings)
        self.__dict__["settings"] = settings

    def set_up(self, settings: Settings) -> None:
        """Make the home: its spaces first, so that the settings never name one that is not."""
        from reflekt.app.spaces import founding_files

        for space in settings.spaces:
            store = self.store(space, settings)
            if not store.is_founded():
                id = self.ids.token()
                store.found(founding_files(space, settings, id, self.clock.now()), self.clock.now())
        self.save_settings(settings)

    def set_up_quietly(self) -> bool:
        """Make a home with defaults if there is none, so that nothing written has to wait.

        Returns whether one was made.
        """
        if self.settings is not None:
            return False
        from reflekt.app.setup import first_settings

        self.set_up(first_settings(self.user_name, language(), PRIVATE))
        return True

    @cached_property
    def user_name(self) -> str:
        """What the computer calls its user."""
        return config.user_name()

    def journal(self, space: str | None = None) -> Journal:
        """The journal of one space: by default the private one. Raises NotFound."""
        wanted = space or self.own_space
        if wanted not in self._journals:
            self._journals[wanted] = self._open(self.space(wanted), self.require_settings())
        return self._journals[wanted]

    def space(self, name: str) -> SpaceSettings:
        """What the home knows of a space. Raises NotFound."""
        spaces = self.require_settings().spaces
        for known in spaces:
            if known.name == name:
                return known
        raise NotFound(
            N_("There is no space called {name}; there are: {names}."),
            hint=N_("`reflekt space add {name}` starts it, or joins it with --remote PLACE."),
            name=name,
            names=", ".join(known.name for known in spaces),
        )

    def journals(self, space: str | None = None) -> list[Journal]:
        """The journal of the named space, or of every space."""
        if space:
            return [self.journal(space)]
        return [self.journal(known.name) for known in self.require_settings().spaces]

    @property
    def own_space(self) -> str:
        """The name of the space that entries go to when none is named."""
        settings = self.require_settings()
        own = [known.name for known in settings.spaces if known.kind == "private"]
        return own[0] if own else PRIVATE

    def fresh_id(self) -> str:
        """An entry id that no space of the home uses."""
        from reflekt.app.capture import is_taken

        return self.ids.fresh(is_taken(self.journals()))

    def emergency_drafts(self) -> Drafts:
        """A place for text that could not be saved where it belongs."""
        import tempfile

        from reflekt.adapters.drafts import DraftFolder

        return DraftFolder(Path(tempfile.gettempdir()) / "reflekt-unsaved")

    @cached_property
    def dates(self) -> NaturalDates:
        """Dates as people write them."""
        from reflekt.adapters.natural_dates import WrittenDates

        return WrittenDates()

    def store(self, space: SpaceSettings, settings: Settings) -> GitStore:
        """The files of a space, written under the name I have there."""
        from reflekt.adapters.git_store import GitStore

        return GitStore(self.home / space.path, settings.name, space.address)

    @cached_property
    def shown(self) -> Shown:
        """What has been shown today."""
        from reflekt.adapters.shown import ShownToday

        settings = self.require_settings()
        own = next(one for one in settings.spaces if one.name == self.own_space)
        return ShownToday(self.store(own, settings).own_folder / "shown.json")

    @cached_property
    def working_days(self) -> WorkingDays:
        """On which days people are at work."""
        from reflekt.adapters.working_days import DanishWorkingDays

        return DanishWorkingDays()

    def sample_entries(self, person: str) -> list[bytes]:
        """The entries of one person of the sample journal that comes with reflekt."""
        from reflekt.adapters.shipped import shipped

        folder = shipped("journal", person, "entries")
        return [place.read_bytes() for place in sorted(folder.rglob("*.md"))]

    def own_derived_folder(self) -> Path:
        """Where what is derived or passing lies in one's own space. Raises NotFound."""
        settings = self.require_settings()
        own = next((one.path for one in settings.spaces if one.name == self.own_space), PRIVATE)
        return self.home / own / ".git" / "reflekt"

    def _open(self, space: SpaceSettings, settings: Settings) -> Journal:
        from reflekt.app.clearance import Clearance
        from reflekt.app.journal import Journal

        store = self.store(space, settings)
        own = store.own_folder

        def index() -> Index:
            from reflekt.adapters.fts_index import FtsIndex

            return FtsIndex(own / "index.sqlite", store)

        def exchange() -> Exchange:
            from reflekt.adapters.git_exchange import GitExchange

            return GitExchange(store.root, settings.name, space.address)

        def drafts() -> Drafts:
            from reflekt.adapters.drafts import DraftFolder

            return DraftFolder(own / "drafts")

        def cleared() -> Cleared:
            from reflekt.adapters.cleared import ClearedFile

            return ClearedFile(own / "cleared")

        def confirmed(found: Sequence[Placed], space: str) -> bool:
            from reflekt.cli.clearing import confirmed

            return confirmed(found, space)

        return Journal(
            space,
            settings._replace(author=space.author) if space.author else settings,
            store=store,
            exchange=exchange,
            index=index,
            drafts=drafts,
            cleared=cleared,
            clock=self.clock,
            folder=(self.home / space.path).as_posix(),
            clearance=Clearance(yes=self.yes),
            confirm=confirmed,
        )
