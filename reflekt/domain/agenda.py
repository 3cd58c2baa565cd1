"""A plan for a theme day that fits its time exactly: openings, themes, breaks, decisions.

The day is first cut into stretches with breaks between them, at the times of day when people need
them. Each stretch is then filled to the minute: the themes with most votes first, each with a
method that suits what the theme is about and how many people there are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import time
from itertools import groupby
from typing import NamedTuple

from reflekt.domain.methods import Method
from reflekt.errors import N_, UsageProblem

GRID = 5
"""Minutes: every point of the plan begins at a whole multiple of this after the day begins."""

SHORTEST_DAY = 45
SHORTEST_THEME = 20
USUAL_THEME = 50
"""Minutes a theme gets where nothing else decides: long enough to get past the first answers."""

LONGEST_STRETCH = 95
"""Minutes people sit before a break; attention falls off well before two hours have passed."""

NOON = 12 * 60

OPENING, LOOK_BACK, THEME, OPEN, BREAK, LUNCH, MISSING, CLOSING = (
    "opening",
    "look-back",
    "theme",
    "open",
    "break",
    "lunch",
    "missing",
    "closing",
)


class Topic(NamedTuple):
    """A theme to talk about: its votes, what it is about (natures), and why it is here."""

    key: str
    title: str
    votes: int = 0
    natures: frozenset[str] = frozenset()
    why: str = ""
    leads: str = ""


class Point(NamedTuple):
    """One point of the plan. `start` is minutes after midnight."""

    start: int
    minutes: int
    kind: str
    topic: Topic | None = None
    method: Method | None = None
    steps: tuple[tuple[int, str], ...] = ()

    @property
    def end(self) -> int:
        """Minutes after midnight."""
        return self.start + self.minutes


class Plan(NamedTuple):
    """The whole day without a gap, and the themes there was no room for."""

    points: tuple[Point, ...]
    left_out: tuple[Topic, ...]

    @property
    def is_voted(self) -> bool:
        """Whether anybody had voted when it was made."""
        planned = (point.topic for point in self.points if point.topic)
        return any(topic.votes for topic in planned)


class Day(NamedTuple):
    """When the theme day begins and ends (minutes after midnight), and how many come."""

    start: int
    end: int
    people: int
    look_back: bool = False

    @property
    def minutes(self) -> int:
        """How long it is."""
        return self.end - self.start


def clock_minutes(at: time) -> int:
    """A time of day as minutes after midnight."""
    return at.hour * 60 + at.minute


def check(day: Day) -> None:
    """Raises UsageProblem for a day that can't be planned: too short, or at odd minutes."""
    if day.minutes < SHORTEST_DAY:
        raise UsageProblem(
            N_("A theme day of {minutes} minutes is too short to plan; {shortest} is the least."),
            hint=N_("Give it a later end: --to 15:00."),
            minutes=day.minutes,
            shortest=SHORTEST_DAY,
        )
    if day.minutes % GRID:
        raise UsageProblem(
            N_("The theme day must begin and end at whole five minutes."),
            hint=N_("Write it so: --from 9:00 --to 15:00."),
        )


def plan(day: Day, topics: Sequence[Topic], methods: Sequence[Method]) -> Plan:
    """The plan of a day.

    Raises UsageProblem as `check` does, and where no method is for so few people.
    """
    check(day)
    ranked = sorted(topics, key=lambda one: (-one.votes, one.title.casefold(), one.key))
    points: list[Point] = []
    stretches = _stretches(day)
    frames = [_framed(day, number, len(stretches)) for number in range(len(stretches))]
    rooms = [
        stretch.end - stretch.start - sum(minutes for _kind, minutes in (*before, *after))
        for stretch, (before, after) in zip(stretches, frames, strict=True)
    ]
    wanted = _wanted(ranked, rooms)
    taken = 0
    for number, stretch in enumerate(stretches):
        share = _share(rooms[number:], wanted - taken)
        sizes = _theme_sizes(rooms[number], ranked[taken : taken + share])
        taken += len(sizes)
        points += _filled(stretch, *frames[number], sizes, rooms[number])
        if number < len(stretches) - 1:
            end, start = stretch.end, stretches[number + 1].start
            points.append(Point(end, start - end, LUNCH if start - end >= 30 else BREAK))
    placed = _with_topics(points, ranked[:taken], day.people, methods)
    return Plan(tuple(placed), tuple(ranked[taken:]))


