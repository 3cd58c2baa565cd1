"""`reflekt themes list`: the themes of the spaces, most used first."""

from __future__ import annotations

import click

from reflekt.cli import output
from reflekt.cli.context import Context
from reflekt.cli.parts import fresh_journals, json_option, space_option
from reflekt.cli.theme_parts import as_record, readable_codebook
from reflekt.domain.codebook import Codebook, Theme, codebook_of
from reflekt.i18n import _, join, ngettext


@click.command(
    help=_(
        "The themes there are, most used first.\n\n"
        "With --all also those that were merged, divided or dropped, and what became of them."
    )
)
@space_option
@click.option("--all", "everything", is_flag=True, help=_("Also what is no longer used."))
@json_option
@click.pass_obj
def command(
    context: Context, space: str | None = None, everything: bool = False, as_json: bool = False
) -> None:
    """Load, count, show."""
    used: dict[str, int] = {}
    known: list[Theme] = []
    for journal in fresh_journals(context, space):
        codebook = readable_codebook(journal)
        known += codebook.themes.values()
        for used_name, number in journal.index.themes().items():
            now = codebook.present(used_name)
            used[now] = used.get(now, 0) + number
    codebook = codebook_of(known)
    names = {*used, *(t.name for t in known if everything or t.is_offered)}
    ordered = sorted(names, key=lambda name: (-used.get(name, 0), name))
    themes = [codebook.themes.get(name, Theme(name)) for name in ordered]
    if as_json:
        output.as_json(
            [as_record(theme) | {"entries": used.get(theme.name, 0)} for theme in themes]
        )
        return
    if not themes:
        output.aside(_("No themes yet. Give a learning point one with a hashtag: #trust"))
    for theme in themes:
        number = used.get(theme.name, 0)
        told = ngettext("{number} entry", "{number} entries", number).format(number=number)
        name = output.styled(f"#{theme.name}", bold=True)
        output.raw(f"{name}  {output.styled(told, dim=True)}")
        for line in (theme.meaning, _fate(codebook, theme)):
            if line:
                output.wrapped(line, indent=4, dim=True)


def _fate(codebook: Codebook, theme: Theme) -> str:
    """What else it is called, and what became of it, in one line."""
    if theme.merged:
        return _("Part of #{theme}.").format(theme=codebook.present(theme.name))
    if theme.split:
        parts = [f"#{part}" for part in codebook.parts(theme.name)]
        return _("Divided into {parts}.").format(parts=join(parts))
    if theme.dropped:
        return _("No longer suggested.")
    others = [*theme.aliases, *(former.name for former in theme.former)]
    return _("Also: {names}").format(names=", ".join(others)) if others else ""
