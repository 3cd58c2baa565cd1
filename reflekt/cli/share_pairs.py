"""Sharing what two people wrote: proposals, and what both answer."""

from __future__ import annotations

from collections.abc import Sequence

from reflekt.app import consents
from reflekt.app.find import Found
from reflekt.app.journal import Journal
from reflekt.app.share import carry_over, same_there
from reflekt.cli import output
from reflekt.cli.context import Context
from reflekt.domain.consent import NO, WITHDRAWN, YES, Consent, digest
from reflekt.domain.document import compose, with_body
from reflekt.domain.entry import Entry
from reflekt.domain.unnamed import week_of
from reflekt.errors import N_, PrivacyStop, UsageProblem
from reflekt.i18n import _, day


def show_proposals(journals: Sequence[Journal], *, as_json: bool) -> None:
    """What has been proposed in the spaces of two, and how it stands."""
    found = list(consents.proposals(journals))
    if as_json:
        output.as_json([_record(one.journal, one.consent) for one in found])
        return
    if not found:
        output.line(_("Nothing has been proposed."))
    for one in found:
        consent = one.consent
        told = _("{id} from {space} to {to} · proposed by {who}, {day} · {state}")
        output.line(
            told.format(
                id=consent.entry,
                space=one.journal.space.name,
                to=consent.to,
                who=consent.by,
                day=day(consent.when),
                state=_(_state(one.journal, consent)),
            ),
            bold=True,
        )
        _show_text(consent.text)
        output.line(f"  {under_which_name(one.journal, consent)}")
        if one.journal.settings.author not in consent.answers:
            told = _("Say yes with `reflekt share {id} --agree`, or no with --decline.")
            output.line(told.format(id=consent.entry), dim=True)


def give_answer(found: Found, *, agree: bool, withdraw: bool, yes: bool, as_json: bool) -> None:
    """Say yes to a proposal that is shown first, say no, or take a yes back."""
    journal, name = found.journal, found.row.id
    said = YES if agree else WITHDRAWN if withdraw else NO
    consent = consents.consent_for(journal, name)
    if consent and agree and not yes:
        output.line(_("This would go to {to}:").format(to=consent.to), bold=True)
        _show_text(consent.text)
        output.line(under_which_name(journal, consent))
        if not output.from_people():
            raise UsageProblem(N_("Nothing was answered: say --yes to agree to this text."))
        output.confirm(_("May it go there?"), default=False, abort=True)
    made = consents.answer(journal, name, said)
    if as_json:
        output.as_json(_record(journal, made))
    elif agree:
        told = _("You have said yes. When you have both synced, {who} can share it with {to}.")
        output.line(told.format(who=made.by, to=made.to))
    else:
        output.line(_("You have taken your yes back.") if withdraw else _("You have said no."))
        if made.gone:
            told = _("It stands in {to} already: {who} can take it back with `reflekt unshare`.")
            output.wrapped(told.format(to=made.to, who=made.by))
        else:
            output.wrapped(_("It stays between the two of you, once you have both synced."))


def agreed_already(
    context: Context,
    found: Found,
    target: Journal,
    *,
    unnamed: bool | None,
    yes: bool,
    as_json: bool,
) -> bool:
    """Carry over the text that both have said yes to. False where there is none such yet.

    Raises PrivacyStop where somebody has said no to it.
    """
    journal = found.journal
    consent = consents.consent_for(journal, found.row.id)
    source = journal.document(found.row).entry
    if consent is None or consent.to != target.space.name:
        return False
    if consent.source != consents.source_digest(source) or consent.gone:
        return False  # another text needs another yes
    if unnamed is not None and unnamed != consent.unnamed:
        return False  # and so does the same text under another name, or under none
    if consent.is_declined:
        raise PrivacyStop(
            N_("One of you has said no to sharing entry {id} with {to}."),
            hint=N_("Talk about it. A changed text can be proposed again."),
            id=found.row.id,
            to=consent.to,
        )
    if not consent.is_agreed(consents.members(journal)):
        return False
    unnamed = consent.unnamed
    if not unnamed and consent.by != journal.settings.author:
        raise UsageProblem(
            N_("You agreed that it goes to {to} under the name {who}: so {who} shares it."),
            hint=N_("Under your own name, or without one, it needs a yes from both of you again."),
            to=consent.to,
            who=consent.by,
        )
    now = context.clock.now()
    base = Entry(
        id=context.fresh_id(),
        kind=source.kind,
        created=week_of(now) if unnamed else now,
        author="" if unnamed else target.settings.author,
        language=source.language,
        extra={"contributor": target.space.token} if unnamed else {},
    )
    entry = with_body(base, consent.text)
    if same_there(found, target, entry):
        consents.carried(journal, consent)  # a sharing that was cut off when all but this was done
        output.line(_("All of it stands in {space} already.").format(space=target.space.name))
        return True
    output.aside(_("Both of you have said yes to this text:"))
    if not as_json:
        _show_text(compose(entry))
    if not yes:
        if not output.from_people():
            raise UsageProblem(N_("Nothing was shared: say --yes to share it as shown."))
        question = _("Share this with {space}?").format(space=target.space.name)
        output.confirm(question, default=True, abort=True)
    carry_over(found, target, entry)
    consents.carried(journal, consent)
    if as_json:
        record = {"id": entry.id, "space": target.space.name, "from": found.row.id}
        output.as_json({**record, "unnamed": unnamed, "proposed": False})
    else:
        told = _("Shared with {space} as {id}.").format(space=target.space.name, id=entry.id)
        output.line(told, bold=True, fg="green")
    return True


