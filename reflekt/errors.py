"""What can go wrong, said so that one place can show it in the user's language.

An error carries a message (an English text that is also its id in the catalogues),
the parameters that fill it, a hint that says what to do now, and an exit code.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar


def N_(message: str) -> str:
    """Mark a text for translation without translating it here."""
    return message


class Said:
    """A message inside another: a catalogue text and what fills it, told in the same language."""

    def __init__(self, message: str, parameters: Mapping[str, object]) -> None:
        self.message = message
        self.parameters = parameters

    def __str__(self) -> str:
        return self.message.format(**self.parameters)


class ReflektError(Exception):
    """A problem to tell the user about: never a traceback.

    `message` and `hint` are catalogue ids with `{name}` fields filled from `parameters`.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, hint: str | None = None, **parameters: object) -> None:
        self.message = message
        self.hint = hint
        self.parameters = parameters
        super().__init__(message.format(**parameters))


class UsageProblem(ReflektError):
    """The command was not understood as given."""

    exit_code = 2


class NotFound(ReflektError):
    """Nothing answers to what was asked for."""

    exit_code = 3


class PrivacyStop(ReflektError):
    """The privacy check says no."""

    exit_code = 4


class NotSynchronised(ReflektError):
    """Nothing lost, but not everything has reached the others."""

    exit_code = 5


class DamagedData(ReflektError):
    """A file or repository is not what it should be; it has been left untouched."""

    exit_code = 6


class EnvironmentProblem(ReflektError):
    """The machine stands in the way: git missing, no permission, disk full."""

    exit_code = 7


class Interrupted(ReflektError):
    """The user stopped; what was typed is kept as a draft."""

    exit_code = 130


class ChangedUnderneath(ReflektError):
    """A file is no longer what it was when it was opened; both versions have been kept."""

    exit_code = 6


def why(problem: Exception) -> str:
    """What is wrong with a file, for a message; where Python says it in signs, in a sentence."""
    return N_("it is not UTF-8") if isinstance(problem, UnicodeDecodeError) else str(problem)
