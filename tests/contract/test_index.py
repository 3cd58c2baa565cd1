"""What every index must do, over files that change under it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from reflekt.adapters.fts_index import FtsIndex
from reflekt.adapters.git_store import GitStore
from reflekt.domain.document import compose
from reflekt.domain.due import Mine
from reflekt.domain.entry import Entry, Section
from reflekt.domain.ports import Change, Filter, Index
from tests.samples import WHEN, an_entry


class Space:
    """A store with an index over it."""

    def __init__(self, folder: Path) -> None:
        self.store = GitStore(folder / "rum", "Mette")
        self.store.found({"space.toml": b"schema = 1\n"}, WHEN)
        self.database = self.store.own_folder / "index.sqlite"

    def index(self) -> Index:
        """A fresh look, as another process would have."""
        index = FtsIndex(self.database, self.store)
        index.refresh()
        return index

    def save(self, *entries: Entry) -> None:
        changes = [Change(entry.path, compose(entry).encode("utf-8")) for entry in entries]
        self.store.commit(changes, "x", when=WHEN)

    def file(self, entry: Entry) -> Path:
        return self.store.root / entry.path


@pytest.fixture
def space(tmp_path: Path) -> Space:
    return Space(tmp_path)


def text_of(text: str, id: str = "7f3kq2", **fields: object) -> Entry:
    return an_entry(id, sections=(Section("Hvad fyldte?", text),), **fields)


def ids(index: Index, **where: object) -> list[str]:
    return [row.id for row in index.newest(50, Filter(**where))]  # type: ignore[arg-type]


def found(index: Index, expression: str) -> list[str]:
    return [hit.row.id for hit in index.search(expression, 50, Filter())]


def test_newest_first_and_only_as_many_as_asked_for(space: Space) -> None:
    for day in range(5):
        space.save(an_entry(f"00000{day}", created=WHEN + timedelta(days=day)))
    rows = space.index().newest(2, Filter())
    assert [row.id for row in rows] == ["000004", "000003"]


def test_a_word_of_thousands_is_found_where_the_filter_says(space: Space) -> None:
    visit = text_of("Mormor kom forbi.", kind="visit")
    notes = [text_of("Mormor ringede.", id=f"{n:06}", kind="note") for n in range(1, 3102)]
    files = [Change(one.path, compose(one).encode("utf-8")) for one in [visit, *notes]]
    space.store.add_many(files, "x", when=WHEN)
    index = space.index()
    (hit,) = index.search('"mormor"', 5, Filter(kind="visit"))
    assert hit.row.id == visit.id
    assert len(index.search('"mormor"', 20, Filter())) == 20
    assert len(index.search('"mormor"', 3050, Filter())) == 3050


def test_words_are_found_with_their_sentence(space: Space) -> None:
    space.save(text_of("Det var koldt. Jeg turde ikke spørge mormor. Vi gik."))
    (hit,) = space.index().search('"mormor"', 5, Filter())
    assert hit.sentence == "Jeg turde ikke spørge mormor."
    assert [hit.sentence[start:end] for start, end in hit.marks] == ["mormor"]


@pytest.mark.parametrize(("word", "expected"), [("far", ["00000a"]), ("får", ["00000b"])])
def test_danish_letters_are_kept_apart(space: Space, word: str, expected: list[str]) -> None:
    space.save(text_of("Min far kom.", "00000a"), text_of("Hun får ro.", "00000b"))
    assert found(space.index(), f'"{word}"') == expected


def test_the_words_of_a_question_are_not_the_counsellors(space: Space) -> None:
    space.save(text_of("### Navn (P4.T2)\n> Hvem tøvede du med?\n\nFaster."))
    assert found(space.index(), '"tøvede"') == []
    assert found(space.index(), '"faster"') == ["7f3kq2"]


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ({"kind": "note"}, ["00000b"]),
        ({"since": date(2026, 11, 24)}, ["00000b"]),
        ({"until": date(2026, 11, 23)}, ["00000a"]),
        ({"theme": "netværk"}, ["00000a"]),
        ({"item": "P4"}, ["00000a"]),
        ({"item": "P4.T2"}, ["00000a"]),
        ({"item": "P4.T20"}, []),
        ({"family": "ulv"}, ["00000a"]),
        ({"author": "JONAS"}, ["00000b"]),
        ({"author": "jon"}, []),
        ({"without": '"ringede"'}, ["00000b"]),
        ({"has_themes": True}, ["00000a"]),
    ],
)
def test_filters(space: Space, where: dict[str, object], expected: list[str]) -> None:
    sections = (Section("Hvad fyldte?", "Hun ringede. #netværk\n### Navn (P4.T2)\n> Hvad?\n"),)
    space.save(
        an_entry("00000a", family="Familien Ulv", sections=sections),
        text_of(
            "Stille dag.", "00000b", kind="note", author="jonas", created=WHEN + timedelta(days=1)
        ),
    )
    assert ids(space.index(), **where) == expected


def test_questions_asked_come_newest_first(space: Space) -> None:
    for day, item in enumerate(["P1.S1", "P4.T2"]):
        text = f"### Navn ({item})\n> Hvad?\n"
        space.save(text_of(text, f"00000{day}", created=WHEN + timedelta(days=day)))
    assert [one.item for one in space.index().asked()] == ["P4.T2", "P1.S1"]


def test_open_actions_are_due_by_their_date(space: Space) -> None:
    text = (
        "- [ ] ringe (senest 2026-12-01) ^a1\n- [ ] skrive (senest 2026-12-09) ^a2\n"
        "- [x] gjort (senest 2026-11-01) ^a3\n- [ ] engang ^a4"
    )
    space.save(text_of(text))
    due = space.index().due(date(2026, 12, 5))
    assert [(one.text, one.by, one.anchor) for one in due] == [("ringe", date(2026, 12, 1), "a1")]


def test_all_open_actions_come_in_order_those_without_a_day_last(space: Space) -> None:
    text = "- [ ] engang ^a1\n- [ ] sent (senest 2027-12-09) ^a2\n- [x] gjort ^a3\n- [ ] nu @lone"
    space.save(text_of(text))
    everything = space.index().due(None)
    assert [(one.text, one.place, one.who) for one in everything] == [
        ("sent", 1, ""),
        ("engang", 0, ""),
        ("nu", 3, "lone"),
    ]


def test_mine_are_those_that_name_me_and_those_of_my_entries_that_name_nobody(
    space: Space,
) -> None:
    for number, author in enumerate(["mette", "jonas", ""]):
        text = f"- [ ] {author}s egen ^a1\n- [ ] Mettes @mette ^a2\n- [ ] Lones @lone ^a3"
        space.save(text_of(text, f"00000{number}", author=author))
    mine = space.index().due(None, mine=Mine("mette", ours=False))
    assert sorted(one.text for one in mine) == ["Mettes"] * 3 + ["mettes egen", "s egen"]
    ours = space.index().due(None, mine=Mine("mette", ours=True))
    assert sorted({one.text for one in ours}) == ["Mettes", "jonass egen", "mettes egen", "s egen"]


def test_themes_are_counted_by_entry(space: Space) -> None:
    space.save(text_of("#tillid #ro", "00000a"), text_of("#Tillid igen #tillid", "00000b"))
    assert space.index().themes() == {"tillid": 2, "ro": 1}


def test_a_changed_file_is_noticed_and_named(space: Space) -> None:
    entry = text_of("Gamle ord.")
    space.save(entry)
    index = space.index()
    place = space.file(entry)
    place.write_text(place.read_text("utf-8").replace("Gamle", "Friske"), "utf-8")
    again = FtsIndex(space.database, space.store)
    assert again.refresh() == [entry.path]
    assert found(again, '"friske"') == ["7f3kq2"]
    assert found(index, '"gamle"') == []


def test_a_change_of_the_same_length_and_time_is_still_noticed_when_shown(space: Space) -> None:
    entry = text_of("Gamle ord.")
    space.save(entry)
    place = space.file(entry)
    soon = time.time_ns() + 10**9  # however slow this machine, the index reads it in that tick
    os.utime(place, ns=(soon, soon))
    space.index()
    place.write_text(place.read_text("utf-8").replace("Gamle", "Andre"), "utf-8")
    os.utime(place, ns=(soon, soon))
    assert found(space.index(), '"andre"') == ["7f3kq2"]


def test_a_new_and_a_removed_file_are_noticed(space: Space) -> None:
    first, second = text_of("Et.", "00000a"), text_of("To.", "00000b")
    space.save(first)
    space.index()
    space.file(second).write_text(compose(second), "utf-8")
    space.file(first).unlink()
    assert ids(space.index()) == ["00000b"]


def test_commits_by_others_are_followed(space: Space) -> None:
    space.index()
    space.save(text_of("Et.", "00000a"))
    assert ids(space.index()) == ["00000a"]
    space.store.commit([Change(text_of("", "00000a").path, None)], "x", when=WHEN)
    assert ids(space.index()) == []


def test_a_rewritten_history_is_read_anew(space: Space) -> None:
    space.save(text_of("Et.", "00000a"))
    space.save(text_of("To.", "00000b"))
    space.index()
    git = ["git", "-C", str(space.store.root)]
    subprocess.run([*git, "reset", "--quiet", "--hard", "HEAD~1"], check=True)
    subprocess.run([*git, "reflog", "expire", "--expire=now", "--all"], check=True)
    subprocess.run([*git, "gc", "--quiet", "--prune=now"], check=True)
    assert ids(space.index()) == ["00000a"]


def _garbage(database: Path) -> None:
    database.write_bytes(b"not a database at all" * 100)


def _torn(database: Path) -> None:
    data = database.read_bytes()
    database.write_bytes(data[:4096] + b"\xff" * 4096 + data[8192:])


def _future(database: Path) -> None:
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA user_version = 999")
        connection.execute("ALTER TABLE entries RENAME TO entrances")


def _emptied(database: Path) -> None:
    with sqlite3.connect(database) as connection:
        connection.execute("DROP TABLE asked")


@pytest.mark.parametrize(
    "spoil", [Path.unlink, _garbage, _torn, _future, _emptied, lambda db: db.write_bytes(b"")]
)
def test_a_spoilt_index_is_made_again(space: Space, spoil: Callable[[Path], object]) -> None:
    space.save(text_of("Hun ringede. #ro\n### Navn (P4.T2)\n> Hvad?\n"))
    space.index()
    spoil(space.database)
    index = space.index()
    assert ids(index) == ["7f3kq2"]
    assert found(index, '"ringede"') == ["7f3kq2"]
    assert [one.item for one in index.asked()] == ["P4.T2"]


def test_an_index_that_disagrees_is_a_trouble_and_can_be_rebuilt(space: Space) -> None:
    space.save(text_of("Et.", "00000a"), text_of("To.", "00000b"))
    index = space.index()
    assert list(index.troubles()) == []
    with sqlite3.connect(space.database) as connection:
        connection.execute("DELETE FROM entries WHERE id = '00000a'")
    assert [one.mendable for one in index.troubles()] == [True]
    index.rebuild()
    assert list(index.troubles()) == []
    assert sorted(ids(index)) == ["00000a", "00000b"]


def test_files_that_are_no_entries_are_named_and_left_out(space: Space) -> None:
    space.save(text_of("Et.", "00000a"))
    place = space.file(text_of("", "00000b"))
    place.write_text('+++\ncreated = 2026-11-23\nid = "00000b"\nkind = 7\n+++\n', "utf-8")
    index = space.index()
    (bad,) = index.bad_files()
    assert (bad.path.rsplit("/", 1)[1], bad.line) == (place.name, 4)
    assert ids(index) == ["00000a"]


def test_recorded_changes_count_when_settled(space: Space) -> None:
    index = FtsIndex(space.database, space.store)
    index.refresh()
    entry = text_of("Et.")
    change = Change(entry.path, compose(entry).encode("utf-8"))
    commit = space.store.commit([change], "x", when=WHEN, meanwhile=lambda: index.record([change]))
    index.settle(commit)
    assert ids(FtsIndex(space.database, space.store)) == ["7f3kq2"]
    assert FtsIndex(space.database, space.store).refresh() == []
