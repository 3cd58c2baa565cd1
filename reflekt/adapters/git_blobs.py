"""What blobs of a repository hold: many of them by one git."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from reflekt.adapters import git_process
from reflekt.adapters.files import explained, make_folder
from reflekt.domain.exchange import MAX_FILE
from reflekt.errors import N_, NotSynchronised

if TYPE_CHECKING:
    import subprocess


def read(root: Path, own_folder: Path, ids: Iterable[str]) -> Mapping[str, bytes]:
    """See exchange.Exchange.blobs."""
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return {}
    listed = own_folder / "tmp" / "blobs"
    with explained(listed):
        make_folder(listed.parent)
        listed.write_text("".join(f"{blob}\n" for blob in wanted), "ascii")
    with listed.open("rb") as feed:
        process = git_process.start(root, ["cat-file", "--batch"], feed)
    with process:
        try:
            return {blob: _next_blob(process, blob) for blob in wanted}
        finally:
            process.kill()  # it may still be writing what is not wanted
            listed.unlink(missing_ok=True)


def refuse_large(root: Path, ids: Iterable[str]) -> None:
    """See exchange.Exchange.refuse_large."""
    asked = "".join(f"{blob}\n" for blob in ids).encode()
    told = git_process.run(root, ["cat-file", "--batch-check"], asked)
    for line in told.decode("ascii").splitlines():
        blob, *about = line.split()
        if len(about) == 2 and int(about[1]) > MAX_FILE:
            raise too_large(blob)


def _next_blob(process: subprocess.Popen[bytes], blob: str) -> bytes:
    out = process.stdout
    about = out.readline().split() if out else []
    if out is None or len(about) != 3 or about[1] != b"blob":
        raise NotSynchronised(
            N_("A file of the shared repository is missing there: {blob}."),
            hint=N_("Nothing was changed. Ask whoever looks after it to mend it."),
            blob=blob,
        )
    size = int(about[2])
    if size > MAX_FILE:
        raise too_large(blob)
    return out.read(size + 1)[:size]


def too_large(blob: str) -> NotSynchronised:
    """The error for a file that is no part of a journal."""
    return NotSynchronised(
        N_("Somebody has put a file of more than 8 MB into the space ({blob}): it stays out."),
        hint=N_("Ask whoever looks after the shared repository to take it out."),
        blob=blob,
    )
