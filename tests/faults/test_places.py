"""Disks that are full, folders that are closed, repositories in every state."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.conftest import Reflekt


def mount(*arguments: str) -> None:
    """Mount something, which only root may, and not in every container: else it is said."""
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small or a closed disk")
    done = subprocess.run(["mount", *arguments], capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"nothing can be mounted here: {done.stderr.strip()}")


def unmount(place: Path) -> None:
    """Take the disk away again."""
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_folder_that_may_only_be_read(reflekt: Reflekt) -> None:
    reflekt.note("før")
    mount("--bind", str(reflekt.home), str(reflekt.home))
    try:
        mount("-o", "remount,ro,bind", str(reflekt.home))
        listed = reflekt("list")
        found = reflekt("search", "før")
        result = reflekt("note", "Noget vigtigt", code=7)
    finally:
        unmount(reflekt.home)
    assert "før" in listed.out
    assert "før" in found.out
    assert "permission" in result.err
    assert "Your text is kept in" in result.err
    place = Path(result.err.split("Your text is kept in ")[1].split(".json")[0] + ".json")
    assert "Noget vigtigt" in place.read_text("utf-8")
    place.unlink()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of eight megabytes."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount("-t", "tmpfs", "-o", "size=8m,mode=0700", "tmpfs", str(disk))
    try:
        yield disk
    finally:
        unmount(disk)


def fill(place: Path) -> None:
    """Write until nothing more fits."""
    with place.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"x" * 4096)


def test_a_full_disk(small_disk: Path, cache: Path) -> None:
    reflekt = Reflekt(small_disk / "home", cache)
    reflekt("init", "--name", "Mette")
    kept = reflekt.note("Før det blev fuldt")
    filler = small_disk / "fyld"
    fill(filler)
    result = reflekt("note", "Noget vigtigt " * 400, code=7)
    assert "full" in result.err
    assert "Your text is kept in" in result.err
    assert "Før det blev fuldt" in reflekt("show", kept).out
    filler.unlink()
    reflekt.note("Efter")
    titles = {row["title"] for row in reflekt.json("list", "--json")}
    assert titles == {"Efter", "Før det blev fuldt"}
    reflekt.assert_sound()


def _merge(space: Path) -> None:
    (space / ".git" / "MERGE_HEAD").write_text("0" * 40 + "\n")


def _detached(space: Path) -> None:
    subprocess.run(["git", "-C", str(space), "checkout", "-q", "--detach"], check=True)


def _rebase(space: Path) -> None:
    (space / ".git" / "rebase-merge").mkdir()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_merge, "in the middle of a merge"),
        (_rebase, "in the middle of a rebase"),
        (_detached, "not on a branch"),
    ],
)
def test_a_space_in_an_odd_state_is_read_but_not_written(
    reflekt: Reflekt, spoil: Callable[[Path], None], said: str
) -> None:
    reflekt.note("før")
    spoil(reflekt.space)
    head = reflekt.git("rev-parse", "HEAD")
    assert "før" in reflekt("list").out
    result = reflekt("note", "Noget vigtigt", code=6)
    assert said in result.err
    assert "Your text is kept in" in result.err
    assert said in reflekt("doctor", code=6).out
    assert reflekt.git("rev-parse", "HEAD") == head


def test_a_draft_kept_in_an_odd_state_is_saved_afterwards(reflekt: Reflekt) -> None:
    _merge(reflekt.space)
    reflekt("note", "Noget vigtigt", code=6)
    (reflekt.space / ".git" / "MERGE_HEAD").unlink()
    assert "unfinished draft" in reflekt().out


def test_a_folder_that_is_no_repository(reflekt: Reflekt) -> None:
    subprocess.run(["rm", "-rf", str(reflekt.space / ".git")], check=True)
    result = reflekt("note", "Noget vigtigt", code=6)
    assert "no git repository" in result.err
    assert "Your text is kept in" in result.err
    assert not (reflekt.space / ".git").exists()
    reflekt("list", code=None)
    reflekt("doctor", code=6)


def test_a_bare_repository(reflekt: Reflekt) -> None:
    subprocess.run(["rm", "-rf", str(reflekt.space)], check=True)
    subprocess.run(["git", "init", "-q", "--bare", str(reflekt.space)], check=True)
    assert "no git repository" in reflekt("note", "x", code=6).err


@pytest.mark.parametrize("hook", ["pre-commit", "post-commit", "reference-transaction"])
def test_hooks_of_others_are_never_run(reflekt: Reflekt, hook: str) -> None:
    place = reflekt.space / ".git" / "hooks" / hook
    place.parent.mkdir(exist_ok=True)
    place.write_text(f"#!/bin/sh\ntouch {reflekt.home.parent}/ran\nexit 1\n")
    place.chmod(0o755)
    id = reflekt.note("x")
    reflekt("edit", id, "--from", "-", stdin=reflekt.entry(id).read_text("utf-8") + "y\n")
    reflekt("history", id)
    reflekt("doctor")
    assert not (reflekt.home.parent / "ran").exists()


def test_a_link_among_the_entries_is_never_followed(reflekt: Reflekt) -> None:
    secret = reflekt.home.parent / "hemmeligt.md"
    folder = reflekt.entry(reflekt.note("x")).parent
    secret.write_text(
        '+++\nid = "000000"\nkind = "note"\ncreated = 2026-01-01\n+++\nHemmelig tekst\n', "utf-8"
    )
    (folder / "2026-01-01-0000-note-000000.md").symlink_to(secret)
    for command in (["list"], ["search", "Hemmelig"], ["show", "000000"]):
        result = reflekt(*command, code=None)
        assert "Hemmelig" not in result.out
    assert "is a link" in reflekt("doctor", code=6).out
    assert secret.read_text("utf-8").endswith("Hemmelig tekst\n")


def test_a_folder_that_is_a_link_is_never_written_through(reflekt: Reflekt) -> None:
    elsewhere = reflekt.home.parent / "andetsteds"
    elsewhere.mkdir()
    (reflekt.space / "entries").symlink_to(elsewhere)
    result = reflekt("note", "x", code=6)
    assert "link" in result.err
    assert list(elsewhere.rglob("*")) == []


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"+++\n" + b"x" * 10_000_000, "too large"),
        (b'+++\nid = "000000"\n\xff\xfe\n+++\n', "not UTF-8"),
        (b"", "first line is not +++"),
        (b'+++\nid = "000000"\n', "not closed"),
    ],
)
def test_a_file_that_is_no_entry_is_reported_and_left_alone(
    reflekt: Reflekt, data: bytes, said: str
) -> None:
    id = reflekt.note("x")
    place = reflekt.entry(id).with_name("2026-01-01-0000-note-000000.md")
    place.write_bytes(data)
    result = reflekt("list")
    assert id in result.out
    assert said in result.err
    assert f"{place.as_posix()}, line " in result.err
    assert said in reflekt("doctor", code=6).out
    assert place.read_bytes() == data


def test_an_index_that_cannot_be_written_is_no_obstacle(reflekt: Reflekt) -> None:
    id = reflekt.note("Ord")
    place = reflekt.space / ".git" / "reflekt" / "index.sqlite"
    place.unlink()
    place.mkdir()
    assert id in reflekt("list").out
    assert "Ord" in reflekt("search", "ord").out
    reflekt.note("Flere ord")
    assert len(reflekt.json("list", "--json")) == 2


@pytest.mark.parametrize("spoilt", [b"", b"garbage" * 1000, None])
def test_a_spoilt_index_is_rebuilt_on_the_way(reflekt: Reflekt, spoilt: bytes | None) -> None:
    id = reflekt.note("Ord #ro")
    place = reflekt.space / ".git" / "reflekt" / "index.sqlite"
    if spoilt is None:
        place.unlink()
    else:
        place.write_bytes(spoilt)
    assert id in reflekt("search", "tema:ro").out
    reflekt.assert_sound()
