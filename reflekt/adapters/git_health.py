"""What is wrong with a repository, for `doctor`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePath

from reflekt.adapters import git_process
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
    for path, _ in uncommitted(root):
        if path in stale:
            hint = N_("`reflekt doctor --fix` brings git's index along.")
        elif any((root / part).is_symlink() for part in (PurePath(path), *PurePath(path).parents)):
            hint = N_("It is a link, and reflekt follows none: put the file itself in its place.")
        elif path.startswith("entries/") and path.endswith(".md"):
            hint = N_("reflekt saves it with the next command.")
        elif path.split("/")[0] in BY_HAND and (root / path).is_file():
            hint = N_("`reflekt sync` saves and sends it where the space is shared; else use git.")
        else:
            hint = N_("It is no entry: save it with git yourself, or move it elsewhere.")
        found.append(
            Trouble(N_("{path} is not what git last saved."), hint, {"path": path}, path in stale)
        )
    return found


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
