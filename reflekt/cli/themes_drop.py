"""`reflekt themes drop`: themes that are not used any more."""

from __future__ import annotations

import click

from reflekt.cli.context import Context
from reflekt.cli.parts import complete
from reflekt.cli.theme_parts import changing, one_journal, show_changed
from reflekt.i18n import _, join


@click.command(
    help=_(
        "Prune themes you have no use for: they are not suggested any more.\n\n"
        "What was written with them stays. `reflekt themes add` takes one in again."
    )
)
@click.argument(
    "names", metavar=_("THEMES…"), nargs=-1, required=True, shell_complete=complete("theme")
)
@changing
@click.pass_obj
def command(context: Context, names: tuple[str, ...], space: str | None, as_json: bool) -> None:
    """Load, drop, show."""
    from reflekt.app.codebook import drop

    codebook = drop(one_journal(context, space), names)
    dropped = list(dict.fromkeys(codebook.present(name) for name in names))
    told = _("No longer suggested: {themes}.")
    text = told.format(themes=join([f"#{name}" for name in dropped]))
    show_changed(codebook, dropped, text, as_json=as_json)
