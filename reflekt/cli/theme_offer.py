"""A theme offered while somebody writes: one key to take it, Enter to leave it."""

from __future__ import annotations

import re
from collections.abc import Container
from functools import cached_property

import click

from reflekt.app.codebook import codebook_or_notice
from reflekt.app.journal import Journal
from reflekt.cli.answering import choose
from reflekt.cli.context import Context
from reflekt.domain.codebook import Codebook, near_twin, other_names
from reflekt.domain.contents import (
    Headings,
    learning,
    learning_points,
    learning_text,
    with_themes,
)
from reflekt.domain.entry import Entry, themes_in
from reflekt.domain.ports import Encoder
from reflekt.i18n import _, language

_LIKELY = 0.2
"""From this score on a theme is suggested while somebody writes: rather too seldom."""

_AT_MOST = 3
"""With more lines without a theme nobody is asked; `themes code` is for that."""


STOPS = (KeyboardInterrupt, EOFError, click.Abort)
"""How somebody at a terminal says that they will answer no more."""


class ThemeOffer:
    """What a space's themes have to say about a learning point that is being written."""

    def __init__(self, context: Context, journal: Journal) -> None:
        self._context = context
        self._journal = journal

    @cached_property
    def _codebook(self) -> Codebook:
        return codebook_or_notice(self._journal)

    @cached_property
    def themes(self) -> list[str]:
        """The themes in use, and those the space suggests."""
        used = (self._codebook.present(name) for name in self._journal.index.themes())
        known = (theme.name for theme in self._codebook.offered())
        return list(dict.fromkeys([*used, *known]))

    @cached_property
    def _encoder(self) -> Encoder:
        return self._context.theme_encoder(self._journal, self._codebook, tell=False)

    def made(self, text: str) -> str:
        """Learning points, a line each, with the themes their writer said yes to."""
        return self._suggested(self._known(text))

    def made_at_the_end(self, text: str) -> str:
        """The same for what has been written to its end: whoever stops here leaves it as it is."""
        try:
            return self.made(text)
        except STOPS:
            return text

    def _known(self, text: str) -> str:
        """A hashtag much like one in use: which of the two is meant."""
        for theme in themes_in(text):
            twin = near_twin(theme, self.themes, other_names(self._codebook))
            if twin is None:
                continue
            question = _("#{theme} is much like #{twin}, which is in use. Which do you mean?")
            kept = choose(
                question.format(theme=theme, twin=twin),
                [("1", f"#{twin}"), ("2", f"#{theme}")],
            )
            if kept == "1":
                text = re.sub(rf"(?i)#{re.escape(theme)}(?![\w-])", f"#{twin}", text)
        return text

    def _suggested(self, text: str) -> str:
        """The best suggestion for a line without a theme."""
        lines = text.split("\n")
        bare = [n for n, line in enumerate(lines) if line.strip() and not themes_in(line)]
        if len(bare) > _AT_MOST:
            return text
        for number in bare:
            (point,) = learning_points(lines[number]) or (None,)
            theme = self._yes_to(point.text) if point else None
            if point and theme:
                told = learning_text([point._replace(themes=(theme,))], language())
                listed = lines[number].lstrip().startswith("- ")
                lines[number] = told if listed else told.removeprefix("- ")
        return "\n".join(lines)

    def made_on_page(self, entry: Entry, headings: Headings, before: Container[str]) -> Entry:
        """The same for the learning points of an entry written in an editor, but for those that
        stood there `before`."""
        points = [(n, one) for n, one in enumerate(learning(entry, headings), 1) if not one.themes]
        fresh = [(number, one.text) for number, one in points if one.text not in before]
        try:
            for number, text in fresh if len(fresh) <= _AT_MOST else ():
                theme = self._yes_to(text)
                if theme:
                    entry = with_themes(entry, headings, number, [theme])
        except STOPS:
            return entry
        return entry

    def _yes_to(self, text: str) -> str | None:
        """The likeliest theme of a learning point, where its writer says yes to it."""
        from reflekt.app.theme_suggestions import suggest

        likely = suggest(self._encoder, text, 1)
        if not likely or likely[0].score < _LIKELY:
            return None
        theme = likely[0].theme
        question = _("“{words}” – is it about #{theme}?")
        taken = choose(
            question.format(words=shortened(text), theme=theme),
            [("n", _("no, or not now")), (_("y|yes")[0], _("y|yes")[2:])],
        )
        return theme if taken != "n" else None


def shortened(text: str, room: int = 40) -> str:
    """The first words of a line, with an ellipsis where there are more."""
    words = " ".join(text.split())
    return words if len(words) <= room else f"{words[: room - 1].rstrip()}…"
