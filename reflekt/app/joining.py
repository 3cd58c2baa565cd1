"""Taking part in a space that others share, or founding it where there is nothing yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from reflekt.app.incoming import ATTRIBUTES, look_over, members
from reflekt.app.journal import Journal
from reflekt.app.spaces import founding_files, known_as, me_in
from reflekt.app.sync import ATTEMPTS, take_in
from reflekt.domain.exchange import Remote, Synced, SyncNote
from reflekt.domain.ports import Change, Ids, Settings, SpaceSettings
from reflekt.domain.space import Member, member_file, member_path
from reflekt.errors import N_, NotSynchronised, UsageProblem

if TYPE_CHECKING:
    from reflekt.app.changed_hands import ChangedHands
    from reflekt.app.claims import Claim


class Ground(NamedTuple):
    """An empty repository on this computer, not yet a space of the home.

    `journal` opens it for me as the settings given name me there; `remember` keeps those beside
    it, and `recalled` is what an earlier attempt kept before it was interrupted.
    """

    journal: Callable[[SpaceSettings], Journal]
    remote: Remote
    note: SyncNote
    remember: Callable[[SpaceSettings], None]
    recalled: SpaceSettings | None


class Joined(NamedTuple):
    """A space I am now part of: how the home knows it, whether I founded it, who is there, and
    what stands there in the name of somebody who did not send it, or has been sent by two."""

    space: SpaceSettings
    founded: bool
    others: Sequence[Member]
    claims: Sequence[Claim] = ()
    by_two: Sequence[ChangedHands] = ()


def join(
    space: SpaceSettings,
    settings: Settings,
    fresh_ground: Callable[[], Ground],
    ids: Ids,
    *,
    wanted_kind: str | None,
    who_am_i: Callable[[Sequence[Member]], Member | None],
    pause: Callable[[int], None],
) -> Joined:
    """Found the shared repository where it is empty, else take part in the space it holds.

    `who_am_i` chooses among members with my name the one that I am already, on another computer.
    Raises NotSynchronised where it can't be reached or is no space; UsageProblem where it is a
    space of another kind or of two others.
    """
    for attempt in range(ATTEMPTS):
        if attempt:
            pause(attempt)
        ground = fresh_ground()
        theirs = ground.remote.fetch()
        if theirs is None:
            mine: SpaceSettings = space
            others: Sequence[Member] = ()
            journal = ground.journal(mine)
            files = founding_files(mine, settings, ids.token(), journal.clock.now())
            changes = [Change(".gitattributes", ATTRIBUTES)]
            changes += [Change(path, data) for path, data in files.items()]
            journal.commit(changes, "space founded")
        else:
            mine, others = _take_part(
                space, settings, ground, theirs, ids, wanted_kind=wanted_kind, who_am_i=who_am_i
            )
            journal = ground.journal(mine)
        ground.remember(mine)
        head = journal.store.head()
        if head is None or (head != theirs and not ground.remote.push(head)):
            continue  # somebody was quicker: look again who is there now
        ground.note.save(Synced(head, journal.clock.now()))
        if theirs is None:
            return Joined(mine, founded=True, others=())
        from reflekt.app.claims import all_claims

        return Joined(mine, False, others, *all_claims(journal))
    raise NotSynchronised(
        N_("Others are sending all the time: your part has not got through yet."),
        hint=N_("Nothing was changed. Wait a little and try again."),
    )


def _take_part(
    space: SpaceSettings,
    settings: Settings,
    ground: Ground,
    theirs: str,
    ids: Ids,
    *,
    wanted_kind: str | None,
    who_am_i: Callable[[Sequence[Member]], Member | None],
) -> tuple[SpaceSettings, Sequence[Member]]:
    """Take in what stands there and add me to its members."""
    journal = ground.journal(space)
    parted = journal.exchange.divergence(theirs, None)
    info = look_over(journal, parted)
    if info is None:
        raise NotSynchronised(
            N_("{remote} is a git repository, but not of a reflekt space."),
            hint=N_("See whether it is the right folder."),
            remote=space.remote,
        )
    if info.is_newer:
        raise NotSynchronised(
            N_("The others use a newer reflekt, and the space is kept in its format now."),
            hint=N_("Install the newest reflekt and try again."),
        )
    if wanted_kind and wanted_kind != info.kind:
        raise UsageProblem(
            N_("The space at {remote} is of the kind {kind}."),
            hint=N_("Leave out --kind, or see whether it is the right folder."),
            remote=space.remote,
            kind=info.kind,
        )
    take_in(journal, parted)
    others = list(members(journal).values())
    space = space._replace(kind=info.kind)
    if info.kind == "private":
        return space._replace(author="", address="", token=""), ()
    before = ground.recalled
    for one in others:
        if before and before.address == one.address:
            return space._replace(author=one.key, address=one.address, token=before.token), [
                other for other in others if other.key != one.key
            ]
    namesakes = [one for one in others if one.name.casefold() == settings.name.casefold()]
    me = who_am_i(namesakes)
    if me is not None:
        token = space.token or ids.token()
        return space._replace(author=me.key, address=me.address, token=token), [
            one for one in others if one.key != me.key
        ]
    if info.kind in ("buddy", "lead") and len(others) >= 2:
        raise UsageProblem(
            N_("The space is for two, and {names} are in it."),
            hint=N_("Make one of your own with your partner."),
            names=", ".join(one.name for one in others),
        )
    mine = known_as(space, settings.author, ids, {one.key for one in others})
    journal = ground.journal(mine)
    member = me_in(mine, settings, journal.clock.now())
    path = member_path(member.key)
    journal.commit([Change(path, member_file(member))], f"member {member.key}", {path: None})
    return mine, others
