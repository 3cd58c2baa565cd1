"""The guided visit, as a person at a terminal meets it."""

from __future__ import annotations

import json
import os
import re
import signal
from pathlib import Path

import pytest

from tests.conftest import Reflekt
from tests.terminal.screen import CTRL_C, ENTER, HOME, Screen

STAYS = "What stays with you most right now?"
LEARNING = "Is there something you take with you"
TRY = "Is there one thing you would like to try"
FAMILY = "Which family?"
CONCERN = "How worried were you"


def drafts(reflekt: Reflekt) -> list[dict[str, object]]:
    folder = reflekt.space / ".git" / "reflekt" / "drafts"
    return [json.loads(place.read_text("utf-8")) for place in sorted(folder.glob("*.json"))]


def skip_until(screen: Screen, wanted: str) -> None:
    """Press Enter on nothing until the question comes."""
    for _ in range(9):
        if wanted in screen.settle():
            return
        screen.type(ENTER)
    screen.wait(wanted)


def body(reflekt: Reflekt) -> str:
    (row,) = reflekt.json("list", "--json")
    return Path(row["path"]).read_text("utf-8")


def test_a_whole_visit(reflekt: Reflekt) -> None:
    screen = Screen(reflekt, "visit")
    screen.wait(STAYS)
    screen.answer("Jeg turde ikke spørge.", "?")
    screen.wait("? Enter: why")
    screen.answer("Mormor, måske.", "?")
    skip_until(screen, LEARNING)
    screen.answer("Vente #tålmodighed", TRY)
    screen.type("Ringe til mormor" + ENTER)
    screen.wait("When will you try it?")
    screen.type("2026-12-04" + ENTER)
    screen.wait(FAMILY)
    screen.type("Familien Ulv" + ENTER)
    screen.wait(CONCERN)
    screen.type("7 4" + ENTER)
    shown = screen.wait("Saved.")
    assert screen.end() == 0
    text = body(reflekt)
    assert "Jeg turde ikke spørge." in text
    assert "Mormor, måske." in text
    assert "- Vente #tålmodighed" in text
    assert "- [ ] Ringe til mormor (by 2026-12-04) ^a1" in text
    assert 'family = "Familien Ulv"' in text
    assert "concern = { before = 7, after = 4 }" in text
    assert reflekt.json("list", "--json")[0]["id"] in screen.text()
    assert "entries/2026" in shown.replace("\n", "") or "entries/" in screen.text()
    assert drafts(reflekt) == []
    reflekt.assert_sound()


def test_everything_can_be_skipped(reflekt: Reflekt) -> None:
    screen = Screen(reflekt, "visit")
    screen.wait(STAYS)
    skip_until(screen, "nothing was saved")
    assert screen.end() == 0
    assert reflekt.json("list", "--json") == []


def test_at_most_three_questions_are_asked(reflekt: Reflekt) -> None:
    screen = Screen(reflekt, "visit")
    screen.wait(STAYS)
    screen.answer("x", "? Enter: why")
    skip_until(screen, LEARNING)
    skip_until(screen, "Saved.")
    screen.end()
    assert 1 <= body(reflekt).count("\n> ") <= 3


def test_an_answer_may_have_several_lines(reflekt: Reflekt) -> None:
    screen = Screen(reflekt, "visit", "--questions", "0")
    screen.wait(STAYS)
    screen.type("Første linje" + ENTER)
    screen.type("Anden linje" + ENTER)
    screen.type(ENTER)
    screen.wait(LEARNING)
    skip_until(screen, "Saved.")
    screen.end()
    assert "Første linje\nAnden linje\n" in body(reflekt)


def test_editing_keys_do_what_one_expects(reflekt: Reflekt) -> None:
    screen = Screen(reflekt, "visit", "--questions", "0")
    screen.wait(STAYS)
    screen.type("ekt er godt" + HOME + "Dir")
    screen.wait("Direkt er godt")
    screen.type("\x7f" * 3 + "D" + "\x1b[F" + ENTER + ENTER)
    screen.wait(LEARNING)
    skip_until(screen, "Saved.")
    screen.end()
    assert "Dekt er godt\n" in body(reflekt)


def test_going_back_shows_the_answer_given_there(reflekt: Reflekt) -> None:
    screen = Screen(reflekt, "visit", "--questions", "0")
    screen.wait(STAYS)
    screen.answer("Første tanke", LEARNING)
    screen.type("<" + ENTER)
    screen.wait(lambda shown: shown.count(STAYS) == 2 and shown.count("Første tanke") >= 2)
    screen.type(" og mere" + ENTER + ENTER)
    screen.wait(lambda shown: shown.count(LEARNING) == 2)
    skip_until(screen, "Saved.")
    screen.end()
    assert "Første tanke og mere\n" in body(reflekt)


def test_a_question_says_why_it_is_asked(reflekt: Reflekt) -> None:
    screen = Screen(reflekt, "visit")
    screen.wait(STAYS)
    screen.answer("x", "? Enter: why")
    screen.type("?" + ENTER)
    screen.wait(", p. ")
    screen.type(CTRL_C)
    screen.end()


def test_a_near_twin_of_a_theme_is_asked_about(reflekt: Reflekt) -> None:
    reflekt.note("Før #netværk")
    screen = Screen(reflekt, "visit", "--questions", "0")
    screen.wait(STAYS)
    screen.answer("x", LEARNING)
    screen.type("Ringe #netvaerk " + ENTER + ENTER)
    screen.wait("#netvaerk is much like #netværk")
    screen.type("1" + ENTER)
    screen.wait(TRY)
    skip_until(screen, "Saved.")
    screen.end()
    assert reflekt.json("list", "--json")[0]["themes"] == ["netværk"]


