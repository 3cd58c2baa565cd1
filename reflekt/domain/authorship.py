"""Whose an entry is, told from the commits that brought it.

git does not prove who sent a commit, but each says who its author is and names others who had a
part in it. An entry that names a member is that member's only where a commit of theirs brought it,
or one that names them: else it is whoever's commit it was. Who stands as the author of an entry
is changed by nobody but that author. Entries of people who are no members may be brought by all:
an import does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from reflekt.domain.document import Unreadable, compose, parse, revise


class Step(NamedTuple):
    """A commit that touched an entry: the addresses of its authors, the author the entry named
    before and after it (None: there was no entry, or none that could be read)."""

    addresses: Collection[str]
    before: str | None
    after: str | None


def true_author(steps: Iterable[Step], addresses: Mapping[str, str]) -> str | None:
    """Whose the entry is after all steps, oldest first; None where no step brought it.

    `addresses` are those of the members, by short name.
    """
    author: str | None = None
    for step in steps:
        if author is None:
            author = step.before
        if step.after is None:
            continue
        if author is None:
            author = step.after if _may(step, step.after, addresses) else sender(step, addresses)
        elif step.after not in (author, step.before):
            own = author not in addresses or addresses[author] in step.addresses
            if author and own and _may(step, step.after, addresses):
                author = step.after
    return author


def sender(step: Step, addresses: Mapping[str, str]) -> str:
    """The short name of the member who sent a commit; nothing where it is no member's."""
    return next((key for key, one in addresses.items() if one in step.addresses), "")


def said_to_be_by(author: str, data: bytes) -> bytes:
    """The same entry with another author and not a word of its text changed."""
    from tomlkit.exceptions import TOMLKitError

    document = parse(data)
    entry = document.entry._replace(author=author)
    try:
        made = revise(document, entry).encode("utf-8")
        if parse(made).entry.author == author:
            return made
    except (TOMLKitError, Unreadable):
        pass  # front matter that only one of the two libraries can read
    head, _, _ = compose(entry._replace(sections=())).partition("\n+++\n")
    return f"{head}\n+++\n{document.body}".encode()


def _may(step: Step, author: str, addresses: Mapping[str, str]) -> bool:
    return author not in addresses or addresses[author] in step.addresses
