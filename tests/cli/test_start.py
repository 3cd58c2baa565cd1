"""What a command loads before it does anything: start-up is measured in bench/, and held here."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.conftest import Reflekt

_HEAVY = (
    "subprocess", "tomllib", "json", "dataclasses", "rich", "prompt_toolkit", "git", "dateparser",
    "jinja2", "docx", "icalendar", "holidays", "cryptography", "yaml", "babel", "numpy",
)  # fmt: skip
_SAYS = (
    "import sys; from reflekt.cli.context import Context; from reflekt.cli.root import run;"
    " code = run(sys.argv[1:], Context());"
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


def test_a_sync_begins_to_fetch_before_click_is_loaded() -> None:
    says = "import sys, reflekt.cli.head_start; print('click' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", says], capture_output=True, check=True, text=True)
    assert done.stdout == "False\n"
