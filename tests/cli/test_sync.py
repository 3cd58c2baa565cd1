"""Two people, one shared folder: what one writes the other reads, and nothing is lost."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from pathlib import Path

import pytest

from tests.cli.together import Person, Together, assert_both_ways


@pytest.fixture
def together(tmp_path: Path, cache: Path) -> Together:
    return Together(tmp_path, cache)


@pytest.fixture
def pair(together: Together) -> tuple[Person, Person]:
    """Mette, who founded the team's space, and Jonas, who joined it."""
    mette, jonas = together.person("Mette Holm"), together.person("Jonas Bo")
    mette("space", "add", "team", "--remote", str(together.remote))
    jonas("space", "add", "team", "--remote", str(together.remote))
    return mette, jonas


def test_what_one_writes_the_other_reads(pair: tuple[Person, Person]) -> None:
    assert_both_ways(*pair)


def test_several_syncs_of_one_home_at_once_get_through(pair: tuple[Person, Person]) -> None:
    mette, jonas = pair
    mette.writes("vi ventede")
    mette.sync()
    jonas.writes("vi lyttede")
    line = jonas.command("sync", "team")
    started = [subprocess.Popen(line, env=jonas.environment, text=True) for _ in range(4)]
    assert [one.wait(timeout=60) for one in started] == [0] * 4
    assert jonas.titles() == ["vi lyttede", "vi ventede"]


@pytest.mark.parametrize(
    ("words", "code"),
    [(("--help",), 0), (("nowhere",), 3), (("--nonsense",), 2), (("private",), 0)],
)
def test_what_is_no_sync_of_a_shared_space_begins_none(
    pair: tuple[Person, Person], together: Together, words: tuple[str, ...], code: int
) -> None:
    mette, _ = pair
    together.remote.rename(together.remote.with_name("væk.git"))
    assert "can't be found" not in mette("sync", *words, code=code).err


def test_what_is_no_entry_is_told_too(pair: tuple[Person, Person]) -> None:
    mette, jonas = pair
    mette.sync()
    jonas.sync()
    mette("themeday", "draft", "--date", "2026-12-03", "--space", "team")
    assert mette("sync", "team").out == "team: other things in the space sent.\n"
    assert jonas("sync", "team").out == "team: other things in the space fetched.\n"
    assert jonas("sync", "team").out == "team: nothing new.\n"


def test_what_is_taken_out_is_told_as_withdrawn(pair: tuple[Person, Person]) -> None:
    mette, jonas = pair
    mette("visit", "--text", "Et besøg.", "--learning", "At lytte. #tillid")
    mette("share", "@", "--to", "team", "--yes")
    mette.sync()
    jonas.sync()
    id = mette.json("list", "--space", "private", "--json")[0]["id"]
    mette("unshare", id)
    assert mette("sync", "team").out == "team: 1 entry withdrawn.\n"
    assert jonas("sync", "team").out == "team: 1 entry withdrawn by others.\n"
    assert jonas.titles() == []


def test_what_stands_in_the_way_is_told_with_what_to_do_in_json_too(
    pair: tuple[Person, Person], together: Together
) -> None:
    mette, _ = pair
    together.remote.rename(together.remote.with_name("væk.git"))
    (told,) = json.loads(mette("sync", "--json", code=5).out)
    assert (told["space"], told["code"]) == ("team", 5)
    assert "can't be found" in told["error"]
    assert "Is the drive connected" in told["hint"]


def test_what_is_brought_for_another_member_stands_under_who_brought_it(
    pair: tuple[Person, Person],
) -> None:
    mette, jonas = pair
    mette.sync()
    lines = '{"text": "for jonas", "author": "jonas"}\n{"text": "for karin", "author": "karin"}\n'
    said = mette("import", "-", "--space", "team", "--yes", stdin=lines)
    assert "Also in the space: Jonas Bo." in said.err
    mette.sync()
    (claim,) = jonas.sync()[0]["claims"]
    assert (claim["author"], claim["sender"], claim["stands"]) == ("jonas", "Mette Holm", "mette")
    mette.sync()
    for one in pair:
        rows = one.json("list", "--space", "team", "--json")
        assert {row["title"]: row["author"] for row in rows} == {
            "for jonas": "mette",
            "for karin": "karin",
        }


