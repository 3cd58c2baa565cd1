"""What `buddy` and `learning` share: their options, beginning, holding and ending a session."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple, TypeVar

import click

from reflekt.app import sessions
from reflekt.app.journal import Journal
from reflekt.app.pairs import SPACE_NAMES, me, other_in, person_named, shared_with, space_of
from reflekt.cli import days, output, saving
from reflekt.cli.context import Context
from reflekt.cli.parts import (
    fresh_journals,
    json_option,
    tell_catalogue_problems,
    yes_option,
)
from reflekt.domain.entry import Entry
from reflekt.domain.kinds import kind_name
from reflekt.domain.session import Person, Session, begin
from reflekt.domain.shape import Phase
from reflekt.errors import N_, NotFound, ReflektError, UsageProblem
from reflekt.i18n import _, language, moment

F = TypeVar("F", bound=Callable[..., Any])

USUAL_LENGTH = 45

_ME = ("me", "mig")


class Wanted(NamedTuple):
    """What was asked for on the command line."""

    kind: str
    other: str = ""
    first: str = ""
    leader: str = ""
    minutes: int | None = None
    shape: str = ""
    space: str | None = None
    join: str | None = None
    file: str | None = None
    notes: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    learning: tuple[str, ...] = ()
    attempts: tuple[str, ...] = ()
    by: str | None = None
    next: str | None = None
    created: str | None = None
    keep: str | None = None
    throw_away: bool = False
    as_json: bool = False

    @property
    def is_told(self) -> bool:
        """Whether what to write stands on the command line, so that nobody is asked."""
        return any([self.file, self.notes, self.answers, self.learning, self.attempts])


def session_options(function: F) -> F:
    """The options of a session, those of every kind."""
    options = [
        click.option("--with", "other", default="", metavar=_("NAME"), help=_("With whom.")),
        click.option("--minutes", type=int, metavar="30|45|60", help=_("How long, roughly.")),
        click.option(
            "--shape", default="", metavar=_("NAME"), help=_("Your team's own kind of session.")
        ),
        click.option("--space", metavar=_("NAME"), help=_("In this space.")),
        click.option("--from", "file", metavar=_("FILE"), help=_("Take it from TOML or Markdown.")),
        click.option("--note", "notes", multiple=True, metavar="PHASE=…", help=_("A note.")),
        click.option(
            "--answer", "answers", multiple=True, metavar="ID=…", help=_("An answer to a question.")
        ),
        click.option(
            "--learning", multiple=True, metavar="…", help=_("A learning point, with #themes.")
        ),
        click.option("--try", "attempts", multiple=True, metavar="…", help=_("A thing to try.")),
        click.option("--by", metavar=_("DATE"), help=_("When to have tried it.")),
        click.option("--next", metavar=_("DATE"), help=_("When you meet again.")),
        click.option("--created", metavar=_("DATE"), help=_("When it was, if not now.")),
        click.option(
            "--keep",
            type=click.Choice([sessions.KEEP_ALL, sessions.KEEP_LEARNING]),
            help=_("Keep all of it, or only what was learned and agreed."),
        ),
        click.option(
            "--throw-away", is_flag=True, help=_("Throw away what was begun and not saved.")
        ),
        yes_option,
        json_option,
    ]
    for option in reversed(options):
        function = option(function)
    return function


def run(context: Context, wanted: Wanted) -> None:
    """Do what was asked for: throw away, write down unattended, or hold a session."""
    if context.set_up_quietly():
        output.aside(_("Your entries live in {folder}.").format(folder=context.home))
    journal = _journal(context, wanted)
    if wanted.throw_away:
        _throw_away_begun(context, journal, wanted)
    elif wanted.is_told:
        from reflekt.cli.session_told import write_down

        write_down(context, journal, wanted)
    elif output.at_terminal():
        from reflekt.cli.session_guided import lead

        tell_catalogue_problems(context)
        lead(context, journal, wanted)
    elif wanted.join is not None and (waiting := _waiting(journal, wanted)):
        keep = wanted.keep or sessions.KEEP_ALL
        entry = saved_session(context, journal, waiting, keep, wanted)
        if entry:
            saving.show_saved(journal, entry, as_json=wanted.as_json)
    else:
        raise UsageProblem(
            N_("There is nothing to save: nothing was said in the session."),
            hint=N_('Write it with --note PHASE="…" or --from FILE, or begin on a terminal.'),
        )


def _waiting(journal: Journal, wanted: Wanted) -> Session | None:
    """My notes that waited for the other's half of the session."""
    kept = [one for one in sessions.unfinished(journal) if one.kind == wanted.kind and one.joined]
    return kept[0] if kept else None


def _journal(context: Context, wanted: Wanted) -> Journal:
    """The pair's space where there is one, else the private one, and says which."""
    space = wanted.space or pair_space(context, wanted.other, wanted.kind)
    if space is None:
        space = context.own_space
        output.aside(_("You two have no space of your own yet, so it goes to your private one."))
    return fresh_journals(context, space)[0]


