"""What the shipped principles hold, in both languages."""

import re

import pytest

from reflekt.adapters.catalogue_files import CatalogueFiles
from reflekt.domain.catalogue import ANGLES, Catalogue, Item

SIGNS = {"P1": 9, "P2": 7, "P3": 5, "P4": 5, "P5": 8, "P6": 6}
THREATS = {"P1": 4, "P2": 3, "P3": 4, "P4": 6, "P5": 7, "P6": 6}
FIRST_PAGES = {"P1": 5, "P2": 8, "P3": 10, "P4": 13, "P5": 15, "P6": 18}
LAST_PAGE = 20


@pytest.fixture(params=["da", "en"])
def catalogue(request: pytest.FixtureRequest) -> Catalogue:
    return CatalogueFiles(request.param).whole


def _questions(item: Item) -> list[str]:
    return [question.text for question in item.questions]


def test_all_signs_and_threats_are_there_under_their_ids(catalogue: Catalogue) -> None:
    ids = [item.id for item in catalogue.items()]
    wanted = []
    for name in SIGNS:
        wanted += [f"{name}.S{n}" for n in range(1, SIGNS[name] + 1)]
        wanted += [f"{name}.T{n}" for n in range(1, THREATS[name] + 1)]
    assert ids == wanted


def test_every_item_asks_from_all_three_angles(catalogue: Catalogue) -> None:
    for item in catalogue.items():
        assert {question.angle for question in item.questions} == set(ANGLES), item.id
        assert len(item.questions) >= 3


def test_no_wording_is_used_twice(catalogue: Catalogue) -> None:
    wordings = [text for item in catalogue.items() for text in _questions(item)]
    assert len(set(wordings)) == len(wordings)


def test_a_question_is_one_breath_long(catalogue: Catalogue) -> None:
    for item in catalogue.items():
        for text in _questions(item):
            assert text.endswith("?"), text
            assert len(text.split()) <= 20, text


def test_a_question_neither_orders_nor_blames(catalogue: Catalogue) -> None:
    closed = r"(?i)\bhusk|\bburde du\b|\bhvorfor (?:gjorde|har|tog|fik) du ikke|\bremember to\b"
    closed += r"|\bshould you have\b|\bwhy did(?:n't| you not)\b"
    for item in catalogue.items():
        for text in _questions(item):
            assert not re.search(closed, text), text


def test_there_are_enough_examples_and_none_twice(catalogue: Catalogue) -> None:
    examples = [text for item in catalogue.items() for text in item.examples]
    assert len(set(examples)) == len(examples)
    for item in catalogue.items():
        assert len(item.examples) >= (15 if item.kind == "threat" else 6), item.id
    assert len(catalogue.neutral) >= 60


def test_every_source_names_a_page_of_its_principle(catalogue: Catalogue) -> None:
    firsts = [*FIRST_PAGES.values(), LAST_PAGE]
    for number, principle in enumerate(catalogue.principles):
        assert principle.source.page == FIRST_PAGES[principle.id]
        for item in (*principle.signs, *principle.threats):
            assert firsts[number] <= item.source.page <= firsts[number + 1], item.id
            assert item.source.principle == number + 1


def test_each_principle_says_why_in_two_or_three_sentences(catalogue: Catalogue) -> None:
    for principle in catalogue.principles:
        assert 2 <= len(re.findall(r"[.!?](?:\s|$)", principle.why)) <= 3, principle.id
