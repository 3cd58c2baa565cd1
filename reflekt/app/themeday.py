"""Theme days of a space: the draft, the voting, and what was decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import NamedTuple

from reflekt.app.journal import Journal
from reflekt.domain.agenda import Topic
from reflekt.domain.ballots import (
    LATE,
    MOST_DOTS,
    TOO_MANY,
    Ballot,
    Count,
    ballot_text,
    claim,
    count,
    newest_of,
)
from reflekt.domain.contents import Headings, actions, learning
from reflekt.domain.document import Document
from reflekt.domain.entry import Action
from reflekt.domain.outcomes import NO, PARTLY, YES, read_outcome
from reflekt.domain.ports import Change, Filter, Row, Signer, blob_id
from reflekt.domain.space import BallotKey, member_file, member_path, read_member
from reflekt.domain.themeday import (
    CARRIED,
    DECIDED,
    FEEDBACK,
    FOLDER,
    SHARED,
    TRIED,
    VOTER,
    Candidate,
    Closed,
    ThemeDay,
    candidate_key,
    read_themeday,
    themeday_text,
)
from reflekt.errors import N_, NotFound, ReflektError, UsageProblem

KIND = "themeday"
"""The kind of the entry that holds a theme day's decisions."""

_AT_MOST = 2000
_TITLE = 80


class Decided(NamedTuple):
    """An action that a theme day decided on, and the entry it stands in."""

    row: Row
    action: Action

    @property
    def verdict(self) -> str:
        """Whether it helped, as far as anybody has said; empty where nobody has."""
        said = [read_outcome(one).verdict for one in self.action.outcomes]
        return next((one for one in reversed(said) if one), "")


def days(journal: Journal) -> list[ThemeDay]:
    """The theme days of the space, the earliest first; one that can't be read is left out."""
    found = []
    for path in journal.store.beneath(FOLDER):
        if PurePosixPath(path).name == "themeday.toml":
            try:
                found.append(read_themeday(journal.store.read(path), journal.path_of(path)))
            except ReflektError as problem:
                journal.notices.append(problem)
    return sorted(found, key=lambda one: one.day)


def the_day(journal: Journal, wanted: date | None, today: date) -> ThemeDay:
    """The theme day of that date; without one the next, else the last. Raises NotFound."""
    known = days(journal)
    if wanted:
        known = [one for one in known if one.day == wanted]
    coming = [one for one in known if one.day >= today]
    if not known:
        raise NotFound(
            N_("There is no theme day planned in {space}."),
            hint=N_("`reflekt themeday draft --date …` begins one."),
            space=journal.space.name,
        )
    return (coming or known[-1:])[0]


def save(journal: Journal, day: ThemeDay, what: str) -> None:
    """Keep the theme day. `what` happened is said in the commit: a word, never a text."""
    journal.commit(
        [Change(day.path, themeday_text(day).encode("utf-8"))], f"themeday {day.day} {what}"
    )


# -- candidates ---------------------------------------------------------------------------------


def shared_candidates(
    journal: Journal, headings: Headings, since: date, until: date
) -> Iterator[Candidate]:
    """What people shared that may call for a talk: from pairs, what did not help, feedback."""
    for row, document in _documents(journal, Filter(since=since, until=until)):
        if row.kind in ("buddy", "learning"):
            for point in learning(document.entry, headings):
                yield _candidate(point.text, SHARED, row, point.themes)
        if row.kind == "feedback":
            yield _candidate(row.title, FEEDBACK, row, row.themes)
        if row.kind != KIND:
            for action in actions(document.entry):
                if Decided(row, action).verdict in (NO, PARTLY):
                    yield _candidate(action.text, TRIED, row, ("did-not-help",))


def last_decisions(journal: Journal, before: date) -> list[Decided]:
    """What the last theme day before this one decided, with what became of it."""
    found: list[Decided] = []
    for row, document in _documents(journal, Filter(kind=KIND, until=before)):
        if row.created.date() >= before:
            continue
        if found and found[0].row.created.date() != row.created.date():
            break
        found += [Decided(row, action) for action in actions(document.entry)]
    return found


