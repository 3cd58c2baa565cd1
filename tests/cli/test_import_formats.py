"""Other journals brought in: what they hold, what is here already, what can't be taken."""

import json
import os
import zipfile
from pathlib import Path

import pytest

from tests.conftest import Reflekt

JRNL = """[2025-11-03 09:15] She called first. @trust
We stood in the hall for a while.
[2025-11-04 02:30 PM] Second visit *
Ask about the neighbour at mail me@home.dk
[2025-13-40 10:00] No such day.
Words.
"""
JRNL_JSON = {
    "tags": {"@trust": 1},
    "entries": [
        {
            "title": "She called first.",
            "body": "In the hall. @trust",
            "date": "2025-11-03",
            "time": "09:15",
            "tags": ["@trust"],
            "starred": False,
        }
    ],
}
DAY_ONE = {
    "metadata": {"version": "1.0"},
    "entries": [
        {
            "uuid": "A1",
            "creationDate": "2025-07-03T07:15:00Z",
            "timeZone": "Europe/Copenhagen",
            "text": "# She called first\\.\n\n![](dayone-moment:\\/\\/X)\nIn the hall\\.",
            "tags": ["Own wishes", "2025"],
        }
    ],
}


def put(reflekt: Reflekt, name: str, text: str) -> str:
    place = reflekt.home.parent / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")
    return str(place)


def entries(reflekt: Reflekt) -> list[dict[str, object]]:
    return [reflekt.json("show", row["id"], "--json") for row in reflekt.json("list", "--json")]


def test_a_plain_file_of_jrnl_brings_its_entries_with_their_time_and_tags(reflekt: Reflekt) -> None:
    result = reflekt("import", put(reflekt, "jrnl.txt", JRNL), "--yes")
    second, first = entries(reflekt)
    assert str(first["created"]).startswith("2025-11-03T09:15")
    assert first["themes"] == ["trust"]
    assert "We stood in the hall for a while." in str(first["body"])
    assert str(second["created"]).startswith("2025-11-04T14:30")
    assert "line 5: not taken in, its date is no date" in result.err


def test_an_address_in_jrnl_is_no_theme(reflekt: Reflekt) -> None:
    reflekt("import", put(reflekt, "jrnl.txt", JRNL), "--yes")
    assert entries(reflekt)[0]["themes"] == []


def test_the_json_export_of_jrnl_is_known_by_what_it_holds(reflekt: Reflekt) -> None:
    reflekt("import", put(reflekt, "export.json", json.dumps(JRNL_JSON)), "--yes")
    (entry,) = entries(reflekt)
    assert str(entry["body"]).strip() == "She called first.\n\nIn the hall. #trust"


def test_day_one_is_read_with_its_own_time_and_without_pictures(reflekt: Reflekt) -> None:
    reflekt("import", put(reflekt, "export.json", json.dumps(DAY_ONE)), "--yes")
    (entry,) = entries(reflekt)
    assert entry["created"] == "2025-07-03T09:15:00+02:00"
    assert entry["themes"] == ["own-wishes"]
    assert "dayone-moment" not in str(entry["body"])
    assert "She called first.\n" in str(entry["body"])


def test_day_one_is_read_from_its_zip(reflekt: Reflekt) -> None:
    place = reflekt.home.parent / "dayone.zip"
    with zipfile.ZipFile(place, "w") as archive:
        archive.writestr("Journal.json", json.dumps(DAY_ONE))
    reflekt("import", str(place), "--yes")
    assert len(entries(reflekt)) == 1


def test_a_folder_of_pages_gives_an_entry_a_page(reflekt: Reflekt) -> None:
    put(reflekt, "pages/2025-11-03 hall.md", "In the hall. #trust")
    put(reflekt, "pages/old/x.md", "---\ndate: 2025-10-01\ntags: [own wishes]\n---\nThey baked.")
    put(reflekt, "pages/notes.txt", "not a page")
    reflekt("import", str(reflekt.home.parent / "pages"), "--yes")
    newer, older = entries(reflekt)
    assert (str(newer["created"])[:10], newer["themes"]) == ("2025-11-03", ["trust"])
    assert (str(older["created"])[:10], older["themes"]) == ("2025-10-01", ["own-wishes"])


def test_a_page_in_our_own_format_comes_whole(reflekt: Reflekt) -> None:
    id = reflekt("visit", "--text", "The hall", "--concern", "7:4").out.split()[0]
    page = reflekt.entry(id).read_text("utf-8").replace("The hall", "The garden")
    reflekt("import", put(reflekt, "pages/one.md", page), "--yes")
    bodies = {str(entry["body"]): entry["concern"] for entry in entries(reflekt)}
    assert [concern for body, concern in bodies.items() if "garden" in body] == [
        {"before": 7, "after": 4}
    ]


def test_a_link_in_a_folder_is_not_followed(reflekt: Reflekt) -> None:
    put(reflekt, "pages/one.md", "In the hall.")
    secret = put(reflekt, "secret.md", "Secret.")
    (reflekt.home.parent / "pages" / "two.md").symlink_to(secret)
    result = reflekt("import", str(reflekt.home.parent / "pages"), "--yes")
    assert "two.md: not taken in, it is a link to somewhere else" in result.err
    assert len(entries(reflekt)) == 1


