"""What takes seconds to make from files, kept: nobody waits for it twice.

What is made from the shipped files alone comes with reflekt, made when the wheel is built
(hatch_build.py); what a team's own files change is kept in the user's cache folder. Both are named
by what they were made from, so that nothing old is ever taken for new; whatever is wrong with
them, they are made again.
"""

from __future__ import annotations

import json
import shutil
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from reflekt.adapters.files import make_folder, write_atomic
from reflekt.adapters.shipped import shipped

T = TypeVar("T")
_PACKAGE = Path(__file__).parent.parent
FOLDER = _PACKAGE / "compiled"
"""What comes with reflekt; absent from a checkout until it is built or installed."""

_CODE = (
    *("domain/catalogue.py", "domain/codebook.py", "domain/relevance.py", "domain/theme_model.py"),
    *("domain/wordgroups.py", "domain/word_meanings.py"),
    *("adapters/catalogue_files.py", "adapters/theme_files.py"),
)
_STEMMED = "besøgene familierne turde spurgte ventende mødernes løsninger visiting families asked"


def shipped_copy(what: str, language: str, stem: Callable[[str], str] | None = None) -> Path:
    """Where what is made from the shipped files of a language is, if it is: named by the files,
    the code and the stems it was made by."""
    files = sorted(shipped("templates").glob(f"*/{language}.toml"))
    seen = 0
    for place in (*files, *(_PACKAGE / part for part in _CODE)):
        if place.is_file():
            seen = zlib.crc32(place.read_bytes(), seen)
    words = shipped("templates", "meaning", f"words-{language}.bin")
    if what == "themes" and words.is_file():
        with words.open("rb") as file:
            seen = zlib.crc32(file.readline(), seen)
    if stem:
        seen = zlib.crc32(" ".join(map(stem, _STEMMED.split())).encode(), seen)
    return FOLDER / f"{what}-{language}-{seen:08x}.json"


def cached(name: str) -> Path:
    """The place of that name in the user's cache folder."""
    from platformdirs import user_cache_path

    return user_cache_path("reflekt", appauthor=False) / name


def kept(places: Sequence[Path], read: Callable[[Any], T]) -> T | None:
    """What was kept, from the first place where it can be read."""
    for place in places:
        try:
            return read(json.loads(place.read_bytes()))
        except (OSError, ValueError, TypeError, KeyError, IndexError, AttributeError):
            continue
    return None


def keep(place: Path, content: object, instead_of: str) -> None:
    """Keep for the next time, instead of older files of that pattern beside it; where that can't
    be done, the next time takes longer."""
    try:
        make_folder(place.parent)
        for old in place.parent.glob(instead_of):
            old.unlink(missing_ok=True)
        write_atomic(place, _packed(content))
    except OSError:
        return


def make_shipped(languages: Sequence[str]) -> Sequence[Path]:
    """Make what comes with reflekt, instead of what may be there; hatch_build.py calls it."""
    from reflekt.adapters.catalogue_files import CatalogueFiles
    from reflekt.adapters.theme_files import ThemeFiles

    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    for language in languages:
        files = CatalogueFiles(language)
        for name, content in (*files.made(), *ThemeFiles(language, files).made()):
            place = shipped_copy(name, language, None if name == "catalogue" else files.stem)
            place.write_bytes(_packed(content))
    return sorted(FOLDER.iterdir())


def _packed(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
