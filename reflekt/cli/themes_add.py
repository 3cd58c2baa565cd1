"""`reflekt themes add`: a theme, and what is meant by it."""

from __future__ import annotations

import click

from reflekt.cli.context import Context
from reflekt.cli.given_back import given_back
from reflekt.cli.near_twins import tell_near_twins
from reflekt.cli.parts import complete
from reflekt.cli.theme_parts import changing, one_journal, show_changed
from reflekt.errors import N_, UsageProblem
from reflekt.i18n import _


@click.command(
    help=_(
        "Add a theme, or say more about one.\n\n\b\n"
        'reflekt themes add pace --meaning "How fast we go, and who decides"\n'
        "reflekt themes add pace --alias hurry --link P1.T3"
    )
)
@click.argument("name", metavar=_("THEME"), shell_complete=complete("theme"))
@click.option("--meaning", default="", metavar=_("TEXT"), help=_("What is meant, in one line."))
@click.option("--alias", "aliases", multiple=True, metavar=_("NAME"), help=_("Also called so."))
@click.option("--link", "links", multiple=True, metavar="ID", help=_("What it touches: P4.T2"))
@changing
@click.pass_obj
def command(
    context: Context,
    name: str,
    meaning: str,
    aliases: tuple[str, ...],
    links: tuple[str, ...],
    space: str | None,
    as_json: bool,
) -> None:
    """Load, add, show."""
    from reflekt.app.codebook import add
    from reflekt.domain.codebook import Theme, checked_name
    from reflekt.domain.codebook_file import is_link

    wrong = next((link for link in links if not is_link(link)), None)
    if wrong is not None:
        raise UsageProblem(
            N_("“{link}” is no principle, sign or threat, as P4.T2 is."),
            hint=N_("`reflekt principles` shows them all."),
            link=wrong,
        )
    theme = Theme(
        checked_name(name),
        " ".join(meaning.split()),
        tuple(dict.fromkeys(checked_name(alias) for alias in aliases)),
        tuple(dict.fromkeys(link.upper() for link in links)),
    )
    with given_back(name, meaning, *aliases):
        journal = one_journal(context, space)
        tell_near_twins(journal, [theme.name])
        codebook = add(journal, [theme])
    told = _("#{theme} is in the codebook.").format(theme=theme.name)
    show_changed(codebook, [theme.name], told, as_json=as_json)
