"""What themes are learned from: what a team says, and what reflekt knows of themes by that name."""

import math

import pytest

from reflekt.adapters.catalogue_files import CatalogueFiles
from reflekt.adapters.theme_files import ThemeFiles
from reflekt.app.theme_suggestions import taught
from reflekt.domain.codebook import Codebook, Theme, codebook_of
from reflekt.domain.meaning import View
from reflekt.domain.theme_model import (
    DESCRIBED,
    NAMED,
    ThemeModel,
    compile_themes,
    described_weight,
)

STARTER = codebook_of([Theme("tillid", meaning="At stole på hinanden.", examples=("Hun turde.",))])
SUBJECT = Theme("samvær", meaning="Når forældre går fra hinanden.", aliases=("skilsmisse",))
KNOWN = codebook_of([*STARTER.themes.values(), SUBJECT])


def learned(codebook: Codebook, *coded: str) -> dict[str, str]:
    points = {name: ["Et punkt."] for name in coded}
    return {name: one.known for name, one in taught(codebook, STARTER, points, KNOWN).items()}


def test_only_the_starter_set_is_offered_to_those_who_have_coded_nothing() -> None:
    assert learned(codebook_of([])) == {"tillid": "tillid"}


@pytest.mark.parametrize("name", ["samvær", "skilsmisse"])
def test_a_team_s_theme_is_known_by_any_name_of_a_subject(name: str) -> None:
    assert learned(codebook_of([]), name)[name] == "samvær"


def test_a_subject_s_own_name_comes_before_another_theme_s_alias() -> None:
    starter = codebook_of([Theme("bekymring", aliases=("vold",))])
    known = codebook_of([*starter.themes.values(), Theme("vold")])
    found = taught(codebook_of([]), starter, {"vold": ["Et punkt."]}, known)
    assert {name: one.known for name, one in found.items()} == {
        "vold": "vold",
        "bekymring": "bekymring",
    }


@pytest.mark.parametrize("name", ["svært-samvær", "skilsmisse-og-penge"])
def test_a_longer_name_is_known_by_the_theme_that_is_named_in_it(name: str) -> None:
    assert learned(codebook_of([]), name) == {name: "samvær", "tillid": "tillid"}


def test_a_longer_name_does_not_take_a_starter_theme_s_place() -> None:
    assert set(learned(codebook_of([]), "tillid-og-mad")) == {"tillid", "tillid-og-mad"}


def test_a_theme_nobody_has_thought_of_is_learned_from_its_points_alone() -> None:
    assert learned(codebook_of([]), "havearbejde")["havearbejde"] == ""


def test_a_name_by_itself_says_less_than_a_meaning() -> None:
    assert described_weight("egne løsninger") == NAMED
    assert described_weight("tillid: at stole på hinanden") == DESCRIBED


def test_what_is_loud_counts_less_and_the_rest_as_before() -> None:
    view = View((0.0, 0.0, 1.0), [((1.0, 0.0, 0.0), 0.5)])
    assert view.of((2.0, 1.0, 1.0)) == pytest.approx([math.sqrt(0.5), math.sqrt(0.5), 0.0])


@pytest.fixture(scope="module")
def model() -> ThemeModel:
    """A team with the starter set, and a theme of its own that is about nothing to others."""
    files = ThemeFiles("da", CatalogueFiles("da"))
    parked = {"parkering": ["Der var ingen plads at parkere på i gården."]}
    learned = taught(codebook_of([]), files.starter, parked, files.known)
    return compile_themes(files.background, learned)


@pytest.mark.parametrize(
    "text", ["Kaffemaskinen er kold igen.", "Det regner, og bussen er forsinket.", "qwe rty"]
)
def test_what_is_about_nothing_is_left_alone(model: ThemeModel, text: str) -> None:
    assert model.scores(text) == {}


def test_what_is_about_nothing_to_others_has_the_theme_that_a_team_gave_it(
    model: ThemeModel,
) -> None:
    scores = model.scores("Igen ingen plads at parkere på.")
    assert max(scores, key=scores.__getitem__) == "parkering"
