"""`reflekt space add`: found a space, join one, or say where one of mine is shared."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from reflekt.app.joining import Joined
from reflekt.app.spaces import new_space
from reflekt.cli import output
from reflekt.cli.context import Context
from reflekt.cli.parts import json_option
from reflekt.cli.space_list import readers
from reflekt.cli.still_working import working
from reflekt.cli.sync import by_two_told
from reflekt.domain.ports import SpaceSettings
from reflekt.domain.space import KINDS, Member, is_token, told_apart
from reflekt.domain.spelling import folded
from reflekt.errors import N_, UsageProblem
from reflekt.i18n import _, day, ngettext

_DOUBTFUL_SHOWN = 3


@click.command(
    help=_(
        "Start a space, or join one that is there already.\n\nWhat kind it is, is taken from its "
        "name: buddy-jonas is for the two of you, lead-karin for you and your leader, any other "
        "name for a team. With --remote it is shared: at the path of a shared folder, or at "
        "ssh://… or https://… Where nothing stands yet it is founded, else you join it.\n\n\b\n"
        "reflekt space add team\nreflekt space add buddy-jonas --remote /shared/buddy-jonas.git"
    )
)
@click.argument("name", metavar=_("NAME"))
@click.option("--kind", type=click.Choice(KINDS), help=_("What kind of space it is."))
@click.option("--remote", metavar=_("PLACE"), help=_("Where it is shared."))
@click.option("--as", "me", metavar=_("NAME"), help=_("Your short name there, if you have one."))
@click.option(
    "--token", metavar=_("TOKEN"), help=_("From your other computer: `space invite --myself`.")
)
@click.option("--yes", "-y", is_flag=True, help=_("Don't ask first."))
@json_option
@click.pass_obj
def command(
    context: Context,
    name: str,
    kind: str | None,
    remote: str | None,
    me: str | None,
    token: str | None,
    yes: bool,
    as_json: bool,
) -> None:
    """Make the space or join it, and say who can read it."""
    if context.set_up_quietly():
        output.aside(_("Your entries live in {folder}.").format(folder=context.home))
    context.yes = yes
    name = folded(name)
    place = _place(remote) if remote is not None else ""
    _refuse_odd(token, me)
    joined = None
    known = [one for one in context.require_settings().spaces if one.name == name]
    taken_up = None if known else context.left(name)
    with working(context, name, quiet=as_json or not (place or taken_up)):
        if known and token:
            space, founded = _carry_token(context, known[0], me or "", token), False
        elif known and place:
            space, founded = _share(context, known[0], place), False
        elif taken_up:
            space, founded = _take_up(context, taken_up, place), False
        else:
            joined = _make(context, name, kind, place, me, token, asking=not yes)
            space, founded = joined.space, joined.founded
    if as_json:
        record = {"name": space.name, "kind": space.kind, "founded": founded}
        doubtful = _doubtful(joined) if joined else []
        place_in = {"author": space.author, "remote": space.remote, "doubtful": doubtful}
        output.as_json(record | place_in)
        return
    if founded:
        output.line(_("The space {name} is ready.").format(name=space.name), bold=True)
    else:
        output.line(_("You are in the space {name}.").format(name=space.name), bold=True)
    if joined and joined.others:
        told = _("With you there: {names}.")
        output.wrapped(told.format(names=", ".join(told_apart(joined.others, joined.others))))
    output.wrapped(readers(space))
    if space.author and space.author != context.require_settings().author:
        told = _("There you are called {name}, as somebody else has your short name.")
        output.wrapped(told.format(name=space.author))
    if founded and space.remote:
        output.line(_("Let others in with `reflekt space invite {name}`.").format(name=space.name))
    if joined:
        _show_doubtful(joined)


def _doubtful(joined: Joined) -> list[dict[str, str]]:
    return [
        *(claim._asdict() for claim in joined.claims),
        *(one._asdict() for one in joined.by_two),
    ]


def _show_doubtful(joined: Joined) -> None:
    """What stands there in the name of somebody who did not send it; a few, and how many more."""
    told = [
        _("{path} says it is by {author}, and was sent by {sender}.").format(**claim._asdict())
        for claim in joined.claims
    ]
    told += map(by_two_told, joined.by_two)
    for one in told[:_DOUBTFUL_SHOWN]:
        output.wrapped(one, fg="yellow")
    if len(told) > _DOUBTFUL_SHOWN:
        more = len(told) - _DOUBTFUL_SHOWN
        text = ngettext(
            "And {number} more like it: `reflekt doctor` shows them all.",
            "And {number} more like them: `reflekt doctor` shows them all.",
            more,
        )
        output.wrapped(text.format(number=more), fg="yellow")


def _place(remote: str) -> str:
    from reflekt.domain.remote import checked_remote

    return checked_remote(remote, Path.cwd())


def _make(
    context: Context,
    name: str,
    kind: str | None,
    place: str,
    me: str | None,
    token: str | None,
    *,
    asking: bool,
) -> Joined:
    settings = context.require_settings()
    space = new_space(name, kind, settings, context.ids, remote=place)
    if (context.home / space.path).exists():
        raise UsageProblem(
            N_("There is a folder {folder} already, and it is none of your spaces."),
            hint=N_("Move it away, or choose another name."),
            folder=str(context.home / space.path),
        )
    if not place:
        context.set_up(settings._replace(spaces=(*settings.spaces, space)))
        return Joined(space, founded=True, others=())

    def who_am_i(namesakes: Sequence[Member]) -> Member | None:
        return _who(namesakes, me, asking=asking)

    return context.join(space._replace(token=token or space.token), kind, who_am_i)


def _who(namesakes: Sequence[Member], me: str | None, *, asking: bool) -> Member | None:
    """Which of the members with my name I am already, if any."""
    if me is not None:
        for one in namesakes:
            if one.key == folded(me):
                return one
        if not namesakes:
            raise UsageProblem(
                N_("Nobody with your name is called {name} there."),
                hint=N_("In reflekt.toml your name must be the same on both computers."),
                name=me,
            )
        raise UsageProblem(
            N_("Nobody with your name is called {name} there."),
            hint=N_("Those are: {keys}. Leave --as out to be somebody new."),
            name=me,
            keys=", ".join(one.key for one in namesakes),
        )
    if not (asking and output.from_people()):
        return None
    for one in namesakes:
        told = _("There is a {name} already, since {when}. Is that you, on another computer?")
        if output.confirm(told.format(name=output.safe(one.name), when=day(one.since))):
            return one
    return None


def _refuse_odd(token: str | None, me: str | None) -> None:
    if token is not None and not (me and is_token(token)):
        raise UsageProblem(
            N_("--token belongs together with --as, and both come from your other computer."),
            hint=N_("There, `reflekt space invite NAME --myself` gives you the whole line."),
        )


def _carry_token(context: Context, space: SpaceSettings, me: str, token: str) -> SpaceSettings:
    """Be counted as the one I am on my other computer, in a space I have joined already."""
    if folded(me) != space.author:
        raise UsageProblem(
            N_("Here you are called {name} in {space}, not {other}."),
            hint=N_("Leave the space and join it again with the line from your other computer."),
            name=space.author,
            space=space.name,
            other=me,
        )
    settings = context.require_settings()
    same = space._replace(token=token)
    spaces = tuple(same if one.name == space.name else one for one in settings.spaces)
    context.save_settings(settings._replace(spaces=spaces))
    return same


def _share(context: Context, space: SpaceSettings, place: str) -> SpaceSettings:
    """Share a space of mine that has not been shared, or that has moved."""
    from reflekt.cli.sync import synchronise

    settings = context.require_settings()
    shared = space._replace(remote=place)
    spaces = tuple(shared if one.name == space.name else one for one in settings.spaces)
    known = settings._replace(spaces=spaces)
    synchronise(context, shared, lambda: context.journal_of(shared, known))
    context.save_settings(settings._replace(spaces=spaces))
    return shared


def _take_up(context: Context, space: SpaceSettings, place: str) -> SpaceSettings:
    """Go on with a space I left, whose copy is still here."""
    from reflekt.cli.sync import synchronise

    settings = context.require_settings()
    space = space._replace(path=space.name, remote=place or space.remote)
    if space.remote:
        synchronise(context, space, lambda: context.journal_of(space, settings))
    context.save_settings(settings._replace(spaces=(*settings.spaces, space)))
    return space
