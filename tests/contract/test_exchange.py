"""What a store must do to be kept in step with others."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

import pytest

from reflekt.adapters.git_exchange import GitExchange
from reflekt.adapters.git_remote import GitRemote
from reflekt.domain.ports import Change
from reflekt.errors import ChangedUnderneath, NotSynchronised
from tests.samples import WHEN

ENTRY = "entries/2026/11/2026-11-23-1412-visit-7f3kq2.md"
OTHER = "entries/2026/11/2026-11-24-0900-note-abc123.md"
AGENDA = "themedays/2026-12-03/agenda.md"
OURS = "entries/2026/11/2026-11-24-0901-note-abc124.md"


class Sides:
    """Two stores of one space, and the repository between them."""

    def __init__(self, folder: Path) -> None:
        self.place = folder / "team.git"
        subprocess.run(["git", "init", "-q", "--bare", str(self.place)], check=True)
        self.theirs = GitExchange(folder / "deres", "Jonas Bo")
        self.theirs.found({"space.toml": b"schema = 1\n"}, WHEN)
        put(self.theirs, ENTRY, b"1")
        self.send()
        self.ours = GitExchange(folder / "vores", "Mette Holm")
        self.ours.prepare()
        self.take_in()

    def send(self) -> None:
        head = self.theirs.head()
        assert head
        assert GitRemote(self.theirs, self.place.as_posix()).push(head)

    def take_in(self, *resolved: Change) -> None:
        head = GitRemote(self.ours, self.place.as_posix()).fetch()
        assert head
        parted = self.ours.divergence(head, None)
        self.ours.take_in(parted, resolved, {}, message="sync", when=WHEN)

    def git(self, *arguments: str) -> str:
        return subprocess.run(
            ["git", "-C", str(self.ours.root), *arguments],
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    def assert_sound(self) -> None:
        assert self.git("status", "--porcelain") == ""
        assert self.git("fsck", "--strict") == ""


def put(store: GitExchange, path: str, data: bytes | None) -> None:
    store.commit([Change(path, data)], "x", when=WHEN)


@pytest.fixture
def sides(tmp_path: Path) -> Sides:
    return Sides(tmp_path)


def test_where_nothing_is_ours_theirs_becomes_ours(sides: Sides) -> None:
    assert sides.ours.head() == sides.theirs.head()
    assert sides.ours.read(ENTRY) == b"1"
    sides.assert_sound()


def test_different_files_come_together(sides: Sides) -> None:
    put(sides.theirs, OTHER, b"2")
    put(sides.theirs, ENTRY, None)
    sides.send()
    put(sides.ours, OURS, b"3")
    sides.take_in()
    assert sides.ours.state(ENTRY) is None
    assert (sides.ours.read(OTHER), sides.ours.read(OURS)) == (b"2", b"3")
    assert len(sides.git("log", "-1", "--format=%P").split()) == 2
    sides.assert_sound()


def test_a_file_that_both_changed_becomes_what_was_resolved(sides: Sides) -> None:
    put(sides.theirs, ENTRY, b"deres")
    sides.send()
    put(sides.ours, ENTRY, b"vores")
    sides.take_in(Change(ENTRY, b"begge"))
    assert sides.ours.read(ENTRY) == b"begge"
    sides.assert_sound()


def test_what_a_person_wrote_meanwhile_is_never_written_over(sides: Sides) -> None:
    put(sides.theirs, ENTRY, b"deres")
    sides.send()
    (sides.ours.root / ENTRY).write_bytes(b"i et skriveprogram")
    head = sides.ours.head()
    with pytest.raises(ChangedUnderneath):
        sides.take_in()
    assert sides.ours.head() == head
    assert sides.ours.read(ENTRY) == b"i et skriveprogram"


def test_a_merge_interrupted_after_its_commit_is_finished_by_the_next(sides: Sides) -> None:
    parent = sides.ours.head()
    assert parent
    put(sides.theirs, ENTRY, b"En linje\n\nderes\n")
    put(sides.theirs, OTHER, b"2")
    sides.send()
    sides.take_in()
    note = sides.ours.own_folder / "pending"
    note.write_bytes(b"\2" + parent.encode() + f"\0{ENTRY}\0{OTHER}\0".encode())
    (sides.ours.root / OTHER).unlink()
    (sides.ours.root / ENTRY).write_bytes(b"1")
    (sides.ours.root / ".git" / "HEAD.lock").touch()
    (sides.ours.root / ".git" / "index.lock").touch()
    put(sides.ours, OURS, b"3")
    assert sides.ours.read(ENTRY) == b"En linje\n\nderes\n"
    assert sides.ours.read(OTHER) == b"2"
    sides.assert_sound()


def test_a_merge_that_was_never_made_leaves_no_trace(sides: Sides) -> None:
    head = sides.ours.head()
    assert head
    note = sides.ours.own_folder / "pending"
    note.write_bytes(b"\2" + head.encode() + f"\0{ENTRY}\0{OTHER}\0".encode())
    put(sides.ours, OURS, b"3")
    assert sides.ours.read(ENTRY) == b"1"
    assert sides.ours.state(OTHER) is None
    sides.assert_sound()


def test_what_a_person_wrote_into_a_half_finished_merge_is_kept(sides: Sides) -> None:
    put(sides.theirs, AGENDA, b"1\n")
    sides.send()
    sides.take_in()
    parent = sides.ours.head()
    assert parent
    put(sides.theirs, AGENDA, b"1\n\nderes\n")
    sides.send()
    sides.take_in()
    note = sides.ours.own_folder / "pending"
    note.write_bytes(b"\2" + parent.encode() + f"\0{AGENDA}\0".encode())
    (sides.ours.root / AGENDA).write_bytes(b"i et skriveprogram\n")
    put(sides.ours, OURS, b"3")
    assert b"i et skriveprogram" in sides.ours.read(AGENDA)
    assert b"deres" in sides.ours.read(AGENDA)


def test_another_history_is_refused(sides: Sides, tmp_path: Path) -> None:
    alone = GitExchange(tmp_path / "alene", "Amira")
    alone.found({"space.toml": b"schema = 1\n"}, WHEN)
    head = GitRemote(alone, sides.place.as_posix()).fetch()
    assert head
    with pytest.raises(NotSynchronised):
        alone.divergence(head, None)


def test_a_push_that_comes_second_is_told_so(sides: Sides) -> None:
    put(sides.theirs, OTHER, b"2")
    sides.send()
    put(sides.ours, OURS, b"3")
    head = sides.ours.head()
    assert head
    assert not GitRemote(sides.ours, sides.place.as_posix()).push(head)


def test_a_lock_left_over_there_is_removed_when_nobody_moves_it(sides: Sides) -> None:
    lock = sides.place / "refs" / "heads" / "main.lock"
    lock.touch()
    put(sides.ours, OURS, b"3")
    head = sides.ours.head()
    assert head
    remote = GitRemote(sides.ours, sides.place.as_posix())
    remote.lock_watched_for = 0.1
    assert not remote.push(head)
    assert remote.push(head)


def test_what_a_killed_git_left_over_there_is_cleared_away_after_a_day(sides: Sides) -> None:
    old, fresh = (sides.place / "objects" / "pack" / f"tmp_pack_{name}" for name in "ab")
    for place, age in ((old, 90_000), (fresh, 60)):
        place.touch()
        os.utime(place, (time.time() - age,) * 2)
    put(sides.ours, OURS, b"3")
    assert GitRemote(sides.ours, sides.place.as_posix()).push(sides.ours.head() or "")
    assert (old.exists(), fresh.exists()) == (False, True)


def test_commits_are_told_apart_whatever_their_message_says(sides: Sides) -> None:
    message = (
        "note abc\n\n\x01\x02 :100644 100644\n\nCo-authored-by: Jonas <jonas.x@reflekt.invalid>"
    )
    sides.ours.commit([Change(OURS, b"3")], message, when=WHEN)
    put(sides.ours, OTHER, b"2")
    first, second = sides.ours.made(sides.theirs.head(), sides.ours.head() or "")
    assert first.message.startswith(message)
    assert "jonas.x@reflekt.invalid" in first.addresses
    assert [file.path for file in (*first.files, *second.files)] == [OURS, OTHER]


@pytest.mark.parametrize("harm", ["gone", "half", "damaged", "readonly", "foreign"])
def test_what_is_wrong_over_there_is_said(sides: Sides, tmp_path: Path, harm: str) -> None:
    put(sides.ours, OURS, b"3")
    if harm == "gone":
        sides.place.rename(tmp_path / "væk.git")
    elif harm == "half":
        (sides.place / "HEAD").unlink()
    elif harm == "damaged":
        for file in sides.place.glob("objects/**/*"):
            if file.is_file():
                file.chmod(0o600)
                file.write_bytes(b"x")
        put(sides.theirs, OTHER, b"2")
    elif harm == "foreign":
        subprocess.run(["git", "-C", str(sides.place), "branch", "-m", "main", "x"], check=True)
    else:
        sides.place = tmp_path / "fil.git"
        sides.place.write_text("ingen mappe")
    before = sides.ours.head()
    remote = GitRemote(sides.ours, sides.place.as_posix())
    with pytest.raises(NotSynchronised):
        _exchange(remote, before or "")
    assert sides.ours.head() == before
    sides.assert_sound()


def _exchange(remote: GitRemote, commit: str) -> None:
    remote.fetch()
    remote.push(commit)
