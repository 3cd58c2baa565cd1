"""What weighs in a text and what does not; silence; sentences."""

import pytest

from reflekt.adapters.catalogue_files import CatalogueFiles
from reflekt.domain.relevance import Matcher, compile_matcher, plain_word, weighed_words
from reflekt.domain.sentences import sentences
from reflekt.domain.wordgroups import WordGroups, read_word_groups

NO_GROUPS = WordGroups({}, {}, {}, {})


@pytest.fixture(scope="module")
def danish() -> Matcher:
    return CatalogueFiles("da").matcher


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Jeg ringede til Amina i Aarhus", ["jeg", "ringede", "til", "i"]),
        ("Han kom. Mormor sad der", ["han", "kom", "mormor", "sad", "der"]),
        ("Vi ses fredag den 4. december kl. 10", ["vi", "ses", "den", "kl"]),
        ("Damen på Elmevej 12 ringede", ["damen", "på", "ringede"]),
    ],
)
def test_names_places_days_and_numbers_weigh_nothing(sentence: str, words: list[str]) -> None:
    assert weighed_words(sentence) == words


def test_a_phrase_with_an_apostrophe_is_met_as_it_is_written() -> None:
    lines = {"groups": {"hesitate": "didn't_dare"}}
    groups = read_word_groups(lines, "words.toml", plain_word, str)
    words = weighed_words("I didn't dare ring")
    assert groups.of(words, words) == {"hesitate": 1}


def test_a_bound_set_higher_keeps_more_texts_silent() -> None:
    examples, nothing = {"P1.T1": ["we laughed at them"]}, ["we had tea"]
    heard = [
        compile_matcher(examples, nothing, NO_GROUPS, str, bound).scores("we laughed at them")
        for bound in (0.0, 30.0)
    ]
    assert [bool(scores) for scores in heard] == [True, False]


def test_another_name_gives_the_same_scores(danish: Matcher) -> None:
    text = "I onsdags turde jeg ikke spørge, om {} kunne komme med til mødet."
    assert danish.scores(text.format("Sofus")) == danish.scores(text.format("Ghazala"))


def test_letters_spelt_the_other_way_are_the_same(danish: Matcher) -> None:
    assert danish.scores("Jeg turde ikke spoerge naboen") == danish.scores(
        "Jeg turde ikke spørge naboen"
    )


@pytest.mark.parametrize("text", ["", "   ", "…", "12", "Amina", "🙂", "Vi fik kaffe og boller."])
def test_a_text_that_says_little_touches_nothing(danish: Matcher, text: str) -> None:
    assert danish.scores(text) == {}


def test_what_is_said_once_in_a_long_text_is_heard(danish: Matcher) -> None:
    around = "Vi fik kaffe og boller. Det regnede, og bussen var forsinket. "
    scores = danish.scores(around + "Jeg turde ikke spørge, om mormor ville hjælpe. " + around)
    assert max(scores, key=lambda name: scores[name]) == "P4.T2"


def test_scores_lie_between_nothing_and_one(danish: Matcher) -> None:
    scores = danish.scores("Jeg turde ikke spørge, om mormor ville hjælpe.")
    assert all(0 < score <= 1 for score in scores.values())


def test_with_nothing_to_compare_with_every_likeness_speaks() -> None:
    matcher = compile_matcher({"P1.T1": ["en kat"], "P1.T2": ["en hund"]}, [], NO_GROUPS, str)
    assert list(matcher.scores("en kat")) == ["P1.T1"]


def test_the_same_examples_give_the_same_matcher() -> None:
    examples = {"P1.T1": ["en kat på et tag"], "P1.T2": ["en hund i en have"]}
    first = compile_matcher(examples, ["intet nyt"], NO_GROUPS, str)
    again = compile_matcher(dict(reversed(examples.items())), ["intet nyt"], NO_GROUPS, str)
    assert first == again


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("En. To! Tre? Fire", ["En.", "To!", "Tre?", "Fire"]),
        ("En linje,\nder går videre", ["En linje, der går videre"]),
        ("En linje\nEn anden", ["En linje", "En anden"]),
        ("et afsnit\n\net andet", ["et afsnit", "et andet"]),
        ("", []),
    ],
)
def test_sentences(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts
