"""Spaces: founding, joining, listing, leaving."""

from __future__ import annotations

import tomllib

import pytest

from tests.conftest import Reflekt


def test_a_space_says_what_kind_it_is_by_its_name(reflekt: Reflekt) -> None:
    for name in ("team", "buddy-jonas", "lead-karin", "makker-bo", "private-2"):
        reflekt("space", "add", name)
    kinds = {one["name"]: one["kind"] for one in reflekt.json("space", "list", "--json")}
    assert kinds == {
        "private": "private",
        "team": "team",
        "buddy-jonas": "buddy",
        "lead-karin": "lead",
        "makker-bo": "buddy",
        "private-2": "private",
    }


def test_a_space_begins_with_its_file_and_its_first_member(reflekt: Reflekt) -> None:
    assert reflekt.json("space", "add", "team", "--json")["founded"] is True
    space = tomllib.loads((reflekt.home / "team" / "space.toml").read_text("utf-8"))
    assert (space["kind"], space["minimum_group"], len(space["id"])) == ("team", 3, 16)
    member = tomllib.loads((reflekt.home / "team" / "members" / "mette.toml").read_text("utf-8"))
    assert member["name"] == "Mette Holm"


def test_in_a_shared_space_git_calls_me_by_my_short_name_there(reflekt: Reflekt) -> None:
    reflekt("space", "add", "team")
    reflekt("import", "-", "--space", "team", "--yes", stdin='{"text": "Vi lyttede"}\n')
    (row,) = reflekt.json("list", "--space", "team", "--json")
    assert (row["space"], row["author"]) == ("team", "mette")
    reflekt.space = reflekt.home / "team"
    address = reflekt.git("log", "-1", "--format=%ae").strip()
    member = tomllib.loads((reflekt.space / "members" / "mette.toml").read_text("utf-8"))
    assert address == f"mette.{member['id']}@reflekt.invalid"
    reflekt.assert_sound()


def test_a_space_that_is_there_already_is_refused(reflekt: Reflekt) -> None:
    assert "private" in reflekt("space", "add", "private", code=2).err


@pytest.mark.parametrize("name", ["con", "../ude", "-o", "to ord", "a\nb", ""])
def test_a_name_that_could_be_something_else_is_refused(reflekt: Reflekt, name: str) -> None:
    reflekt("space", "add", "--", name, code=2)


def test_the_danish_names_work(reflekt: Reflekt) -> None:
    reflekt("rum", "tilføj", "team")
    assert "team" in reflekt("rum", "liste").out
    assert "team" in reflekt("rum").out
