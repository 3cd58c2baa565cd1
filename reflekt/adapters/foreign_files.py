"""Files of other journals, and folders of pages, read for an import. Links are not followed."""

from __future__ import annotations

import errno
import json
import os
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from reflekt.adapters.files import explained
from reflekt.domain.document import MAX_BYTES, Unreadable, parse
from reflekt.domain.foreign import (
    DAY_ONE,
    JRNL,
    JSON_LINES,
    MARKDOWN,
    NO_PAGE,
    Foreign,
    jrnl_text,
    looks_like_jrnl,
    markdown_page,
    reader_of,
)
from reflekt.errors import N_, UsageProblem

_PAGES = (".md", ".markdown")

LARGEST = 512 * 1024 * 1024
"""Bytes of one file that are read at most."""


def format_of(place: Path) -> str:
    """What a file or folder seems to hold. Raises UsageProblem, EnvironmentProblem."""
    if not place.exists():
        raise _unreadable(place, os.strerror(errno.ENOENT))
    if place.is_dir():
        pages = any(page.suffix.lower() in _PAGES for page in place.rglob("*"))
        return MARKDOWN if pages or not _exports(place) else DAY_ONE
    if place.suffix.lower() in _PAGES:
        return MARKDOWN
    if place.suffix.lower() in (".jsonl", ".ndjson"):
        return JSON_LINES
    if place.suffix.lower() == ".zip":
        return DAY_ONE
    text = _text(place)
    if looks_like_jrnl(text):
        return JRNL
    first = text.lstrip("\ufeff \n").partition("\n")[0]
    try:
        json.loads(first)
    except ValueError:
        pass
    else:
        if not text.strip().startswith('{"entries"') and '"entries"' not in first:
            return JSON_LINES
    try:
        if reader_of(json.loads(text.removeprefix("\ufeff"))):
            return JRNL
    except (ValueError, RecursionError):
        pass
    raise UsageProblem(
        N_("I can't see what {file} holds."),
        hint=N_("Say it with --format: jsonl, markdown, jrnl or dayone."),
        file=str(place),
    )


def foreign_entries(place: Path, format: str) -> Iterator[Foreign]:
    """What a file or folder of that format holds. Raises UsageProblem, EnvironmentProblem."""
    if format == MARKDOWN:
        yield from _pages(place)
    elif place.suffix.lower() == ".zip":
        yield from _zipped(place)
    elif place.is_dir():
        for export in _exports(place):
            yield from _json(_text(export), export)
    else:
        text = _text(place)
        if format == JRNL and looks_like_jrnl(text):
            yield from jrnl_text(text.removeprefix("\ufeff"))
        else:
            yield from _json(text, place)


def _pages(place: Path) -> Iterator[Foreign]:
    """Pages of Markdown: those in our own format whole, others by their text and date."""
    there = sorted(place.rglob("*")) if place.is_dir() else [place]
    there = [page for page in there if ".git" not in page.parts]
    pages = [page for page in there if page.suffix.lower() in _PAGES or _is_way_out(page, place)]
    for number, page in enumerate(pages, 1):
        name = str(page.relative_to(place)) if place.is_dir() else page.name
        if page.is_symlink() and page != place:
            yield Foreign(number, reason=N_("it is a link to somewhere else"), place=name)
            continue
        if page.is_dir():
            continue
        if not page.is_file():
            yield Foreign(number, reason=N_("it is no ordinary file"), place=name)
            continue
        with explained(page):
            size, modified = page.stat().st_size, page.stat().st_mtime
            data = page.read_bytes() if size <= MAX_BYTES else b""
        if size > MAX_BYTES:
            yield Foreign(number, reason=N_("it is longer than an entry may be"), place=name)
            continue
        try:
            yield Foreign(number, entry=parse(data).entry, place=name)
            continue
        except Unreadable:
            pass  # not in our own format: a page as any other
        try:
            text = data.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError:
            yield Foreign(number, reason=N_("it is not UTF-8"), place=name)
            continue
        when = datetime.fromtimestamp(modified).astimezone().replace(microsecond=0)
        yield Foreign(number, markdown_page(page.stem, text, when), place=name)
    known = set(pages)
    others = Counter(page.suffix for page in there if page not in known and page.is_file())
    for number, (suffix, count) in enumerate(sorted(others.items()), len(pages) + 1):
        yield Foreign(number, reason=NO_PAGE, place=f"*{suffix} ({count})")


def _is_way_out(page: Path, place: Path) -> bool:
    """Whether it is a folder that lies somewhere else."""
    return page.is_symlink() and page.is_dir() and page != place


def _exports(folder: Path) -> list[Path]:
    """The exports in JSON that lie in a folder, as Day One's do once they are unpacked."""
    return [
        file for file in sorted(folder.glob("*.json")) if file.is_file() and not file.is_symlink()
    ]


def _zipped(place: Path) -> Iterator[Foreign]:
    try:
        with explained(place), zipfile.ZipFile(place) as archive:
            for about in archive.infolist():
                if about.filename.endswith(".json") and about.file_size <= LARGEST:
                    yield from _json(archive.read(about).decode("utf-8-sig", "replace"), place)
    except zipfile.BadZipFile as problem:
        raise _unreadable(place, str(problem)) from problem


def _json(text: str, place: Path) -> Iterator[Foreign]:
    try:
        values = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as problem:
        raise UsageProblem(
            N_("{file} is not JSON, or not all of it (line {line})."),
            hint=N_("Export it again from the program it comes from."),
            file=str(place),
            line=getattr(problem, "lineno", 1),
        ) from problem
    reader = reader_of(values)
    if reader is None:
        raise UsageProblem(
            N_("There are no entries of jrnl or Day One in {file}."),
            hint=N_("Say what it holds with --format: jsonl, markdown, jrnl or dayone."),
            file=str(place),
        )
    yield from reader(values)


def _text(place: Path) -> str:
    with explained(place):
        if place.stat().st_size > LARGEST:
            raise _unreadable(place, f"> {LARGEST} bytes")
        data = place.read_bytes()
    try:
        return data.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as problem:
        raise UsageProblem(
            N_("{file} is not written in UTF-8 (line {line})."),
            hint=N_("Open it in an editor, save it as UTF-8, and try again."),
            file=str(place),
            line=data.count(b"\n", 0, problem.start) + 1,
        ) from problem


def _unreadable(place: Path, problem: str) -> UsageProblem:
    return UsageProblem(N_("{file} can't be read: {problem}."), file=str(place), problem=problem)
