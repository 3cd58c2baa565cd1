"""git absent, old or odd; homes with odd names; clocks, locales, and hostile text."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Reflekt

Program = Callable[[str, str], Path]


def test_without_git(reflekt: Reflekt, executable: Program) -> None:
    empty = executable("nothing", "").parent
    result = reflekt("note", "Noget vigtigt", code=7, env={"PATH": str(empty)})
    assert "git was not found" in result.err
    assert "Your text is kept in" in result.err
    assert "git was not found" in reflekt("doctor", code=7, env={"PATH": str(empty)}).out


def test_a_git_that_says_it_is_done_and_saved_nothing(
    reflekt: Reflekt, executable: Program
) -> None:
    before = reflekt.git("rev-parse", "HEAD")
    only_says = executable("git", "#!/bin/sh\necho git version 2.50.0\n").parent
    result = reflekt("note", "Noget vigtigt", code=6, env={"PATH": str(only_says)})
    assert "git could not do it: it does not say why" in result.err
    assert "Noget vigtigt" in result.err or "Your text is kept in" in result.err
    assert reflekt.git("rev-parse", "HEAD") == before
    reflekt.note("Og det går igen")
    reflekt.assert_sound()


def test_git_in_the_current_folder_is_not_run(reflekt: Reflekt, executable: Program) -> None:
    trap = reflekt.home.parent / "git"
    trap.write_text(f"#!/bin/sh\ntouch {reflekt.home.parent}/ran\n")
    trap.chmod(0o755)
    for path in ("", ".", f":{os.environ['PATH']}"):
        reflekt("note", "x", code=None, env={"PATH": path})
    assert not (reflekt.home.parent / "ran").exists()


def test_a_git_that_is_too_old(fresh: Reflekt, executable: Program) -> None:
    old = executable("git", "#!/bin/sh\necho git version 1.8.3\n").parent
    result = fresh("init", code=7, env={"PATH": str(old)})
    assert "1.8.3" in result.err
    assert "too old" in result.err


@pytest.mark.parametrize(
    "config",
    [
        "[commit]\n\tgpgsign = true\n[user]\n\tsigningkey = nobody\n",
        "[core]\n\tautocrlf = true\n\teol = crlf\n",
        "[core]\n\thooksPath = /tmp\n[init]\n\tdefaultBranch = other\n",
        "[user]\n\tuseConfigOnly = true\n",
        "[safe]\n\tdirectory =\n[core]\n\tfsmonitor = /bin/false\n",
        "[diff]\n\texternal = /bin/false\n[pager]\n\tlog = false\n[log]\n\tshowSignature = true\n",
        "this is not a configuration\n",
    ],
)
def test_whatever_the_users_own_git_is_set_to(fresh: Reflekt, config: str) -> None:
    (fresh.home.parent / ".gitconfig").write_text(config)
    fresh("init", "--name", "Mette")
    id = fresh("note", "Linje et\nlinje to").out.split()[0]
    assert b"\r" not in fresh.entry(id).read_bytes()
    assert "written" in fresh("history", id).out
    assert fresh.json("doctor", "--json")[2]["troubles"] == []


@pytest.mark.parametrize(
    "env",
    [
        {"GIT_DIR": "/nowhere"},
        {"GIT_WORK_TREE": "/nowhere"},
        {"GIT_INDEX_FILE": "/nowhere/index"},
        {"GIT_OBJECT_DIRECTORY": "/nowhere"},
        {"GIT_AUTHOR_DATE": "nonsense", "GIT_COMMITTER_NAME": "Somebody Else"},
        {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "core.bare", "GIT_CONFIG_VALUE_0": "true"},
        {"GIT_CONFIG_PARAMETERS": "'core.bare=true'"},
        {"GIT_TRACE": "1", "GIT_EXEC_PATH": "/nowhere"},
        {"GIT_NAMESPACE": "x", "GIT_CEILING_DIRECTORIES": "/"},
        {"GIT_DEFAULT_HASH": "sha256"},
    ],
)
def test_git_variables_of_others_have_no_say(fresh: Reflekt, env: dict[str, str]) -> None:
    fresh("init", "--name", "Mette", env=env)
    id = fresh("note", "x", env=env).out.split()[0]
    assert id in fresh("list", env=env).out
    assert "Mette" in fresh("history", id, env=env).out
    fresh.assert_sound()


def test_a_home_with_spaces_and_danish_letters(tmp_path: Path, cache: Path) -> None:
    folder = tmp_path / 'Mine dokumenter – Åse\'s "æøå"'
    folder.mkdir()
    reflekt = Reflekt(folder / "reflekt hjem", cache)
    reflekt("init", "--name", "Åse")
    id = reflekt.note("Blåbær #ro")
    assert id in reflekt("search", "blåbær").out
    assert "written" in reflekt("history", id).out
    reflekt.assert_sound()
    assert "Everything is in order" in reflekt("doctor").out


def test_a_clock_that_goes_backwards(reflekt: Reflekt) -> None:
    times = ("2026-11-23T14:00:00+01:00", "2026-11-23T13:00:00+01:00", "2019-01-01T00:00:00+01:00")
    for number, time in enumerate(times):
        reflekt("note", f"Nummer {number}", env={"REFLEKT_NOW": time})
    assert len(reflekt.json("list", "--json")) == 3
    assert next(row["title"] for row in reflekt.json("list", "--json")) == "Nummer 0"
    reflekt.assert_sound()


@pytest.mark.parametrize(
    "env",
    [{"LANG": "C"}, {"LC_ALL": "POSIX"}, {"LANG": "", "PYTHONIOENCODING": "ascii"}, {"LANG": "xx"}],
)
def test_danish_letters_whatever_the_locale(reflekt: Reflekt, env: dict[str, str]) -> None:
    id = reflekt("note", "Blåbærgrød", env=env).out.split()[0]
    assert "Blåbærgrød" in reflekt("show", id, env=env).out
    assert id in reflekt("search", "blåbærgrød", env=env).out


HOSTILE = [
    "\x1b[2J\x1b[31mrød\x1b[0m",
    "\x1b]0;titel\x07\x1b]52;c;aGVq\x07",
    "\x9b31m \x90q\x9c",
    "[bold red]markup[/bold red] [link=file:///etc/passwd]x[/link]",
    "højre \u202e til venstre \u2066 skjult \u2069",
    "a\rb\x08c\x00d",
    "[klik](file:///etc/passwd) <script>alert(1)</script> ![](http://x/y.png)",
    "x" * 100_000,
    "## Overskrift\n### Falsk (P4.T2)\n> spørgsmål\n+++\n",
    "\ud7ff\ufffe\U0010ffff",
    "{0} {name} %s %(x)s",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_kept_as_it_is_and_shown_harmlessly(reflekt: Reflekt, text: str) -> None:
    id = reflekt("note", "-", stdin=f"Ord {text}").out.split()[0]
    for command in (["list"], ["show", id], ["search", "Ord"], ["history", id], [], ["doctor"]):
        result = reflekt(*command)
        shown = result.out + result.err
        assert not set(shown) & set("\x1b\x9b\x07\x08\x00\x90\u202e\u2066\u2069\r")
    body = reflekt.json("show", id, "--json")["body"]
    assert "Ord" in body


@pytest.mark.parametrize("text", HOSTILE[:8], ids=range(8))
def test_hostile_text_on_a_terminal(reflekt: Reflekt, text: str) -> None:
    from tests.terminal.screen import Screen

    reflekt.environment |= {"NO_COLOR": "1", "PAGER": "cat"}
    id = reflekt("note", "-", stdin=f"Ord {text} slut").out.split()[0]
    for command in (["list"], ["show", id], ["search", "Ord"]):
        screen = Screen(reflekt, *command)
        assert screen.end() == 0
        assert "[bold red]" in screen.text() or "bold red" not in text or command[0] == "list"
        assert screen.process.before is None or b"\x1b]" not in screen.process.before


def test_hostile_names_reach_no_command_line(fresh: Reflekt) -> None:
    fresh("init", "--name", '--upload-pack=x\n"; touch ran #')
    id = fresh("note", "x", "--family", "--output=ran\n'").out.split()[0]
    assert "written" in fresh("history", id).out
    fresh("restore", "--version", "1", "--", "--output=ran", code=3)
    assert not list(fresh.home.parent.rglob("ran"))
    fresh.assert_sound()
