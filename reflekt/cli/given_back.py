"""What was typed in one line and could not be saved stands on the screen again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from reflekt.cli import output
from reflekt.errors import ReflektError
from reflekt.i18n import _


def give_back(*texts: str | None) -> None:
    """Say again what was written."""
    written = [text.rstrip("\n") for text in texts if text and text.strip()]
    if written:
        output.aside(_("This is what you had written:"))
        output.aside("\n".join(written))


@contextmanager
def given_back(*texts: str | None) -> Iterator[None]:
    """Whatever goes wrong in here, what was written is said again."""
    try:
        yield
    except ReflektError:
        give_back(*texts)
        raise
