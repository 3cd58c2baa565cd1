"""What other journals hold, as records like those of JSON Lines: text, created, themes.

jrnl (its plain files and its JSON export), Day One (its JSON export), and pages of Markdown. Read
as their makers document them: jrnl.sh/en/stable/formats, Day One's "JSON" export, front matter
between `---` or `+++` lines.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import NamedTuple
from zoneinfo import ZoneInfo

from reflekt.domain.entry import Entry
from reflekt.errors import N_

Record = Mapping[str, object]

JSON_LINES, MARKDOWN, JRNL, DAY_ONE = FORMATS = ("jsonl", "markdown", "jrnl", "dayone")

NO_PAGE = N_("only pages of Markdown are read")
"""Why other files of a folder stay out."""

_JRNL_HEAD = re.compile(
    r"(?m)^\[(\d{4}-\d{2}-\d{2})(?:[ T](\d{1,2})[:.](\d{2})(?::\d{2})?(?: ?([AaPp])\.?[Mm]\.?)?)?\]"
    r"( ?)(.*)$"
)
_JRNL_OLD_HEAD = re.compile(
    r"(?m)^(\d{4}-\d{2}-\d{2}) (\d{1,2})[:.](\d{2})(?::\d{2})?(?: ?([AaPp])\.?[Mm]\.?)?"
    r"()(?: (.*))?$"
)
"""How jrnl began an entry before its version 2: without brackets."""
_JRNL_TAG = re.compile(r"(?<![\w@.])@([^\W\d_][\w-]*)")
_DATE = re.compile(r"(?<!\d)(\d{4}-\d{2}-\d{2})(?:[T _](\d{2})[:.]?(\d{2}))?")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!~>|&<=\"'/:;,?@^$%])")
_ATTACHED = ("photos", "videos", "audios", "pdfAttachments")
_PICTURE = re.compile(r"!\[[^\]]*\]\(dayone-moment:[^)]*\)\n?")


class Foreign(NamedTuple):
    """Something that may become an entry: where it stands (a line, or which one), and its record.

    A page in our own format is an `entry` already. With neither, `reason` says why it can't be
    taken (a catalogue text and its parameters). `place` is the page, where there are several.
    """

    line: int
    record: Record | None = None
    reason: str = ""
    parameters: Mapping[str, object] = MappingProxyType({})
    place: str = ""
    entry: Entry | None = None


def looks_like_jrnl(text: str) -> bool:
    """Whether a text begins as jrnl's plain files do."""
    return _jrnl_heads(text.lstrip("\ufeff\n ")) is not None


def _jrnl_heads(text: str) -> re.Pattern[str] | None:
    """How each entry of a jrnl file begins: as its first one does."""
    return next((head for head in (_JRNL_HEAD, _JRNL_OLD_HEAD) if head.match(text)), None)


def jrnl_text(text: str) -> Iterator[Foreign]:
    """The entries of jrnl's plain file: a date begins each; @tags become #themes."""
    begins = _jrnl_heads(text.lstrip("\n "))
    heads = list(begins.finditer(text)) if begins else []
    ends = [head.start() for head in heads[1:]] + [len(text)]
    for head, end in zip(heads, ends, strict=False):
        line = text.count("\n", 0, head.start()) + 1
        title = (head[6] or "").strip().removesuffix("*").strip()
        body = f"{title}\n{text[head.end() : end]}".strip()
        created = _jrnl_time(head)
        if created is None:
            yield Foreign(line, reason=N_("its date is no date"))
        else:
            yield Foreign(line, {"text": _with_hashtags(body), "created": created})


def jrnl_json(values: Record) -> Iterator[Foreign]:
    """The entries of jrnl's JSON export."""
    for number, one in enumerate(_entries(values), 1):
        if not isinstance(one, dict):
            yield Foreign(number, reason=N_("it is no entry of jrnl"))
            continue
        parts = [one.get("title"), one.get("body")]
        text = "\n\n".join(str(part).strip() for part in parts if part)
        if not one.get("date"):
            yield Foreign(number, reason=N_("its date is no date"))
            continue
        created = f"{one['date']}T{one.get('time') or '00:00'}"
        yield Foreign(number, {"text": _with_hashtags(text), "created": created})


