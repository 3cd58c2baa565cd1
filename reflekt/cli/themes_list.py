"""`reflekt themes list`: the themes of the spaces, most used first."""

from __future__ import annotations

import click

from reflekt.cli import output
from reflekt.cli.context import Context
from reflekt.cli.parts import fresh_journals, json_option, space_option
from reflekt.i18n import _, ngettext


@click.command(help=_("The themes there are, most used first."))
@space_option
@json_option
@click.pass_obj
def command(context: Context, space: str | None = None, as_json: bool = False) -> None:
    """Load, count, show."""
    used: dict[str, int] = {}
    for journal in fresh_journals(context, space):
        for theme, number in journal.index.themes().items():
            used[theme] = used.get(theme, 0) + number
    ordered = sorted(used.items(), key=lambda pair: (-pair[1], pair[0]))
    if as_json:
        output.as_json([{"theme": theme, "entries": number} for theme, number in ordered])
        return
    if not ordered:
        output.aside(_("No themes yet. Give a learning point one with a hashtag: #trust"))
    for theme, number in ordered:
        told = ngettext("{number} entry", "{number} entries", number).format(number=number)
        output.raw(f"{output.styled(f'#{theme}', bold=True)}  {output.styled(told, dim=True)}")