def test_the_one_line_of_an_invitation_is_enough(together: Together) -> None:
    mette, jonas = together.person("Mette Holm"), together.person("Jonas Bo")
    mette("space", "add", "team", "--remote", str(together.remote))
    line = mette("space", "invite", "team").out
    program, *arguments = shlex.split(line)
    assert program == "reflekt"
    assert "You are in the space team" in jonas(*arguments).out


def test_an_invitation_for_myself_says_where_something_is_missing(together: Together) -> None:
    mette = together.person("Mette Holm")
    mette("space", "add", "team", "--remote", str(together.remote))
    settings = mette.home / "reflekt.toml"
    text = settings.read_text("utf-8")
    token = text.partition('token = "')[2].partition('"')[0]
    settings.write_text(text.replace(f'token = "{token}"', 'token = ""'), "utf-8")
    said = mette("space", "invite", "team", "--myself", code=2)
    assert "short name and token" in said.err
    assert "--as" in said.err
    assert said.out == ""


def test_who_is_new_in_the_space_is_told(together: Together) -> None:
    mette, jonas = together.person("Mette Holm"), together.person("Jonas Bo")
    for one in (mette, jonas):
        one("space", "add", "team", "--remote", str(together.remote))
    assert mette("sync").out == "team: new in the space: Jonas Bo.\n"
    amira = together.person("Amira Aziz")
    amira("space", "add", "team", "--remote", str(together.remote))
    assert jonas.sync()[0]["new_members"] == ["Amira Aziz"]
    assert jonas.sync()[0]["new_members"] == []


def test_of_a_space_or_kind_that_is_none_it_says_which_there_are(together: Together) -> None:
    mette = together.person("Mette Holm")
    said = mette("list", "--space", "teem", code=3).err
    assert "private" in said
    assert "reflekt space add teem" in said
    assert "visit, buddy" in mette("list", "--kind", "vist", code=2).err


def test_two_with_the_same_name_are_told_apart(together: Together) -> None:
    people = [together.person("Mette Holm", f"home{number}") for number in range(3)]
    for one in people:
        one("space", "add", "team", "--remote", str(together.remote))
    names = [one.json("space", "list", "--json")[1]["author"] for one in people]
    assert names == ["mette", "mette-2", "mette-3"]
    told = people[0].sync()[0]["new_members"]
    assert told == ["Mette Holm (mette-2)", "Mette Holm (mette-3)"]
    for one in people:
        one.writes("vi lyttede")
        one.sync()
    people[0].sync()
    rows = people[0].json("list", "--space", "team", "--json")
    assert sorted(row["author"] for row in rows) == names


def test_whoever_joins_two_with_the_same_name_sees_who_is_who(together: Together) -> None:
    for home in ("one", "two"):
        mette = together.person("Mette Holm", home)
        mette("space", "add", "team", "--remote", str(together.remote))
    birgit = together.person("Birgit Ny")
    said = birgit("space", "add", "team", "--remote", str(together.remote)).out
    assert "Mette Holm (mette), Mette Holm (mette-2)" in said


def test_on_another_computer_i_am_the_one_i_was(together: Together) -> None:
    first, second = together.person("Mette Holm", "a"), together.person("Mette Holm", "b")
    first("space", "add", "team", "--remote", str(together.remote))
    second("space", "add", "team", "--remote", str(together.remote), "--as", "mette")
    second.writes("fra den anden")
    (report,) = second.sync()
    assert second.json("list", "--space", "team", "--json")[0]["author"] == "mette"
    assert first.sync()[0]["claims"] == report["claims"] == []


def test_on_another_computer_i_am_counted_once(together: Together) -> None:
    first, second = together.person("Mette Holm", "a"), together.person("Mette Holm", "b")
    first("space", "add", "team", "--remote", str(together.remote))
    invited = first("space", "invite", "team", "--myself")
    assert "For you alone" in invited.err
    _, *arguments = shlex.split(invited.out)
    second(*arguments)
    for one in (first, second):
        one("visit", "--text", "Et besøg.", "--learning", "At lytte. #tillid")
        one("share", "@", "--to", "team", "--unnamed", "--yes")
        one.sync()
    tokens = {
        re.findall(r'contributor = "(\w+)"', second.file(id).read_text())[0] for id in second.ids()
    }
    assert len(second.ids()) == 2
    assert len(tokens) == 1


