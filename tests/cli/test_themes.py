"""Themes from the command line."""

from __future__ import annotations

from tests.conftest import Reflekt


def test_the_themes_there_are_most_used_first(reflekt: Reflekt) -> None:
    reflekt.note("Hun ringede selv. #tillid")
    reflekt.note("Han ventede. #tid")
    reflekt.note("Hun kom igen. #tillid")
    found = reflekt.json("themes", "list", "--json")
    assert [(one["theme"], one["entries"]) for one in found] == [("tillid", 2), ("tid", 1)]
