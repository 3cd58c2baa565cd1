"""`reflekt sync`: send what I wrote in shared spaces, and fetch what others wrote."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

import click

from reflekt.cli import output
from reflekt.cli.context import Context, pause
from reflekt.cli.parts import json_option
from reflekt.cli.still_working import working
from reflekt.errors import ReflektError
from reflekt.i18n import _, ngettext

if TYPE_CHECKING:
    from reflekt.app.changed_hands import ChangedHands
    from reflekt.app.claims import Claim
    from reflekt.app.journal import Journal
    from reflekt.app.sync import Waiting
    from reflekt.app.sync_report import Report
    from reflekt.domain.ports import SpaceSettings

_NAMED_AT_MOST = 9


@click.command(
    help=_(
        "Send what you wrote in shared spaces, and fetch what others wrote.\n\nWithout a name: "
        "every space that is shared. Two who changed the same entry lose nothing: what can be put "
        "together is, and where both changed the same piece both stand in the entry until its "
        "author has chosen.\n\n\b\nreflekt sync\nreflekt sync team"
    )
)
@click.argument("spaces", nargs=-1, metavar=_("[SPACE]…"))
@click.option("--yes", "-y", is_flag=True, help=_("What the privacy check asks about may be sent."))
@click.option("--resend", is_flag=True, help=_("Send again what the shared repository has lost."))
@json_option
@click.pass_obj
def command(context: Context, spaces: Sequence[str], yes: bool, resend: bool, as_json: bool) -> int:
    """Sync each space, say how it went, and return the first exit code that is not 0."""
    context.yes = yes
    known = context.require_settings().spaces
    names = list(dict.fromkeys(spaces)) or [one.name for one in known if one.remote]
    code = 0
    records = []
    for name in names:
        space = context.space(name)
        if not space.remote:
            told = _("{name} is not shared anywhere: there is nothing to sync.")
            output.aside(told.format(name=name))
            continue
        try:
            with working(context, name, quiet=as_json):
                report = synchronise(context, space, partial(context.journal, name), resend=resend)
                journal = context.journal(name)
                waiting = _waiting(journal)
        except ReflektError as problem:
            code = code or problem.exit_code
            records.append(_record_of(name, problem))
            output.show_error(problem, before=name)
            continue
        records.append(_record(name, report, waiting))
        if not as_json:
            _show(name, report, waiting)
            _show_proposals(journal, report.consents)
        for notice in journal.notices:
            output.show_error(notice)
    if as_json:
        output.as_json(records)
    elif not names:
        output.line(_("None of your spaces is shared: there is nothing to sync."))
    return code


def _a_few(names: Sequence[str]) -> str:
    rest = ["…"] if len(names) > _NAMED_AT_MOST else []
    return ", ".join([*names[:_NAMED_AT_MOST], *rest])


def synchronise(
    context: Context,
    space: SpaceSettings,
    journal: Callable[[], Journal],
    *,
    resend: bool = False,
) -> Report:
    """Sync one space. Raises what app.sync.sync raises."""
    note, remote = context.sync_note(space), context.remote(space)
    with context.alone(space):
        remote.begin()  # git is at work while the rest of the program is loaded
        from reflekt.app.sync import sync

        return sync(journal(), remote, note, pause=pause, resend=resend)


def _waiting(journal: Journal) -> Sequence[Waiting]:
    from reflekt.app.sync import open_choices

    return open_choices(journal)


def _show(name: str, report: Report, waiting: Sequence[Waiting]) -> None:
    words = []
    if report.sent:
        told = ngettext("{number} entry sent", "{number} entries sent", report.sent)
        words.append(told.format(number=report.sent))
    if report.withdrawn:
        told = ngettext("{number} entry withdrawn", "{number} entries withdrawn", report.withdrawn)
        words.append(told.format(number=report.withdrawn))
    if report.received:
        told = ngettext("{number} entry fetched", "{number} entries fetched", report.received)
        words.append(told.format(number=report.received))
    if report.gone:
        told = ngettext(
            "{number} entry withdrawn by others",
            "{number} entries withdrawn by others",
            report.gone,
        )
        words.append(told.format(number=report.gone))
    if report.other_sent and report.other_received:
        words.append(_("other things in the space sent and fetched"))
    elif report.other_sent:
        words.append(_("other things in the space sent"))
    elif report.other_received:
        words.append(_("other things in the space fetched"))
    if report.newcomers:
        words.append(_("new in the space: {names}").format(names=_a_few(report.newcomers)))
    summary = ", ".join(words) or _("nothing new")
    output.raw(f"{output.styled(name, bold=True)}: {output.safe(summary)}.")
    if report.merged:
        told = ngettext(
            "{number} file had been changed by you and by others: it holds both now.",
            "{number} files had been changed by you and by others: they hold both now.",
            len(report.merged),
        )
        output.line("  " + told.format(number=len(report.merged)))
    if report.afresh:
        output.wrapped(
            _(
                "A CPR number stood in something that had not been sent, and does no longer. The "
                "others have got it all as it stands now, without the history with the number. "
                "That history is on this computer only."
            ),
            2,
            fg="yellow",
        )
    for one in waiting:
        told = _("{id} holds something in two versions: choose with `reflekt edit {id}`.")
        output.line("  " + told.format(id=one.row.id), fg="yellow")
    for claim in report.claims:
        output.line("  " + claim_told(claim), fg="yellow")
    for moved in report.changed_hands:
        output.wrapped(changed_hands_told(moved), 2, fg="yellow")


def _show_proposals(journal: Journal, came_in: Sequence[str]) -> None:
    """What the other of a pair has proposed to share or answered."""
    if journal.store.state("consents") is None:
        return  # most spaces: the privacy check need not be loaded
    from reflekt.app.consents import needs_both
    from reflekt.cli.share_pairs import show_waiting

    if needs_both(journal):
        show_waiting(journal, came_in)


def claim_told(claim: Claim) -> str:
    """That something was sent in somebody else's name, and as whose it stands."""
    if claim.path.startswith("codes/"):
        told = _("{sender} changed the themes {author} gave ({path}). They stand as they stood.")
    elif claim.path.startswith("members/"):
        told = _("{sender} has changed what is said of {author} ({path}). It stands as it stood.")
    elif claim.stands:
        told = _("{sender} sent {path} in the name of {author}. Here it stands as {stands}'s.")
    else:
        told = _("{sender} sent {path} in the name of {author}. Here it stands without a name.")
    return told.format(**claim._asdict())


