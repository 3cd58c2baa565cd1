"""`reflekt themes rename`: a theme gets another name."""

from __future__ import annotations

import click

from reflekt.cli.context import Context
from reflekt.cli.given_back import given_back
from reflekt.cli.near_twins import tell_near_twins
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
    from reflekt.domain.spelling import spellings

    with given_back(to):
        journal = one_journal(context, space)
        name = theme_name(to)
        if name not in spellings(theme_name(one)):
            tell_near_twins(journal, [name])
        codebook = rename(journal, one, to)
    told = _("#{one} is called #{theme} from now on. No entry was changed.")
    show_changed(codebook, [name], told.format(one=theme_name(one), theme=name), as_json=as_json)
