"""A question of yes or no is asked and answered in the language being spoken."""

from __future__ import annotations

import pytest

from tests.conftest import Reflekt
from tests.terminal.screen import Screen


@pytest.mark.parametrize(("typed", "left"), [("j", True), ("ja", True), ("y", True), ("", False)])
def test_a_dane_answers_in_danish(reflekt: Reflekt, typed: str, left: bool) -> None:
    reflekt.environment["REFLEKT_LANG"] = "da"
    reflekt("space", "add", "makker-jonas")
    screen = Screen(reflekt, "rum", "forlad", "makker-jonas")
    screen.wait("[j/N]")
    screen.type("måske\r")
    screen.wait("Svar ja eller nej.")
    screen.type(typed + "\r")
    assert screen.end() == (0 if left else 130)
    assert ("makker-jonas" not in reflekt("space", "list").out) is left
