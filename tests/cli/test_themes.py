"""Themes from the command line."""

from __future__ import annotations

import pytest

from tests.conftest import Reflekt


def test_the_themes_there_are_most_used_first(reflekt: Reflekt) -> None:
    reflekt.note("Hun ringede selv. #tillid")
    reflekt.note("Han ventede. #tid")
    reflekt.note("Hun kom igen. #tillid")
    found = reflekt.json("themes", "list", "--json")
    assert [(one["theme"], one["entries"]) for one in found] == [("tillid", 2), ("tid", 1)]


def themes(reflekt: Reflekt, *options: str) -> dict[str, int]:
    return {
        one["theme"]: one["entries"] for one in reflekt.json("themes", "list", "--json", *options)
    }


def test_merged_themes_count_as_one_and_no_entry_is_touched(reflekt: Reflekt) -> None:
    one = reflekt.note("Mormor ventede. #netværket")
    reflekt.note("Naboen kom. #netværk")
    before = reflekt.entry(one).read_bytes()
    reflekt("themes", "merge", "netværket", "netværk")
    assert themes(reflekt) == {"netværk": 2}
    assert reflekt.entry(one).read_bytes() == before
    reflekt.assert_sound()


def test_a_renamed_theme_counts_under_its_new_name(reflekt: Reflekt) -> None:
    reflekt.note("Vi nåede det ikke. #tid")
    reflekt("themes", "rename", "tid", "tempo")
    reflekt.note("Uret igen. #tid")
    assert themes(reflekt) == {"tempo": 2}


def test_a_split_theme_says_what_it_was_divided_into(reflekt: Reflekt) -> None:
    reflekt.note("Han blev hjemme. #skole")
    reflekt("themes", "split", "skole", "fravær", "lærere")
    assert themes(reflekt) == {"fravær": 0, "lærere": 0, "skole": 1}
    assert "Divided into #fravær and #lærere." in reflekt("themes", "list").out


def test_a_theme_nobody_has_heard_of_can_t_be_merged(reflekt: Reflekt) -> None:
    said = reflekt("themes", "merge", "ukendt", "andet", code=3)
    assert "#ukendt" in said.err
    assert not (reflekt.space / "themes.toml").exists()


def test_the_starter_set_is_pruned(reflekt: Reflekt) -> None:
    reflekt("themes", "starter", "--without", "culture", "--without", "time")
    names = set(themes(reflekt))
    assert "trust" in names
    assert not {"culture", "time"} & names
    assert (
        reflekt.json("themes", "starter", "--json", "--without", "culture", "--without", "time")
        == []
    )


def test_a_dropped_theme_can_be_taken_in_again(reflekt: Reflekt) -> None:
    reflekt("themes", "add", "tempo", "--meaning", "Hvor hurtigt")
    reflekt("themes", "drop", "tempo")
    assert themes(reflekt) == {}
    reflekt("themes", "add", "tempo")
    (one,) = reflekt.json("themes", "list", "--json")
    assert (one["theme"], one["meaning"]) == ("tempo", "Hvor hurtigt")


def test_a_codebook_that_can_t_be_read_is_named_with_its_line_and_left_alone(
    reflekt: Reflekt,
) -> None:
    place = reflekt.space / "themes.toml"
    place.write_text("schema = 1\n\n[[theme]]\nname = 7\n", encoding="utf-8")
    reflekt.note("Hun kom. #tillid")
    said = reflekt("themes", "list")
    assert "#tillid" in said.out
    assert "themes.toml, line 4" in said.err
    reflekt("themes", "add", "tempo", code=6)
    assert place.read_text("utf-8") == "schema = 1\n\n[[theme]]\nname = 7\n"


def test_entries_are_found_by_any_name_their_theme_has_had(reflekt: Reflekt) -> None:
    old, new = reflekt.note("Mormor #netværket"), reflekt.note("Naboen #netværk")
    reflekt.note("Noget andet #tid")
    reflekt("themes", "merge", "netværket", "netværk")
    for name in ("netværk", "netværket"):
        listed = [one["id"] for one in reflekt.json("list", "--theme", name, "--json")]
        assert listed == [new, old]
    assert {one["id"] for one in reflekt.json("search", "tema:netværk", "--json")} == {old, new}
    found = reflekt.json("search", "mormor", "tema:netværk", "--json")
    assert [one["id"] for one in found] == [old]


def test_a_theme_is_divided_into_names_it_had_itself(reflekt: Reflekt) -> None:
    reflekt.note("Læreren ringede #fravær")
    reflekt("themes", "add", "skole", "--alias", "fravær", "--alias", "skolegang")
    reflekt("themes", "split", "skole", "fravær", "skolesamarbejde")
    known = {one["theme"]: one for one in reflekt.json("themes", "list", "--all", "--json")}
    assert known["skole"]["aliases"] == ["skolegang"]
    assert known["skole"]["split"]["into"] == ["fravær", "skolesamarbejde"]
    assert known["fravær"]["entries"] == 1


@pytest.mark.parametrize(
    "command",
    [
        ("note", "She came #netværket"),
        ("themes", "add", "netvaerk"),
        ("themes", "rename", "a", "netværks"),
    ],
)
def test_a_near_twin_is_noticed_wherever_it_is_written(
    reflekt: Reflekt, command: tuple[str, ...]
) -> None:
    reflekt("themes", "add", "netværk", "--alias", "slægten")
    reflekt.note("He came #a")
    assert "is much like #netværk, which is in use" in reflekt(*command).err
    assert "much like" not in reflekt("note", "Again #netværk #a").err
