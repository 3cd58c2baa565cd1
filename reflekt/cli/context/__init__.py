"""The composition root: the one place that knows which adapter stands behind which port."""

from __future__ import annotations

from reflekt.cli.context.home import PRIVATE
from reflekt.cli.context.outlets import Outlets
from reflekt.cli.context.together import pause

__all__ = ["PRIVATE", "Context", "pause"]


class Context(Outlets):
    """What a command may use; everything is made when first asked for."""
