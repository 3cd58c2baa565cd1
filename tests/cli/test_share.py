"""`share` and `unshare`: what leaves, what is remembered, what can be taken back."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

import pytest

from reflekt.domain.consent import YES, Consent, consent_file, read_consent
from reflekt.domain.merge import merged_file
from tests.conftest import Reflekt

LEARNED = "Da jeg ringede først, fortalte Karen selv om det. #netværk"


@pytest.fixture
def team(reflekt: Reflekt) -> Reflekt:
    """Mette's home with a team space and a visit to share from."""
    reflekt("space", "add", "team", "--kind", "team")
    reflekt(
        "visit",
        *("--text", "Jeg turde ikke spørge søsteren."),
        *("--learning", LEARNED, "--learning", "Vente lidt. #tålmodighed"),
        *("--family", "Familien Ulv", "--concern", "7:4"),
    )
    return reflekt


def there(reflekt: Reflekt) -> list[str]:
    """The texts of the entries of the team."""
    rows = reflekt.json("list", "--space", "team", "--json")
    return [Path(row["path"]).read_text("utf-8") for row in rows]


def git(reflekt: Reflekt, *arguments: str, space: str = "team") -> str:
    command = ["git", "-C", str(reflekt.home / space), *arguments]
    return subprocess.run(
        command, capture_output=True, check=True, text=True, env=reflekt.environment
    ).stdout


def test_only_learning_points_leave_and_names_are_replaced(team: Reflekt) -> None:
    team("share", "@", "--to", "team", "--yes")
    (text,) = there(team)
    assert "- Da jeg ringede først, fortalte A selv om det. #netværk\n- Vente lidt." in text
    for left_behind in ("Karen", "søsteren", "Ulv", "concern"):
        assert left_behind not in text
    assert 'author = "mette"' in text


def test_the_new_entry_does_not_lead_back(team: Reflekt) -> None:
    (row,) = team.json("list", "--space", "private", "--json")
    team("share", row["id"], "--to", "team", "--yes")
    assert row["id"] not in there(team)[0]
    assert row["id"] not in git(team, "log", "--all", "--format=%B%n%an")


def test_the_private_entry_remembers_where_it_went(team: Reflekt) -> None:
    (row,) = team.json("list", "--space", "private", "--json")
    shared = team.json("share", row["id"], "--to", "team", "--yes", "--json")
    (one,) = team.json("show", row["id"], "--json")["shared"]
    assert (one["space"], one["id"]) == ("team", shared["id"])
    team.assert_sound()


def test_without_a_yes_nothing_leaves(team: Reflekt) -> None:
    done = team("share", "@", "--to", "team", code=4)
    assert "fortalte A selv" in done.out
    assert there(team) == []


def test_names_stay_when_asked_for(team: Reflekt) -> None:
    team("share", "@", "--to", "team", "--yes", "--keep")
    assert "Karen" in there(team)[0]


def test_a_cpr_number_stays_behind_whatever_is_said(team: Reflekt) -> None:
    team("visit", "--learning", "Hun med 010190-1234 ringede. #x")
    team("share", "@", "--to", "team", "--yes", "--keep")
    (text,) = there(team)
    assert "[CPR" in text
    assert "010190" not in text


def test_all_shares_the_whole_entry_without_the_familys_pseudonym(team: Reflekt) -> None:
    team("share", "@", "--to", "team", "--all", "--yes")
    (text,) = there(team)
    assert "søsteren" in text
    assert "Ulv" not in text


def test_points_may_be_quoted_only_when_that_is_said(team: Reflekt) -> None:
    team("share", "@", "--to", "team", "--yes", "--quote")
    assert there(team)[0].count("(may be quoted)") == 2


def test_sharing_twice_is_noticed(team: Reflekt) -> None:
    (row,) = team.json("list", "--space", "private", "--json")
    team("share", row["id"], "--to", "team", "--yes")
    done = team("share", row["id"], "--to", "team", "--yes")
    assert "All of it stands in team already" in done.out
    assert "you shared from this entry" in done.err
    assert len(there(team)) == 1


