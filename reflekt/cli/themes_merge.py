"""`reflekt themes merge`: two themes become one."""

from __future__ import annotations

import click

from reflekt.cli.context import Context
from reflekt.cli.parts import complete
from reflekt.cli.theme_parts import changing, one_journal, show_changed
from reflekt.i18n import _


@click.command(
    help=_(
        "Let one theme be part of another: reflekt themes merge networks network\n\n"
        "Old entries keep the hashtag they were given, and count under the theme that stays."
    )
)
@click.argument("one", metavar=_("THEME"), shell_complete=complete("theme"))
@click.argument("into", metavar=_("INTO"), shell_complete=complete("theme"))
@changing
@click.pass_obj
def command(context: Context, one: str, into: str, space: str | None, as_json: bool) -> None:
    """Load, merge, show."""
    from reflekt.app.codebook import merge
    from reflekt.domain.entry import theme_name

    codebook = merge(one_journal(context, space), one, into)
    now = codebook.present(into)
    told = _("#{one} is part of #{theme} from now on. No entry was changed.")
    names = [name for name in (theme_name(one), now) if name in codebook.themes]
    show_changed(codebook, names, told.format(one=theme_name(one), theme=now), as_json=as_json)
