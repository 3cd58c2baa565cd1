"""Markdown with TOML front matter, to an Entry and back, losing nothing.

The format is specified in `journal/FORMAT.md`. What is not understood is kept where it
stands; a revision rewrites the parts that changed and leaves every other byte alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import NamedTuple

from reflekt.domain.entry import Concern, Entry, Section, is_id
from reflekt.errors import N_, DamagedData

SCHEMA = 1
MAX_BYTES = 2 * 1024 * 1024
"""Larger files are reported, not read: nobody writes a novel after a visit."""

# Patterns are compiled when first used: most commands need few of them, and start-up counts.
_FENCE = "+++"
_OPENING = r"\ufeff?\+\+\+[ \t]*\r?\n"
_CLOSING = r"(?m)^\+\+\+[ \t]*\r?(?:\n|\Z)"
_SECTION = r"(?m)^## +(\S.*)$"
_LIKE_SECTION = r"\n(?=\\*## )"
_ESCAPED_SECTION = r"(?m)^\\(?=\\*## )"
_TOML_PLACE = r"\(at line (\d+), column \d+\)"
_KNOWN = ("schema", "id", "kind", "created", "author", "language", "family", "concern")
_KIND = r"[a-z][a-z0-9-]{0,30}"


class Unreadable(DamagedData):
    """A file that cannot be read as an entry: the line (from 1) and the reason."""

    def __init__(self, line: int, message: str, **parameters: object) -> None:
        self.line = line
        super().__init__(message, hint=None, **parameters)


class Document(NamedTuple):
    """An entry together with the exact text it was read from."""

    entry: Entry
    source: str

    @property
    def body(self) -> str:
        """The Markdown beneath the front matter."""
        return _split(self.source)[1]


def tidy(text: str) -> str:
    """Text as it is stored: LF line ends, no blank lines around it, only encodable characters."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        text = text.encode("utf-8", "replace").decode("utf-8")
    return _trim(text)


def parse(data: bytes) -> Document:
    """Read a file's bytes as an entry. Raises Unreadable, never anything else."""
    source = _decode(data)
    front, body, _ = _split(source)
    values = _front_values(front)
    created = _created(values.get("created"), front)
    extra = {key: value for key, value in values.items() if key not in _KNOWN}
    entry = Entry(
        id=_text(values, "id", front, required=True),
        kind=_text(values, "kind", front, required=True),
        created=created,
        author=_text(values, "author", front),
        language=_text(values, "language", front) or "da",
        family=_text(values, "family", front),
        concern=_concern(values.get("concern"), front),
        extra=MappingProxyType(extra),
        sections=_sections(body),
    )
    if not is_id(entry.id):
        raise Unreadable(
            _line_of("id", front), N_("“{value}” is not an entry id"), value=entry.id[:40]
        )
    if not re.fullmatch(_KIND, entry.kind):
        raise Unreadable(
            _line_of("kind", front), N_("“{value}” is not a kind of entry"), value=entry.kind[:40]
        )
    return Document(entry, source)


def parts(data: bytes) -> tuple[str, str]:
    """The text between the fences and the text beneath them. Raises Unreadable."""
    front, body, _ = _split(_decode(data))
    return front, body


def compose(entry: Entry) -> str:
    """The text of a new entry. Raises ValueError if a section after the first has no heading."""
    parts = [_FENCE, "\n", _front_text(entry), _FENCE, "\n"]
    for position, section in enumerate(entry.sections):
        if position and not section.heading:
            raise ValueError("only the first section may be without a heading")
        parts += ["\n", _section_text(section)]
    return "".join(parts)


