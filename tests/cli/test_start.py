"""What a command loads before it does anything: start-up is measured in bench/, and held here."""

from __future__ import annotations

import sys

import pytest

from tests.conftest import Reflekt

_HEAVY = (
    "subprocess", "tomllib", "json", "dataclasses", "rich", "prompt_toolkit", "git", "dateparser",
    "jinja2", "docx", "icalendar", "holidays", "cryptography", "yaml", "babel", "numpy",
)  # fmt: skip
_SAYS = (
    "import sys; from reflekt.cli.root import run; code = run(sys.argv[1:]);"
    f"print('LOADED', sorted(set({_HEAVY!r}) & set(sys.modules)), file=sys.stderr)"
)


@pytest.mark.parametrize(
    ("words", "allowed"),
    [
        (("list",), []),
        (("search", "ringede"), []),
        (("note", "Hun ringede selv. #tillid"), ["subprocess", "tomllib"]),
        (("note", "--help"), []),
    ],
)
def test_a_command_loads_no_more_than_it_needs(
    reflekt: Reflekt, words: tuple[str, ...], allowed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    reflekt.note("Hun ringede. #tid")
    reflekt("list")
    monkeypatch.setattr(reflekt, "command", lambda *a: [sys.executable, "-c", _SAYS, *a])
    assert f"LOADED {allowed}" in reflekt(*words).err