def test_what_is_not_understood_is_asked_again(reflekt: Reflekt) -> None:
    screen = Screen(reflekt, "visit", "--questions", "0")
    screen.wait(STAYS)
    screen.answer("x", LEARNING)
    skip_until(screen, TRY)
    screen.type("Ringe" + ENTER)
    screen.wait("When will you try it?")
    screen.type("når køerne danser" + ENTER)
    screen.wait("I can't find a day ahead in that")
    screen.type(CTRL_C)
    screen.wait("Stopped")
    assert screen.end() == 130


def test_ctrl_c_keeps_the_line_begun_and_the_next_start_goes_on(reflekt: Reflekt) -> None:
    screen = Screen(reflekt, "visit")
    screen.wait(STAYS)
    screen.answer("Historien", "? Enter: why")
    screen.type("Et halvt sv")
    screen.wait("Et halvt sv")
    screen.type(CTRL_C)
    screen.wait("kept as a draft")
    assert screen.end() == 130
    (draft,) = drafts(reflekt)
    asked = draft["asked"]
    again = Screen(reflekt, "visit")
    again.wait("You have a draft")
    again.type(ENTER)
    again.wait("Et halvt sv")
    assert STAYS not in again.text()
    again.type("ar" + ENTER + ENTER)
    skip_until(again, LEARNING)
    skip_until(again, "Saved.")
    again.end()
    text = body(reflekt)
    assert "Historien" in text
    assert "Et halvt svar" in text
    assert isinstance(asked, list)
    assert all(f"> {question}\n" in text for _item, _name, question in asked)


@pytest.mark.parametrize("way", [signal.SIGKILL, signal.SIGHUP])
def test_a_killed_visit_loses_at_most_the_line_being_typed(reflekt: Reflekt, way: int) -> None:
    screen = Screen(reflekt, "visit")
    screen.wait(STAYS)
    screen.type("Første linje" + ENTER)
    screen.wait(lambda shown: shown.count("│") >= 2)
    screen.type("halv")
    screen.wait("halv")
    os.kill(screen.process.pid, way)
    screen.end()
    (draft,) = drafts(reflekt)
    assert "Første linje" in json.dumps(draft, ensure_ascii=False)


def test_a_draft_can_be_kept_for_later_or_thrown_away(reflekt: Reflekt) -> None:
    screen = Screen(reflekt, "visit")
    screen.wait(STAYS)
    screen.answer("Historien", "? Enter: why")
    screen.type(CTRL_C)
    screen.end()
    later = Screen(reflekt, "visit")
    later.wait("You have a draft")
    later.type("l" + ENTER)
    later.wait(STAYS)
    later.type(CTRL_C)
    later.end()
    assert len(drafts(reflekt)) == 1
    away = Screen(reflekt, "visit")
    away.wait("You have a draft")
    away.type("t" + ENTER)
    away.wait(STAYS)
    away.type(CTRL_C)
    away.end()
    assert drafts(reflekt) == []


def test_a_narrow_terminal_is_enough(reflekt: Reflekt) -> None:
    screen = Screen(reflekt, "visit", "--questions", "0", columns=40)
    screen.wait("What stays with you most right now?")
    screen.type("Blåbærgrød æ ø å" + ENTER + ENTER)
    screen.wait("Is there something you take")
    skip_until(screen, "Saved.")
    screen.end()
    assert "Blåbærgrød æ ø å" in body(reflekt)


def test_a_terminal_that_can_do_nothing_is_asked_line_by_line(reflekt: Reflekt) -> None:
    reflekt.environment["TERM"] = "vt52"
    screen = Screen(reflekt, "visit", "--questions", "0")
    screen.wait(STAYS)
    screen.type("Historien" + ENTER + ENTER)
    screen.wait(LEARNING)
    skip_until(screen, "Saved.")
    assert screen.end() == 0


def test_the_menu_leads_to_commands(reflekt: Reflekt) -> None:
    reflekt.note("Ord om mormor")
    screen = Screen(reflekt)
    screen.wait("Enter: nothing more now")
    (number,) = re.findall(r"(\d)  list ", screen.text())
    screen.type(number + ENTER)
    screen.wait("Ord om mormor")
    assert screen.end() == 0


def test_the_menu_is_left_with_enter(reflekt: Reflekt) -> None:
    screen = Screen(reflekt)
    screen.wait("Enter: nothing more now")
    screen.type(ENTER)
    assert screen.end() == 0


def test_init_asks_three_things(fresh: Reflekt) -> None:
    screen = Screen(fresh, "init")
    screen.wait("What are you called?")
    screen.type("Åse" + ENTER)
    screen.wait("Which language?")
    screen.type("en" + ENTER)
    screen.wait("What is your own space called?")
    screen.type(ENTER)
    screen.wait("Welcome, Åse")
    assert screen.end() == 0
    assert (fresh.space / "space.toml").is_file()


def test_a_page_left_unsaved_is_offered_again(reflekt: Reflekt, tmp_path: Path) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\n[ -f "$0.done" ] && sed -i "s/^kind.*/kind = \\"visit\\"/" "$1" '
                      '&& exit\ntouch "$0.done"; sed -i "s/^kind.*/kind = 7/" "$1"\n'
                      'sed -i "s/^## What.*/&\\nGodt/" "$1"\n')  # fmt: skip
    editor.chmod(0o755)
    reflekt.environment["EDITOR"] = str(editor)
    first = Screen(reflekt, "visit", "--editor")
    first.wait("Open it again?")
    first.type("n" + ENTER)
    assert first.end() == 6
    again = Screen(reflekt, "visit", "--editor")
    again.wait("a page that was not saved")
    again.type(ENTER)
    assert again.end() == 0
    assert "Godt" in body(reflekt)
