"""`list`, `show` and `search`."""

from __future__ import annotations

import pytest

from tests.conftest import Reflekt

KEYS = ["id", "kind", "created", "author", "space", "title", "themes", "path"]


def listed(reflekt: Reflekt, *options: str) -> list[str]:
    return [row["title"] for row in reflekt.json("list", "--json", *options)]


@pytest.fixture
def autumn(reflekt: Reflekt) -> Reflekt:
    """A handful of entries with every kind of property to filter by."""
    reflekt("note", "Far var hjemme #ro", "--created", "2026-08-03", "--family", "Familien Ulv")
    reflekt("note", "Hun får en ven #netværk", "--created", "2026-09-14")
    reflekt(
        *("visit", "--text", "Jeg turde ikke spørge mormor.", "--answer", "P4.T2=Jo"),
        *("--created", "2026-11-20", "--family", "Familien Birk", "--learning", "x #netværk"),
    )
    return reflekt


def test_the_newest_is_first(autumn: Reflekt) -> None:
    assert listed(autumn) == [
        "Jeg turde ikke spørge mormor.",
        "Hun får en ven #netværk",
        "Far var hjemme #ro",
    ]


def test_json_holds_the_promised_keys(autumn: Reflekt) -> None:
    assert [list(row) for row in autumn.json("list", "--json")] == [KEYS] * 3
    assert [list(row) for row in autumn.json("search", "mormor", "--json")] == [KEYS]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--kind", "besøg"], ["Jeg"]),
        (["--kind", "note"], ["Hun", "Far"]),
        (["--since", "2026-09-01"], ["Jeg", "Hun"]),
        (["--until", "august"], ["Far"]),
        (["--theme", "#netværk"], ["Jeg", "Hun"]),
        (["--principle", "p4"], ["Jeg"]),
        (["--principle", "P4.T2"], ["Jeg"]),
        (["--family", "ulv"], ["Far"]),
        (["--author", "mette"], ["Jeg", "Hun", "Far"]),
        (["--author", "jonas"], []),
        (["--space", "private", "--limit", "1"], ["Jeg"]),
    ],
)
def test_list_filters(autumn: Reflekt, options: list[str], expected: list[str]) -> None:
    now = {"REFLEKT_NOW": "2026-11-23T12:00:00+01:00"}
    rows = autumn("list", *options, env=now).out.splitlines()
    assert [row.split("  ")[-1].split(": ")[-1].split()[0] for row in rows] == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (["mormor"], ["Jeg"]),
        (["turde ikke"], ["Jeg"]),
        (["ikke turde"], []),
        (["ven*"], ["Hun"]),
        (["får"], ["Hun"]),
        (["far"], ["Far"]),
        (["netværk", "-ven"], ["Jeg"]),
        (["tema:netværk"], ["Jeg", "Hun"]),
        (["familie:ulv"], ["Far"]),
        (["slags:notat"], ["Hun", "Far"]),
        (["kind:visit", "mormor"], ["Jeg"]),
        (["-hjemme", "hun"], ["Hun"]),
        (['"AND OR ('], []),
    ],
)
def test_search(autumn: Reflekt, typed: list[str], expected: list[str]) -> None:
    rows = autumn.json("search", "--json", *typed)
    assert sorted(row["title"].split()[0] for row in rows) == sorted(expected)


def test_a_hit_stands_in_its_sentence(reflekt: Reflekt) -> None:
    reflekt("note", "Det regnede. Mormor kom med kage! Så gik vi.")
    assert "Mormor kom med kage!" in reflekt("search", "kage").out
    assert "regnede" not in reflekt("search", "kage").out


def test_words_that_only_begin_so_are_found_and_it_is_said(reflekt: Reflekt) -> None:
    reflekt("note", "Skolelederen ringede")
    result = reflekt("search", "skole")
    assert "Skolelederen" in result.out
    assert "begin so" in result.err


def test_the_newest_is_shown_without_an_id(autumn: Reflekt) -> None:
    assert "turde ikke" in autumn("show").out
    assert "får en ven" in autumn("show", "@2").out


def test_a_unique_beginning_of_an_id_is_enough(reflekt: Reflekt) -> None:
    id = reflekt.note("x")
    assert reflekt.json("show", id[:5].upper(), "--json")["id"] == id


def test_an_ambiguous_beginning_names_what_it_fits(reflekt: Reflekt) -> None:
    ids = [reflekt.note(str(number)) for number in range(40)]
    first = next(id[0] for id in ids if sum(other[0] == id[0] for other in ids) > 1)
    said = reflekt("show", first, code=3).err
    assert "more than one" in said


@pytest.mark.parametrize("reference", ["zzzzzz", "@9", "@0", "@999999999999999999999", "--", "æ"])
def test_what_does_not_exist_is_not_found(reflekt: Reflekt, reference: str) -> None:
    reflekt.note("x")
    result = reflekt("show", *(["--", "-x"] if reference == "--" else [reference]), code=3)
    assert result.out == ""


def test_show_json_holds_the_whole_entry(reflekt: Reflekt) -> None:
    id = reflekt(
        *("visit", "--text", "A", "--answer", "P4.T2=B", "--learning", "C #ro", "--try", "D"),
        *("--by", "2026-12-04", "--family", "Familien Ulv", "--concern", "7:4"),
    ).out.split()[0]
    shown = reflekt.json("show", id, "--json")
    assert (shown["family"], shown["concern"]) == ("Familien Ulv", {"before": 7, "after": 4})
    assert next(section["text"] for section in shown["sections"]) == "A"
    assert [(one["id"], one["answer"]) for one in shown["asked"]] == [("P4.T2", "B")]
    assert shown["learning"] == [{"text": "C", "themes": ["ro"]}]
    assert [(one["text"], one["by"]) for one in shown["actions"]] == [("D", "2026-12-04")]
    assert shown["body"].endswith("^a1\n")


def test_a_pipe_gets_every_character(reflekt: Reflekt) -> None:
    long = "æ" * 300
    reflekt.note(f"{long} slut")
    assert f"{long[:71]}…" in reflekt("list").out
    assert f"{long} slut" in reflekt("show").out


@pytest.mark.parametrize(
    "command", ["list", "show", "search", "edit", "history", "mute", "restore"]
)
def test_without_a_home_it_is_said_how_to_get_one(fresh: Reflekt, command: str) -> None:
    needs = {"search": ["x"], "restore": ["@"], "mute": ["P4.T2"]}.get(command, [])
    assert "reflekt init" in fresh(command, *needs, code=3).err


@pytest.mark.parametrize(
    ("place", "is_one"),
    [("entries/x.md", False), ("entries/a/x.md", True), ("entries/a/b/c/x.md", False)],
)
def test_an_entry_lies_in_a_year_or_a_month(reflekt: Reflekt, place: str, is_one: bool) -> None:
    reflekt("note", "Hun ringede selv")
    (row,) = reflekt.json("list", "--json")
    file = reflekt.space / row["path"]
    there = reflekt.space / place
    there.parent.mkdir(parents=True, exist_ok=True)
    there.write_bytes(file.read_bytes().replace(row["id"].encode(), b"abc123"))
    reflekt.git("add", place)
    reflekt.git("commit", "-q", "-m", "by hand")
    assert (len(listed(reflekt)) == 2) is is_one
    reflekt("doctor")
    (reflekt.space / ".git" / "reflekt" / "index.sqlite").unlink()
    assert (len(listed(reflekt)) == 2) is is_one
    reflekt("doctor")
