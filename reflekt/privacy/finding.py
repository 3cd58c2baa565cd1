"""What the privacy check finds in a text."""

from __future__ import annotations

from typing import NamedTuple

CPR, PHONE, EMAIL, NAME, ADDRESS, URL, PLATE = TYPES = (
    "cpr",
    "phone",
    "email",
    "name",
    "address",
    "url",
    "plate",
)
BLOCK, WARN = "block", "warn"


class Finding(NamedTuple):
    """Something that may tell who a person is: where it stands, in characters, and how grave
    it is: `block` never goes on, `warn` goes on when a person has said yes."""

    type: str
    start: int
    end: int
    text: str
    severity: str = WARN

    @property
    def key(self) -> tuple[str, str]:
        """What makes two findings the same to a person: the type and the words, however spaced."""
        return self.type, " ".join(self.text.casefold().split())