def decision_candidates(decided: Sequence[Decided]) -> Iterator[Candidate]:
    """Decisions that did not help, or of which nobody has said anything, to be talked over."""
    for one in decided:
        if one.verdict != YES:
            key = candidate_key(f"{one.row.id} {one.action.anchor}")
            why = one.action.outcomes[-1] if one.action.outcomes else ""
            yield Candidate(
                key, one.action.text[:_TITLE], DECIDED, why, ("decided",), (one.row.id,)
            )


def carried(journal: Journal, before: date) -> list[Candidate]:
    """Themes that people wanted and that the last theme day did not reach, with their context."""
    held = [one for one in days(journal) if one.day < before and "discussed" in one.extra]
    if not held:
        return []
    last = held[-1]
    done = last.extra.get("discussed")
    discussed = done if isinstance(done, list) else []
    votes = last.closed.votes if last.closed else {}
    return [
        one._replace(source=CARRIED)
        for one in last.standing
        if one.key not in discussed and (votes.get(one.key) or one.source == CARRIED)
    ]


def _candidate(text: str, source: str, row: Row, natures: Sequence[str]) -> Candidate:
    title = " ".join(text.split())
    short = title if len(title) <= _TITLE else title[: _TITLE - 1].rstrip() + "…"
    return Candidate(candidate_key(title), short, source, "", tuple(natures), (row.id,))


def _documents(journal: Journal, where: Filter) -> Iterator[tuple[Row, Document]]:
    for row in journal.index.newest(_AT_MOST, where):
        try:
            yield row, journal.document(row)
        except ReflektError as problem:
            journal.notices.append(problem)


# -- voting -------------------------------------------------------------------------------------


class Voter(NamedTuple):
    """Me, as far as ballots know me: my secret key, and the token my ballot is called by."""

    key: str
    token: str


def voter(key: str, day: date) -> Voter:
    """The voter with this secret key; the token differs from day to day and tells of nobody."""
    token = blob_id(f"{key} {day.isoformat()}".encode())[:32]
    # Letters alone, as in ports.Ids.token: ten digits in a row may be a CPR number to the gate.
    return Voter(key, token.translate(str.maketrans("0123456789", "ghijklmnop")))


def publish_key(journal: Journal, key: str, signer: Signer, space_id: str) -> None:
    """Let the space know the public half of my ballot key, if it does not yet; keys of other
    computers of mine stay beside it."""
    path = member_path(journal.settings.author)
    try:
        me = read_member(journal.settings.author, journal.store.read(path))
    except NotFound:
        raise UsageProblem(
            N_("You are not among the members of {space}."),
            hint=N_("`reflekt space add` joins a space that others have made."),
            space=journal.space.name,
        ) from None
    public = signer.public(key)
    if public not in {one.key for one in me.ballot_keys}:
        mine = BallotKey(public, signer.sign(key, claim(space_id, me)))
        change = Change(path, member_file(me._replace(ballot_keys=(*me.ballot_keys, mine))))
        journal.commit([change], f"member {me.key} ballot key")


def ballot_path(day: ThemeDay, token: str) -> str:
    """Where a ballot lies."""
    return f"{day.folder}/ballots/{token}.toml"


def my_ballot(
    journal: Journal, day: ThemeDay, signer: Signer, *, space_id: str, keys: Mapping[str, str]
) -> Ballot | None:
    """What I have voted so far, on this computer or another."""
    return newest_of(
        _ballots(journal, day),
        journal.settings.author,
        day=day.day.isoformat(),
        space=space_id,
        keys=keys,
        verify=signer.verify,
    )


def vote(
    journal: Journal,
    day: ThemeDay,
    voter: Voter,
    signer: Signer,
    *,
    space_id: str,
    dots: Mapping[str, int],
    added: Mapping[str, str],
    now: datetime,
) -> Ballot:
    """Write my ballot, in place of an earlier one.

    Raises UsageProblem when the voting is closed, for a candidate there is not, and for more
    dots than there are.
    """
    if day.closed:
        raise UsageProblem(N_("The voting for {day} is closed."), day=day.day.isoformat())
    known = {one.key for one in day.standing}
    strange = [key for key in dots if key not in known]
    if strange:
        raise UsageProblem(
            N_("There is no theme “{key}” to vote for."),
            hint=N_("`reflekt themeday` shows them."),
            key=strange[0],
        )
    given = sum(dots.values())
    if given > day.dots or any(number < 0 for number in dots.values()):
        raise UsageProblem(N_("You have {dots} dots and gave {given}."), dots=day.dots, given=given)
    ballot = Ballot(
        voter.token,
        day.day.isoformat(),
        {key: number for key, number in dots.items() if number},
        added,
        now,
    )
    signed = ballot._replace(signature=signer.sign(voter.key, ballot.signed_text(space_id)))
    change = Change(ballot_path(day, voter.token), ballot_text(signed).encode("utf-8"))
    journal.commit([change], f"themeday {day.day} ballot")
    return signed


