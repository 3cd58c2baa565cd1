"""`reflekt show`: one entry."""

from __future__ import annotations

import click

from reflekt.app.find import Found, resolve
from reflekt.cli import output
from reflekt.cli.context import Context
from reflekt.cli.parts import as_record, entry_argument, fresh_journals, json_option
from reflekt.domain.contents import actions, asked, learning
from reflekt.domain.document import Document
from reflekt.domain.kinds import kind_name
from reflekt.i18n import _, language, moment


@click.command(
    help=_(
        "Read one entry.\n\nID is the start of its id; @ is the newest entry, @2 the one before."
    )
)
@entry_argument
@json_option
@click.pass_obj
def command(context: Context, reference: str, as_json: bool) -> None:
    """Load one entry and show it."""
    found = resolve(fresh_journals(context), reference)
    document = found.journal.document(found.row)
    if as_json:
        output.as_json(entry_record(context, found, document))
    elif output.to_people():
        _show(document)
    else:
        output.line(document.source.rstrip("\n"))


def entry_record(context: Context, found: Found, document: Document) -> dict[str, object]:
    """The whole of an entry for machines; see DESIGN §5."""
    entry = document.entry
    headings = context.headings(found.journal)
    return {
        **entry.extra,
        **as_record(found),
        "language": entry.language,
        "family": entry.family,
        "concern": (
            {"before": entry.concern.before, "after": entry.concern.after}
            if entry.concern
            else None
        ),
        "sections": [{"heading": s.heading, "text": s.text} for s in entry.sections],
        "asked": [
            {"id": one.item, "name": one.name, "question": one.question, "answer": one.answer}
            for one in asked(entry)
        ],
        "learning": [
            {"text": point.text, "themes": list(point.themes)}
            for point in learning(entry, headings)
        ],
        "actions": [
            {
                "text": action.text,
                "by": action.by.isoformat() if action.by else None,
                "done": action.done,
                "anchor": action.anchor,
                "outcomes": list(action.outcomes),
            }
            for action in actions(entry)
        ],
        "body": document.body,
    }


def _show(document: Document) -> None:
    from rich.console import Console
    from rich.markdown import Markdown
    from rich.text import Text

    entry = document.entry
    head = [kind_name(entry.kind, language()), moment(entry.created), entry.author, entry.family]
    console = Console(highlight=False, markup=False, emoji=False)
    about = Text(output.safe(" · ".join(part for part in head if part)), style="bold")
    if entry.concern:
        about.append(
            "  "
            + _("concern {before} → {after}").format(
                before=entry.concern.before, after=entry.concern.after
            ),
            style="dim",
        )
    body = Markdown(output.safe(document.body), hyperlinks=False)
    lines = document.body.count("\n") + len(document.body) // max(console.width, 1)
    if lines > console.height:
        with console.pager(styles=True):
            console.print(about, Text(entry.id, style="dim"), body)
    else:
        console.print(about, Text(entry.id, style="dim"), body)
