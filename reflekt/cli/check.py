"""`reflekt check`: what in a text may tell who somebody is, without writing anything."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from reflekt.cli import output
from reflekt.cli.clearing import KINDS
from reflekt.cli.context import Context
from reflekt.cli.parts import batch_lines, json_option
from reflekt.errors import N_, PrivacyStop, UsageProblem
from reflekt.i18n import _, language
from reflekt.privacy.detect import detect
from reflekt.privacy.finding import BLOCK, Finding
from reflekt.privacy.redact import proposals


@click.command(
    help=_(
        "Names, numbers and addresses in a text, before somebody else reads it; nothing is saved."
        '\n\n\b\nreflekt check "Her mother Karen called"\n'
        "reflekt check - < file\n\n"
        "The exit code is 4 where a CPR number stands in the text, with --batch always 0."
    )
)
@click.argument("words", nargs=-1, metavar=_("TEXT"))
@click.option("--batch", type=click.Path(), metavar=_("FILE"), help=_("JSON Lines: id and text."))
@json_option
@click.pass_obj
def command(_context: Context, words: tuple[str, ...], batch: str | None, as_json: bool) -> None:
    """Look at one text or a batch and show what was found."""
    if batch:
        for name, text in batch_lines(batch):
            output.as_json(_record(name, detect(text)))
        return
    text = " ".join(words)
    if text in ("", "-"):
        if sys.stdin.isatty():
            raise UsageProblem(
                N_("There is no text to look at."),
                hint=N_('Write it after the command: reflekt check "…"'),
            )
        text = sys.stdin.read()
    found = detect(text)
    if as_json:
        output.as_json(_record("", found))
    else:
        _show(text, found)
    blocked = [one for one in found if one.severity == BLOCK]
    if blocked:
        raise PrivacyStop(
            N_("A text with a CPR number can't go into a space that others read."),
            hint=N_("Take the number out: what belongs to the case stands in the case system."),
        )


def _record(name: object, found: Sequence[Finding]) -> dict[str, object]:
    return {"id": name, "findings": [one._asdict() for one in found]}


def _show(text: str, found: Sequence[Finding]) -> None:
    if not found:
        output.line(_("Nothing was found that names somebody."))
        told = _("Only you can see whether somebody can be recognised by what happened to them.")
        output.line(told, dim=True)
        return
    for one, instead in zip(found, proposals(text, found, language()), strict=True):
        head = output.styled(one.text, bold=True, fg="red" if one.severity == BLOCK else "yellow")
        kind = _("{kind}; you could write {words}").format(kind=_(KINDS[one.type]), words=instead)
        output.raw(f"{head}  {output.safe(kind)}")
