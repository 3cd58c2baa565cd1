"""`reflekt themes rename`: a theme gets another name."""

from __future__ import annotations

import click

from reflekt.cli.context import Context
from reflekt.cli.given_back import given_back
from reflekt.cli.parts import complete
from reflekt.cli.theme_parts import changing, one_journal, show_changed
from reflekt.i18n import _


@click.command(
    help=_(
        "Call a theme something else: reflekt themes rename time pace\n\n"
        "Old entries keep the hashtag they were given, and count under the new name."
    )
)
@click.argument("one", metavar=_("THEME"), shell_complete=complete("theme"))
@click.argument("to", metavar=_("NAME"))
@changing
@click.pass_obj
def command(context: Context, one: str, to: str, space: str | None, as_json: bool) -> None:
    """Load, rename, show."""
    from reflekt.app.codebook import rename
    from reflekt.domain.entry import theme_name

    with given_back(to):
        codebook = rename(one_journal(context, space), one, to)
    name = theme_name(to)
    told = _("#{one} is called #{theme} from now on. No entry was changed.")
    show_changed(codebook, [name], told.format(one=theme_name(one), theme=name), as_json=as_json)
