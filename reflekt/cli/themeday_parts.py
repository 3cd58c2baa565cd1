"""Pieces that the theme day's commands share: the space, the day, my ballot, the candidates."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, time
from typing import Any, NamedTuple, TypeVar

import click

from reflekt.app.journal import Journal
from reflekt.app.themeday import Decided, the_day
from reflekt.cli import output
from reflekt.cli.context import Context
from reflekt.cli.days import day_found
from reflekt.cli.parts import fresh_journals
from reflekt.domain.ballots import voters
from reflekt.domain.merge_values import CHOICES as TWO_VERSIONS
from reflekt.domain.outcomes import read_outcome
from reflekt.domain.ports import Signer
from reflekt.domain.space import FILE, Member, read_member, read_space
from reflekt.domain.spelling import folded, spellings
from reflekt.domain.themeday import REPORT, Candidate, ThemeDay, candidate_key, is_reckonable
from reflekt.errors import N_, NotFound, ReflektError, UsageProblem
from reflekt.i18n import _, day

F = TypeVar("F", bound=Callable[..., Any])


class Team(NamedTuple):
    """A team's space: its journal, its id, and its members."""

    journal: Journal
    id: str
    members: tuple[Member, ...]

    def keys(self, signer: Signer) -> Mapping[str, str]:
        """The public ballot keys of those who have voted at least once, and whose each is."""
        return voters(self.members, self.id, signer.verify)

    def key_of(self, name: str) -> str:
        """The short name of the member called so; a name nobody has is made a short name."""
        wanted = folded(name)
        for one in self.members:
            full = folded(one.name)
            if wanted in (one.key, full) or wanted == full.partition(" ")[0]:
                return one.key
        return candidate_key(name) if wanted else ""


def day_options(function: F) -> F:
    """`--space` and `--date`: which theme day of which space."""
    function = click.option("--date", "when", metavar=_("DATE"), help=_("Which theme day."))(
        function
    )
    return click.option("--space", metavar=_("NAME"), help=_("Your team's space."))(function)


def team(context: Context, space: str | None) -> Team:
    """The team's space, brought up to date. Raises NotFound where there is none."""
    settings = context.require_settings()
    if space is None:
        teams = [known.name for known in settings.spaces if known.kind == "team"]
        if not teams:
            raise NotFound(
                N_("You have no team space yet."),
                hint=N_("`reflekt space add team` makes one, or joins your team's."),
            )
        space = teams[0]
    journal = fresh_journals(context, space)[0]
    if journal.space.kind != "team":
        raise UsageProblem(
            N_("{space} is no team's space: theme days are for a team."), space=journal.space.name
        )
    members = []
    for path in journal.store.beneath("members"):
        key = path.removeprefix("members/").removesuffix(".toml")
        try:
            members.append(read_member(key, journal.store.read(path)))
        except ReflektError as problem:
            output.show_error(problem)
    return Team(journal, read_space(journal.store.read(FILE)).id, tuple(members))


def chosen_day(context: Context, journal: Journal, when: str | None) -> ThemeDay:
    """The theme day meant. Raises NotFound; what can't be read is said on standard error."""
    wanted = named_date(context, when)
    try:
        chosen = the_day(journal, wanted, context.clock.now().date())
    finally:
        for notice in journal.notices:
            output.show_error(notice)
        journal.notices.clear()
    tell_two_versions(chosen)
    return chosen


def tell_two_versions(chosen: ThemeDay) -> None:
    """Say what two people wrote differently at the same time: what stands, and the other."""
    kept = chosen.extra.get(TWO_VERSIONS)
    titles = {one.key: one.title for one in chosen.candidates}
    stands = {"begins": chosen.begins, "ends": chosen.ends}
    numbers = {"people": chosen.people, "dots": chosen.dots}
    for one in kept if isinstance(kept, list) else ():
        at, value = (one.get("at"), one.get("value")) if isinstance(one, dict) else ("", "")
        here: object = stands.get(str(at)) or numbers.get(str(at))
        _candidate, _dot, rest = str(at).partition(".")
        key, _dot, field = rest.rpartition(".")
        if here is not None:
            told = _(
                "Two of you changed this theme day at the same time: {option} {here} counts, "
                "{other} was written too. `reflekt themeday draft` decides."
            )
            option = {"begins": "--from", "ends": "--to"}.get(str(at), f"--{at}")
            output.aside(told.format(option=option, here=_clock(here), other=_clock(value)))
        elif field in ("why", "struck", "title") and key in titles:
            told = _("Of “{title}” another wrote at the same time: {other}")
            output.aside(told.format(title=titles[key], other=value))


