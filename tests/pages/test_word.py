"""The Word document, read back, and opened by another program."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reflekt.adapters.render.docx import docx_page
from reflekt.adapters.render.plain import plain
from reflekt.domain.page import Cell, Chart, Items, Page, Part, Quotes, Row, Table, Text
from tests.pages import team

WHEN = datetime(2026, 11, 25, 12, tzinfo=UTC)
WORDS = {"page": "Side {number} af {all}"}
hostile = st.one_of(st.sampled_from(team.HOSTILE), st.text(max_size=80))


def page_of(*texts: str) -> Page:
    rows = tuple((Cell(text), Cell("3")) for text in texts)
    table = Table("caption", ("one", "two"), rows, frozenset({1}))
    blocks = (Quotes(texts), Items(texts, "heading"), table, *(Text(text) for text in texts))
    return Page("title", "about", "da", (Part("part", blocks),), WORDS)


@given(st.lists(hostile, min_size=1, max_size=3))
@settings(max_examples=15)
def test_a_text_is_letters_and_nothing_else(texts: list[str]) -> None:
    data = docx_page(page_of(*texts), WHEN)
    document = docx.Document(io.BytesIO(data))
    shown = [paragraph.text for paragraph in document.paragraphs]
    cells = [cell.text for row in document.tables[0].rows for cell in row.cells]
    for text in texts:
        assert shown.count(plain(text)) >= 3
        assert plain(text) in cells
    inside = zipfile.ZipFile(io.BytesIO(data))
    body = inside.read("word/document.xml").decode()
    footer = "".join(inside.read(n).decode() for n in inside.namelist() if "footer" in n)
    assert not re.search(r"<w:(fldChar|fldSimple|instrText|hyperlink|object|altChunk)\b", body)
    assert re.findall(r"<w:instrText[^>]*>(.*?)</w:instrText>", footer) == ["PAGE", "NUMPAGES"]


@pytest.fixture(scope="module")
def document(made: Path) -> docx.document.Document:
    return docx.Document(str(made / "report.docx"))


def test_headings_are_headings_and_tables_have_a_heading_row(
    document: docx.document.Document,
) -> None:
    styles = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style]
    assert styles[0] == "Title"
    assert styles.count("Heading 1") >= 4
    for table in document.tables:
        assert "w:tblHeader" in table.rows[0]._tr.xml
        assert "w:cantSplit" in table.rows[1]._tr.xml


def test_the_language_is_danish_and_nobody_is_the_author(
    document: docx.document.Document,
) -> None:
    assert re.findall(r'w:lang w:val="(.*?)"', document.styles.element.xml) == ["da-DK"]
    assert document.core_properties.author == "reflekt"
    assert document.core_properties.language == "da-DK"


def test_libreoffice_opens_it_and_shows_all_of_it(made: Path, tmp_path: Path) -> None:
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    convert = ["--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run(
        ["soffice", profile, *convert, str(made / "report.docx")],
        check=True,
        capture_output=True,
        timeout=120,
    )
    told = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "report.pdf"), "-"], capture_output=True, check=True
    ).stdout.decode()
    sheets = told.strip("\f\n").split("\f")
    assert len(sheets) >= 2
    for number, sheet in enumerate(sheets, 1):
        assert f"Side {number} af {len(sheets)}" in sheet
    flat = " ".join(told.split())
    assert "Temaer i team" in flat
    assert "Sådan er der talt" in flat
    assert "<script>window.hacked = 1</script>" in flat
    assert "/etc/passwd" in flat
    assert "root:" not in flat


def test_a_chart_is_a_table_whose_larger_numbers_stand_on_darker_ground() -> None:
    chart = Chart("caption", ("1", "2", "3"), (Row("tid", (3, 6, None)),), "not told", "Theme")
    page = Page("title", "", "da", (Part("part", (chart,)),), WORDS)
    document = docx.Document(io.BytesIO(docx_page(page, WHEN)))
    name, *cells = document.tables[0].rows[1].cells
    assert [name.text, *(cell.text for cell in cells)] == ["tid", "3", "6", "–"]
    fills = [re.findall(r'w:fill="(\w+)"', cell._tc.xml) for cell in cells]
    assert fills[0] > fills[1]  # a larger number of hexadecimal is lighter
    assert fills[2] == []
    assert "– not told" in [paragraph.text for paragraph in document.paragraphs]