def test_of_an_export_in_json_it_is_said_which_entry_was_left_out_and_why(
    reflekt: Reflekt,
) -> None:
    undated = {"entries": [*JRNL_JSON["entries"], {"title": "No day", "body": "x"}]}
    result = reflekt("import", put(reflekt, "jrnl.json", json.dumps(undated)), "--yes")
    assert "jrnl.json, entry 2: not taken in, its date is no date" in result.err
    assert len(entries(reflekt)) == 1


@pytest.mark.parametrize("name", ["jrnl.txt"])
def test_what_is_here_already_is_noticed_and_left_out(reflekt: Reflekt, name: str) -> None:
    place = put(reflekt, name, JRNL)
    reflekt("import", place, "--yes")
    again = reflekt("import", place, "--yes", code=None)
    assert "it is here already, as" in again.err
    assert len(entries(reflekt)) == 2


def test_what_stands_twice_in_a_file_is_taken_once(reflekt: Reflekt) -> None:
    line = '{"text": "In the hall.", "created": "2025-11-03T09:15:00+01:00"}\n'
    result = reflekt("import", put(reflekt, "twice.jsonl", line * 2), "--yes")
    assert "line 2: not taken in, it stands here twice" in result.err
    assert len(entries(reflekt)) == 1


def test_lines_without_a_time_are_all_taken(reflekt: Reflekt) -> None:
    reflekt("import", put(reflekt, "twice.jsonl", '{"text": "Tired."}\n' * 2), "--yes")
    assert len(entries(reflekt)) == 2


def test_a_dry_run_says_what_would_be_written_and_writes_nothing(reflekt: Reflekt) -> None:
    result = reflekt("import", put(reflekt, "jrnl.txt", JRNL), "--dry-run")
    assert "2 entries would be written." in result.out
    assert entries(reflekt) == []


def test_a_file_that_is_none_of_these_is_said_so(reflekt: Reflekt) -> None:
    result = reflekt("import", put(reflekt, "recipe.txt", "Flour\nEggs"), "--yes", code=2)
    assert "--format" in result.err


def test_a_file_that_is_not_there_is_named(reflekt: Reflekt) -> None:
    assert "nowhere" in reflekt("import", "nowhere.json", "--yes", code=2).err


def test_a_contributor_without_a_name_gets_none(reflekt: Reflekt, tmp_path: Path) -> None:
    place = put(reflekt, "c.jsonl", '{"text": "Tired.", "contributor": "k7"}\n')
    reflekt("import", place, "--yes")
    assert entries(reflekt)[0]["author"] == ""


def test_a_jrnl_file_from_before_its_version_2_is_known(reflekt: Reflekt) -> None:
    old = "2015-11-03 09:15 She called first.\nIn the hall. @trust\n\n2015-11-04 10:00 Again\n"
    reflekt("import", put(reflekt, "jrnl.txt", old), "--yes")
    second, first = entries(reflekt)
    assert str(first["created"]).startswith("2015-11-03T09:15")
    assert (first["themes"], str(second["body"]).strip()) == (["trust"], "Again")


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        (
            "jrnl.txt",
            "[2025-11-03 09:15] Én\nDør".encode("cp1252"),
            "not written in UTF-8 (line 1)",
        ),
        ("export.json", b'{"entries": [\n{"text": ', "is not JSON, or not all of it (line 2)"),
        ("export.json", b'{"metadata": {}, "pages": []}', "no entries of jrnl or Day One"),
    ],
)
def test_a_file_that_cannot_be_read_says_where_and_what_to_do(
    reflekt: Reflekt, name: str, data: bytes, said: str
) -> None:
    place = reflekt.home.parent / name
    place.write_bytes(data)
    kind = "dayone" if name.endswith("json") else "jrnl"
    refused = reflekt("import", str(place), "--format", kind, code=2)
    assert said in refused.err
    assert "codec" not in refused.err


def test_what_day_one_unpacked_holds_is_read_and_its_pictures_are_named(reflekt: Reflekt) -> None:
    export = json.loads(json.dumps(DAY_ONE))
    export["entries"][0]["photos"] = [{"md5": "x", "type": "jpeg"}]
    put(reflekt, "dayone/Journal.json", json.dumps(export))
    put(reflekt, "dayone/photos/x.jpeg", "no picture")
    result = reflekt("import", str(reflekt.home.parent / "dayone"), "--yes")
    assert len(entries(reflekt)) == 1
    assert "photos" in result.err


def test_what_is_left_out_of_a_folder_is_named(reflekt: Reflekt) -> None:
    put(reflekt, "pages/2025-11-03 hall.md", "In the hall.")
    put(reflekt, "pages/a.jpg", "x")
    put(reflekt, "pages/b.jpg", "x")
    folder = reflekt.home.parent / "pages"
    (folder / "round").symlink_to(folder)
    os.mkfifo(folder / "pipe.md")
    result = reflekt("import", str(folder), "--yes")
    assert "*.jpg (2): not taken in, only pages of Markdown are read" in result.err
    assert "round: not taken in, it is a link to somewhere else" in result.err
    assert "pipe.md: not taken in, it is no ordinary file" in result.err
    again = reflekt("import", str(folder), "--yes")
    assert "2025-11-03 hall.md: not taken in, it is here already" in again.err
