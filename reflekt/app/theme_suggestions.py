"""Which themes a learning point is likely to be about; a person says yes or no.

Learned from the points that people of this space gave a theme, from what each theme is called and
means, and from the starter set. A starter theme that a space does not use steps back the more
points the space has coded, and leaves when the space has a codebook of its own.
"""

from __future__ import annotations

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
    codebook: Codebook, starter: Codebook, confirmed: Mapping[str, Sequence[str]]
) -> dict[str, Teaching]:
    """What each theme that may be suggested is learned from."""
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
        known = starter_theme(starter, theme)
        if known:
            met.add(known.name)
        words = " ".join(described(one) for one in (theme, known) if one)
        examples = (*theme.examples, *(known.examples if known else ()))
        line = _line(theme, known)
        starter_name = known.name if known else ""
        points = tuple(confirmed.get(name, ())[:ENOUGH])
        found[name] = Teaching(points, words, examples, 1.0, line, starter_name)
    if not codebook.themes:
        prior = OWN / (OWN + coded)
        for theme in starter.offered():
            if theme.name not in met:
                about = (described(theme), theme.examples, prior, _line(theme, None), theme.name)
                found[theme.name] = Teaching((), *about)
    return found


def meant(learned: Mapping[str, Teaching]) -> dict[str, Meant]:
    """What the meaning of each theme is learned from: a third of the points is enough."""
    return {
        name: Meant(one.points[: ENOUGH // 3], one.line, one.starter)
        for name, one in learned.items()
    }


def _line(theme: Theme, known: Theme | None) -> str:
    meaning = theme.meaning or (known.meaning if known else "")
    return f"{theme.name.replace('-', ' ')}: {meaning}" if meaning else theme.name.replace("-", " ")


def starter_theme(starter: Codebook, theme: Theme) -> Theme | None:
    """The theme of the starter set that a team's theme is, by one of its names."""
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


def suggest(encoder: Encoder, text: str, limit: int) -> list[Suggestion]:
    """The likeliest themes, best first; none where none is near."""
    scores = encoder.scores(text)
    rounded = [Suggestion(name, round(min(1.0, score), 4)) for name, score in scores.items()]
    rounded.sort(key=lambda one: (-one.score, one.theme))
    return rounded[:limit]
