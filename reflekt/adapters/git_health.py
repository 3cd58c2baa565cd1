"""What is wrong with a repository, for `doctor`."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path, PurePath

from reflekt.adapters import git_process
from reflekt.adapters.git_index import OLD, at_work, locks
from reflekt.domain.entry import is_entry_file
from reflekt.domain.health import Trouble
from reflekt.domain.space import BY_HAND
from reflekt.errors import N_, DamagedData


def troubles(root: Path, own_folder: Path) -> Sequence[Trouble]:
    """Everything found in a repository that stands on a branch."""
    found: list[Trouble] = []
    if (own_folder / "pending").exists():
        found.append(
            Trouble(
                N_("A change was interrupted before git had all of it."),
                N_("The next command that writes finishes it, or `reflekt doctor --fix`."),
                mendable=True,
            )
        )
    found += [_lock_trouble(root, lock) for lock in _locks(root)]
    if not index_is_sound(root):
        found.append(
            Trouble(
                N_("git's own index in {folder} is damaged or gone; your files are as they were."),
                N_("`reflekt doctor --fix` makes it again."),
                {"folder": str(root)},
                mendable=True,
            )
        )
        return found
    try:
        git_process.run(root, ["fsck", "--no-dangling", "--no-progress"])
    except DamagedData as problem:
        found.append(
            Trouble(
                N_("The repository is damaged: {problem}."),
                N_("Copy the whole folder somewhere safe, then ask someone who knows git."),
                {"problem": problem.parameters["problem"]},
            )
        )
        return found
    stale = set(stale_in_index(root))
    for path in dict.fromkeys(path for path, _ in uncommitted(root)):
        if path in stale:
            hint = N_("`reflekt doctor --fix` brings git's index along.")
        elif any((root / part).is_symlink() for part in (PurePath(path), *PurePath(path).parents)):
            hint = N_("It is a link, and reflekt follows none: put the file itself in its place.")
        elif is_entry_file(path):
            hint = N_("reflekt saves it with the next command.")
        elif path.split("/")[0] in BY_HAND and (root / path).is_file():
            hint = N_("`reflekt sync` saves and sends it where the space is shared; else use git.")
        else:
            hint = N_("It is no entry: save it with git yourself, or move it elsewhere.")
        found.append(
            Trouble(N_("{path} is not what git last saved."), hint, {"path": path}, path in stale)
        )
    return found


def index_is_sound(root: Path) -> bool:
    """Whether git's index is there and whole, and names nothing but files."""
    import hashlib

    try:
        data = (root / ".git" / "index").read_bytes()
        signed = data[-20:]
        if any(signed) and hashlib.sha1(data[:-20], usedforsecurity=False).digest() != signed:
            return False
        listing = git_process.run(root, ["ls-files", "-z"])
    except (FileNotFoundError, DamagedData):
        return False
    return not any(path.endswith(b"/") for path in listing.split(b"\0"))


def make_index_again(root: Path) -> None:
    """Let git's index say what the newest commit says; no file is touched."""
    git_process.run(root, ["read-tree", "HEAD"])


def stale_locks(root: Path) -> Sequence[Path]:
    """Locks that a git left behind, as far as can be told: none is at work, and they are old."""
    return [lock for lock in _locks(root) if _is_old(lock)] if not at_work(root) else []


def _locks(root: Path) -> Sequence[Path]:
    with suppress(OSError):
        branch = (root / ".git" / "HEAD").read_text("utf-8").removeprefix("ref: ").strip()
        places = [root / ".git" / name for name in locks(branch)]
        return [place for place in places if place.exists()]
    return ()


def _is_old(lock: Path) -> bool:
    with suppress(OSError):
        return time.time() - lock.stat().st_mtime > OLD
    return False


def _lock_trouble(root: Path, lock: Path) -> Trouble:
    if lock in stale_locks(root):
        hint = N_("No git seems to be at work any more: `reflekt doctor --fix` removes it.")
    else:
        hint = N_(
            "Finish what git is doing, such as a commit whose message is open in an editor. If "
            "there is none: run `reflekt doctor --fix` once the file is ten minutes old."
        )
    said = N_("A git is at work in the space, or was broken off: {file} is there.")
    return Trouble(said, hint, {"file": str(lock)}, lock in stale_locks(root))


def uncommitted(root: Path) -> Sequence[tuple[str, str]]:
    """Paths that git calls changed, and its two letters for how."""
    arguments = ["status", "--porcelain", "-z", "--no-renames", "--untracked-files=all"]
    listing = git_process.run(root, arguments).decode("utf-8", "surrogateescape")
    return [(line[3:], line[:2]) for line in listing.split("\0") if line]


def stale_in_index(root: Path) -> Sequence[str]:
    """Paths where git's index, and not the file, differs from the newest commit."""
    changed = uncommitted(root)
    staged = {path for path, how in changed if how[0] in "MD" and how[1] != "D"}
    same = []
    for path in sorted(staged):
        try:
            git_process.run(root, ["diff", "--quiet", "--no-ext-diff", "HEAD", "--", path])
        except DamagedData:
            if (path, "??") not in changed:
                continue
        same.append(path)
    return same


def leftovers(own_folder: Path) -> Sequence[Path]:
    """Temporary files that an interrupted write left behind."""
    folder = own_folder / "tmp"
    return sorted(folder.iterdir()) if folder.is_dir() else []
