"""Ballots of a theme day: each is a file of its voter's own, counted without a server.

A ballot is signed with a key that only its voter has; the public half stands with the member.
So a ballot can't be written or changed by somebody else, and one member has one voice however
many files there are. What closing wrote down decides which ballots came in time.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from reflekt.domain.ports import blob_id
from reflekt.domain.space import Member
from reflekt.errors import N_

SCHEMA = 1
DOTS = 5
"""How many dots each has, unless the leader says otherwise."""

MOST_DOTS = 50
"""More than so many nobody may be given."""

LONGEST_TITLE = 80

Verify = Callable[[str, bytes, str], bool]
"""Whether the signature over these bytes was made with the key whose public half is given."""

UNREADABLE = N_("it can't be read as a ballot")
TOO_MANY = N_("it gives more dots than there are")
OTHER_DAY = N_("it is for another theme day")
NOT_A_MEMBER = N_("it is not signed by anybody in this space")
SECOND = N_("its voter has a newer ballot")
LATE = N_("it came, or was changed, after the voting was closed")


class Ballot(NamedTuple):
    """What one voter wishes: dots by candidate, and themes of their own with a line of why."""

    token: str
    day: str
    dots: Mapping[str, int]
    added: Mapping[str, str]
    cast: datetime
    signature: str = ""

    def signed_text(self, space: str) -> bytes:
        """The bytes that the voter signs: everything there is, and the space it is for."""
        content = {
            "space": space,
            "token": self.token,
            "day": self.day,
            "dots": dict(sorted(self.dots.items())),
            "added": dict(sorted(self.added.items())),
            "cast": self.cast.isoformat(),
        }
        return json.dumps(content, ensure_ascii=False, sort_keys=True).encode("utf-8")


class Refused(NamedTuple):
    """A ballot that does not count, and why (a catalogue text)."""

    token: str
    reason: str


class Count(NamedTuple):
    """Dots by candidate, themes the voters added, how many voices, and what did not count.

    `mended`: what had been written down was not what the ballots say.
    """

    votes: Mapping[str, int]
    added: Mapping[str, str]
    voices: int
    refused: tuple[Refused, ...]
    mended: bool = False


def ballot_text(ballot: Ballot) -> str:
    """The file of a ballot."""
    import tomli_w

    content: dict[str, object] = {
        "schema": SCHEMA,
        "token": ballot.token,
        "day": ballot.day,
        "cast": ballot.cast.isoformat(),
        "signature": ballot.signature,
        "dots": dict(sorted(ballot.dots.items())),
    }
    if ballot.added:
        content["added"] = dict(sorted(ballot.added.items()))
    return tomli_w.dumps(content)


def read_ballot(data: bytes) -> Ballot | None:
    """The ballot in a file; None where there is none to be read."""
    try:
        values = tomllib.loads(data.decode("utf-8"))
        cast = datetime.fromisoformat(_text(values, "cast"))
        dots, added = values.get("dots", {}), values.get("added", {})
        if cast.tzinfo is None or not isinstance(dots, dict) or not isinstance(added, dict):
            return None
        if not all(type(number) is int and number > 0 for number in dots.values()):
            return None
        if not all(isinstance(why, str) for why in added.values()):
            return None
        return Ballot(
            _text(values, "token"),
            _text(values, "day"),
            dots,
            added,
            cast,
            _text(values, "signature"),
        )
    except (ValueError, TypeError, RecursionError):
        return None


def claim(space: str, member: Member) -> bytes:
    """What a key signs to prove that it is this member's, in this space."""
    return f"reflekt ballot key {space} {member.key} {member.id}".encode()


def voters(members: Iterable[Member], space: str, verify: Verify) -> dict[str, str]:
    """Whose each ballot key is. One that a member put among theirs without having it is left out:
    so nobody can speak for another, nor take another's voice away."""
    return {
        one.key: member.key
        for member in members
        for one in member.ballot_keys
        if verify(one.key, claim(space, member), one.proof)
    }


def newest_of(
    files: Mapping[str, bytes],
    voter: str,
    *,
    day: str,
    space: str,
    keys: Mapping[str, str],
    verify: Verify,
) -> Ballot | None:
    """The ballot a voter cast last, from whichever computer."""
    mine = [key for key, whose in keys.items() if whose == voter]
    found = [
        ballot
        for ballot in map(read_ballot, files.values())
        if ballot
        and ballot.day == day
        and any(verify(key, ballot.signed_text(space), ballot.signature) for key in mine)
    ]
    return max(found, key=_cast, default=None)


def count(
    files: Mapping[str, bytes],
    *,
    day: str,
    space: str,
    dots: int,
    keys: Mapping[str, str],
    verify: Verify,
    closed: Mapping[str, str] | None = None,
) -> Count:
    """Count the ballots in `files` (token to content).

    `keys` are the members' public keys, and whose each is. `closed` holds, once the voting is
    over, the blob id of each ballot that was there then: any other is late.
    """
    refused: list[Refused] = []
    newest: dict[str, Ballot] = {}
    for token in sorted(files):
        data = files[token]
        ballot = read_ballot(data)
        if ballot is None or ballot.token != token:
            refused.append(Refused(token, UNREADABLE))
            continue
        if ballot.day != day:
            refused.append(Refused(token, OTHER_DAY))
            continue
        signed = ballot.signed_text(space)
        voter = next(
            (whose for key, whose in keys.items() if verify(key, signed, ballot.signature)), None
        )
        if voter is None:
            refused.append(Refused(token, NOT_A_MEMBER))
        elif closed is not None and closed.get(token) != blob_id(data):
            refused.append(Refused(token, LATE))
        elif sum(ballot.dots.values()) > dots:
            refused.append(Refused(token, TOO_MANY))
        elif voter in newest:
            other = newest[voter]
            older, newer = sorted((ballot, other), key=_cast)
            refused.append(Refused(older.token, SECOND))
            newest[voter] = newer
        else:
            newest[voter] = ballot
    return _summed(newest.values(), refused)


def _summed(ballots: Iterable[Ballot], refused: Sequence[Refused]) -> Count:
    votes: dict[str, int] = {}
    added: dict[str, str] = {}
    counted = sorted(ballots, key=lambda one: one.token)
    for ballot in counted:
        for candidate, number in ballot.dots.items():
            votes[candidate] = votes.get(candidate, 0) + number
        for title, why in ballot.added.items():
            title = " ".join(title.split())[:LONGEST_TITLE]
            if title:
                added.setdefault(title, why)
    return Count(dict(sorted(votes.items())), added, len(counted), tuple(sorted(refused)))


def _cast(ballot: Ballot) -> tuple[datetime, str]:
    return ballot.cast, ballot.token


def _text(values: Mapping[str, object], key: str) -> str:
    value = values.get(key, "")
    if not isinstance(value, str):
        raise TypeError(key)
    return value