def revise(document: Document, entry: Entry) -> str:
    """The document's text made to say what `entry` says, changing nothing else.

    Sections are matched by position while their headings agree; new ones go to the end.
    Raises ValueError if a section of the document is missing from the entry.
    """
    source = document.source
    newline = "\r\n" if "\r\n" in source else "\n"
    old = document.entry
    front, body, offset = _split(source)
    if _front_text(old) != _front_text(entry):
        front = _revised_front(front, old, entry)
    pieces = _pieces(body)
    if [piece[0] for piece in pieces] != [s.heading for s in entry.sections[: len(pieces)]]:
        raise ValueError("a revision keeps the sections that stand")
    fresh = body[: pieces[0][1]] if pieces else body
    for position, (_, start, end) in enumerate(pieces):
        section = entry.sections[position]
        text = body[start:end]
        if section != old.sections[position]:
            tail = newline + "\n".join(_blank_lines_after(text))
            text = _section_text(section).rstrip("\n").replace("\n", newline) + tail
        fresh += text
    for section in entry.sections[len(pieces) :]:
        if fresh and not fresh.endswith("\n"):
            fresh += newline
        fresh += newline + _section_text(section).replace("\n", newline)
    head = source[: offset[0]] + front + source[offset[0] + offset[1] : offset[2]]
    return head + fresh


def _decode(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise Unreadable(1, N_("the file is too large to be an entry"))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        raise Unreadable(line, N_("the file is not UTF-8 text")) from None


def _split(source: str) -> tuple[str, str, tuple[int, int, int]]:
    """Front matter, body, and (start of front matter, its length, start of body)."""
    first = re.match(_OPENING, source)
    if not first:
        raise Unreadable(1, N_("the first line is not +++"))
    rest = source[first.end() :]
    last = re.search(_CLOSING, rest)
    if not last:
        raise Unreadable(1, N_("the front matter is not closed with +++"))
    front, body = rest[: last.start()], rest[last.end() :]
    return front, body, (first.end(), len(front), first.end() + last.end())


def _front_values(front: str) -> dict[str, object]:
    import tomllib

    try:
        values: dict[str, object] = tomllib.loads(front)
    except RecursionError:
        raise Unreadable(2, N_("the front matter is nested too deeply")) from None
    except ValueError as problem:
        place = re.search(_TOML_PLACE, str(problem))
        line = int(place[1]) + 1 if place else front.count("\n") + 2
        reason = re.sub(_TOML_PLACE, "", str(problem)).strip()
        raise Unreadable(
            line, N_("the front matter is not valid TOML: {problem}"), problem=reason[:200]
        ) from None
    schema = values.get("schema", SCHEMA)
    if not isinstance(schema, int) or isinstance(schema, bool) or schema < 1:
        raise Unreadable(_line_of("schema", front), N_("schema must be a whole number"))
    if schema > SCHEMA:
        raise Unreadable(
            _line_of("schema", front), N_("the entry was written by a newer version of reflekt")
        )
    return values


def _line_of(key: str, front: str) -> int:
    found = re.search(rf"^[ \t]*\"?{key}\"?[ \t]*[=.]|^\[{key}\]", front, re.MULTILINE)
    return front.count("\n", 0, found.start()) + 2 if found else 1


def _text(values: Mapping[str, object], key: str, front: str, *, required: bool = False) -> str:
    value = values.get(key, "")
    if not isinstance(value, str):
        raise Unreadable(_line_of(key, front), N_("{key} must be text in quotes"), key=key)
    if required and not value:
        raise Unreadable(_line_of(key, front), N_("{key} is missing"), key=key)
    return value


def _created(value: object, front: str) -> datetime:
    if value is None:
        raise Unreadable(1, N_("{key} is missing"), key="created")
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day, tzinfo=UTC)
    if not isinstance(value, datetime) or not 1900 <= value.year <= 9000:
        raise Unreadable(_line_of("created", front), N_("created must be a date and a time"))
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def _concern(value: object, front: str) -> Concern | None:
    if value is None:
        return None
    if isinstance(value, dict):
        before, after = value.get("before"), value.get("after")
        if type(before) is int and type(after) is int:
            return Concern(before, after)
    raise Unreadable(
        _line_of("concern", front), N_("concern must be {{ before = 7, after = 4 }}, whole numbers")
    )


def _pieces(body: str) -> list[tuple[str, int, int]]:
    """Heading, start and end of each section in the body, heading line included."""
    marks = [(m[1].rstrip(), m.start()) for m in re.finditer(_SECTION, body)]
    preamble = body[: marks[0][1]] if marks else body
    if preamble.strip():
        marks.insert(0, ("", len(preamble) - len(_from_first_text_line(preamble))))
    ends = [start for _, start in marks[1:]] + ([len(body)] if marks else [])
    return [(heading, start, end) for (heading, start), end in zip(marks, ends, strict=True)]


