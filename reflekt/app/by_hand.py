"""What people changed with an editor, saved when the space is synced."""

from __future__ import annotations

from reflekt.app.journal import Journal
from reflekt.domain.space import BY_HAND, FILE
from reflekt.errors import DamagedData, NotFound


def save_other_hands(journal: Journal) -> None:
    """Commit what a person changed by other means than reflekt, in entries and outside.

    Outside `entries/` that is the agenda of a theme day, or a template.

    A page or a template that was taken away goes; any other file that is gone is left to
    `reflekt doctor`, since nobody takes a ballot or a member away by hand on purpose. What can't
    be read any more stays here and is a notice: it would leave the others without it, too.
    """
    by_hand = journal.exchange.changed_by_hand(BY_HAND)  # git lists them while entries are seen to
    journal.refresh()
    paths = []
    for path in by_hand:
        try:
            if journal.store.state(path) is not None:
                _look_at(journal, path)
            elif not _may_go(path):
                continue
        except (DamagedData, NotFound) as problem:
            journal.notices.append(problem)
        else:
            paths.append(path)
    if paths:
        journal.save_strays(paths)


def _look_at(journal: Journal, path: str) -> None:
    """Raises DamagedData for a file that is to hold something and does not."""
    data, file = journal.store.read(path), journal.path_of(path)
    if path == FILE:
        from reflekt.domain.space import read_space

        read_space(data)
    elif path == "themes.toml":
        from reflekt.domain.codebook_file import read_codebook

        read_codebook(data, file)
    elif path.endswith("/themeday.toml"):
        from reflekt.domain.themeday import read_themeday

        read_themeday(data, file)


def _may_go(path: str) -> bool:
    return path.startswith("templates/") or path.endswith(("/agenda.md", "/outcome.md"))