def _clock(value: object) -> str:
    return f"{value:%H:%M}" if isinstance(value, time) else str(value)


def key_named(chosen: ThemeDay, typed: str) -> str:
    """The key of the candidate meant: by its number, its key or its title, Danish letters or not.

    What is none of these becomes a key that nothing has.
    """
    typed = typed.strip()
    if typed.isdecimal() and 0 < int(typed) <= len(chosen.standing):
        return chosen.standing[int(typed) - 1].key
    key = candidate_key(typed)
    known = {one.key: {one.key, candidate_key(one.title)} for one in chosen.candidates}
    if key in known:
        return key
    meant = [one for one, names in known.items() for name in names if key in spellings(name)]
    return meant[0] if len(set(meant)) == 1 else key


def named_date(context: Context, when: str | None) -> date | None:
    """The day meant by --date: 2026-12-03 or, of days to come, "torsdag"."""
    try:
        found = date.fromisoformat(when) if when else None
    except ValueError:
        found = day_found(context, when, "--date")
    if found and not is_reckonable(found):
        raise UsageProblem(
            N_("{day} is too far away for a theme day."),
            hint=N_("Write it as “4/12”, “friday”, “in 2 weeks” or 2026-12-04."),
            day=found.isoformat(),
        )
    return found


def show_candidates(
    candidates: Sequence[Candidate],
    votes: Mapping[str, int] | None = None,
    *,
    ranked: bool = False,
) -> None:
    """Candidates with where they come from; with votes where they are shown, the most first where
    they are `ranked`. The number of each is the one it is voted for by, however they stand."""
    given = votes or {}
    numbered = list(enumerate(candidates, 1))
    if ranked:
        numbered.sort(key=lambda one: -given.get(one[1].key, 0))
    for number, one in numbered:
        dots = f"  {'●' * min(given[one.key], 30)}" if given.get(one.key) else ""
        output.raw(
            f"{number:>3}  {output.styled(one.title, bold=True)}{output.styled(dots, fg='cyan')}"
        )
        where = "" if one.source == REPORT and one.why else source_name(one.source)
        about = " · ".join(part for part in (where, outcome_told(one.why)) if part)
        output.wrapped(about, indent=5, dim=True)


def show_decided(decided: Sequence[Decided]) -> None:
    """What a theme day decided, and what came of it."""
    for one in decided:
        output.wrapped(f"– {one.action.text}", indent=2)
        said = one.action.outcomes or (_("nobody has said yet what came of it"),)
        for outcome in said:
            output.wrapped(outcome_told(outcome), indent=6, dim=True)


def outcome_told(text: str) -> str:
    """What came of something as it stands in an entry, its day as people write one."""
    when = read_outcome(text).when
    return text.replace(when.isoformat(), day(when), 1) if when else text


def source_name(source: str) -> str:
    """Where a candidate comes from, in words."""
    return {
        "report": _("many wrote about it"),
        "shared": _("shared by a pair"),
        "tried": _("tried, and it did not help"),
        "feedback": _("from the families"),
        "decided": _("decided last time"),
        "carried": _("not reached last time"),
        "leader": _("put up by the leader"),
        "voter": _("put up by a colleague"),
    }.get(source, source)


def as_record(day: ThemeDay) -> dict[str, object]:
    """A theme day for machines; names of voters are nowhere in it."""
    return {
        "date": day.day.isoformat(),
        "from": f"{day.begins:%H:%M}",
        "to": f"{day.ends:%H:%M}",
        "people": day.people,
        "dots": day.dots,
        "closed": day.closed is not None,
        "candidates": [
            {
                "key": one.key,
                "title": one.title,
                "source": one.source,
                "why": one.why,
                "entries": list(one.entries),
                "struck": one.struck or None,
            }
            for one in day.candidates
        ],
    }
