"""The codebook of a space: read, and changed with nothing rewritten in old entries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from reflekt.app.journal import Journal
from reflekt.domain import codebook as themes
from reflekt.domain.codebook import Codebook, Theme, checked_name, codebook_of
from reflekt.domain.codebook_file import FILE, changed, read_codebook
from reflekt.domain.ports import Change
from reflekt.errors import N_, NotFound, ReflektError, UsageProblem

Step = Callable[[Codebook], tuple[str, Theme]]
"""From the codebook as it stands to one theme: what it is called there, and what it becomes."""


def codebook(journal: Journal) -> Codebook:
    """The space's codebook; empty where it has none. Raises DamagedData with file and line."""
    try:
        return read_codebook(journal.store.read(FILE), FILE)
    except NotFound:
        return codebook_of(())


def codebook_or_notice(journal: Journal) -> Codebook:
    """As `codebook`, for those who only read: what is wrong with it goes to `notices`."""
    try:
        return codebook(journal)
    except ReflektError as problem:
        if problem.message not in [known.message for known in journal.notices]:
            journal.notices.append(problem)
        return codebook_of(())


def change(journal: Journal, steps: Sequence[Step], what: str) -> Codebook:
    """Change themes one after another and commit the file once; return the new codebook.

    Raises UsageProblem where a step can't be taken, DamagedData for a codebook that can't be
    read, ChangedUnderneath and what Store.commit raises; then nothing has been changed.
    """
    try:
        before: bytes | None = journal.store.read(FILE)
    except NotFound:
        before = None
    text = (before or b"").decode("utf-8-sig", "replace")
    now = read_codebook(before or b"", FILE)
    for step in steps:
        text = changed(text, [step(now)])
        now = read_codebook(text.encode("utf-8"), FILE)
    data = text.encode("utf-8")
    if data != before and steps:
        journal.commit([Change(FILE, data)], f"themes {what}", {FILE: before})
    return now


def add(journal: Journal, fresh: Iterable[Theme]) -> Codebook:
    """Put themes into the codebook; known ones get what is given laid over them."""

    def step(theme: Theme) -> Step:
        return lambda now: (theme.name, _stamped(themes.added(now, theme), _today(journal)))

    return change(journal, [step(theme) for theme in fresh], "add")


def drop(journal: Journal, names: Sequence[str]) -> Codebook:
    """No longer offer these themes. Raises NotFound for one that nobody has heard of."""
    used = journal.index.themes()

    def step(name: str) -> Step:
        def dropped(now: Codebook) -> tuple[str, Theme]:
            theme = _known(now, name, used)
            return theme.name, theme._replace(dropped=_today(journal))

        return dropped

    return change(journal, [step(name) for name in names], "drop")


def merge(journal: Journal, one: str, into: str) -> Codebook:
    """Let `one` be part of `into` from now on."""
    used = journal.index.themes()

    def merged(now: Codebook) -> tuple[str, Theme]:
        source, target = _known(now, one, used).name, _known(now, into, used).name
        return source, themes.merge(now, one, target, _today(journal))

    def kept(now: Codebook) -> tuple[str, Theme]:
        target = _known(now, into, used)
        return target.name, _stamped(target._replace(dropped=None), _today(journal))

    return change(journal, [merged, kept], "merge")


def rename(journal: Journal, one: str, to: str) -> Codebook:
    """Call a theme something else from now on."""
    used = journal.index.themes()
    name = checked_name(to)

    def renamed(now: Codebook) -> tuple[str, Theme]:
        known = _known(now, one, used)
        if name in used and now.present(name) not in (known.name, now.present(one)):
            raise UsageProblem(
                N_("There is a theme called #{name} already."),
                hint=N_("`reflekt themes merge {one} {name}` makes the two one."),
                name=name,
                one=known.name,
            )
        return known.name, _stamped(themes.rename(now, one, name, _today(journal)), None)

    return change(journal, [renamed], "rename")


def split(journal: Journal, one: str, into: Sequence[str]) -> Codebook:
    """Divide a theme: its points are offered anew, with the parts to choose from."""
    used = journal.index.themes()
    names = [checked_name(part) for part in into]

    def divided(now: Codebook) -> tuple[str, Theme]:
        known = _known(now, one, used)
        return known.name, themes.split(now, known.name, names, _today(journal))

    def part(name: str) -> Step:
        def added(now: Codebook) -> tuple[str, Theme]:
            known = now.themes.get(now.present(name), Theme(name))
            return known.name, _stamped(known._replace(dropped=None), _today(journal))

        return added

    return change(journal, [divided, *(part(name) for name in names)], "split")


def _known(now: Codebook, name: str, used: Iterable[str]) -> Theme:
    """The theme a name stands for today. Raises NotFound where nobody has heard of it."""
    found = now.present(checked_name(name))
    if found in now.themes:
        return now.themes[found]
    if found not in used:
        raise NotFound(
            N_("There is no theme #{name}."),
            hint=N_("`reflekt themes list` shows those there are; of another space say --space."),
            name=found,
        )
    return Theme(found)


def _stamped(theme: Theme, today: date | None) -> Theme:
    return theme if theme.made or not today else theme._replace(made=today)


def _today(journal: Journal) -> date:
    return journal.clock.now().date()
