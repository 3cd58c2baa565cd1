"""The principles of the practice as data: what shows each, what threatens it, what to ask.

A catalogue is read from TOML (`templates/principles/`); a team's own file is laid over it and
may reword, add to and extend what is shipped. What is wrong is said with file and line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from reflekt.errors import N_, DamagedData, NotFound, Said

ANGLES = ("notice", "explore", "try")
"""What a question helps with: noticing, exploring, trying something else."""

SIGN, THREAT = "sign", "threat"
_ID = {SIGN: r"(P\d+)\.S\w+", THREAT: r"(P\d+)\.T\w+"}


class Question(NamedTuple):
    """One wording, and its angle."""

    angle: str
    text: str


class Source(NamedTuple):
    """Where it rests: a publication, the number of the principle, the page."""

    publication: str
    principle: int
    page: int


class Item(NamedTuple):
    """A sign (what shows a principle) or a threat (what can threaten it)."""

    id: str
    kind: str
    principle: str
    name: str
    statement: str
    source: Source
    questions: tuple[Question, ...]
    examples: tuple[str, ...]


class Principle(NamedTuple):
    """One principle with its signs and threats, in the order of the publication."""

    id: str
    name: str
    statement: str
    why: str
    source: Source
    signs: tuple[Item, ...]
    threats: tuple[Item, ...]


class Catalogue(NamedTuple):
    """All principles in one language; `neutral` are sentences that call for no question."""

    language: str
    principles: tuple[Principle, ...]
    neutral: tuple[str, ...] = ()

    def items(self, kind: str | None = None) -> Iterator[Item]:
        """Every sign and threat, or those of one kind, in order."""
        for principle in self.principles:
            if kind != THREAT:
                yield from principle.signs
            if kind != SIGN:
                yield from principle.threats

    def find(self, name: str) -> Item | None:
        """The sign or threat with this id; None where there is none."""
        return next((item for item in self.items() if item.id == name), None)

    def item(self, name: str) -> Item:
        """The sign or threat with this id. Raises NotFound."""
        found = self.find(name)
        if found is None:
            raise NotFound(
                N_("There is no sign or threat {name}."),
                hint=N_("`reflekt principles` shows them all."),
                name=name,
            )
        return found

    def principle(self, name: str) -> Principle:
        """The principle with this id. Raises NotFound."""
        for principle in self.principles:
            if principle.id == name:
                return principle
        raise NotFound(
            N_("There is no principle {name}."),
            hint=N_("`reflekt principles` shows them all."),
            name=name,
        )


class _Place(NamedTuple):
    """Where in which file we are reading, for saying what is wrong."""

    file: str
    text: str
    name: str = ""

    def wrong(self, problem: str, **parameters: object) -> DamagedData:
        found = re.search(
            rf'^[ \t]*id\s*=\s*["\']{re.escape(self.name)}["\']', self.text, re.MULTILINE
        )
        line = self.text.count("\n", 0, found.start()) + 1 if found and self.name else 1
        return DamagedData(
            N_("{file}, line {line}: {problem}"),
            hint=N_("Mend the file, or move it away to use what comes with reflekt."),
            file=self.file,
            line=line,
            problem=Said(problem, {"name": self.name or "?", **parameters}),
        )


def read_catalogue(
    values: Mapping[str, object], file: str, text: str, base: Catalogue | None = None
) -> Catalogue:
    """A catalogue from TOML values, laid over `base` if there is one.

    Over a base: fields that are given replace the base's; an angle under `questions` replaces
    that angle's questions, one under `more_questions` adds to them; new ids are added.
    Raises DamagedData with file and line.
    """
    place = _Place(file, text)
    language = values.get("language", base.language if base else "da")
    principles = {one.id: one for one in base.principles} if base else {}
    for table in _tables(values, "principle", place):
        read = _principle(table, place, principles.get(str(table.get("id"))))
        principles[read.id] = read
    neutral = _texts(values, "neutral", place) + (base.neutral if base else ())
    ordered = sorted(principles.values(), key=lambda one: _order(one.id))
    return Catalogue(str(language), tuple(ordered), neutral)


def _principle(table: Mapping[str, object], place: _Place, base: Principle | None) -> Principle:
    name = _text(table, "id", place, None)
    place = place._replace(name=name)
    if not re.fullmatch(r"P\d+", name):
        raise place.wrong(N_("“{name}” is not the id of a principle, such as P4."))
    return Principle(
        name,
        _text(table, "name", place, base.name if base else None),
        _text(table, "statement", place, base.statement if base else None),
        _text(table, "why", place, base.why if base else None),
        _source(table, place, base.source if base else None),
        _items(table, SIGN, name, place, base.signs if base else ()),
        _items(table, THREAT, name, place, base.threats if base else ()),
    )


def _items(
    table: Mapping[str, object], kind: str, principle: str, place: _Place, base: Sequence[Item]
) -> tuple[Item, ...]:
    items = {item.id: item for item in base}
    for one in _tables(table, kind, place):
        name = _text(one, "id", place, None)
        here = place._replace(name=name)
        fits = re.fullmatch(_ID[kind], name)
        if not fits or fits[1] != principle:
            raise here.wrong(
                N_("“{name}” is not the id of a {kind} under {principle}."),
                kind=kind,
                principle=principle,
            )
        known = items.get(name)
        items[name] = Item(
            name,
            kind,
            principle,
            _text(one, "name", here, known.name if known else None),
            _text(one, "statement", here, known.statement if known else ""),
            _source(one, here, known.source if known else Source("", 0, 0)),
            _questions(one, here, known.questions if known else ()),
            _texts(one, "examples", here) + (known.examples if known else ()),
        )
    return tuple(sorted(items.values(), key=lambda item: _order(item.id)))


def _questions(
    table: Mapping[str, object], place: _Place, base: Sequence[Question]
) -> tuple[Question, ...]:
    given = {key: _angles(table, key, place) for key in ("questions", "more_questions")}
    questions = []
    for angle in ANGLES:
        kept = [question for question in base if question.angle == angle]
        if angle in given["questions"]:
            kept = [Question(angle, text) for text in given["questions"][angle]]
        kept += [Question(angle, text) for text in given["more_questions"].get(angle, ())]
        questions += kept
    if not questions:
        raise place.wrong(N_("{name} has no questions."))
    return tuple(dict.fromkeys(questions))


def _angles(table: Mapping[str, object], key: str, place: _Place) -> Mapping[str, tuple[str, ...]]:
    angles = table.get(key, {})
    if not isinstance(angles, dict) or not set(angles) <= set(ANGLES):
        raise place.wrong(
            N_("the {key} of {name} are written under {angles}."), key=key, angles=", ".join(ANGLES)
        )
    return {angle: _texts(angles, angle, place) for angle in angles}


def _source(table: Mapping[str, object], place: _Place, base: Source | None) -> Source:
    source = table.get("source")
    if source is None and base is not None:
        return base
    if isinstance(source, dict):
        publication, principle, page = (source.get(key) for key in Source._fields)
        if isinstance(publication, str) and type(principle) is int and type(page) is int:
            return Source(publication, principle, page)
    raise place.wrong(N_("the source of {name} needs a publication, a principle and a page."))


def _tables(
    values: Mapping[str, object], key: str, place: _Place
) -> Sequence[Mapping[str, object]]:
    tables = values.get(key, [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise place.wrong(N_("“{key}” is written in double brackets: [[{key}]]."), key=key)
    return tables


def _text(table: Mapping[str, object], key: str, place: _Place, base: str | None) -> str:
    value = table.get(key, base)
    if not isinstance(value, str) or not (value.strip() or base == ""):
        raise place.wrong(N_("{name} needs {key}, as text in quotes."), key=key)
    return " ".join(value.split())


def _texts(table: Mapping[str, object], key: str, place: _Place) -> tuple[str, ...]:
    values = table.get(key, [])
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise place.wrong(N_("the {key} of {name} must be texts in quotes."), key=key)
    return tuple(" ".join(value.split()) for value in values if value.strip())


def _order(name: str) -> tuple[object, ...]:
    return tuple(int(part) if part.isdigit() else part for part in re.split(r"(\d+)", name))
