"""`reflekt share`: let others read a part of an entry."""

from __future__ import annotations

from collections.abc import Sequence

import click

from reflekt.app.clearance import Clearance
from reflekt.app.consents import needs_both
from reflekt.app.find import Found, resolve
from reflekt.app.journal import Journal
from reflekt.app.share import Earlier, Marked, carry_over, earlier, marked, shared_entry
from reflekt.cli import output
from reflekt.cli.context import Context
from reflekt.cli.parts import complete, fresh_journals, json_option
from reflekt.cli.share_guided import go_through
from reflekt.domain.document import compose
from reflekt.domain.entry import Entry
from reflekt.domain.shared import EVERYTHING, ONLY_LEARNING, Piece, pieces, said
from reflekt.errors import N_, PrivacyStop, UsageProblem
from reflekt.i18n import _, day
from reflekt.privacy.finding import BLOCK


@click.command(
    help=_(
        "Let others read a part of an entry: what you learned, unless you say --all.\n\n"
        "You see exactly what will leave, with a proposal for every name and number in it. It "
        "becomes a new entry over there, and nothing leads back to yours.\n\n\b\n"
        "reflekt share @ --to team\n"
        "reflekt share @ --to team --unnamed --yes\n"
        "reflekt share --proposals      what waits for a yes from both of you"
    )
)
@click.argument("reference", metavar="ID", default="", shell_complete=complete("entry"))
@click.option("--to", metavar=_("SPACE"), help=_("Who is to read it."))
@click.option(
    "--only", type=click.Choice([ONLY_LEARNING, EVERYTHING]), help=_("What: learning is default.")
)
@click.option("--all", "everything", is_flag=True, help=_("The whole entry."))
@click.option("--unnamed/--named", default=None, help=_("Without your name, or under it."))
@click.option("--quote", is_flag=True, help=_("The points may be quoted word for word."))
@click.option("--keep", is_flag=True, help=_("With --yes: leave names as they stand."))
@click.option("--yes", "-y", is_flag=True, help=_("Don't ask: take every proposal."))
@click.option("--proposals", is_flag=True, help=_("What two of you have to say yes to."))
@click.option("--agree", is_flag=True, help=_("Say yes to what the other has proposed."))
@click.option("--decline", is_flag=True, help=_("Say no to it."))
@click.option("--withdraw", is_flag=True, help=_("Take your yes back."))
@json_option
@click.pass_obj
def command(
    context: Context,
    /,
    reference: str,
    to: str | None,
    only: str | None,
    everything: bool,
    unnamed: bool | None,
    quote: bool,
    keep: bool,
    yes: bool,
    proposals: bool,
    agree: bool,
    decline: bool,
    withdraw: bool,
    as_json: bool,
) -> None:
    """Choose between sharing and answering a proposal."""
    journals = fresh_journals(context)
    if proposals:
        from reflekt.cli.share_pairs import show_proposals

        show_proposals(journals, as_json=as_json)
        return
    if not reference:
        raise UsageProblem(
            N_("Which entry? Write its id, or @ for the newest."),
            hint=N_("`reflekt list` shows your entries and their ids."),
        )
    found = resolve(journals, reference)
    if agree or decline or withdraw:
        from reflekt.cli.share_pairs import give_answer

        give_answer(found, agree=agree, withdraw=withdraw, yes=yes, as_json=as_json)
        return
    target = _target(context, found, to)
    what = EVERYTHING if everything else only or ONLY_LEARNING
    if needs_both(found.journal):
        from reflekt.cli.share_pairs import agreed_already

        if agreed_already(context, found, target, unnamed=unnamed, yes=yes, as_json=as_json):
            return
    marks = _marks(context, found, target, what, Clearance(yes=keep))
    if marks is None:
        output.line(_("All of it stands in {space} already.").format(space=target.space.name))
        return
    if not yes and output.from_people():
        chosen = go_through(marks, quote=quote)
        if unnamed is None and chosen:
            unnamed = not output.confirm(_("Under your name?"), default=True)
    else:
        chosen = [said(mark.piece, mark.redacted, quotable=quote) for mark in marks]
    entry = _entry(context, found, target, chosen, named=not unnamed)
    if not as_json:
        _preview(entry, target)
    if not yes:
        _confirm(marks, target)
    if needs_both(found.journal):
        from reflekt.cli.share_pairs import propose_it

        propose_it(found, target, entry, as_json=as_json)
        return
    carry_over(found, target, entry)
    _tell(found, target, entry, as_json=as_json)


