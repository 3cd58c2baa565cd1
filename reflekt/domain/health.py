"""What is wrong with a space: troubles that `doctor` finds, files that can't be read."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Trouble(NamedTuple):
    """Something `doctor` found: a catalogue text, its parameters, and what to do about it."""

    message: str
    hint: str = ""
    parameters: Mapping[str, object] = MappingProxyType({})
    mendable: bool = False


class BadFile(NamedTuple):
    """A file that cannot be read as an entry: where and why (a catalogue text)."""

    path: str
    line: int
    reason: str
    parameters: Mapping[str, object]
