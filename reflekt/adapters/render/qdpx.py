"""Coded points as a REFI-QDA project (.qdpx), which ATLAS.ti, MAXQDA, NVivo and QualCoder read.

The format is the REFI-QDA standard 1.5: a zip with `project.qde`, XML in the namespace
urn:QDA-XML:project:1.0, and the texts in `sources/`. Positions count characters from 0; every GUID
follows from what it names, so that the same points give the same file.
"""

from __future__ import annotations

import io
import uuid
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from reflekt.domain.coded import CodedSource

NAMESPACE = "urn:QDA-XML:project:1.0"
_OURS = uuid.UUID("6f2b1f0e-64a5-5d0b-9a52-5c9a3b1e7d10")
_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip can hold: a file's own would make two exports of the same differ."""


def qdpx_project(
    name: str, sources: Sequence[CodedSource], meanings: Mapping[str, str], when: datetime
) -> bytes:
    """The project: `meanings` are a line of meaning for each theme that has one."""
    ET.register_namespace("", NAMESPACE)
    user = _guid("user", "reflekt")
    project = _element(None, "Project", name=_clean(name), origin="reflekt")
    project.set("creatingUserGUID", user)
    project.set("creationDateTime", _time(when))
    _element(_element(project, "Users"), "User", guid=user, name="reflekt")
    themes = sorted({theme for one in sources for coding in one.codings for theme in coding.themes})
    if themes:
        codes = _element(_element(project, "CodeBook"), "Codes")
        for theme in themes:
            code = _element(
                codes, "Code", guid=_guid("code", theme), name=_clean(theme), isCodable="true"
            )
            if meanings.get(theme):
                _element(code, "Description").text = _clean(meanings[theme])
    if sources:
        listed = _element(project, "Sources")
        for source in sources:
            _add_source(listed, source, user)
    data = ET.tostring(project, encoding="utf-8", xml_declaration=True)
    return _zipped(data, sources)


def _add_source(listed: ET.Element, source: CodedSource, user: str) -> None:
    guid = _guid("source", source.id)
    text = _element(listed, "TextSource", guid=guid, name=_clean(source.name))
    text.set("plainTextPath", f"internal://{guid}.txt")
    text.set("creatingUser", user)
    text.set("creationDateTime", _time(source.created))
    for coding in source.codings:
        place = f"{source.id} {coding.start}"
        words = _clean(source.text[coding.start : coding.end])
        selection = _element(
            text, "PlainTextSelection", guid=_guid("selection", place), name=words[:60]
        )
        selection.set("startPosition", str(coding.start))
        selection.set("endPosition", str(coding.end))
        selection.set("creatingUser", user)
        for theme in coding.themes:
            coded = _element(
                selection, "Coding", guid=_guid("coding", f"{place} {theme}"), creatingUser=user
            )
            _element(coded, "CodeRef", targetGUID=_guid("code", theme))


def _zipped(project: bytes, sources: Sequence[CodedSource]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("project.qde", _EARLIEST), project)
        for source in sources:
            about = zipfile.ZipInfo(f"sources/{_guid('source', source.id)}.txt", _EARLIEST)
            archive.writestr(about, _clean(source.text).encode("utf-8"))
    return target.getvalue()


def _element(parent: ET.Element | None, tag: str, **attributes: str) -> ET.Element:
    name = f"{{{NAMESPACE}}}{tag}"
    if parent is None:
        return ET.Element(name, attributes)
    return ET.SubElement(parent, name, attributes)


def _guid(kind: str, what: str) -> str:
    return str(uuid.uuid5(_OURS, f"{kind} {what}"))


def _time(at: datetime) -> str:
    return at.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")


def _clean(text: str) -> str:
    """Characters that XML can't hold become one that it can, so that positions stay right."""
    return "".join(one if _is_xml(ord(one)) else "\ufffd" for one in text)


def _is_xml(code: int) -> bool:
    """See XML 1.0, production 2 (Char)."""
    return (
        code in (0x9, 0xA, 0xD)
        or 0x20 <= code <= 0xD7FF
        or 0xE000 <= code <= 0xFFFD
        or code >= 0x10000
    )
