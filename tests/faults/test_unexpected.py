"""What nobody foresaw is one sentence and a report, never a traceback on the screen."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.conftest import Reflekt


def broken_library(folder: Path, raised: str) -> dict[str, str]:
    """An environment in which a library that a command needs fails when it is loaded."""
    (folder / "icalendar.py").write_text(f"raise {raised}\n", encoding="utf-8")
    return {"PYTHONPATH": str(folder)}


@pytest.fixture
def due(reflekt: Reflekt) -> Reflekt:
    """A home with something to try."""
    reflekt("visit", "--text", "A visit.", "--try", "Ask", "--by", "2026-12-04")
    return reflekt


def test_a_mistake_of_the_program_is_a_sentence_and_a_report(due: Reflekt, tmp_path: Path) -> None:
    env = broken_library(tmp_path, "ZeroDivisionError('a secret word')")
    said = due("followup", "--ics", "due.ics", env=env, code=1)
    report = due.space / ".git" / "reflekt" / "problem.txt"
    assert said.err.count("\n") == 2
    assert str(report) in said.err
    assert "secret" not in said.err + said.out
    assert "ZeroDivisionError: a secret word" in report.read_text("utf-8")
    assert report.stat().st_mode & 0o077 == 0


def test_the_traceback_is_shown_to_whoever_asks_for_it(due: Reflekt, tmp_path: Path) -> None:
    env = broken_library(tmp_path, "ZeroDivisionError('shown')") | {"REFLEKT_DEBUG": "1"}
    shown = due.start("followup", "--ics", "due.ics", env=env).communicate()[1].decode("utf-8")
    assert "Traceback (most recent call last)" in shown
    assert "ZeroDivisionError: shown" in shown


def test_a_machine_that_refuses_is_no_mistake_of_the_program(due: Reflekt, tmp_path: Path) -> None:
    env = broken_library(tmp_path, "OSError(28, 'No space left on device', '/far/away')")
    said = due("followup", "--ics", "due.ics", env=env, code=7)
    assert "No space left on device (/far/away)" in said.err


def test_without_a_home_the_report_is_a_passing_file(fresh: Reflekt, tmp_path: Path) -> None:
    env = {"TMPDIR": str(tmp_path)}
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "tomllib.py").write_text("raise ZeroDivisionError\n", encoding="utf-8")
    said = fresh("principles", env=env | {"PYTHONPATH": str(broken)}, code=1)
    (report,) = tmp_path.glob("reflekt-*.txt")
    assert str(report) in said.err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that only Linux has")
def test_output_that_finds_no_room_is_said(due: Reflekt) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            due.command("list"),
            stdout=full,
            stderr=subprocess.PIPE,
            env=due.environment,
            check=False,
        )
    assert done.returncode == 7
    assert b"stands in the way: No space left on device." in done.stderr


def test_ctrl_c_before_the_program_is_loaded_ends_in_silence(
    reflekt: Reflekt, tmp_path: Path
) -> None:
    (tmp_path / "click.py").write_text("raise KeyboardInterrupt\n")
    result = reflekt("list", env={"PYTHONPATH": str(tmp_path)}, code=130)
    assert (result.out, result.err) == ("", "")
