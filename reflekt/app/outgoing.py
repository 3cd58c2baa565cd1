"""What of a space leaves when it is synced: through the gate, and where the gate says so without
the history it came by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from reflekt.app.journal import Journal
from reflekt.app.sync_report import Report
from reflekt.domain.entry import is_entry_file
from reflekt.domain.exchange import Divergence, Made, Remote
from reflekt.domain.unnamed import ADDRESS as UNNAMED_ADDRESS
from reflekt.errors import PrivacyStop, ReflektError

if TYPE_CHECKING:
    from reflekt.app import gate


class Early:
    """Sending begins as soon as theirs and ours are one, while the files on disk follow: where
    the gate has nothing to ask. Whatever stands in the way waits until the space is at rest."""

    def __init__(self, journal: Journal, remote: Remote, theirs: str | None) -> None:
        self._journal, self._remote, self._theirs = journal, remote, theirs
        self._sent: tuple[str, Report] | None = None

    def send(self, parted: Divergence, head: str) -> None:
        """Begin to send the commit."""
        if head == self._theirs:
            return
        try:
            leaving = look_at_outgoing(self._journal, self._theirs, head, parted, ask=False)
            self._remote.begin_push(head)
        except ReflektError:
            return
        self._sent = head, leaving

    def leaving_by(self, head: str) -> Report | None:
        """What is on its way, if it is this commit."""
        return self._sent[1] if self._sent and self._sent[0] == head else None


def look_at_outgoing(
    journal: Journal,
    theirs: str | None,
    head: str,
    parted: Divergence | None,
    *,
    ask: bool = True,
) -> Report:
    """The gate before what leaves; what it is. Raises PrivacyStop."""
    made = journal.exchange.made(theirs, head)
    if journal.space.kind != "private":
        from reflekt.app import gate

        gate.check_outgoing(journal, _outgoing(journal, made, theirs, parted), ask=ask)
    paths = {file.path for one in made for file in one.files}
    entries = list(filter(is_entry_file, paths))
    sent = sum(journal.store.state(path) is not None for path in entries)
    withdrawn = len(entries) - sent
    return Report(sent=sent, other_sent=len(paths) > len(entries), withdrawn=withdrawn)


def afresh(
    journal: Journal,
    theirs: str | None,
    head: str,
    parted: Divergence | None,
    stopped: PrivacyStop,
) -> tuple[str, Report]:
    """Leave the unsent history behind where it holds what may never be sent, and the present does
    not. Raises `stopped` where the present holds it too, or where a person said no."""
    from reflekt.app import gate

    if not isinstance(stopped, gate.Blocked):
        raise stopped
    made = journal.exchange.made(theirs, head)
    unnamed = {file.path for one in made if one.address == UNNAMED_ADDRESS for file in one.files}
    helpers = {
        line
        for one in made
        for line in one.message.splitlines()
        if line.startswith("Co-authored-by: ")
    }
    message = "\n".join(["what stands now", *([""] if helpers else []), *sorted(helpers)])
    now = journal.clock.now()
    fresh = journal.exchange.afresh(theirs, head, unnamed, message=message, when=now)
    try:
        leaving = look_at_outgoing(journal, theirs, fresh, parted)
    except gate.Blocked:
        raise stopped from None
    journal.exchange.stand_on(fresh, head)
    journal.refresh()
    return fresh, leaving


def _outgoing(
    journal: Journal, made: Sequence[Made], theirs: str | None, parted: Divergence | None
) -> Iterator[gate.Outgoing]:
    """Every version that others will get, with what they have of the file now."""
    from reflekt.app import gate

    files = [file for one in made for file in one.files if file.after]
    there: dict[str, str | None] = {}
    for file in files:
        incoming = parted.incoming.get(file.path) if parted else None
        ours = parted.outgoing.get(file.path) if parted else None
        # A file that is as it was, changed and changed back on the way: nothing to compare with.
        here = incoming.after if incoming else ours.before if ours else None
        there[file.path] = here if theirs else None
    wanted = [*(file.after for file in files), *there.values()]
    contents = journal.exchange.blobs(blob for blob in wanted if blob)
    for file in files:
        before = there[file.path]
        after = contents[file.after] if file.after else None
        yield gate.Outgoing(file.path, contents[before] if before else None, after)
    for one in made:
        kept = [line for line in one.message.splitlines() if "reflekt.invalid>" not in line]
        yield gate.Outgoing("", None, "\n".join(kept).encode("utf-8", "replace"))
