"""The guided follow-up and the home screen, as a person at a terminal meets them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Reflekt
from tests.terminal.screen import CTRL_C, ENTER, Screen

HAPPENED, HELPED, NEXT = "What happened?", "Did it help?", "And now?"
AGAIN, INSTEAD, TAUGHT = "When will you look", "What will you try instead?", "What did it teach"


@pytest.fixture
def today(reflekt: Reflekt) -> Reflekt:
    """Mette's home on Wednesday 25 November 2026, with one thing to try that is due."""
    reflekt.environment["REFLEKT_NOW"] = "2026-11-25T10:00:00+01:00"
    reflekt("visit", "--text", "I did not dare.", "--try", "Ask Granny", "--by", "2026-11-24")
    return reflekt


def body(reflekt: Reflekt) -> str:
    (row,) = reflekt.json("list", "--kind", "visit", "--json")
    return Path(row["path"]).read_text("utf-8")


def drafts(reflekt: Reflekt) -> list[Path]:
    return list((reflekt.space / ".git" / "reflekt" / "drafts").glob("*.json"))


def line(screen: Screen, text: str, then: str) -> None:
    """Answer a question of one line and wait for what comes."""
    screen.type(text + ENTER)
    screen.wait(then)


def test_it_is_adjusted_in_a_few_answers(today: Reflekt) -> None:
    screen = Screen(today, "followup")
    screen.wait(HAPPENED)
    assert "Ask Granny" in screen.text()
    screen.answer("She was willing.", HELPED)
    line(screen, "p", NEXT)
    line(screen, "adjust", INSTEAD)
    screen.wait("│ Ask Granny")
    line(screen, " herself", AGAIN)
    screen.wait("Enter: Wednesday 9 December 2026")
    line(screen, "in 3 days", "Shall it be Monday 30 November 2026 instead?")
    line(screen, "", "Saved.")
    assert screen.end() == 0
    assert "- [ ] Ask Granny herself (by 2026-11-30) ^a1\n" in body(today)
    assert "  - 2026-11-25: helped partly – She was willing.\n" in body(today)
    assert drafts(today) == []
    today.assert_sound()


def test_it_is_stopped_and_what_it_taught_is_kept_where_one_likes(today: Reflekt) -> None:
    screen = Screen(today, "followup", "@")
    screen.wait(HAPPENED)
    line(screen, "", HELPED)
    line(screen, "yes", NEXT)
    line(screen, "s", TAUGHT)
    screen.answer("Ringing is easier. #network", "Shall it stand among")
    line(screen, "n", "Saved.")
    assert screen.end() == 0
    assert "- [x] Ask Granny" in body(today)
    assert "## Learning" not in body(today)
    (note,) = today.json("list", "--kind", "note", "--json")
    assert note["themes"] == ["network"]


def test_everything_can_be_skipped_and_nothing_is_written(today: Reflekt) -> None:
    before = body(today)
    screen = Screen(today, "followup")
    screen.wait(HAPPENED)
    line(screen, "", HELPED)
    line(screen, "", NEXT)
    line(screen, "", "nothing was saved")
    assert screen.end() == 0
    assert body(today) == before


def test_a_word_that_is_none_of_the_answers_is_asked_again(today: Reflekt) -> None:
    screen = Screen(today, "followup")
    screen.wait(HAPPENED)
    line(screen, "", HELPED)
    line(screen, "maybe", "Write one of the letters")
    line(screen, "<", HAPPENED)
    screen.type(CTRL_C)
    assert screen.end() == 130