def _wanted(ranked: Sequence[Topic], rooms: Sequence[int]) -> int:
    """How many of the themes are to be planned: all before anybody has voted; then those that
    somebody voted for, and others only where a stretch would have none."""
    voted = sum(1 for one in ranked if one.votes)
    fitting = sum(1 for room in rooms if room >= SHORTEST_THEME)
    return min(max(voted, fitting), len(ranked)) if voted else len(ranked)


def _framed(day: Day, number: int, stretches: int) -> tuple[list[_Framing], list[_Framing]]:
    """What comes before and after the themes of a stretch."""
    long_day = day.minutes >= 240
    before: list[_Framing] = []
    after: list[_Framing] = []
    if number == 0:
        before.append((OPENING, 15 if long_day else 5))
        if day.look_back:
            before.append((LOOK_BACK, 20 if long_day else 10))
    if number == stretches - 1:
        after.append((CLOSING, 30 if long_day else 10))
        if number and long_day:
            before.append((MISSING, 5))
    return before, after


def _share(rooms: Sequence[int], waiting: int) -> int:
    """How many of the waiting themes the first of these rooms takes, so that none stays empty."""
    fit = [max(1, round(room / USUAL_THEME)) if room >= SHORTEST_THEME else 0 for room in rooms]
    if sum(fit) <= waiting or not fit[0]:
        return fit[0]
    return min(fit[0], -(-waiting * rooms[0] // sum(room for room in rooms if room > 0)))


def _with_topics(
    points: Sequence[Point], topics: Sequence[Topic], people: int, methods: Sequence[Method]
) -> list[Point]:
    """The points with a topic and a method each: the most votes get the longest time."""
    slots = [place for place, point in enumerate(points) if point.kind == THEME]
    longest_first = sorted(slots, key=lambda place: (-points[place].minutes, place))
    placed = list(points)
    used: list[str] = []
    for place, topic in zip(longest_first, topics, strict=True):
        minutes = points[place].minutes
        method = choose_method(topic, minutes, people, methods, used)
        used.append(method.id)
        placed[place] = points[place]._replace(
            topic=topic, method=method, steps=_timed(method, minutes)
        )
    return placed


_Framing = tuple[str, int]
"""A kind of point and its minutes."""


class _Stretch(NamedTuple):
    start: int
    end: int


def _stretches(day: Day) -> list[_Stretch]:
    """The day cut up by lunch and breaks."""
    halves = [_Stretch(day.start, day.end)]
    if day.start <= NOON - 45 and day.end >= NOON + 75:
        lunch = 45 if day.minutes >= 300 else 30
        begins = NOON - (15 if day.start <= NOON - 225 else 0)
        begins += (day.start - begins) % GRID
        halves = [_Stretch(day.start, begins), _Stretch(begins + lunch, day.end)]
    rest = 15 if day.minutes >= 360 else 10
    return [part for half in halves for part in _cut(half, rest)]


def _cut(half: _Stretch, rest: int) -> list[_Stretch]:
    """A stretch cut evenly by breaks of `rest` minutes, none longer than people can sit."""
    length = half.end - half.start
    breaks = 0
    while (length - breaks * rest) / (breaks + 1) > LONGEST_STRETCH:
        breaks += 1
    parts, at = [], half.start
    for number in range(breaks + 1):
        left = half.end - at - (breaks - number) * rest
        size = round(left / (breaks + 1 - number) / GRID) * GRID
        parts.append(_Stretch(at, at + size))
        at += size + rest
    return parts


def _filled(
    stretch: _Stretch,
    before: Sequence[_Framing],
    after: Sequence[_Framing],
    sizes: Sequence[int],
    room: int,
) -> list[Point]:
    """The points of one stretch, its themes still without a topic."""
    middle = [(THEME, size) for size in sizes]
    if not middle and room >= SHORTEST_THEME:
        middle = [(OPEN, room)]
    elif not middle and room:  # too little for anything else: the frame gets it
        frame = [*before, *after]
        kind, minutes = frame[-1]
        frame[-1] = (kind, minutes + room)
        before, after = frame[: len(before)], frame[len(before) :]
    points: list[Point] = []
    at = stretch.start
    for kind, minutes in (*before, *middle, *after):
        points.append(Point(at, minutes, kind))
        at += minutes
    return points


def _theme_sizes(room: int, waiting: Sequence[Topic]) -> list[int]:
    """How many minutes each of the next themes gets: together exactly `room`."""
    if room < SHORTEST_THEME or not waiting:
        return []
    number = max(1, min(len(waiting), round(room / USUAL_THEME)))
    while number > 1 and room // number < SHORTEST_THEME:
        number -= 1
    votes = [one.votes + 1 for one in waiting[:number]]
    spare = room - number * SHORTEST_THEME
    shares = [SHORTEST_THEME + spare * vote / sum(votes) for vote in votes]
    # Half by votes, half evenly: the last of the chosen was chosen too.
    sizes = [round((share + room / number) / 2 / GRID) * GRID for share in shares]
    sizes[0] += room - sum(sizes)
    return sizes


def choose_method(
    topic: Topic, minutes: int, people: int, methods: Sequence[Method], used: Sequence[str]
) -> Method:
    """The method that suits the theme best, one not used yet where there is one. What is known of
    the theme (that something did not help) says more than the principle it touches.

    Raises UsageProblem where none works with so few people.
    """
    able = [one for one in methods if one.smallest <= people and _holds(one, people)]
    if not able:
        raise UsageProblem(
            N_("None of the methods is for {people} people."),
            hint=N_("Say how many come with --people, or add a method to templates/methods."),
            people=people,
        )

    def fit(one: Method) -> tuple[object, ...]:
        outside = max(0, one.shortest - minutes, minutes - one.longest)
        suits = sum(1 if re.match(r"P\d", nature) else 2 for nature in one.suits & topic.natures)
        far = max(0, outside - GRID)  # a few minutes more or less matter little
        return (used.count(one.id), far, -suits, outside, one.id)

    return min(able, key=fit)


def _holds(method: Method, people: int) -> bool:
    return method.parallel or people <= method.largest


def _timed(method: Method, minutes: int) -> tuple[tuple[int, str], ...]:
    """The method's steps with whole minutes that add up to `minutes`; at whole fives where that
    leaves time for each. Two who take turns get the same."""
    shares = [max(1, step.share) for step in method.steps]
    in_fives = _in_fives(shares, minutes)
    if in_fives:
        return tuple((size, step.text) for size, step in zip(in_fives, method.steps, strict=True))
    whole = [minutes * share // sum(shares) for share in shares]
    over = minutes - sum(whole)
    by_loss = sorted(range(len(shares)), key=lambda n: (-((minutes * shares[n]) % sum(shares)), n))
    for place in by_loss[:over]:
        whole[place] += 1
    return tuple((size, step.text) for size, step in zip(whole, method.steps, strict=True))


def _in_fives(shares: Sequence[int], minutes: int) -> list[int]:
    """Whole fives nearest to the shares, alike where shares that follow one another are alike;
    none where a step would be five minutes or more from its share."""
    whole = sum(shares)
    best: dict[int, tuple[int, tuple[int, ...]]] = {0: (0, ())}
    for share, run in groupby(shares):
        steps = len(list(run))
        least = max(minutes * share // whole // GRID * GRID, GRID)
        longer: dict[int, tuple[int, tuple[int, ...]]] = {}
        for size in (least, least + GRID):
            off = abs(size * whole - minutes * share)
            if off >= GRID * whole:
                continue
            for taken, (error, sizes) in best.items():
                found = (error + steps * off**2, (*sizes, *[size] * steps))
                at = taken + steps * size
                longer[at] = min(longer.get(at, found), found)
        best = longer
    return list(best[minutes][1]) if minutes in best else []
