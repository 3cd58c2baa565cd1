"""Writing an entry in the user's own editor, from a page with headings and questions."""

from __future__ import annotations

import re
from pathlib import Path

import click

from reflekt.app.journal import Journal
from reflekt.cli import output, saving
from reflekt.cli.context import Context
from reflekt.cli.editor import edit_file
from reflekt.domain.contents import ASKED, LEARNING, TRY, actions_text, asked_text
from reflekt.domain.document import Unreadable, compose, parse
from reflekt.domain.entry import Action, Entry, Section
from reflekt.domain.ports import Change
from reflekt.errors import N_, ChangedUnderneath, DamagedData
from reflekt.i18n import _, language

_EMPTY = r"(?m)^(?:[-*+] *(?:\[ ?\])?|[-*+] \[ \] *\^a1) *$\n?"


def write_in_editor(
    context: Context, journal: Journal, number_of_questions: int, *, as_json: bool
) -> None:
    """Open a page, and save what was written on it.

    What cannot be read as an entry stays on the page, is reported with its line, and may be
    opened again. Raises DamagedData where it is left so.
    """
    template = context.templates(journal).entry("visit", language())
    questions, _reasons = context.choose_questions(journal, "", number_of_questions)
    filled = {
        ASKED: asked_text(questions),
        LEARNING: "- ",
        TRY: actions_text([Action("", anchor="a1")], language()),
    }
    page = Entry(
        id=context.fresh_id(),
        kind="visit",
        created=context.clock.now(),
        author=journal.settings.author,
        language=language(),
        sections=tuple(
            Section(part.heading, filled.get(part.role, "")) for part in template.sections
        ),
    )
    empty = _spaced(compose(page))
    place = draft_file(journal, page.id)
    place.write_bytes(empty.encode("utf-8"))
    written = edited(place)
    if written is None:
        raise _left(place)
    entry = without_empty_parts(written)
    if without_empty_parts(parse(empty.encode("utf-8")).entry).sections == entry.sections:
        place.unlink(missing_ok=True)
        output.line(_("You wrote nothing this time, so nothing was saved."))
        return
    entry = entry._replace(id=page.id, kind="visit")
    journal.add(entry)
    place.unlink(missing_ok=True)
    saving.show_saved(journal, entry, as_json=as_json)


def change_in_editor(journal: Journal, name: str, data: bytes) -> bytes | None:
    """Let the user change a file's text; None where nothing changed.

    Raises DamagedData where the result is no entry; it is kept.
    """
    place = draft_file(journal, f"edit-{name}")
    place.write_bytes(data)
    if edited(place) is None:
        raise _left(place)
    changed = place.read_bytes()
    if changed == data:
        place.unlink(missing_ok=True)
        return None
    return changed


def put_back(journal: Journal, path: str, before: bytes, after: bytes, name: str) -> None:
    """Save a changed text, unless the entry was changed meanwhile: then show both, keep both.

    Raises ChangedUnderneath.
    """
    place = draft_file(journal, f"edit-{name}")
    try:
        journal.commit([Change(path, after)], f"edit {name}", {path: before})
    except ChangedUnderneath as problem:
        place.write_bytes(after)
        output.aside(_("What stands in the entry now, and what you wrote:"))
        show_difference(journal.store.read(path), after)
        raise ChangedUnderneath(
            N_("The entry was changed in the meantime and was left as it is."),
            hint=N_("What you wrote is kept in {file}; `reflekt edit {name}` starts from now."),
            file=place,
            name=name,
        ) from problem
    place.unlink(missing_ok=True)


def edited(place: Path) -> Entry | None:
    """Open the page until it can be read; None where the user leaves it unreadable."""
    while True:
        edit_file(place)
        try:
            return parse(place.read_bytes()).entry
        except Unreadable as problem:
            output.show_unreadable(str(place), problem)
            if not output.from_people() or not click.confirm(_("Open it again?"), default=True):
                return None


def draft_file(journal: Journal, name: str) -> Path:
    """A page among the drafts: what an editor saves, and its swap files, are never committed."""
    place = Path(journal.drafts.where(name)).with_suffix(".md")
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def without_empty_parts(entry: Entry) -> Entry:
    """The entry without headings and bullets that were left empty."""
    kept = []
    for section in entry.sections:
        text = re.sub(_EMPTY, "", section.text).strip("\n")
        if text.strip():
            kept.append(Section(section.heading, text))
    return entry._replace(sections=tuple(kept))


def show_difference(before: bytes, after: bytes) -> None:
    """Lines that went and lines that came, the rest left out."""
    import difflib

    old, new = (data.decode("utf-8", "replace").splitlines() for data in (before, after))
    for line in difflib.unified_diff(old, new, lineterm="", n=1):
        if line.startswith(("---", "+++", "@@")):
            continue
        if line.startswith(("+", "-")):
            output.line(f"    {line}", fg="green" if line.startswith("+") else "red")
        else:
            output.line(f"    {line}", dim=True)


def _left(place: Path) -> DamagedData:
    return DamagedData(
        N_("Nothing was saved; your text is kept in {file}."),
        hint=N_("Mend it there, then save it with: reflekt import --page {file}"),
        file=place,
    )


def _spaced(text: str) -> str:
    """Room to write in under each question and heading."""
    text = re.sub(r"(?m)^(> .*)$\n?", r"\1\n\n\n", text)
    return re.sub(r"(?m)^(## .*)\n(?=\n|\Z)", r"\1\n\n\n", text)
