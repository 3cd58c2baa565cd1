"""Writing an entry in the user's own editor, from a page with headings and questions."""

from __future__ import annotations

import re
from pathlib import Path

from reflekt.app.journal import Journal
from reflekt.cli import output, saving
from reflekt.cli.answering import offered
from reflekt.cli.context import Context
from reflekt.cli.editor import edit_file
from reflekt.cli.theme_offer import ThemeOffer
from reflekt.domain.contents import ASKED, LEARNING, TRY, actions_text, asked_text, learning
from reflekt.domain.document import Unreadable, compose, parse, revise
from reflekt.domain.entry import Action, Entry, Section
from reflekt.domain.ports import Change
from reflekt.errors import N_, ChangedUnderneath, DamagedData, ReflektError
from reflekt.i18n import _, language

_EDIT = "edit-"
"""Begins the name of a page that changes an entry."""

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
    place = _left_page(journal) or Path(journal.drafts.keep_page(page.id, empty.encode("utf-8")))
    written = edited(place)
    if written is None:
        raise _left(place, N_("`reflekt visit --editor` opens it again."))
    entry = without_empty_parts(written)
    if without_empty_parts(parse(empty.encode("utf-8")).entry).sections == entry.sections:
        place.unlink(missing_ok=True)
        output.line(_("You wrote nothing this time, so nothing was saved."))
        return
    entry = entry._replace(id=page.id, kind="visit")
    if output.from_people():
        entry = ThemeOffer(context, journal).made_on_page(entry, context.headings(journal), ())
    journal.add(entry)
    place.unlink(missing_ok=True)
    saving.show_saved(journal, entry, as_json=as_json)


def _left_page(journal: Journal) -> Path | None:
    """A page that was left unsaved, where the person wants to go on with it."""
    for place in map(Path, journal.drafts.pages()):
        if place.stem.startswith(_EDIT):
            continue
        if not output.from_people():
            told = _("A page that was not saved is kept in {file}.")
            output.aside(told.format(file=place))
            continue
        told = _("There is a page that was not saved: {file}")
        if offered(told.format(file=place), throw_away=place.unlink):
            return place
    return None


def change_in_editor(journal: Journal, name: str, data: bytes) -> bytes | None:
    """Let the user change a file's text; None where nothing changed.

    Raises DamagedData where the result is no entry; it is kept.
    """
    place = Path(journal.drafts.keep_page(f"{_EDIT}{name}", data))
    if edited(place, name) is None:
        raise _left(place, N_("Mend it there, then: reflekt edit {name} --from {file}"), name)
    changed = place.read_bytes()
    place.unlink()
    return None if changed == data else changed


def with_themes_offered(context: Context, journal: Journal, before: bytes, after: bytes) -> bytes:
    """A changed text, with a theme offered for each learning point that is new in it."""
    headings = context.headings(journal)
    document, old = parse(after), parse(before).entry
    known = {point.text for point in learning(old, headings)}
    entry = ThemeOffer(context, journal).made_on_page(document.entry, headings, known)
    return after if entry == document.entry else revise(document, entry).encode("utf-8")


def put_back(journal: Journal, path: str, before: bytes, after: bytes, name: str) -> None:
    """Save a changed text, unless the entry was changed meanwhile: then show both, keep both.

    Raises ChangedUnderneath, or what Store.commit raises; then what was written is kept.
    """
    try:
        journal.commit([Change(path, after)], f"edit {name}", {path: before})
    except ChangedUnderneath as problem:
        place = journal.drafts.keep_page(f"{_EDIT}{name}", after)
        output.aside(_("What stands in the entry now, and what you wrote:"))
        show_difference(journal.store.read(path), after)
        raise ChangedUnderneath(
            N_("The entry was changed in the meantime and was left as it is."),
            hint=N_("What you wrote is kept in {file}; `reflekt edit {name}` starts from now."),
            file=place,
            name=name,
        ) from problem
    except ReflektError:
        place = journal.drafts.keep_page(f"{_EDIT}{name}", after)
        output.aside(_("Your text is kept in {file}.").format(file=place))
        raise


def edited(place: Path, id: str = "") -> Entry | None:
    """Open the page until it can be read; None where the user leaves it unreadable.

    With `id`, the entry must still bear it.
    """
    while True:
        edit_file(place)
        try:
            return read_page(place.read_bytes(), id)
        except Unreadable as problem:
            why = _(problem.message).format(**problem.parameters)
            output.show_unreadable(str(place), problem.line, why)
            if not output.from_people() or not output.confirm(_("Open it again?"), default=True):
                return None


def read_page(data: bytes, id: str = "") -> Entry:
    """The entry on a page. Raises Unreadable, also where it no longer bears the id it had."""
    entry = parse(data).entry
    if id and entry.id != id:
        lines = data.decode("utf-8-sig", "replace").split("\n")
        place = next((n for n, line in enumerate(lines, 1) if line.startswith("id")), 1)
        raise Unreadable(place, N_("the id of the entry is {id} and stays so"), id=id)
    return entry


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


def _left(place: Path, hint: str, name: str = "") -> DamagedData:
    return DamagedData(
        N_("Nothing was saved; your text is kept in {file}."),
        hint=hint,
        file=str(place),
        name=name,
    )


def _spaced(text: str) -> str:
    """Room to write in under each question and heading."""
    text = re.sub(r"(?m)^(> .*)$\n?", r"\1\n\n\n", text)
    return re.sub(r"(?m)^(## .*)\n(?=\n|\Z)", r"\1\n\n\n", text)
