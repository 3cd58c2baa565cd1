"""The home folder and `reflekt.toml`: who I am, my language, my spaces, my muted questions."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

from reflekt.adapters.files import explained, make_folder, write_atomic
from reflekt.domain.ports import Settings, SpaceSettings
from reflekt.errors import N_, DamagedData

FILE = "reflekt.toml"

_PLACE = r" \(at (?:line (\d+), column \d+|end of document)\)"


def home_folder() -> Path:
    """`$REFLEKT_HOME`, else `reflekt` in the user's own folder."""
    named = os.environ.get("REFLEKT_HOME")
    return Path(named).expanduser().absolute() if named else Path.home() / "reflekt"


def user_name() -> str:
    """What the computer calls its user; "me" where it does not say."""
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "me"


def load(home: Path) -> Settings | None:
    """The settings; None where no home has been set up. Raises DamagedData with file and line."""
    place = home / FILE
    try:
        with explained(place):
            data = place.read_bytes()
    except Exception as problem:
        if isinstance(problem.__cause__, FileNotFoundError | NotADirectoryError):
            return None
        raise
    text = data.decode("utf-8-sig", "replace")
    try:
        return _settings(as_saved(text) or _toml(text))
    except (ValueError, TypeError, AttributeError, RecursionError) as problem:
        raise DamagedData(
            N_("{file}, line {line}: {problem}."),
            hint=N_("Open the file and mend it, or move it away and run `reflekt init`."),
            file=str(place),
            line=_line_of(str(problem), text),
            problem=re.sub(_PLACE, "", str(problem)),
        ) from problem


def save(home: Path, settings: Settings) -> None:
    """Write the settings whole, or not at all. Raises EnvironmentProblem."""
    import tomli_w

    spaces = [
        {key: value for key, value in space._asdict().items() if value} for space in settings.spaces
    ]
    content: dict[str, object] = {
        "schema": 1,
        "name": settings.name,
        "author": settings.author,
        "language": settings.language,
        "muted": list(settings.muted),
        **({} if settings.semantic else {"semantic": False}),
        "space": spaces,
    }
    with explained(home):
        make_folder(home)
        write_atomic(home / FILE, tomli_w.dumps(content).encode("utf-8"))


def as_saved(text: str) -> dict[str, object] | None:
    """What stands in a file as `save` mostly writes it; None where it may say anything else.

    Every command reads the settings: a TOML reader costs 2 ms to load and is left to the others.
    """
    head, _, rest = text.partition("space = [\n")
    inside, _, after = rest.partition("]\n")
    lines = inside.split("\n")
    spaces = [_pairs(line[6:-3].split(", ")) for line in lines[:-1]]
    well_formed = all(line.startswith("    { ") and line.endswith(" },") for line in lines[:-1])
    values = _pairs(head.split("\n")[:-1])
    if values is None or None in spaces or not spaces or not well_formed or lines[-1] or after:
        return None
    return values | {"space": spaces}


def _pairs(parts: Sequence[str]) -> dict[str, object] | None:
    """`key = "value"`, `key = []` and `key = 1` as values; None where one of them is none."""
    found: dict[str, object] = {}
    for part in parts:
        key, _, value = part.partition(" = ")
        inner = value[1:-1]
        if not (key.isascii() and key.isidentifier()) or key in found or key == "space":
            return None
        if value == f'"{inner}"' and inner.isprintable() and not {'"', "\\"} & set(inner):
            found[key] = inner
        elif value in ("[]", "1"):
            found[key] = [] if value == "[]" else 1
        else:
            return None
    return found


def _toml(text: str) -> dict[str, object]:
    import tomllib

    return tomllib.loads(text)


def _settings(values: dict[str, object]) -> Settings:
    spaces = values.get("space", [])
    muted = values.get("muted", [])
    if not isinstance(spaces, list) or not isinstance(muted, list):
        raise TypeError("space and muted must be lists")
    return Settings(
        name=_text(values, "name"),
        author=_text(values, "author"),
        language=_text(values, "language", "da"),
        spaces=tuple(
            SpaceSettings(
                *(_text(s, key) for key in ("name", "kind", "path")),
                *(_text(s, key, "") for key in ("remote", "author", "token", "key", "address")),
            )
            for s in spaces
        ),
        muted=tuple(str(item) for item in muted),
        semantic=values.get("semantic", True) is not False,
    )


def _line_of(problem: str, text: str) -> int:
    """The line a problem is about: the one TOML names, else that of the key it begins with."""
    named = re.search(_PLACE, problem)
    if named:
        return int(named[1]) if named[1] else text.count("\n") + 1
    key = problem.partition(" ")[0]
    found = re.search(rf"(?m)^[ \t]*{re.escape(key)}\s*=|^[ \t]*\[+{re.escape(key)}\]", text)
    return text.count("\n", 0, found.start()) + 1 if found else 1


def _text(values: dict[str, object], key: str, default: str | None = None) -> str:
    value = values.get(key, default)
    if not isinstance(value, str):
        raise TypeError(f"{key} must be text in quotes")
    return value
