"""`reflekt init`: set up a home."""

from __future__ import annotations

import click

from reflekt.app.setup import first_settings
from reflekt.cli import output
from reflekt.cli.context import PRIVATE, Context
from reflekt.domain.space import is_space_name
from reflekt.errors import N_, UsageProblem
from reflekt.i18n import LANGUAGES, _, activate, language


@click.command(
    help=_(
        "Set up your own home for entries.\n\nAsks for your name, your language and a first "
        "space; without a terminal it takes what the options say and asks nothing."
    )
)
@click.option("--name", metavar=_("NAME"), help=_("What you are called."))
@click.option("--language", "tongue", type=click.Choice(LANGUAGES), help=_("Your language."))
@click.option("--space", metavar=_("NAME"), help=_("What your own space is called."))
@click.option("--yes", "-y", is_flag=True, help=_("Ask nothing."))
@click.pass_obj
def command(
    context: Context, name: str | None, tongue: str | None, space: str | None, yes: bool
) -> None:
    """Ask three things, make the home, say where it is."""
    if context.settings is not None:
        output.line(
            _("Your home is already in {folder}, {name}.").format(
                folder=context.home, name=context.settings.name
            )
        )
        return
    asking = output.from_people() and not yes
    tongue = tongue or language()
    if asking:
        name = name or str(click.prompt(_("What are you called?"), default=context.user_name))
        tongue = str(
            click.prompt(_("Which language?"), type=click.Choice(LANGUAGES), default=tongue)
        )
        activate(tongue)
        space = space or str(click.prompt(_("What is your own space called?"), default=PRIVATE))
    space = (space or PRIVATE).casefold()
    if not is_space_name(space):
        raise UsageProblem(
            N_("“{name}” can't be the name of a space."),
            hint=N_("Use letters, digits and hyphens: private, team, buddy-jonas."),
            name=space,
        )
    settings = first_settings(name or context.user_name, tongue, space)
    context.set_up(settings)
    output.line(_("Welcome, {name}.").format(name=settings.name), bold=True)
    output.line(
        _("Your entries live in {folder}, on this computer and nowhere else.").format(
            folder=context.home / space
        )
    )
    output.line(
        _("Facts of the case belong in the case system; what you write here is your own thinking.")
    )
    output.line(_("After your next visit, write: {command}").format(command=_("reflekt visit")))
