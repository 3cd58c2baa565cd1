"""A session led on a terminal: begun or taken up again, held, and ended as the two agree."""

from __future__ import annotations

from datetime import date
from functools import partial

import click

from reflekt.app import preparing, sessions
from reflekt.app.journal import Journal
from reflekt.app.pairs import person_named
from reflekt.app.preparing import Preparation
from reflekt.cli import days, output, saving
from reflekt.cli.answering import choose, offered, typed
from reflekt.cli.context import Context
from reflekt.cli.sessions import (
    Wanted,
    begun,
    ordered,
    people_of,
    saved_session,
)
from reflekt.cli.theme_offer import ThemeOffer
from reflekt.domain.contents import FRAME, LEARNING
from reflekt.domain.entry import Entry
from reflekt.domain.kinds import kind_name
from reflekt.domain.session import Session
from reflekt.errors import N_, Interrupted, PrivacyStop
from reflekt.i18n import _, day, language, moment


def lead(context: Context, journal: Journal, wanted: Wanted) -> None:
    """Go on with a session, or begin one; hold it; ask what is to be kept."""
    session = _unfinished(journal, wanted)
    if session is None:
        session = _fresh(context, journal, wanted)
    while True:
        session = _held(context, journal, session)
        if _ended(context, journal, session, wanted):
            if session.kind == "learning":
                preparing.drop(context.journal(), session.people[1 - session.mine].key)
            return
        session = session.back()


def _unfinished(journal: Journal, wanted: Wanted) -> Session | None:
    for session in sessions.unfinished(journal):
        if session.kind != wanted.kind:
            continue
        told = _("You have begun: {name}, {when}, with {other}.").format(
            name=session.name,
            when=moment(session.begun),
            other=session.people[1 - session.mine].name,
        )
        if offered(told, throw_away=partial(sessions.throw_away, journal, session)):
            return session
    return None


def _fresh(context: Context, journal: Journal, wanted: Wanted) -> Session:
    last = sessions.last_session(journal, wanted.kind)
    mine, other = people_of(journal, wanted, last)
    if not other.key and not wanted.other:
        name = typed(_("Who are you talking with?"))
        other = person_named(journal, name) if name else other
    last = sessions.last_session(journal, wanted.kind, other.key)
    people, is_said = ordered(wanted, mine, other, last)
    if not is_said:
        question = (
            _("Who is the leader?") if wanted.kind == "learning" else _("Who is in focus today?")
        )
        asked = people if wanted.kind == "buddy" else people[::-1]
        letter = choose(question, [("1", asked[0].name), ("2", asked[1].name)])
        if letter == "2":
            people = (people[1], people[0])
    session = begun(context, journal, wanted, people, last)
    return preparing.laid_in(session, _prepared(context, session))


def _held(context: Context, journal: Journal, session: Session) -> Session:
    from reflekt.cli.session_words import Outside, holder

    files = context.catalogue_files
    preparation = _prepared(context, session)
    if any(phase.questions for phase in session.phases):
        files.matcher.scores("")  # ready before the screen is, so that nobody waits there
    outside = Outside(
        keep=lambda now: journal.drafts.save(now.id, now.as_draft()),
        draw=lambda now: sessions.draw(journal, files.catalogue, files.matcher, now),
        day=partial(days.meant, context),
        prepared=preparation.notes
        if session.mine == 0
        else "\n".join([*preparation.brought, preparation.notes]),
    )
    if session.is_over:
        return session
    try:
        return holder(outside).hold(session)
    except (KeyboardInterrupt, EOFError):
        raise Interrupted(
            N_("Stopped. The session is kept as a draft, clock and all."),
            hint=N_("`reflekt {command}` goes on where you stopped."),
            command=kind_name(session.kind, language()),
        ) from None


def _prepared(context: Context, session: Session) -> Preparation:
    """What I have prepared for a learning conversation; for the other kinds there is none."""
    if session.kind != "learning":
        return Preparation()
    return preparing.prepared(context.journal(), session.people[1 - session.mine].key)


def _reminder(preparation: Preparation, session: Session) -> str:
    """What was prepared and stands nowhere in the session: a leader brings nothing by itself."""
    brought = preparation.brought if session.mine else ()
    return "\n".join([*brought, preparation.notes]).strip()


def _ended(context: Context, journal: Journal, session: Session, wanted: Wanted) -> bool:
    """Ask what becomes of it, and do that. False where they go back into the session."""
    if session.is_empty:
        sessions.throw_away(journal, session)
        output.line(_("You wrote nothing this time, so nothing was saved."))
        return True
    agreed = [
        session.note(phase, number)
        for phase in session.phases
        for number, field in enumerate(phase.fields)
        if field.role == FRAME and session.note(phase, number).strip()
    ]
    if agreed:
        output.wrapped(_("You agreed about the notes: {words}").format(words=" ".join(agreed)))
    ways = [_("k|keep all"), _("o|only learning and agreements"), _("t|throw it away"), _("b|back")]
    _all_of_it, only, away, back = (way[0] for way in ways)
    letter = choose(_("What is to become of the notes?"), [(way[0], way[2:]) for way in ways])
    if letter == back:
        return False
    if letter == away:
        if not context.yes and not output.confirm(_("Throw all of it away?"), default=True):
            return False
        sessions.throw_away(journal, session)
        output.line(_("It is gone, and nothing of it is left."))
        return True
    keep = sessions.KEEP_LEARNING if letter == only else sessions.KEEP_ALL
    session = _with_themes(context, journal, session)
    try:
        saved = saved_session(context, journal, session, keep, wanted)
    except PrivacyStop as problem:
        output.show_error(problem)
        click.prompt(_("Enter: back to the notes"), default="", show_default=False)
        return False
    if saved:
        output.line(_("Saved."), bold=True, fg="green")
        saving.show_saved(journal, saved, as_json=False)
        _tell_what_next(journal, saved)
    return True


def _with_themes(context: Context, journal: Journal, session: Session) -> Session:
    """The session with the themes that the two say yes to; kept as they are said."""
    offer = ThemeOffer(context, journal)
    for phase in session.phases:
        for number, field in enumerate(phase.fields):
            text = session.note(phase, number)
            if field.role == LEARNING and text.strip():
                session = session.wrote(phase, number, offer.made(text))
                journal.drafts.save(session.id, session.as_draft())
    return session


def _tell_what_next(journal: Journal, entry: Entry) -> None:
    again = entry.extra.get("next")
    if isinstance(again, date):
        output.line(_("You meet again on {day}.").format(day=day(again)), dim=True)
    if journal.space.kind == "private":
        told = _("Only you can see it. `reflekt share {id}` passes on what you want to share.")
    else:
        told = _("It stands in {space}, which you share. It gets there with `reflekt sync`.")
    output.wrapped(told.format(id=entry.id, space=journal.space.name), dim=True)
