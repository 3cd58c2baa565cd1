"""Entries taken out in every format, and hostile words that stay words in each."""

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest

from tests.conftest import Reflekt

HOSTILE = "=HYPERLINK(1) <script>alert(1)</script> {{ 7*7 }} ]]> MERGEFIELD"


@pytest.fixture
def filled(reflekt: Reflekt) -> Reflekt:
    reflekt(
        *("visit", "--text", f"{HOSTILE}\nÆblet lå i gården.", "--family", "@Ulv"),
        *("--learning", "Vi ringede først. #tillid", "--concern", "7:4"),
        *("--created", "2026-11-20T10:00:00+01:00"),
    )
    reflekt("note", "En anden dag. #tid", "--created", "2026-11-21T10:00:00+01:00")
    return reflekt


def exported(reflekt: Reflekt, name: str, *options: str) -> Path:
    place = reflekt.home.parent / name
    reflekt("export", str(place), *options)
    return place


def test_json_holds_the_whole_of_each_entry_oldest_first(filled: Reflekt) -> None:
    records = json.loads(exported(filled, "mine.json").read_text("utf-8"))
    assert [record["kind"] for record in records] == ["visit", "note"]
    assert records[0]["learning"] == [{"text": "Vi ringede først.", "themes": ["tillid"]}]


def test_json_is_printed_where_the_file_is_a_hyphen(filled: Reflekt) -> None:
    assert len(json.loads(filled("export", "-", "--format", "json").out)) == 2


def test_csv_opens_in_danish_excel(filled: Reflekt) -> None:
    data = exported(filled, "mine.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows[1][1:3] == ["2026-11-20", "10:00"]
    assert data.count(b"\r\n") == 3


def test_no_cell_of_csv_is_a_formula(filled: Reflekt) -> None:
    data = exported(filled, "mine.csv").read_text("utf-8-sig")
    rows = list(csv.reader(io.StringIO(data, newline=""), delimiter=";"))
    assert [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))] == []
    assert "'@Ulv" in rows[1]


def test_a_folder_of_pages_comes_back_byte_for_byte(filled: Reflekt) -> None:
    folder = exported(filled, "pages/", "--format", "markdown")
    taken = {page.name: page.read_bytes() for page in folder.rglob("*.md")}
    kept = {page.name: page.read_bytes() for page in filled.space.glob("entries/**/*.md")}
    assert taken == kept


def test_a_folder_with_such_pages_is_left_as_it_is(filled: Reflekt) -> None:
    exported(filled, "pages/", "--format", "markdown")
    assert (
        "left"
        in filled("export", str(filled.home.parent / "pages"), "--format", "markdown", code=2).err
    )


def test_a_page_for_the_browser_shows_hostile_words_as_words(filled: Reflekt) -> None:
    text = exported(filled, "mine.html").read_text("utf-8")
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text
    assert "{{ 7*7 }}" in text


def test_a_word_document_has_no_fields_from_text(filled: Reflekt) -> None:
    with zipfile.ZipFile(exported(filled, "mine.docx")) as archive:
        document = archive.read("word/document.xml").decode("utf-8")
    assert "MERGEFIELD" in document
    assert "instrText" not in document.split("MERGEFIELD")[0].rpartition("<w:p>")[2]


def test_coded_points_name_nobody(filled: Reflekt) -> None:
    with zipfile.ZipFile(exported(filled, "points.qdpx")) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist()).decode("utf-8")
    assert "Vi ringede først." in everything
    assert "mette" not in everything.casefold()


def test_only_what_fits_is_taken(filled: Reflekt) -> None:
    records = json.loads(exported(filled, "a.json", "--kind", "note").read_text("utf-8"))
    assert [record["kind"] for record in records] == ["note"]


def test_a_file_that_is_there_is_not_written_over_unasked(filled: Reflekt) -> None:
    place = exported(filled, "mine.json")
    place.write_text("mine", encoding="utf-8")
    filled("export", str(place), code=2)
    assert place.read_text("utf-8") == "mine"


def test_a_name_that_says_nothing_is_asked_about(filled: Reflekt) -> None:
    assert "--format" in filled("export", "mine.xyz", code=2).err


def test_the_file_is_for_its_owner_alone(filled: Reflekt) -> None:
    assert exported(filled, "mine.json").stat().st_mode & 0o077 == 0