def pair_space(context: Context, other: str, kind: str = "learning") -> str | None:
    """The space of the two of us, where there is one."""
    settings = context.require_settings()
    found = space_of(settings, kind, other)
    if found is None and other:
        # Whoever was invited calls the space what the other calls it, after themselves.
        of_two = [one.name for one in settings.spaces if one.kind == SPACE_NAMES[kind][0]]
        return next((one for one in of_two if shared_with(context.journal(one), other)), None)
    return found


def people_of(journal: Journal, wanted: Wanted, last: Entry | None) -> tuple[Person, Person]:
    """The two as far as they are known: me, and the other, whose key may be missing."""
    if wanted.other:
        return me(journal), person_named(journal, wanted.other)
    found = other_in(journal)
    if found is None and last is not None:
        others = [key for key in sessions.authors(last) if key != me(journal).key]
        found = person_named(journal, others[0]) if others else None
    name = _("your leader") if wanted.kind == "learning" else _("your buddy")
    return me(journal), found or Person("", name)


def laid_out(context: Context, journal: Journal, wanted: Wanted) -> tuple[str, tuple[Phase, ...]]:
    """The name of the shape that was asked for, and its phases. Raises NotFound, UsageProblem."""
    templates = context.templates(journal)
    shape = templates.shape(wanted.shape or wanted.kind, language())
    if wanted.minutes and not wanted.shape and wanted.minutes not in shape.lengths:
        for name in templates.shapes(language()):
            other = templates.shape(name, language())
            if other.kind == wanted.kind and wanted.minutes in other.lengths:
                shape = other
                break
    if shape.kind != wanted.kind:
        raise UsageProblem(
            N_("“{name}” is a session of another kind."),
            hint=N_("A shape says in its first lines which kind it is."),
            name=wanted.shape,
        )
    usual = USUAL_LENGTH if USUAL_LENGTH in shape.lengths else shape.lengths[0]
    return shape.name, shape.laid_out(wanted.minutes or usual)


def begun(
    context: Context,
    journal: Journal,
    wanted: Wanted,
    people: tuple[Person, Person],
    last: Entry | None,
) -> Session:
    """A new session of these two, the one in focus (or the counsellor) first."""
    name, phases = laid_out(context, journal, wanted)
    own = me(journal).key
    return begin(
        context.fresh_id(),
        wanted.kind,
        name,
        language(),
        saving.point_in_time(context, wanted.created) or context.clock.now(),
        people,
        phases,
        earlier=sessions.earlier_actions(last),
        mine=0 if people[0].key == own else 1,
        joined=wanted.join is not None,
    )


def ordered(
    wanted: Wanted, mine: Person, other: Person, last: Entry | None
) -> tuple[tuple[Person, Person], bool]:
    """Who is in focus (or the counsellor) and who listens; and whether that was said, not guessed.

    In a buddy session the two take turns; in a learning conversation the leader stays the leader.
    """
    if wanted.first or wanted.leader:
        named = wanted.first or wanted.leader
        is_me = named.casefold() in (mine.key, mine.name.casefold(), *_ME)
        is_other = named.casefold() in (other.key, other.name.casefold())
        if is_me == is_other:
            raise NotFound(N_("“{name}” is neither of you two."), name=named)
        return ((mine, other) if is_me == bool(wanted.first) else (other, mine)), True
    if wanted.kind == "learning":
        leader = sessions.role_of(last, "leader")
        known = bool(leader) and leader in (mine.key, other.key)
        return ((other, mine) if known and leader == mine.key else (mine, other)), known
    return sessions.proposed(last, mine, other), False


def saved_session(
    context: Context, journal: Journal, session: Session, keep: str, wanted: Wanted
) -> Entry | None:
    """Save a session as an entry, or my notes into the other's; None where that has to wait.

    Where it can't be saved the draft stays.
    """
    template = context.templates(journal).entry(session.kind, session.language)
    meant = partial(days.meant, context)
    try:
        if not session.joined:
            return sessions.save(journal, session, template, meant, keep)
        journal.refresh()
        today = context.clock.now().date()
        row = sessions.join_target(journal, session.kind, today, wanted.join or "")
        if row:
            return sessions.add_notes(journal, row, session, template, meant, keep)
    except ReflektError:
        journal.drafts.save(session.id, session.as_draft())
        output.aside(_("What you wrote is kept as a draft."))
        raise
    journal.drafts.save(session.id, session.as_draft())
    output.aside(
        _(
            "The other half of the session is not here yet. Your notes are kept; when you both "
            "have run `reflekt sync`, add them with `reflekt {command} --join`."
        ).format(command=kind_name(session.kind, language()))
    )
    return None


def _throw_away_begun(context: Context, journal: Journal, wanted: Wanted) -> None:
    begun_ones = [one for one in sessions.unfinished(journal) if one.kind == wanted.kind]
    if not begun_ones:
        raise NotFound(N_("There is nothing begun to throw away."))
    for session in begun_ones:
        told = _("{name}, {when}: throw it away?").format(
            name=session.name, when=moment(session.begun)
        )
        if not context.yes:
            if not sys.stdin.isatty():
                raise UsageProblem(
                    N_("Nobody can be asked here whether to throw it away."),
                    hint=N_("Say it with --yes."),
                )
            if not output.confirm(told, default=False):
                continue
        sessions.throw_away(journal, session)
        output.line(_("It is gone, and nothing of it is left."))
