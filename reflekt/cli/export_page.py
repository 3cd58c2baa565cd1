"""Entries as a page for the browser or for Word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reflekt.cli.report_page import page_words
from reflekt.domain.contents import ASKED, LEARNING, TRY, Headings, actions, asked, learning
from reflekt.domain.document import Document
from reflekt.domain.entry import Entry
from reflekt.domain.kinds import kind_name
from reflekt.domain.page import NOTE, Block, Items, Page, Part, Text
from reflekt.i18n import _, day, language, moment, ngettext


def entries_page(documents: Sequence[Document], headings: Headings) -> Page:
    """A part for each entry, in the order they are given."""
    number = len(documents)
    told = ngettext("{number} entry", "{number} entries", number)
    return Page(
        title=_("From the journal"),
        about=told.format(number=number),
        language=language(),
        parts=tuple(_part(document.entry, headings) for document in documents),
        words=page_words(),
    )


def _part(entry: Entry, headings: Headings) -> Part:
    head = [moment(entry.created), kind_name(entry.kind, language()), entry.family]
    return Part(" · ".join(one for one in head if one), tuple(_blocks(entry, headings)))


def _blocks(entry: Entry, headings: Headings) -> Iterator[Block]:
    if entry.concern:
        told = _("concern {before} → {after}")
        yield Text(told.format(before=entry.concern.before, after=entry.concern.after), NOTE)
    for section in entry.sections:
        role = headings.role(section.heading)
        if role == ASKED:
            for one in asked(entry):
                yield Text(one.question, NOTE)
                yield from _paragraphs(one.answer)
        elif role == LEARNING:
            points = tuple(
                " ".join([point.text, *(f"#{theme}" for theme in point.themes)])
                for point in learning(entry, headings)
            )
            yield Items(points, section.heading)
        elif role == TRY:
            yield Items(
                tuple(
                    f"{one.text} ({day(one.by)})" if one.by else one.text for one in actions(entry)
                ),
                section.heading,
            )
        else:
            if section.heading:
                yield Text(section.heading, NOTE)
            yield from _paragraphs(section.text)


def _paragraphs(text: str) -> Iterator[Text]:
    for part in text.split("\n\n"):
        if part.strip():
            yield Text(part.strip())
