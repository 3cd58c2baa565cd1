"""A theme day of several people: two who close it at once, one who votes from two computers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.together import Person, Together

DAY = "2026-12-03"


@pytest.fixture
def together(tmp_path: Path, cache: Path) -> Together:
    return Together(tmp_path, cache)


def joined(together: Together, name: str, *options: str, home: str = "") -> Person:
    person = together.person(name, home)
    person.environment["REFLEKT_NOW"] = "2026-11-25T10:00:00+01:00"
    person("space", "add", "team", "--remote", str(together.remote), *options)
    return person


def planned(person: Person) -> None:
    """A theme day with three themes."""
    person("themeday", "draft", "--date", DAY, "--people", "8")
    for title in ("Trust", "Night calls", "New colleagues"):
        person("themeday", "draft", "--add", title, "--why", "it comes up")
    person.sync()


def at(person: Person, when: str) -> Person:
    person.environment["REFLEKT_NOW"] = when
    return person


def outcome(person: Person) -> str:
    return (person.space / "themedays" / DAY / "outcome.md").read_text("utf-8")


def section(page: str, id: str) -> list[str]:
    """The bullets of a section of the page."""
    found = re.search(rf"## .* <!-- {id} -->\n((?:(?!## ).*\n)*)", page)
    return [line[2:] for line in found[1].splitlines() if line.startswith("- ")] if found else []


def test_two_who_close_the_day_at_once_have_one_outcome_and_lose_nothing(
    together: Together,
) -> None:
    karin, ole = joined(together, "Karin Lund"), joined(together, "Ole Bro")
    planned(karin)
    ole.sync()
    at(karin, f"{DAY}T15:00:00+01:00")
    at(ole, f"{DAY}T15:01:00+01:00")
    mine = ("--discussed", "trust", "--decision", "Call first", "--who", "karin", "--by", "17/12")
    karin("themeday", "close", *mine, "--yes")
    theirs = ("--discussed", "Night calls", "--decision", "Swap nights", "--who", "ole")
    ole("themeday", "close", *theirs, "--lang", "da", "--yes")
    karin.sync()
    ole.sync()
    karin.sync()
    assert outcome(karin) == outcome(ole)
    assert sorted(section(outcome(karin), "discussed")) == ["Night calls", "Trust"]
    assert section(outcome(karin), "not-reached") == ["New colleagues"]
    assert len(section(outcome(karin), "decided")) == 2
    assert [one["text"] for one in karin.json("followup", "--all", "--json")] == ["Call first"]
    assert [one["text"] for one in ole.json("followup", "--all", "--json")] == ["Swap nights"]
    at(ole, "2026-12-10T10:00:00+01:00")
    drafted = ole.json("themeday", "draft", "--date", "2027-03-04", "--yes", "--json")
    sources = {one["title"]: one["source"] for one in drafted["candidates"]}
    assert sources == {"Call first": "decided", "Swap nights": "decided"}


def test_one_who_votes_from_two_computers_has_one_voice_the_later(together: Together) -> None:
    office = joined(together, "Mette Holm")
    planned(office)
    laptop = joined(together, "Mette Holm", "--as", "mette", home="laptop")
    jonas = joined(together, "Jonas Vad")
    office("themeday", "vote", "--dots", "trust=5")
    at(laptop, "2026-11-25T11:00:00+01:00")("themeday", "vote", "--dots", "night-calls=2")
    jonas("themeday", "vote", "--dots", "trust=1")
    for person in (office, laptop, jonas, office, laptop):
        person.sync()
    for person in (office, laptop, jonas):
        shown = person.json("themeday", "--json")
        assert shown["votes"] == {"night-calls": 2, "trust": 1}
        assert shown["voices"] == 2
        assert [one["reason"] for one in shown["refused"]] == ["its voter has a newer ballot"]
    go_on = ("themeday", "vote", "--add", "Fathers", "--why", "we forget them", "--json")
    assert office.json(*go_on)["dots"] == {"night-calls": 2}


def test_a_key_that_somebody_put_among_theirs_without_having_it_gives_no_voice(
    together: Together,
) -> None:
    mette = joined(together, "Mette Holm")
    planned(mette)
    mette("themeday", "vote", "--dots", "trust=5")
    eve = joined(together, "Eve Sort")
    mette.sync()
    eve.sync()
    eve("themeday", "vote", "--dots", "night-calls=5")
    theirs = (eve.space / "members" / "mette.toml").read_text("utf-8")
    own = eve.space / "members" / "eve.toml"
    taken = "".join(re.findall(r"(?ms)^ballot_keys = \[.*?^\]|^\[\[ballot_keys\]\].*", theirs))
    own.write_text(
        own.read_text("utf-8").partition("ballot_keys")[0].rstrip("[\n") + "\n" + taken + "\n",
        encoding="utf-8",
    )
    shown = eve.json("themeday", "--json")
    assert shown["votes"] == {"trust": 5}
    assert shown["voices"] == 1