def changed_hands_told(one: ChangedHands) -> str:
    """That an entry was one person's here and is another's now, and where the first version is."""
    told = _(
        "{path} stood here under {author}. {sender} has sent it under {stands}: so it stands now. "
        "`reflekt history {entry}` shows the version from before."
    )
    names = {"author": one.author or _("no name"), "stands": one.stands or _("no name")}
    return told.format(**(one._asdict() | names))


def by_two_told(one: ChangedHands) -> str:
    """That two have each sent an entry as their own."""
    told = _("{path} stands under {stands}, and {sender} has sent it under {author} too.")
    names = {"author": one.author or _("no name"), "stands": one.stands or _("no name")}
    return told.format(**(one._asdict() | names))


def _record_of(name: str, problem: ReflektError) -> dict[str, object]:
    return {
        "space": name,
        "error": _told(problem.message, problem),
        "hint": _told(problem.hint, problem) if problem.hint else "",
        "code": problem.exit_code,
    }


def _told(text: str, problem: ReflektError) -> str:
    parameters = {
        key: _(value) if isinstance(value, str) else value
        for key, value in problem.parameters.items()
    }
    return _(text).format(**parameters)


def _record(name: str, report: Report, waiting: Sequence[Waiting]) -> dict[str, object]:
    return {
        "space": name,
        "sent": report.sent,
        "received": report.received,
        "withdrawn": report.withdrawn,
        "withdrawn_by_others": report.gone,
        "new_members": list(report.newcomers),
        "merged": list(report.merged),
        "choices": [one.row.id for one in waiting],
        "afresh": report.afresh,
        "claims": [one._asdict() for one in report.claims],
        "changed_hands": [one._asdict() for one in report.changed_hands],
    }
