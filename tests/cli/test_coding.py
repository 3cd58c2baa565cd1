"""Themes given to points afterwards: mine in the entry, others' in codes of my own."""

from __future__ import annotations

import pytest

from reflekt.domain.codes import Code, codes_text, read_codes
from tests.conftest import Reflekt

POINT = "Mormor havde bare ventet på at blive spurgt."


def visit(reflekt: Reflekt, *points: str) -> str:
    learned = [part for point in points for part in ("--learning", point)]
    return reflekt("visit", "--text", "Et besøg", *learned).out.split()[0]


def waiting(reflekt: Reflekt, *options: str) -> list[tuple[str, int]]:
    found = reflekt.json("themes", "code", "--json", *options)
    return [(one["entry"], one["point"]) for one in found]


@pytest.fixture
def others(reflekt: Reflekt) -> tuple[Reflekt, list[str]]:
    """A home with four points that are somebody else's."""
    lines = "".join(
        f'{{"text": "x", "author": "amira", "learning": ["Punkt {n} om noget"]}}\n'
        for n in range(4)
    )
    reflekt("import", "-", "--yes", stdin=lines)
    return reflekt, [one["id"] for one in reflekt.json("list", "--json")]


def coded_by(reflekt: Reflekt, coder: str) -> tuple[Code, ...]:
    return read_codes((reflekt.space / "codes" / f"{coder}.toml").read_bytes(), "f")


def test_my_own_point_gets_its_hashtag_in_the_entry_and_nothing_else_changes(
    reflekt: Reflekt,
) -> None:
    id = visit(reflekt, "Vente (må citeres)", POINT)
    before = reflekt.entry(id).read_text("utf-8")
    assert waiting(reflekt) == [(id, 1), (id, 2)]
    reflekt("themes", "code", "--set", f"{id}:2=netværk", "--set", f"{id}:1=tid,ro")
    after = reflekt.entry(id).read_text("utf-8")
    assert after == before.replace(
        "- Vente (may be quoted)", "- Vente #tid #ro (may be quoted)"
    ).replace(POINT, f"{POINT} #netværk")
    assert waiting(reflekt) == []
    assert not (reflekt.space / "codes").exists()
    reflekt.assert_sound()


def test_others_points_are_coded_beside_them(others: tuple[Reflekt, list[str]]) -> None:
    reflekt, ids = others
    before = reflekt.entry(ids[0]).read_bytes()
    reflekt("themes", "code", "--set", f"{ids[0]}:1=tillid")
    assert reflekt.entry(ids[0]).read_bytes() == before
    (code,) = coded_by(reflekt, "mette")
    assert (code.entry, code.themes) == (ids[0], ("tillid",))
    assert (ids[0], 1) not in waiting(reflekt)
    reflekt.assert_sound()


def test_what_a_report_calls_uncoded_can_be_given_a_theme(reflekt: Reflekt) -> None:
    reflekt("space", "add", "team")
    reflekt("note", "--space", "team", "Vi kom for sent")
    (point,) = waiting(reflekt, "--space", "team")
    assert reflekt.json("themes", "--space", "team", "--json")["uncoded"] == 1
    reflekt("themes", "code", "--space", "team", "--set", f"{point[0]}:1=ventetid")
    assert reflekt.json("themes", "--space", "team", "--json")["uncoded"] == 0
    assert waiting(reflekt, "--space", "team") == []


def test_none_of_them_is_an_answer_and_is_not_asked_again(reflekt: Reflekt) -> None:
    id = visit(reflekt, POINT)
    reflekt("themes", "code", "--set", f"{id}:1=none")
    assert waiting(reflekt) == []
    assert "#" not in reflekt.entry(id).read_text("utf-8").split("## ")[-1].split("\n", 1)[1]