def test_only_what_is_new_leaves_the_second_time(team: Reflekt) -> None:
    (row,) = team.json("list", "--space", "private", "--json")
    team("share", row["id"], "--to", "team", "--yes")
    text = Path(row["path"]).read_text("utf-8")
    text = text.replace("- Vente lidt", "- Tage imod hjælp. #hjælp\n- Vente lidt")
    team("edit", row["id"], "--from", "-", stdin=text)
    team("share", row["id"], "--to", "team", "--yes")
    newest = next(one for one in there(team) if "Tage imod" in one)
    assert "Vente lidt" not in newest


class TestUnnamed:
    """Nothing in the space says whose it is, nor when to the hour."""

    def test_the_entry_carries_a_token_and_the_week(self, team: Reflekt) -> None:
        team("share", "@", "--to", "team", "--unnamed", "--yes")
        (text,) = there(team)
        assert 'author = ""' in text
        assert "contributor = " in text
        assert "T12:00:00" in text
        (row,) = team.json("list", "--space", "team", "--json")
        assert "-1200-visit-" in row["path"]

    def test_the_commit_names_nobody(self, team: Reflekt) -> None:
        team("share", "@", "--to", "team", "--unnamed", "--yes")
        said = git(team, "log", "-1", "--format=%an %ae %cn %ce %aI %cI")
        assert said.startswith("reflekt reflekt@reflekt.invalid reflekt reflekt@reflekt.invalid")
        assert said.count("T12:00:00") == 2

    def test_the_token_is_the_same_in_a_space(self, team: Reflekt) -> None:
        team("share", "@", "--to", "team", "--unnamed", "--yes")
        team("visit", "--learning", "Mere. #x")
        team("share", "@", "--to", "team", "--unnamed", "--yes")
        tokens = {line for text in there(team) for line in text.split("\n") if "contrib" in line}
        assert len(tokens) == 1

    def test_it_can_be_taken_back(self, team: Reflekt) -> None:
        (row,) = team.json("list", "--space", "private", "--json")
        team("share", row["id"], "--to", "team", "--unnamed", "--yes")
        team("unshare", row["id"])
        assert there(team) == []
        assert "Mette" not in git(team, "log", "-2", "--format=%an")


def test_unshare_takes_it_out_and_says_what_remains(team: Reflekt) -> None:
    (row,) = team.json("list", "--space", "private", "--json")
    team("share", row["id"], "--to", "team", "--yes")
    done = team("unshare", row["id"], "--from", "team")
    assert "history" in done.out
    assert there(team) == []
    assert "shared" not in team.json("show", row["id"], "--json")
    assert "Vente lidt" in git(team, "log", "-p", "--all")


def test_taking_back_twice_leaves_the_entry_it_came_from(team: Reflekt) -> None:
    team("space", "add", "andre")
    id = team.json("share", "@", "--to", "team", "--yes", "--json")["id"]
    team("share", id, "--to", "andre", "--yes")
    team("unshare", id)
    assert "taken back already" in team("unshare", id, code=2).err
    assert len(there(team)) == 1
    team("unshare", id, "--from", "team")
    assert there(team) == []


def test_what_was_taken_back_can_be_shared_again(team: Reflekt) -> None:
    (row,) = team.json("list", "--space", "private", "--json")
    for command in ("share", "unshare", "share"):
        options = ("--to", "team", "--yes") if command == "share" else ()
        team(command, row["id"], *options)
    assert len(there(team)) == 1


def test_what_two_wrote_together_is_not_taken_out_by_one(team: Reflekt) -> None:
    team("space", "add", "buddy-jonas")
    row = team.json("buddy", "--with", "jonas", "--note", "story=Vi talte", "--yes", "--json")
    assert "neither takes it out" in team("unshare", row["id"], code=2).err
    assert team.json("show", row["id"], "--json")["id"] == row["id"]


