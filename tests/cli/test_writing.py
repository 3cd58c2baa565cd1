"""`note` and `visit` without a terminal: what goes in, what stands in the file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from tests.conftest import Reflekt


def test_a_note_prints_its_id_and_path_and_is_committed(reflekt: Reflekt) -> None:
    id, path = reflekt("note", "Hun ringede selv. #tillid").out.split()
    assert path.endswith(f"-note-{id}.md")
    text = Path(path).read_text("utf-8")
    assert text.startswith(f'+++\nschema = 1\nid = "{id}"\nkind = "note"\n')
    assert text.endswith("+++\n\nHun ringede selv. #tillid\n")
    assert reflekt.git("log", "-1", "--format=%s") == f"note {id}\n"
    reflekt.assert_sound()


def test_a_note_is_read_from_standard_input(reflekt: Reflekt) -> None:
    id = reflekt("note", stdin="Første linje\n\nAnden æøå\n").out.split()[0]
    assert reflekt.entry(id).read_text("utf-8").endswith("Første linje\n\nAnden æøå\n")


def test_words_need_no_quotes(reflekt: Reflekt) -> None:
    assert (
        reflekt.json("show", reflekt("note", "en", "god", "dag").out.split()[0], "--json")[
            "body"
        ].strip()
        == "en god dag"
    )


@pytest.mark.parametrize(
    "arguments", [("note",), ("note", "  "), ("visit",), ("visit", "--text", "")]
)
def test_nothing_to_save_is_said_and_not_saved(
    reflekt: Reflekt, arguments: tuple[str, ...]
) -> None:
    said = reflekt(*arguments, code=2).err
    assert "nothing to save" in said
    assert reflekt.json("list", "--json") == []


def test_a_whole_visit_from_options(reflekt: Reflekt) -> None:
    record = reflekt.json(
        "visit",
        *("--text", "Ude hos Familien Ulv.", "--answer", "P4.T2=Mormor.\nOg faster."),
        *("--answer", "P1.S1=Jeg ventede.", "--learning", "Ringe først #netværk #tilgængelighed"),
        *("--learning", "Vente", "--try", "Spørge om mormor vil med", "--by", "2026-12-04"),
        *("--family", "Familien Ulv", "--concern", "7:4"),
        *("--created", "2026-11-23T14:12:05+01:00", "--json"),
    )
    text = Path(record["path"]).read_text("utf-8")
    name = reflekt.json("principles", "P4.T2", "--json")["principles"][0]["threats"][0]
    assert text.split("+++\n")[1] == (
        f'schema = 1\nid = "{record["id"]}"\nkind = "visit"\n'
        'created = 2026-11-23T14:12:05+01:00\nauthor = "mette"\nlanguage = "en"\n'
        'family = "Familien Ulv"\nconcern = { before = 7, after = 4 }\n'
    )
    assert f"### {name['name']} (P4.T2)\n> {name['questions'][0]}\n\nMormor.\nOg faster.\n" in text
    assert "\n- Ringe først #netværk #tilgængelighed\n- Vente\n" in text
    assert "\n- [ ] Spørge om mormor vil med (by 2026-12-04) ^a1\n" in text
    reflekt.assert_sound()


def test_the_danish_headings_are_those_of_the_format(reflekt: Reflekt) -> None:
    path = reflekt(
        *("--lang", "da", "besøg", "--text", "x", "--answer", "P4.T2=y", "--learning", "z"),
        *("--try", "w", "--by", "2026-12-04"),
    ).out.split()[1]
    text = Path(path).read_text("utf-8")
    found = [line for line in text.splitlines() if line.startswith("## ")]
    assert found == ["## Hvad fyldte?", "## Spørgsmål", "## Læring", "## Prøver af"]
    assert "(senest 2026-12-04) ^a1" in text


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--by", "en gang", "find a day ahead in"),
        ("--concern", "11:2", "not two numbers"),
        ("--answer", "P4.T2", "is not an answer"),
        ("--created", "i fjor måske", "not a date I understand"),
    ],
)
def test_a_value_that_is_none_is_explained(
    reflekt: Reflekt, option: str, value: str, said: str
) -> None:
    assert said in reflekt("visit", "--text", "x", "--try", "y", option, value, code=2).err


def test_an_answer_to_what_does_not_exist_is_not_found(reflekt: Reflekt) -> None:
    assert "P9.T9" in reflekt("visit", "--text", "x", "--answer", "P9.T9=y", code=3).err


@pytest.mark.parametrize(
    ("typed", "day"),
    [("fredag", "2026-11-27"), ("om 14 dage", "2026-12-07"), ("2026-12-04", "2026-12-04")],
)
def test_days_as_people_say_them(reflekt: Reflekt, typed: str, day: str) -> None:
    now = {"REFLEKT_NOW": "2026-11-23T14:12:05+01:00", "REFLEKT_LANG": "da"}
    out = reflekt("visit", "--text", "x", "--try", "y", "--by", typed, env=now).out
    assert f"(senest {day})" in Path(out.split()[1]).read_text("utf-8")


def test_writing_without_a_home_makes_one_and_says_where(fresh: Reflekt) -> None:
    result = fresh("note", "Første")
    assert str(fresh.home) in result.err
    assert fresh.entry(result.out.split()[0]).is_file()


def test_a_date_may_be_given_without_a_time(reflekt: Reflekt) -> None:
    record = reflekt.json("note", "x", "--created", "2026-05-11", "--json")
    assert datetime.fromisoformat(record["created"]).date().isoformat() == "2026-05-11"


def test_what_could_not_be_saved_is_kept_as_a_draft(reflekt: Reflekt) -> None:
    (reflekt.space / ".git" / "MERGE_HEAD").write_text("0" * 40)
    said = reflekt("note", "Noget vigtigt", code=6).err
    assert "in the middle of a merge" in said
    (draft,) = (reflekt.space / ".git" / "reflekt" / "drafts").glob("*.json")
    assert "Noget vigtigt" in draft.read_text("utf-8")
    assert str(draft) in said


def test_files_are_for_their_owner_alone(reflekt: Reflekt) -> None:
    place = reflekt.entry(reflekt.note("x"))
    assert place.stat().st_mode & 0o077 == 0
    assert all(folder.stat().st_mode & 0o077 == 0 for folder in place.parents[:4])
    assert reflekt.home.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("text", ["- [ ] ring to Granny", "-just a thought", "-- a pause"])
def test_a_note_may_begin_with_a_dash(reflekt: Reflekt, text: str) -> None:
    row = reflekt.json("note", text, "--family", "Wolf", "--json")
    assert text in Path(row["path"]).read_text("utf-8")
    assert 'family = "Wolf"' in Path(row["path"]).read_text("utf-8")
    reflekt("ask", text)


def test_a_slip_in_an_option_is_no_text(reflekt: Reflekt) -> None:
    reflekt("note", "x", "--famly", "Wolf", code=2)
    assert reflekt.json("list", "--json") == []


def test_of_two_things_to_try_none_is_dropped_unseen(reflekt: Reflekt) -> None:
    assert "One thing" in reflekt("visit", "--try", "a", "--try", "b", code=2).err
    assert "--try" in reflekt("visit", "--text", "x", "--by", "friday", code=2).err


def test_a_hashtag_much_like_one_in_use_is_said(reflekt: Reflekt) -> None:
    reflekt.note("x #netværk")
    assert "#netværk" in reflekt("visit", "--learning", "y #netvaerk").err
    assert reflekt("visit", "--learning", "y #netværk").err == ""


def test_a_template_that_somebody_has_spoilt_is_said_with_what_to_do(reflekt: Reflekt) -> None:
    folder = reflekt.space / "templates" / "entries"
    folder.mkdir(parents=True)
    (folder / "note.en.toml").write_bytes(b"\xff\x00")
    said = reflekt("note", "hej", code=6).err
    assert "note.en.toml can't be read: it is not UTF-8." in said
    assert "move it away to use what comes with reflekt" in said
    (folder / "note.en.toml").unlink()
    reflekt("note", "hej")
