"""Sessions of two, as they meet them on a terminal: the clock sped up, everything else real."""

from __future__ import annotations

import json
import os
import re
import signal
from pathlib import Path

import pytest

from tests.conftest import Reflekt
from tests.terminal.screen import CTRL_C, ENTER, Screen

NEXT, BACK, PAUSE, MORE, QUESTIONS, TAB = "\x0e", "\x02", "\x10", "\x14", "\x06", "\t"


def at_speed(reflekt: Reflekt, speed: float) -> Reflekt:
    reflekt.environment["REFLEKT_CLOCK_SPEED"] = str(speed)
    return reflekt


def begin(reflekt: Reflekt, *options: str, columns: int = 80) -> Screen:
    """A session with Jonas, standing at its first phase."""
    screen = Screen(reflekt, "buddy", "--with", "jonas", *options, columns=columns)
    screen.wait("Who is in focus today?")
    screen.type(ENTER)
    screen.wait("1 of 7")
    return screen


def drafts(reflekt: Reflekt) -> list[dict[str, object]]:
    folder = reflekt.space / ".git" / "reflekt" / "drafts"
    return [json.loads(place.read_text("utf-8")) for place in sorted(folder.glob("*.json"))]


def draft_holds(reflekt: Reflekt, screen: Screen, words: str) -> None:
    """Wait until what was typed is in the draft, on disk."""
    screen.wait(lambda _shown: words in json.dumps(drafts(reflekt), ensure_ascii=False))


def body(reflekt: Reflekt) -> str:
    (row,) = reflekt.json("list", "--json")
    return Path(row["path"]).read_text("utf-8")


def everything_on_disk(reflekt: Reflekt) -> bytes:
    """Every byte under the home and beside it, packed git objects unpacked."""
    import zlib

    found = []
    for place in reflekt.home.parent.rglob("*"):
        if place.is_file():
            data = place.read_bytes()
            found.append(data)
            if "objects" in place.parts:
                try:
                    found.append(zlib.decompress(data))
                except zlib.error:
                    found.append(b"")
    return b"\0".join(found)


def test_a_session_of_45_minutes(reflekt: Reflekt) -> None:
    """Each phase lasts as long as it is meant to; then the two go on by themselves."""
    screen = begin(at_speed(reflekt, 600))
    minutes = [4, 8, 2, 12, 8, 7, 4]
    written = ["Kun os to", "Jeg gik i stå", "Tør jeg spørge?", "", "Sofaen", "Vente #ro", "10/12"]
    for place, (length, text) in enumerate(zip(minutes, written, strict=True), 1):
        screen.wait(f"{place} of 7")
        screen.type(text)
        full = rf"\b{length} of {length} min\.|minutes? over"
        screen.wait(lambda shown, full=full: re.search(full, shown) is not None)
        screen.type(NEXT)
    screen.wait("What is to become of the notes?")
    assert "You agreed about the notes: Kun os to" in screen.text()
    screen.type("k" + ENTER)
    screen.wait("Saved.")
    assert screen.end() == 0
    text = body(reflekt)
    assert all(words in text for words in written[:-1])
    assert 'authors = ["mette", "jonas"]' in text
    assert "next = 2026-12-10" in text or "next = 20" in text
    assert drafts(reflekt) == []
    reflekt.assert_sound()


def test_the_clock_never_cuts_anybody_off(reflekt: Reflekt) -> None:
    screen = begin(at_speed(reflekt, 1200))
    screen.wait("minutes over, and that is all right")
    screen.type("Vi er her endnu")
    screen.wait("Vi er her endnu")
    assert "1 of 7" in screen.text()
    screen.type(CTRL_C)
    assert screen.end() == 130


def test_a_phase_can_be_paused_extended_skipped_and_gone_back_to(reflekt: Reflekt) -> None:
    screen = begin(reflekt)
    screen.wait("0 of 4 min.")
    screen.type(MORE)
    screen.wait("0 of 6 min.")
    screen.type(PAUSE)
    screen.wait("pause – the clock is waiting")
    screen.type(PAUSE)
    screen.wait("0 of 6 min.")
    screen.type("Kun os to")
    screen.wait("Kun os to")
    screen.type(NEXT + NEXT)
    screen.wait("3 of 7")
    screen.type(BACK + BACK)
    screen.wait("1 of 7")
    assert "Kun os to" in screen.text()
    screen.type(CTRL_C)
    assert screen.end() == 130