def interrupted(team: Reflekt, space: str) -> str:
    """The id of an entry whose sharing was cut off when only the memory of it was written."""
    (row,) = team.json("list", "--space", "private", "--json")
    place = Path(row["path"])
    memory = f'shared = [{{ space = "{space}", id = "abc123", when = 2026-11-25 }}]\n'
    text = place.read_text("utf-8")
    place.write_text(text.replace("language =", memory + "language =", 1), "utf-8")
    return str(row["id"])


def test_a_sharing_that_was_cut_off_can_be_done_again_and_taken_back(team: Reflekt) -> None:
    id = interrupted(team, "team")
    team("share", id, "--to", "team", "--yes")
    assert len(there(team)) == 1
    team("unshare", id)
    assert there(team) == []
    assert "shared" not in team.json("show", id, "--json")


def test_taking_back_a_sharing_that_was_cut_off_leaves_no_memory_of_it(team: Reflekt) -> None:
    id = interrupted(team, "team")
    assert "nobody reads it there" in team("unshare", id, code=3).err
    assert "shared" not in team.json("show", id, "--json")


def test_what_can_be_taken_back_is_though_another_space_is_gone(team: Reflekt) -> None:
    id = interrupted(team, "a-space-we-left")
    team("share", id, "--to", "team", "--yes")
    assert "no longer in a-space-we-left" in team("unshare", id, code=3).err
    assert there(team) == []


def test_what_was_never_shared_cannot_be_taken_back(team: Reflekt) -> None:
    assert "has been shared" in team("unshare", "@", code=2).err


def test_an_entry_without_learning_points_says_so(team: Reflekt) -> None:
    id = team("visit", "--text", "Bare en historie.").out.split()[0]
    assert "no learning points" in team("share", id, "--to", "team", "--yes", code=2).err


