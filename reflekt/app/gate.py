"""The gate: the one place where text is looked at before others can read it.

Nothing goes around it:

- `Journal.commit`, `add` and `add_many` call `check` for every space that is not private, and
  nothing else calls what writes in a store (a test of the architecture holds that);
- what came in by another way (a file changed by hand, a commit by plain git) reaches others only
  through `sync`, which calls `check_outgoing` with every version it is about to send.

A CPR number stops the text for good. Everything else must have been confirmed: by a person who
saw it (`Journal.confirm` asks, `Clearance.confirmed` holds what was asked already), or unattended
(`Clearance.yes`, from `--yes`), which never overrides a block. What has been confirmed once for a
file is remembered in `Journal.cleared`, and only what is new compared with what stands in the file
is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from reflekt.domain.contents import OF_PERSON
from reflekt.domain.ports import Change
from reflekt.domain.space import PRIVATE
from reflekt.errors import N_, NotFound, PrivacyStop, ReflektError

if TYPE_CHECKING:
    from reflekt.app.journal import Journal
    from reflekt.privacy.finding import Finding

_DIGEST = rb'"[0-9a-f]{16,}"'
_OWN_NAME = r"(?m)^(?:author|name|id) *= *.*$"
_CO_AUTHOR = r"(?m)^Co-authored-by: .*$"
_PERSONS_HEADING = rf"(?m)^## .*{OF_PERSON}(.*)$"
_OWN_FILE = r"\d{4}-\d\d-\d\d-\d{4}-[a-z-]+-[0-9a-z]{6}\.md"
"""The names reflekt gives to entries; any other may hold anything."""

_OF_TWO = ("buddy", "lead")

_SHOWN = 5
"""Findings that an error names; the rest are counted."""


class Placed(NamedTuple):
    """A finding, the file it stands in and the line (from 1)."""

    path: str
    line: int
    finding: Finding


class Outgoing(NamedTuple):
    """A version of a file that is about to reach others: what they have now, what they get.

    `message` texts of commits go with an empty path.
    """

    path: str
    before: bytes | None
    after: bytes | None


class Blocked(PrivacyStop):
    """Something that never goes on: the findings, and where they stand."""

    def __init__(self, findings: Sequence[Placed], space: str) -> None:
        self.findings = findings
        super().__init__(
            N_("There is a CPR number in the text ({places}). It can't go into {space}."),
            hint=N_("Take the number out and try again. --yes makes no difference here."),
            places=_places(findings),
            space=space,
        )

    @classmethod
    def by_hand(cls, findings: Sequence[Placed], space: str) -> Blocked:
        """The same, of files that were changed by hand and wait for the number to go."""
        made = cls(findings, space)
        made.message = N_(
            "There is a CPR number in {places}, changed by hand. It has not been taken into "
            "{space} and is not sent to anybody."
        )
        made.hint = N_("Open the file and take the number out.")
        return made


class Unconfirmed(PrivacyStop):
    """Something that goes on only when a person has said yes."""

    def __init__(self, findings: Sequence[Placed], space: str) -> None:
        self.findings = findings
        super().__init__(
            N_("This may tell who somebody is, and has not been confirmed: {places}."),
            hint=N_(
                "Write a role or a pseudonym instead, such as “the mother” or “S.”. If all of it "
                "may be read by everybody in {space}, say so with --yes."
            ),
            places=_places(findings, shown=True),
            space=space,
        )


def check(journal: Journal, changes: Sequence[Change]) -> None:
    """Look at what the changes bring into the journal's space.

    Raises Blocked or Unconfirmed, with nothing written.
    """
    _check(journal, (Outgoing(c.path, _standing(journal, c.path), c.data) for c in changes))


def check_outgoing(journal: Journal, outgoing: Iterable[Outgoing], *, ask: bool = True) -> None:
    """Look at what `sync` is about to send, once more and wherever it came from.

    Pass every version that others will get: each blob of each commit that is to be pushed, with
    what the remote has of that file as `before`, and each commit's message with the path "".
    Raises Blocked or Unconfirmed; what is confirmed is remembered and not asked about again.
    Without `ask` no person is asked: what would have to be is Unconfirmed.
    """
    _check(journal, outgoing, ask=ask)


def blocked_in(journal: Journal, changes: Iterable[Change]) -> Sequence[Placed]:
    """Of files as they would stand in the space: what never goes on.

    For a space that nobody else reads, nothing is looked at, nor made if `changes` are not yet.
    """
    if journal.space.kind == PRIVATE:
        return []
    from reflekt.privacy.policy import verdict

    placed = list(_new(journal, (Outgoing(one.path, None, one.data) for one in changes)))
    blocked = verdict(journal.space.kind, (one.finding for one in placed)).blocked
    return [one for one in placed if one.finding in blocked]


def _check(journal: Journal, outgoing: Iterable[Outgoing], *, ask: bool = True) -> None:
    if journal.space.kind == PRIVATE:
        return  # before anything of the check is loaded: a note is written in a moment
    from reflekt.privacy.policy import verdict

    placed = list(_new(journal, outgoing))
    if not placed:
        return
    judged = verdict(journal.space.kind, (one.finding for one in placed))
    if judged.blocked:
        stopped = [one for one in placed if one.finding in judged.blocked]
        raise Blocked(stopped, journal.space.name)
    asked = [one for one in placed if not journal.cleared.knows(_mark(one))]
    missing = [one for one in asked if not journal.clearance.covers(one.finding)]
    if missing and not (ask and journal.confirm(missing, journal.space.name)):
        raise Unconfirmed(missing, journal.space.name)
    if asked:
        journal.cleared.remember([_mark(one) for one in asked])


def _new(journal: Journal, outgoing: Iterable[Outgoing]) -> Iterator[Placed]:
    """What the new versions hold that did not stand in any of the old ones."""
    from reflekt.privacy.finding import BLOCK, NAME

    versions = [one for one in outgoing if one.after is not None and one.after != one.before]
    stood: set[tuple[str, str]] | None = None
    allowed: Callable[[str], bool] | None = None
    for version in versions:
        name = version.path.rpartition("/")[2]
        if version.before is None and not re.fullmatch(_OWN_FILE, name):
            blocks = (one for one in _findings(name) if one.severity == BLOCK)
            yield from (Placed(version.path, 1, one) for one in blocks)
        text = _text(version.after or b"")
        own = _own_names(version.path, text)
        theirs = _member_places(version.path, text)
        for finding in _findings(text):
            if any(start <= finding.start < end for start, end in theirs) and (
                finding.severity != BLOCK and _is_member(journal, finding.text)
            ):
                continue
            of_own = finding.severity != BLOCK and (
                finding.type == NAME or not text.startswith("+++")
            )
            if of_own and any(start <= finding.start < end for start, end in own):
                continue
            if finding.type == NAME:
                if journal.space.kind in _OF_TWO and _is_member(journal, finding.text):
                    continue  # the two know each other; another space will ask
                allowed = allowed or _allowed(journal)
                if allowed(finding.text):
                    continue
            if stood is None:
                stood = {
                    old.key
                    for one in versions
                    if one.before is not None
                    for old in _findings(_text(one.before))
                }
            if finding.key not in stood:
                line = text.count("\n", 0, finding.start) + 1
                yield Placed(version.path, line, finding)


@lru_cache(maxsize=4096)
def _findings(text: str) -> Sequence[Finding]:
    """What is found in a text, remembered: an import looks twice, a commit at what it replaces."""
    from reflekt.privacy.detect import detect

    return detect(text)


def _text(data: bytes) -> str:
    """What a file says, however badly it is encoded; digests are no text."""
    if b'"' in data:
        data = re.sub(_DIGEST, lambda found: b" " * len(found[0]), data)
    return data.replace(b"\0", b"").decode("utf-8", "replace")


def _own_names(path: str, text: str) -> Sequence[tuple[int, int]]:
    """Where a file says what a member or the space itself is called, or who wrote it."""
    if path.startswith("members/") or path == "space.toml":
        return [found.span() for found in re.finditer(_OWN_NAME, text)]
    if text.startswith("+++"):
        end = text.find("\n+++", 3)
        found = re.search(r"(?m)^author *= *.*$", text[: max(end, 0)])
        return [found.span()] if found else []
    return []


def _member_places(path: str, text: str) -> Sequence[tuple[int, int]]:
    """Where members are named: the two of a session behind a heading and in the message of a
    commit, whoever leads a theme in the agenda of a theme day."""
    if not path:
        return [found.span() for found in re.finditer(_CO_AUTHOR, text)]
    if path.startswith("themedays/"):
        from reflekt.domain.redraft import LEADS

        return [found.span(2) for found in re.finditer(LEADS, text)]
    if OF_PERSON not in text:
        return []
    return [found.span(1) for found in re.finditer(_PERSONS_HEADING, text)]


def _is_member(journal: Journal, text: str) -> bool:
    """Whether this names one of those who take part in the space, or is an address of theirs."""
    from reflekt.domain.space import read_member

    if text.endswith("@reflekt.invalid"):
        return True
    words = set(text.casefold().split())
    words = {word.removesuffix("'").removesuffix("’") for word in words}
    for path in journal.store.beneath("members"):
        key = path.removeprefix("members/").removesuffix(".toml")
        try:
            member = read_member(key, journal.store.read(path))
        except ReflektError:
            continue  # a file that `doctor` will speak of
        own = {*member.name.casefold().split(), key}
        if all(word in own or word.removesuffix("s") in own for word in words):
            return True
    return False


def _standing(journal: Journal, path: str) -> bytes | None:
    try:
        return journal.store.read(path)
    except NotFound:
        return None


def _allowed(journal: Journal) -> Callable[[str], bool]:
    """Whether a name may stand in the space: on its list, or the pseudonym of a family there."""
    from reflekt.domain.ports import Filter

    listed = {" ".join(name.casefold().split()) for name in _listed(journal)}

    def is_allowed(name: str) -> bool:
        folded = " ".join(name.casefold().split())
        if folded in listed or folded.removesuffix("s") in listed:
            return True
        if all(word in listed for word in folded.split()):
            return True
        rows = journal.index.newest(20, Filter(family=folded))
        return any(
            folded in (row.family.casefold(), row.family.casefold().split()[-1]) for row in rows
        )

    return is_allowed


def _listed(journal: Journal) -> Sequence[str]:
    import tomllib

    try:
        values = tomllib.loads((_standing(journal, "space.toml") or b"").decode("utf-8"))
    except (ValueError, RecursionError):
        return []
    names = values.get("allowed_names", [])
    return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []


def _mark(placed: Placed) -> str:
    """What is remembered of a confirmed finding: not its words."""
    import hashlib

    type, words = placed.finding.key
    text = f"{placed.path}\0{type}\0{words}".encode("utf-8", "replace")
    return hashlib.sha256(text).hexdigest()[:32]


def _places(findings: Sequence[Placed], *, shown: bool = False) -> str:
    told = []
    for one in findings[:_SHOWN]:
        place = f"{one.path.rpartition('/')[2]}:{one.line}" if one.path else "git log"
        told.append(f"“{one.finding.text}” ({place})" if shown else place)
    more = len(findings) - len(told)
    return ", ".join(told) + (f", … +{more}" if more else "")
