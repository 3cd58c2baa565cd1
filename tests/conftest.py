"""What every test may use: a home of its own, and reflekt as a real process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, settings

CHECKOUT = Path(__file__).parent.parent

settings.register_profile(
    "reflekt", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
settings.load_profile("reflekt")


class Result(NamedTuple):
    """What a process said."""

    code: int
    out: str
    err: str


class Reflekt:
    """Runs reflekt in a home of its own, as a process of its own."""

    def __init__(self, home: Path, cache: Path) -> None:
        self.home = home
        self.space = home / "private"
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(home.parent),
            "REFLEKT_HOME": str(home),
            "REFLEKT_LANG": "en",
            "XDG_CACHE_HOME": str(cache),
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
            "REFLEKT_SEMANTIC": "0",  # tests of the extra turn it on
        }
        if "SYSTEMROOT" in os.environ:
            self.environment["SYSTEMROOT"] = os.environ["SYSTEMROOT"]

    def command(self, *arguments: str) -> list[str]:
        """The command line of a call."""
        return [sys.executable, "-m", "reflekt", *arguments]

    def start(self, *arguments: str, env: Mapping[str, str] | None = None) -> subprocess.Popen[Any]:
        """Start a call without waiting for it."""
        return subprocess.Popen(
            self.command(*arguments),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=self.environment | dict(env or {}),
            cwd=self.home.parent,
        )

    def __call__(
        self,
        *arguments: str,
        stdin: str | bytes = "",
        env: Mapping[str, str] | None = None,
        code: int | None = 0,
    ) -> Result:
        """Call reflekt; `code` is the exit code it must have (None: any)."""
        data = stdin.encode("utf-8") if isinstance(stdin, str) else stdin
        done = subprocess.run(
            self.command(*arguments),
            input=data,
            capture_output=True,
            env=self.environment | dict(env or {}),
            cwd=self.home.parent,
            check=False,
            timeout=120,
        )
        result = Result(
            done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8", "replace")
        )
        assert "Traceback" not in result.err, result.err
        if code is not None:
            assert result.code == code, result
        return result

    def json(self, *arguments: str, stdin: str = "") -> Any:
        """Call reflekt and read the one JSON value it prints."""
        return json.loads(self(*arguments, stdin=stdin).out)

    def note(self, text: str, *options: str) -> str:
        """Write a note and return its id."""
        return self("note", *options, "--", text).out.split()[0]

    def git(self, *arguments: str) -> str:
        """Ordinary git in the private space, as a user would run it."""
        done = subprocess.run(
            ["git", "-C", str(self.space), *arguments],
            capture_output=True,
            env=self.environment,
            check=True,
        )
        return done.stdout.decode("utf-8")

    def entry(self, id: str) -> Path:
        """The file of an entry."""
        (found,) = self.space.glob(f"entries/*/*/*-{id}.md")
        return found

    def assert_sound(self) -> None:
        """`git status` is clean and `git fsck` finds nothing."""
        assert self.git("status", "--porcelain") == ""
        assert self.git("fsck", "--strict", "--no-dangling") == ""


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache folder for the whole run: the matcher is compiled once."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def fresh(tmp_path: Path, cache: Path) -> Reflekt:
    """reflekt before a home has been set up."""
    return Reflekt(tmp_path / "home", cache)


@pytest.fixture
def reflekt(fresh: Reflekt) -> Reflekt:
    """reflekt with Mette's home."""
    fresh("init", "--name", "Mette Holm", "--lang", "en")
    return fresh


@pytest.fixture
def executable(tmp_path: Path) -> Callable[[str, str], Path]:
    """Makes small programs: an editor, a git that is not one."""

    def make(name: str, script: str) -> Path:
        folder = tmp_path / "programs"
        folder.mkdir(exist_ok=True)
        place = folder / name
        place.write_text(script, encoding="utf-8")
        place.chmod(0o755)
        return place

    return make
