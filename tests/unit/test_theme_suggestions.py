"""What themes are learned from: what a team says, and what reflekt knows of themes by that name."""

import math

import pytest

from reflekt.app.theme_suggestions import taught
from reflekt.domain.codebook import Codebook, Theme, codebook_of
from reflekt.domain.meaning import View
from reflekt.domain.theme_model import DESCRIBED, NAMED, described_weight

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


def test_a_theme_nobody_has_thought_of_is_learned_from_its_points_alone() -> None:
    assert learned(codebook_of([]), "havearbejde")["havearbejde"] == ""


def test_a_name_by_itself_says_less_than_a_meaning() -> None:
    assert described_weight("egne løsninger") == NAMED
    assert described_weight("tillid: at stole på hinanden") == DESCRIBED


def test_what_is_loud_counts_less_and_the_rest_as_before() -> None:
    view = View((0.0, 0.0, 1.0), [((1.0, 0.0, 0.0), 0.5)])
    assert view.of((2.0, 1.0, 1.0)) == pytest.approx([math.sqrt(0.5), math.sqrt(0.5), 0.0])
