"""git's own index beside us: damaged, gone, or kept locked by somebody who is writing a message."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reflekt.adapters.git_exchange import GitExchange
from reflekt.adapters.git_index import at_work
from reflekt.adapters.git_store import GitStore
from reflekt.domain.ports import Change
from tests.conftest import Reflekt
from tests.samples import WHEN

ENTRY = "entries/2026/11/2026-11-23-1412-visit-7f3kq2.md"
OTHER = "entries/2026/11/2026-11-24-0900-note-abc123.md"

SPOILT = {
    "gone": None,
    "cut off": lambda data: data[:40],
    "empty": lambda _data: b"",
    "another byte": lambda data: data[:60] + bytes([data[60] ^ 4]) + data[61:],
    "something else": lambda _data: b"noget andet\n",
}


@pytest.fixture
def store(tmp_path: Path) -> GitStore:
    made = GitStore(tmp_path / "rum", "Mette")
    made.found({"space.toml": b"schema = 1\n"}, WHEN)
    put(made, ENTRY, b"1")
    return made


@pytest.fixture
def lock(store: GitStore) -> Path:
    """Held by somebody else's git."""
    place = store.root / ".git" / "index.lock"
    place.touch()
    return place


@pytest.fixture
def git_with_an_editor_open(
    store: GitStore, executable: Callable[[str, str], Path]
) -> Iterator[subprocess.Popen[bytes]]:
    """`git commit -a`, waiting for the message."""
    editor = executable("editor", "#!/bin/sh\necho open >&2\nread line\nexit 1\n")
    (store.root / "space.toml").write_bytes(b"schema = 1\n# hej\n")
    process = subprocess.Popen(
        ["git", "-C", str(store.root), "commit", "-a"],
        env=os.environ | {"GIT_EDITOR": str(editor)},
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stderr
    assert process.stdin
    while b"open" not in process.stderr.readline():
        pass
    yield process
    process.communicate()


def put(store: GitStore, path: str, data: bytes) -> None:
    store.commit([Change(path, data)], "visit x", when=WHEN)


def status(store: GitStore) -> str:
    return git(store.root, "status", "--porcelain")


def git(place: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(place), *arguments], check=True, capture_output=True)
    return done.stdout.decode()


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT.keys())
def test_the_doctor_makes_a_spoilt_index_again(
    reflekt: Reflekt, spoil: Callable[[bytes], bytes] | None
) -> None:
    id = reflekt.note("Hun ringede selv")
    index = reflekt.space / ".git" / "index"
    if spoil is None:
        index.unlink()
    else:
        index.write_bytes(spoil(index.read_bytes()))
    (reflekt.space / "liste.txt").write_text("min egen", "utf-8")
    told = [line for line in reflekt("doctor", code=6).out.splitlines() if "✗" in line]
    assert len(told) == 1
    assert "your files are as they were" in told[0]
    reflekt("doctor", "--fix", code=6)  # the file of one's own is still told
    assert reflekt.git("status", "--porcelain") == "?? liste.txt\n"
    assert reflekt.entry(id).exists()
    (reflekt.space / "liste.txt").unlink()
    reflekt("doctor")


def test_a_change_that_was_interrupted_while_the_index_was_damaged_is_not_forgotten(
    store: GitStore,
) -> None:
    index = store.root / ".git" / "index"
    index.write_bytes(b"noget andet\n")
    store.put(Change(OTHER, b"2"))
    (store.own_folder / "pending").write_bytes(OTHER.encode() + b"\0")
    put(store, ENTRY, b"3")
    assert (store.own_folder / "behind").read_bytes().count(b"\0") == 2
    assert git(store.root, "show", f"HEAD:{OTHER}") == "2"
    store.mend()
    assert status(store) == ""
    assert not (store.own_folder / "behind").exists()


def test_what_somebody_keeps_locked_is_left_alone_and_followed_up_later(
    store: GitStore, lock: Path
) -> None:
    put(store, ENTRY, b"2")
    put(store, OTHER, b"3")
    assert lock.exists()
    lock.unlink()
    put(store, ENTRY, b"4")
    assert status(store) == ""


def test_after_a_kill_a_lock_that_was_there_before_is_left_alone(
    store: GitStore, lock: Path
) -> None:
    os.utime(lock, (0, 0))
    (store.own_folder / "pending").write_bytes(OTHER.encode() + b"\0")
    put(store, ENTRY, b"2")
    assert lock.exists()


def test_after_a_kill_the_lock_that_was_left_is_removed(store: GitStore) -> None:
    (store.own_folder / "pending").write_bytes(OTHER.encode() + b"\0")
    (store.root / ".git" / "index.lock").touch()
    put(store, ENTRY, b"2")
    assert status(store) == ""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells which git is at work")
def test_after_a_kill_the_lock_of_an_open_editor_is_left_alone(
    store: GitStore, git_with_an_editor_open: subprocess.Popen[bytes]
) -> None:
    assert at_work(store.root)
    (store.own_folder / "pending").write_bytes(OTHER.encode() + b"\0")
    lock = store.root / ".git" / "index.lock"
    os.utime(lock)
    put(store, ENTRY, b"2")
    assert lock.exists()
    assert git(store.root, "show", f"HEAD:{ENTRY}") == "2"
    git_with_an_editor_open.communicate(b"\n")
    put(store, ENTRY, b"3")
    assert status(store) == " M space.toml\n"


def test_the_doctor_tells_of_a_lock_and_removes_an_old_one(reflekt: Reflekt) -> None:
    lock = reflekt.space / ".git" / "index.lock"
    lock.touch()
    said = reflekt("doctor", "--fix", code=6).out
    assert "index.lock" in said
    assert "ten minutes" in said
    assert lock.exists()
    os.utime(lock, (0, 0))
    assert "--fix" in reflekt("doctor", code=6).out
    reflekt("doctor", "--fix")
    assert not lock.exists()
    reflekt.assert_sound()


def test_a_lock_left_by_a_kill_while_catching_up_is_removed_by_the_next_sync(
    store: GitStore, lock: Path
) -> None:
    put(store, OTHER, b"2")  # git's index falls behind
    lock.unlink()
    (store.root / ".git" / "reflekt" / "telling").touch()
    lock.touch()
    GitExchange(store.root, "Mette").finish()
    assert not lock.exists()
    assert status(store) == ""
