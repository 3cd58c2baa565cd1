"""Looking a space over: what is wrong, what can be mended, what to do about the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

from reflekt.app.journal import Journal
from reflekt.domain.health import Trouble
from reflekt.errors import N_, ReflektError

Progress = Callable[[int, int], None]


class Part(NamedTuple):
    """One part that was looked at (a catalogue text), and what is wrong with it."""

    name: str
    troubles: Sequence[Trouble]
    serious: bool = True


def examine(journal: Journal, *, fix: bool, progress: Progress | None = None) -> Iterator[Part]:
    """Look at the repository, the search index, every entry and the drafts of one space.

    With `fix`, what is derived (git's index, the search index, files left over from an
    interrupted write) is mended first; entries and history are never touched.
    """
    if fix:
        with suppress(ReflektError):  # what stands in the way is among the troubles
            journal.store.mend()
    repository = journal.store.troubles()
    yield Part(N_("Repository"), repository)
    try:
        journal.refresh(progress)
        damaged = journal.index.troubles()
        if damaged and fix:
            journal.index.rebuild(progress)
            damaged = journal.index.troubles()
    except ReflektError as problem:
        yield Part(N_("Search index"), [_told(problem)])
        return
    yield Part(N_("Search index"), damaged)
    yield Part(N_("Entries"), [_unreadable(journal, *bad) for bad in journal.index.bad_files()])
    yield Part(N_("Drafts"), list(_drafts(journal)), serious=False)
    if journal.space.remote:
        yield Part(N_("Authors"), list(_claims(journal)), serious=False)


def _claims(journal: Journal) -> Iterator[Trouble]:
    """Entries that say they are by a member who did not send them, or that two have sent."""
    from reflekt.app.claims import all_claims

    claims, by_two = all_claims(journal)
    for claim in claims:
        yield Trouble(
            N_("{path} says it is by {author}, and was sent by {sender}."),
            N_("It may be a mistake: ask them. Nothing is left out for it."),
            claim._asdict(),
        )
    for one in by_two:
        yield Trouble(
            N_("{path} stands under {stands}, and {sender} has sent it under {author} too."),
            N_("Ask them whose it is. `reflekt history {entry}` shows every version."),
            {
                **one._asdict(),
                "author": one.author or N_("no name"),
                "stands": one.stands or N_("no name"),
            },
        )


def _told(problem: ReflektError) -> Trouble:
    return Trouble(problem.message, problem.hint or "", problem.parameters)


def _unreadable(journal: Journal, path: str, line: int, reason: str, parameters: object) -> Trouble:
    values = dict(parameters) if isinstance(parameters, dict) else {}
    return Trouble(
        N_("{file}, line {line}: {reason}"),
        N_("Open the file in an editor and mend that line; until then it is left out."),
        {"file": journal.path_of(path), "line": line or 1, "reason": (reason, values)},
    )


def _drafts(journal: Journal) -> Iterator[Trouble]:
    for name in journal.drafts.names():
        yield Trouble(
            N_("There is an unfinished draft: {file}"),
            N_("`reflekt` by itself shows how to go on with it, or throw it away."),
            {"file": journal.drafts.where(name)},
        )
    for page in journal.drafts.pages():
        yield Trouble(
            N_("There is a page from an editor that was not saved: {file}"),
            N_("`reflekt visit --editor` opens it again."),
            {"file": page},
        )