def counted(
    journal: Journal, day: ThemeDay, signer: Signer, *, space_id: str, keys: Mapping[str, str]
) -> Count:
    """How the voting stands; once it is closed, how it stood then, and what came too late.

    What closing wrote down is counted again from the ballots, so that nobody can change it. It
    stands as far as ballots that were changed since can explain it.
    """
    files = _ballots(journal, day)
    result = count(
        files,
        day=day.day.isoformat(),
        space=space_id,
        dots=day.dots,
        keys=keys,
        verify=signer.verify,
        closed=day.closed.ballots if day.closed else None,
    )
    if not day.closed:
        return result
    recount = result._replace(votes=_with_wishes(result), added={})
    changed = {one.token for one in result.refused if one.reason in (LATE, TOO_MANY)}
    unproven = len(changed & day.closed.ballots.keys())
    stands = result._replace(votes=day.closed.votes, voices=day.closed.voices, added={})
    return stands if _explains(recount, unproven, stands) else recount._replace(mended=True)


def _explains(recount: Count, unproven: int, stands: Count) -> bool:
    """Whether the ballots that are there, and so many that were, can have given this count."""
    keys = recount.votes.keys() | stands.votes.keys()
    more = [stands.votes.get(key, 0) - recount.votes.get(key, 0) for key in keys]
    voices = stands.voices - recount.voices
    return (
        all(number >= 0 for number in more)
        and sum(more) <= unproven * MOST_DOTS
        and 0 <= voices <= unproven
    )


def _with_wishes(result: Count) -> dict[str, int]:
    """The votes, and one more for each theme a voter added: they wish to talk about it."""
    votes = dict(result.votes)
    for key in map(candidate_key, result.added):
        votes[key] = votes.get(key, 0) + 1
    return votes


def close_voting(
    journal: Journal,
    day: ThemeDay,
    signer: Signer,
    *,
    space_id: str,
    keys: Mapping[str, str],
    now: datetime,
) -> ThemeDay:
    """Close the voting: what has been counted is written down, and what the voters added."""
    if day.closed:
        return day
    closed = with_voting_closed(journal, day, signer, space_id=space_id, keys=keys, now=now)
    save(journal, closed, "voting closed")
    return closed


def with_voting_closed(
    journal: Journal,
    day: ThemeDay,
    signer: Signer,
    *,
    space_id: str,
    keys: Mapping[str, str],
    now: datetime,
) -> ThemeDay:
    """The day as it is once its voting is closed; nothing is written yet."""
    if day.closed:
        return day
    result = counted(journal, day, signer, space_id=space_id, keys=keys)
    known = {one.key for one in day.candidates}
    added = [
        Candidate(key, title, VOTER, why, ("new",))
        for title, why in result.added.items()
        if (key := candidate_key(title)) not in known
    ]
    ballots = {token: blob_id(data) for token, data in _ballots(journal, day).items()}
    return day._replace(
        candidates=(*day.candidates, *added),
        closed=Closed(now, result.voices, _with_wishes(result), ballots),
    )


def topics(day: ThemeDay, votes: Mapping[str, int]) -> list[Topic]:
    """The standing candidates as the planning takes them."""
    return [
        Topic(one.key, one.title, votes.get(one.key, 0), frozenset(one.natures), one.why)
        for one in day.standing
    ]


def _ballots(journal: Journal, day: ThemeDay) -> dict[str, bytes]:
    found = {}
    for path in journal.store.beneath(f"{day.folder}/ballots"):
        if path.endswith(".toml"):
            found[PurePosixPath(path).stem] = journal.store.read(path)
    return found
