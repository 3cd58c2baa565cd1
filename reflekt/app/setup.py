"""Setting up a home: who I am, and the first space."""

from __future__ import annotations

import re

from reflekt.domain.ports import Settings, SpaceSettings
from reflekt.domain.spelling import folded

SPACE_SCHEMA = 1
MINIMUM_GROUP = 3
"""The smallest number of people a report may speak of; see DOMAIN on group reporting."""

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


def space_file(space: SpaceSettings) -> bytes:
    """The `space.toml` that founds a space."""
    lines = [
        f"schema = {SPACE_SCHEMA}",
        f'kind = "{space.kind}"',
        f'name = "{space.name}"',
        f"minimum_group = {MINIMUM_GROUP}",
    ]
    return ("\n".join(lines) + "\n").encode("utf-8")


def is_space_name(name: str) -> bool:
    """Whether a space may be called so: a folder name on every system."""
    reserved = r"(?!(?:con|prn|aux|nul|com\d|lpt\d)$)"
    return re.fullmatch(reserved + r"[a-zæøå0-9][a-zæøå0-9-]{0,39}", name) is not None
