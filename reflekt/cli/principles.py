"""`reflekt principles`: browse the principles, what shows them and what can threaten them."""

from __future__ import annotations

import click

from reflekt.cli import output
from reflekt.cli.context import Context
from reflekt.cli.parts import json_option
from reflekt.domain.catalogue import Catalogue, Item, Principle
from reflekt.i18n import _, language


@click.command(
    help=_(
        "Browse the principles: why they matter, what shows them, what can threaten them.\n\n"
        "reflekt principles P4 shows one principle, P4.T2 one sign or threat."
    )
)
@click.argument("name", metavar="ID", required=False)
@json_option
@click.pass_obj
def command(context: Context, name: str | None, as_json: bool) -> int:
    """Load the catalogue and show all of it, a principle, or an item."""
    wanted = (name or "").strip().upper()
    files = context.catalogue_files
    catalogue = files.whole
    for problem in files.problems:
        output.show_error(problem)
    if as_json:
        output.as_json(_record(catalogue, wanted))
    elif not wanted:
        for principle in catalogue.principles:
            output.line(f"{principle.id}  {principle.name}", bold=True)
            output.wrapped(principle.statement, indent=4)
        output.line()
        output.line(_("One of them in full: reflekt principles P4"), dim=True)
    elif "." in wanted:
        _show_item(catalogue.item(wanted))
    else:
        _show_principle(catalogue.principle(wanted))

    return files.problems[0].exit_code if files.problems else 0


def _show_principle(principle: Principle) -> None:
    output.line(f"{principle.id}  {principle.name}", bold=True)
    output.wrapped(principle.statement)
    output.line()
    output.wrapped(principle.why)
    for title, items in (
        (_("What shows it"), principle.signs),
        (_("What can threaten it"), principle.threats),
    ):
        output.line()
        output.line(title, bold=True)
        for item in items:
            output.line(f"  {item.id:<6} {item.name}")
    output.line()
    output.line(output.source_of(principle.source), dim=True)


def _show_item(item: Item) -> None:
    output.line(f"{item.id}  {item.name}", bold=True)
    output.wrapped(item.statement)
    output.line()
    for question in item.questions:
        output.wrapped(f"– {question.text}", indent=2)
    output.line()
    output.line(output.source_of(item.source), dim=True)


def _record(catalogue: Catalogue, wanted: str) -> dict[str, object]:
    principles = catalogue.principles
    if wanted:
        of = wanted.partition(".")[0]
        principles = (catalogue.principle(of),)
        if "." in wanted:
            catalogue.item(wanted)
    return {
        "language": language(),
        "principles": [
            {
                "id": one.id,
                "name": one.name,
                "statement": one.statement,
                "why": one.why,
                "source": one.source._asdict(),
                "signs": [_item_record(item) for item in one.signs if _is_wanted(item, wanted)],
                "threats": [_item_record(i) for i in one.threats if _is_wanted(i, wanted)],
            }
            for one in principles
        ],
    }


def _is_wanted(item: Item, wanted: str) -> bool:
    return "." not in wanted or item.id == wanted


def _item_record(item: Item) -> dict[str, object]:
    return {
        "id": item.id,
        "name": item.name,
        "statement": item.statement,
        "source": item.source._asdict(),
        "questions": [question.text for question in item.questions],
        "examples": list(item.examples),
    }
