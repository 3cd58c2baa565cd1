"""What every store must do. The git store is the one there is; another would be added here."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from reflekt.adapters.git_store import GitStore
from reflekt.domain.ports import Change, Store, blob_id
from reflekt.errors import ChangedUnderneath, DamagedData, NotFound
from tests.samples import WHEN

ENTRY = "entries/2026/11/2026-11-23-1412-visit-7f3kq2.md"
OTHER = "entries/2026/11/2026-11-24-0900-note-abc123.md"


def git_store(folder: Path) -> Store:
    store = GitStore(folder / "rum", "Mette Ærø <x>")
    store.found({"space.toml": b"schema = 1\n"}, WHEN)
    return store


@pytest.fixture(params=[git_store], ids=["git"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    make: Callable[[Path], Store] = request.param
    return make(tmp_path)


def put(store: Store, path: str, data: bytes | None, minutes: int = 0) -> str:
    return store.commit([Change(path, data)], "visit x", when=WHEN + timedelta(minutes=minutes)).id


def test_what_was_committed_is_read(store: Store) -> None:
    put(store, ENTRY, b"tekst")
    assert store.read(ENTRY) == b"tekst"


def test_a_commit_moves_the_head_and_knows_its_parent(store: Store) -> None:
    before = store.head()
    made = store.commit([Change(ENTRY, b"1")], "visit x", when=WHEN)
    assert made.parent == before
    assert store.head() == made.id


def test_a_file_that_is_not_there_is_not_found(store: Store) -> None:
    with pytest.raises(NotFound):
        store.read(ENTRY)


def test_a_removed_file_is_gone_and_known_as_removed(store: Store) -> None:
    put(store, ENTRY, b"1")
    put(store, ENTRY, None)
    with pytest.raises(NotFound):
        store.read(ENTRY)
    assert store.removed("7f3kq2") == [ENTRY]


def test_several_changes_are_one_commit(store: Store) -> None:
    put(store, ENTRY, b"1")
    before = store.head()
    made = store.commit([Change(ENTRY, None), Change(OTHER, b"2")], "x", when=WHEN)
    assert made.parent == before
    assert dict(store.committed()) == {OTHER: blob_id(b"2")}


def test_every_version_can_be_read(store: Store) -> None:
    for number, data in enumerate([b"en", b"to", b"tre"]):
        put(store, ENTRY, data, minutes=number)
    versions = store.versions(ENTRY)
    assert [store.read_version(one, ENTRY) for one in versions] == [b"en", b"to", b"tre"]
    assert [one.number for one in versions] == [1, 2, 3]
    assert [one.when for one in versions] == [WHEN + timedelta(minutes=n) for n in range(3)]


def test_a_version_in_which_the_file_was_removed_has_no_text(store: Store) -> None:
    put(store, ENTRY, b"1")
    put(store, ENTRY, None, minutes=1)
    with pytest.raises(NotFound):
        store.read_version(store.versions(ENTRY)[-1], ENTRY)


def test_what_changed_between_two_commits(store: Store) -> None:
    put(store, ENTRY, b"1")
    old = put(store, OTHER, b"2", minutes=1)
    new = store.commit([Change(ENTRY, None), Change(OTHER, b"3")], "x", when=WHEN).id
    assert store.changed_between(old, new) == {ENTRY: None, OTHER: blob_id(b"3")}


def test_changes_since_a_commit_nobody_knows_cannot_be_told(store: Store) -> None:
    head = put(store, ENTRY, b"1")
    assert store.changed_between("1" * 40, head) is None
    assert store.changed_between("--output=x", head) is None


def test_a_change_is_refused_where_the_file_is_not_what_was_believed(store: Store) -> None:
    head = put(store, ENTRY, b"1")
    with pytest.raises(ChangedUnderneath):
        store.commit([Change(ENTRY, b"2")], "x", when=WHEN, expected={ENTRY: b"0"})
    assert store.read(ENTRY) == b"1"
    assert store.head() == head


def test_a_new_file_is_refused_where_one_stands_already(store: Store) -> None:
    put(store, ENTRY, b"1")
    with pytest.raises(ChangedUnderneath):
        store.commit([Change(ENTRY, b"2")], "x", when=WHEN, expected={ENTRY: None})


def test_many_files_are_added_in_one_commit(store: Store) -> None:
    before = store.head()
    made = store.add_many([Change(ENTRY, b"1"), Change(OTHER, b"2")], "import 2", when=WHEN)
    assert made.parent == before
    assert dict(store.committed()) == {ENTRY: blob_id(b"1"), OTHER: blob_id(b"2")}
    assert (store.read(ENTRY), store.read(OTHER)) == (b"1", b"2")


def test_adding_many_never_writes_over_a_file(store: Store) -> None:
    head = put(store, ENTRY, b"1")
    with pytest.raises(ChangedUnderneath):
        store.add_many([Change(OTHER, b"2"), Change(ENTRY, b"3")], "import 2", when=WHEN)
    assert store.head() == head
    assert store.read(ENTRY) == b"1"
    assert store.state(OTHER) is None


def test_meanwhile_is_called_once(store: Store) -> None:
    calls: list[int] = []
    store.commit([Change(ENTRY, b"1")], "x", when=WHEN, meanwhile=lambda: calls.append(1))
    assert calls == [1]


@pytest.mark.parametrize(
    "path", ["../ude.md", "entries/../../ude.md", "/etc/x", ".git/config", "a\\b", "c:x", ""]
)
def test_a_path_out_of_the_space_is_refused(store: Store, path: str) -> None:
    with pytest.raises(DamagedData):
        store.commit([Change(path, b"1")], "x", when=WHEN)


@pytest.mark.parametrize("name", ['med "citat".md', "blå bær.md", "linje\nskift.md", "-x.md"])
def test_odd_file_names_survive(store: Store, name: str) -> None:
    path = f"entries/2026/11/{name}"
    if "\n" in name:
        path = path.replace("\n", " ")
    put(store, path, b"1")
    assert dict(store.committed()) == {path: blob_id(b"1")}


@pytest.mark.parametrize("data", [b"", b"\x00\xff", b"\r\n\r\n", b"done\n", b"x" * 300_000])
def test_bytes_are_kept_as_they_are(store: Store, data: bytes) -> None:
    put(store, ENTRY, data)
    assert store.read(ENTRY) == data
    assert store.read_version(store.versions(ENTRY)[-1], ENTRY) == data


def test_entry_files_are_those_under_entries(store: Store) -> None:
    put(store, ENTRY, b"1")
    put(store, "themes.toml", b"x")
    assert list(store.entry_files()) == [ENTRY]


def test_files_beneath_a_folder_are_found_at_any_depth(store: Store) -> None:
    for path in ("codes/mette.toml", "codes/old/jonas.toml", "other/x.toml"):
        put(store, path, b"x")
    assert store.beneath("codes") == ["codes/mette.toml", "codes/old/jonas.toml"]


def test_there_is_nothing_beneath_a_folder_that_is_not_there(store: Store) -> None:
    assert store.beneath("codes") == []


def test_a_sound_store_has_no_troubles(store: Store) -> None:
    put(store, ENTRY, b"1")
    assert list(store.troubles()) == []


class TestGit:
    """What only git has."""

    @pytest.fixture
    def store(self, tmp_path: Path) -> GitStore:
        made = git_store(tmp_path)
        assert isinstance(made, GitStore)
        return made

    def git(self, store: GitStore, *arguments: str) -> str:
        return subprocess.run(
            ["git", "-C", str(store.root), *arguments], check=True, capture_output=True, text=True
        ).stdout

    def test_ordinary_git_finds_nothing_to_do(self, store: GitStore) -> None:
        put(store, ENTRY, b"1")
        put(store, ENTRY, b"2")
        store.add_many([Change(OTHER, b"3")], "x", when=WHEN)
        assert self.git(store, "status", "--porcelain") == ""
        assert self.git(store, "fsck", "--strict") == ""

    def test_a_commit_by_ordinary_git_drops_nothing(self, store: GitStore) -> None:
        put(store, ENTRY, b"1")
        (store.root / "egen.txt").write_text("x")
        self.git(store, "add", "egen.txt")
        self.git(store, "commit", "-qm", "min egen")
        assert dict(store.committed()) == {ENTRY: blob_id(b"1")}
        put(store, OTHER, b"2")
        assert "egen.txt" in self.git(store, "ls-files")

    def test_what_a_user_has_staged_stays_staged(self, store: GitStore) -> None:
        (store.root / "egen.txt").write_text("x")
        self.git(store, "add", "egen.txt")
        put(store, ENTRY, b"1")
        assert self.git(store, "status", "--porcelain") == "A  egen.txt\n"

    def test_the_author_and_time_are_those_given(self, store: GitStore) -> None:
        put(store, ENTRY, b"1")
        assert self.git(store, "log", "-1", "--format=%an|%aI") == (
            "Mette Ærø x|2026-11-23T14:12:05+01:00\n"
        )

    def test_many_commits_leave_few_packs(self, store: GitStore) -> None:
        for number in range(130):
            put(store, ENTRY, b"%d" % number)
        import time

        packs = store.root / ".git" / "objects" / "pack"
        for _ in range(100):
            if len(list(packs.glob("*.pack"))) < 100:
                break
            time.sleep(0.1)
        assert len(list(packs.glob("*.pack"))) < 100
        assert self.git(store, "fsck", "--strict") == ""

    def test_an_interrupted_change_is_finished_by_the_next(self, store: GitStore) -> None:
        put(store, ENTRY, b"1")
        store.put(Change(OTHER, b"2"))
        (store.own_folder / "pending").write_bytes(OTHER.encode() + b"\0")
        put(store, ENTRY, b"3")
        assert dict(store.committed())[OTHER] == blob_id(b"2")
        assert self.git(store, "status", "--porcelain") == ""

    def test_an_interrupted_adding_of_many_that_git_has_is_finished(self, store: GitStore) -> None:
        put(store, ENTRY, b"1")
        store.add_many([Change(OTHER, b"2")], "x", when=WHEN)
        (store.root / OTHER).unlink()
        (store.own_folder / "pending").write_bytes(b"\0" + OTHER.encode() + b"\0")
        put(store, ENTRY, b"3")
        assert store.read(OTHER) == b"2"
        assert self.git(store, "status", "--porcelain") == ""

    def test_an_interrupted_adding_of_many_that_git_has_not_is_undone(
        self, store: GitStore
    ) -> None:
        put(store, ENTRY, b"1")
        store.put(Change(OTHER, b"halvt"))
        (store.own_folder / "pending").write_bytes(b"\0" + OTHER.encode() + b"\0")
        put(store, ENTRY, b"3")
        assert store.state(OTHER) is None
        assert self.git(store, "status", "--porcelain") == ""
