"""One version of a file, as the history of a space tells of it."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple


class Version(NamedTuple):
    """One version of a file: number (from 1), commit, time, author and what happened."""

    number: int
    commit: str
    when: datetime
    who: str
    what: str
