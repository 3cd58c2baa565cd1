"""Sessions written down unattended, and what goes before and after them."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import Reflekt


def written(reflekt: Reflekt, *options: str, command: str = "buddy") -> str:
    """Write a session down and return its text."""
    row = reflekt.json(command, "--with", "jonas", *options, "--json")
    return Path(row["path"]).read_text("utf-8")


def test_a_session_from_options_is_an_entry_of_both(reflekt: Reflekt) -> None:
    text = written(
        reflekt, "--note", "story=Jeg gik i stå", "--answer", "P4.T2=Mormor",
        "--learning", "Vente #ro", "--try", "Ringe", "--by", "2026-12-04", "--next", "2026-12-10",
    )  # fmt: skip
    assert 'authors = ["mette", "jonas"]\nfocus = "mette"\nnext = 2026-12-10\n' in text
    assert "## What stays with me\nJeg gik i stå\n" in text
    assert "(P4.T2)\n> " in text
    assert "\nMormor\n" in text
    assert "## Learning\n- Vente #ro\n" in text
    assert "- [ ] Ringe @mette (by 2026-12-04) ^a1\n" in text
    assert "Co-authored-by: Jonas <jonas@reflekt.invalid>" in reflekt.git("log", "-1")
    assert "stå" not in reflekt.git("log", "--format=%B")
    reflekt.assert_sound()


def agreed(reflekt: Reflekt) -> Path:
    """A learning conversation with an agreement of each; its file."""
    options = ("--note", "try=Ringe til skolen", "--note", "try.leader=Finde tid")
    row = reflekt.json("learning", "--with", "karin", *options, "--json")
    return Path(row["path"])


def test_what_became_of_an_agreement_stands_beneath_it(reflekt: Reflekt) -> None:
    place = agreed(reflekt)
    reflekt("learning", "--with", "karin", "--note", "since=Skolen ringede selv\nDet fik vi ikke")
    first, second = place.read_text("utf-8").split("- [ ] ")[1:]
    assert first.startswith("Ringe til skolen")
    assert first.rstrip().endswith(": Skolen ringede selv")
    assert second.rstrip().endswith(": Det fik vi ikke")
    reflekt.assert_sound()


def test_one_answer_to_all_agreements_stands_beneath_each(reflekt: Reflekt) -> None:
    place = agreed(reflekt)
    reflekt("learning", "--with", "karin", "--note", "since=Det gik godt")
    assert place.read_text("utf-8").count(": Det gik godt") == 2


def test_what_is_not_to_be_kept_of_a_session_is_not_kept_beneath_another(reflekt: Reflekt) -> None:
    place = agreed(reflekt)
    options = ("--note", "since=Det gik godt", "--learning", "At vente", "--keep", "learning")
    reflekt("learning", "--with", "karin", *options)
    assert "Det gik godt" not in place.read_text("utf-8")


def test_a_file_that_is_not_there_is_said_in_danish(reflekt: Reflekt) -> None:
    said = reflekt("makker", "--from", "nix.toml", env={"REFLEKT_LANG": "da"}, code=2).err
    assert "filen findes ikke" in said


def test_it_is_found_again_by_kind_and_word(reflekt: Reflekt) -> None:
    written(reflekt, "--note", "story=Blåbærgrød")
    written(reflekt, "--note", "story=Samtale", command="learning")
    assert [row["kind"] for row in reflekt.json("list", "--kind", "makker", "--json")] == ["buddy"]
    assert len(reflekt.json("search", "blåbærgrød", "--json")) == 1
    shown = reflekt.json("show", "@", "--json")
    assert shown["kind"] == "learning"


def test_roles_alternate_from_one_session_to_the_next(reflekt: Reflekt) -> None:
    texts = [written(reflekt, "--note", f"story={n}", "--created", f"2026-11-0{n}")
             for n in (1, 2, 3)]  # fmt: skip
    assert [text.partition('focus = "')[2].partition('"')[0] for text in texts] == [
        "mette",
        "jonas",
        "mette",
    ]


def test_who_is_in_focus_can_be_said(reflekt: Reflekt) -> None:
    text = written(reflekt, "--focus", "Jonas", "--note", "story=x", "--try", "Gå en tur")
    assert 'focus = "jonas"' in text
    assert "- [ ] Gå en tur @jonas ^a1" in text
    assert reflekt("buddy", "--with", "jonas", "--focus", "karin", "--note", "story=x", code=3)


def test_both_in_turn_have_headings_of_their_own(reflekt: Reflekt) -> None:
    text = written(reflekt, "--both", "--note", "story=Mit", "--note", "story-2=Dit",
                   "--note", "try-2=Ringe")  # fmt: skip
    assert "## What stays with me – Mette\nMit\n" in text
    assert "## What stays with me – Jonas\nDit\n" in text
    assert "- [ ] Ringe @jonas ^a1" in text


def test_a_learning_conversation_ends_in_agreements_of_both(reflekt: Reflekt) -> None:
    text = written(
        reflekt, "--try", "Spørge først", "--note", "try.leader=Spørge til tonen",
        "--note", "by.leader=2026-12-01", "--note", "feedback=Du afbrød ikke",
        command="learning",
    )  # fmt: skip
    assert 'leader = "jonas"' in text
    mine, leaders = (
        "- [ ] Spørge først @mette ^a1\n",
        "- [ ] Spørge til tonen @jonas (by 2026-12-01)",
    )
    assert f"{mine}{leaders} ^a2\n" in text
    assert "## About the conversation\nDu afbrød ikke\n" in text


def test_what_became_of_the_last_agreements_stands_over_the_next_conversation(
    reflekt: Reflekt,
) -> None:
    written(reflekt, "--try", "Spørge først", command="learning")
    text = written(reflekt, "--note", "since=Det hjalp", command="learning")
    assert "## Since last time\n> Spørge først\n\nDet hjalp\n" in text


def test_a_leader_stays_the_leader(reflekt: Reflekt) -> None:
    written(reflekt, "--leader", "mette", "--note", "story=x", command="learning")
    text = written(reflekt, "--note", "story=y", command="learning")
    assert 'leader = "mette"' in text


def test_a_pair_with_a_space_of_its_own_writes_there(reflekt: Reflekt) -> None:
    reflekt("space", "add", "buddy-jonas")
    row = reflekt.json("buddy", "--with", "Jonas", "--note", "story=x", "--json")
    assert row["space"] == "buddy-jonas"
    assert "private" in reflekt("buddy", "--with", "amira", "--note", "story=x").err


def test_only_what_was_learned_is_kept_where_that_is_wished(reflekt: Reflekt) -> None:
    text = written(reflekt, "--note", "story=Hemmeligt", "--learning", "Vente", "--try", "Ringe",
                   "--keep", "learning")  # fmt: skip
    assert "Hemmeligt" not in text
    assert "- Vente" in text
    assert "Ringe" in text


TOML = """
with = "jonas"
minutes = 30
focus = "jonas"
learning = ["Vente #ro", "Spørge"]
try = "Ringe"
by = 2026-12-04
next = 2026-12-10

