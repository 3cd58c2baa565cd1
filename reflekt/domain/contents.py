"""What stands inside the sections of an entry: questions asked, learning points, actions.

Each kind has a reader and a writer that undo one another. Which section holds which kind is
known by its heading, through the `Headings` of the entry templates in every language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from reflekt.domain.entry import Action, Asked, Entry, LearningPoint, themes_in

STORY, ASKED, LEARNING, TRY = "story", "asked", "learning", "try"
SINCE, FRAME, BROUGHT, KEY = "since", "frame", "brought", "key"
ECHO, WAYS, FEEDBACK = "echo", "ways", "feedback"
ROLES = (STORY, ASKED, LEARNING, TRY, SINCE, FRAME, BROUGHT, KEY, ECHO, WAYS, FEEDBACK)
"""What a section is for. All but the first four come from sessions of two people."""

OF_PERSON = " – "
"""Stands between a heading and the person whose section it is, where two have one each."""

ITEM_ID = r"P\d+\.[ST]\w[\w-]*"
"""The id of a sign or threat, shipped or a team's own."""

_QUESTION = rf"(?m)^### ++(.*)\(({ITEM_ID})\)[ \t]*$"
_LIKE_QUESTION = r"(?m)^(?=\\*### )"
_ESCAPED_QUESTION = r"(?m)^\\(?=\\*### )"
BULLET = r"[-*+] +(?=\S)"
_THEME_WORD = r"#[^\W_][\w-]*"
TASK = r"[-*+] +\[([ xX])\] +(\S.*)"
_ANCHOR = r"\^[a-z0-9]+$"
_BY = r"\((?:senest|by) \d{4}-\d{2}-\d{2}\)$"
_BY_WORD = {"da": "senest", "en": "by"}
_WHO = r"@[^\W_][\w-]*$"
_AT_THE_END = 200
"""Characters at the end of a line among which a person, a day or an anchor is looked for."""
_QUOTABLE = r"\((?:må citeres|may be quoted)\)$"
_QUOTABLE_WORDS = {"da": "(må citeres)", "en": "(may be quoted)"}


class Headings(NamedTuple):
    """Which role a section plays, by its heading in any language, and what to call it in one."""

    roles: Mapping[str, str] = MappingProxyType({})

    def role(self, heading: str) -> str | None:
        """One of ROLES; None for a section of the writer's own.

        A heading may be followed by the person whose section it is: `Læring – Mette`.
        """
        plain = heading.casefold()
        return self.roles.get(plain) or self.roles.get(plain.rpartition(OF_PERSON)[0])

    def text(self, entry: Entry, role: str) -> str:
        """The text of all sections that play the role."""
        return "\n\n".join(s.text for s in entry.sections if self.role(s.heading) == role)


def asked(entry: Entry) -> tuple[Asked, ...]:
    """The questions asked in any section of the entry, with their answers."""
    found: list[Asked] = []
    for section in entry.sections:
        if "### " in section.text:
            found += _asked_in(section.text)
    return tuple(found)


def asked_text(questions: Iterable[Asked]) -> str:
    """The section that holds the questions."""
    blocks = []
    for one in questions:
        block = f"### {_line(one.name)} ({one.item})\n> {_line(one.question)}\n"
        answer = re.sub(_LIKE_QUESTION, r"\\", one.answer.strip("\n"))
        blocks.append(f"{block}\n{answer}\n" if answer.strip() else block)
    return "\n".join(blocks)


def learning(entry: Entry, headings: Headings) -> tuple[LearningPoint, ...]:
    """The learning points: bullets and paragraphs under the learning heading.

    In a note, every paragraph that carries a theme is one.
    """
    points = [_point(text) for text in _items(headings.text(entry, LEARNING))]
    if entry.kind == "note":
        for section in entry.sections:
            if headings.role(section.heading) != LEARNING:
                points += [_point(t) for t in _items(section.text) if themes_in(t)]
    return tuple(points)


def quotable_words(text: str) -> str:
    """The text without its mark, where its writer has agreed to be quoted; else nothing."""
    plain, mark = _cut(text.rstrip(), "(", re.compile(_QUOTABLE))
    return plain.strip() if mark else ""