class TestPairs:
    """What two wrote goes further when both have said yes."""

    @pytest.fixture
    def pair(self, team: Reflekt) -> Reflekt:
        """A space of two, where both are members, with an entry of theirs."""
        team("space", "add", "buddy-jonas")
        members = team.home / "buddy-jonas" / "members"
        (members / "jonas.toml").write_text(
            'name = "Jonas"\nid = "abcdefgh"\nsince = 2026-01-01\n', "utf-8"
        )
        team("note", "--space", "buddy-jonas", "--", "Vi turde sige det højt. #mod")
        (row,) = team.json("list", "--space", "buddy-jonas", "--json")
        team.environment["ENTRY"] = row["id"]
        return team

    def other(self, pair: Reflekt, answer: str) -> None:
        """Jonas' answer, as it comes in from his machine."""
        entry = pair.environment["ENTRY"]
        place = pair.home / "buddy-jonas" / "consents" / f"{entry}.toml"
        place.write_text(place.read_text("utf-8") + f'jonas = "{answer}"\n', "utf-8")

    def test_the_first_share_only_proposes(self, pair: Reflekt) -> None:
        done = pair("share", pair.environment["ENTRY"], "--to", "team", "--yes")
        assert "when both of you have said yes" in done.out
        assert there(pair) == []
        (one,) = pair.json("share", "--proposals", "--json")
        assert one["answers"] == {"mette": "yes"}
        assert not one["agreed"]

    def test_it_goes_when_both_have_said_yes(self, pair: Reflekt) -> None:
        for _ in range(2):
            pair("share", pair.environment["ENTRY"], "--to", "team", "--yes")
        assert there(pair) == []
        self.other(pair, "yes")
        pair("share", pair.environment["ENTRY"], "--to", "team", "--yes")
        assert "Vi turde sige det højt. #mod" in there(pair)[0]

    def test_a_no_is_a_no(self, pair: Reflekt) -> None:
        pair("share", pair.environment["ENTRY"], "--to", "team", "--yes")
        self.other(pair, "no")
        pair("share", pair.environment["ENTRY"], "--to", "team", "--yes", code=4)
        assert there(pair) == []

    def test_a_yes_can_be_taken_back(self, pair: Reflekt) -> None:
        pair("share", pair.environment["ENTRY"], "--to", "team", "--yes")
        self.other(pair, "yes")
        pair("share", pair.environment["ENTRY"], "--withdraw")
        pair("share", pair.environment["ENTRY"], "--to", "team", "--yes", code=4)

    def test_a_changed_text_needs_a_new_yes(self, pair: Reflekt) -> None:
        entry = pair.environment["ENTRY"]
        pair("share", entry, "--to", "team", "--yes")
        self.other(pair, "yes")
        path = Path(pair.json("show", entry, "--json")["path"])
        text = path.read_text("utf-8").replace("højt", "meget højt")
        pair("edit", entry, "--from", "-", stdin=text)
        pair("share", entry, "--to", "team", "--yes")
        assert there(pair) == []
        (one,) = pair.json("share", "--proposals", "--json")
        assert one["answers"] == {"mette": "yes"}

    def test_whether_it_is_named_is_proposed_seen_and_agreed_upon(self, pair: Reflekt) -> None:
        entry = pair.environment["ENTRY"]
        proposed = pair("share", entry, "--to", "team", "--unnamed", "--yes")
        assert "without a name" in proposed.out
        (one,) = pair.json("share", "--proposals", "--json")
        assert one["unnamed"] is True
        assert "without a name" in pair("share", "--proposals").out
        self.other(pair, "yes")
        pair("share", entry, "--to", "team", "--named", "--yes")
        assert there(pair) == []  # under her name it is another question
        (one,) = pair.json("share", "--proposals", "--json")
        assert (one["unnamed"], one["answers"]) == (False, {"mette": "yes"})
        assert "under your name" in pair("share", "--proposals").out
        pair("share", entry, "--to", "team", "--unnamed", "--yes")
        self.other(pair, "yes")
        shared = pair.json("share", entry, "--to", "team", "--yes", "--json")
        assert shared["unnamed"] is True
        assert 'author = ""' in there(pair)[0]

    def test_the_other_sees_under_which_name_before_saying_yes(self, pair: Reflekt) -> None:
        entry = pair.environment["ENTRY"]
        pair("share", entry, "--to", "team", "--yes")
        place = pair.home / "buddy-jonas" / "consents" / f"{entry}.toml"
        turned = (
            place.read_text("utf-8").replace('"mette"', '"jonas"').replace("mette =", "jonas =")
        )
        place.write_text(turned, "utf-8")
        asked = pair("share", entry, "--agree", code=2)
        assert "under the name jonas" in asked.out
        pair("share", entry, "--agree", "--yes")
        refused = pair("share", entry, "--to", "team", "--yes", code=2)
        assert "jonas shares it" in refused.err
        assert there(pair) == []

    def test_two_proposals_that_met_have_no_yes(self) -> None:
        first = Consent("abc123", "team", "mette", "- ord\n", "s", date(2026, 11, 25))
        one = consent_file(first.answered("mette", YES))
        other = consent_file(first._replace(by="jonas", unnamed=True).answered("jonas", YES))
        for sides in ((one, other), (other, one)):
            met = merged_file("consents/abc123.toml", None, *sides).data
            assert read_consent("abc123", met or b"").answers == {}

    def test_a_text_put_in_place_of_what_was_agreed_is_refused(self, pair: Reflekt) -> None:
        entry = pair.environment["ENTRY"]
        pair("share", entry, "--to", "team", "--yes")
        self.other(pair, "yes")
        place = pair.home / "buddy-jonas" / "consents" / f"{entry}.toml"
        place.write_text(place.read_text("utf-8").replace("højt", "lavt"), "utf-8")
        pair("share", entry, "--to", "team", "--yes", code=6)
        assert there(pair) == []
