"""A theme that is much like one in use is said when it is written: nothing is changed unasked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from reflekt.cli import output
from reflekt.i18n import _

if TYPE_CHECKING:
    from reflekt.app.journal import Journal


def tell_near_twins(journal: Journal, themes: Iterable[str]) -> None:
    """Say which of the themes are much like one in use, or one the space suggests."""
    used = journal.index.themes()
    strange = [theme for theme in dict.fromkeys(themes) if theme not in used]
    if not strange:
        return
    from reflekt.app.codebook import codebook_or_notice
    from reflekt.domain.codebook import near_twin, other_names

    codebook = codebook_or_notice(journal)
    known = [*used, *(theme.name for theme in codebook.offered())]
    for theme in strange:
        twin = near_twin(theme, known, other_names(codebook))
        if twin:
            told = _("#{theme} is much like #{twin}, which is in use.")
            output.aside(told.format(theme=theme, twin=twin))
