"""What `reflekt sync` is about, seen before the command line is understood.

Most of the time a sync takes goes into waiting for another git, and a third of it into loading
click. So git begins to fetch first. What is not plain from the words alone waits for click.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from reflekt.cli.context import Context
from reflekt.errors import ReflektError

_OPTIONS = ("--yes", "-y", "--json", "--resend")


def head_start(context: Context, arguments: Sequence[str]) -> None:
    """Begin to fetch for the first space of a sync, from the words that follow the command.

    What stands in the way is said by the sync.
    """
    names = [word for word in arguments if word not in _OPTIONS]
    with suppress(ReflektError):
        shared = [one for one in context.require_settings().spaces if one.remote]
        known = {one.name: one for one in shared}
        if shared and all(name in known for name in names):
            context.begin_sync(known[names[0]] if names else shared[0])
