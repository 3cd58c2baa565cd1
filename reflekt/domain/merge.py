"""Three-way merge of two versions of one file of a space.

Pure, and the same whichever side is called first, so that two machines that merge the same
versions arrive at the same bytes. An entry is merged by field and section, in a section by
paragraph and bullet; TOML by key; other Markdown as an entry's body. Nothing is dropped: where
both sides changed the same paragraph both stay, marked; what can't be merged is kept beside.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from typing import NamedTuple

from reflekt.domain.ballots import read_ballot
from reflekt.domain.document import Unreadable, parse, parts
from reflekt.domain.entry import is_entry_file
from reflekt.domain.merge_text import MARKS, choices_in, merged_text
from reflekt.domain.merge_values import CHOICES, GaveWay, as_toml, merged_toml, merged_values
from reflekt.domain.outcome_page import merged_outcome
from reflekt.domain.ports import Change, blob_id
from reflekt.domain.redraft import merged_draft


class Merged(NamedTuple):
    """What the file becomes (None: it goes), and a second file for what could not be merged."""

    data: bytes | None
    beside: Change | None = None


def merged_file(path: str, base: bytes | None, one: bytes | None, other: bytes | None) -> Merged:
    """One file from two that grew out of `base`; None stands for a file that is not there."""
    if one == other or other == base:
        return Merged(one)
    if one == base:
        return Merged(other)
    if one is None or other is None:
        return Merged(other if one is None else one)  # removed and changed: the change is kept
    try:
        data = _merged(path, base or b"", one, other)
    except ValueError:
        return _beside(path, one, other)
    return Merged(data)


def choices(data: bytes) -> int:
    """How many pieces of a file wait for somebody to choose between two versions."""
    text = data.decode("utf-8", "replace")
    return choices_in(text) + text.count(f"[[{CHOICES}]]")


def _merged(path: str, base: bytes, one: bytes, other: bytes) -> bytes:
    old, left, right = (data.decode("utf-8") for data in (base, one, other))
    if path.startswith("themedays/") and path.endswith("/drafted.md"):
        return merged_draft(old, left, right).encode("utf-8")
    if path.startswith("themedays/") and path.endswith("/outcome.md"):
        return merged_outcome(old, left, right, "da").encode("utf-8")
    if path.startswith("themedays/") and "/ballots/" in path:
        return max(one, other, key=_cast)  # signed as a whole: two put together would be void
    if path.endswith(".toml"):
        return merged_toml(old, left, right).encode("utf-8")
    if is_entry_file(path):
        return _merged_entry(base, one, other)
    return merged_text(old, left, right, "da").encode("utf-8")


def _cast(ballot: bytes) -> tuple[bool, float, bytes]:
    """When a ballot was cast, to compare by; what can't be read as one gives way."""
    read = read_ballot(ballot)
    return (read is not None, read.cast.timestamp() if read else 0.0, ballot)


def _merged_entry(base: bytes, one: bytes, other: bytes) -> bytes:
    """Raises ValueError where one side is no entry or the two together would be none."""
    try:
        left, right = parse(one), parse(other)
        (front, body), (front1, body1), (front2, body2) = map(_parts, (base, one, other))
        if left.entry.id != right.entry.id:
            raise ValueError("two entries")
        front, gave_way = _merged_front(front, front1, front2)
        language = max(left.entry.language, right.entry.language)
        body = _with_fields(merged_text(body, body1, body2, language), gave_way, language)
        data = f"+++\n{front}+++\n{body}".encode()
        parse(data)
    except Unreadable as problem:
        raise ValueError("no entry") from problem
    return data


def _parts(data: bytes) -> tuple[str, str]:
    """Front matter and body with LF line ends; nothing for no entry."""
    try:
        front, body = parts(data)
    except Unreadable:
        return "", ""
    return front.replace("\r\n", "\n"), body


def _merged_front(base: str, one: str, other: str) -> tuple[str, Sequence[GaveWay]]:
    if one == other or other == base:
        return one, ()
    if one == base:
        return other, ()
    try:
        old = tomllib.loads(base)
    except ValueError:
        old = {}
    values, gave_way = merged_values(old, tomllib.loads(one), tomllib.loads(other))
    return as_toml(values, one, other), gave_way


def _with_fields(body: str, gave_way: Sequence[GaveWay], language: str) -> str:
    """The body with a marked line before all sections for each field that both sides changed."""
    if not gave_way:
        return body
    mark = MARKS.get(language, MARKS["en"])
    lines = [f"{mark} {at} = {value}" for at, value in sorted((at, str(v)) for at, v in gave_way)]
    return "\n" + "\n\n".join(lines) + "\n" + (body if body.startswith("\n") else f"\n{body}")


def _beside(path: str, one: bytes, other: bytes) -> Merged:
    """One of the two at its place (an entry before what is none), the other in `kept/`."""
    second, first = sorted((one, other), key=lambda data: (_readable(path, data), data))
    name = f"kept/{path}.{blob_id(second)[:8]}"
    return Merged(first, Change(name, second))


def _readable(path: str, data: bytes) -> bool:
    try:
        if path.endswith(".toml"):
            tomllib.loads(data.decode("utf-8"))
        elif path.startswith("entries/"):
            parse(data)
        else:
            data.decode("utf-8")
    except (ValueError, Unreadable):
        return False
    return True
