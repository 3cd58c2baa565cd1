"""Themes as people own them: which are near enough to be the same, written twice."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from reflekt.domain.entry import theme_name
from reflekt.domain.spelling import spellings

_ENDINGS = ("erne", "ene", "er", "en", "et", "e", "s")
_NEAR = 0.86


def near_twin(theme: str, known: Iterable[str]) -> str | None:
    """A theme in use that the new one probably is, spelt or inflected differently.

    None when the theme is in use already or resembles none: #netvaerk and #netværket are
    near-twins of #netværk, #tillid and #tilsyn are not. `known` is best used first.
    """
    name = theme_name(theme)
    others = [theme_name(other) for other in known]
    if name in others:
        return None
    for other in others:
        if name in spellings(other) or other in spellings(name) or _stem(name) == _stem(other):
            return other
    for other in others:
        if min(len(name), len(other)) >= 6 and _likeness(name, other) >= _NEAR:
            return other
    return None


def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()


def _stem(name: str) -> str:
    plain = min(spellings(name), key=len)
    for ending in _ENDINGS:
        if plain.endswith(ending) and len(plain) - len(ending) >= 4:
            return plain.removesuffix(ending)
    return plain
