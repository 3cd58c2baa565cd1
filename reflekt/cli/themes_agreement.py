"""`reflekt themes agreement`: where two who coded apart differ; only between the two."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from reflekt.cli import output
from reflekt.cli.context import Context
from reflekt.cli.parts import json_option
from reflekt.cli.theme_parts import in_space_option, one_journal, readable_codebook
from reflekt.i18n import _, number

if TYPE_CHECKING:
    from reflekt.domain.codes import Agreement


@click.command(
    help=_(
        "Where you and a colleague differ, after you have coded the same points apart.\n\n"
        "It is a place to begin a talk about what a theme means, and no measure of either of you. "
        "Only the two of you see it. --set ID:N=theme keeps what you then agree on."
    )
)
@click.option("--with", "other", metavar=_("NAME"), required=True, help=_("The colleague."))
@click.option("--set", "given", multiple=True, metavar="ID:N=…", help=_("What you agreed on."))
@in_space_option
@json_option
@click.pass_obj
def command(
    context: Context, other: str, given: tuple[str, ...], space: str | None, as_json: bool
) -> None:
    """Load, compare, show."""
    from reflekt.app.coding import compare, give
    from reflekt.cli.themes_code import answer_in

    journal = one_journal(context, space)
    codebook = readable_codebook(journal)
    headings = context.headings(journal)
    if given:
        give(journal, headings, [answer_in(text) for text in given], settled=True)
    found = compare(journal, headings, codebook, other)
    if as_json:
        output.as_json(
            {
                **_record(found.over_all),
                "themes": [{"theme": t} | _record(a) for t, a in found.by_theme.items()],
                "differing": [one._asdict() for one in found.differing],
            }
        )
        return
    output.line(_told(found.over_all), bold=True)
    for theme, one in found.by_theme.items():
        if one.alike < one.points:
            output.line(f"#{theme}: {_told(one)}")
    for each in found.differing:
        output.line()
        output.wrapped(f"{each.entry}:{each.number}  {each.text}")
        names = ((_("you"), each.one), (other, each.other), (_("agreed"), each.settled))
        for name, themes in names:
            if themes is not None:
                words = " ".join(f"#{theme}" for theme in themes) or _("none of them")
                output.line(f"    {name}: {words}", dim=True)


def _record(one: Agreement) -> dict[str, object]:
    return {
        "points": one.points,
        "alike": one.alike,
        "percent": None if one.percent is None else round(one.percent, 1),
        "kappa": None if one.kappa is None else round(one.kappa, 4),
        "why": _(one.why),
    }


def _told(one: Agreement) -> str:
    """An agreement in words: "8 of 10 alike (80 %), kappa 0.61"."""
    if one.percent is None:
        return _(one.why)
    told = _("{alike} of {points} alike ({percent} %)").format(
        alike=one.alike, points=one.points, percent=number(one.percent)
    )
    if one.kappa is None:
        return f"{told}. {_(one.why)}"
    return _("{told}, kappa {kappa}").format(told=told, kappa=number(one.kappa, 2))
