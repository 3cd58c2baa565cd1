"""kill -9 while something is shared or taken back: done again it is done once, and remembered."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from reflekt.cli.context import Context
from reflekt.cli.group import main
from reflekt.domain.document import parse
from reflekt.domain.shared import shared
from tests.conftest import Reflekt

MOMENTS = 8
"""In `share`, and as many in `unshare`, each way."""


def begun(home: Path, *arguments: str) -> int:
    """A command in a process of its own that need not start up first."""
    child = os.fork()
    if child:
        return child
    with suppress(BaseException):
        os.setsid()
        for stream in (0, 1, 2):
            os.dup2(os.open(os.devnull, os.O_RDWR), stream)
        context = Context()
        context.home = home
        main.main(args=list(arguments), prog_name="reflekt", obj=context, standalone_mode=False)
    os._exit(0)


def done(home: Path, *arguments: str) -> float:
    """Carry out a command to its end; the seconds it took."""
    began = time.monotonic()
    os.waitpid(begun(home, *arguments), 0)
    return time.monotonic() - began


def killed(home: Path, seconds: float, alone: bool, *arguments: str) -> bool:
    """Carry out a command and kill it after a while, git going on `alone`; whether it was."""
    child = begun(home, *arguments)
    time.sleep(seconds)
    with suppress(ProcessLookupError):
        (os.kill if alone else os.killpg)(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def remembered(reflekt: Reflekt, place: Path) -> set[str]:
    """The ids under which an entry knows that it was shared with the team."""
    return {one.id for one in shared(parse(place.read_bytes()).entry) if one.space == "team"}


def there(reflekt: Reflekt) -> set[str]:
    """The ids of what stands in the team's space."""
    return {place.stem[-6:] for place in (reflekt.home / "team").glob("entries/*/*/*.md")}


@pytest.fixture(autouse=True)
def language(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the children of this process find around them."""
    monkeypatch.setenv("REFLEKT_SEMANTIC", "0")


@pytest.fixture
def team(reflekt: Reflekt) -> Iterator[Reflekt]:
    """Mette's home with a space for the team."""
    reflekt("space", "add", "team")
    yield reflekt
    for space in ("private", "team"):
        reflekt.space = reflekt.home / space
        reflekt.assert_sound()


def of_her_own(team: Reflekt) -> Path:
    """An entry of hers that may be shared."""
    team("visit", "--text", "Et besøg.", "--learning", "At lytte. #tillid")
    return Path(team.json("list", "--space", "private", "--json")[0]["path"])


def of_two(team: Reflekt) -> Path:
    """An entry of two who have both said that it may be shared."""
    team("space", "add", "buddy-jonas")
    pair = team.home / "buddy-jonas"
    member = 'name = "Jonas"\nid = "abcdefgh"\nsince = 2026-01-01\n'
    (pair / "members" / "jonas.toml").write_text(member, "utf-8")
    team("note", "--space", "buddy-jonas", "--", "Vi turde sige det højt. #mod")
    (row,) = team.json("list", "--space", "buddy-jonas", "--json")
    team("share", row["id"], "--to", "team", "--yes")
    consent = pair / "consents" / f"{row['id']}.toml"
    consent.write_text(consent.read_text("utf-8") + 'jonas = "yes"\n', "utf-8")
    team("list")
    return Path(row["path"])


@pytest.mark.parametrize(
    ("made", "options"),
    [(of_her_own, ()), (of_her_own, ("--unnamed",)), (of_two, ())],
    ids=["named", "unnamed", "of two"],
)
def test_killed_and_done_again_it_stands_once_and_is_remembered_or_gone_and_forgotten(
    team: Reflekt, made: Callable[[Reflekt], Path], options: tuple[str, ...]
) -> None:
    draw = random.Random(4)
    place = made(team)
    share = ("share", place.stem[-6:], "--to", "team", "--yes", *options)
    unshare = ("unshare", place.stem[-6:])
    longest = done(team.home, *share)
    assert len(there(team)) == 1
    done(team.home, *unshare)
    number = 0
    for _ in range(MOMENTS):
        agreed_again(place)
        alone = draw.random() < 0.5
        number += killed(team.home, draw.uniform(0.1, 1) * longest, alone, *share)
        done(team.home, *share)
        assert len(there(team)) == 1
        assert remembered(team, place) == there(team)
        number += killed(team.home, draw.uniform(0.1, 1) * longest, alone, *unshare)
        done(team.home, *unshare)
        assert remembered(team, place) == there(team) == set()
    assert number > MOMENTS / 2
    assert team.json("list", "--space", "team", "--json") == []


def agreed_again(place: Path) -> None:
    """What was shared and taken back needs a yes of both again: they have said it."""
    consent = place.parents[3] / "consents" / f"{place.stem[-6:]}.toml"
    if consent.exists():
        consent.write_text(
            consent.read_text("utf-8").replace("gone = true", "gone = false"), "utf-8"
        )
