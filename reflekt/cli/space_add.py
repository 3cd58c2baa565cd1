"""`reflekt space add`: found a space."""

from __future__ import annotations

import click

from reflekt.app.spaces import new_space
from reflekt.cli import output
from reflekt.cli.context import Context
from reflekt.cli.parts import json_option
from reflekt.cli.space_list import readers
from reflekt.domain.space import KINDS
from reflekt.domain.spelling import folded
from reflekt.i18n import _


@click.command(
    help=_(
        "Found a space, or join one that is there already.\n\nWhat kind it is, is taken from its "
        "name: buddy-jonas is for the two of you, lead-karin for you and your leader, any other "
        "name for a team.\n\n\b\nreflekt space add team\nreflekt space add buddy-jonas"
    )
)
@click.argument("name", metavar=_("NAME"))
@click.option("--kind", type=click.Choice(KINDS), help=_("What kind of space it is."))
@json_option
@click.pass_obj
def command(context: Context, name: str, kind: str | None, as_json: bool) -> None:
    """Make the space and say who can read it."""
    if context.set_up_quietly():
        output.aside(_("Your entries live in {folder}.").format(folder=context.home))
    settings = context.require_settings()
    space = new_space(folded(name), kind, settings, context.ids)
    context.set_up(settings._replace(spaces=(*settings.spaces, space)))
    if as_json:
        output.as_json({"name": space.name, "kind": space.kind, "founded": True})
        return
    output.line(_("The space {name} is ready.").format(name=space.name), bold=True)
    output.wrapped(readers(space))
