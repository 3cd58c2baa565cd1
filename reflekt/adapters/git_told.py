"""What git said when a shared repository could not be reached, in words a person can act upon."""

from __future__ import annotations

import re
import shlex

from reflekt.adapters import git_process
from reflekt.domain.remote import is_local
from reflekt.errors import N_, NotSynchronised

_CROWDED = r"fetch first|non-fast-forward|stale info|failed to update ref|cannot lock ref|\.lock'"
_FULL = (
    r"No space left|Out of diskspace|[Qq]uota exceeded|unpacker error: .*space|File too large"
    r"|signal 25"
)
_CLOSED = (
    r"Permission denied(?! \()|insufficient permission|Read-only file system"
    r"|unable to create temporary|Operation not permitted|hook declined|prohibited"
    r"|returned error: 403"
)
_STRANGE_NOW = r"HOST IDENTIFICATION HAS CHANGED"
_STRANGE = r"Host key verification failed|No \S+ host key is known"
_UNTRUSTED = r"server certificate verification failed|SSL certificate|certificate verify failed"
_NO_ENTRY = (
    r"Authentication failed|could not read (?:Username|Password)|[Hh]ost key|\(publickey"
    r"|returned error: 401|Too many authentication failures"
)
_OTHER_NAMES = r"mismatched algorithms|hash algorithm|wrong index v2"
_TROUBLED = r"returned error: 5\d\d"
_GONE = (
    r"does not appear to be a git repository|not a git repository: |not found|Could not resolve"
    r"|[Cc]onnection (?:timed out|refused|reset|closed)|No route|unreachable|does not exist"
    r"|cannot run ssh|unable to access"
)
_DAMAGED = (
    r"corrupt|bad object|missing (?:blob|tree|commit|necessary)|did not send all|early EOF"
    r"|index-pack|unable to read|unpack(?:-objects|er)|invalid (?:object|sha1|index)|bad tree"
    r"|broken|fsck|inflate|not a valid object|unresolved delta|hung up|bad pack|packfile|parse"
    r"|not our ref"
)


def is_crowded(told: str) -> bool:
    """Whether somebody else was quicker, or holds a lock there."""
    return bool(re.search(_CROWDED, told)) and not re.search(f"{_CLOSED}|{_FULL}", told)


def failed(remote: str, told: str) -> NotSynchronised:
    """The error for what git said of the repository at `remote`."""
    known = (
        (_FULL, full),
        (_STRANGE_NOW, changed),
        (_STRANGE, unknown),
        (_UNTRUSTED, untrusted),
        (_NO_ENTRY, no_entry),
        (_CLOSED, closed),
        (_OTHER_NAMES, incompatible),
    )
    if is_crowded(told):
        return busy(remote)
    for pattern, made in known:
        if re.search(pattern, told):
            return made(remote)
    if re.search(_DAMAGED, told):
        return NotSynchronised(
            N_("The repository at {remote} is damaged or only half written: {problem}."),
            hint=N_(
                "Everything of yours is here. Ask whoever looks after it to mend it or to put "
                "a new one in its place."
            ),
            remote=remote,
            problem=git_process.first_line(told),
        )
    if re.search(_GONE, told) and not re.search(_TROUBLED, told):
        return gone(remote)
    return NotSynchronised(
        N_("git could not reach {remote}: {problem}."),
        hint=N_("Everything of yours is here. Try again later."),
        remote=remote,
        problem=git_process.first_line(told),
    )


def full(remote: str) -> NotSynchronised:
    """The error for a disk over there that is full."""
    return NotSynchronised(
        N_("There is no room left at {remote}."),
        hint=N_("Everything of yours is here. Make room there, then sync again."),
        remote=remote,
    )


def busy(remote: str) -> NotSynchronised:
    """The error for a repository that others kept busy, or left locked, all the time."""
    return NotSynchronised(
        N_("{remote} is busy, or somebody's program left it locked."),
        hint=N_("Everything of yours is here. Wait a little, then sync again."),
        remote=remote,
    )


def unknown(remote: str) -> NotSynchronised:
    """The error for a server this computer has not met (ssh asks nobody on reflekt's behalf)."""
    return NotSynchronised(
        N_("This computer doesn't know the server of {remote} yet."),
        hint=N_(
            "Nothing was sent. Ask whoever looks after it what the server's key is. Then run "
            "`git ls-remote {address}` once: it shows the key, and you say yes if it is the same."
        ),
        remote=remote,
        address=shlex.quote(remote),
    )


def changed(remote: str) -> NotSynchronised:
    """The error for a server that shows another key than it did."""
    return NotSynchronised(
        N_("The server of {remote} shows another key than before: it may be somebody else's."),
        hint=N_("Nothing was sent. Ask whoever looks after it before you do anything."),
        remote=remote,
    )


def untrusted(remote: str) -> NotSynchronised:
    """The error for a server whose certificate nobody here vouches for."""
    return NotSynchronised(
        N_("This computer doesn't trust the certificate of {remote}."),
        hint=N_(
            "Nothing was sent. Ask whoever looks after it for the certificate as a file; git is "
            "told of it with: git config --global http.sslCAInfo FILE"
        ),
        remote=remote,
    )


def no_entry(remote: str) -> NotSynchronised:
    """The error for a server that wants a key or a password it did not get."""
    if remote.startswith("https:"):
        hint = N_(
            "Everything of yours is here. git has to remember your login: run `git ls-remote "
            "{address}` once. If it still asks then, ask whoever looks after the place for access."
        )
    else:
        hint = N_(
            "Everything of yours is here. Ask whoever looks after the place to let in your ssh "
            "key. `git ls-remote {address}` has to work without asking for anything."
        )
    return NotSynchronised(
        N_("{remote} does not let you in."), hint=hint, remote=remote, address=shlex.quote(remote)
    )


def closed(remote: str) -> NotSynchronised:
    """The error for a place where one may not write, or not even read."""
    return NotSynchronised(
        N_("You may not write at {remote}, or not even read there."),
        hint=N_("Everything of yours is here. Ask whoever looks after it to give you access."),
        remote=remote,
    )


def incompatible(remote: str) -> NotSynchronised:
    """The error for a repository whose git names things by SHA-256."""
    return NotSynchronised(
        N_("{remote} was made in another format of git (SHA-256) than reflekt uses."),
        hint=N_("Make one with: git init --bare --object-format=sha1 team.git"),
        remote=remote,
    )


def gone(remote: str) -> NotSynchronised:
    """The error for a repository that is not there just now."""
    local = is_local(remote)
    return NotSynchronised(
        N_("{remote} can't be found just now."),
        hint=N_("Everything of yours is here. Is the drive connected, are you online?")
        if local
        else N_("Everything of yours is here. Are you online, and is that the right address?"),
        remote=remote,
    )