def test_stopped_in_the_middle_it_goes_on_and_asks_nothing_twice(today: Reflekt) -> None:
    screen = Screen(today, "followup")
    screen.wait(HAPPENED)
    screen.answer("She was willing.", HELPED)
    line(screen, "y", NEXT)
    screen.type(CTRL_C)
    assert screen.end() == 130
    assert "kept as a draft" in screen.text()
    assert "unfinished draft" in today().out
    again = Screen(today, "followup")
    again.wait("You have begun to follow up on")
    again.type(ENTER)
    again.wait(NEXT)
    assert HAPPENED not in again.text()
    line(again, "g", AGAIN)
    line(again, "", "Saved.")
    assert again.end() == 0
    assert "helped – She was willing." in body(today)
    assert "(by 2026-12-09)" in body(today)
    assert drafts(today) == []


def test_of_several_one_is_chosen_and_then_the_next(today: Reflekt) -> None:
    today("note", "--", "- [ ] Second (by 2026-11-25) ^b1")
    screen = Screen(today, "followup")
    screen.wait("Which one?")
    line(screen, "2", "Second")
    screen.wait(HAPPENED)
    line(screen, "", HELPED)
    line(screen, "", NEXT)
    line(screen, "s", TAUGHT)
    screen.type(ENTER)
    screen.wait(lambda shown: shown.count("Which one?") == 2)
    screen.type(ENTER)
    assert screen.end() == 0
    assert today.json("followup", "--json")[0]["text"] == "Ask Granny"


def test_killed_between_file_and_commit_it_is_saved_once(
    today: Reflekt, executable: Callable[[str, str], Path]
) -> None:
    git = shutil.which("git")
    killer = executable(
        "git",
        f'#!/bin/sh\ncase "$*" in *fast-import*) kill -9 $PPID; exit 1;; esac\nexec {git} "$@"\n',
    )
    path = today.environment["PATH"]
    screen = Screen(today, "followup")
    screen.wait(HAPPENED)
    screen.answer("She was willing.", HELPED)
    screen.type(CTRL_C)
    screen.end()
    today.environment["PATH"] = f"{killer.parent}:{path}"
    killed = Screen(today, "followup")
    killed.wait("You have begun to follow up on")
    line(killed, "", HELPED)
    line(killed, "y", NEXT)
    killed.type(ENTER)
    killed.wait(lambda _shown: not killed.process.isalive())
    (draft,) = drafts(today)
    assert json.loads(draft.read_text("utf-8"))["followup"]["step"] == ""
    today.environment["PATH"] = path
    again = Screen(today, "followup")
    assert "It helped. She was willing." in again.wait(HAPPENED)
    again.type(CTRL_C)
    again.end()
    assert body(today).count("helped – She was willing.") == 1
    assert drafts(today) == []
    today.assert_sound()


# -- the home screen ----------------------------------------------------------------------------


def test_what_is_due_is_shown_once_a_day_on_the_screen(today: Reflekt) -> None:
    def shown() -> str:
        screen = Screen(today)
        screen.wait("Enter: nothing more now")
        screen.type(ENTER)
        screen.end()
        return screen.text()

    assert "Ask Granny" in shown()
    assert "Ask Granny" not in shown()
    assert "Nothing new is waiting" in shown()
    assert "Ask Granny" in today().out
    today("visit", "--text", "x", "--try", "Something new", "--by", "2026-11-26")
    assert "Something new" in shown()
    today.environment["REFLEKT_NOW"] = "2026-11-26T08:00:00+01:00"
    assert "Ask Granny" in shown()
    assert today.git("status", "--porcelain") == ""


def test_the_home_screen_fits_a_small_terminal(today: Reflekt) -> None:
    for number in range(8):
        today("visit", "--text", "x", "--try", f"Number {number} " + "word " * 30, "--by", "today")
    options = ("--learning", "long " * 80 + "#peace", "--created", "2026-06-01")
    today("visit", "--text", "y", *options)
    screen = Screen(today, lines=24)
    screen.wait("Enter: nothing more now")
    shown = screen.settle()
    assert "Hello, Mette Holm" in shown
    assert len(shown.rstrip("\n").split("\n")) <= 24
    assert "9  " in shown or "6  " in shown
    screen.type(ENTER)
    assert screen.end() == 0