def test_another_name_on_the_other_computer_makes_nobody_new_in_silence(
    together: Together,
) -> None:
    first, second = together.person("Mette Holm", "a"), together.person("Mette H.", "b")
    first("space", "add", "team", "--remote", str(together.remote))
    _, *arguments = shlex.split(first("space", "invite", "team", "--myself").out)
    refused = second(*arguments, code=2).err
    assert "Nobody with your name is called mette there." in refused
    assert "your name must be the same on both computers" in refused
    assert not second.space.exists()


def test_who_joined_before_can_still_be_counted_once(together: Together) -> None:
    first, second = together.person("Mette Holm", "a"), together.person("Mette Holm", "b")
    first("space", "add", "team", "--remote", str(together.remote))
    second("space", "add", "team", "--remote", str(together.remote), "--as", "mette")
    _, *arguments = shlex.split(first("space", "invite", "team", "--myself").out)
    second(*arguments)
    homes = [(one.home / "reflekt.toml").read_text("utf-8") for one in (first, second)]
    tokens = [re.findall(r'(?m)^token = "(\w+)"', text) for text in homes]
    assert tokens[0] == tokens[1]
    assert (
        "from your other computer" in second(*arguments[:-4], "--token", "abcdefghijkl", code=2).err
    )


def test_the_same_paragraph_changed_by_both_waits_for_a_choice(pair: tuple[Person, Person]) -> None:
    mette, jonas = pair
    id = mette.writes("vi ringede")
    mette.sync()
    jonas.sync()
    mette.rewrites(id, "vi ringede", "vi ringede begge")
    jonas.rewrites(id, "vi ringede", "vi ringede straks")
    mette.sync()
    (report,) = jonas.sync()
    assert report["choices"] == [id]
    mette.sync()
    for one in pair:
        text = one("show", id).out
        assert "[two versions] vi ringede begge" in text
        assert "[two versions] vi ringede straks" in text
        one.assert_sound()
    jonas.rewrites(id, "[two versions] vi ringede begge\n\n[two versions] ", "")
    assert jonas.sync()[0]["choices"] == []
    assert mette.sync()[0]["choices"] == []


def test_an_entry_removed_by_one_and_changed_by_the_other_stays(
    pair: tuple[Person, Person],
) -> None:
    mette, jonas = pair
    id = mette.writes("vi ringede")
    mette.sync()
    jonas.sync()
    mette.file(id).unlink()
    jonas.rewrites(id, "vi ringede", "vi ringede igen")
    mette.sync()
    jonas.sync()
    mette.sync()
    assert mette.titles() == jonas.titles() == ["vi ringede igen"]


def test_other_commands_touch_no_network(pair: tuple[Person, Person], together: Together) -> None:
    mette, _ = pair
    mette.writes("vi lyttede")
    together.remote.rename(together.remote.with_name("væk.git"))
    assert mette.titles() == ["vi lyttede"]
    (space,) = [one for one in mette.json("space", "list", "--json") if one["remote"]]
    assert space["unsent"] == 1
    assert "can't be found" in mette("sync", code=5).err


def test_a_space_can_be_left_and_its_copy_stays(pair: tuple[Person, Person]) -> None:
    mette, _ = pair
    mette.writes("vi lyttede")
    mette("space", "leave", "team")
    assert (mette.home / "team" / "space.toml").exists()
    mette("list", "--space", "team", code=3)
    mette("space", "add", "team")
    assert mette.titles() == ["vi lyttede"]


def test_a_copy_is_not_deleted_while_something_of_mine_has_not_been_sent(
    pair: tuple[Person, Person],
) -> None:
    mette, _ = pair
    mette.writes("vi lyttede")
    assert "not been sent" in mette("space", "leave", "team", "--delete", "--yes", code=2).err
    mette.sync()
    mette("space", "leave", "team", "--delete", "--yes")
    assert not (mette.home / "team").exists()


def test_a_space_of_mine_can_be_shared_later(together: Together) -> None:
    mette, jonas = together.person("Mette Holm"), together.person("Jonas Bo")
    mette("space", "add", "team")
    mette.writes("vi lyttede")
    mette("space", "add", "team", "--remote", str(together.remote))
    jonas("space", "add", "team", "--remote", str(together.remote))
    assert jonas.titles() == ["vi lyttede"]


