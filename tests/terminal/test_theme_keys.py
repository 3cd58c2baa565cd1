"""Themes at a terminal: one key to take a suggestion, and nothing lost when one stops."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

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


@pytest.mark.parametrize(("key", "theme"), [("j" + ENTER, " #netværk"), (ENTER, ""), (CTRL_C, "")])
def test_a_note_typed_at_the_terminal_is_offered_a_theme_and_kept_whatever_is_pressed(
    waiting: Reflekt, key: str, theme: str
) -> None:
    screen = Screen(waiting, "notat")
    screen.wait("Notat")
    screen.type(GRANDMA + ENTER)
    screen.wait("handler det om #netværk?")
    screen.type(key)
    assert screen.end() == 0
    assert waiting.json("show", "@", "--json")["body"].strip() == f"{GRANDMA}{theme}"
    assert not list(waiting.space.glob(".git/reflekt/drafts/*"))


def test_a_note_is_kept_where_the_window_closes_while_a_theme_is_offered(waiting: Reflekt) -> None:
    screen = Screen(waiting, "notat")
    screen.wait("Notat")
    screen.type(f"{GRANDMA} Altid.{ENTER}")
    screen.wait("handler det om #netværk?")
    screen.process.close(force=True)
    (draft,) = (waiting.space / ".git" / "reflekt" / "drafts").glob("*.json")
    assert f"{GRANDMA} Altid." in draft.read_text("utf-8")


def test_a_line_keeps_its_dash_when_it_gets_a_theme(waiting: Reflekt) -> None:
    screen = Screen(waiting, "notat")
    screen.wait("Notat")
    screen.type(f"- {GRANDMA}{ENTER}")
    screen.wait("handler det om #netværk?")
    screen.type("j" + ENTER)
    assert screen.end() == 0
    assert waiting.json("show", "@", "--json")["body"].strip() == f"- {GRANDMA} #netværk"


def test_a_note_for_a_space_there_is_not_is_given_back(waiting: Reflekt) -> None:
    screen = Screen(waiting, "notat", "--space", "findes-ikke")
    screen.wait("Notat")
    screen.type(GRANDMA + ENTER)
    assert screen.end() == 3
    assert screen.text().count(GRANDMA) == 2


def test_a_note_given_with_the_command_asks_nothing(waiting: Reflekt) -> None:
    screen = Screen(waiting, "notat", GRANDMA)
    assert screen.end() == 0
    assert "handler det om" not in screen.text()


def test_what_something_tried_taught_is_offered_a_theme(waiting: Reflekt) -> None:
    waiting("visit", "--text", "x", "--try", "Spørge mormor", "--by", "2026-01-02")
    screen = Screen(waiting, "opfølg", "@")
    for answer in ("Hun sagde ja", "j", "s", GRANDMA):
        screen.settle()
        screen.type(answer + ENTER)
        if answer in ("Hun sagde ja", GRANDMA):
            screen.type(ENTER)
    screen.wait("handler det om #netværk?")
    screen.type("j" + ENTER)
    for _ in range(3):
        if "Skrevet" in screen.settle():
            break
        screen.type(ENTER)
    screen.end()
    assert f"{GRANDMA} #netværk" in written(waiting)


def test_a_learning_point_new_on_a_page_is_offered_a_theme_and_an_old_one_is_not(
    waiting: Reflekt, executable: Callable[[str, str], Path]
) -> None:
    waiting("visit", "--text", "x", "--learning", CLOCK)
    editor = executable("editor", f"#!/bin/sh\nsed -i 's/^- {CLOCK}$/&\\n- {GRANDMA}/' \"$1\"\n")
    waiting.environment["EDITOR"] = str(editor)
    screen = Screen(waiting, "ret", "@")
    screen.wait("handler det om #netværk?")
    screen.type("j" + ENTER)
    assert screen.end() == 0
    assert "#tid" not in screen.text()
    body = waiting.json("show", "@", "--json")["body"]
    assert f"- {CLOCK}\n- {GRANDMA} #netværk" in body
