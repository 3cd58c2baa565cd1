"""Numbers that name a person: CPR numbers, phone numbers, number plates.

Digits are looked at in runs: groups of digits with little between them. What a run can be
follows from how it is grouped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from reflekt.privacy.finding import BLOCK, CPR, PHONE, PLATE, Finding

_INVISIBLE = "\u00ad\u200b-\u200d\u2060\ufeff"
_DASH = r"\-\u2010-\u2015\u2212\ufe58\ufe63\uff0d"
_RUN = re.compile(rf"\d(?:(?:[\s{_DASH}./_*,()\\][{_INVISIBLE}]*|[{_INVISIBLE}]){{0,6}}\d)+")
_GROUP = re.compile(r"\d+")
_DASH_FIRST = re.compile(rf"[ \t\u00a0{_INVISIBLE}]*[{_DASH}]")
_MARKUP = re.compile(r"(?<=\d)(?: ?&(?:nbsp|ndash|mdash|minus|shy|#160|#45|#8211);? ?)+(?=\d)")
_NOTHING = "\u200b"

_CPR_SHAPES = frozenset(
    {
        (10,),
        (6, 4),
        (2, 2, 2, 4),
        (2, 2, 6),
        (6, 2, 2),
        (6, 1, 3),
        (6, 3, 1),
        (6, 1, 1, 1, 1),
        (2, 2, 2, 2, 2),
        (1,) * 10,
        (12,),
        (8, 4),
        (2, 2, 4, 4),
        (2, 2, 8),
    }
)
"""How the ten digits are grouped, or the twelve where the century is written out."""

_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_INSTEAD = 60
"""Added to the day in the numbers of people who have none of their own."""

_COUNTRY = re.compile(r"(?:\+|(?<!\d)00)\d{1,3}\)?[ \u00a0.-]*\Z")
_AMOUNT = re.compile(r"(?i)(?:,\d\d)?[ \u00a0]*(?:kr\b|kroner\b|dkk\b|,-|%|euro\b|mio\b|mia\b|€)")
_NOT_A_PHONE = re.compile(
    r"(?i)(?:\b(?:cvr|se|ean|sags?|journal|j|faktura|ordre|konto|reg|kr|dkk)[-. ]*"
    r"(?:nr|nummer|no)?\.?|[$€£#^])[ \u00a0:.]*\Z"
)
_DANISH = re.compile(r"\(?(?:\+|(?<!\d)00)45\)?[ \u00a0.-]*\Z")
_FOREIGN = re.compile(
    r"(?<![\w+])(?:\+|00)(?!45)[1-9]\d{0,2}[ \u00a0.-]?\(?\d(?:[ \u00a0.()-]{0,2}\d){6,12}(?!\d)"
)
_PLATE = re.compile(
    r"(?<!\w)(?!KR|NR|TV|DK|EU)[A-ZÆØÅ]{2}[ \u00a0-]?\d\d[ \u00a0.]?\d{3}(?!\w|[.,]\d)"
)
_YEARS = ("19", "20")


class _Group(NamedTuple):
    """Digits that stand together, and where."""

    digits: str
    start: int
    end: int


def numbers(text: str) -> Iterator[Finding]:
    """CPR numbers, which block, phone numbers and number plates.

    A CPR number is one however it is written, whatever its checksum says (numbers since 2007
    need not fulfil it): only a date that never was speaks against it. A Danish phone number has
    eight digits in any grouping, the first 2–9; a foreign one begins with its country code.
    """
    if "&" in text:
        text = _MARKUP.sub(lambda found: "-".ljust(len(found[0]), _NOTHING), text)
    for run in _RUN.finditer(text):
        if run.end() - run.start() >= 8:
            yield from _in_run(text, run)
    if "+" in text or "00" in text:
        for found in _FOREIGN.finditer(text):
            yield Finding(PHONE, found.start(), found.end(), found[0])
    for found in _PLATE.finditer(text):
        yield Finding(PLATE, found.start(), found.end(), found[0])


def _in_run(text: str, run: re.Match[str]) -> Iterator[Finding]:
    groups = [
        _Group(g[0], run.start() + g.start(), run.start() + g.end())
        for g in _GROUP.finditer(run[0])
    ]
    place = 0
    while place < len(groups):
        taken = _cpr_from(text, groups, place)
        if taken:
            start, end = groups[place].start, groups[place + taken - 1].end
            yield Finding(CPR, start, end, text[start:end], BLOCK)
        else:
            taken = _phone_from(text, groups, place)
            if taken:
                start, end = groups[place].start, groups[place + taken - 1].end
                prefix = _DANISH.search(text, max(0, start - 10), start)
                start = prefix.start() if prefix else start
                while start and text[start - 1] in "+(":
                    start -= 1
                yield Finding(PHONE, start, end, text[start:end])
        place += taken or 1


def _together(groups: Sequence[_Group], place: int, totals: tuple[int, ...]) -> Iterator[int]:
    """How many groups from `place` on have so many digits together."""
    total = 0
    for number, group in enumerate(groups[place:], 1):
        total += len(group.digits)
        if total in totals:
            yield number
        if total >= totals[-1]:
            return


def _cpr_from(text: str, groups: Sequence[_Group], place: int) -> int:
    """How many groups from `place` on make a CPR number; 0 where none do."""
    for number in _together(groups, place, (10, 12)):
        some = groups[place : place + number]
        shape = tuple(len(group.digits) for group in some)
        if (
            shape in _CPR_SHAPES
            and _has_been_a_date("".join(group.digits for group in some))
            and not _is_no_cpr(text, groups, place, some, shape)
        ):
            return number
    return 0


def _has_been_a_date(digits: str) -> bool:
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[-6:-4])
    if day > _INSTEAD:
        day -= _INSTEAD
    if not (1 <= month <= 12 and 1 <= day <= _DAYS[month - 1]):
        return False
    if len(digits) == 12 and not 18 <= int(digits[4:6]) <= 20:
        return False
    return (day, month) != (29, 2) or year % 4 == 0


def _is_no_cpr(
    text: str,
    groups: Sequence[_Group],
    place: int,
    some: Sequence[_Group],
    shape: tuple[int, ...],
) -> bool:
    """Whether digits grouped like a CPR number are plainly something else."""
    between = [text[a.end : b.start] for a, b in pairwise(some)]
    if any("\n" in one and not _DASH_FIRST.match(one) for one in between):
        return True  # the numbers of a list
    if shape == (6, 4):
        return False
    start, end = some[0].start, some[-1].end
    if len(set(shape)) == 1 and len(shape) > 1:
        before = groups[place - 1] if place else None
        after = groups[place + len(some)] if place + len(some) < len(groups) else None
        return any(one is not None and len(one.digits) == shape[0] for one in (before, after))
    if shape in {(2, 2, 2, 4), (2, 2, 4, 4)} and between[0].strip() and not between[-1].strip():
        hour, minute = int(some[-1].digits[:2]), int(some[-1].digits[2:])
        return hour < 24 and minute < 60 and minute % 5 == 0  # 23-11-26 1430
    if shape in {(10,), (12,)}:
        before_it = _COUNTRY.search(text, max(0, start - 8), start)
        return bool(before_it or _AMOUNT.match(text, end))
    return False


def _phone_from(text: str, groups: Sequence[_Group], place: int) -> int:
    """How many groups from `place` on make a Danish phone number, its +45 included."""
    first = groups[place]
    plus = first.start > 0 and text[first.start - 1] == "+"
    if first.digits == "0045" or (plus and first.digits == "45"):
        taken = _eight(groups, place + 1)
        return taken + 1 if taken else 0
    if re.fullmatch(r"(?:00)?45[2-9]\d{7}", first.digits):
        return 1
    taken = _eight(groups, place)
    if not taken:
        return 0
    if _DANISH.search(text, max(0, first.start - 10), first.start):
        return taken
    return 0 if _is_no_phone(text, groups, place, groups[place : place + taken]) else taken


def _eight(groups: Sequence[_Group], place: int) -> int:
    taken = next(_together(groups, place, (8,)), 0)
    return taken if taken and groups[place].digits[0] not in "01" else 0


def _is_no_phone(text: str, groups: Sequence[_Group], place: int, some: Sequence[_Group]) -> bool:
    """Whether eight digits are plainly something else."""
    start, end = some[0].start, some[-1].end
    shape = tuple(len(group.digits) for group in some)
    between = {text[a.end : b.start] for a, b in pairwise(some)}
    marks = {one.strip() for one in between}
    if len(marks) > 1 or marks - {"", "-", ".", "/", "\u2013"} or any("\n" in b for b in between):
        return True  # 20.00-21.30, or the numbers of a table
    if marks == {"."} and set(shape[1:]) == {3}:
        return True  # 25.000.000
    after = groups[place + len(some) :]
    if after and len(shape) > 1 and len(after[0].digits) == shape[0] == shape[-1]:
        return True  # a longer row of numbers
    if _is_date(shape, [group.digits for group in some]):
        return True
    if _NOT_A_PHONE.search(text, max(0, start - 24), start) or _AMOUNT.match(text, end):
        return True
    return text[start - 1 : start].isalnum() or text[end : end + 1].isalpha()


def _is_date(shape: tuple[int, ...], parts: Sequence[str]) -> bool:
    if shape == (2, 2, 4):
        return int(parts[0]) <= 31 and int(parts[1]) <= 12 and parts[2].startswith(_YEARS)
    if shape == (4, 2, 2):
        return parts[0].startswith(_YEARS) and int(parts[1]) <= 12 and int(parts[2]) <= 31
    if shape == (4, 4):
        return all(part.startswith(_YEARS) for part in parts)
    if shape == (8,):
        month, day = int(parts[0][4:6]), int(parts[0][6:])
        return parts[0].startswith(_YEARS) and 1 <= month <= 12 and 1 <= day <= 31
    return False
