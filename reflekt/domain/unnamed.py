"""What is written down of who and when, where an entry is to carry no name."""

from __future__ import annotations

from datetime import datetime, timedelta

NOBODY = "reflekt"
"""Signs the commits of entries without a name."""

ADDRESS = f"{NOBODY}@reflekt.invalid"


def week_of(moment: datetime) -> datetime:
    """The Monday of that week at noon: all that is told of when an unnamed entry was written."""
    monday = moment - timedelta(days=moment.weekday())
    return monday.replace(hour=12, minute=0, second=0, microsecond=0)