def test_a_code_falls_away_when_the_words_change(others: tuple[Reflekt, list[str]]) -> None:
    reflekt, ids = others
    reflekt("themes", "code", "--set", f"{ids[0]}:1=tillid")
    place = reflekt.entry(ids[0])
    changed = place.read_text("utf-8").replace("om noget", "om noget helt andet")
    reflekt("edit", ids[0], "--from", "-", stdin=changed)
    assert (ids[0], 1) in waiting(reflekt)


def test_a_point_of_a_divided_theme_is_offered_with_the_parts(reflekt: Reflekt) -> None:
    id = visit(reflekt, "Han blev hjemme igen #skole")
    assert waiting(reflekt) == []
    reflekt("themes", "split", "skole", "fravær", "lærere")
    (one,) = reflekt.json("themes", "code", "--json")
    assert set(one["suggestions"]) == {"fravær", "lærere"}
    reflekt("themes", "code", "--set", f"{id}:1=fravær")
    assert waiting(reflekt) == []
    assert "Han blev hjemme igen #skole #fravær" in reflekt.entry(id).read_text("utf-8")


def test_a_point_that_is_not_there_is_refused_and_nothing_is_kept(reflekt: Reflekt) -> None:
    id = visit(reflekt, POINT)
    before = reflekt.git("rev-parse", "HEAD")
    reflekt("themes", "code", "--set", f"{id}:1=tid", "--set", f"{id}:7=tid", code=3)
    reflekt("themes", "code", "--set", "hvad som helst", code=2)
    assert reflekt.git("rev-parse", "HEAD") == before


def test_two_who_coded_apart_see_where_they_differ(others: tuple[Reflekt, list[str]]) -> None:
    reflekt, ids = others
    given = ["tillid", "tillid", "tid", "none"]
    pairs = [f"{id}:1={theme}" for id, theme in zip(ids, given, strict=True)]
    for pair in pairs:
        reflekt("themes", "code", "--with", "jonas", "--set", pair)
    mine = coded_by(reflekt, "mette")
    theirs = [code._replace(themes=("tid",)) if code.entry == ids[1] else code for code in mine]
    (reflekt.space / "codes" / "jonas.toml").write_text(codes_text(theirs), encoding="utf-8")
    found = reflekt.json("themes", "agreement", "--with", "jonas", "--json")
    assert (found["points"], found["alike"], found["percent"]) == (4, 3, 75.0)
    assert found["kappa"] == round((3 / 4 - 5 / 16) / (1 - 5 / 16), 4)
    (differing,) = found["differing"]
    assert (differing["one"], differing["other"]) == (["tillid"], ["tid"])
    assert {one["theme"]: one["alike"] for one in found["themes"]} == {"tillid": 3, "tid": 3}
    said = reflekt("themes", "agreement", "--with", "jonas").out
    assert "3 of 4 alike (75 %), kappa 0.64" in said


def test_what_two_settle_counts_and_what_each_gave_first_stays(
    others: tuple[Reflekt, list[str]],
) -> None:
    reflekt, ids = others
    reflekt("themes", "code", "--with", "jonas", "--set", f"{ids[0]}:1=tillid")
    (mine,) = coded_by(reflekt, "mette")
    other = codes_text([mine._replace(themes=("tid",))])
    (reflekt.space / "codes" / "jonas.toml").write_text(other, encoding="utf-8")
    reflekt("themes", "agreement", "--with", "jonas", "--set", f"{ids[0]}:1=tempo")
    found = reflekt.json("themes", "agreement", "--with", "jonas", "--json")
    assert found["alike"] == 0
    assert found["differing"][0]["settled"] == ["tempo"]
    (kept,) = coded_by(reflekt, "mette")
    assert (kept.themes, kept.settled) == (("tillid",), ("tempo",))


def test_agreement_is_for_the_two_alone(others: tuple[Reflekt, list[str]]) -> None:
    reflekt, _ids = others
    reflekt("themes", "agreement", "--with", "jonas", code=3)
    reflekt("themes", "agreement", "--with", "mette", code=3)
