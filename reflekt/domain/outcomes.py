"""What became of something to try: read from the bullets beneath it, and written there.

A follow-up changes the lines of one action and leaves every other byte of its entry alone.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from reflekt.domain.contents import BULLET, TASK, action_in, task_parts, who_by_anchor
from reflekt.domain.document import Document, tidy
from reflekt.domain.entry import Action

YES, PARTLY, NO, TOO_EARLY = "yes", "partly", "no", "too-early"
ADJUSTED, STOPPED = "adjusted", "stopped"

VERDICTS = (YES, PARTLY, NO, TOO_EARLY)
"""Whether it helped."""

_WORDS = {
    YES: {"da": "hjalp", "en": "helped"},
    PARTLY: {"da": "hjalp delvis", "en": "helped partly"},
    NO: {"da": "hjalp ikke", "en": "did not help"},
    TOO_EARLY: {"da": "for tidligt at sige", "en": "too early to say"},
    ADJUSTED: {"da": "justeret", "en": "adjusted"},
    STOPPED: {"da": "stoppet", "en": "stopped"},
}
_BEFORE = {"da": "før", "en": "before"}
_MEANING = {word: verdict for verdict, words in _WORDS.items() for word in words.values()}
_ALTERNATIVES = "|".join(sorted(_MEANING, key=len, reverse=True))
_DATED = r"(\d{4}-\d{2}-\d{2})(?::|(?=\s|$))\s*"
_VERDICT = rf"(?i)({_ALTERNATIVES})(?:\s+[–—-]\s+(?=\S)|\.?$)"
_EARLIER = rf"(?i)(?:{'|'.join(_BEFORE.values())}):\s*(?=\S)"
_INDENT = r"[ \t]+"


class Outcome(NamedTuple):
    """One bullet beneath an action: when, whether it helped or what was decided, in what words.

    `verdict` is one of VERDICTS, ADJUSTED, STOPPED or empty; `earlier` is the wording that an
    adjustment left behind.
    """

    when: date | None = None
    verdict: str = ""
    text: str = ""
    earlier: str = ""


class NoSuchAction(ValueError):
    """The entry no longer holds the action that was meant."""


def read_outcome(text: str) -> Outcome:
    """A bullet's words as an outcome; words of a person's own are its text."""
    rest = " ".join(text.split())
    when, verdict, earlier = None, "", ""
    dated = re.match(_DATED, rest)
    if dated:
        try:
            when = date.fromisoformat(dated[1])
        except ValueError:
            pass  # 2026-02-31: no date, so it belongs to the words
        else:
            rest = rest[dated.end() :]
    found = re.match(_VERDICT, rest)
    if found:
        verdict, rest = _MEANING[found[1].casefold()], rest[found.end() :]
    before = re.match(_EARLIER, rest)
    if verdict == ADJUSTED and before:
        earlier, rest = rest[before.end() :], ""
    return Outcome(when, verdict, rest, earlier)


def outcome_text(outcome: Outcome, language: str) -> str:
    """The words of the bullet that holds the outcome."""
    spoken = "da" if language == "da" else "en"
    said = " ".join(outcome.text.split())
    if outcome.verdict == ADJUSTED and outcome.earlier:
        said = f"{_BEFORE[spoken]}: {' '.join(outcome.earlier.split())}"
    words = _WORDS[outcome.verdict][spoken] if outcome.verdict else ""
    told = " – ".join(part for part in (words, said) if part)
    if outcome.when is None:
        return told
    return f"{outcome.when.isoformat()}: {told}".rstrip()


def outcomes(action: Action) -> tuple[Outcome, ...]:
    """What became of the action, in the order it was written."""
    return tuple(read_outcome(text) for text in action.outcomes)


class Followed(NamedTuple):
    """What a follow-up makes of an action: how it stands from now on, and what is added to it."""

    action: Action
    added: tuple[Outcome, ...] = ()


def followed_up(
    action: Action,
    today: date,
    *,
    happened: str = "",
    helped: str = "",
    by: date | None = None,
    wording: str = "",
    stopped: bool = False,
    learned: str = "",
) -> Followed:
    """The action after a follow-up: gone on with (`by`), reworded, stopped, or as it was.

    A wording that is no other changes nothing; the one left behind stays in the history.
    """
    added = []
    if happened.strip() or helped:
        added.append(Outcome(today, helped, " ".join(happened.split())))
    wording = " ".join(wording.split())
    if wording and wording != action.text:
        added.append(Outcome(today, ADJUSTED, earlier=action.text))
        action = action._replace(text=wording)
    if by:
        action = action._replace(by=by, done=False)
    if stopped:
        added.append(Outcome(today, STOPPED, " ".join(learned.split())))
        action = action._replace(done=True)
    return Followed(action, tuple(added))


def with_follow_up(document: Document, place: int, followed: Followed) -> str:
    """The document's text with one action changed and its outcomes beneath it.

    `place` counts the task-list items of the entry from 0. Only the item's mark, text, person,
    day and anchor can change, and bullets can be added; no other byte does.
    Raises NoSuchAction where there is no such item.
    """
    source = document.source
    lines = source.split("\n")
    first = source[: len(source) - len(document.body)].count("\n")
    found = ((number, re.match(TASK, lines[number])) for number in range(first, len(lines)))
    tasks = [(number, task) for number, task in found if task]
    if not 0 <= place < len(tasks):
        raise NoSuchAction(place)
    number, task = tasks[place]
    end = _end_of_item(lines, number)
    cr = "\r" if lines[number].endswith("\r") or "\r\n" in source else ""
    indent = _indent(lines, number, end)
    language = document.entry.language
    texts = (tidy(outcome_text(one, language)) for one in followed.added)
    bullets = [f"{indent}- {text}{cr}" for text in texts if text]
    lines[number] = _changed(task, followed.action, language)
    if bullets and end == len(lines):  # the last line has no line end: it gets one, and they none
        lines[-1] += "" if lines[-1].endswith("\r") else cr
        bullets[-1] = bullets[-1].removesuffix("\r")
    return "\n".join([*lines[:end], *bullets, *lines[end:]])


def with_learning_point(document: Document, heading: str, point: str) -> str:
    """The document's text with one more bullet at the end of the section with that heading.

    The section is made, at the end, where there is none; no other byte changes.
    `point` is the bullet as `contents.learning_text` writes it.
    """
    source = document.source
    newline = "\r\n" if "\r\n" in source else "\n"
    fresh = tidy(point).replace("\n", newline)
    start = len(source) - len(document.body)
    found = re.compile(rf"(?mi)^## +{re.escape(heading)}\s*?$").search(source, start)
    if found is None:
        gap = "" if source.endswith("\n") else newline
        return f"{source}{gap}{newline}## {heading}{newline}{fresh}{newline}"
    following = re.compile(r"(?m)^## +\S").search(source, found.end())
    last = len(source[: following.start() if following else len(source)].rstrip())
    end = source.find("\n", last) + 1
    if not end:
        return f"{source}{newline}{fresh}"
    return f"{source[:end]}{fresh}{newline}{source[end:]}"


def _changed(task: re.Match[str], action: Action, language: str) -> str:
    line = task.string
    old, parts = action_in(task), task_parts(task[2])
    fresh = who_by_anchor(action, language)
    text = parts.text
    if action.text != old.text:
        text = " ".join(tidy(action.text).split()) or parts.text
    who = parts.who if action.who == old.who else fresh[0]
    by = parts.by if action.by == old.by else fresh[1]
    anchor = parts.anchor if action.anchor == old.anchor else fresh[2]
    mark = task[1] if action.done == old.done else "x" if action.done else " "
    marked = f"{line[: task.start(1)]}{mark}{line[task.end(1) : task.start(2)]}"
    return f"{marked}{text}{who}{by}{anchor}{parts.blanks}"


def _end_of_item(lines: list[str], number: int) -> int:
    """The first line after the item and what is indented beneath it, blank lines left out."""
    end = number + 1
    for after in range(number + 1, len(lines)):
        if not lines[after].strip():
            continue
        if not lines[after].startswith((" ", "\t")):
            break
        end = after + 1
    return end


def _indent(lines: list[str], number: int, end: int) -> str:
    """As the bullets beneath the item are indented, else as far as its text."""
    for line in lines[number + 1 : end]:
        found = re.match(_INDENT, line)
        if found and re.match(BULLET, line[found.end() :]):
            return found[0]
    return " " * min(lines[number].index("["), 4)
