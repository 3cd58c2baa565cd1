"""The end of a theme day: its agenda kept, its decisions made actions, the rest carried on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from reflekt.app.journal import Journal
from reflekt.app.themeday import KIND
from reflekt.domain.contents import STORY, TRY, actions_text
from reflekt.domain.document import compose, tidy
from reflekt.domain.entry import Action, Entry, Section
from reflekt.domain.ports import Change
from reflekt.domain.redraft import leads_of, redraft, with_leads
from reflekt.domain.template import EntryTemplate
from reflekt.domain.themeday import ThemeDay, themeday_text
from reflekt.errors import N_, NotFound, UsageProblem


class Minutes(NamedTuple):
    """What came of the day: the candidates talked about, what was said, what was decided."""

    discussed: tuple[str, ...]
    said: str
    decisions: tuple[Action, ...]


def agenda_path(day: ThemeDay) -> str:
    """The plan, which people may change by hand."""
    return f"{day.folder}/agenda.md"


def drafted_path(day: ThemeDay) -> str:
    """The plan as it was drafted last, by which changes made by hand are known."""
    return f"{day.folder}/drafted.md"


def outcome_path(day: ThemeDay) -> str:
    """What came of the day."""
    return f"{day.folder}/outcome.md"


def page(journal: Journal, path: str) -> str | None:
    """A page of the theme day; None where there is none yet."""
    try:
        return journal.store.read(path).decode("utf-8", "replace")
    except NotFound:
        return None


def who_was_to_lead(journal: Journal, day: ThemeDay) -> dict[str, str]:
    """Who leads which theme, by its key, as the agenda was drafted last."""
    return leads_of(page(journal, drafted_path(day)) or "")


def save_agenda(journal: Journal, day: ThemeDay, fresh: str, leads: Mapping[str, str]) -> str:
    """Draft the agenda (again) and return it: what people changed by hand since stays, but for
    `leads`, who leads which theme from now on."""
    present = page(journal, agenda_path(day))
    base = page(journal, drafted_path(day)) or ""
    text = fresh if present is None else redraft(base, with_leads(present, base, leads), fresh)
    changes = [
        Change(agenda_path(day), text.encode("utf-8")),
        Change(drafted_path(day), fresh.encode("utf-8")),
    ]
    journal.commit(changes, f"themeday {day.day} agenda")
    return text


def close(
    journal: Journal,
    day: ThemeDay,
    minutes: Minutes,
    template: EntryTemplate,
    outcome: str,
    *,
    id: str,
    now: datetime,
) -> Entry:
    """Write down what came of the day, and return the entry that holds its decisions.

    Themes that were not talked about stay with the day, and the next draft brings them along.
    Raises UsageProblem where the day has been closed before, and for a theme there is not.
    """
    if "discussed" in day.extra:
        raise UsageProblem(
            N_("The theme day {day} has been closed already."),
            hint=N_("`reflekt followup` goes on with its decisions."),
            day=day.day.isoformat(),
        )
    known = {one.key for one in day.candidates}
    strange = [key for key in minutes.discussed if key not in known]
    if strange:
        raise UsageProblem(
            N_("There is no theme “{key}” on this day."),
            hint=N_("`reflekt themeday` shows them."),
            key=strange[0],
        )
    titles = [one.title for one in day.candidates if one.key in minutes.discussed]
    story = "\n".join([*(f"- {title}" for title in titles), "", tidy(minutes.said)])
    texts = {STORY: story, TRY: actions_text(_anchored(minutes.decisions), template.language)}
    entry = Entry(
        id=id,
        kind=KIND,
        created=now,
        author=journal.settings.author,
        language=template.language,
        extra={"themeday": day.day},
        sections=tuple(
            Section(part.heading, tidy(texts[part.role]))
            for part in template.sections
            if tidy(texts.get(part.role, ""))
        ),
    )
    held = day._replace(extra={**day.extra, "discussed": list(minutes.discussed)})
    journal.commit(
        [
            Change(outcome_path(day), outcome.encode("utf-8")),
            Change(day.path, themeday_text(held).encode("utf-8")),
            Change(entry.path, compose(entry).encode("utf-8")),
        ],
        f"themeday {day.day} closed",
        {entry.path: None},
    )
    return entry


def _anchored(decisions: Sequence[Action]) -> list[Action]:
    return [one._replace(anchor=f"a{number}") for number, one in enumerate(decisions, 1)]
