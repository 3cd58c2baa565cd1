"""Following up: what is due, what became of it, how it goes on, and a calendar of it."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from reflekt.domain.consent import YES, Consent, consent_file
from tests.conftest import Reflekt

NOW = {"REFLEKT_NOW": "2026-11-25T10:00:00+01:00"}  # a Wednesday


@pytest.fixture
def today(reflekt: Reflekt) -> Reflekt:
    """Mette's home on 25 November 2026."""
    reflekt.environment |= NOW
    return reflekt


def attempt(reflekt: Reflekt, text: str = "Ask Granny", by: str = "2026-11-24") -> str:
    """Write about a visit with one thing to try; its id."""
    out = reflekt("visit", "--text", "I did not dare.", "--try", text, "--by", by).out
    return out.split()[0]


def story(reflekt: Reflekt, reference: str) -> dict[str, Any]:
    found: dict[str, Any] = reflekt.json("followup", reference, "--json")
    return found


def test_what_is_due_is_listed_and_what_comes_later_when_asked(today: Reflekt) -> None:
    due, later = attempt(today), attempt(today, "Later", "2026-12-10")
    assert f"{due}^a1" in today("followup").out
    assert "Later" not in today("followup").out
    names = [one["reference"] for one in today.json("followup", "--all", "--json")]
    assert names == [f"{due}^a1", f"{later}^a1"]


def test_adjusted_it_has_a_new_wording_and_the_old_one_in_its_history(today: Reflekt) -> None:
    id = attempt(today)
    said = ("--happened", "She was willing, but not that day.", "--helped", "partly")
    today("followup", id, *said, "--adjust", "Ring Granny first", "--by", "2026-12-02")
    text = today.entry(id).read_text("utf-8")
    assert (
        "- [ ] Ring Granny first (by 2026-12-02) ^a1\n"
        "  - 2026-11-25: helped partly – She was willing, but not that day.\n"
        "  - 2026-11-25: adjusted – before: Ask Granny\n"
    ) in text
    today.assert_sound()


def test_gone_on_with_it_has_a_new_day_and_nothing_else(today: Reflekt) -> None:
    id = attempt(today)
    before = today.entry(id).read_text("utf-8")
    today("followup", f"{id}^a1", "--go-on", "--by", "2026-12-02")
    after = today.entry(id).read_text("utf-8")
    assert after == before.replace("2026-11-24", "2026-12-02")


def test_stopped_it_is_done_and_what_it_taught_is_a_learning_point(today: Reflekt) -> None:
    id = attempt(today)
    today("followup", id, "--helped", "yes", "--stop", "--learned", "Ringing is easier. #network")
    shown = today.json("show", id, "--json")
    assert shown["learning"] == [{"text": "Ringing is easier.", "themes": ["network"]}]
    assert shown["actions"][0]["done"] is True
    assert today.json("followup", "--all", "--json") == []


def test_what_it_taught_can_stand_in_a_note_of_its_own(today: Reflekt) -> None:
    id = attempt(today)
    said = ("--stop", "--learned", "Ringing is easier. #network", "--as-note", "--json")
    note = today.json("followup", id, *said)["note"]
    assert "Ringing is easier. #network" in today.entry(note).read_text("utf-8")
    assert today.json("show", id, "--json")["learning"] == []
    today.assert_sound()


def test_the_story_reads_from_the_first_wording_to_the_end(today: Reflekt) -> None:
    id = attempt(today)
    today("followup", id, "--helped", "no", "--adjust", "Ring first", "--by", "2026-12-02")
    today("followup", id, "--happened", "She came.", "--helped", "yes", "--stop")
    out = today("followup", id, "--story").out
    told = ["Ask Granny", "It did not help.", "From then on: Ring first", "It helped. She came."]
    places = [out.index(part) for part in told]
    assert places == sorted(places)
    assert [one["verdict"] for one in story(today, id)["outcomes"]] == [
        "no",
        "adjusted",
        "yes",
        "stopped",
    ]


def test_in_a_danish_entry_it_is_written_in_danish(today: Reflekt) -> None:
    today.environment["REFLEKT_LANG"] = "da"
    id = attempt(today)
    today("opfølg", id, "--happened", "Hun kom.", "--helped", "ja", "--go-on", "--by", "om 7 dage")
    assert "  - 2026-11-25: hjalp – Hun kom.\n" in today.entry(id).read_text("utf-8")
    assert "(senest 2026-12-02)" in today.entry(id).read_text("utf-8")