def learning_points(text: str) -> tuple[LearningPoint, ...]:
    """Learning points as they are typed: a line or a bullet each, with hashtags for themes."""
    lines = [re.sub(BULLET, "", line.strip(), count=1) for line in text.split("\n")]
    return tuple(_point(line) for line in lines if line)


def learning_text(points: Iterable[LearningPoint], language: str = "da") -> str:
    """The section that holds the learning points: themes as hashtags at the end, and after
    them whether the point may be quoted, said in the entry's language."""
    lines = []
    for point in points:
        inline = themes_in(point.text)
        tags = "".join(f" #{theme}" for theme in point.themes if theme not in inline)
        first, *rest = [line.strip() for line in point.text.split("\n") if line.strip()] or [""]
        if point.quotable:
            tags += f" {_QUOTABLE_WORDS.get(language, _QUOTABLE_WORDS['en'])}"
        lines.append("\n  ".join([f"- {first}", *rest]) + tags)
    return "\n".join(lines)


def actions(entry: Entry) -> tuple[Action, ...]:
    """The task-list items of the entry, with the dated bullets beneath them.

    What is indented beneath an item is its own until a line begins at the margin.
    """
    found: list[Action] = []
    for section in entry.sections:
        if "[" in section.text:
            found += _actions_in(section.text)
    return tuple(found)


def _actions_in(text: str) -> list[Action]:
    found: list[Action] = []
    outcomes: list[str] | None = None
    for line in text.split("\n"):
        task = re.match(TASK, line)
        if task:
            outcomes = []
            found.append(action_in(task))
        elif not line.startswith((" ", "\t")):
            outcomes = outcomes if not line.strip() else None
        elif outcomes is not None and line.strip():
            bullet = re.match(BULLET, line.strip())
            if bullet:
                outcomes.append(line.strip()[bullet.end() :])
            elif outcomes:
                outcomes[-1] += " " + line.strip()
            found[-1] = found[-1]._replace(outcomes=tuple(outcomes))
    return found


def actions_text(items: Iterable[Action], language: str) -> str:
    """The section that holds the actions."""
    lines = []
    for item in items:
        line = f"- [{'x' if item.done else ' '}] {_line(item.text)}"
        line += "".join(who_by_anchor(item, language))
        lines.append(line)
        lines += [f"  - {_line(outcome)}" for outcome in item.outcomes]
    return "\n".join(lines)


def _line(text: str) -> str:
    return " ".join(text.split())


def _asked_in(text: str) -> list[Asked]:
    marks = list(re.finditer(_QUESTION, text))
    ends = [mark.start() for mark in marks[1:]] + ([len(text)] if marks else [])
    found = []
    for mark, end in zip(marks, ends, strict=True):
        lines = text[mark.end() : end].strip("\n").split("\n")
        quoted: list[str] = []
        while lines and lines[0].startswith(">"):
            quoted.append(lines.pop(0).lstrip(">").strip())
        answer = re.sub(_ESCAPED_QUESTION, "", "\n".join(lines).strip("\n"))
        found.append(Asked(mark[2], mark[1].strip(), " ".join(quoted), answer))
    return found


def _items(text: str) -> list[str]:
    """Bullets with their continuation lines, and paragraphs that are no bullets."""
    lines = text.split("\n")
    found = []
    for places in _places(lines):
        first, *rest = [lines[place] for place in places]
        bullet = re.match(BULLET, first)
        parts = [first[bullet.end() :] if bullet else first, *rest]
        found.append("\n".join(part.strip() for part in parts))
    return found


def _places(lines: Sequence[str]) -> list[list[int]]:
    """Which lines make up each bullet or paragraph."""
    items: list[list[int]] = []
    fresh = True
    for place, line in enumerate(lines):
        if not line.strip():
            fresh = True
            continue
        begins = re.match(BULLET, line) or (fresh and not line.startswith((" ", "\t")))
        if begins or not items:
            items.append([place])
        else:
            items[-1].append(place)
        fresh = False
    return items


