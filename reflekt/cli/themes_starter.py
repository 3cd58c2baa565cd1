"""`reflekt themes starter`: begin with themes from the practice."""

from __future__ import annotations

import click

from reflekt.cli import output
from reflekt.cli.context import Context
from reflekt.cli.theme_parts import changing, one_journal, show_changed
from reflekt.errors import N_, NotFound
from reflekt.i18n import _, ngettext


@click.command(
    help=_(
        "Begin with some twenty themes from the practice, and leave out those you can't use.\n\n"
        "reflekt themes starter --space team --without culture --without time"
    )
)
@click.option("--without", multiple=True, metavar=_("THEME"), help=_("Leave this one out."))
@changing
@click.pass_obj
def command(context: Context, without: tuple[str, ...], space: str | None, as_json: bool) -> None:
    """Load, let the person prune, save."""
    from reflekt.app.codebook import add, codebook
    from reflekt.domain.codebook import fitting

    journal = one_journal(context, space)
    starter = context.theme_files.starter
    known = codebook(journal)
    fresh = [one for one in starter.offered() if one.name not in {*known.themes, *known.names}]
    if not without and fresh and output.from_people() and not as_json:
        for theme in fresh:
            output.line(f"#{theme.name}", bold=True)
            output.wrapped(theme.meaning, indent=4, dim=True)
        question = _("Which of them can't you use? Their names, or Enter to keep them all")
        without = tuple(click.prompt(question, default="", show_default=False).split())
    left_out = {starter.present(name.strip(",")) for name in without}
    unknown = sorted(left_out - starter.themes.keys())
    if unknown:
        raise NotFound(
            N_("There is no theme #{name} in the starter set."),
            hint=N_("`reflekt themes starter --help` tells more."),
            name=unknown[0],
        )
    taken = [one._replace(examples=()) for one in fresh if one.name not in left_out]
    now = add(journal, [fitting(known, theme) for theme in taken])
    told = ngettext(
        "{number} theme is in the codebook.", "{number} themes are in the codebook.", len(taken)
    )
    names = [theme.name for theme in taken]
    show_changed(now, names, told.format(number=len(taken)), as_json=as_json)
