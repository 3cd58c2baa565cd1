"""A session written down unattended: from options, or from a file in TOML or Markdown."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from reflekt.app import preparing, sessions
from reflekt.app.journal import Journal
from reflekt.cli import days, output, saving
from reflekt.cli.context import Context
from reflekt.cli.sessions import Wanted, begun, ordered, people_of, saved_session
from reflekt.cli.visit import asked_from
from reflekt.domain.contents import ASKED, LEARNING, TRY
from reflekt.domain.entry import Asked
from reflekt.domain.session import Session
from reflekt.domain.shape import BY, NEXT
from reflekt.errors import N_, ReflektError, UsageProblem
from reflekt.i18n import _, language

_OPTIONS = ("with", "focus", "leader", "minutes", "shape", "created", "keep", BY, NEXT)


class Told:
    """What was told, as notes by phase or role, questions with answers, and options."""

    def __init__(self, wanted: Wanted) -> None:
        self.wanted = wanted
        self.notes: list[tuple[str, str]] = []
        self.asked: list[Asked] = []


def write_down(context: Context, journal: Journal, wanted: Wanted) -> None:
    """Save what was told as a session; say its id and where it lies.

    Raises UsageProblem or NotFound for a phase, person or day that is none: nothing is saved then.
    """
    told = Told(wanted)
    if wanted.file:
        _take_file(context, journal, told, wanted.file)
    wanted = told.wanted
    for one in wanted.notes:
        phase, equals, text = one.partition("=")
        if not equals:
            raise UsageProblem(
                N_("“{text}” is no note."),
                hint=N_('Write the phase, an equals sign and the note: --note story="…"'),
                text=one,
            )
        told.notes.append((phase, text))
    told.notes += [(LEARNING, text) for text in wanted.learning]
    told.notes += [(TRY, text) for text in wanted.attempts]
    for option, when in ((BY, wanted.by), (NEXT, wanted.next)):
        if when:
            days.day_named(context, when, f"--{option}")
            told.notes.append((option, when))
    told.asked += [asked_from(context, one) for one in wanted.answers]
    session = _prepared(context, _session(context, journal, wanted))
    for phase, text in told.notes:
        session = _noted(session, phase, text)
    for asked in told.asked:
        session = _answered(session, asked)
    if session.is_empty:
        raise UsageProblem(
            N_("There is nothing to save: nothing was said in the session."),
            hint=N_('Write it with --note PHASE="…" or --from FILE, or begin on a terminal.'),
        )
    keep = wanted.keep or sessions.KEEP_ALL
    entry = saved_session(context, journal, session, keep, wanted)
    if session.kind == "learning":
        preparing.drop(context.journal(), session.people[1 - session.mine].key)
    if entry:
        saving.show_saved(journal, entry, as_json=wanted.as_json)


def _session(context: Context, journal: Journal, wanted: Wanted) -> Session:
    last = sessions.last_session(journal, wanted.kind)
    mine, other = people_of(journal, wanted, last)
    last = sessions.last_session(journal, wanted.kind, other.key)
    people, _is_said = ordered(wanted, mine, other, last)
    return begun(context, journal, wanted, people, last)


def _prepared(context: Context, session: Session) -> Session:
    """The session with what I had prepared for it, as a guided one begins."""
    if session.kind != "learning":
        return session
    other = session.people[1 - session.mine].key
    ready = preparing.laid_in(session, preparing.prepared(context.journal(), other))
    if ready != session:
        output.aside(_("What you had prepared is in it."))
    return ready


def _noted(session: Session, name: str, text: str) -> Session:
    """The session with a note more in the field of that name."""
    phase, field = sessions.field_named(session, name)
    before = session.note(phase, field)
    joint = "\n" if phase.fields[field].role in (LEARNING, TRY) else "\n\n"
    return session.wrote(phase, field, f"{before}{joint}{text}" if before else text)


def _answered(session: Session, asked: Asked) -> Session:
    """The session with a question drawn and its answer beneath it."""
    phase, field = sessions.field_named(session, ASKED)
    there = session._replace(place=session.phases.index(phase))
    drawn = there.drew(asked.item, asked.name, asked.question)
    text = f"{drawn.note(phase, field)}{asked.answer}"
    return drawn.wrote(phase, field, text)._replace(place=session.place)


# -- files --------------------------------------------------------------------------------------


def _take_file(context: Context, journal: Journal, told: Told, file: str) -> None:
    """Read a session from a file: TOML where it is that, else Markdown with headings."""
    import tomllib

    text = _text_of(file)
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        if file.endswith(".toml"):
            raise _unreadable(file, str(problem)) from problem
        _take_markdown(context, journal, told, text)
        return
    _take_values(told, values, file)


def _take_values(told: Told, values: Mapping[str, object], file: str) -> None:
    options = {}
    for key, value in values.items():
        if key == "notes" and isinstance(value, dict):
            told.notes += [(name, _one_text(one, file)) for name, one in value.items()]
        elif key in (LEARNING, TRY):
            told.notes += [(key, one) for one in _texts(value, file)]
        elif key in _OPTIONS:
            options[key] = str(value)
        else:
            raise _unreadable(file, key)
    old = told.wanted
    try:
        minutes = int(options["minutes"]) if "minutes" in options else None
    except ValueError as problem:
        raise _unreadable(file, "minutes") from problem
    told.wanted = old._replace(
        other=old.other or options.get("with", ""),
        first=old.first or options.get("focus", ""),
        leader=old.leader or options.get("leader", ""),
        minutes=old.minutes or minutes,
        shape=old.shape or options.get("shape", ""),
        created=old.created or options.get("created"),
        keep=old.keep or options.get("keep"),
        by=old.by or options.get(BY),
        next=old.next or options.get(NEXT),
    )


def _take_markdown(context: Context, journal: Journal, told: Told, text: str) -> None:
    """Sections by their headings in any language; questions with their answers among them."""
    from reflekt.domain.contents import asked
    from reflekt.domain.document import with_body
    from reflekt.domain.entry import Entry

    headings = context.headings(journal)
    empty = Entry("000000", told.wanted.kind, context.clock.now(), "", language())
    entry = with_body(empty, text)
    for section in entry.sections:
        role = headings.role(section.heading) or section.heading or "story"
        questions = asked(entry._replace(sections=(section,))) if role == ASKED else ()
        told.asked += questions
        words = section.text.partition("### ")[0] if questions else section.text
        if words.strip():
            told.notes.append((role, words.strip("\n")))


def _text_of(file: str) -> str:
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as problem:
        raise _unreadable(file, problem.strerror or "") from problem
    except UnicodeDecodeError as problem:
        raise _unreadable(file, str(problem)) from problem


def _texts(value: object, file: str) -> Iterator[str]:
    for one in value if isinstance(value, list) else [value]:
        yield _one_text(one, file)


def _one_text(value: object, file: str) -> str:
    if not isinstance(value, str):
        raise _unreadable(file, repr(value))
    return value


def _unreadable(file: str, problem: str) -> ReflektError:
    return UsageProblem(N_("{file} can't be read: {problem}."), file=file, problem=problem)