def test_a_suggested_day_is_a_working_day_and_a_typed_one_is_kept(today: Reflekt) -> None:
    id = attempt(today)
    today.environment["REFLEKT_NOW"] = "2026-12-10T10:00:00+01:00"  # in two weeks: Christmas Eve
    said = today("followup", id, "--go-on").err
    assert "Monday 28 December 2026" in said
    assert "Christmas Eve" in said
    assert story(today, id)["by"] == "2026-12-28"
    said = today("followup", id, "--go-on", "--by", "2026-12-25").err
    assert "Christmas Day" in said
    assert story(today, id)["by"] == "2026-12-25"


def test_a_visit_says_when_its_day_is_a_day_off(today: Reflekt) -> None:
    said = today("visit", "--text", "x", "--try", "y", "--by", "in 3 days").err
    assert "Saturday 28 November 2026 is at the weekend" in said
    assert "Monday 30 November 2026" in said
    assert today.json("followup", "--all", "--json")[0]["by"] == "2026-11-28"


def test_a_day_that_has_gone_by_is_said_and_one_that_may_be_either_is_asked_about(
    today: Reflekt,
) -> None:
    said = today("visit", "--text", "x", "--try", "y", "--by", "1/12-24").err
    assert "1 December 2024 has gone by" in said
    refused = today("visit", "--text", "x", "--try", "y", "--by", "26-12-03", code=2).err
    assert "26-12-03" in refused
    assert "2026-12-04" in refused  # how to write it


