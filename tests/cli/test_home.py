"""The home screen, setting up, the demo, the doctor, completion, and languages."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from tests.conftest import Reflekt

NOW = {"REFLEKT_NOW": "2026-11-23T14:12:05+01:00"}


def test_before_there_is_a_home_it_says_how_to_begin(fresh: Reflekt) -> None:
    out = fresh().out
    assert "reflekt init" in out
    assert "reflekt demo" in out
    assert not fresh.home.exists()


def test_the_home_shows_what_is_due_and_something_learned(reflekt: Reflekt) -> None:
    reflekt("visit", "--text", "x", "--try", "Ringe til mormor", "--by", "2026-11-27", env=NOW)
    reflekt("visit", "--text", "x", "--try", "Engang", "--by", "2027-03-01", env=NOW)
    reflekt("visit", "--text", "y", "--learning", "Vente lidt #ro", "--created", "2026-06-01")
    out = reflekt(env=NOW).out
    assert "Ringe til mormor" in out
    assert "Engang" not in out
    assert "Vente lidt" in out


def test_the_home_shows_unfinished_drafts(reflekt: Reflekt) -> None:
    (reflekt.space / ".git" / "MERGE_HEAD").write_text("0" * 40)
    reflekt("note", "Halvfærdig tanke", code=6)
    (reflekt.space / ".git" / "MERGE_HEAD").unlink()
    out = reflekt().out
    assert "1 unfinished draft" in out
    assert "Halvfærdig tanke" in out


def test_nothing_waiting_is_said_kindly(reflekt: Reflekt) -> None:
    assert "Nothing is waiting" in reflekt().out


def test_init_with_flags_asks_nothing(fresh: Reflekt) -> None:
    fresh("init", "--name", "Åse Østergård", "--lang", "da", "--space", "mit-rum")
    settings = (fresh.home / "reflekt.toml").read_text("utf-8")
    assert 'name = "Åse Østergård"' in settings
    assert 'author = "aase"' in settings
    assert 'language = "da"' in settings
    assert (fresh.home / "mit-rum" / "space.toml").is_file()


def test_init_twice_changes_nothing(reflekt: Reflekt) -> None:
    before = (reflekt.home / "reflekt.toml").read_bytes()
    assert "already" in reflekt("init", "--name", "Jonas").out
    assert (reflekt.home / "reflekt.toml").read_bytes() == before


@pytest.mark.parametrize("name", ["../ude", "a/b", ".git", "con", "", "x" * 41, "-x"])
def test_a_space_cannot_be_called_just_anything(fresh: Reflekt, name: str) -> None:
    fresh("init", f"--space={name}", code=None if not name else 2)
    assert not (fresh.home.parent / "ude").exists()


@pytest.mark.parametrize("text", ["\n\nname = [", "\n\nname = x", 'author = "m"\n\nname = 7'])
def test_settings_that_cannot_be_read_are_said_with_their_line(reflekt: Reflekt, text: str) -> None:
    (reflekt.home / "reflekt.toml").write_text(text, encoding="utf-8")
    assert "reflekt.toml, line 3: " in reflekt("list", code=6).err


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_demo_walks_through_the_main_job_and_leaves_nothing(
    fresh: Reflekt, tmp_path: Path, language: str
) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    out = fresh("demo", "--lang", language, env={"TMPDIR": str(temporary)}).out
    names = {"da": ["besøg", "søg", "historik"], "en": ["visit", "search", "history"]}[language]
    assert all(f"$ reflekt {name}" in out for name in names)
    assert "P4.T2" in out
    assert "reflekt start" in out or "reflekt init" in out
    assert list(temporary.iterdir()) == []
    assert not fresh.home.exists()


def test_the_demo_can_be_kept(fresh: Reflekt, tmp_path: Path) -> None:
    fresh("demo", "--keep", env={"TMPDIR": str(tmp_path)})
    (home,) = tmp_path.glob("reflekt-demo-*")
    kept = fresh("list", "--json", env={"REFLEKT_HOME": str(home)}).out
    assert len(json.loads(kept)) >= 10


def test_the_doctor_finds_nothing_in_a_sound_home(reflekt: Reflekt) -> None:
    reflekt.note("x")
    assert "Everything is in order" in reflekt("doctor").out
    assert all(part["troubles"] == [] for part in reflekt.json("doctor", "--json"))


def test_the_doctor_names_file_and_line_of_what_is_no_entry(reflekt: Reflekt) -> None:
    place = reflekt.entry(reflekt.note("x"))
    place.write_text("hej\n", encoding="utf-8")
    out = reflekt("doctor", code=6).out
    assert f"{place.as_posix()}, line 1: the first line is not +++" in out


def test_the_doctor_mends_what_is_derived_and_nothing_else(reflekt: Reflekt) -> None:
    id = reflekt.note("x")
    (reflekt.space / ".git" / "index").unlink()
    assert "`reflekt doctor --fix` makes it again" in reflekt("doctor", code=6).out
    before = reflekt.git("rev-parse", "HEAD"), reflekt.entry(id).read_bytes()
    reflekt("doctor", "--fix")
    assert (reflekt.git("rev-parse", "HEAD"), reflekt.entry(id).read_bytes()) == before
    reflekt.assert_sound()


def test_the_doctor_does_not_promise_to_save_a_link(reflekt: Reflekt, tmp_path: Path) -> None:
    place = reflekt.entry(reflekt.note("A thought"))
    (tmp_path / "elsewhere.md").write_bytes(place.read_bytes())
    (place.parent / "2026-01-01-0000-note-000000.md").symlink_to(tmp_path / "elsewhere.md")
    said = reflekt("doctor", code=6).out
    assert "It is a link" in said
    assert "reflekt saves it" not in said


def test_the_doctor_sees_who_can_look_in(reflekt: Reflekt) -> None:
    reflekt.home.chmod(0o755)
    assert "chmod" in reflekt("doctor").out
    assert stat.S_IMODE(reflekt.home.stat().st_mode) == 0o755


def test_the_doctor_without_a_home(fresh: Reflekt) -> None:
    assert "reflekt init" in fresh("doctor", code=7).out


# -- completion ---------------------------------------------------------------------------------


def completed(reflekt: Reflekt, typed: str) -> list[str]:
    words = typed.split(" ")
    env = {
        "_REFLEKT_COMPLETE": "bash_complete",
        "COMP_WORDS": typed,
        "COMP_CWORD": str(len(words) - 1),
    }
    lines = reflekt(env=env, code=None).out.split()
    return [line.partition(",")[2] for line in lines]


def test_commands_ids_and_hashtags_are_completed(reflekt: Reflekt) -> None:
    id = reflekt.note("Ord #netværk #ro")
    assert "visit" in completed(reflekt, "reflekt vi")
    assert completed(reflekt, "reflekt show ") == [id]
    assert completed(reflekt, f"reflekt edit {id[:3]}") == [id]
    assert completed(reflekt, "reflekt list --theme ne") == ["netværk"]
    assert completed(reflekt, "reflekt note #r") == ["#ro"]
    assert completed(reflekt, "reflekt search tema:n") == ["tema:netværk"]


def test_a_theme_is_completed_by_any_of_its_names(reflekt: Reflekt) -> None:
    reflekt.note("Ord #tilliden")
    reflekt("themes", "add", "tillid", "--meaning", "When they dare")
    reflekt("themes", "merge", "tilliden", "tillid")
    reflekt("themes", "add", "netværk", "--alias", "omgangskreds")
    assert completed(reflekt, "reflekt list --theme til") == ["tillid"]
    assert completed(reflekt, "reflekt list --theme omg") == ["netværk"]
    assert completed(reflekt, "reflekt note #netvae") == ["#netværk"]
    for command in ("merge netværk", "rename", "split", "split netværk", "drop"):
        assert completed(reflekt, f"reflekt themes {command} till") == ["tillid"]


def test_completion_without_a_home_is_silent(fresh: Reflekt) -> None:
    assert completed(fresh, "reflekt show ") == []


def in_powershell(reflekt: Reflekt, typed: str, current: str) -> str:
    env = {
        "_REFLEKT_COMPLETE": "powershell_complete",
        "COMP_WORDS": typed,
        "COMP_CURRENT": current,
    }
    return reflekt(env=env, code=None).out


def test_powershell_is_answered_in_its_own_way(reflekt: Reflekt) -> None:
    id = reflekt.note("Ord #netværk")
    shown = f"{id}\tOrd #netværk\n"
    assert in_powershell(reflekt, f"reflekt show {id[:2]}", id[:2]) == shown
    assert in_powershell(reflekt, "reflekt show", "") == shown
    assert in_powershell(reflekt, "reflekt note 'Ja, \"ro\"' '#n", "'#n") == "'#netværk'\n"
    assert in_powershell(reflekt, "reflekt list --theme ne", "ne") == "netværk\n"


def test_powershell_is_left_to_complete_files_itself(reflekt: Reflekt) -> None:
    assert in_powershell(reflekt, "reflekt import", "").strip() == ""


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_the_script_of_each_shell_is_printed(fresh: Reflekt, shell: str) -> None:
    assert "_REFLEKT_COMPLETE" in fresh("completion", shell).out


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_is_one_the_shell_understands(
    fresh: Reflekt, shell: str, tmp_path: Path
) -> None:
    program = shutil.which(shell)
    assert program, f"{shell} is needed for this test"
    script = tmp_path / "script"
    script.write_text(fresh("completion", shell).out, encoding="utf-8")
    subprocess.run([program, "-n", str(script)], check=True, env=dict(os.environ))


# -- language -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["besøg", "besog", "besoeg", "BESØG", "visit"])
def test_danish_names_work_everywhere_however_they_are_spelt(reflekt: Reflekt, name: str) -> None:
    assert "--editor" in reflekt(name, "--help").out


def test_help_shows_the_names_of_the_language(fresh: Reflekt) -> None:
    danish, english = fresh("--help", "--lang", "da").out, fresh("--help", "--lang", "en").out
    assert "besøg" in danish
    assert "  visit" not in danish
    assert "  visit" in english
    assert "Brug:" in danish
    assert "Usage:" in english


@pytest.mark.parametrize(
    ("env", "greeting"),
    [
        ({"REFLEKT_LANG": "da"}, "Velkommen"),
        ({"REFLEKT_LANG": "", "LANG": "da_DK.UTF-8"}, "Velkommen"),
        ({"REFLEKT_LANG": "", "LANG": "en_GB.UTF-8"}, "Welcome"),
        ({"REFLEKT_LANG": "", "LANG": "C"}, "Velkommen"),
        ({"REFLEKT_LANG": "", "LANG": "pl_PL.UTF-8"}, "Velkommen"),
    ],
)
def test_danish_unless_something_says_otherwise(
    fresh: Reflekt, env: dict[str, str], greeting: str
) -> None:
    assert greeting in fresh(env=env).out


def test_a_slip_in_a_command_is_answered_with_the_nearest(fresh: Reflekt) -> None:
    assert "besøg" in fresh("besøj", "--lang", "da", code=2).err
    assert "visit" in fresh("vsit", code=2).err


def test_usage_errors_are_in_danish_too(fresh: Reflekt) -> None:
    said = fresh("liste", "--limit", "mange", "--lang", "da", code=2).err
    assert "Det passer ikke til" in said


@pytest.mark.parametrize("value", ["", "1"])
def test_no_colour_reaches_a_pipe(reflekt: Reflekt, value: str) -> None:
    reflekt.note("x")
    assert "\x1b" not in reflekt("list", env={"NO_COLOR": value}).out


def test_the_usage_line_is_in_danish_too(fresh: Reflekt) -> None:
    assert "Brug: reflekt liste [TILVALG]" in fresh("liste", "--help", "--lang", "da").out
    assert "Brug: reflekt [TILVALG] KOMMANDO" in fresh("--help", "--lang", "da").out


def test_what_the_system_says_is_in_danish_too(reflekt: Reflekt) -> None:
    assert "filen findes ikke" in reflekt("importer", "/nix", "--lang", "da", code=2).err
    reflekt.note("x")
    assert "filen findes ikke" in reflekt("ret", "@", "--from", "/nix", "--lang", "da", code=2).err


def test_there_is_no_entry_before_the_newest(reflekt: Reflekt) -> None:
    reflekt.note("x")
    assert "no entry @0" in reflekt("show", "@0", code=3).err
