"""What a sync did, to be told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from reflekt.app.changed_hands import ChangedHands
    from reflekt.app.claims import Claim


class Report(NamedTuple):
    """What a sync did: entries sent and received, files that both had changed, what waits for a
    choice, and what was sent in the name of somebody else and does not stand so; whether others got
    what stands now without the history it came by (`afresh`); whether files that are no entries
    (themes, a theme day, consents) went out or came in; entries taken out of the space, by me
    (`withdrawn`) and by others (`gone`); who is new in the space; entries
    that were one person's here and are another's now; entries about whose sharing a partner has
    said something (`consents`)."""

    sent: int = 0
    received: int = 0
    merged: Sequence[str] = ()
    claims: Sequence[Claim] = ()
    afresh: bool = False
    other_sent: bool = False
    other_received: bool = False
    withdrawn: int = 0
    gone: int = 0
    newcomers: Sequence[str] = ()
    changed_hands: Sequence[ChangedHands] = ()
    consents: Sequence[str] = ()

    def and_also(self, other: Report) -> Report:
        """Both together: a sync may have to begin again."""
        return Report(
            self.sent + other.sent,
            self.received + other.received,
            (*self.merged, *other.merged),
            (*self.claims, *other.claims),
            self.afresh or other.afresh,
            self.other_sent or other.other_sent,
            self.other_received or other.other_received,
            self.withdrawn + other.withdrawn,
            self.gone + other.gone,
            (*self.newcomers, *other.newcomers),
            (*self.changed_hands, *other.changed_hands),
            (*self.consents, *other.consents),
        )
