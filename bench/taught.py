"""The texts of a language that `templates/meaning/` is made from, and their digest."""

from __future__ import annotations

import hashlib
import json
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

TEMPLATES = Path(__file__).parent.parent / "templates"


class Known(NamedTuple):
    """What is known of a theme: its name in words with its meaning, and examples."""

    line: str
    examples: list[str]


class Texts(NamedTuple):
    """The examples of each threat and sign, the neutral sentences, the known themes, and lines
    about nothing."""

    threats: dict[str, list[str]]
    signs: dict[str, list[str]]
    neutral: list[str]
    themes: dict[str, Known]
    nothing: list[str]

    def digest(self) -> str:
        """Other texts, another digest."""
        return hashlib.sha256(json.dumps(self).encode("utf-8")).hexdigest()[:16]


def texts(language: str) -> Texts:
    """The texts as they stand in `templates/` now."""
    principles = _read("principles", language)
    parts = principles.get("principle", [])
    themes = [one for kind in ("themes", "subjects") for one in _read(kind, language)["theme"]]
    return Texts(
        {one["id"]: one.get("examples", []) for part in parts for one in part["threat"]},
        {one["id"]: one.get("examples", []) for part in parts for one in part["sign"]},
        principles.get("neutral", []),
        {one["name"]: Known(_line(one), one.get("examples", [])) for one in themes},
        _read("nothing", language)["nothing"],
    )


def _line(theme: dict[str, Any]) -> str:
    return f"{theme['name'].replace('-', ' ')}: {theme['meaning']}"


def _read(kind: str, language: str) -> dict[str, Any]:
    place = TEMPLATES / kind / f"{language}.toml"
    return tomllib.loads(place.read_text("utf-8")) if place.is_file() else {"theme": []}