def _target(context: Context, found: Found, to: str | None) -> Journal:
    settings = context.require_settings()
    others = [s.name for s in settings.spaces if s.name != found.journal.space.name]
    shared = [s.name for s in settings.spaces if s.kind != "private" and s.name in others]
    if not to and len(shared) == 1:
        to = shared[0]
    if not to:
        raise UsageProblem(
            N_("Who is to read it? Name a space with --to."),
            hint=N_("`reflekt space list` shows your spaces."),
        )
    target = context.journal(to)
    if target.space.name == found.journal.space.name:
        raise UsageProblem(
            N_("Entry {id} stands in {space} already."), id=found.row.id, space=target.space.name
        )
    return target


def _marks(
    context: Context, found: Found, target: Journal, what: str, kept: Clearance
) -> list[Marked] | None:
    """What may leave and has not left before; None where all of it has."""
    entry = found.journal.document(found.row).entry
    headings = context.headings(found.journal)
    parts = pieces(entry, headings, what)
    if not parts:
        raise UsageProblem(
            N_("Entry {id} has no learning points."),
            hint=N_("Write one with `reflekt edit {id}`, or share the whole entry with --all."),
            id=found.row.id,
        )
    marks = marked(parts, entry.language, kept)
    before = earlier(target, entry, headings)
    if not before:
        return marks
    _tell_earlier(before, target)
    known = {text for one in before for text in one.texts}
    return [m for m in marks if m.redacted not in known and m.piece.text not in known] or None


def _tell_earlier(before: Sequence[Earlier], target: Journal) -> None:
    for one in before:
        told = _("On {day} you shared from this entry in {space}: it is {id} there.")
        where = target.space.name
        output.aside(told.format(day=day(one.shared.when), space=where, id=one.shared.id))


def _entry(
    context: Context, found: Found, target: Journal, chosen: Sequence[Piece], *, named: bool
) -> Entry:
    source = found.journal.document(found.row).entry
    template = context.templates(target).entry("visit", source.language)
    return shared_entry(
        source,
        chosen,
        template,
        target,
        id=context.fresh_id(),
        named=named,
        now=context.clock.now(),
    )


def _preview(entry: Entry, target: Journal) -> None:
    output.line()
    told = _("This is what everybody who can read {space} will see, and nothing else:")
    output.wrapped(told.format(space=target.space.name), bold=True)
    for line in compose(entry).rstrip("\n").split("\n"):
        output.line(f"  {line}")
    if not entry.author:
        output.wrapped(
            _(
                "Your name does not stand in it, and its time is that of the week. Whoever reads "
                "the history can still see who sent it, and when."
            ),
            dim=True,
        )


def _confirm(marks: Sequence[Marked], target: Journal) -> None:
    if output.from_people():
        question = _("Share this with {space}?").format(space=target.space.name)
        output.confirm(question, default=True, abort=True)
        return
    found = [one for mark in marks for one in mark.findings]
    if found:
        blocked = any(one.severity == BLOCK for one in found)
        raise PrivacyStop(
            N_("Nothing was shared: there is a CPR number in it; see the proposal above.")
            if blocked
            else N_("Nothing was shared: something in it may tell who somebody is."),
            hint=N_("Say --yes to share it as shown, with every proposal taken."),
        )
    raise UsageProblem(
        N_("Nothing was shared: say --yes to share it as shown."),
    )


def _tell(found: Found, target: Journal, entry: Entry, *, as_json: bool) -> None:
    if as_json:
        output.as_json(
            {
                "id": entry.id,
                "space": target.space.name,
                "from": found.row.id,
                "unnamed": not entry.author,
                "proposed": False,
                "path": target.path_of(entry.path),
            }
        )
        return
    told = _("Shared with {space} as {id}.").format(space=target.space.name, id=entry.id)
    output.line(told, bold=True, fg="green")
    again = _("The others get it at your next `reflekt sync`. Take it back: reflekt unshare {id}")
    output.line(again.format(id=found.row.id), dim=True)
