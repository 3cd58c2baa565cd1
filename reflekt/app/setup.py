"""Setting up a home: who I am, and the first space."""

from __future__ import annotations

import re

from reflekt.domain.ports import Settings, SpaceSettings
from reflekt.domain.spelling import folded

_ASCII = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "ü": "u", "é": "e"})


def author_key(name: str) -> str:
    """The short name under which entries are written: "Mette Holm" becomes "mette"."""
    words = re.findall(r"[a-z0-9]+", folded(name).translate(_ASCII))
    return words[0][:30] if words else "me"


def first_settings(name: str, language: str, space: str) -> Settings:
    """The settings of a new home with one private space."""
    name = " ".join(name.split())
    only = SpaceSettings(name=space, kind="private", path=space)
    return Settings(name, author_key(name), language, (only,))