def _from_first_text_line(text: str) -> str:
    lines = text.split("\n")
    while lines and not lines[0].strip():
        lines.pop(0)
    return "\n".join(lines)


def _sections(body: str) -> tuple[Section, ...]:
    found = []
    for heading, start, end in _pieces(body):
        text = body[start:end].replace("\r\n", "\n")
        if heading:
            text = text.partition("\n")[2]
        text = _trim(text)
        if "\\" in text:
            text = re.sub(_ESCAPED_SECTION, "", text)
        found.append(Section(heading, text))
    return tuple(found)


def _trim(text: str) -> str:
    text = text.strip("\n")
    if text and not (text[0].isspace() or text[-1].isspace()):
        return text  # nearly every text, and at once
    lines = text.split("\n")
    while lines and not lines[0].strip():
        lines.pop(0)
    while lines and not lines[-1].strip():
        lines.pop()
    return "\n".join(lines)


def _blank_lines_after(text: str) -> list[str]:
    """The blank lines that follow the last line with text."""
    lines = text.split("\n")
    last = max((n for n, line in enumerate(lines) if line.strip()), default=-1)
    return lines[last + 1 :] or [""]


def _section_text(section: Section) -> str:
    text = tidy(section.text)
    if "## " in text:
        text = re.sub(_LIKE_SECTION, r"\n\\", f"\n{text}")[1:]
    heading = " ".join(tidy(section.heading).split())
    head = f"## {heading}\n" if heading else ""
    return f"{head}{text}\n" if text else head


def _front_text(entry: Entry) -> str:
    created = entry.created.replace(microsecond=0).isoformat()
    text = f"schema = {SCHEMA}\n{_assigned('id', entry.id)}{_assigned('kind', entry.kind)}"
    text += f"created = {created}\n"
    text += _assigned("author", entry.author) + _assigned("language", entry.language)
    if entry.family:
        text += _assigned("family", entry.family)
    if entry.concern:
        text += f"concern = {_concern_text(entry.concern)}\n"
    return text + _extra_text(entry.extra) if entry.extra else text


def _assigned(key: str, value: str) -> str:
    """`key = "value"` as TOML: most texts need nothing escaped, and then nothing is loaded."""
    if value.isprintable() and '"' not in value and "\\" not in value:
        return f'{key} = "{value}"\n'
    import tomli_w

    return tomli_w.dumps({key: value})


def _extra_text(values: Mapping[str, object]) -> str:
    import tomli_w

    extra = tomli_w.dumps(dict(values))
    for key, value in values.items():
        if isinstance(value, list) and value and all(isinstance(one, str) for one in value):
            extra = _on_one_line(extra, key, value)
    return extra


def _on_one_line(text: str, key: str, words: list[str]) -> str:
    """A list of words of the front matter, which tomli_w puts on a line each, on one."""
    import tomli_w

    spread = tomli_w.dumps({key: words})
    quoted = [tomli_w.dumps({"x": word})[4:-1] for word in words]
    line = f"{spread.partition(' = [')[0]} = [{', '.join(quoted)}]\n"
    return ("\n" + text).replace("\n" + spread, "\n" + line, 1)[1:]


def _concern_text(concern: Concern) -> str:
    return f"{{ before = {concern.before}, after = {concern.after} }}"


def _revised_front(front: str, old: Entry, entry: Entry) -> str:
    import tomlkit

    table = tomlkit.parse(front)
    for key in ("id", "kind", "created", "author", "language", "family"):
        if getattr(old, key) != getattr(entry, key):
            table[key] = getattr(entry, key)
    if old.concern != entry.concern:
        if entry.concern is None:
            del table["concern"]
        else:
            table["concern"] = tomlkit.value(_concern_text(entry.concern))
    for key in old.extra.keys() - entry.extra.keys():
        del table[key]
    for key, value in entry.extra.items():
        if key not in old.extra or old.extra[key] != value:
            table[key] = value
    return table.as_string()


def with_body(entry: Entry, body: str) -> Entry:
    """The entry with its sections read from a Markdown body."""
    return entry._replace(sections=_sections(body))
