"""Themes at a terminal: one key to take a suggestion, and nothing lost when one stops."""

from __future__ import annotations

import json

import pytest

from tests.conftest import Reflekt
from tests.terminal.screen import CTRL_C, ENTER, Screen

GRANDMA = "Mormor ville gerne hente ham, og naboen hjælper også."
CLOCK = "Jeg så på uret hele vejen, for kalenderen er fuld."


@pytest.fixture
def waiting(reflekt: Reflekt) -> Reflekt:
    reflekt.environment["REFLEKT_LANG"] = "da"
    reflekt("visit", "--text", "x", "--learning", f"{GRANDMA} Igen. #netværk")
    reflekt("visit", "--text", "x", "--learning", f"{CLOCK} Igen. #tid")
    reflekt("visit", "--text", "x", "--learning", GRANDMA, "--learning", CLOCK)
    return reflekt


def written(reflekt: Reflekt) -> str:
    """Every entry, one after the other."""
    return "\n".join(place.read_text("utf-8") for place in reflekt.space.glob("entries/*/*/*.md"))


def test_a_key_takes_a_suggestion_and_n_says_that_none_fits(waiting: Reflekt) -> None:
    screen = Screen(waiting, "themes", "code")
    screen.wait("[1] #netværk")
    screen.type("1" + ENTER)
    screen.wait("2 af 2")
    screen.type("n" + ENTER)
    screen.wait("2 punkter er set igennem.")
    assert screen.end() == 0
    assert f"- {GRANDMA} #netværk\n" in written(waiting)
    assert waiting.json("themes", "code", "--json") == []


def test_what_was_answered_is_kept_when_one_stops(waiting: Reflekt) -> None:
    screen = Screen(waiting, "themes", "code")
    screen.wait("[1] #netværk")
    screen.type("1" + ENTER)
    screen.wait("2 af 2")
    screen.type(CTRL_C)
    assert screen.end() == 130
    place = waiting.space / ".git" / "reflekt" / "drafts" / "theme-codes.json"
    assert json.loads(place.read_text("utf-8"))["theme_codes"][0][2] == ["netværk"]
    again = Screen(waiting, "themes", "code")
    again.wait("1 svar fra sidst er gemt.")
    again.wait("1 af 1")
    again.type("s" + ENTER)
    again.wait("1 punkt er set igennem.")
    assert again.end() == 0
    assert not place.exists()


def test_a_theme_is_offered_while_one_writes_and_enter_leaves_it(waiting: Reflekt) -> None:
    for key, taken in (("j", True), ("", False)):
        screen = Screen(waiting, "visit", "--questions", "0")
        screen.wait("Hvad fylder mest lige nu?")
        screen.type("x" + ENTER + ENTER)
        screen.wait("tager med dig")
        screen.type(GRANDMA + ENTER + ENTER)
        screen.wait("handler det om #netværk?")
        screen.type(key + ENTER)
        for _ in range(4):
            if "Gemt" in screen.settle():
                break
            screen.type(ENTER)
        screen.wait("Gemt")
        screen.end()
        assert written(waiting).count(f"{GRANDMA} #netværk") == 1
        assert (written(waiting).count(f"{GRANDMA}\n") == 1) is taken