def day_one(values: Record) -> Iterator[Foreign]:
    """The entries of Day One's JSON export; pictures and the like are named and left behind."""
    for number, one in enumerate(_entries(values), 1):
        if not isinstance(one, dict) or not isinstance(one.get("text", ""), str):
            yield Foreign(number, reason=N_("it is no entry of Day One"))
            continue
        text = _ESCAPED.sub(r"\1", _PICTURE.sub("", str(one.get("text", ""))))
        tags = one.get("tags")
        record: dict[str, object] = {
            "text": re.sub(r"\A# +", "", text.strip()),
            "created": _zoned(str(one.get("creationDate") or ""), one.get("timeZone")),
        }
        if isinstance(tags, list):
            record["themes"] = [theme for tag in tags if (theme := _theme(str(tag)))]
        left = {key: one[key] for key in _ATTACHED if one.get(key)}
        yield Foreign(number, record | left)


def markdown_page(name: str, text: str, modified: datetime) -> Record:
    """A page of Markdown as a record: its date from its front matter, its name, or its file."""
    front, body = _front(text.removeprefix("\ufeff"))
    created = front.get("created") or front.get("date")
    if isinstance(created, datetime | date):
        created = created.isoformat()
    found = _DATE.search(created if isinstance(created, str) else "") or _DATE.search(name)
    when = modified.isoformat()
    if found:
        when = f"{found[1]}T{found[2]}:{found[3]}" if found[2] else found[1]
    if isinstance(created, str) and re.match(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}", created):
        when = created.replace(" ", "T", 1)
    record: dict[str, object] = {"text": body.strip(), "created": when}
    tags = front.get("tags") or front.get("themes")
    if isinstance(tags, list):
        record["themes"] = [theme for tag in tags if (theme := _theme(str(tag)))]
    return record


def reader_of(values: object) -> Callable[[Record], Iterator[Foreign]] | None:
    """Which journal a JSON export comes from; None for one I don't know."""
    if not isinstance(values, dict) or not isinstance(values.get("entries"), list):
        return None
    first = next((one for one in values["entries"] if isinstance(one, dict)), {})
    if "creationDate" in first or "metadata" in values:
        return day_one
    return jrnl_json


def _entries(values: Record) -> list[object]:
    entries = values.get("entries")
    return entries if isinstance(entries, list) else []


def _jrnl_time(head: re.Match[str]) -> str | None:
    hour = int(head[2] or 0)
    if head[4]:
        hour = hour % 12 + (12 if head[4] in "pP" else 0)
    text = f"{head[1]}T{hour:02}:{head[3] or '00'}"
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return None
    return text


def _with_hashtags(text: str) -> str:
    return _JRNL_TAG.sub(r"#\1", text)


def _theme(tag: str) -> str:
    """A tag as a theme can be written: words joined by hyphens, other signs left out."""
    words = re.findall(r"\w+", tag)
    name = "-".join(words)
    return name if name and not re.fullmatch(r"[\d_-]+", name) else ""


def _zoned(stamp: str, zone: object) -> str:
    """A time in UTC as it was on the clock where it was written."""
    try:
        at = datetime.fromisoformat(stamp.replace("Z", "+00:00"))
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        return at.astimezone(ZoneInfo(str(zone))).isoformat() if zone else at.isoformat()
    except (ValueError, OSError, KeyError):
        return stamp


def _front(text: str) -> tuple[dict[str, object], str]:
    """Front matter in TOML or YAML, and what stands beneath it."""
    found = re.match(r"(\+\+\+|---)[ \t]*\n(.*?)^\1[ \t]*(?:\n|\Z)", text, re.DOTALL | re.MULTILINE)
    if not found:
        return {}, text
    import yaml

    try:
        read = tomllib.loads(found[2]) if found[1] == "+++" else yaml.safe_load(found[2])
    except (ValueError, RecursionError, yaml.YAMLError):
        return {}, text
    if not isinstance(read, dict):
        return {}, text
    return {str(key).lower(): value for key, value in read.items()}, text[found.end() :]