@pytest.mark.parametrize(
    "options",
    [
        ("--happened", "x", "--helped", "perhaps"),
        ("--go-on", "--stop"),
        ("--stop", "--by", "2026-12-02"),
        ("--learned", "x"),
        ("--happened", "  "),
        ("--by", "never"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_written(
    today: Reflekt, options: tuple[str, ...]
) -> None:
    id = attempt(today)
    before = today.entry(id).read_bytes()
    today("followup", id, *options, code=2)
    assert today.entry(id).read_bytes() == before


def test_of_several_one_must_be_named(today: Reflekt) -> None:
    id = today.note("- [ ] one\n- [ ] two ^b\n- [ ] three ^3")
    said = today("followup", id, "--stop", code=2).err
    assert f"{id}^1, {id}^b, {id}^3" in said
    for name in ("1", "b"):
        today("followup", f"{id}^{name}", "--stop")
    today("followup", id, "--stop")
    text = today.entry(id).read_text("utf-8")
    assert text.count("- [x]") == 3
    assert text.count("stopped") == 3


def test_what_is_not_there_is_said(today: Reflekt) -> None:
    id = today.note("Nothing to try")
    assert "nothing to try called" in today("followup", id, "--stop", code=3).err
    today("followup", f"{id}^a1", "--stop", code=3)
    today("followup", "zzzzzz", "--stop", code=3)


def test_hostile_words_stay_on_their_line(today: Reflekt) -> None:
    id = attempt(today)
    today("followup", id, "--happened", "a\n## Heading\n- [ ] more ^a9\n+++\n\x1b[2J", "--stop")
    shown = today.json("show", id, "--json")
    assert [section["heading"] for section in shown["sections"]] == [
        "What stays with me",
        "Trying out",
    ]
    assert len(shown["actions"]) == 1
    assert "\x1b" not in today("followup", id, "--story").out


def test_an_entry_of_another_writer_stays_byte_for_byte_but_for_its_action(
    today: Reflekt,
) -> None:
    place = today.entry(today.note("x"))
    text = place.read_bytes().decode("utf-8") + (
        "\n##  Odd   \n\n-   [ ]  Ring   Granny  (senest 2026-11-20)   ^a1  \n\n\n* other\r\n"
    )
    place.write_bytes(text.encode("utf-8"))
    today("followup", "@", "--helped", "no")
    outcome = "    - 2026-11-25: did not help\r\n"
    assert place.read_bytes().decode("utf-8") == text.replace("^a1  \n", f"^a1  \n{outcome}")


# -- the calendar -------------------------------------------------------------------------------


def components(data: bytes) -> list[dict[str, str]]:
    """The events of a calendar, read by the letter of RFC 5545 and not by its writer's library."""
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    lines = data.decode("utf-8").replace("\r\n ", "").split("\r\n")[:-1]
    assert all(len(line.encode("utf-8")) <= 75 for line in data.decode("utf-8").split("\r\n"))
    events: list[dict[str, str]] = []
    open_parts: list[str] = []
    for line in lines:
        name, colon, value = line.partition(":")
        assert colon, line
        if name == "BEGIN":
            open_parts.append(value)
            if value == "VEVENT":
                events.append({})
        elif name == "END":
            assert open_parts.pop() == value
        elif open_parts[-1] == "VEVENT":
            key, _, parameters = name.partition(";")
            plain = re.sub(r"\\([\\;,nN])", lambda m: "\n" if m[1] in "nN" else m[1], value)
            events[-1][key] = plain
            events[-1][f"{key} parameters"] = parameters
        elif open_parts[-1] == "VALARM":
            events[-1][f"alarm {name}"] = value
    assert open_parts == []
    return events


def calendar(reflekt: Reflekt) -> list[dict[str, str]]:
    place = reflekt.home.parent / "dage.ics"
    reflekt("followup", "--ics", str(place))
    return components(place.read_bytes())


def test_a_calendar_for_a_folder_that_is_none_is_said_plainly(today: Reflekt) -> None:
    place = today.home.parent / "ingen" / "dage.ics"
    said = today("followup", "--ics", str(place), code=7).err
    assert f"There is no folder {place.parent}." in said
    assert ".new" not in said


def test_the_calendar_holds_whole_days_with_a_reminder(today: Reflekt) -> None:
    id = attempt(today, "Spørge mormor, søster; og \\ bror – " + "æ" * 80, "2026-12-04")
    attempt(today, "Another", "2026-12-10")
    today.note("- [ ] without a day")
    first, second = calendar(today)
    assert first["SUMMARY"] == "Spørge mormor, søster; og \\ bror – " + "æ" * 80
    assert (first["DTSTART"], first["DTEND"]) == ("20261204", "20261205")
    assert first["DTSTART parameters"] == "VALUE=DATE"
    assert first["UID"] == f"{id}-a1@reflekt"
    assert first["alarm ACTION"] == "DISPLAY"
    assert first["alarm TRIGGER"] == "PT8H"
    assert first["DTSTAMP"] == "20261125T090000Z"
    assert second["SUMMARY"] == "Another"


def test_a_second_calendar_has_the_same_names_and_brings_news(today: Reflekt) -> None:
    id = attempt(today)
    (before,) = calendar(today)
    today("followup", id, "--helped", "no", "--adjust", "Ring", "--by", "2026-12-02")
    (after,) = calendar(today)
    assert after["UID"] == before["UID"]
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])
    assert (after["SUMMARY"], after["DTSTART"]) == ("Ring", "20261202")


def test_what_has_come_to_an_end_goes_from_a_calendar_that_had_it(today: Reflekt) -> None:
    id = attempt(today)
    attempt(today, "Another", "2026-12-10")
    (before, *_rest) = calendar(today)
    today("followup", id, "--helped", "yes", "--stop")
    for _again in range(2):
        other, gone = calendar(today)
        assert "STATUS" not in other
        assert (gone["UID"], gone["STATUS"]) == (before["UID"], "CANCELLED")
        assert int(gone["SEQUENCE"]) > int(before["SEQUENCE"])
        assert (gone["DTSTART"], "alarm ACTION" in gone) == (before["DTSTART"], False)


def test_what_is_begun_again_comes_back_into_the_calendar(today: Reflekt) -> None:
    id = attempt(today)
    calendar(today)
    place = today.entry(id)
    text = place.read_text("utf-8")
    place.write_text(text.replace("- [ ]", "- [x]"), "utf-8")
    (gone,) = calendar(today)
    place.write_text(text, "utf-8")
    (back,) = calendar(today)
    assert "STATUS" not in back
    assert int(back["SEQUENCE"]) > int(gone["SEQUENCE"])


def test_nothing_of_the_family_is_in_the_calendar(today: Reflekt) -> None:
    options = ("--family", "Familien Ulv", "--try", "Ring", "--by", "2026-12-02")
    today("visit", "--text", "Hun græd.", *options)
    assert "Ulv" not in str(calendar(today))
    assert "græd" not in str(calendar(today))


def test_a_file_that_is_no_calendar_is_left_alone(today: Reflekt) -> None:
    place = today.home.parent / "brev.txt"
    place.write_text("Kære alle", "utf-8")
    today("followup", "--ics", str(place), code=2)
    assert place.read_text("utf-8") == "Kære alle"
    today("followup", "--ics", str(place), "--yes")
    assert place.read_bytes().startswith(b"BEGIN:VCALENDAR")


def test_a_calendar_where_none_can_be_written_is_said(today: Reflekt) -> None:
    today("followup", "--ics", str(today.home.parent / "no" / "such.ics"), code=7)


# -- keeping ------------------------------------------------------------------------------------


def test_what_could_not_be_saved_is_kept_as_a_draft(today: Reflekt) -> None:
    id = attempt(today)
    lock = today.space / ".git" / "MERGE_HEAD"
    lock.write_text(today.git("rev-parse", "HEAD"), "utf-8")
    said = today("followup", id, "--happened", "She came.", "--stop", code=6).err
    place = Path(re.search(r"kept in (\S+)\.", said)[1])  # type: ignore[index]
    assert "She came." in json.loads(place.read_text("utf-8"))["followup"]["answers"].values()


# -- shared spaces ------------------------------------------------------------------------------


def shared_entry(
    reflekt: Reflekt, space: str, id: str, line: str, *, author: str, more: str = ""
) -> Path:
    """An entry in a shared space as a colleague's machine would have left it there."""
    folder = reflekt.home / space / "entries" / "2026" / "11"
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / f"2026-11-23-1200-buddy-{id}.md"
    head = f'schema = 1\nid = "{id}"\nkind = "buddy"\ncreated = 2026-11-23T12:00:00+01:00\n'
    named = f'author = "{author}"\nlanguage = "da"\n{more}'
    place.write_text(f"+++\n{head}{named}+++\n\n## Prøver af\n{line}\n", "utf-8")
    return place


def test_of_a_team_only_what_is_mine_is_due_of_a_pair_what_is_for_both(today: Reflekt) -> None:
    today("space", "add", "team")
    today("space", "add", "buddy-jonas")
    line = "- [ ] {0} @mette (senest 2026-11-20) ^a1\n- [ ] {0} (senest 2026-11-20) ^a2\n"
    line += "- [ ] {0} @jonas (senest 2026-11-20) ^a3"
    shared_entry(today, "team", "aaaaaa", line.format("t"), author="jonas")
    shared_entry(today, "team", "bbbbbb", line.format("u"), author="mette")
    shared_entry(today, "buddy-jonas", "cccccc", line.format("v"), author="jonas")
    due = {one["reference"] for one in today.json("followup", "--json")}
    assert due == {"aaaaaa^a1", "bbbbbb^a1", "bbbbbb^a2", "cccccc^a1", "cccccc^a2"}


def test_in_my_unnamed_entry_nothing_tells_whose_it_is(today: Reflekt) -> None:
    today("space", "add", "team")
    settings = tomllib.loads((today.home / "reflekt.toml").read_text("utf-8"))
    (token,) = (space["token"] for space in settings["space"] if space["name"] == "team")
    mine, other = f'contributor = "{token}"\n', 'contributor = "et-andet"\n'
    line = "- [ ] x (senest 2026-11-20) ^a1"
    place = shared_entry(today, "team", "aaaaaa", line, author="", more=mine)
    shared_entry(today, "team", "bbbbbb", line, author="", more=other)
    due = [one["reference"] for one in today.json("followup", "--json")]
    assert due == ["aaaaaa^a1"]
    today("followup", "aaaaaa", "--helped", "yes")
    assert "2026-11-23: hjalp" in place.read_text("utf-8")
    space = ["git", "-C", str(today.home / "team"), "log", "-1", "--format=%an %ae %aI %cn %cI"]
    said = subprocess.run(space, capture_output=True, check=True).stdout.decode("utf-8")
    assert "mette" not in said.casefold()
    assert "2026-11-25" not in said


def test_a_cpr_number_does_not_get_into_a_shared_space(today: Reflekt) -> None:
    today("space", "add", "buddy-jonas")
    line = "- [ ] x (senest 2026-11-20) ^a1"
    place = shared_entry(today, "buddy-jonas", "aaaaaa", line, author="jonas")
    today("followup")
    before = place.read_bytes()
    said = ("--happened", "Barnet 010203-1234 var med.", "--yes")
    assert "kept in" in today("followup", "aaaaaa", *said, code=4).err
    assert place.read_bytes() == before


def test_what_another_will_do_is_no_reminder_of_mine(today: Reflekt) -> None:
    today("note", "--", "- [ ] Jonas rings @jonas (by 2026-11-20) ^a1")
    assert today.json("followup", "--all", "--json") == []


# -- what is coming -----------------------------------------------------------------------------


def test_the_home_shows_the_next_session_and_theme_day(today: Reflekt) -> None:
    today("buddy", "--with", "Jonas", "--note", "story=x", "--next", "2026-12-10")
    today("space", "add", "team")
    today("themeday", "draft", "--date", "2026-12-03", "--space", "team")
    out = today().out
    assert "Session with jonas: Thursday 10 December 2026" in out
    assert "Theme day in team: Thursday 3 December 2026" in out
    assert out.index("Theme day in team") < out.index("Session with jonas")  # the nearest first
    today.environment["REFLEKT_NOW"] = "2026-12-11T10:00:00+01:00"
    assert "Coming up" not in today().out


def test_the_home_says_what_waits_for_my_choice(today: Reflekt) -> None:
    today("space", "add", "buddy-jonas")
    shared_entry(today, "buddy-jonas", "aaaaaa", "- noget", author="jonas")
    consent = Consent("aaaaaa", "team", "jonas", "- noget", "", date(2026, 11, 24), {"jonas": YES})
    place = today.home / "buddy-jonas" / "consents" / "aaaaaa.toml"
    place.parent.mkdir()
    place.write_bytes(consent_file(consent))
    out = today().out
    assert "jonas would like to take aaaaaa to team: reflekt share --proposals" in out