def test_another_space_is_refused(together: Together) -> None:
    mette, jonas = together.person("Mette Holm"), together.person("Jonas Bo")
    jonas("space", "add", "team", "--remote", str(together.remote))
    mette("space", "add", "team")
    assert (
        "not this space"
        in mette("space", "add", "team", "--remote", str(together.remote), code=5).err
    )
    assert mette.json("space", "list", "--json")[1]["remote"] == ""


def test_a_repository_of_something_else_is_refused(together: Together, tmp_path: Path) -> None:
    mette = together.person("Mette Holm")
    work = tmp_path / "andet"
    subprocess.run(["git", "init", "-q", "-b", "main", str(work)], check=True)
    (work / "kode.py").write_text("x")
    together.git(work, "add", ".")
    together.git(work, "commit", "-qm", "x")
    together.git(work, "push", "-q", str(together.remote), "main")
    before = sorted(place.name for place in mette.home.iterdir())
    assert (
        "not of a reflekt space"
        in mette("space", "add", "team", "--remote", str(together.remote), code=5).err
    )
    for place in (work, work / ".git"):
        told = mette("space", "add", "team", "--remote", str(place), code=5).err
        assert "working folder" in told
    assert sorted(place.name for place in mette.home.iterdir()) == before


def test_a_repository_that_names_its_files_by_sha_256_is_said(together: Together) -> None:
    other = together.remote.with_name("nyere.git")
    line = ["git", "init", "-q", "--bare", "--object-format=sha256", str(other)]
    subprocess.run(line, check=True)
    mette = together.person("Mette Holm")
    told = mette("space", "add", "team", "--remote", str(other), code=5).err
    assert "SHA-256" in told
    assert "--object-format=sha1" in told


def test_a_pair_stays_a_pair(together: Together) -> None:
    people = [together.person(name) for name in ("Mette Holm", "Jonas Bo", "Amira Aziz")]
    for one in people[:2]:
        one("space", "add", "buddy-bo", "--remote", str(together.remote))
    third = people[2]("space", "add", "buddy-bo", "--remote", str(together.remote), code=2)
    assert "Mette Holm" in third.err
    assert not (people[2].home / "buddy-bo").exists()


def test_the_gate_stands_before_what_leaves(pair: tuple[Person, Person]) -> None:
    mette, jonas = pair
    id = mette.writes("vi ringede")
    mette.file(id).write_text(mette.file(id).read_text("utf-8") + "\nmed Karoline Ulvestad\n")
    mette("sync", code=4)
    assert jonas.sync()[0]["received"] == 0
    mette("sync", "--yes")
    assert jonas.sync()[0]["received"] == 1


class TestANumberInHistory:
    """Plain git committed a CPR number; what stood there must never reach the others."""

    CPR = "010190-1234"

    def with_number(self, mette: Person) -> str:
        id = mette.writes("vi lyttede længe")
        text = mette.file(id).read_text("utf-8")
        mette.file(id).write_text(text + f"\n{self.CPR}\n", "utf-8")
        mette.git("commit", "-q", "-a", "-m", f"by hand {self.CPR}")
        mette.file(id).write_text(text, "utf-8")
        return id

    def test_while_it_stands_there_nothing_is_sent(self, pair: tuple[Person, Person]) -> None:
        mette, _jonas = pair
        id = self.with_number(mette)
        mette.git("checkout", "-q", "--", ".")
        assert "Take the number out" in mette("sync", "team", code=4).err
        mette.file(id).write_text(mette.file(id).read_text("utf-8").replace(self.CPR, ""), "utf-8")
        assert "as it stands now" in mette("sync", "team").out

    def test_taken_out_the_rest_is_sent_without_it(
        self, pair: tuple[Person, Person], together: Together
    ) -> None:
        mette, jonas = pair
        self.with_number(mette)
        mette.writes("vi ringede først")
        (report,) = mette.sync()
        assert (report["sent"], report["afresh"]) == (2, True)
        jonas.sync()
        assert jonas.titles() == mette.titles() == ["vi lyttede længe", "vi ringede først"]
        assert self.CPR not in together.git(together.remote, "log", "-p", "--all")
        assert self.CPR in mette.git("log", "-p", "--glob=refs/reflekt/kept")
        mette.assert_sound()
        assert mette.sync()[0]["afresh"] is False

    def test_an_entry_without_a_name_stays_without(
        self, pair: tuple[Person, Person], together: Together
    ) -> None:
        mette, jonas = pair
        jonas.writes("vi var der også")
        jonas.sync()
        self.with_number(mette)
        mette("visit", "--text", "Et besøg.", "--learning", "At lytte. #tillid")
        row = mette.json("list", "--space", "private", "--json")[0]
        shared = mette.json("share", row["id"], "--to", "team", "--unnamed", "--yes", "--json")
        place = mette.file(shared["id"]).relative_to(mette.space).as_posix()
        mette.sync()
        who = together.git(together.remote, "log", "main", "--format=%an %ae", "--", place)
        assert who.split() == ["reflekt", "reflekt@reflekt.invalid"]
        assert self.CPR not in together.git(together.remote, "log", "-p", "--all")


