"""The report of themes as people call for it."""

from __future__ import annotations

import json
import re
import stat

import pytest

from tests.conftest import Reflekt

PERIOD = ("--since", "2026-09-01", "--until", "2026-11-30")


def shared(
    person: str, *themes: str, month: int = 10, text: str = "words", **keys: str
) -> dict[str, object]:
    tags = "".join(f" #{theme}" for theme in themes)
    when = f"2026-{month:02}-05T10:00:00+01:00"
    return {
        "text": "A visit.",
        "author": person,
        "created": when,
        "learning": [text + tags],
        **keys,
    }


@pytest.fixture
def team(reflekt: Reflekt) -> Reflekt:
    """A team space with one theme of three people and one of two."""
    reflekt("space", "add", "team")
    points = [shared(person, "trust") for person in ("anna", "bo", "cy")]
    points += [shared(person, "hurry") for person in ("anna", "bo")]
    add(reflekt, points)
    return reflekt


def add(reflekt: Reflekt, points: list[dict[str, object]], space: str = "team") -> None:
    lines = "\n".join(json.dumps(point) for point in points)
    reflekt("import", "-", "--space", space, "--yes", stdin=lines)


def test_the_json_says_what_the_contract_says(team: Reflekt) -> None:
    report = team.json("themes", "--space", "team", *PERIOD, "--json")
    assert report["period"] == {"since": "2026-09-01", "until": "2026-11-30"}
    assert report["minimum_group"] == 3
    (theme,) = report["themes"]
    assert (theme["theme"], theme["people"], theme["points"]) == ("trust", 3, 3)
    assert (theme["trend"]["before"], theme["trend"]["now"]) == (0, 3)
    assert len(theme["entries"]) == 3
    assert report["suppressed"] == {"themes": 1, "points": None}
    assert {spot["id"] for spot in report["blind_spots"]} >= {"P6", "P6.T1"}
    assert report["uncoded"] == 0


@pytest.mark.parametrize("format", ["--json", "--markdown=-", "--lang=da"])
def test_no_name_and_no_small_theme_is_in_what_comes_out(team: Reflekt, format: str) -> None:
    if format == "--lang=da":
        told = team("--lang", "da", "themes", *PERIOD).out
    else:
        told = team("themes", *PERIOD, format).out
    assert "trust" in told
    assert not re.search(r"anna|\bbo\b|\bcy\b|hurry", told)


def test_the_only_team_space_is_read_when_none_is_named(team: Reflekt) -> None:
    assert team.json("themes", "--json")["space"] == "team"


def test_days_are_widened_to_whole_months(team: Reflekt) -> None:
    asked = ("--since", "2026-10-20", "--until", "2026-10-21")
    report = team.json("themes", *asked, "--json")
    assert report["period"] == {"since": "2026-10-01", "until": "2026-10-31"}
    assert report["themes"][0]["people"] == 3
    assert "Whole months are counted" in team("themes", *asked).err


def test_a_private_space_is_not_reported_on(team: Reflekt) -> None:
    assert "no team space" in team("themes", "--space", "private", code=4).err


def test_a_pairs_space_is_not_reported_on(team: Reflekt) -> None:
    team("space", "add", "buddy-jonas")
    team("themes", "--space", "buddy-jonas", code=4)


def test_without_a_team_space_it_says_what_to_do(reflekt: Reflekt) -> None:
    assert "space add team" in reflekt("themes", code=3).err


def test_private_entries_are_not_counted(team: Reflekt) -> None:
    team("note", "Mine alone. #hurry")
    add(team, [shared("di", "hurry")], space="private")
    assert "hurry" not in team("themes", *PERIOD).out


def test_a_contributor_without_a_name_counts_once(team: Reflekt) -> None:
    add(team, [shared("", "hurry", text=f"words {n}", contributor="tok1") for n in range(9)])
    report = team.json("themes", *PERIOD, "--json")
    counted = {one["theme"]: (one["people"], one["points"]) for one in report["themes"]}
    assert counted == {"trust": (3, 3), "hurry": (3, 11)}


def test_the_minimum_of_the_space_holds(team: Reflekt) -> None:
    place = team.home / "team" / "space.toml"
    place.write_text(place.read_text("utf-8").replace("group = 3", "group = 4"), "utf-8")
    report = team.json("themes", *PERIOD, "--json")
    assert (report["minimum_group"], report["themes"]) == (4, [])


def test_a_period_that_ends_before_it_begins_is_a_slip(team: Reflekt) -> None:
    team("themes", "--since", "2026-11-01", "--until", "2026-09-01", code=2)


def test_what_cannot_be_read_is_said_and_the_rest_is_counted(team: Reflekt) -> None:
    (team.home / "team" / "entries" / "2026" / "10" / "odd.md").write_text("no entry", "utf-8")
    (team.home / "team" / "themes.toml").write_text("= broken", "utf-8")
    result = team("themes", *PERIOD)
    assert "trust" in result.out
    assert "odd.md, line 1" in result.err
    assert "themes.toml, line 1" in result.err


def test_a_file_is_written_whole_and_for_its_owner_alone(team: Reflekt) -> None:
    place = team.home.parent / "report.html"
    team("themes", *PERIOD, "--html", str(place))
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert place.read_text("utf-8").rstrip().endswith("</html>")


def test_a_file_that_is_there_is_not_written_over(team: Reflekt) -> None:
    place = team.home.parent / "report.md"
    place.write_text("mine", encoding="utf-8")
    files = ("--html", str(place.with_suffix(".html")), "--markdown", str(place))
    team("themes", *PERIOD, *files, code=2)
    assert place.read_text("utf-8") == "mine"
    assert not place.with_suffix(".html").exists()
    team("themes", *PERIOD, *files, "--yes")
    assert "trust" in place.read_text("utf-8")


def test_a_folder_that_is_not_there_is_said_before_anything_is_written(team: Reflekt) -> None:
    files = ("--html", "report.html", "--word", "no/such/folder/report.docx")
    assert "There is no folder" in team("themes", *PERIOD, *files, code=2).err
    assert not (team.home.parent / "report.html").exists()


def test_a_year_is_shown_quarter_by_quarter(team: Reflekt) -> None:
    add(team, [shared(person, "trust", month=5) for person in ("anna", "bo", "cy", "di")])
    trend = team.json("themes", "trend", "--since", "2026", "--by", "quarter", "--json")
    assert trend["themes"] == [{"theme": "trust", "people": [0, 4, 0, 3], "points": [0, 4, 0, 3]}]
    shown = team("themes", "trend", "--since", "2026", "--by", "quarter").out
    assert "#trust" in shown
    assert "█4" in shown


def test_the_terminal_keeps_to_eighty_columns(team: Reflekt) -> None:
    table = [line for line in team("themes", *PERIOD).out.splitlines() if "█" in line]
    assert table
    assert all(len(line) <= 80 for line in table)


def test_what_steers_a_terminal_is_made_visible(team: Reflekt) -> None:
    add(team, [{**shared("anna"), "learning": ["\x1b[31m red #trust (may be quoted)"]}])
    told = team("themes", *PERIOD).out
    assert "\x1b" not in told
    assert "red" in told
