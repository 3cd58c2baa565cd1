"""Two computers, one shared folder: a session of two written on both becomes one entry."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from tests.cli.together import Person, Together


@pytest.fixture
def together(tmp_path: Path, cache: Path) -> Together:
    return Together(tmp_path, cache)


@pytest.fixture
def pair(together: Together) -> tuple[Person, Person]:
    """Mette and Jonas, who has pasted the line she gave him."""
    mette = together.person("Mette Holm", space="buddy-jonas")
    mette("space", "add", "buddy-jonas", "--remote", str(together.remote))
    _, *line = shlex.split(mette("space", "invite", "buddy-jonas").out)
    jonas = together.person("Jonas Bo", space="buddy-jonas")
    assert "With you there: Mette Holm" in jonas(*line).out
    return mette, jonas


def test_what_both_wrote_of_a_session_becomes_one_entry(pair: tuple[Person, Person]) -> None:
    mette, jonas = pair
    mette(
        *("buddy", "--with", "jonas", "--focus", "mette", "--note", "story=Jeg gik i stå."),
        *("--learning", "At vente. #ro", "--try", "Ringe først", "--by", "2030-12-04"),
    )
    said = ("buddy", "--with", "mette", "--join", "--note", "echo=Jeg så sofaen.")
    waits = jonas(*said, "--learning", "At spørge igen. #mod")
    assert "not here yet" in waits.err
    mette.sync()
    jonas.sync()
    assert jonas("buddy", "--with", "mette", "--join").out  # what waited has somewhere to go
    jonas.sync()
    mette.sync()
    for one in pair:
        (row,) = one.json("list", "--space", "buddy-jonas", "--json")
        entry = one.json("show", row["id"], "--json")
        for words in ("Jeg gik i stå.", "At vente. #ro", "Ringe først", "Jeg så sofaen."):
            assert words in entry["body"]
        assert "## Learning – Jonas" in entry["body"]
        assert one.json("sync", "--json")[0]["received"] == 0
        one.assert_sound()
    assert mette.file(row["id"]).read_bytes() == jonas.file(row["id"]).read_bytes()
    assert not jonas.json("sync", "--json")[0]["claims"]


def test_notes_written_on_both_at_the_same_time_meet_in_a_sync(pair: tuple[Person, Person]) -> None:
    mette, jonas = pair
    mette("buddy", "--with", "jonas", "--focus", "mette", "--note", "story=Jeg gik i stå.")
    mette.sync()
    jonas.sync()
    jonas("buddy", "--with", "mette", "--join", "--note", "echo=Jeg så sofaen.")
    (id,) = mette.ids()
    text = mette.file(id).read_text("utf-8")
    mette("edit", id, "--from", "-", stdin=text + "\nDet tænkte jeg over bagefter.\n")
    for one in (jonas, mette, jonas):
        assert one.sync()[0]["choices"] == []
    texts = {one.file(id).read_text("utf-8") for one in pair}
    assert len(texts) == 1
    (whole,) = texts
    assert "Jeg så sofaen." in whole
    assert "Det tænkte jeg over bagefter." in whole


def test_the_space_is_found_whatever_it_is_called(pair: tuple[Person, Person]) -> None:
    _, jonas = pair  # for him it is called buddy-jonas, too
    said = jonas("buddy", "--with", "mette", "--note", "story=Vi talte.", "--json")
    assert "no space of your own" not in said.err
    (row,) = jonas.json("list", "--space", "buddy-jonas", "--json")
    assert row["kind"] == "buddy"


def test_what_a_partner_answers_is_told_at_the_next_sync_and_on_the_home_screen(
    together: Together,
) -> None:
    mette = together.person("Mette Holm", space="buddy-jonas")
    jonas = together.person("Jonas Bo", space="buddy-jonas")
    for one in (mette, jonas):
        one("space", "add", "buddy-jonas", "--remote", str(together.remote))
        one("space", "add", "team")
    id = mette.writes("vi turde sige det #mod")
    share = ("share", id, "--to", "team", "--yes")
    mette(*share)
    assert "proposed just this already" in mette(*share).out
    mette.sync()
    assert "mette would like to share" in jonas("sync").out
    jonas("share", id, "--agree", "--yes")
    jonas.sync()
    ready = f"Both of you have said yes to {id}"
    assert ready in mette("sync").out
    assert ready not in mette("sync").out  # told once; the home screen remembers
    assert ready in mette().out
    mette(*share)
    assert ready not in mette().out
    mette.sync()
    assert f"mette has shared {id} with team" in jonas("sync").out
    said = jonas("share", id, "--withdraw").out
    assert "taken your yes back" in said
    assert "reflekt unshare" in said
    jonas.sync()
    assert "jonas no longer says yes" in mette("sync").out
    assert "a yes taken back since" in mette("share", "--proposals").out


def test_a_partners_no_is_told(together: Together) -> None:
    mette = together.person("Mette Holm", space="buddy-jonas")
    jonas = together.person("Jonas Bo", space="buddy-jonas")
    for one in (mette, jonas):
        one("space", "add", "buddy-jonas", "--remote", str(together.remote))
    mette("space", "add", "team")
    id = mette.writes("vi turde sige det #mod")
    mette("share", id, "--to", "team", "--yes")
    mette.sync()
    jonas.sync()
    assert "You have said no." in jonas("share", id, "--decline").out
    jonas.sync()
    assert f"jonas has said no to sharing {id} with team" in mette("sync").out
