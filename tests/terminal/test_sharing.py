"""Sharing as a person at a terminal meets it: every finding, every point, once."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import Reflekt
from tests.terminal.screen import ENTER, Screen


def test_each_finding_and_each_point_is_asked_about(reflekt: Reflekt) -> None:
    reflekt("space", "add", "team", "--kind", "team")
    reflekt(
        "visit",
        *("--learning", "Da jeg ringede til Karen, faldt hun til ro. #ro"),
        *("--learning", "Ole hjalp os. #hjælp"),
        *("--learning", "Vente lidt. #tid"),
    )
    screen = Screen(reflekt, "share", "@", "--to", "team")
    screen.wait("name: “Karen”")
    screen.wait("  [l] leave the whole point out:")  # not broken at the edge
    screen.type("t" + ENTER)
    screen.wait("What about this?")
    screen.type("q" + ENTER)
    screen.wait("name: “Ole”")
    screen.type("l" + ENTER)
    screen.wait("3 of 3")
    screen.type("s" + ENTER)
    screen.wait("Under your name?")
    screen.type("n" + ENTER)
    screen.wait("Share this with team?")
    screen.type("y" + ENTER)
    screen.wait("Shared with team")
    assert screen.end() == 0
    (row,) = reflekt.json("list", "--space", "team", "--json")
    text = Path(row["path"]).read_text("utf-8")
    assert (
        "- Da jeg ringede til A, faldt hun til ro. #ro (may be quoted)\n- Vente lidt. #tid" in text
    )
    assert "Ole" not in text
    assert 'author = ""' in text


def test_a_name_in_a_shared_space_is_asked_about_before_it_is_saved(reflekt: Reflekt) -> None:
    reflekt("space", "add", "team", "--kind", "team")
    screen = Screen(reflekt, "note", "--space", "team", "Jeg talte med Karen.")
    screen.wait("you could write A")
    screen.type("n" + ENTER)
    screen.wait("kept in")
    assert screen.end() == 4
    assert reflekt.json("list", "--space", "team", "--json") == []
