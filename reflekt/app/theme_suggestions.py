"""Which themes a learning point is likely to be about; a person says yes or no.

Learned from the points that people of this space gave a theme, from what each theme is called and
means, and from the starter set. A starter theme that a space does not use steps back the more
points the space has coded, and leaves when the space has a codebook of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from reflekt.domain.codebook import Codebook, Theme, described, near_twin, other_names
from reflekt.domain.meaning import Meant
from reflekt.domain.ports import Encoder
from reflekt.domain.theme_model import ENOUGH, Teaching

OWN = 20
"""With so many coded points of its own, a space's unused starter themes count half."""

NEWEST = 1500
"""Entries that suggestions are learned from at most: reading them takes a tenth of a second."""


class Suggestion(NamedTuple):
    """A theme, and how near the text comes to it (0 to 1)."""

    theme: str
    score: float


def taught(
    codebook: Codebook,
    starter: Codebook,
    confirmed: Mapping[str, Sequence[str]],
    known: Codebook | None = None,
) -> dict[str, Teaching]:
    """What each theme that may be suggested is learned from.

    `known` are the themes that reflekt knows examples of: the starter set, and others that are
    not offered before a team makes a theme of them.
    """
    coded = sum(len(points) for points in confirmed.values())
    names = {theme.name for theme in codebook.offered()}
    names |= {
        name
        for name in confirmed
        if name not in codebook.themes or codebook.themes[name].is_offered
    }
    found: dict[str, Teaching] = {}
    met: set[str] = set()
    for name in sorted(names):
        theme = codebook.themes.get(name, Theme(name))
        like = starter_theme(starter, theme)
        if like and not (known and theme.name in known.themes and theme.name != like.name):
            met.add(like.name)
        elif known:
            like = (
                known.themes.get(theme.name) or starter_theme(known, theme) or _part(known, theme)
            )
        words = " ".join(described(one) for one in (theme, like) if one)
        line = _line(theme, like)
        points = tuple(confirmed.get(name, ())[:ENOUGH])
        found[name] = Teaching(points, words, theme.examples, 1.0, line, like.name if like else "")
    if not codebook.themes:
        prior = OWN / (OWN + coded)
        for theme in starter.offered():
            if theme.name not in met:
                about = (described(theme), (), prior, _line(theme, None), theme.name)
                found[theme.name] = Teaching((), *about)
    return found


def meant(learned: Mapping[str, Teaching]) -> dict[str, Meant]:
    """What the meaning of each theme is learned from: a third of the points is enough."""
    return {
        name: Meant(one.points[: ENOUGH // 3], one.line, one.known) for name, one in learned.items()
    }


def _line(theme: Theme, known: Theme | None) -> str:
    meaning = theme.meaning or (known.meaning if known else "")
    return f"{theme.name.replace('-', ' ')}: {meaning}" if meaning else theme.name.replace("-", " ")


def starter_theme(starter: Codebook, theme: Theme) -> Theme | None:
    """The theme of the starter set (or of another) that a team's theme is, by one of its names."""
    names = [theme.name, *theme.aliases, *(former.name for former in theme.former)]
    for name in names:
        if starter.find(name):
            return starter.find(name)
    twins = other_names(starter)
    for name in names:
        twin = near_twin(name, starter.themes, twins)
        if twin:
            return starter.themes[twin]
    return None


def _part(known: Codebook, theme: Theme) -> Theme | None:
    """The theme that is named in a longer name: “kultur og tro”, “den svære afslutning”. What “og”
    joins may be any name of a theme; of other words only its own name says as much."""
    words = theme.name.split("-")
    for joined in re.split("-(?:og|and)-", theme.name):
        if joined != theme.name and known.find(joined):
            return known.find(joined)
    return next((known.themes[word] for word in words if word in known.themes), None)


def suggest(encoder: Encoder, text: str, limit: int) -> list[Suggestion]:
    """The likeliest themes, best first; none where none is near."""
    scores = encoder.scores(text)
    rounded = [Suggestion(name, round(min(1.0, score), 4)) for name, score in scores.items()]
    rounded.sort(key=lambda one: (-one.score, one.theme))
    return rounded[:limit]
