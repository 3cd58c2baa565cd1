"""`ask`, `principles` and `mute`."""

from __future__ import annotations

import json

import pytest

from tests.conftest import Reflekt


def test_principles_are_browsed_without_a_home(fresh: Reflekt) -> None:
    data = fresh.json("principles", "--json")
    assert data["language"] == "en"
    counts = [(len(one["signs"]), len(one["threats"])) for one in data["principles"]]
    assert counts == [(9, 4), (7, 3), (5, 4), (5, 6), (8, 7), (6, 6)]
    assert list(data["principles"][3]) == [
        "id", "name", "statement", "why", "source", "signs", "threats",
    ]  # fmt: skip
    threat = data["principles"][3]["threats"][1]
    assert list(threat) == ["id", "name", "statement", "source", "questions", "examples"]
    assert list(threat["source"]) == ["publication", "principle", "page"]
    assert not fresh.home.exists()


def test_one_principle_and_one_threat(fresh: Reflekt) -> None:
    assert "P4.T2" in fresh("principles", "p4").out
    shown = fresh("principper", "P4.T2", "--lang", "da").out
    assert "s. 14" in shown
    assert shown.count("?") >= 3


@pytest.mark.parametrize("name", ["P9", "P4.T9", "x"])
def test_what_does_not_exist_is_not_found(fresh: Reflekt, name: str) -> None:
    assert name.upper() in fresh("principles", name, code=3).err


def test_a_batch_is_answered_line_by_line(fresh: Reflekt) -> None:
    lines = [{"id": "a", "text": "Jeg turde ikke spørge til netværket"}, {"id": "b", "text": ""}]
    out = fresh(
        *("ask", "--batch", "-", "--json", "--lang", "da", "--limit", "2"),
        stdin="\n".join(map(json.dumps, lines)),
    ).out
    first, second = map(json.loads, out.splitlines())
    assert first["id"] == "a"
    assert len(first["suggestions"]) <= 2
    assert first["abstained"] == (not first["suggestions"])
    for suggestion in first["suggestions"]:
        assert {"id", "score", "question", "why"} <= set(suggestion)
    assert second == {"id": "b", "suggestions": [], "abstained": True}
    assert not fresh.home.exists()


def test_a_batch_line_that_is_none_is_named_and_the_others_answered(fresh: Reflekt) -> None:
    result = fresh("ask", "--batch", "-", stdin='{"id":"a"}\nx\n{"id":"b","text":"t"}\n', code=2)
    assert [json.loads(line)["id"] for line in result.out.splitlines()] == ["b"]
    assert "line 1" in result.err
    assert "line 2" in result.err


def test_an_id_is_answered_with_its_questions(fresh: Reflekt) -> None:
    assert fresh("ask", "p4.t2").out.count("?") >= 3


def test_a_muted_threat_is_listed_and_can_be_asked_about_again(reflekt: Reflekt) -> None:
    assert "P4.T2" in reflekt("mute", "p4.t2").out
    assert "P4.T2" in reflekt("mute").out
    assert "Nothing is muted" in reflekt("mute", "P4.T2", "--undo").out


OWN = """
[[principle]]
id = "P4"
[[principle.threat]]
id = "P4.T2"
name = "Vores egne ord"
more_questions = { try = ["Hvem ringer du til i morgen?"] }
[[principle.threat]]
id = "P4.Tspil"
name = "Skærmen fylder"
statement = "Skærmen tager pladsen fra dem omkring barnet."
source = { publication = "Teamet", principle = 4, page = 1 }
examples = ["Alle sad med hver sin tablet, og ingen så op, da jeg kom"]
questions = { notice = ["Hvad så du, da skærmene var slukket?"] }
"""


def lay_over(reflekt: Reflekt, text: str) -> str:
    place = reflekt.space / "templates" / "principles" / "da.toml"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")
    return str(place)


def test_a_team_rewords_and_adds(reflekt: Reflekt) -> None:
    lay_over(reflekt, OWN)
    shown = reflekt.json("principles", "P4", "--json", "--lang", "da")["principles"][0]["threats"]
    names = {threat["id"]: threat["name"] for threat in shown}
    assert names["P4.T2"] == "Vores egne ord"
    assert names["P4.Tspil"] == "Skærmen fylder"
    questions = next(one["questions"] for one in shown if one["id"] == "P4.T2")
    assert "Hvem ringer du til i morgen?" in questions
    assert len(questions) >= 4


def test_a_threat_of_ones_own_is_recognised(reflekt: Reflekt) -> None:
    lay_over(reflekt, OWN)
    near = reflekt.json(
        *("ask", "--json", "--lang", "da", "Børnene sad med hver sin tablet og ingen så op")
    )
    assert near["suggestions"][0]["id"] == "P4.Tspil"


@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        (OWN.replace('"Skærmen fylder"', "7"), 9),
        (OWN.replace("P4.Tspil", "P5.T9"), 9),
        (OWN.replace("notice =", "notise ="), 9),
        ("[[principle]\n", 1),
    ],
)
def test_a_slip_in_a_teams_file_is_said_with_its_line_and_stops_nobody(
    reflekt: Reflekt, wrong: str, line: int
) -> None:
    place = lay_over(reflekt, wrong)
    result = reflekt("principles", "--lang", "da", code=6)
    assert place in result.err
    assert f"line {line}" in result.err or f"linje {line}" in result.err
    assert "P4" in result.out
    written = reflekt("visit", "--text", "Det gik", "--answer", "P4.T2=Jo", "--lang", "da")
    assert place in written.err
