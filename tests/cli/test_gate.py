"""The gate between a text and those who can read a space: nothing goes around it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Reflekt

CPR = "010190-1234"
NAMED = "Jeg talte med Karen om det."


@pytest.fixture
def team(reflekt: Reflekt) -> Reflekt:
    """Mette's home with a space that others read."""
    reflekt("space", "add", "team", "--kind", "team")
    return reflekt


def entries(reflekt: Reflekt) -> list[dict[str, str]]:
    found: list[dict[str, str]] = reflekt.json("list", "--space", "team", "--json")
    return found


def test_a_cpr_number_never_enters_a_shared_space(team: Reflekt) -> None:
    said = team("note", "--space", "team", "--yes", "--", f"Hun har {CPR}", code=4).err
    assert "CPR number" in said
    assert CPR not in said
    assert entries(team) == []


def test_it_may_stand_in_the_private_space(team: Reflekt) -> None:
    team("note", "--", f"Hun har {CPR}")


def test_a_name_is_asked_about(team: Reflekt) -> None:
    said = team("note", "--space", "team", "--", NAMED, code=4).err
    assert "“Karen”" in said
    assert "--yes" in said
    assert entries(team) == []


def test_what_was_stopped_is_kept_as_a_draft(team: Reflekt) -> None:
    said = team("note", "--space", "team", "--", NAMED, code=4).err
    kept = Path(said.split("kept in ")[1].split(".json")[0] + ".json")
    assert NAMED in kept.read_text("utf-8")


def test_yes_lets_a_name_through(team: Reflekt) -> None:
    team("note", "--space", "team", "--yes", "--", NAMED)
    assert len(entries(team)) == 1


def test_a_text_without_findings_needs_no_yes(team: Reflekt) -> None:
    team("note", "--space", "team", "--", "Jeg ringede først i dag. #tillid")
    assert len(entries(team)) == 1


def test_only_what_is_new_is_asked_about(team: Reflekt) -> None:
    team("note", "--space", "team", "--yes", "--", NAMED)
    place = Path(entries(team)[0]["path"])
    text = place.read_text("utf-8")
    team("edit", "@", "--from", "-", stdin=text + "\nDet gik godt.\n")
    said = team("edit", "@", "--from", "-", stdin=text + "\nOgså med Ole.\n", code=4).err
    assert "“Ole”" in said
    assert "Karen" not in said


def test_a_name_the_space_allows_is_no_finding(team: Reflekt) -> None:
    file = team.home / "team" / "space.toml"
    file.write_text(file.read_text("utf-8") + 'allowed_names = ["Karen"]\n', "utf-8")
    team("note", "--space", "team", "--", NAMED)


def test_a_familys_pseudonym_is_asked_about_once(team: Reflekt) -> None:
    options = ("note", "--space", "team", "--family", "Familien Ulv")
    assert "Ulv" in team(*options, "--", "Det gik godt.", code=4).err
    team(*options, "--yes", "--", "Det gik godt.")
    team(*options, "--", "Også i dag.")


def test_import_refuses_only_the_lines_with_a_cpr_number(team: Reflekt) -> None:
    lines = "".join(json.dumps({"text": text}) + "\n" for text in ("Godt", f"Hun er {CPR}", NAMED))
    done = team("import", "-", "--space", "team", "--yes", "--json", stdin=lines)
    report = json.loads(done.out)
    assert report["written"] == 2
    assert [one["line"] for one in report["refused"]] == [2]
    assert "CPR" in report["refused"][0]["reason"]


def test_a_file_changed_by_hand_is_not_taken_in_with_a_cpr_number(team: Reflekt) -> None:
    team("note", "--space", "team", "--", "Det gik godt.")
    place = Path(entries(team)[0]["path"])
    place.write_text(place.read_text("utf-8") + f"\n{CPR}\n", "utf-8")
    said = team("list").err
    assert "changed by hand" in said
    assert f"{place.name}:" in said
    committed = team.git(
        "-C", str(team.home / "team"), "show", f"HEAD:{place.relative_to(team.home / 'team')}"
    )
    assert CPR not in committed


def test_what_was_confirmed_is_remembered_without_its_words(team: Reflekt) -> None:
    team("note", "--space", "team", "--yes", "--", NAMED)
    cleared = (team.home / "team" / ".git" / "reflekt" / "cleared").read_text("ascii")
    assert len(cleared.split()) == 1
    assert "karen" not in cleared.lower()
