"""Agendas of theme days that two drafted again at the same time, made one as a sync finds them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from reflekt.domain.exchange import Divergence
from reflekt.domain.redraft import Page, merged_pages

_AGENDA, _DRAFTED = "/agenda.md", "/drafted.md"


class Drafts(NamedTuple):
    """The blobs of an agenda as it was drafted: before, here, there; None for none."""

    base: str | None
    ours: str | None
    theirs: str | None


def drafts_of(parted: Divergence, path: str) -> Drafts | None:
    """What stands beside an agenda; None for another file, and where nobody drafted it again."""
    if not (path.startswith("themedays/") and path.endswith(_AGENDA)):
        return None
    beside = path.removesuffix(_AGENDA) + _DRAFTED
    incoming, outgoing = parted.incoming.get(beside), parted.outgoing.get(beside)
    either = incoming or outgoing
    if either is None:
        return None
    base = either.before
    return Drafts(
        base,
        outgoing.after if outgoing else base,
        incoming.after if incoming else base,
    )


def blobs_of(drafts: Drafts | None) -> Iterator[str]:
    """The blobs that merging needs."""
    yield from (blob for blob in drafts or () if blob)


def merged_agenda(
    drafts: Drafts, texts: tuple[str | None, str | None, str | None], contents: Mapping[str, bytes]
) -> bytes | None:
    """The agenda from two; None where one of the three is no text, or has been taken away."""
    _base, ours, theirs = texts
    if ours is None or theirs is None:
        return None

    def read(blob: str | None) -> str:
        return contents[blob].decode("utf-8") if blob else ""

    try:
        base, one, other = (
            Page(read(draft), read(text)) for draft, text in zip(drafts, texts, strict=True)
        )
    except UnicodeDecodeError:
        return None
    return merged_pages(base, one, other, "da").text.encode("utf-8")
