"""The guided follow-up: one question at a time, a draft after every line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

import click

from reflekt.app.follow_up import HERE, IN_A_NOTE, Due, at, due, is_recorded
from reflekt.app.follow_up_talk import (
    ADJUST,
    BY,
    GO_ON,
    HAPPENED,
    HELPED,
    KEEP,
    LEARNED,
    NEXT,
    STOP,
    WORDING,
    FollowUp,
    begin,
    from_draft,
)
from reflekt.app.journal import Journal
from reflekt.cli import days, output
from reflekt.cli.answering import Asked, Asker, Back, Why, asker, offered
from reflekt.cli.context import Context
from reflekt.cli.followup_saving import save
from reflekt.cli.followup_show import due_line, show_due, show_story, tell_recorded
from reflekt.cli.theme_offer import ThemeOffer
from reflekt.domain.outcomes import NO, PARTLY, TOO_EARLY, YES
from reflekt.errors import Interrupted, ReflektError
from reflekt.i18n import _, day

_ONE_LINE = (HELPED, NEXT, BY, WORDING, KEEP)
_AT_ONCE = 9
"""As many actions as are laid out to choose from."""


def follow_up_on_what_is_due(context: Context, journals: Sequence[Journal]) -> None:
    """Go on with what was begun, then lay out what is due, as long as wanted."""
    started = begun(journals)
    for one, talk in started:
        if talk.is_over or _is_wanted(one, talk):
            Guide(context, one).lead(talk)
    found = due(journals, context.clock.now().date(), _AT_ONCE)
    if not (found or started):
        show_due(found, later=False, as_json=False)
    chosen = found[0] if len(found) == 1 and not started else _chosen(found)
    while chosen is not None:
        follow_up_on(context, chosen)
        for journal in journals:
            journal.refresh()
        rest = due(journals, context.clock.now().date(), _AT_ONCE)
        chosen = _chosen([one for one in rest if one.reference != chosen.reference])


def follow_up_on(context: Context, one: Due) -> None:
    """Ask what became of one action, from where a draft of it stands, and save it."""
    for about, talk in begun([one.journal]):
        if about.reference == one.reference and (talk.is_over or _is_wanted(one, talk)):
            return Guide(context, one).lead(talk)
    show_story(one, as_json=False)
    return Guide(context, one).lead(begin(one, context.fresh_id()))


class Guide:
    """Leads one follow-up from wherever it stands to what is saved."""

    def __init__(self, context: Context, one: Due) -> None:
        self._context = context
        self._one = one
        self._drafts = one.journal.drafts
        self._asker: Asker = asker()
        self._offer = ThemeOffer(context, one.journal)

    def lead(self, talk: FollowUp) -> None:
        """Ask until the end, and save. Raises Interrupted, with the draft kept."""
        while not talk.is_over:
            try:
                talk = self._step(talk)
            except (KeyboardInterrupt, EOFError):
                raise Interrupted(
                    _("Stopped. What you wrote is kept as a draft."),
                    hint=_("`reflekt followup` goes on where you stopped."),
                ) from None
        self._save(talk)

    def _step(self, talk: FollowUp) -> FollowUp:
        options = _options(talk.step)
        output.line()
        output.wrapped(_prompts(talk.step), bold=True)
        if options:
            output.line("  " + "   ".join(f"[{way[0]}] {way[2:]}" for way in options.values()))
        suggested, moved = days.suggestion(self._context) if talk.step == BY else (None, "")
        if suggested:
            enter = _("Enter: {day}").format(day=day(suggested))
            output.wrapped(f"{enter}. {moved}" if moved else enter, indent=2, dim=True)
        latest = talk

        def keep(text: str) -> None:
            nonlocal latest
            latest = talk._replace(partial=text)
            self._keep(latest)

        stands = talk.text if talk.step == WORDING else ""
        words = self._offer.themes if talk.step == LEARNED else []
        question = Asked(talk.partial or stands, one_line=talk.step in _ONE_LINE, words=words)
        try:
            answer = self._asker.ask(question, keep)
        except Back:
            return talk.back()
        except Why:
            return talk
        if talk.step == LEARNED and answer.strip():
            answer = self._offer.made(answer)
        understood = self._understood(talk.step, answer, options, suggested)
        if understood is None:
            return talk
        talk = talk.answered(understood)
        self._keep(talk)
        return talk

    def _understood(
        self, step: str, answer: str, options: Mapping[str, str], suggested: date | None
    ) -> str | None:
        """The answer in the form it is kept; None where it must be asked again."""
        if options and answer.strip():
            typed = answer.strip().casefold()
            for value, way in options.items():
                if typed in (way[0], way[2:].casefold()):
                    return value
            output.line(_("Write one of the letters, or just Enter."))
            return None
        if step == BY and suggested:
            if not answer.strip():
                return suggested.isoformat()
            meant = days.meant(self._context, days.settled(self._context, answer))
            if meant is None:
                output.wrapped(
                    _("I can't find a day ahead in that. Try “4/12”, “Friday” or “in 2 weeks”.")
                )
            return meant.isoformat() if meant else None
        return answer

    def _keep(self, talk: FollowUp) -> None:
        if any(talk.answers.values()) or talk.partial:
            self._drafts.save(talk.name, talk.as_draft())

    def _save(self, talk: FollowUp) -> None:
        report = talk.report(_day_in(talk))
        output.line()
        if report.is_empty:
            output.line(_("You wrote nothing this time, so nothing was saved."))
        else:
            tell_recorded(save(self._context, self._one, report, talk.note))
        self._drafts.drop(talk.name)


def begun(journals: Sequence[Journal]) -> list[tuple[Due, FollowUp]]:
    """Follow-ups begun and not saved, with their actions; of one saved after all the draft goes."""
    found = []
    for journal in journals:
        for name in journal.drafts.names():
            if not name.startswith("followup-"):
                continue
            try:
                talk = from_draft(journal.drafts.load(name))
            except ReflektError as problem:
                output.show_error(problem)
                continue
            one = at(journal, talk.entry, talk.place) if talk else None
            if one is None or talk is None:
                continue
            if talk.is_over and is_recorded(one, talk.report(_day_in(talk))):
                journal.drafts.drop(name)
            else:
                found.append((one, talk))
    return found


def _day_in(talk: FollowUp) -> date | None:
    said = talk.answers.get(BY, "")
    return date.fromisoformat(said) if said else None


def _is_wanted(one: Due, talk: FollowUp) -> bool:
    """Whether to go on with what was begun; else it stays, or is thrown away."""
    words = " ".join((talk.answers.get(HAPPENED) or talk.partial).split())[:60]
    told = _("You have begun to follow up on “{what}”: “{words}…”")
    drop = partial(one.journal.drafts.drop, talk.name)
    return offered(told.format(what=one.action.text, words=words), throw_away=drop)


def _chosen(found: Sequence[Due]) -> Due | None:
    if not found:
        return None
    output.line()
    for number, one in enumerate(found, 1):
        output.raw(due_line(one, number))
    while True:
        question = _("Which one? (a number; Enter: none now)")
        typed = str(click.prompt(question, default="", show_default=False)).strip()
        if not typed:
            return None
        if typed.isdecimal() and 0 < int(typed) <= len(found):
            return found[int(typed) - 1]


def _prompts(step: str) -> str:
    return {
        HAPPENED: _("What happened?"),
        HELPED: _("Did it help?"),
        NEXT: _("And now?"),
        BY: _("When will you look at it again?"),
        WORDING: _("What will you try instead?"),
        LEARNED: _("What did it teach you?"),
        KEEP: _("Shall it stand among your learning points?"),
    }[step]


def _options(step: str) -> Mapping[str, str]:
    """The answers of a step that has few, each as letter|words."""
    return {
        HELPED: {
            YES: _("y|yes"),
            PARTLY: _("p|partly"),
            NO: _("n|no"),
            TOO_EARLY: _("t|too early to say"),
        },
        NEXT: {GO_ON: _("g|go on"), ADJUST: _("a|adjust"), STOP: _("s|stop")},
        KEEP: {
            HERE: _("e|in this entry"),
            IN_A_NOTE: _("n|in a note of its own"),
            "no": _("-|no"),
        },
    }.get(step, {})
