"""Themes as people own them: what each means, what it has been called, what became of it.

Old entries are never rewritten when themes are merged, renamed or split: they keep the hashtag
that was written, and the codebook says what it stands for today.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from reflekt.domain.entry import theme_name, themes_in
from reflekt.domain.spelling import spellings
from reflekt.errors import N_, UsageProblem

_ENDINGS = ("erne", "ene", "er", "en", "et", "e", "s")
_NEAR = 0.86


class Former(NamedTuple):
    """A name that a theme bore before, and until when."""

    name: str
    until: date | None = None


class Merged(NamedTuple):
    """The theme that another has become part of, and since when."""

    into: str
    when: date | None = None


class Split(NamedTuple):
    """The themes that another has been divided into, and since when."""

    into: tuple[str, ...]
    when: date | None = None


class Theme(NamedTuple):
    """One theme of a space.

    `links` are ids of principles, signs and threats; `examples` are sentences that belong to it.
    `dropped`: since when the team no longer uses it.
    """

    name: str
    meaning: str = ""
    aliases: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    made: date | None = None
    former: tuple[Former, ...] = ()
    merged: Merged | None = None
    split: Split | None = None
    dropped: date | None = None
    examples: tuple[str, ...] = ()

    @property
    def is_offered(self) -> bool:
        """Whether people are to use it from now on."""
        return not (self.merged or self.split or self.dropped)


class Codebook(NamedTuple):
    """The themes of a space; `names` leads every other name to the theme it belongs to."""

    themes: Mapping[str, Theme]
    names: Mapping[str, str]

    def present(self, name: str) -> str:
        """What a theme is called today, through renames, aliases and merges.

        A name nobody has heard of stays itself. Two themes merged into one another (by two
        people at once) are the one that comes first in the alphabet.
        """
        now = theme_name(name)
        passed: list[str] = []
        while now not in passed:
            passed.append(now)
            theme = self.themes.get(now)
            if theme is None:
                now = self.names.get(now, now)
            elif theme.merged:
                now = theme.merged.into
        circle = passed[passed.index(now) :]
        return min(circle)

    def present_all(self, names: Iterable[str]) -> tuple[str, ...]:
        """What the themes of one point are called today, each once.

        A theme that has been split stays until one of its parts has been chosen for the point.
        """
        now = list(dict.fromkeys(self.present(name) for name in names))
        return tuple(name for name in now if not set(self.parts(name)) & set(now))

    def parts(self, name: str) -> tuple[str, ...]:
        """What a split theme has been divided into, as they are called today; else nothing."""
        theme = self.themes.get(name)
        if not (theme and theme.split) or theme.merged:
            return ()
        return tuple(dict.fromkeys(p for p in map(self.present, theme.split.into) if p != name))

    def is_settled(self, names: Iterable[str]) -> bool:
        """Whether a point has a theme that needs no further choice."""
        return any(not self.parts(name) for name in self.present_all(names))

    def offered(self) -> tuple[Theme, ...]:
        """The themes that people are to use from now on."""
        return tuple(theme for theme in self.themes.values() if theme.is_offered)

    def find(self, name: str) -> Theme | None:
        """The theme that a name stands for today."""
        return self.themes.get(self.present(name))


def codebook_of(themes: Iterable[Theme]) -> Codebook:
    """A codebook; where two people made the same theme, the first one's words come first."""
    known: dict[str, Theme] = {}
    for theme in themes:
        known[theme.name] = _both(known[theme.name], theme) if theme.name in known else theme
    names: dict[str, str] = {}
    for theme in known.values():
        for other in (*theme.aliases, *(former.name for former in theme.former)):
            if other not in known:
                names.setdefault(other, theme.name)
    return Codebook(known, names)


def _both(one: Theme, other: Theme) -> Theme:
    return Theme(
        one.name,
        one.meaning or other.meaning,
        tuple(dict.fromkeys(one.aliases + other.aliases)),
        tuple(dict.fromkeys(one.links + other.links)),
        min(filter(None, (one.made, other.made)), default=None),
        tuple(dict.fromkeys(one.former + other.former)),
        one.merged or other.merged,
        one.split or other.split,
        one.dropped or other.dropped,
        one.examples + other.examples,
    )


def checked_name(text: str) -> str:
    """A theme's name as it is kept. Raises UsageProblem for what can't be a hashtag."""
    name = theme_name(text)
    if themes_in(f"#{name}") != (name,):
        raise UsageProblem(
            N_("“{name}” can't be a theme."),
            hint=N_("A theme is one word, or several with hyphens between: help-from-family"),
            name=text.strip()[:60],
        )
    return name


