"""Ballots: one voice each, and nobody votes for somebody else."""

from datetime import UTC, date, datetime, timedelta

import pytest

from reflekt.adapters.signing import Ed25519Signer
from reflekt.app.themeday import voter
from reflekt.domain.ballots import (
    LATE,
    NOT_A_MEMBER,
    OTHER_DAY,
    SECOND,
    TOO_MANY,
    UNREADABLE,
    Ballot,
    Count,
    ballot_text,
    count,
    read_ballot,
)
from reflekt.domain.ports import blob_id

SIGNER = Ed25519Signer()
METTE, JONAS, STRANGER = (SIGNER.fresh_key() for _ in range(3))
CAST = datetime(2026, 11, 25, 10, tzinfo=UTC)


def a_ballot(
    token: str,
    key: str = METTE,
    dots: dict[str, int] | None = None,
    *,
    day: str = "2026-12-03",
    space: str = "team",
    cast: datetime = CAST,
    added: dict[str, str] | None = None,
) -> bytes:
    ballot = Ballot(token, day, dots or {"tillid": 2}, added or {}, cast)
    signature = SIGNER.sign(key, ballot.signed_text(space))
    return ballot_text(ballot._replace(signature=signature)).encode("utf-8")


def counted(files: dict[str, bytes], closed: dict[str, str] | None = None) -> Count:
    return count(
        files,
        day="2026-12-03",
        space="team",
        dots=5,
        keys={SIGNER.public(METTE): "mette", SIGNER.public(JONAS): "jonas"},
        verify=SIGNER.verify,
        closed=closed,
    )


def reasons(result: Count) -> list[str]:
    return [one.reason for one in result.refused]


def test_a_ballot_reads_back_as_it_was_written() -> None:
    ballot = Ballot("a", "2026-12-03", {"tillid": 2}, {"Nyt": "fordi"}, CAST, "ab")
    assert read_ballot(ballot_text(ballot).encode("utf-8")) == ballot


def test_the_dots_of_all_members_are_added_up() -> None:
    files = {"a": a_ballot("a"), "b": a_ballot("b", JONAS, {"tillid": 1, "tid": 3})}
    assert counted(files) == Count({"tid": 3, "tillid": 3}, {}, 2, ())


def test_themes_that_voters_add_are_kept_with_their_reason() -> None:
    assert counted({"a": a_ballot("a", added={"Nattero": "vi er trætte"})}).added == {
        "Nattero": "vi er trætte"
    }


def test_a_second_ballot_of_one_voter_takes_the_place_of_the_older() -> None:
    later = a_ballot("b", METTE, {"tid": 1}, cast=CAST + timedelta(hours=1))
    result = counted({"a": a_ballot("a"), "b": later})
    assert (dict(result.votes), result.voices, reasons(result)) == ({"tid": 1}, 1, [SECOND])


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (a_ballot("a", STRANGER), NOT_A_MEMBER),
        (a_ballot("a").replace(b"tillid = 2", b"tillid = 5"), NOT_A_MEMBER),
        (a_ballot("a", space="another"), NOT_A_MEMBER),
        (a_ballot("another"), UNREADABLE),
        (a_ballot("a", dots={"tillid": 6}), TOO_MANY),
        (a_ballot("a", day="2026-06-03"), OTHER_DAY),
        (b"\xff not toml", UNREADABLE),
        (a_ballot("a").replace(b"tillid = 2", b"tillid = -2"), UNREADABLE),
    ],
)
def test_a_ballot_that_is_not_right_does_not_count_and_says_why(data: bytes, reason: str) -> None:
    result = counted({"a": data})
    assert (result.voices, reasons(result)) == (0, [reason])


def test_a_ballot_changed_after_closing_is_late() -> None:
    closed = {"a": blob_id(a_ballot("a"))}
    changed = a_ballot("a", dots={"tid": 1}, cast=CAST + timedelta(hours=1))
    assert reasons(counted({"a": changed}, closed)) == [LATE]


def test_a_ballot_that_was_there_at_closing_counts() -> None:
    files = {"a": a_ballot("a")}
    assert counted(files, {"a": blob_id(files["a"])}).voices == 1


def test_the_name_of_a_ballot_holds_no_digits_that_could_be_a_cpr_number() -> None:
    tokens = {voter(METTE, date(2026, 1, 1) + timedelta(days=n)).token for n in range(300)}
    assert len(tokens) == 300
    assert all(token.isalpha() and len(token) == 32 for token in tokens)
