"""The sample journal: every entry in the real format, quoting questions that exist."""

import tomllib
from collections import Counter

from reflekt.adapters.shipped import shipped
from reflekt.app.sessions import authors
from reflekt.domain.contents import actions, asked
from reflekt.domain.document import Document, compose, parse

PEOPLE = ("amira", "birgit", "jonas", "mette")
FILES = sorted(shipped("journal").glob("*/entries/*/*/*.md"))


def _documents() -> list[Document]:
    return [parse(path.read_bytes()) for path in FILES]


def test_it_holds_the_work_of_four_people_over_six_months() -> None:
    entries = [document.entry for document in _documents()]
    written = Counter(entry.author for entry in entries)
    days = sorted(entry.created for entry in entries)
    assert len(entries) >= 24
    assert tuple(sorted(written)) == PEOPLE
    assert (days[-1] - days[0]).days >= 170
    assert {entry.kind for entry in entries} == {"note", "visit", "buddy", "learning"}


def test_a_session_has_two_authors_and_agreements_of_the_leader_too() -> None:
    entries = [document.entry for document in _documents()]
    sessions = [entry for entry in entries if entry.kind in ("buddy", "learning")]
    assert all(len(authors(entry)) == 2 for entry in sessions)
    assert {one.who for entry in sessions for one in actions(entry)} == {"", "birgit"}


def test_an_entry_lies_with_its_author_under_its_own_path() -> None:
    for path, document in zip(FILES, _documents(), strict=True):
        entry = document.entry
        assert path.relative_to(shipped("journal")).as_posix() == f"{entry.author}/{entry.path}"


def test_ids_are_unique() -> None:
    ids = [document.entry.id for document in _documents()]
    assert len(set(ids)) == len(ids)


def test_every_entry_is_written_as_reflekt_itself_writes() -> None:
    for document in _documents():
        assert compose(document.entry) == document.source


def test_every_question_is_quoted_as_the_catalogue_has_it() -> None:
    with shipped("templates", "principles", "da.toml").open("rb") as file:
        principles = tomllib.load(file)["principle"]
    items = {item["id"]: item for one in principles for item in one["sign"] + one["threat"]}
    for document in _documents():
        for question in asked(document.entry):
            item = items[question.item]
            wordings = [text for angle in item["questions"].values() for text in angle]
            assert question.question in wordings
            assert question.name == item["name"]
