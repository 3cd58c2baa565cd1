"""Closing a theme day at a terminal: nothing that was typed is gone."""

from __future__ import annotations

import pytest

from tests.conftest import Reflekt
from tests.terminal.screen import CTRL_C, Screen


@pytest.fixture
def drafted(reflekt: Reflekt) -> Reflekt:
    """A team with a theme day that has one theme."""
    reflekt("space", "add", "team", "--kind", "team")
    reflekt("themeday", "draft", "--date", "2026-12-03", "--add", "Calls")
    return reflekt


def test_what_was_typed_is_given_back_when_it_may_not_be_kept(drafted: Reflekt) -> None:
    screen = Screen(drafted, "themeday", "close")
    for question, answer in (
        ("numbers", "7"),
        ("Not all of these", "1"),
        ("We will", "ask 010190-1234 first"),
        ("Who takes", ""),
        ("When do you look", ""),
    ):
        screen.wait(question)
        screen.type(answer + "\r")
    screen.type("\r")
    screen.wait("This is what you had written:")
    screen.wait("ask 010190-1234 first")
    assert screen.end() == 4
    drafted("themeday", "close", "--decision", "ask first")


def test_what_was_half_typed_is_given_back(drafted: Reflekt) -> None:
    screen = Screen(drafted, "themeday", "close")
    screen.wait("numbers")
    screen.type("1\r")
    screen.wait("We will")
    screen.type("call before the letter\r")
    screen.wait("Who takes")
    screen.type(CTRL_C)
    screen.wait("This is what you had written:")
    assert screen.text().count("call before the letter") == 2
    assert screen.end() == 130
