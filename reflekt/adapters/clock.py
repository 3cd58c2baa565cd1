"""The time of day, and chance."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime

from reflekt.domain.entry import ID_ALPHABET, ID_LENGTH
from reflekt.errors import N_, UsageProblem


class SystemClock:
    """ports.Clock: the computer's, or stopped at $REFLEKT_NOW (for demonstrations)."""

    def now(self) -> datetime:
        """See ports.Clock.now. Raises UsageProblem where $REFLEKT_NOW is no point in time."""
        stopped = os.environ.get("REFLEKT_NOW")
        if not stopped:
            return datetime.now().astimezone().replace(microsecond=0)
        try:
            return datetime.fromisoformat(stopped).astimezone()
        except ValueError:
            raise UsageProblem(
                N_("REFLEKT_NOW is “{value}”, which is not a date and time."), value=stopped
            ) from None


class RandomIds:
    """ports.Ids: from the operating system's chance."""

    def fresh(self, taken: Callable[[str], bool]) -> str:
        """See ports.Ids.fresh."""
        while True:
            chance = os.urandom(ID_LENGTH)
            name = "".join(ID_ALPHABET[byte % len(ID_ALPHABET)] for byte in chance)
            if not taken(name):
                return name

    def token(self) -> str:
        """See ports.Ids.token."""
        # Letters alone: digits in a row look like telephone numbers to the gate.
        return "".join(chr(97 + byte % 26) for byte in os.urandom(16))
