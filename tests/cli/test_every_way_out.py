"""Every way by which text can reach a space that others read, and the gate before each.

A command that is new has to be put into one of the lists: WAYS where it writes text that somebody
wrote into a shared space, or INNER where it does not, with the reason.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from reflekt.cli.group import main
from tests.conftest import Reflekt

CPR = "010190-1234"

DRIVEN = "writes through Journal.commit: driven in tests/cli/test_number_kept_out.py"

INNER = {
    "ask": "writes nothing",
    "list": "reads",
    "show": "reads",
    "search": "reads",
    "history": "reads",
    "principles": "reads",
    "mute": "writes the home's settings",
    "followup": DRIVEN,
    "buddy": DRIVEN,
    "learning": DRIVEN,
    "themes": DRIVEN,
    "themeday": DRIVEN + "; a page changed by hand: tests/cli/test_sync.py",
    "space": "writes space.toml and one's own name",
    "unshare": "takes text out",
    "check": "writes nothing",
    "export": "writes a file of the person's own, into no space",
    "doctor": "writes nothing of anybody's",
    "init": "sets up a private space",
    "demo": "an invented journal in a folder of its own",
    "completion": "writes nothing",
}


@pytest.fixture
def team(reflekt: Reflekt, tmp_path: Path) -> Reflekt:
    """Mette's home with a team that is shared through a bare repository."""
    bare = tmp_path / "team.git"
    subprocess.run(["git", "init", "-q", "--bare", str(bare)], check=True)
    reflekt("space", "add", "team", "--kind", "team", "--remote", str(bare))
    reflekt("sync", "team")
    return reflekt


def _note(team: Reflekt, text: str) -> None:
    team("note", "--space", "team", "--yes", "--", text, code=None)


def _visit(team: Reflekt, text: str) -> None:
    team("visit", "--space", "team", "--yes", "--text", text, code=None)


def _import(team: Reflekt, text: str) -> None:
    line = json.dumps({"text": text}) + "\n"
    team("import", "-", "--space", "team", "--yes", stdin=line, code=None)


def _edit(team: Reflekt, text: str) -> None:
    place = _first(team)
    changed = place.read_text("utf-8") + f"\n{text}\n"
    team("edit", "@", "--from", "-", "--yes", stdin=changed, code=None)


def _restore(team: Reflekt, text: str) -> None:
    """A version that never met the gate, brought back."""
    place = _first(team)
    before = place.read_text("utf-8")
    for words in (before + f"\n{text}\n", before):
        place.write_text(words, "utf-8")
        _git(team, "commit", "-qam", "x")
    team("list")
    team("restore", "@", "--version", "2", "--yes", code=None)


def _share(team: Reflekt, text: str) -> None:
    team("visit", "--text", text, "--learning", text)
    team("share", "@", "--to", "team", "--all", "--keep", "--yes", code=None)


def _by_hand(team: Reflekt, text: str) -> None:
    place = _first(team)
    place.write_text(place.read_text("utf-8") + f"\n{text}\n", "utf-8")
    team("list")


def _new_file(team: Reflekt, text: str) -> None:
    place = _first(team)
    entry = place.read_text("utf-8").replace(place.stem[-6:], "0000aa") + f"\n{text}\n"
    place.with_name(place.name.replace(place.stem[-6:], "0000aa")).write_text(entry, "utf-8")
    team("list")


def _plain_git(team: Reflekt, text: str) -> None:
    (team.home / "team" / "egen.txt").write_text(text, "utf-8")
    _git(team, "add", "egen.txt")
    _git(team, "commit", "-qm", "x")


def _plain_git_and_taken_out_again(team: Reflekt, text: str) -> None:
    _plain_git(team, text)
    _git(team, "rm", "-q", "egen.txt")
    _git(team, "commit", "-qm", "x")


def _message(team: Reflekt, text: str) -> None:
    _git(team, "commit", "-q", "--allow-empty", "-m", text)


def _file_name(team: Reflekt, text: str) -> None:
    (team.home / "team" / f"{text}.txt").write_text("x", "utf-8")
    _git(team, "add", ".")
    _git(team, "commit", "-qm", "x")


WAYS: dict[str, Callable[[Reflekt, str], None]] = {
    "note": _note,
    "visit": _visit,
    "import": _import,
    "edit": _edit,
    "restore": _restore,
    "share": _share,
    "a file changed by hand": _by_hand,
    "a new file": _new_file,
    "sync: a commit by plain git": _plain_git,
    "sync: a commit by plain git, undone by another": _plain_git_and_taken_out_again,
    "sync: the message of a commit": _message,
    "sync: the name of a file": _file_name,
}


@pytest.mark.parametrize("way", WAYS)
def test_a_cpr_number_reaches_nobody(team: Reflekt, tmp_path: Path, way: str) -> None:
    team("note", "--space", "team", "--", "Det gik godt.")
    team("sync", "team")
    WAYS[way](team, f"Hun hedder {CPR}")
    team("sync", "team", "--yes", code=None)
    out = tmp_path / "other"
    subprocess.run(["git", "clone", "-q", str(tmp_path / "team.git"), str(out)], check=True)
    log = ["git", "-C", str(out), "log", "-p", "--all", "--format=%an%n%B"]
    sent = subprocess.run(log, capture_output=True, check=True, text=True).stdout
    assert "Det gik godt." in sent
    assert CPR not in sent


def test_every_command_is_in_one_of_the_lists() -> None:
    commands = set(main.lazy)
    named = {way.split(":")[0] for way in WAYS} | set(INNER)
    assert commands - named == set()


def _git(team: Reflekt, *arguments: str) -> None:
    command = ["git", "-C", str(team.home / "team"), *arguments]
    subprocess.run(command, check=True, capture_output=True, env=team.environment)


def _first(team: Reflekt) -> Path:
    return Path(team.json("list", "--space", "team", "--json")[0]["path"])
