"""Saving what was written, and never losing it when that fails."""

from __future__ import annotations

from datetime import datetime

from reflekt.app import capture
from reflekt.app.capture import Written
from reflekt.app.journal import Journal
from reflekt.cli import output
from reflekt.cli.context import Context
from reflekt.cli.parts import as_record
from reflekt.domain.entry import Entry
from reflekt.domain.ports import Row
from reflekt.errors import N_, ReflektError, UsageProblem
from reflekt.i18n import _, language


def save(
    context: Context,
    journal: Journal,
    written: Written,
    *,
    id: str | None = None,
    created: datetime | None = None,
) -> Entry:
    """Save an entry; where that can't be done, keep the text as a draft and say where."""
    name = id or context.ids.fresh(capture.is_taken([journal]))
    try:
        template = context.templates(journal).entry(written.kind, language())
        return capture.save(journal, written, template, id=name, created=created)
    except ReflektError:
        keep_draft(context, journal, written, name)
        raise


def keep_draft(context: Context, journal: Journal, written: Written, name: str) -> None:
    """Keep what was written where it can be kept: in the space, else in the temporary folder."""
    from reflekt.app.converse import draft_of

    for drafts in (journal.drafts, context.emergency_drafts()):
        try:
            drafts.save(name, draft_of(written, name, context.clock.now()))
        except ReflektError:
            continue
        place = _("Your text is kept in {file}.").format(file=drafts.where(name))
        output.aside(place)
        return
    output.aside(_("Your text could not be kept anywhere on this disk; here it is:"))
    output.aside(written.story)


def show_saved(journal: Journal, entry: Entry, *, as_json: bool) -> None:
    """Say under which id and where an entry was saved."""
    from reflekt.app.find import Found

    if as_json:
        output.as_json(as_record(Found(journal, row_of(entry))))
    else:
        output.line(f"{entry.id}  {journal.path_of(entry.path)}")


def row_of(entry: Entry) -> Row:
    """The row of an entry just saved."""
    return Row(
        entry.id,
        entry.kind,
        entry.created,
        entry.author,
        entry.title,
        entry.family,
        entry.themes,
        entry.path,
    )


def point_in_time(context: Context, text: str | None) -> datetime | None:
    """The value of --created. Raises UsageProblem for what is no date."""
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
        return at if at.tzinfo else at.astimezone()
    except ValueError:
        day = context.dates.period(text, context.clock.now().date(), language())
        if day is None:
            raise UsageProblem(
                N_("“{text}” after {option} is not a date I understand."),
                hint=N_("Write it as 2026-12-04 or 2026-12-04T14:30."),
                text=text,
                option="--created",
            ) from None
        now = context.clock.now()
        return now.replace(year=day[0].year, month=day[0].month, day=day[0].day)
