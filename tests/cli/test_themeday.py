"""A theme day from its draft to what came of it."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Reflekt

DAY = "2026-12-03"


@pytest.fixture
def team(reflekt: Reflekt) -> Reflekt:
    """A team space in which somebody has passed on what a family said."""
    reflekt.environment["REFLEKT_NOW"] = "2026-11-25T10:00:00+01:00"
    reflekt("space", "add", "team")
    lines = [
        {"text": "A father: we never knew who would call", "kind": "feedback", "author": "amira"},
        {
            "text": "Tried\n\n- [x] Call before the letter\n  - 2026-11-10: did not help – silence",
            "author": "jonas",
        },
    ]
    shared = reflekt.home.parent / "shared.jsonl"
    text = "".join(
        json.dumps({**line, "created": "2026-11-12T10:00:00+01:00"}) + "\n" for line in lines
    )
    shared.write_text(text, encoding="utf-8")
    reflekt("import", str(shared), "--space", "team", "--yes")
    reflekt.space = reflekt.home / "team"
    return reflekt


@pytest.fixture
def drafted(team: Reflekt) -> Reflekt:
    """The same, with a theme day drafted and a theme put up."""
    team("themeday", "draft", "--date", DAY, "--people", "8")
    team("themeday", "draft", "--add", "New colleagues", "--why", "Two begin soon")
    return team


def titles(draft: Any) -> list[str]:
    return [one["title"] for one in draft["candidates"] if not one["struck"]]


def agenda(reflekt: Reflekt) -> Path:
    return reflekt.space / "themedays" / DAY / "agenda.md"


def test_a_draft_gathers_what_families_said_and_what_did_not_help(team: Reflekt) -> None:
    draft = team.json("themeday", "draft", "--date", DAY, "--json")
    wanted = {"A father: we never knew who would call", "Call before the letter"}
    assert set(titles(draft)) == wanted


def test_a_theme_that_is_put_up_stays_when_the_day_is_drafted_again(drafted: Reflekt) -> None:
    assert "New colleagues" in titles(drafted.json("themeday", "draft", "--json"))


@pytest.mark.parametrize("typed", ["9", "9.00", "0900", "900", "09:00", "kl. 9", "kl 9.00"])
def test_a_time_may_be_written_as_people_write_it(team: Reflekt, typed: str) -> None:
    draft = team.json("themeday", "draft", "--date", DAY, "--from", typed, "--json")
    assert draft["from"] == "09:00"


def test_a_struck_theme_keeps_its_reason_and_stays_struck(drafted: Reflekt) -> None:
    drafted("themeday", "draft", "--strike", "New colleagues", "--why", "some other day")
    draft = drafted.json("themeday", "draft", "--json")
    assert "New colleagues" not in titles(draft)
    assert "some other day" in drafted("themeday").out


def test_a_theme_is_not_struck_without_a_reason(drafted: Reflekt) -> None:
    assert "reason" in drafted("themeday", "draft", "--strike", "New colleagues", code=2).err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--from", "15:00", "--to", "9:00"), "ends after it begins"),
        (("--from", "9:00", "--to", "9:30"), "too short"),
        (("--from", "9:00", "--to", "15:02"), "whole five minutes"),
        (("--from", "quarter", "--to", "15:00"), "not a time of day"),
        (("--people", "0"), "--people"),
        (("--add", " "), "no theme after --add"),
    ],
)
def test_a_day_that_cannot_be_planned_is_not_begun(
    team: Reflekt, options: tuple[str, ...], said: str
) -> None:
    assert said in team("themeday", "draft", "--date", DAY, *options, code=2).err
    assert not agenda(team).parent.exists()


@pytest.mark.parametrize(("when", "said"), [("2026-12-05", "weekend"), ("2020-01-02", "gone by")])
def test_a_day_nobody_would_choose_is_said(team: Reflekt, when: str, said: str) -> None:
    assert said in team("themeday", "draft", "--date", when).err


@pytest.mark.parametrize("when", ["9999-12-31", "0001-01-01"])
def test_a_day_outside_any_calendar_is_refused_and_one_that_comes_in_stops_nothing(
    team: Reflekt, when: str
) -> None:
    assert when in team("themeday", "draft", "--date", when, code=2).err
    folder = team.home / "team" / "themedays" / when
    folder.mkdir(parents=True)
    (folder / "themeday.toml").write_text(
        f"schema = 1\nday = {when}\nbegins = 09:00:00\nends = 15:00:00\npeople = 3\n", "utf-8"
    )
    assert "can't be read" in team("themeday", "show", code=3).err


def test_themes_of_odd_names_stand_beside_one_another_and_a_long_one_is_kept(
    drafted: Reflekt,
) -> None:
    long = "A whole sentence where a name was meant " * 4
    for title in ("???", "!!!", "🦊", long):
        drafted("themeday", "draft", "--add", title, "--why", "so")
    found = {one["title"]: one["why"] for one in drafted.json("themeday", "--json")["candidates"]}
    assert {"???", "!!!", "🦊"} <= found.keys()
    assert found[f"{long[:79].strip()}…"] == f"{long.strip()} – so"


def test_there_is_no_theme_day_before_one_is_drafted(team: Reflekt) -> None:
    assert "draft" in team("themeday", code=3).err


def test_a_vote_is_counted_and_the_name_of_the_voter_is_nowhere(drafted: Reflekt) -> None:
    drafted("themeday", "vote", "--dots", "1=2", "--dots", "new-colleagues=3")
    shown = drafted("themeday", "--lang", "en")
    assert "1 has voted so far." in shown.out
    assert "●●●" in shown.out
    assert "mette" not in shown.out.casefold()


def test_a_ballot_can_be_changed_until_the_voting_is_closed(drafted: Reflekt) -> None:
    drafted("themeday", "vote", "--dots", "1=2")
    drafted("themeday", "vote", "--dots", "2=5")
    shown = drafted.json("themeday", "show", "--json")
    assert (shown["voices"], list(shown["votes"].values())) == (1, [5])


def test_a_theme_keeps_its_number_whatever_is_voted(drafted: Reflekt) -> None:
    drafted("themeday", "vote", "--dots", "3=5")
    assert "  3  New colleagues  ●●●●●" in drafted("themeday").out
    closed = drafted("themeday", "vote", "--close", "--yes").out
    assert closed.index("  3  New colleagues") < closed.index("  1  ")


def test_more_dots_than_there_are_are_refused(drafted: Reflekt) -> None:
    assert "5 dots" in drafted("themeday", "vote", "--dots", "1=6", code=2).err
    assert "not a theme" in drafted("themeday", "vote", "--dots", "1=²", code=2).err


def test_after_closing_nobody_votes(drafted: Reflekt) -> None:
    drafted("themeday", "vote", "--dots", "1=1")
    drafted("themeday", "vote", "--close", "--yes")
    assert "closed" in drafted("themeday", "vote", "--dots", "2=1", code=2).err


def test_a_ballot_changed_after_closing_is_reported_and_changes_nothing(drafted: Reflekt) -> None:
    drafted("themeday", "vote", "--dots", "1=1")
    drafted("themeday", "vote", "--close", "--yes")
    (ballot,) = (drafted.space / "themedays" / DAY / "ballots").iterdir()
    ballot.write_bytes(ballot.read_bytes() + b"# again\n")
    shown = drafted("themeday", "show", "--json")
    result = json.loads(shown.out)
    assert (result["voices"], sum(result["votes"].values())) == (1, 1)
    assert len(result["refused"]) == 1


def test_a_count_changed_by_hand_after_closing_is_put_right_and_said(drafted: Reflekt) -> None:
    drafted("themeday", "vote", "--dots", "new-colleagues=1", "--add", "Night calls")
    drafted("themeday", "vote", "--close", "--yes")
    page = drafted.space / "themedays" / DAY / "themeday.toml"
    sound = page.read_text("utf-8")
    assert drafted("themeday").err == ""
    page.write_text(sound.replace("new-colleagues = 1", "new-colleagues = 90"), "utf-8")
    shown = drafted("themeday", "--json")
    assert json.loads(shown.out)["votes"] == {"new-colleagues": 1, "night-calls": 1}
    assert "the ballots count" in drafted("themeday").err


def test_a_voting_closed_by_hand_with_a_count_of_ones_own_is_put_right(drafted: Reflekt) -> None:
    drafted("themeday", "vote", "--dots", "new-colleagues=1")
    page = drafted.space / "themedays" / DAY / "themeday.toml"
    closed = '\n[closed]\nat = "2026-11-26T10:00:00+01:00"\nvoices = 9\nballots = [["x", "y"]]\n'
    with page.open("a", encoding="utf-8") as file:
        file.write(f"{closed}[closed.votes]\nnew-colleagues = 90\n")
    shown = drafted.json("themeday", "--json")
    assert (shown["votes"], shown["voices"]) == ({}, 0)


def test_a_ballot_written_by_hand_for_somebody_else_does_not_count(drafted: Reflekt) -> None:
    drafted("themeday", "vote", "--dots", "1=1")
    folder = drafted.space / "themedays" / DAY / "ballots"
    (ballot,) = folder.iterdir()
    forged = ballot.read_text("utf-8").replace(ballot.stem, "forged").replace("= 1\n", "= 5\n")
    (folder / "forged.toml").write_text(forged, encoding="utf-8")
    shown = drafted("themeday")
    assert "1 has voted so far." in shown.out
    assert "does not count" in shown.err


def test_a_theme_that_a_voter_adds_is_on_the_agenda(drafted: Reflekt) -> None:
    drafted("themeday", "vote", "--add", "Night calls", "--why", "We are tired")
    drafted("themeday", "vote", "--close", "--yes")
    assert "Night calls" in drafted("themeday", "agenda").out


def test_the_agenda_fills_the_day_and_the_most_votes_get_the_longest_time(drafted: Reflekt) -> None:
    drafted("themeday", "vote", "--dots", "new-colleagues=5")
    points = drafted.json("themeday", "agenda", "--json")["points"]
    assert (points[0]["from"], points[-1]["to"]) == ("09:00", "15:00")
    themes = {point["theme"]: point["minutes"] for point in points if point["theme"]}
    assert max(themes, key=lambda key: themes[key]) == "new-colleagues"


def test_time_without_a_theme_is_said(drafted: Reflekt) -> None:
    assert "minutes have no theme yet" in drafted("themeday", "agenda").err
    drafted("themeday", "draft", "--from", "9", "--to", "10")
    assert "no theme yet" not in drafted("themeday", "agenda").err


def test_what_is_changed_in_the_agenda_by_hand_stays(drafted: Reflekt) -> None:
    drafted("themeday", "agenda")
    changed = agenda(drafted).read_text("utf-8") + "\n## Cake\nMette bakes.\n"
    agenda(drafted).write_text(changed, encoding="utf-8")
    drafted("themeday", "vote", "--dots", "new-colleagues=5")
    assert "Mette bakes." in drafted("themeday", "agenda").out


def test_the_ids_in_the_agenda_are_not_shown(drafted: Reflekt) -> None:
    assert "<!--" not in drafted("themeday", "agenda").out
    assert "<!--" in agenda(drafted).read_text("utf-8")


def test_closing_makes_decisions_things_to_follow_up(drafted: Reflekt) -> None:
    drafted(
        *("themeday", "close", "--discussed", "1", "--decision", "Call before the letter"),
        *("--who", "Mette", "--by", "2027-01-08"),
    )
    (action,) = drafted.json("show", "@", "--json")["actions"]
    assert (action["text"], action["by"]) == ("Call before the letter", "2027-01-08")
    outcome = agenda(drafted).with_name("outcome.md").read_text("utf-8")
    assert "- [ ] Call before the letter @mette (by 2027-01-08)" in outcome


def test_a_day_is_closed_with_its_decisions_or_not_at_all(drafted: Reflekt) -> None:
    drafted("themeday", "close", "--decision", "Call before the letter")
    changed = drafted.git("show", "--name-only", "--format=", "HEAD").split()
    assert [one.partition("/")[0] for one in changed] == ["entries", "themedays", "themedays"]


def test_decisions_that_the_gate_stops_are_given_back(drafted: Reflekt) -> None:
    stopped = drafted("themeday", "close", "--decision", "Call 070761-4285 first", code=4)
    assert "- [ ] Call 070761-4285 first" in stopped.err
    assert drafted.json("themeday", "show", "--json")["closed"] is False


def test_a_day_that_is_over_shows_what_was_decided(drafted: Reflekt) -> None:
    assert drafted.json("themeday", "--json")["held"] is False
    drafted("themeday", "close", "--decision", "Call first", "--who", "Mette", "--by", "2026-12-18")
    shown = drafted("themeday").out
    assert "The day is over. You decided:\n  – Call first" in shown
    assert drafted.json("themeday", "--json")["held"] is True


def test_what_came_of_a_decision_is_told_with_the_day_as_people_write_it(drafted: Reflekt) -> None:
    drafted("themeday", "close", "--decision", "Call first", "--who", "Mette", "--by", "2026-12-18")
    drafted.environment["REFLEKT_NOW"] = "2026-12-18T10:00:00+01:00"
    (due,) = drafted.json("followup", "--list", "--json")
    said = (
        "--happened",
        "The letter came first",
        "--helped",
        "no",
        "--go-on",
        "--by",
        "2027-02-01",
    )
    drafted("followup", f"{due['id']}^{due['anchor']}", *said)
    opened = drafted("themeday", "draft", "--date", "2027-03-04").out
    plan = drafted("themeday", "agenda").out
    for told in (opened, plan):
        assert "Friday 18 December 2026: did not help – The letter came first" in told
        assert "2026-12-18" not in told


def test_a_theme_day_is_closed_once(drafted: Reflekt) -> None:
    drafted("themeday", "close", "--decision", "Rest")
    assert "already" in drafted("themeday", "close", "--decision", "Rest", code=2).err


def test_a_theme_day_is_not_closed_by_saying_nothing(drafted: Reflekt) -> None:
    assert "once and for all" in drafted("themeday", "close", code=2).err
    drafted("themeday", "close", "--decision", "Rest")


def test_closing_and_its_decisions_are_one_commit(drafted: Reflekt) -> None:
    drafted("themeday", "close", "--decision", "Rest")
    told = subprocess.run(
        ["git", "-C", str(drafted.home / "team"), "show", "--stat", "--format=", "HEAD"],
        capture_output=True, check=True, text=True,
    ).stdout  # fmt: skip
    assert "outcome.md" in told
    assert "entries/" in told


def test_the_next_draft_opens_with_the_decisions_and_what_was_not_reached(drafted: Reflekt) -> None:
    drafted("themeday", "vote", "--dots", "new-colleagues=2")
    drafted("themeday", "vote", "--close", "--yes")
    drafted("themeday", "close", "--discussed", "1", "--decision", "Call before the letter")
    later = {"REFLEKT_NOW": "2027-02-01T10:00:00+01:00"}
    shown = drafted("themeday", "draft", "--date", "2027-03-04", env=later).out
    assert "What you decided last time\n  – Call before the letter" in shown
    assert "not reached last time · Two begin soon" in shown


def test_what_people_voted_for_is_carried_on_though_nobody_ended_the_voting(
    drafted: Reflekt,
) -> None:
    drafted("themeday", "vote", "--dots", "new-colleagues=2", "--add", "Night calls")
    drafted("themeday", "close", "--discussed", "1", "--decision", "Call before the letter")
    later = {"REFLEKT_NOW": "2027-02-01T10:00:00+01:00"}
    shown = drafted("themeday", "draft", "--date", "2027-03-04", env=later).out
    assert "New colleagues" in shown
    assert "Night calls" in shown


def test_a_colleague_who_leads_a_theme_needs_no_yes_and_anybody_else_does(
    drafted: Reflekt,
) -> None:
    drafted("themeday", "vote", "--dots", "new-colleagues=5")
    drafted("themeday", "agenda", "--lead", "new-colleagues=Mette Holm")
    assert "Leads: Mette Holm" in agenda(drafted).read_text("utf-8")
    stopped = drafted("themeday", "agenda", "--lead", "new-colleagues=Karoline Ulvestad", code=4)
    assert "Karoline Ulvestad" in stopped.err


def test_who_leads_a_theme_stays_until_somebody_else_does(drafted: Reflekt) -> None:
    drafted("themeday", "agenda", "--lead", "new-colleagues=Mette")
    assert "Leads: Mette" in drafted("themeday", "agenda").out
    text = agenda(drafted).read_text("utf-8")
    agenda(drafted).write_text(text.replace("Two begin soon", "Three begin soon"), "utf-8")
    changed = drafted("themeday", "agenda", "--lead", "new-colleagues=Mette Holm").out
    assert "Three begin soon" in changed
    assert "Leads: Mette Holm" in changed
    assert "Leads: Mette Holm" in drafted("themeday", "agenda").out


def test_a_theme_may_be_typed_without_danish_letters(drafted: Reflekt) -> None:
    drafted("themeday", "draft", "--add", "Netværk og søskende")
    drafted("themeday", "vote", "--dots", "netvaerk og soeskende=2")
    votes = drafted.json("themeday", "show", "--json")["votes"]
    assert votes == {"netværk-og-søskende": 2}


def test_who_leads_a_theme_there_is_not_is_refused(drafted: Reflekt) -> None:
    assert "1=mette" in drafted("themeday", "agenda", "--lead", "nothing=mette", code=2).err


def test_a_file_of_the_day_that_cannot_be_read_is_named_and_left_alone(drafted: Reflekt) -> None:
    place = drafted.space / "themedays" / DAY / "themeday.toml"
    place.write_text("people = [", encoding="utf-8")
    shown = drafted("themeday", code=3)
    assert "themeday.toml" in shown.err
    assert "themeday.toml" in drafted("themeday", "draft", "--date", DAY, code=6).err
    assert place.read_text("utf-8") == "people = ["


def test_a_theme_day_of_strange_signs_is_said_in_words(drafted: Reflekt) -> None:
    (drafted.space / "themedays" / DAY / "themeday.toml").write_bytes(b"\xff\xfe\x00")
    said = drafted("themeday", code=3).err
    assert "themeday.toml can't be read: it is not UTF-8." in said
    assert "codec" not in said


def test_everything_a_theme_day_writes_is_committed(drafted: Reflekt) -> None:
    drafted("themeday", "vote", "--dots", "1=1")
    drafted("themeday", "agenda")
    drafted("themeday", "close", "--decision", "Rest")
    drafted.assert_sound()


def test_there_is_nothing_to_export_before_there_is_an_agenda(drafted: Reflekt) -> None:
    assert "agenda" in drafted("themeday", "export", "--html", "a.html", code=3).err


def test_the_invitation_says_when_and_what(drafted: Reflekt) -> None:
    drafted("themeday", "agenda")
    place = drafted.home.parent / "day.ics"
    drafted("themeday", "export", "--ics", str(place))
    lines = place.read_bytes().decode("utf-8").replace("\r\n ", "").split("\r\n")
    assert "DTSTART:20261203T090000" in lines
    assert "DTEND:20261203T150000" in lines
    assert any(one.startswith("DESCRIPTION:") and "New colleagues" in one for one in lines)


def test_the_agenda_becomes_a_page_as_people_left_it(drafted: Reflekt) -> None:
    drafted("themeday", "agenda")
    text = agenda(drafted).read_text("utf-8") + "\n## Cake\n\n<b>Somebody bakes.</b>\n"
    agenda(drafted).write_text(text, encoding="utf-8")
    place = drafted.home.parent / "day.html"
    drafted("themeday", "export", "--html", str(place))
    made = place.read_text("utf-8")
    assert "&lt;b&gt;Somebody bakes." in made
    assert "opening" not in made


def test_what_is_handed_out_begins_with_the_day_at_a_glance(drafted: Reflekt) -> None:
    drafted("themeday", "vote", "--dots", "new-colleagues=5")
    drafted("themeday", "agenda", "--lead", "new-colleagues=Mette")
    text = drafted("themeday", "export", "--markdown", "-").out
    glance, _, rest = text.partition("## The day at a glance")[2].partition("\n## ")
    assert [line for line in glance.splitlines() if "New colleagues" in line and "Mette" in line]
    assert glance.index("Welcome") < glance.index("Lunch") < glance.index("What we decide")
    assert "\n### " in rest


def test_what_many_wrote_about_is_a_candidate(team: Reflekt) -> None:
    lines = [
        {"text": "We called first", "themes": [theme], "author": author, "created": "2026-10-05"}
        for author in ("amira", "jonas", "birgit", "sofie")
        for theme in ("trust", "barnets-stemme")
    ]
    place = team.home.parent / "points.jsonl"
    place.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    team("import", str(place), "--space", "team", "--yes")
    draft = team.json("themeday", "draft", "--date", DAY, "--json")
    assert [one["why"] for one in draft["candidates"] if one["source"] == "report"] != []
    assert {"Trust", "Barnets stemme"} <= set(titles(draft))  # and the gate takes neither for names
