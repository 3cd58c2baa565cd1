"""What has been said yes to beforehand, when text is about to go where others read it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from reflekt.app.gate import Placed
    from reflekt.privacy.finding import Finding


class Clearance(NamedTuple):
    """What has been said yes to: everything that may be (`yes`), or these findings."""

    yes: bool = False
    confirmed: frozenset[tuple[str, str]] = frozenset()

    def covers(self, finding: Finding) -> bool:
        """Whether this finding has been said yes to."""
        return self.yes or finding.key in self.confirmed

    def and_also(self, findings: Iterable[Finding]) -> Clearance:
        """The clearance when these have been confirmed too."""
        return self._replace(confirmed=self.confirmed | {one.key for one in findings})


NOTHING_CLEARED = Clearance()


def nobody_to_ask(_found: Sequence[Placed], _space: str) -> bool:
    """Stands for `Journal.confirm` where nobody can be asked: the answer is no."""
    return False
