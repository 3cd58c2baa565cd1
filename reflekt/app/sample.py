"""The sample journal as a space: every entry committed at the time it was written."""

from __future__ import annotations

from collections.abc import Iterable

from reflekt.app.journal import Journal
from reflekt.domain.document import parse
from reflekt.domain.ports import Change


def lay_out(journal: Journal, entries: Iterable[bytes]) -> int:
    """Save entries, oldest first, as if each had been written on its day. Returns how many."""
    documents = sorted((parse(data) for data in entries), key=lambda one: one.entry.created)
    for document in documents:
        entry = document.entry
        change = Change(entry.path, document.source.encode("utf-8"))
        journal.store.commit([change], f"{entry.kind} {entry.id}", when=entry.created)
    journal.refresh()
    return len(documents)