def added(codebook: Codebook, theme: Theme) -> Theme:
    """A new theme, or a known one with what is given laid over it.

    Raises UsageProblem where its name or an alias is another theme's already.
    """
    known = codebook.themes.get(theme.name)
    for name in (theme.name, *theme.aliases):
        owner = codebook.names.get(name)
        if (owner and owner != theme.name) or (name != theme.name and name in codebook.themes):
            raise UsageProblem(
                N_("#{name} already means #{theme}."),
                hint=N_("Choose another name, or merge the two: reflekt themes merge"),
                name=name,
                theme=owner or name,
            )
    if known is None:
        return theme
    return known._replace(
        meaning=theme.meaning or known.meaning,
        aliases=tuple(dict.fromkeys(known.aliases + theme.aliases)),
        links=tuple(dict.fromkeys(known.links + theme.links)),
        dropped=None,
        merged=None,
        split=None,
    )


def merge(codebook: Codebook, one: str, into: str, when: date) -> Theme:
    """The theme `one` as it stands when it has become part of `into`.

    Raises UsageProblem where they are one theme already.
    """
    source, target = codebook.present(one), codebook.present(into)
    if source == target:
        raise UsageProblem(
            N_("#{one} and #{other} are one theme already."), one=theme_name(one), other=target
        )
    known = codebook.themes.get(source, Theme(source))
    return known._replace(merged=Merged(target, when), split=None, dropped=None)


def rename(codebook: Codebook, one: str, to: str, when: date) -> Theme:
    """The theme `one` under its new name.

    Raises UsageProblem where another theme bears the name.
    """
    name = codebook.present(one)
    known = codebook.themes.get(name, Theme(name))
    if to in codebook.themes or codebook.names.get(to, name) != name:
        raise UsageProblem(
            N_("There is a theme called #{name} already."),
            hint=N_("`reflekt themes merge {one} {name}` makes the two one."),
            name=to,
            one=name,
        )
    former = tuple(one for one in known.former if one.name != to)
    aliases = tuple(alias for alias in known.aliases if alias != to)
    return known._replace(name=to, former=(*former, Former(name, when)), aliases=aliases)


def split(codebook: Codebook, one: str, into: Sequence[str], when: date) -> Theme:
    """The theme `one` as it stands when it has been divided. A part that was another name of it
    is a theme of its own from then on.

    Raises UsageProblem for fewer than two parts, or where a part is the theme itself.
    """
    name = codebook.present(one)
    known = codebook.themes.get(name, Theme(name))
    freed = set(known.aliases) & set(map(theme_name, into))
    parts = tuple(
        dict.fromkeys(
            theme_name(part) if theme_name(part) in freed else codebook.present(part)
            for part in into
        )
    )
    if len(parts) < 2 or name in parts:
        raise UsageProblem(
            N_("#{name} is divided into two or more other themes."),
            hint=N_("Write them after it: reflekt themes split school absence cooperation"),
            name=name,
        )
    aliases = tuple(alias for alias in known.aliases if alias not in freed)
    return known._replace(split=Split(parts, when), aliases=aliases)


def near_twin(
    theme: str, known: Iterable[str], also: Mapping[str, str] | None = None
) -> str | None:
    """A theme in use that the new one probably is, spelt or inflected differently.

    None when the theme is in use already or resembles none: #netvaerk and #netværket are
    near-twins of #netværk, #tillid and #tilsyn are not. `known` is best used first. `also` are
    other names of themes (aliases, former and merged names) with the theme each stands for.
    """
    name = theme_name(theme)
    others = {theme_name(other): theme_name(other) for other in known}
    if name in others:
        return None
    for other, meant in (also or {}).items():
        others.setdefault(other, meant)
    if name in others:
        return others[name]
    for other, meant in others.items():
        if name in spellings(other) or other in spellings(name) or _stem(name) == _stem(other):
            return meant
    for other, meant in others.items():
        if min(len(name), len(other)) >= 6 and _likeness(name, other) >= _NEAR:
            return meant
    return None


def other_names(codebook: Codebook) -> dict[str, str]:
    """Every name that is not to be used any more, with the theme that stands for it today."""
    olds = [*codebook.names, *(t.name for t in codebook.themes.values() if t.merged)]
    return {old: codebook.present(old) for old in olds if codebook.present(old) != old}


def described(theme: Theme) -> str:
    """What tells of a theme before anybody has written about it: name, meaning, other names."""
    names = [theme.name, *theme.aliases, *(former.name for former in theme.former)]
    words = [word for name in names for word in re.split(r"[-_]+", name) if word]
    return " ".join([*words, theme.meaning])


def fitting(codebook: Codebook, theme: Theme) -> Theme:
    """A theme without the aliases that mean another theme of the codebook already."""
    taken = {*codebook.themes, *codebook.names}
    return theme._replace(aliases=tuple(a for a in theme.aliases if a not in taken))


def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()


def _stem(name: str) -> str:
    plain = min(spellings(name), key=len)
    for ending in _ENDINGS:
        if plain.endswith(ending) and len(plain) - len(ending) >= 4:
            return plain.removesuffix(ending)
    return plain
