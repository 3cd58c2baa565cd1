"""A CPR number in what somebody writes for others: stopped, nothing saved there, nothing lost.

One home serves all of it: whatever is stopped leaves no trace in the shared spaces.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conftest import Reflekt, Result

FORMS = ("010190-1234", "0101901234", "010190 1234")
DAY = "2026-12-03"


class Way(NamedTuple):
    """How text gets into a space, and which space that is."""

    space: str
    write: Callable[[Reflekt, str], Result]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Reflekt:
    """Mette's home with a team and a buddy, something to try, a theme and a theme day."""
    folder = tmp_path_factory.mktemp("number")
    reflekt = Reflekt(folder / "home", cache)
    reflekt.environment["REFLEKT_NOW"] = "2026-11-25T10:00:00+01:00"
    reflekt("init", "--name", "Mette Holm", "--lang", "en")
    for space in ("team", "buddy-jonas", "lead-birgit"):
        reflekt("space", "add", space)
    line = {"text": "Vi lyttede\n\n- [ ] Ringe først (senest 2026-11-20) ^a1"}
    reflekt("import", "-", "--space", "team", "--yes", stdin=json.dumps(line) + "\n")
    for theme in ("tempo", "travlhed"):
        reflekt("themes", "add", theme, "--space", "team", "--meaning", "Hvor hurtigt vi går")
    reflekt("themeday", "draft", "--space", "team", "--date", DAY, "--add", "Nye kolleger")
    reflekt("themeday", "agenda", "--space", "team")
    return reflekt


def entry(home: Reflekt) -> str:
    (row,) = home.json("list", "--space", "team", "--json")
    return str(row["id"])


def _import(home: Reflekt, text: str) -> Result:
    source = home.home.parent / "linjer.jsonl"
    source.write_text(json.dumps({"text": text}) + "\n", "utf-8")
    return home("import", str(source), "--space", "team", "--yes", code=None)


def _edit(home: Reflekt, text: str) -> Result:
    id = entry(home)
    (place,) = (home.home / "team").glob(f"entries/*/*/*-{id}.md")
    return home(
        "edit", id, "--from", "-", "--yes", stdin=f"{place.read_text('utf-8')}\n{text}\n", code=None
    )


def _told(*arguments: str, space: str = "team", named: bool = True) -> Way:
    """A command line whose last word is followed by the text."""

    def write(home: Reflekt, text: str) -> Result:
        where = ("--space", space) if named else ()
        return home(*arguments[:-1], f"{arguments[-1]}{text}", *where, code=None)

    return Way(space, write)


def _followed(option: str, *more: str) -> Way:
    def write(home: Reflekt, text: str) -> Result:
        line = ("--helped", "partly", *more, option, text, "--yes")
        return home("followup", f"{entry(home)}^a1", *line, code=None)

    return Way("team", write)


# `themes merge` is none of them: it writes no word that does not stand there already.
WAYS = {
    "note": _told("note", "--yes", ""),
    "visit": _told("visit", "--yes", "--text="),
    "visit: learned": _told("visit", "--yes", "--text=x", "--learning="),
    "buddy": _told("buddy", "--with=jonas", "--yes", "--note=story=", space="buddy-jonas"),
    "buddy: to try": _told("buddy", "--with=jonas", "--yes", "--try=", space="buddy-jonas"),
    "learning": _told(
        "learning",
        "--with=birgit",
        "--leader=birgit",
        "--yes",
        "--note=story=",
        space="lead-birgit",
    ),
    "import": Way("team", _import),
    "edit": Way("team", _edit),
    "followup: what happened": _followed("--happened"),
    "followup: adjusted": _followed("--adjust", "--happened", "Det gik.", "--by", "2026-12-04"),
    "followup: learned": _followed("--learned", "--happened", "Det gik.", "--stop"),
    "themes add": _told("themes", "add", "pauser", "--meaning="),
    "themes add: another name": _told("themes", "add", "pauser", "--alias="),
    "themes rename": _told("themes", "rename", "tempo", ""),
    "themeday draft": _told("themeday", "draft", "--yes", "--add="),
    "themeday draft: why": _told("themeday", "draft", "--yes", "--add=Tid", "--why="),
    "themeday draft: struck": _told(
        "themeday", "draft", "--yes", "--strike=Nye kolleger", "--why="
    ),
    "themeday close": _told("themeday", "close", "--yes", "--discussed=1", "--decision="),
}


def head(home: Reflekt, space: str) -> str:
    command = ["git", "-C", str(home.home / space), "rev-parse", "HEAD"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("way", WAYS)
def test_it_is_stopped_and_what_was_written_is_kept(home: Reflekt, way: str, form: str) -> None:
    space, write = WAYS[way]
    before = head(home, space)
    words = "".join(filter(str.isalpha, way))
    text = f"{words} hedder {form}"
    result = write(home, text)
    assert result.code == 4, result
    assert "CPR" in result.err
    assert head(home, space) == before
    held = (
        place
        for place in (home.home / space).rglob("*")
        if place.is_file() and ".git/" not in str(place)
    )
    assert not any(form in place.read_text("utf-8", "replace") for place in held)
    drafts = (home.home / space / ".git" / "reflekt" / "drafts").glob("*")
    kept = [place.read_text("utf-8") for place in drafts]
    if "kept" in result.err:
        assert any(text in one for one in kept)
    elif way == "import":
        assert text in (home.home.parent / "linjer.jsonl").read_text("utf-8")
    else:  # one line of a command line: it is said again
        assert text in result.err.partition("This is what you had written:")[2]