def with_themes(entry: Entry, headings: Headings, number: int, themes: Sequence[str]) -> Entry:
    """The entry with hashtags added to the end of one learning point (from 1), nothing else.

    Raises IndexError where the entry has no such point.
    """
    left = number
    for role in (True, False):
        for at, section in enumerate(entry.sections):
            if (headings.role(section.heading) == LEARNING) is not role:
                continue
            if not role and entry.kind != "note":
                continue
            lines = section.text.split("\n")
            for places in _places(lines):
                if not role and not themes_in("\n".join(lines[place] for place in places)):
                    continue
                left -= 1
                if left == 0:
                    last = lines[places[-1]].rstrip()
                    said = re.search(rf"\s*{_QUOTABLE}", last)
                    words, end = (
                        (last[: said.start()], last[said.start() :]) if said else (last, "")
                    )
                    lines[places[-1]] = words + "".join(f" #{theme}" for theme in themes) + end
                    sections = list(entry.sections)
                    sections[at] = section._replace(text="\n".join(lines))
                    return entry._replace(sections=tuple(sections))
    raise IndexError(number)


def _point(text: str) -> LearningPoint:
    plain, quotable = _cut(text.rstrip(), "(", re.compile(_QUOTABLE))
    return LearningPoint(_without_last_themes(plain), themes_in(plain), bool(quotable))


def _without_last_themes(text: str) -> str:
    """The text without the hashtags at its end; a text of nothing else keeps its first."""
    kept = text.strip()
    for word in reversed(list(re.finditer(r"\S+", kept))):
        if word.start() == 0 or not re.fullmatch(_THEME_WORD, word[0]):
            return kept[: word.end()]
    return kept


class TaskParts(NamedTuple):
    """The text of a task-list line in pieces; one after the other they are the line again."""

    text: str
    who: str = ""
    by: str = ""
    anchor: str = ""
    blanks: str = ""


def task_parts(text: str) -> TaskParts:
    """The pieces of what stands after `- [ ] `: text, ` @who`, ` (by …)`, ` ^anchor`, blanks."""
    rest = text.rstrip()
    return TaskParts(*_ends(rest), text[len(rest) :])


def action_in(task: re.Match[str]) -> Action:
    """The action on a task-list line: its mark and its text are the groups of the match."""
    text, who, by, anchor = _ends(task[2].rstrip())
    return Action(
        text.strip(),
        _date(by) if by else None,
        task[1] in "xX",
        anchor.strip().lstrip("^"),
        who=who.strip().lstrip("@"),
    )


def who_by_anchor(action: Action, language: str) -> tuple[str, str, str]:
    """How the person, the day and the anchor of an action are written after its text."""
    return (
        f" @{action.who}" if action.who else "",
        f" ({_BY_WORD.get(language, 'by')} {action.by.isoformat()})" if action.by else "",
        f" ^{action.anchor}" if action.anchor else "",
    )


@cache
def _end_patterns() -> tuple[re.Pattern[str], ...]:
    return re.compile(_WHO), re.compile(_BY), re.compile(_ANCHOR)


def _ends(text: str) -> tuple[str, str, str, str]:
    """Text, ` @who`, ` (by …)` and ` ^anchor`: one after the other they are the text again."""
    is_who, is_by, is_anchor = _end_patterns()
    text, anchor = _cut(text, "^", is_anchor)
    shorter, by = _cut(text, "(", is_by)
    if by and _date(by) is not None:  # 2026-02-31 is not a date, so it stays part of the text
        text = shorter
    else:
        by = ""
    text, who = _cut(text, "@", is_who)
    return text, who, by, anchor


def _cut(text: str, mark: str, pattern: re.Pattern[str]) -> tuple[str, str]:
    """The text before its last word, where that begins with the mark and is what the pattern
    says, and the rest with the blanks between; a long line costs no more."""
    if mark not in text:
        return text, ""
    at = text.rfind(mark, max(0, len(text) - _AT_THE_END))
    if at > 0 and text[at - 1].isspace() and pattern.match(text, at):
        before = text[:at].rstrip()
        return before, text[len(before) :]
    return text, ""


def _date(piece: str) -> date | None:
    try:
        return date.fromisoformat(piece[-11:-1])
    except ValueError:
        return None