[notes]
frame = "Kun os to"
story = "Jeg gik i stå"
"""
MARKDOWN = """\
## Hvad fyldte?
Jeg gik i stå

## Spørgsmål
Først tav vi.

### Når man ikke tør spørge netværket (P4.T2)
> Hvem tøvede du med?

Mormor

## Learning
- Vente #ro

## Prøver af
- [ ] Ringe (senest 2026-12-04) ^a1
"""


def test_a_session_from_a_toml_file(reflekt: Reflekt, tmp_path: Path) -> None:
    place = tmp_path / "samtale.toml"
    place.write_text(TOML, encoding="utf-8")
    row = reflekt.json("buddy", "--from", str(place), "--json")
    text = Path(row["path"]).read_text("utf-8")
    assert 'focus = "jonas"\nnext = 2026-12-10' in text
    assert "Kun os to" in text
    assert "- Vente #ro\n- Spørge\n" in text
    assert "- [ ] Ringe @jonas (by 2026-12-04) ^a1" in text


def test_a_session_from_markdown_on_standard_input(reflekt: Reflekt) -> None:
    row = json.loads(
        reflekt("buddy", "--with", "jonas", "--from", "-", "--json", stdin=MARKDOWN).out
    )
    shown = reflekt.json("show", row["id"], "--json")
    assert [(one["id"], one["question"], one["answer"]) for one in shown["asked"]] == [
        ("P4.T2", "Hvem tøvede du med?", "Mormor")
    ]
    assert shown["learning"][0]["themes"] == ["ro"]
    assert shown["actions"][0]["by"] == "2026-12-04"
    assert "Først tav vi." in shown["body"]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ((), 2),
        (("--note", "story="), 2),
        (("--note", "uden lighedstegn"), 2),
        (("--note", "findes-ikke=x"), 3),
        (("--note", "story=x", "--by", "når køerne danser"), 2),
        (("--note", "story=x", "--minutes", "7"), 2),
        (("--note", "story=x", "--shape", "findes-ikke"), 3),
        (("--note", "story=x", "--shape", "learning"), 2),
        (("--from", "findes-ikke.toml"), 2),
        (("--throw-away", "--yes"), 3),
    ],
)
def test_what_is_not_understood_is_said_and_nothing_is_saved(
    reflekt: Reflekt, options: tuple[str, ...], code: int
) -> None:
    said = reflekt("buddy", "--with", "jonas", *options, code=code)
    assert said.err.strip()
    assert reflekt.json("list", "--json") == []


def test_a_team_may_have_a_shape_of_its_own(reflekt: Reflekt) -> None:
    folder = reflekt.space / "templates" / "sessions"
    folder.mkdir(parents=True)
    (folder / "short.en.toml").write_text(
        'schema = 1\nkind = "buddy"\nlanguage = "en"\nname = "Short"\nlengths = [10]\n'
        '[[phase]]\nid = "talk"\nname = "Talk"\nminutes = [10]\nfloor = "focus"\n'
        'write = [{ heading = "Over coffee", label = "x" }]\n',
        encoding="utf-8",
    )
    text = written(reflekt, "--shape", "short", "--note", "talk=Det gik")
    assert "## Over coffee\nDet gik\n" in text


def test_a_shape_with_a_mistake_is_said_with_file_and_line(reflekt: Reflekt) -> None:
    folder = reflekt.space / "templates" / "sessions"
    folder.mkdir(parents=True)
    place = folder / "buddy.en.toml"
    place.write_text(
        'kind = "buddy"\nname = "x"\nlengths = [10]\n\n[[phase]]\nid = "a"\nminutes = [10]\n'
        'floor = "boss"\n',
        encoding="utf-8",
    )
    said = reflekt("buddy", "--note", "a=x", code=6)
    assert f"{place}, line 8: floor must be one of: focus, partner, both, silence" in said.err


def test_my_notes_join_my_buddys_under_headings_of_my_own(reflekt: Reflekt, tmp_path: Path) -> None:
    """Jonas has written his part on his machine; a copy of the space stands for a sync."""
    jonas = Reflekt(tmp_path / "jonas" / "home", Path(reflekt.environment["XDG_CACHE_HOME"]))
    jonas.home.parent.mkdir()
    jonas("init", "--name", "Jonas Dahl", "--lang", "en")
    waits = reflekt("buddy", "--with", "jonas", "--join", "--note", "echo=Jeg så sofaen",
                    "--try", "Ringe til skolen")  # fmt: skip
    assert "not here yet" in waits.err
    jonas("buddy", "--with", "mette", "--note", "story=Mit", "--try", "Spørge")
    for place in jonas.space.glob("entries/*/*/*.md"):
        target = reflekt.space / place.relative_to(jonas.space)
        target.parent.mkdir(parents=True)
        shutil.copy(place, target)
    row = reflekt.json("buddy", "--with", "jonas", "--join", "--note", "echo=Jeg så sofaen",
                       "--try", "Ringe til skolen", "--json")  # fmt: skip
    text = Path(row["path"]).read_text("utf-8")
    assert 'author = "jonas"' in text
    assert "## What stays with me\nMit\n" in text
    assert "## The buddy thought aloud – Mette\nJeg så sofaen\n" in text
    assert "## Trying out – Mette\n- [ ] Ringe til skolen @mette ^a2\n" in text
    assert len(reflekt.json("list", "--json")) == 1


def test_a_preparation_is_mine_and_brings_nothing_by_itself(reflekt: Reflekt) -> None:
    reflekt.note("Ikke det her #privat")
    reflekt("visit", "--text", "x", "--learning", "Vente #ro", "--learning", "Spørge først")
    laid_out = reflekt.json("learning", "prepare", "--with", "jonas", "--json")
    assert [one["text"] for one in laid_out["points"]] == [
        "Ikke det her",
        "Vente",
        "Spørge først",
    ]
    assert laid_out["brought"] == []
    picked = laid_out["points"][1]["id"]
    reflekt("learning", "prepare", "--with", "jonas", "--bring", picked, "--note", "Om tonen")
    kept = reflekt.json("learning", "prepare", "--with", "jonas", "--json")
    assert kept["brought"] == ["- Vente #ro"]
    assert kept["notes"] == "Om tonen"
    assert len(reflekt.json("list", "--json")) == 2
    reflekt("learning", "prepare", "--with", "jonas", "--throw-away")
    assert reflekt.json("learning", "prepare", "--with", "jonas", "--json")["brought"] == []


def test_a_conversation_written_down_holds_what_was_prepared_for_it(reflekt: Reflekt) -> None:
    reflekt("visit", "--text", "x", "--learning", "Vente #ro", "--learning", "Spørge først")
    (first, _) = reflekt.json("learning", "prepare", "--with", "jonas", "--json")["points"]
    reflekt("learning", "prepare", "--with", "jonas", "--bring", first["id"], "--note", "Om tonen")
    said = ("learning", "--with", "jonas", "--leader", "jonas", "--note", "story=Det gik.")
    done = reflekt(*said)
    assert "What you had prepared is in it." in done.err
    text = reflekt.entry(done.out.split()[0]).read_text("utf-8")
    assert "- Vente #ro" in text
    assert "Om tonen" not in text  # a reminder for oneself, as in a guided one
    assert "Spørge først" not in text
    kept = reflekt.json("learning", "prepare", "--with", "jonas", "--json")
    assert (kept["brought"], kept["notes"]) == ([], "")


def test_a_leader_brings_nothing_by_itself_unattended_either(reflekt: Reflekt) -> None:
    reflekt("visit", "--text", "x", "--learning", "Vente #ro")
    (first,) = reflekt.json("learning", "prepare", "--with", "jonas", "--json")["points"]
    reflekt("learning", "prepare", "--with", "jonas", "--bring", first["id"])
    done = reflekt("learning", "--with", "jonas", "--leader", "me", "--note", "story=Det gik.")
    assert "Vente" not in reflekt.entry(done.out.split()[0]).read_text("utf-8")


def test_only_what_was_learned_since_the_last_conversation_is_laid_out(reflekt: Reflekt) -> None:
    reflekt("visit", "--text", "x", "--learning", "Gammelt", "--created", "2026-10-01")
    written(reflekt, "--note", "story=x", "--created", "2026-10-15", command="learning")
    reflekt("visit", "--text", "x", "--learning", "Nyt", "--created", "2026-11-01")
    points = reflekt.json("learning", "prepare", "--with", "jonas", "--json")["points"]
    assert [one["text"] for one in points] == ["Nyt"]


def test_sessions_that_were_begun_can_be_thrown_away_unattended(reflekt: Reflekt) -> None:
    reflekt("buddy", "--with", "jonas", "--join", "--note", "story=Tavshedsord")
    assert reflekt("buddy", "--throw-away", code=2).err
    reflekt("buddy", "--throw-away", "--yes")
    assert b"Tavshedsord" not in b"".join(
        place.read_bytes() for place in reflekt.home.rglob("*") if place.is_file()
    )


def test_the_two_may_be_named_in_their_own_space_and_others_are_asked_about(
    reflekt: Reflekt,
) -> None:
    reflekt("space", "add", "buddy-jonas")
    members = reflekt.home / "buddy-jonas" / "members"
    (members / "jonas.toml").write_text(
        'name = "Jonas Dahl"\nid = "abcdef12"\nsince = 2026-11-01\n', encoding="utf-8"
    )
    both = ("buddy", "--with", "jonas", "--both", "--note")
    reflekt(*both, "story=jeg gik i stå", "--note", "story-2=jeg ventede")
    log = ("git", "-C", str(reflekt.home / "buddy-jonas"), "log", "-1", "--format=%B")
    message = subprocess.run(log, capture_output=True, check=True, text=True).stdout
    assert "Co-authored-by: Jonas Dahl <jonas.abcdef12@reflekt.invalid>" in message
    reflekt(*both, "story=jeg spurgte Jonas og så Mettes blik")
    reflekt("space", "add", "team")
    in_the_team = ("note", "--space", "team", "--", "jeg spurgte Jonas Dahl og så Mettes blik")
    assert "Jonas Dahl" in reflekt(*in_the_team, code=4).err
    told = reflekt(*both, "story=jeg talte med Camilla Hansen", code=4)
    assert "Camilla Hansen" in told.err
    assert "kept as a draft" in told.err
    reflekt(*both, "story=jeg talte med Camilla Hansen", "--yes")