def test_a_space_in_a_newer_format_is_read_and_not_written(pair: tuple[Person, Person]) -> None:
    mette, jonas = pair
    mette.writes("vi lyttede")
    jonas.writes("vi ringede")
    mette.sync()
    path = mette.home / "team" / "space.toml"
    path.write_text(path.read_text("utf-8").replace("schema = 1", "schema = 2"))
    mette.git("commit", "-qam", "newer")
    mette.git("push", "-q", mette.json("space", "list", "--json")[1]["remote"], "main")
    assert "newer" in jonas("sync", code=5).err
    assert jonas.titles() == ["vi ringede"]
    refused = mette("import", "-", "--space", "team", "--yes", stdin='{"text": "x"}\n', code=6)
    assert "newer" in refused.err
    assert mette.titles() == ["vi lyttede"]


def test_a_repository_that_lost_something_gets_it_again(
    pair: tuple[Person, Person], together: Together
) -> None:
    mette, jonas = pair
    before = together.git(together.remote, "rev-parse", "main").strip()
    mette.writes("vi lyttede")
    mette.sync()
    together.git(together.remote, "update-ref", "refs/heads/main", before)
    assert "lost something" in mette("sync", code=5).err
    mette("sync", "--resend")
    jonas.sync()
    assert jonas.titles() == ["vi lyttede"]


def test_a_repository_emptied_is_not_filled_again_unasked(
    pair: tuple[Person, Person], together: Together
) -> None:
    mette, _ = pair
    together.git(together.remote, "update-ref", "-d", "refs/heads/main")
    assert "empty now" in mette("sync", code=5).err
    mette("sync", "--resend")
    assert together.git(together.remote, "rev-parse", "main").strip()


def test_a_rewritten_history_is_said_and_changes_nothing(
    pair: tuple[Person, Person], together: Together, tmp_path: Path
) -> None:
    mette, _ = pair
    mette.writes("vi lyttede")
    mette.sync()
    work = tmp_path / "om"
    subprocess.run(["git", "clone", "-qb", "main", str(together.remote), str(work)], check=True)
    together.git(work, "commit", "-q", "--amend", "-m", "en anden")
    together.git(work, "push", "-qf", "origin", "HEAD:main")
    head = mette.git("rev-parse", "HEAD")
    assert "rewritten" in mette("sync", code=5).err
    assert mette.git("rev-parse", "HEAD") == head
    mette.assert_sound()


PAGE = "themedays/2026-12-03/agenda.md"


def page_of(one: Person) -> str:
    return (one.space / PAGE).read_text("utf-8")


def test_a_page_written_by_hand_is_sent_and_can_be_taken_away(pair: tuple[Person, Person]) -> None:
    mette, jonas = pair
    place = mette.space / PAGE
    place.parent.mkdir(parents=True)
    place.write_text("# Dagen\n", encoding="utf-8")
    assert "sync` saves" in mette("doctor", code=6).out
    mette.sync()
    jonas.sync()
    assert page_of(jonas) == "# Dagen\n"
    place.unlink()
    mette.sync()
    jonas.sync()
    assert not (jonas.space / PAGE).exists()
    mette.assert_sound()
    jonas.assert_sound()