def propose_it(found: Found, target: Journal, entry: Entry, *, as_json: bool) -> None:
    """Propose the new entry's text to the other of the two."""
    source = consents.source_digest(found.journal.document(found.row).entry)
    text = compose(entry).split("\n+++\n", 1)[1].strip("\n") + "\n"
    before = consents.consent_for(found.journal, found.row.id)
    made = consents.propose(found, target.space.name, text, source, unnamed=not entry.author)
    if as_json:
        output.as_json({**_record(found.journal, made), "proposed": True})
        return
    if made == before:
        told = _("You have proposed just this already. It waits for the other's yes.")
    else:
        told = _("Proposed. It goes to {to} when both of you have said yes.").format(to=made.to)
    output.line(told)
    output.line(under_which_name(found.journal, made))
    told = _(
        "The other of you sees it after the next `reflekt sync`. When both have said yes: "
        "reflekt share {id} --to {to}"
    )
    output.line(told.format(id=made.entry, to=made.to), dim=True)


def under_which_name(journal: Journal, consent: Consent) -> str:
    """Whose name would stand on it over there, or that none would."""
    if consent.unnamed:
        return _("It would stand there without a name.")
    if consent.by == journal.settings.author:
        return _("It would stand there under your name.")
    return _("It would stand there under the name {who}.").format(who=consent.by)


def show_waiting(journal: Journal, came_in: Sequence[str]) -> None:
    """What the other of a pair has proposed and I have not answered, and what they have now
    answered to proposals of mine; `came_in` are the entries it is about."""
    for one in consents.waiting_for_me([journal]):
        told = _("{who} would like to share {id} with {to}").format(
            who=one.consent.by, id=one.consent.entry, to=one.consent.to
        )
        shown = _("`reflekt share --proposals` shows what has been proposed.")
        output.wrapped(f"{told}. {shown}", 2, fg="yellow")
    for _journal, consent in consents.proposals([journal]):
        if consent.entry in came_in and (told := _news(journal, consent)):
            output.wrapped(told, 2, fg="yellow")


def _news(journal: Journal, consent: Consent) -> str:
    """What has just been said about the sharing of an entry; empty where I know it all."""
    me = journal.settings.author
    others = [key for key in consent.declined_by if key != me]
    if others and consent.gone:
        told = _("{who} no longer says yes, and {id} stands in {to}. ")
        told += (
            _("`reflekt unshare {id}` takes it out.")
            if consent.by == me
            else _("{by} can take it out with `reflekt unshare`.")
        )
    elif others:
        told = _("{who} has said no to sharing {id} with {to}. It stays between the two of you.")
    elif consent.gone:
        told = "" if consent.by == me else _("{by} has shared {id} with {to}.")
    elif consent.by == me and consent.is_agreed(consents.members(journal)):
        told = both_agree()
    else:
        told = ""
    who = ", ".join(others)
    return told.format(who=who, id=consent.entry, to=consent.to, by=consent.by)


def both_agree() -> str:
    """That a proposal of mine may go."""
    return _("Both of you have said yes to {id}: `reflekt share {id} --to {to}`")


def _state(journal: Journal, consent: Consent) -> str:
    if consent.gone:
        return N_("shared, and a yes taken back since") if consent.is_declined else N_("shared")
    if consent.is_declined:
        return N_("one of you said no")
    if consent.is_agreed(consents.members(journal)):
        return N_("both have said yes")
    return N_("waits for a yes")


def _record(journal: Journal, consent: Consent) -> dict[str, object]:
    return {
        "entry": consent.entry,
        "space": journal.space.name,
        "to": consent.to,
        "by": consent.by,
        "when": consent.when.isoformat(),
        "digest": digest(consent.text),
        "text": consent.text,
        "unnamed": consent.unnamed,
        "answers": dict(consent.answers),
        "agreed": consent.is_agreed(consents.members(journal)),
        "shared": consent.gone,
    }


def _show_text(text: str) -> None:
    for line in text.rstrip("\n").split("\n"):
        output.line(f"  {line}")