def test_questions_fit_what_was_written_and_one_is_answered(reflekt: Reflekt) -> None:
    screen = begin(reflekt)
    screen.type(NEXT)
    screen.wait("2 of 7")
    screen.type("I did not dare to ask whether her grandmother could join us.")
    screen.wait("join us.")
    screen.type(NEXT + NEXT)
    screen.wait("4 of 7")
    screen.type(QUESTIONS)
    screen.wait("For Jonas to choose from")
    draft_holds(reflekt, screen, "P4.T2")
    screen.type("2")
    screen.wait(lambda shown: "For Jonas" not in shown and "> " in shown)
    screen.type("Mormor")
    screen.wait("Mormor")
    screen.type(NEXT * 4)
    screen.wait("What is to become")
    screen.type("k" + ENTER)
    screen.wait("Saved.")
    screen.end()
    (asked,) = reflekt.json("show", "@", "--json")["asked"]
    assert asked["answer"] == "Mormor"
    assert re.fullmatch(r"P\d\.[ST]\d+", asked["id"])


@pytest.mark.parametrize("way", [signal.SIGKILL, signal.SIGHUP, signal.SIGINT])
@pytest.mark.parametrize("phase", [1, 4, 7])
def test_a_session_that_was_cut_off_goes_on_where_it_stopped(
    reflekt: Reflekt, way: int, phase: int
) -> None:
    screen = begin(at_speed(reflekt, 300))
    screen.type(NEXT * (phase - 1))
    screen.wait(f"{phase} of 7")
    screen.type("Halvvejs")
    screen.wait(lambda shown: "Halvvejs" in shown and "0 of" not in shown.split("in all")[0])
    draft_holds(reflekt, screen, "Halvvejs")
    os.kill(screen.process.pid, way)
    screen.end()
    (draft,) = drafts(reflekt)
    before = draft["elapsed"]
    assert isinstance(before, list)
    again = Screen(at_speed(reflekt, 1), "buddy", "--with", "jonas")
    again.wait("You have begun: Buddy session")
    again.type(ENTER)
    again.wait(f"{phase} of 7")
    assert "Halvvejs" in again.wait("min.") or "over" in again.text()
    again.type(CTRL_C)
    assert again.end() == 130
    (later,) = drafts(reflekt)
    assert all(now >= then for now, then in zip(later["elapsed"], before, strict=True))  # type: ignore[call-overload]
    assert sum(before) > 0


def test_what_is_thrown_away_leaves_nothing(reflekt: Reflekt) -> None:
    screen = begin(reflekt)
    screen.type(NEXT)
    screen.wait("2 of 7")
    screen.type("Tavshedsordet" + ENTER)
    draft_holds(reflekt, screen, "Tavshedsordet")
    os.kill(screen.process.pid, signal.SIGKILL)
    screen.end()
    left = reflekt.space / ".git" / "reflekt" / "drafts"
    (draft,) = left.glob("*.json")
    (left / f".{draft.name}.4711.new").write_text("Tavshedsordet", encoding="utf-8")
    commits = reflekt.git("rev-list", "--count", "HEAD")
    again = Screen(reflekt, "buddy", "--with", "jonas")
    again.wait("You have begun")
    again.type(ENTER)
    again.wait("2 of 7")
    again.type(NEXT * 6)
    again.wait("What is to become")
    again.type("t" + ENTER)
    again.wait("Throw all of it away?")
    again.type("y" + ENTER)
    again.wait("nothing of it is left")
    assert again.end() == 0
    assert b"Tavshedsordet" not in everything_on_disk(reflekt)
    assert reflekt.git("rev-list", "--count", "HEAD") == commits
    assert reflekt.json("search", "Tavshedsordet", "--json") == []


def test_from_the_end_one_can_go_back_into_the_session(reflekt: Reflekt) -> None:
    screen = begin(reflekt)
    screen.type("Kun os to")
    screen.wait("Kun os to")
    screen.type(NEXT * 7)
    screen.wait("What is to become")
    screen.type("b" + ENTER)
    screen.wait("7 of 7")
    screen.type(CTRL_C)
    assert screen.end() == 130


def test_last_times_thing_to_try_comes_first(reflekt: Reflekt) -> None:
    reflekt("buddy", "--with", "jonas", "--try", "Ringe til mormor", "--created", "2026-11-01")
    screen = Screen(reflekt, "buddy", "--with", "jonas")
    screen.wait("[1] Jonas   [2] Mette")
    screen.type(ENTER)
    screen.wait("Last time Mette wanted to try: Ringe til mormor")
    screen.type(TAB + "Hun kom med.")
    screen.wait("Hun kom med.")
    screen.type(NEXT * 7)
    screen.wait("What is to become")
    screen.type("k" + ENTER)
    screen.wait("Saved.")
    screen.end()
    assert "> Ringe til mormor\n\nHun kom med." in reflekt.json("show", "@", "--json")["body"]