def test_a_page_changed_by_hand_on_both_sides_holds_both(pair: tuple[Person, Person]) -> None:
    mette, jonas = pair
    (mette.space / PAGE).parent.mkdir(parents=True)
    (mette.space / PAGE).write_text("# Dagen\n\n## Velkomst\n\nHej\n", encoding="utf-8")
    mette.sync()
    jonas.sync()
    for one, line in ((mette, "Der er kage."), (jonas, "Der er sang.")):
        text = page_of(one) + f"\n## {line}\n\n{line}\n"
        (one.space / PAGE).write_text(text, encoding="utf-8")
    mette.sync()
    jonas.sync()
    mette.sync()
    assert page_of(mette) == page_of(jonas)
    assert {"Der er kage.", "Der er sang."} <= set(page_of(mette).split("\n"))
    mette.assert_sound()


def test_a_page_with_a_cpr_number_by_hand_is_not_sent_and_stops_nothing_else(
    pair: tuple[Person, Person],
) -> None:
    mette, jonas = pair
    (mette.space / PAGE).parent.mkdir(parents=True)
    (mette.space / PAGE).write_text("# Dagen\n\n070761-4285\n", encoding="utf-8")
    mette.writes("vi lyttede")
    assert "CPR" in mette("sync").err
    jonas.sync()
    assert jonas.titles() == ["vi lyttede"]
    assert not (jonas.space / PAGE).exists()


@pytest.mark.parametrize("path", ["themes.toml", "themedays/2026-12-03/themeday.toml"])
def test_a_file_spoilt_by_hand_is_said_and_not_sent(pair: tuple[Person, Person], path: str) -> None:
    mette, jonas = pair
    mette.environment["REFLEKT_NOW"] = "2026-11-25T09:00:00+01:00"
    mette("themeday", "draft", "--date", "2026-12-03", "--add", "Tillid")
    mette.sync()
    (mette.space / path).write_text("kind = [", encoding="utf-8")
    mette.writes("vi lyttede")
    assert path in mette("sync").err
    jonas.sync()
    assert jonas.titles() == ["vi lyttede"]
    held = jonas.space / path
    assert not held.exists() or "kind = [" not in held.read_text("utf-8")
    assert (mette.space / path).read_text("utf-8") == "kind = ["


def test_a_space_toml_spoilt_by_hand_is_said_and_not_sent(pair: tuple[Person, Person]) -> None:
    mette, jonas = pair
    (mette.space / "space.toml").write_text("kind = [", encoding="utf-8")
    assert "space.toml" in mette("sync", code=None).err
    jonas.sync()
    assert "kind = [" not in (jonas.space / "space.toml").read_text("utf-8")


def test_a_file_taken_away_by_hand_that_nobody_takes_away_on_purpose_stays_with_the_others(
    pair: tuple[Person, Person],
) -> None:
    mette, jonas = pair
    jonas.sync()
    mette.sync()
    (mette.space / "members" / "jonas.toml").unlink()
    mette.sync()
    jonas.sync()
    assert (jonas.space / "members" / "jonas.toml").exists()


def test_two_who_draft_a_theme_day_at_the_same_time_get_one_and_are_told_where_they_differ(
    pair: tuple[Person, Person],
) -> None:
    mette, jonas = pair
    for one, people, theme in ((mette, "12", "Tillid"), (jonas, "8", "Netværk")):
        one.environment["REFLEKT_NOW"] = "2026-11-25T09:00:00+01:00"
        one("themeday", "draft", "--date", "2026-12-03", "--people", people, "--add", theme)
        one("themeday", "agenda")
    mette.sync()
    jonas.sync()
    mette.sync()
    shown = mette("themeday")
    assert "Tillid" in shown.out
    assert "Netværk" in shown.out
    assert "--people 12 counts, 8 was written too" in shown.err
    assert page_of(mette) == page_of(jonas)
    headings = [line for line in page_of(mette).split("\n") if line.startswith("## ")]
    ids = [line.rpartition("<!--")[2] for line in headings]
    assert len(ids) == len(set(ids))
    jonas("themeday", "draft", "--people", "10")
    assert jonas("themeday").err == ""
    jonas.sync()
    mette.sync()
    assert "10 people" in mette("themeday", "agenda").out
    jonas.assert_sound()
    mette.assert_sound()
