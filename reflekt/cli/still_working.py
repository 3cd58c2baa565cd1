"""That git is still at it: one line on a terminal, gone again when there is something to say."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from reflekt.cli import output
from reflekt.cli.context import Context
from reflekt.i18n import _


class StillWorking:
    """The line for one space."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._longest = 0

    def begin(self) -> None:
        """Say what is being done."""
        self._show(_("Syncing {name} …").format(name=self._name))

    def __call__(self, sending: bool, percent: int | None) -> None:
        """Say how far git is, once it has taken more than a moment; see exchange.Progress."""
        if percent is None:
            self.end()
            return
        if sending:
            told = _("Syncing {name} … {percent} % sent")
        else:
            told = _("Syncing {name} … {percent} % fetched")
        self._show(told.format(name=self._name, percent=percent))

    def end(self) -> None:
        """Take the line away."""
        output.passing(" " * self._longest)

    def _show(self, text: str) -> None:
        self._longest = max(self._longest, len(text))
        output.passing(text.ljust(self._longest))


@contextmanager
def working(context: Context, name: str, *, quiet: bool = False) -> Iterator[None]:
    """While this lasts, a person at a terminal sees that git is at work for the space."""
    if quiet or not (output.to_people() and sys.stderr.isatty()):
        yield
        return
    shown = StillWorking(name)
    shown.begin()
    context.progress = shown
    try:
        yield
    finally:
        context.progress = None
        shown.end()
