"""Where a space may be shared: a path, ssh or https, and nothing git would run as a program."""

from __future__ import annotations

import re
from pathlib import PurePath, PurePosixPath, PureWindowsPath

from reflekt.errors import N_, UsageProblem

_HELPER = r"[A-Za-z0-9_+.-]+::"
_SCHEME = r"([A-Za-z][A-Za-z0-9+.-]*)://(.*)"
_HOST = (
    r"(?:[A-Za-z0-9_][A-Za-z0-9_.-]*@)?(?:[A-Za-z0-9][A-Za-z0-9.-]*|\[[0-9A-Fa-f:.]+\])(?::\d+)?"
)
_BY_SSH = r"[A-Za-z0-9_][A-Za-z0-9_.-]*@[A-Za-z0-9][A-Za-z0-9.-]*:(?![:-])[^\s:]\S*"
_DRIVE = r"[A-Za-z]:[\\/]"


def is_local(remote: str) -> bool:
    """Whether a remote that was checked is a folder this computer can reach."""
    return not re.match(_SCHEME, remote) and not re.fullmatch(_BY_SSH, remote)


def checked_remote(text: str, here: PurePath) -> str:
    """The remote a person named, a path made whole from the folder `here`.

    Raises UsageProblem for what is none of the four: nothing else is ever given to git.
    """
    text = text.strip(" ")
    if not text or any(ord(c) < 32 or ord(c) == 127 for c in text) or "\u2028" in text:
        raise _refused(text, N_("it holds characters that no address has"))
    if text.startswith("-"):
        raise _refused(text, N_("it begins with a hyphen"))
    if re.match(_HELPER, text):
        raise _refused(text, N_("it would run a program"))
    named = re.fullmatch(_SCHEME, text, re.DOTALL)
    if named:
        return _with_scheme(text, named[1].lower(), named[2], here)
    if re.fullmatch(_BY_SSH, text):
        return text
    return _path(text, here)


def _with_scheme(text: str, scheme: str, rest: str, here: PurePath) -> str:
    if scheme == "file":
        return _path(_percent_decoded(rest.removeprefix("localhost")), here)
    if scheme not in ("ssh", "https"):
        raise _refused(text, N_("only paths, ssh and https are used"))
    host, slash, path = rest.partition("/")
    if "@" in host and ":" in host.partition("@")[0]:
        raise _refused(text, N_("it holds a password, and would be kept in a file"))
    if not re.fullmatch(_HOST, host) or not slash or not path or path.startswith("-"):
        raise _refused(text, N_("it names no computer and folder"))
    if re.search(r"\s", path):
        raise _refused(text, N_("it holds characters that no address has"))
    return f"{scheme}://{host}/{path}"


def _path(text: str, here: PurePath) -> str:
    drive = re.match(_DRIVE, text)
    share = text.startswith("\\\\")
    if (drive or share) and not isinstance(here, PureWindowsPath):
        raise _refused(text, N_("it is a path of Windows, and this is not"))
    if ":" in (text[2:] if drive else text).split("/")[0]:
        raise _refused(text, N_("a path has no colon; ssh is written ssh://computer/folder"))
    whole = here / text
    if isinstance(here, PurePosixPath):
        parts: list[str] = []
        for part in whole.parts:
            if part == ".." and len(parts) > 1:
                parts.pop()  # as people mean it; a link on the way is not looked through
            elif part != "..":
                parts.append(part)
        whole = type(here)(*parts)
    return whole.as_posix()


def _percent_decoded(text: str) -> str:
    from urllib.parse import unquote

    return unquote(text)


def _refused(text: str, why: str) -> UsageProblem:
    return UsageProblem(
        N_("“{remote}” is no place to share a space: {why}."),
        hint=N_("Give the path of a shared folder, or ssh://computer/folder, or https://…"),
        remote=text[:200],
        why=why,
    )
