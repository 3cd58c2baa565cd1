"""`reflekt history`: every version of an entry, and what changed in each."""

from __future__ import annotations

import click

from reflekt.app.find import resolve
from reflekt.app.versions import history
from reflekt.cli import output
from reflekt.cli.context import Context
from reflekt.cli.parts import entry_argument, fresh_journals, json_option
from reflekt.i18n import _, moment


@click.command(
    help=_("Every version of an entry, newest first, with the lines that went and came.")
)
@entry_argument
@json_option
@click.pass_obj
def command(context: Context, reference: str, as_json: bool) -> None:
    """Load the versions and show them."""
    found = resolve(fresh_journals(context), reference)
    versions = history(found.journal, found.row.path)
    if as_json:
        output.as_json(
            [
                {
                    "version": past.version.number,
                    "when": past.version.when.isoformat(),
                    "who": past.version.who,
                    "what": past.version.what,
                    "text": None if past.data is None else past.data.decode("utf-8", "replace"),
                }
                for past in versions
            ]
        )
        return
    from reflekt.cli.writing import show_difference

    earlier = [None, *versions[:-1]]
    for past, before in reversed(list(zip(versions, earlier, strict=True))):
        head = _("Version {number} · {when} · {who}").format(
            number=past.version.number, when=moment(past.version.when), who=past.version.who
        )
        output.line(head, bold=True)
        if past.data is None:
            output.line("    " + _("removed"))
        elif before is None or before.data is None:
            output.line("    " + _("written"), dim=True)
        else:
            show_difference(before.data, past.data)
