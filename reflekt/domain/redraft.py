"""Drafting a page again without losing what people have changed in it by hand.

The page is Markdown in sections. A section drafted by reflekt carries its id in a comment at the
end of its heading, which no reader of the page sees; a section without one is a person's own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from reflekt.domain.merge_text import merged_text

_HEADING = r"(?m)^## +(.*?)[ \t]*(?:<!-- ([\w.-]+) -->)?[ \t]*$"
_ID = r"(?m)^(## .*?) <!-- [\w.-]+ -->[ \t]*$"
_TIMES = r"^\d{1,2}[.:]\d{2}[–-]\d{1,2}[.:]\d{2} · "
_STARTS = r"^(\d{1,2})[.:](\d{2})[–-]"
_STEP = r"(?m)^- (\d{1,2})[.:](\d{2}) · (.*)$"


LEADS = r"(?m)^(Leads|Styrer): (.*)$"
"""The line of an agenda that says who leads a theme; dots where nobody does yet."""


class Section(NamedTuple):
    """A section of the page: its id (a person's own is known by its words), heading and text."""

    id: str
    heading: str
    text: str
    drafted: bool


def heading_line(heading: str, id: str) -> str:
    """The heading of a drafted section."""
    return f"## {heading} <!-- {id} -->"


def without_ids(page: str) -> str:
    """The page as people read it: without the comments that carry the ids."""
    return re.sub(_ID, r"\1", page)


def redraft(base: str, present: str, fresh: str) -> str:
    """The page drafted again.

    `base` is what was drafted last time, `present` what stands there now, `fresh` what would be
    drafted today. What people changed since `base` stays: words of theirs, sections of their own,
    sections they took away. The rest becomes as in `fresh`, and the times are always today's.
    """
    if present == base:
        return fresh
    before, now, new = sections_of(base), sections_of(present), sections_of(fresh)
    was, stands, comes = (_by_id(one) for one in (before, now, new))
    taken_away = was.keys() - stands.keys()
    kept = [
        _kept(one, stands[one.id], was.get(one.id)) if one.id in stands else one
        for one in new
        if one.id not in taken_away
    ]
    previous = ""
    for one in now:
        own = one.id not in comes and (one.id not in was or one != was[one.id])
        if own:
            place = next((n for n, other in enumerate(kept) if other.id == previous), -1)
            kept.insert(place + 1, one)
        previous = one.id
    return page_of(kept)


def who_leads(text: str) -> str:
    """Who leads what a section is about; empty where nobody does yet."""
    line = re.search(LEADS, text)
    return "" if line is None or not line[2].strip("…. ") else line[2].strip()


def leads_of(page: str) -> dict[str, str]:
    """Who leads which section of a page, by the section's id."""
    return {one.id: name for one in sections_of(page) if (name := who_leads(one.text))}


def with_leads(page: str, base: str, leads: Mapping[str, str]) -> str:
    """The page with these names in the sections that people have changed since `base`; the others
    are drafted again anyway."""
    was = _by_id(sections_of(base))

    def led(one: Section) -> Section:
        if one.id not in leads or one == was.get(one.id):
            return one
        return one._replace(
            text=re.sub(LEADS, lambda line: f"{line[1]}: {leads[one.id]}", one.text, count=1)
        )

    return page_of([led(one) for one in sections_of(page)])


class Page(NamedTuple):
    """A page as it was drafted, and as it stands after people have changed it."""

    drafted: str
    text: str


def merged_pages(base: Page, one: Page, other: Page, language: str) -> Page:
    """One page from two that grew out of `base`, drafted again on either side or on both.

    One of the drafts counts, the same whoever merges; what people changed by hand, on either
    side, is laid over it. So no section and no time stands twice.
    """
    drafted = merged_draft(base.drafted, one.drafted, other.drafted)
    was, left, right = (redraft(page.drafted, page.text, drafted) for page in (base, one, other))
    return Page(drafted, merged_text(was, left, right, language))


def merged_draft(base: str, one: str, other: str) -> str:
    """The draft that counts: the one that is new, and where both are, either will do."""
    if one == base:
        return other
    return one if other == base else max(one, other)


def _kept(fresh: Section, present: Section, base: Section | None) -> Section:
    """A drafted section with what a person has changed in it."""
    text = fresh.text if base and present.text == base.text else _on_time(fresh, present, base)
    heading = fresh.heading
    words = re.sub(_TIMES, "", present.heading)
    if base is None or words != re.sub(_TIMES, "", base.heading):
        times = re.match(_TIMES, fresh.heading)
        heading = (times[0] if times else "") + words
    return fresh._replace(heading=heading, text=text)


def _on_time(fresh: Section, present: Section, base: Section | None) -> str:
    """The present text with its steps at the times of today: as they are drafted now, and a step
    of people's own, or of a method that is no longer drafted, as far on as its section has moved.
    """
    drafted = {found[3]: found[0] for found in re.finditer(_STEP, fresh.text)}
    before = {found[0] for found in re.finditer(_STEP, base.text if base else "")}
    begins, began = (re.match(_STARTS, one.heading) for one in (fresh, present))
    moved = _minutes(begins) - _minutes(began) if begins and began else 0

    def at(step: re.Match[str]) -> str:
        if step[0] in before and step[3] in drafted:
            return drafted[step[3]]
        minutes = (_minutes(step) + moved) % (24 * 60)
        return f"- {minutes // 60}.{minutes % 60:02} · {step[3]}" if moved else step[0]

    return re.sub(_STEP, at, present.text)


def _minutes(clock: re.Match[str]) -> int:
    return int(clock[1]) * 60 + int(clock[2])


def page_of(sections: Sequence[Section]) -> str:
    """The page that has these sections."""
    return "".join(_written(one) for one in sections)


def sections_of(page: str) -> list[Section]:
    """The sections of a page; the first, without an id, is what stands before all headings."""
    marks = list(re.finditer(_HEADING, page))
    first = page[: marks[0].start()] if marks else page
    found = [Section("", "", first, drafted=True)]
    ends = [mark.start() for mark in marks[1:]] + [len(page)]
    for mark, end in zip(marks, ends, strict=False):
        words = re.sub(_TIMES, "", mark[1])
        id = mark[2] or f"own {words}"
        found.append(Section(id, mark[1], page[mark.end() : end], drafted=bool(mark[2])))
    return found


def _by_id(sections: Sequence[Section]) -> Mapping[str, Section]:
    return {one.id: one for one in sections}


def _written(section: Section) -> str:
    if not section.id:
        return section.text
    if not section.drafted:
        return f"## {section.heading}{section.text}"
    return heading_line(section.heading, section.id) + section.text
