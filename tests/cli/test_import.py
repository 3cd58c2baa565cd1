"""`import`: many entries at once."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from tests.conftest import Reflekt


def lines(*records: object) -> str:
    return "\n".join(json.dumps(record, ensure_ascii=False) for record in records)


def bring_in(reflekt: Reflekt, *records: object, options: Sequence[str] = ()) -> dict[str, object]:
    arguments = ("import", "-", "--space", "private", "--yes", "--json", *options)
    result: dict[str, object] = reflekt.json(*arguments, stdin=lines(*records))
    return result


def test_entries_are_written_in_one_commit(reflekt: Reflekt) -> None:
    before = reflekt.git("rev-list", "--count", "HEAD")
    told = bring_in(reflekt, *({"text": f"Nummer {n}"} for n in range(25)))
    assert told == {"written": 25, "refused": []}
    assert int(reflekt.git("rev-list", "--count", "HEAD")) == int(before) + 1
    assert len(reflekt.json("list", "--json", "--limit", "99")) == 25
    reflekt.assert_sound()


def test_git_keeps_what_came_in_once(reflekt: Reflekt) -> None:
    reflekt("init", "--name", "Mette")
    before = reflekt.git("count-objects")
    bring_in(reflekt, *({"text": f"Nummer {n}"} for n in range(25)))
    assert reflekt.git("count-objects") == before


def test_every_key_finds_its_place(reflekt: Reflekt) -> None:
    bring_in(
        reflekt,
        {
            "text": "Mødet med skolen",
            "author": "jonas",
            "created": "2026-05-11T15:10:00+02:00",
            "kind": "buddy",
            "themes": ["Netværk"],
            "learning": ["Ringe først", "Vente #ro"],
            "contributor": "k7",
        },
    )
    shown = reflekt.json("show", "--json")
    assert shown["kind"] == "buddy"
    assert shown["author"] == "jonas"
    assert shown["created"] == "2026-05-11T15:10:00+02:00"
    assert shown["contributor"] == "k7"
    assert shown["learning"] == [
        {"text": "Ringe først", "themes": ["netværk"]},
        {"text": "Vente", "themes": ["ro"]},
    ]


def test_themes_without_learning_points_become_hashtags(reflekt: Reflekt) -> None:
    bring_in(reflekt, {"text": "Hun ringede #ro", "themes": ["ro", "tillid"]})
    assert reflekt.json("list", "--json")[0]["title"] == "Hun ringede #ro #tillid"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("nej", "not JSON"),
        ("[]", "not {"),
        ('{"text": ""}', "no text"),
        ('{"text": 7}', "text is not text"),
        ('{"text": "x", "kind": "møde"}', "no kind"),
        ('{"text": "x", "created": "i går"}', "no time"),
        ('{"text": "x", "created": "0726-11-23"}', "no time"),
        ('{"text": "x", "created": "2026-11-23T14:12:00+01:00:30"}', "no time"),
        ('{"text": "x", "themes": "ro"}', "themes is not"),
        ('{"text": "x", "themes": ["a b!"]}', "can't be a theme"),
        ('{"text": "x", "learning": 1}', "learning is not"),
        ('{"text": "\\ud800"}', "half a character"),
    ],
)
def test_a_refused_line_is_named_with_its_reason_and_the_others_written(
    reflekt: Reflekt, line: str, reason: str
) -> None:
    text = f'{{"text": "god"}}\n{line}\n'
    result = reflekt("import", "-", "--yes", "--json", stdin=text)
    told = json.loads(result.out)
    assert told["written"] == 1
    assert [one["line"] for one in told["refused"]] == [2]
    assert reason in told["refused"][0]["reason"]
    assert "line 2" in result.err


def test_a_file_with_nothing_to_take_in_is_an_error(reflekt: Reflekt) -> None:
    reflekt("import", "-", "--yes", stdin="nej\n", code=2)


def test_keys_nobody_knows_are_named(reflekt: Reflekt) -> None:
    said = reflekt("import", "-", "--yes", stdin=lines({"text": "x", "humør": "godt"})).err
    assert "humør" in said


def test_a_dry_run_writes_nothing(reflekt: Reflekt) -> None:
    assert bring_in(reflekt, {"text": "x"}, options=["--dry-run"])["written"] == 0
    assert reflekt.json("list", "--json") == []


def test_without_a_terminal_yes_must_be_said(reflekt: Reflekt) -> None:
    assert "--yes" in reflekt("import", "-", stdin=lines({"text": "x"}), code=2).err
    assert reflekt.json("list", "--json") == []


def test_a_space_that_does_not_exist(reflekt: Reflekt) -> None:
    reflekt("import", "-", "--space", "team", "--yes", stdin=lines({"text": "x"}), code=3)


def test_a_file_that_does_not_exist(reflekt: Reflekt) -> None:
    assert "findes-ikke" in reflekt("import", "findes-ikke.jsonl", "--yes", code=2).err


def test_a_thousand_entries_a_commit(reflekt: Reflekt) -> None:
    before = int(reflekt.git("rev-list", "--count", "HEAD"))
    bring_in(reflekt, *({"text": f"Nummer {n}"} for n in range(2001)))
    assert int(reflekt.git("rev-list", "--count", "HEAD")) == before + 3
    reflekt.assert_sound()
