"""Codes: which themes a person gave to somebody else's learning points, and how two agree.

A point is known by the entry it stands in and a digest of its words, so that a code falls away
when the words change. Codes are a person's own: `codes/<short name>.toml` in the space. The
format is specified in `journal/FORMAT.md`.
"""

from __future__ import annotations

import hashlib
import math
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from reflekt.domain.entry import is_id, theme_name, themes_in
from reflekt.errors import N_, DamagedData

FOLDER = "codes"
SCHEMA = 1
DIGEST_LENGTH = 32
"""Hexadecimal digits: as many as the privacy check knows for a digest."""

_HASHTAG = r"(?<![\w#&/\\])#(?=[^\W_])"
_DIGEST = rf"[0-9a-f]{{{DIGEST_LENGTH}}}"
_CODER = r"[^\W_][\w-]{0,40}"


class Code(NamedTuple):
    """What one person gave to one point; no themes: they looked, and none of them fits.

    `settled` is what two agreed on after they had coded apart; what each gave first stays.
    """

    entry: str
    point: str
    themes: tuple[str, ...]
    when: date | None = None
    settled: tuple[str, ...] | None = None

    @property
    def key(self) -> tuple[str, str]:
        """Which point it is."""
        return (self.entry, self.point)

    @property
    def counts(self) -> tuple[str, ...]:
        """The themes that count today."""
        return self.themes if self.settled is None else self.settled


def point_digest(text: str) -> str:
    """The digest of a learning point: of its words, whatever hashtags are added at the end."""
    words = re.sub(_HASHTAG, "", unicodedata.normalize("NFC", text))
    return hashlib.sha256(" ".join(words.split()).encode("utf-8", "replace")).hexdigest()[
        :DIGEST_LENGTH
    ]


def coder_file(coder: str) -> str:
    """The file of a person's codes."""
    return f"{FOLDER}/{coder}.toml"


def coder_of(path: str) -> str | None:
    """Whose codes a file holds; None for a file that holds none."""
    found = re.fullmatch(rf"{FOLDER}/({_CODER})\.toml", path)
    return found[1] if found else None


def read_codes(data: bytes, file: str) -> tuple[Code, ...]:
    """The codes in a file's bytes. Raises DamagedData with file and line."""
    text = data.decode("utf-8", "replace")
    try:
        tables = tomllib.loads(text.removeprefix("\ufeff")).get("code", {})
    except (ValueError, RecursionError) as problem:
        found = re.search(r"at line (\d+)", str(problem))
        raise _wrong(file, int(found[1]) if found else 1) from None
    found_codes = []
    for entry, points in tables.items() if isinstance(tables, dict) else [("", None)]:
        for point, table in points.items() if isinstance(points, dict) else [("", None)]:
            code = _code(entry, point, table)
            if code is None:
                at = re.search(rf"(?m)^.*{re.escape(point or entry) or 'code'}", text)
                raise _wrong(file, text.count("\n", 0, at.start()) + 1 if at else 1)
            found_codes.append(code)
    return tuple(found_codes)


def codes_text(codes: Iterable[Code]) -> str:
    """The file that holds the codes, in the order of entries and points."""
    lines = [f"schema = {SCHEMA}"]
    for code in sorted(codes, key=lambda one: one.key):
        lines += ["", f'[code.{code.entry}."{code.point}"]']
        lines.append(f"themes = {_list(code.themes)}")
        if code.settled is not None:
            lines.append(f"settled = {_list(code.settled)}")
        if code.when:
            lines.append(f"when = {code.when.isoformat()}")
    return "\n".join(lines) + "\n"


def with_codes(codes: Iterable[Code], fresh: Iterable[Code]) -> tuple[Code, ...]:
    """Codes with fresh ones in the place of those about the same points."""
    all_codes = {code.key: code for code in codes}
    all_codes.update((code.key, code) for code in fresh)
    return tuple(all_codes.values())


def themes_given(codes: Sequence[Code]) -> tuple[str, ...] | None:
    """The themes that several people's codes of one point come to; None while they differ.

    What has been settled between two counts, the newest first; else what all of them gave.
    """
    settled = [code for code in codes if code.settled is not None]
    if settled:
        newest = max(settled, key=lambda code: (code.when or date.min, code.counts))
        return newest.counts
    first, *others = codes
    shared = tuple(t for t in first.themes if all(t in other.themes for other in others))
    alike = all(set(other.themes) == set(first.themes) for other in others)
    return shared if shared or alike else None


class Agreement(NamedTuple):
    """How two people who coded the same points agree.

    `percent` is the share of points to which both gave the same; `kappa` how much more that is
    than chance would give (None where it is not defined, `why` says why).
    """

    points: int
    alike: int
    kappa: float | None
    why: str = ""

    @property
    def percent(self) -> float | None:
        """The share of points, 0 to 100, to which both gave the same; None without points."""
        return 100 * self.alike / self.points if self.points else None


def agreement(pairs: Sequence[tuple[object, object]]) -> Agreement:
    """How two people agree, from what each gave to each point, in the order of neither.

    Cohen's kappa: (observed - expected) / (1 - expected), where `expected` is the share two
    people would agree on by chance, each keeping to how often they use each category.
    Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and
    Psychological Measurement, 20(1), 37-46. It is not defined without points, nor where both
    gave one and the same to all of them: then chance alone would agree every time.
    """
    number = len(pairs)
    if not number:
        return Agreement(0, 0, None, N_("You have no points in common yet."))
    alike = sum(one == other for one, other in pairs)
    ones, others = _counted(p[0] for p in pairs), _counted(p[1] for p in pairs)
    chance = math.fsum(ones[what] * others.get(what, 0) for what in sorted(ones, key=repr))
    expected = chance / number**2
    if chance == number**2:
        return Agreement(
            number, alike, None, N_("Kappa says nothing here: you both gave the same to all.")
        )
    return Agreement(number, alike, (alike / number - expected) / (1 - expected))


def _counted(values: Iterable[object]) -> dict[object, int]:
    counted: dict[object, int] = {}
    for value in values:
        counted[value] = counted.get(value, 0) + 1
    return counted


def _list(themes: Iterable[str]) -> str:
    return "[" + ", ".join(f'"{theme}"' for theme in themes) + "]"


def _code(entry: str, point: str, table: object) -> Code | None:
    if not isinstance(table, Mapping) or not is_id(entry) or not re.fullmatch(_DIGEST, point):
        return None
    when = table.get("when")
    if isinstance(when, datetime):
        when = when.date()
    themes = _themes(table.get("themes"))
    settled = _themes(table["settled"]) if "settled" in table else None
    if themes is None or ("settled" in table and settled is None):
        return None
    return Code(entry, point, themes, when, settled) if when is None or type(when) is date else None


def _themes(value: object) -> tuple[str, ...] | None:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        return None
    names = tuple(dict.fromkeys(theme_name(one) for one in value))
    return names if all(themes_in(f"#{name}") == (name,) for name in names) else None


def _wrong(file: str, line: int) -> DamagedData:
    return DamagedData(
        N_("{file}, line {line}: this is not a code as reflekt writes them."),
        hint=N_("Mend the file, or bring an earlier version of it back with git."),
        file=file,
        line=line,
    )
