"""Which files of others may come in: plain files with names that mean the same everywhere."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping

from reflekt.domain.exchange import FileDiff
from reflekt.errors import N_

PLAIN, PROGRAM, LINK, SUBMODULE = "100644", "100755", "120000", "160000"
_DEEPEST = 12
_LONGEST = 200
_RESERVED = r"(?i)(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:\.|$)"
_ODD = r'[\\:<>"|?*]'
_OUR_ATTRIBUTES = ".gitattributes"


class Objection(Exception):
    """A file that may not come in, and why (a catalogue text)."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(path)
        self.path = path
        self.why = why


def look_over(
    files: Iterable[FileDiff],
    names_in: Callable[[str], Mapping[str, bool]],
    our_attributes: str | None,
) -> None:
    """Look at every file that comes in. Raises Objection for the first that may not.

    `names_in` tells what stands in a folder of ours, and which names are folders;
    `our_attributes` is the blob of the one `.gitattributes` that may be there.
    """
    fresh = []
    for file in files:
        if file.after is None:
            continue
        _look_at(file, our_attributes)
        if file.before is None:
            fresh.append(file.path)
    _collisions(fresh, names_in)


def _look_at(file: FileDiff, our_attributes: str | None) -> None:
    path = file.path
    if file.mode == LINK:
        raise Objection(path, N_("it is a link to somewhere else"))
    if file.mode == SUBMODULE:
        raise Objection(path, N_("it is another repository inside the space"))
    if file.mode not in (PLAIN, PROGRAM):
        raise Objection(path, N_("it is no ordinary file"))
    parts = path.split("/")
    if len(parts) > _DEEPEST or len(path) > _LONGEST:
        raise Objection(path, N_("its name is too long or lies too deep"))
    for part in parts:
        _look_at_name(path, part)
    name = parts[-1].casefold()
    if name == ".gitmodules":
        raise Objection(path, N_("it speaks of other repositories"))
    if name == _OUR_ATTRIBUTES and (path != _OUR_ATTRIBUTES or file.after != our_attributes):
        raise Objection(path, N_("it tells git to run something on files"))


def _look_at_name(path: str, part: str) -> None:
    if part in ("", ".", ".."):
        raise Objection(path, N_("it leads out of the space"))
    if any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") for c in part):
        raise Objection(path, N_("its name holds characters nobody can see"))
    if re.search(_ODD, part):
        raise Objection(path, N_("its name holds characters that some computers can't store"))
    plain = unicodedata.normalize("NFKC", part).casefold().rstrip(". ")
    if plain == ".git" or re.fullmatch(r"\.?git~\d+", plain):
        raise Objection(path, N_("it would lie in git's own folder"))
    if part != part.rstrip(". ") or re.match(_RESERVED, part):
        raise Objection(path, N_("its name means something else on Windows"))


def _collisions(fresh: Iterable[str], names_in: Callable[[str], Mapping[str, bool]]) -> None:
    """Raises Objection where two names differ for git and are the same for other computers."""
    folders: dict[str, dict[str, tuple[str, bool]]] = {}

    def known(folder: str) -> dict[str, tuple[str, bool]]:
        if folder not in folders:
            names = names_in(folder)
            folders[folder] = {_alike(name): (name, is_dir) for name, is_dir in names.items()}
        return folders[folder]

    for path in fresh:
        parts = path.split("/")
        for depth, part in enumerate(parts):
            names = known("/".join(parts[:depth]))
            is_folder = depth < len(parts) - 1
            found = names.setdefault(_alike(part), (part, is_folder))
            if found != (part, is_folder):
                raise Objection(path, N_("its name is the same as that of another file"))


def _alike(name: str) -> str:
    if name.isascii():
        return name.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