def test_a_learning_conversation_brings_what_was_chosen(reflekt: Reflekt) -> None:
    reflekt("visit", "--text", "x", "--learning", "Vente #ro", "--learning", "Ikke det her")
    prepare = Screen(reflekt, "learning", "prepare", "--with", "birgit")
    prepare.wait("What do you want to bring?")
    prepare.type("1" + ENTER)
    prepare.wait("remember to say?")
    prepare.type("Om tonen" + ENTER + ENTER)
    prepare.wait("You bring:")
    assert prepare.end() == 0
    screen = Screen(reflekt, "learning", "--with", "birgit")
    screen.wait("Who is the leader?")
    screen.type(ENTER)
    screen.wait("1 of 7")
    screen.type("\x0f")
    screen.wait("Om tonen")
    screen.type("\x0f" + NEXT + NEXT)
    screen.wait("- Vente #ro")
    screen.type(NEXT * 5)
    screen.wait("What is to become")
    screen.type("k" + ENTER)
    screen.wait("Saved.")
    screen.end()
    (row,) = reflekt.json("list", "--kind", "learning", "--json")
    shown = Path(row["path"]).read_text("utf-8")
    assert "## Brought along\n- Vente #ro\n" in shown
    assert "Ikke det her" not in shown
    assert "Om tonen" not in shown


@pytest.mark.parametrize(("terminal", "columns"), [("dumb", 80), ("xterm", 40)])
def test_a_terminal_that_can_do_little_is_asked_line_by_line(
    reflekt: Reflekt, terminal: str, columns: int
) -> None:
    reflekt.environment["TERM"] = terminal
    screen = Screen(reflekt, "buddy", "--with", "jonas", columns=columns)
    screen.wait("Who is in focus today?")
    screen.type(ENTER)
    screen.wait("1 of 7")
    screen.type("Kun os to" + ENTER + "+" + ENTER)
    screen.wait("0 of 6 min.")
    screen.type(ENTER)
    screen.wait("2 of 7")
    screen.type("<" + ENTER)
    screen.wait(lambda shown: shown.count("1 of 7") == 2)
    for place in range(2, 8):
        screen.type(ENTER)
        screen.wait(lambda shown, place=place: f"{place} of 7" in shown.rpartition("1 of 7")[2])
        if place == 6:
            screen.type(ENTER + ENTER)
    screen.type(ENTER)
    screen.wait("What is to become")
    screen.type("k" + ENTER)
    screen.wait("Saved.")
    assert screen.end() == 0
    assert "Kun os to" in body(reflekt)


def test_a_draft_that_cannot_be_kept_is_said_and_nothing_typed_is_lost(reflekt: Reflekt) -> None:
    in_the_way = reflekt.space / ".git" / "reflekt" / "drafts"
    in_the_way.write_text("", encoding="utf-8")
    screen = begin(reflekt)
    screen.type("Kun os to" + ENTER)
    screen.wait("refused")
    in_the_way.unlink()
    screen.type(NEXT * 7)
    screen.wait("What is to become")
    screen.type("k" + ENTER)
    screen.wait("Saved.")
    assert screen.end() == 0
    assert "Kun os to" in body(reflekt)


def test_the_page_fits_80_columns_and_24_lines_and_says_all_of_it_without_colour(
    reflekt: Reflekt,
) -> None:
    reflekt.environment["NO_COLOR"] = "1"
    screen = Screen(reflekt, "learning", "--with", "birgit", "--leader", "birgit", lines=24)
    screen.wait("1 of 7")
    screen.type(NEXT * 5)
    screen.wait("6 of 7")
    shown = screen.settle()
    for words in ("Agreements", "you both speak", "0 of 5 min.", "Mette will:", "Birgit will:",
                  "When:", "Ctrl-N on", "Ctrl-C keep and stop"):  # fmt: skip
        assert words in shown
    screen.type(CTRL_C)
    assert screen.end() == 130


def test_what_the_privacy_check_stops_leads_back_to_the_notes(reflekt: Reflekt) -> None:
    reflekt("space", "add", "buddy-jonas")
    screen = begin(reflekt)
    screen.type(NEXT * 6)
    screen.wait("7 of 7")
    screen.type(BACK * 5)
    screen.wait("2 of 7")
    screen.type("Hun er 010190-1234")
    screen.wait("010190-1234")
    screen.type(NEXT * 6)
    screen.wait("What is to become")
    screen.type("k" + ENTER)
    screen.wait("There is a CPR number in the text")
    screen.wait("Enter: back to the notes")
    screen.type(ENTER)
    screen.wait("7 of 7")
    screen.type(BACK * 5)
    screen.wait("010190-1234")
    screen.type("\x7f" * 11 + "syv")
    screen.wait("Hun er syv")
    screen.type(NEXT * 6)
    screen.wait("What is to become")
    screen.type("k" + ENTER)
    screen.wait("Saved.")
    assert screen.end() == 0
    (row,) = reflekt.json("list", "--json")
    assert row["space"] == "buddy-jonas"
    assert "010190" not in Path(row["path"]).read_text("utf-8")
    assert b"010190" not in everything_on_disk(reflekt)
