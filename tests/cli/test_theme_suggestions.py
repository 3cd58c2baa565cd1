"""Themes that are suggested: learned from what a space has confirmed, the same every time."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from tests.conftest import Reflekt

POINTS = {
    "netværk": [
        "Mormor ville gerne hente om torsdagen.",
        "Jeg turde ikke ringe til hendes søster.",
        "Naboen havde set det hele længe før os.",
        "Onklen tog drengen med på fisketur.",
        "Vi spurgte, hvem de kender i opgangen.",
        "Farmor sad med ved bordet for første gang.",
    ],
    "travlhed": [
        "Jeg nåede kun halvdelen, fordi kalenderen var fuld.",
        "Tre hastesager skubbede besøget til næste uge.",
        "Jeg så på uret hele vejen igennem.",
        "Der var ingen pause mellem de to møder.",
        "Sagstallet gør mig kort for hovedet.",
        "Jeg kørte videre, før jeg havde trukket vejret.",
    ],
}


@pytest.fixture
def coded(reflekt: Reflekt, tmp_path: Path) -> Reflekt:
    """A home where two themes have been given six points each."""
    reflekt.environment["REFLEKT_LANG"] = "da"
    rows = [
        {"text": point, "learning": [point], "themes": [theme]}
        for theme, points in POINTS.items()
        for point in points
    ]
    place = tmp_path / "points.jsonl"
    place.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    reflekt("import", str(place), "--yes")
    return reflekt


def asked(reflekt: Reflekt, texts: dict[str, str], **env: str) -> list[str]:
    lines = "".join(json.dumps({"id": id, "text": text}) + "\n" for id, text in texts.items())
    return reflekt("themes", "suggest", "--batch", "-", "--json", stdin=lines, env=env).out.split(
        "\n"
    )[:-1]


TEXTS = {
    "a": "Mosteren kunne godt tage hende med hjem.",
    "b": "Uret tikkede, og jeg havde to møder mere den dag.",
    "c": "Bussen var gul.",
}


def test_the_likeliest_theme_comes_first_as_json_promises(coded: Reflekt) -> None:
    said = [json.loads(line) for line in asked(coded, TEXTS)]
    assert [one["id"] for one in said] == ["a", "b", "c"]
    assert said[0]["suggestions"][0]["theme"] == "netværk"
    assert said[1]["suggestions"][0]["theme"] == "travlhed"
    for one in said:
        assert set(one) == {"id", "suggestions", "abstained"}
        assert one["abstained"] == (one["suggestions"] == [])
        scores = [each["score"] for each in one["suggestions"]]
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 1 for score in scores)


def test_none_of_these_is_an_answer(coded: Reflekt) -> None:
    assert json.loads(asked(coded, TEXTS)[2]) == {"id": "c", "suggestions": [], "abstained": True}


def test_any_order_and_any_hash_seed_give_the_same_bytes(coded: Reflekt, tmp_path: Path) -> None:
    first = asked(coded, TEXTS, PYTHONHASHSEED="1")
    turned = asked(coded, dict(reversed(TEXTS.items())), PYTHONHASHSEED="2")
    assert turned == first[::-1]
    rows = [
        {"text": point, "learning": [point], "themes": [theme]}
        for theme, points in POINTS.items()
        for point in points
    ]
    random.Random(4).shuffle(rows)
    place = tmp_path / "shuffled.jsonl"
    place.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    coded("space", "add", "other")
    coded("import", str(place), "--space", "other", "--yes")
    lines = "".join(json.dumps({"id": id, "text": text}) + "\n" for id, text in TEXTS.items())
    other = coded(
        "themes", "suggest", "--batch", "-", "--json", "--space", "other", stdin=lines
    ).out.split("\n")[:-1]
    assert other == first


def test_a_confirmed_point_teaches_a_theme_the_starter_set_does_not_know(coded: Reflekt) -> None:
    text = "Hunden lå på skødet, mens drengen fortalte."
    before = json.loads(asked(coded, {"x": text})[0])
    assert "dyr" not in [one["theme"] for one in before["suggestions"]]
    for point in ("Katten lå på skødet, mens hun fortalte.", "Hunden hilste først."):
        coded("visit", "--text", point, "--learning", f"{point} #dyr")
    after = json.loads(asked(coded, {"x": text})[0])
    assert "dyr" in [one["theme"] for one in after["suggestions"]]


def test_a_merged_theme_is_suggested_under_the_name_that_stays(coded: Reflekt) -> None:
    coded("themes", "merge", "travlhed", "tempo", code=3)
    coded("themes", "add", "tempo")
    coded("themes", "merge", "travlhed", "tempo")
    said = json.loads(asked(coded, {"b": TEXTS["b"]})[0])
    assert said["suggestions"][0]["theme"] == "tempo"


def test_a_dropped_theme_is_not_suggested(coded: Reflekt) -> None:
    coded("themes", "drop", "netværk")
    said = json.loads(asked(coded, {"a": TEXTS["a"]})[0])
    assert "netværk" not in [one["theme"] for one in said["suggestions"]]


def test_a_text_on_standard_input_is_looked_at_too(coded: Reflekt) -> None:
    assert "#netværk" in coded("themes", "suggest", "-", stdin="Mormor kom").out
    assert (
        coded("themes", "suggest", "Bussen var gul.").out
        == "Ingen af temaerne ligger tæt på. Det er også helt i orden.\n"
    )


def test_a_line_that_is_none_keeps_no_other_from_being_answered(coded: Reflekt) -> None:
    lines = '{"id": "a", "text": "Mosteren kom."}\nnot a line\n{"id": "b", "text": "Travlt."}\n'
    result = coded("themes", "suggest", "--batch", "-", "--json", stdin=lines, code=2)
    assert [json.loads(line)["id"] for line in result.out.splitlines()] == ["a", "b"]
