"""Appointments for a calendar, and which have been handed out before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple, Protocol


class Appointment(NamedTuple):
    """A whole day in a calendar: a name that stays the same, the day, what for, what to do then.

    `sequence` grows with every change. One that is `cancelled` goes from a calendar that took it
    in earlier.
    """

    name: str
    on: date
    summary: str
    description: str = ""
    sequence: int = 0
    cancelled: bool = False


class Handed(NamedTuple):
    """An appointment that was written to a calendar file: from which space, for which day."""

    space: str
    on: date
    sequence: int = 0
    cancelled: bool = False


class HandedOut(Protocol):
    """Which appointments calendar files have been given, so that a later one can take them back."""

    def load(self) -> Mapping[str, Handed]:
        """By name; none where that can't be told."""

    def save(self, handed: Mapping[str, Handed]) -> None:
        """Remember exactly these."""
