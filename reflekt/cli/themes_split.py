"""`reflekt themes split`: a theme is divided."""

from __future__ import annotations

import click

from reflekt.cli.context import Context
from reflekt.cli.given_back import given_back
from reflekt.cli.parts import complete
from reflekt.cli.theme_parts import changing, one_journal, show_changed
from reflekt.i18n import _, join


@click.command(
    help=_(
        "Divide a theme: reflekt themes split school absence cooperation\n\n"
        "Its points keep their hashtag; `reflekt themes code` offers them anew with the parts."
    )
)
@click.argument("one", metavar=_("THEME"), shell_complete=complete("theme"))
@click.argument(
    "parts", metavar=_("PARTS…"), nargs=-1, required=True, shell_complete=complete("theme")
)
@changing
@click.pass_obj
def command(
    context: Context, one: str, parts: tuple[str, ...], space: str | None, as_json: bool
) -> None:
    """Load, split, show."""
    from reflekt.app.codebook import split
    from reflekt.domain.entry import theme_name

    with given_back(*parts):
        codebook = split(one_journal(context, space), one, parts)
    name = codebook.present(one)
    told = _("#{one} is divided into {parts}. No entry was changed.")
    into = codebook.parts(name)
    text = told.format(one=theme_name(one), parts=join([f"#{part}" for part in into]))
    show_changed(codebook, [name, *into], text, as_json=as_json)
