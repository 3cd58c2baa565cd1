"""The guided conversation after a visit: one question at a time, a draft after every line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from reflekt.app import capture
from reflekt.app.converse import BY, CONCERN, FAMILY, Conversation, concern_from, from_draft
from reflekt.app.journal import Journal
from reflekt.cli import output, saving
from reflekt.cli.answering import Asked, Asker, Back, Why, asker, offered
from reflekt.cli.context import Context
from reflekt.cli.days import settled
from reflekt.cli.theme_offer import ThemeOffer
from reflekt.domain.contents import LEARNING, STORY, TRY
from reflekt.domain.entry import Asked as AskedQuestion
from reflekt.domain.template import EntryTemplate
from reflekt.errors import Interrupted, ReflektError
from reflekt.i18n import _, day, language, moment

Chooser = Callable[[str], tuple[Sequence[AskedQuestion], Sequence[str]]]
"""From the story to the questions and the reason for each."""

_ONE_LINE = (TRY, BY, FAMILY, CONCERN)


def lead_visit(context: Context, journal: Journal, number_of_questions: int) -> None:
    """Go on with a draft, or begin a new conversation; see Guide.lead."""
    guide = Guide(
        context,
        journal,
        lambda story: context.choose_questions(journal, story, number_of_questions),
    )
    begun = offer(journal, unfinished(journal))
    if begun is None:
        now = context.clock.now()
        output.wrapped(
            _("Reflection · {when} · about five minutes, and all of it can be skipped").format(
                when=moment(now)
            ),
            dim=True,
        )
        begun = Conversation(context.fresh_id(), "visit", now.isoformat())
    guide.lead(begun)


class Guide:
    """Leads one conversation from wherever it stands to a saved entry."""

    def __init__(self, context: Context, journal: Journal, choose_questions: Chooser) -> None:
        self._context = context
        self._journal = journal
        self._choose_questions = choose_questions
        self._template: EntryTemplate = context.templates(journal).entry("visit", language())
        self._asker: Asker = asker()
        self._offer = ThemeOffer(context, journal)

    def lead(self, conversation: Conversation) -> None:
        """Ask until the end, save, and show what was saved and where.

        Raises Interrupted, with the draft kept, when the person stops.
        """
        while not conversation.is_over:
            try:
                conversation = self._step(conversation)
            except (KeyboardInterrupt, EOFError):
                raise Interrupted(
                    _("Stopped. What you wrote is kept as a draft."),
                    hint=_("`reflekt visit` goes on where you stopped."),
                ) from None
        self._save(conversation)

    def _step(self, conversation: Conversation) -> Conversation:
        if conversation.wants_questions:
            questions, reasons = self._choose_questions(conversation.answers.get(STORY, ""))
            conversation = conversation.with_questions(questions, reasons)
            self._keep(conversation)
        self._show_question(conversation)
        latest = conversation

        def keep(text: str) -> None:
            nonlocal latest
            latest = conversation._replace(partial=text)
            self._keep(latest)

        question = Asked(
            begun=conversation.partial,
            one_line=conversation.step in _ONE_LINE,
            words=self._offer.themes if conversation.step == LEARNING else (),
            has_reason=conversation.question is not None,
        )
        try:
            answer = self._asker.ask(question, keep)
        except Back:
            return conversation.back()
        except Why:
            self._say_why(conversation)
            return conversation
        if not self._is_understood(conversation.step, answer):
            return conversation
        if conversation.step == BY and answer:
            answer = settled(self._context, answer)
        if conversation.step == LEARNING:
            answer = self._offer.made(answer)
        conversation = conversation.answered(answer)
        self._keep(conversation)
        return conversation

    def _keep(self, conversation: Conversation) -> None:
        if any(conversation.answers.values()) or conversation.partial:
            self._journal.drafts.save(conversation.id, conversation.as_draft())

    def _show_question(self, conversation: Conversation) -> None:
        output.line()
        number = conversation.question
        if number is not None and conversation.asked:
            output.wrapped(conversation.asked[number].question, bold=True)
            return
        prompts = {
            BY: (self._template.date_prompt, ""),
            FAMILY: (self._template.family_prompt, ""),
            CONCERN: (self._template.concern_prompt, ""),
        }
        part = self._template.part(conversation.step)
        prompt, guidance = prompts.get(conversation.step, (part.prompt, part.guidance))
        output.wrapped(prompt, bold=True)
        if guidance:
            output.wrapped(guidance, dim=True)

    def _say_why(self, conversation: Conversation) -> None:
        number = conversation.question
        if number is not None and number < len(conversation.reasons):
            output.wrapped(conversation.reasons[number], dim=True)

    def _is_understood(self, step: str, answer: str) -> bool:
        if step == BY and answer and self._day(answer) is None:
            output.wrapped(
                _("I can't find a day ahead in that. Try “4/12”, “Friday” or “in 2 weeks”.")
            )
            return False
        if step == CONCERN and answer and concern_from(answer) is None:
            output.line(_("Two numbers from 0 to 10, please: before and after, such as 7 4."))
            return False
        return True

    def _day(self, text: str) -> date | None:
        return self._context.dates.day(text, self._context.clock.now().date(), language())

    def _save(self, conversation: Conversation) -> None:
        by_text = conversation.answers.get(BY, "")
        by = self._day(by_text) if by_text else None
        written = conversation.written(by)
        output.line()
        if written.is_empty:
            self._journal.drafts.drop(conversation.id)
            output.line(_("You wrote nothing this time, so nothing was saved."))
            return
        entry = saving.save(self._context, self._journal, written, id=conversation.id)
        self._journal.drafts.drop(conversation.id)
        output.line(_("Saved."), bold=True, fg="green")
        saving.show_saved(self._journal, entry, as_json=False)
        if written.attempt and by:
            output.line(
                _("To try: {what} – {day}").format(what=written.attempt, day=day(by)), dim=True
            )
        output.line(_("Read it again with: reflekt show {id}").format(id=entry.id), dim=True)


def unfinished(journal: Journal) -> list[Conversation]:
    """Conversations begun and not saved; a draft whose entry was saved after all is dropped."""
    found = []
    for name in journal.drafts.names():
        try:
            conversation = from_draft(journal.drafts.load(name))
        except ReflektError as problem:
            output.show_error(problem)
            continue
        if conversation is None:
            continue
        if capture.is_taken([journal])(conversation.id):
            journal.drafts.drop(name)
        else:
            found.append(conversation)
    return found


def offer(journal: Journal, drafts: Sequence[Conversation]) -> Conversation | None:
    """Offer to go on with a draft; None where the person wants to begin afresh."""
    for draft in drafts:
        begun = moment(draft.begun)
        words = " ".join((draft.answers.get(STORY) or draft.partial).split())[:60]
        told = _("You have a draft from {when}: “{words}…”").format(when=begun, words=words)
        if offered(told, throw_away=partial(journal.drafts.drop, draft.id)):
            return draft
    return None
