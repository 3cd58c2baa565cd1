"""Asking a person about what the gate found, before others can read it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from reflekt.cli import output
from reflekt.errors import N_
from reflekt.i18n import _, language

if TYPE_CHECKING:
    from reflekt.app.gate import Placed

_SHOWN = 20

KINDS = {
    "cpr": N_("CPR number"),
    "phone": N_("phone number"),
    "email": N_("e-mail address"),
    "name": N_("name"),
    "address": N_("address"),
    "url": N_("web page"),
    "plate": N_("number plate"),
}


def confirmed(found: Sequence[Placed], space: str) -> bool:
    """Show what was found and ask whether it may stand there; without a terminal it may not."""
    if not output.from_people():
        return False
    from reflekt.privacy.redact import proposals

    told = _("This may tell who somebody is, and everybody who can read {space} would see it:")
    output.wrapped(told.format(space=space), bold=True)
    seen = {one.finding.key: one for one in found}
    instead = proposals("", [one.finding for one in seen.values()], language())
    for one, words in list(zip(seen.values(), instead, strict=True))[:_SHOWN]:
        proposal = _("{kind}: “{text}” – you could write {words}")
        output.line(
            "  "
            + proposal.format(kind=_(KINDS[one.finding.type]), text=one.finding.text, words=words)
        )
    if len(seen) > _SHOWN:
        output.line("  " + _("… and {number} more.").format(number=len(seen) - _SHOWN))
    try:
        return output.confirm(_("Save it as it stands?"), default=False)
    except click.Abort:
        return False  # what was written is kept as for a no
