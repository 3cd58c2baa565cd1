"""`reflekt themeday`: a day the counsellors choose the themes of, from draft to what came of it."""

from __future__ import annotations

from typing import Any

import click

from reflekt.cli.lazy import Command, LazyGroup
from reflekt.cli.parts import json_option
from reflekt.cli.themeday_parts import day_options
from reflekt.errors import N_, UsageProblem
from reflekt.i18n import _

COMMANDS = (
    Command("show", "vis", "reflekt.cli.themeday_show", N_("How the next theme day stands.")),
    Command(
        "draft", "udkast", "reflekt.cli.themeday_draft", N_("Begin a theme day, or draft it again.")
    ),
    Command("vote", "stem", "reflekt.cli.themeday_vote", N_("Choose what to talk about.")),
    Command("agenda", "dagsorden", "reflekt.cli.themeday_agenda", N_("A plan that fits the day.")),
    Command("export", "eksporter", "reflekt.cli.themeday_export", N_("Something to hand out.")),
    Command("close", "afslut", "reflekt.cli.themeday_close", N_("What was decided, and by whom.")),
)


@click.group(
    cls=LazyGroup,
    lazy=COMMANDS,
    invoke_without_command=True,
    help=_(
        "A theme day: its themes come from what people shared, and the counsellors choose.\n\n\b\n"
        "reflekt themeday draft --date 2026-12-03 --from 9:00 --to 15:00\n"
        "reflekt themeday vote\n"
        "reflekt themeday agenda\n"
        "reflekt themeday close"
    ),
)
@day_options
@json_option
@click.pass_context
def command(ctx: click.Context, /, **options: Any) -> None:
    """Without a subcommand: how the next theme day stands."""
    if ctx.invoked_subcommand is None:
        from reflekt.cli.themeday_show import command as show

        ctx.invoke(show, **options)
    elif any(options.values()):
        raise UsageProblem(
            N_("Options stand after the word they belong to."),
            hint=N_("Such as: reflekt themeday vote --date 2026-12-03"),
        )
