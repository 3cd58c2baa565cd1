"""`reflekt themes`: the themes of a space, and what is done with them."""

from __future__ import annotations

from typing import Any

import click

from reflekt.cli.lazy import Command, LazyGroup
from reflekt.cli.themes_report import report_options, show_report
from reflekt.errors import N_
from reflekt.i18n import _

COMMANDS = (
    Command("report", "rapport", "reflekt.cli.themes_report", N_("What your team wrote about.")),
    Command("trend", "udvikling", "reflekt.cli.themes_trend", N_("How themes moved over a year.")),
    Command("list", "liste", "reflekt.cli.themes_list", N_("The themes there are.")),
    Command("suggest", "foreslå", "reflekt.cli.themes_suggest", N_("Which themes fit a text.")),
    Command("code", "kod", "reflekt.cli.themes_code", N_("Give themes to points without one.")),
    Command("agreement", "enighed", "reflekt.cli.themes_agreement", N_("Where two of you differ.")),
    Command("starter", "startsæt", "reflekt.cli.themes_starter", N_("Themes to begin with.")),
    Command("add", "tilføj", "reflekt.cli.themes_add", N_("Add a theme, or say more about it.")),
    Command("merge", "sammenlæg", "reflekt.cli.themes_merge", N_("Let two themes be one.")),
    Command("rename", "omdøb", "reflekt.cli.themes_rename", N_("Call a theme something else.")),
    Command("split", "del-op", "reflekt.cli.themes_split", N_("Divide a theme.")),
    Command("drop", "fjern", "reflekt.cli.themes_drop", N_("No longer suggest a theme.")),
)


@click.group(
    cls=LazyGroup,
    lazy=COMMANDS,
    invoke_without_command=True,
    help=_("What people wrote about: themes they recognise, in their own words."),
)
@report_options
@click.pass_context
def command(ctx: click.Context, /, **options: Any) -> None:
    """Without a subcommand: the report."""
    if ctx.invoked_subcommand is None:
        show_report(ctx.obj, **options)
