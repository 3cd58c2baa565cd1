"""Saving a follow-up, and never losing what was typed when that fails."""

from __future__ import annotations

from reflekt.app.capture import Written, entry_from
from reflekt.app.follow_up import IN_A_NOTE, Due, Recorded, Report, present, record
from reflekt.app.follow_up_talk import FollowUp, draft_of
from reflekt.cli import output
from reflekt.cli.context import Context
from reflekt.domain.contents import LEARNING
from reflekt.domain.entry import Entry
from reflekt.errors import ReflektError
from reflekt.i18n import _, language


def save(context: Context, one: Due, report: Report, note_id: str) -> Recorded:
    """Save what became of an action; where that can't be done, keep it as a draft and say where."""
    try:
        document, _place, _action = present(one)
        template = context.templates(one.journal).entry("visit", document.entry.language)
        return record(
            one,
            report,
            today=context.clock.now().date(),
            headings=context.headings(one.journal),
            learning_heading=template.part(LEARNING).heading or _("Learning"),
            note=_note(context, report, note_id),
            own=context.journal(),
        )
    except ReflektError:
        keep_draft(context, one, draft_of(one, report, note_id))
        raise


def keep_draft(context: Context, one: Due, talk: FollowUp) -> None:
    """Keep what was said where it can be kept: in the space, else in the temporary folder."""
    for drafts in (one.journal.drafts, context.emergency_drafts()):
        try:
            drafts.save(talk.name, talk.as_draft())
        except ReflektError:
            continue
        place = drafts.where(talk.name)
        output.aside(_("Your text is kept in {file}.").format(file=place))
        return
    output.aside(_("Your text could not be kept anywhere on this disk; here it is:"))
    output.aside("\n".join(talk.answers.values()))


def _note(context: Context, report: Report, id: str) -> Entry | None:
    if not (report.stopped and report.learned.strip() and report.keep == IN_A_NOTE):
        return None
    return entry_from(
        Written("note", story=report.learned),
        context.templates(context.journal()).entry("note", language()),
        id=id,
        created=context.clock.now(),
        author=context.require_settings().author,
    )
