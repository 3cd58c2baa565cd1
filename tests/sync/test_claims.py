"""What is sent in somebody else's name does not stand in it: on every copy the same."""

from __future__ import annotations

import os
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest

from reflekt.app.changed_hands import ChangedHands
from reflekt.app.doctor import examine
from reflekt.app.sync import take_in
from reflekt.cli.sync import changed_hands_told, claim_told
from reflekt.domain.codes import Code, codes_text
from reflekt.domain.document import parse
from reflekt.domain.ports import Change, Filter
from tests.sync.clones import Clone, bare
from tests.sync.test_attacks import Mallory

Three = tuple[Clone, Clone, Mallory]


@pytest.fixture
def three(tmp_path: Path) -> Three:
    """Mette and Jonas, and Mallory, who sends with plain git whatever it takes."""
    remote = bare(tmp_path)
    mette = Clone(tmp_path / "mette", "Mette Holm", remote, timedelta())
    jonas = Clone(tmp_path / "jonas", "Jonas Bo", remote, timedelta(hours=5))
    mallory = Mallory(tmp_path / "mallory", "Mallory Bo", remote, timedelta())
    mette.write("abc123", "vi lyttede")
    for one in (mette, jonas, mallory):
        one.sync()
    return mette, jonas, mallory


def path_of(one: Clone, id: str = "abc123") -> str:
    (path,) = [path for path in one.entries() if path.endswith(f"-{id}.md")]
    return path


def author_of(one: Clone, id: str) -> str:
    """The author of an entry as its file and every list and report say it."""
    text = one.entries()[path_of(one, id)]
    (row,) = one.journal().index.matching(id, 2)
    assert row.author == parse(text.encode()).entry.author
    return row.author


def forged(mallory: Mallory, author: str = "mette", id: str = "abc124") -> tuple[str, bytes]:
    """An entry by somebody who has not written it."""
    path = path_of(mallory)
    text = mallory.entries()[path].replace("abc123", id).replace('"mette"', f'"{author}"')
    return path.replace("abc123", id), text.replace("lyttede", "forfalskede").encode()


def address_of(one: Clone) -> str:
    """The address of somebody's commits."""
    (space,) = [space for space in one.context().require_settings().spaces if space.address]
    return space.address


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "en")


def own_push(mallory: Mallory, message: str = "x") -> None:
    """Send what she has put into the commit under her own address, as reflekt does."""
    who = ["-c", "user.name=Mallory Bo", "-c", f"user.email={address_of(mallory)}"]
    mallory.git(*who, "commit", "-qm", message)
    mallory.git("push", "-q", str(mallory.remote), "HEAD:main")


def to_rest(*clones: Clone) -> None:
    """Everybody syncs until nobody has anything new; then all have the same, and it stays so."""
    for one in clones:
        one.git("reset", "-q", "--hard")  # what she put beside her files is not hers to save
    for _ in range(3):
        for one in clones:
            one.sync()
    heads = {one.git("rev-parse", "HEAD") for one in clones}
    assert len(heads) == 1
    for one in clones:
        one.sync()
        one.assert_sound()
    assert {one.git("rev-parse", "HEAD") for one in clones} == heads


def test_an_entry_in_anothers_name_stands_as_the_senders(three: Three) -> None:
    mette, _, mallory = three
    path, data = forged(mallory)
    mallory.add("100644", path, data)
    own_push(mallory)
    (claim,) = mette.sync().claims
    assert claim == (path, "mette", "Mallory Bo", "mallory")
    assert claim_told(claim) == (
        f"Mallory Bo sent {path} in the name of mette. Here it stands as mallory's."
    )
    assert mette.entries()[path] == data.decode().replace('"mette"', '"mallory"')
    assert mette.git("log", "--format=%an", "-S", "forfalskede", "--", path) == "Mallory Bo\n"
    to_rest(*three)
    assert [author_of(one, "abc124") for one in three] == ["mallory"] * 3
    parts = {part.name: part for part in examine(mette.journal(), fix=False)}
    assert parts["Authors"].troubles == []


def test_two_who_both_refuse_it_become_one(three: Three) -> None:
    mette, jonas, mallory = three
    path, data = forged(mallory)
    mallory.add("100644", path, data)
    own_push(mallory)
    mette.write("abc125", "vi ringede")
    jonas.write("abc126", "vi sang")
    for one in (mette, jonas):  # neither has seen what the other did
        journal = one.journal()
        theirs = one.context().remote(journal.space).fetch()
        assert len(take_in(journal, journal.exchange.divergence(theirs or "", None)).claims) == 1
    to_rest(*three)
    assert {author_of(one, "abc124") for one in three} == {"mallory"}


def test_sent_by_nobody_known_it_stands_without_a_name(three: Three) -> None:
    mette, _, mallory = three
    path, data = forged(mallory)
    mallory.add("100644", path, data)
    mallory.push()
    (claim,) = mette.sync().claims
    assert (claim.sender, claim.stands) == ("Mallory", "")
    assert claim_told(claim).endswith("Here it stands without a name.")
    to_rest(*three)
    assert {author_of(one, "abc124") for one in three} == {""}


@pytest.mark.parametrize("author", ["mallory", "ukendt", ""])
def test_an_authors_name_is_changed_by_nobody_else(three: Three, author: str) -> None:
    mette, _, mallory = three
    path = path_of(mallory)
    stolen = mallory.entries()[path].replace('"mette"', f'"{author}"')
    mallory.add("100644", path, f"{stolen}\nog det her\n".encode())
    own_push(mallory)
    (claim,) = mette.sync().claims
    assert claim == (path, author, "Mallory Bo", "mette")
    to_rest(*three)
    assert {author_of(one, "abc123") for one in three} == {"mette"}
    assert mette.entries()[path].rstrip().endswith("og det her")


def test_a_name_stolen_while_its_author_writes_stays_and_so_does_what_was_written(
    three: Three,
) -> None:
    mette, _, mallory = three
    path = path_of(mallory)
    mallory.add("100644", path, mallory.entries()[path].replace('"mette"', '"mallory"').encode())
    own_push(mallory)
    place = mette.space / path
    place.write_text(place.read_text("utf-8").replace("vi lyttede fortalt", "vi lo"), "utf-8")
    assert len(mette.sync().claims) == 1
    to_rest(*three)
    assert author_of(mette, "abc123") == "mette"
    assert "vi lo" in mette.entries()[path]


def test_one_may_give_away_what_is_ones_own(three: Three) -> None:
    mette, jonas, _ = three
    path = path_of(mette)
    place = mette.space / path
    place.write_text(place.read_text("utf-8").replace('"mette"', '""'), "utf-8")
    mette.sync()
    assert not jonas.sync().claims
    to_rest(*three)
    assert author_of(jonas, "abc123") == ""


def test_a_merge_made_by_hand_hides_nothing(three: Three) -> None:
    mette, _, mallory = three
    path, data = forged(mallory)
    mallory.add("100644", path, data)
    tree = mallory.git("write-tree").strip()
    who = ["-c", "user.name=Mallory", "-c", "user.email=m@example.com"]
    side = mallory.git(*who, "commit-tree", "HEAD^{tree}", "-p", "HEAD", "-m", "x").strip()
    merge = mallory.git(*who, "commit-tree", tree, "-p", "HEAD", "-p", side, "-m", "x").strip()
    mallory.git("push", "-q", str(mallory.remote), f"{merge}:main")
    (claim,) = mette.sync().claims
    assert (claim.author, claim.sender, claim.stands) == ("mette", "Mallory", "")
    to_rest(*three)
    assert {author_of(one, "abc124") for one in three} == {""}


def test_among_a_thousand_files_it_is_found_too(three: Three) -> None:
    mette, _, mallory = three
    path, data = forged(mallory)
    for number in range(1001):
        place = mallory.space / path.replace("abc124", f"{number:04}zz")
        place.write_bytes(data.replace(b"abc124", b"%04dzz" % number))
    mallory.git("add", ".")
    own_push(mallory)
    assert len(mette.sync().claims) == 1001
    assert {row.author for row in mette.journal().index.newest(2000, Filter())} == {
        "mette",
        "mallory",
    }
    assert author_of(mette, "0999zz") == "mallory"


@pytest.mark.parametrize("gone", [False, True])
def test_what_is_said_of_a_member_is_changed_by_nobody_else(three: Three, gone: bool) -> None:
    mette, _, mallory = three
    path = "members/mette.toml"
    own = (mallory.space / path).read_bytes()
    if gone:
        mallory.git("rm", "-q", path)
    else:
        mallory.add("100644", path, own.replace(b"Mette Holm", b"Mallory Holm"))
    own_push(mallory)
    (claim,) = mette.sync().claims
    assert claim == (path, "mette", "Mallory Bo", "mette")
    assert "It stands as it stood." in claim_told(claim)
    to_rest(*three)
    assert {(one.space / path).read_bytes() for one in three} == {own}


@pytest.mark.parametrize("first", [False, True])
def test_what_a_member_codes_is_said_by_nobody_else(three: Three, first: bool) -> None:
    mette, jonas, mallory = three
    path = "codes/mette.toml"
    own = b"" if first else codes_text([Code("abc123", "0a1b2c3d4e5f", ("tillid",))]).encode()
    if not first:
        mette.journal().commit([Change(path, own)], "codes")
        for one in three:
            one.sync()
    said = [Code("abc123", "0a1b2c3d4e5f", ("tid",)), Code("abc124", "0a1b2c3d4e5f", ("tid",))]
    mallory.add("100644", path, codes_text(said).encode())
    own_push(mallory)
    (claim,) = jonas.sync().claims
    assert claim == (path, "mette", "Mallory Bo", "mette")
    assert "They stand as they stood." in claim_told(claim)
    to_rest(*three)
    assert {(one.space / path).read_bytes() for one in three} == {own}
    parts = {part.name: part for part in examine(mette.journal(), fix=False)}
    assert parts["Authors"].troubles == []


def test_what_somebody_codes_in_my_name_takes_nothing_from_what_i_code(three: Three) -> None:
    mette, _, mallory = three
    path = "codes/mette.toml"
    own = codes_text([Code("abc123", "0a1b2c3d4e5f", ("tillid",))]).encode()
    mallory.add("100644", path, own.replace(b"tillid", b"tid"))
    own_push(mallory)
    mette.journal().commit([Change(path, own)], "codes")
    to_rest(*three)
    assert {(one.space / path).read_bytes() for one in three} == {own}


def test_an_address_taken_over_opens_no_door(three: Three) -> None:
    mette, _, mallory = three
    own = (mallory.space / "members" / "mette.toml").read_bytes()
    id = own.partition(b'id = "')[2].partition(b'"')[0]
    mallory.add("100644", "members/mette.toml", own.replace(id, b"0" * len(id)))
    path, data = forged(mallory)
    mallory.add("100644", path, data)
    address = f"mette.{'0' * len(id)}@reflekt.invalid"
    mallory.git("-c", "user.name=Mette", "-c", f"user.email={address}", "commit", "-qm", "x")
    mallory.git("push", "-q", str(mallory.remote), "HEAD:main")
    assert len(mette.sync().claims) == 2
    to_rest(*three)
    assert {author_of(one, "abc124") for one in three} == {""}


def test_a_session_of_two_is_both_of_theirs(three: Three) -> None:
    mette, jonas, mallory = three
    path, data = forged(mallory, author="jonas")
    mallory.add("100644", path, data)
    own_push(mallory, f"buddy abc124\n\nCo-authored-by: Jonas <{address_of(jonas)}>")
    assert not mette.sync().claims
    assert author_of(mette, "abc124") == "jonas"


def test_whoever_imports_may_bring_what_those_wrote_who_are_no_members(three: Three) -> None:
    mette, _, mallory = three
    path, data = forged(mallory, author="karin")
    mallory.add("100644", path, data)
    own_push(mallory)
    assert not mette.sync().claims
    assert author_of(mette, "abc124") == "karin"


def test_an_entry_that_was_removed_and_kept_is_its_authors(three: Three) -> None:
    mette, jonas, _ = three
    path = path_of(mette)
    (jonas.space / path).write_text(jonas.entries()[path] + "\nmere\n", "utf-8")
    (mette.space / path).unlink()
    mette.sync()
    assert not jonas.sync().claims
    assert not mette.sync().claims
    to_rest(*three)
    assert author_of(mette, "abc123") == "mette"


@pytest.mark.parametrize("first", [True, False])
def test_an_entry_brought_once_more_beside_its_history_stays_with_whoever_was_first(
    three: Three, first: bool
) -> None:
    mette, _, mallory = three
    path, who = path_of(mallory), ("-c", f"user.email={address_of(mallory)}", "commit-tree")
    head = mallory.git("rev-parse", "HEAD").strip()
    born = mallory.git("log", "--format=%H", "--diff-filter=A", "--", path).strip()
    data = mallory.entries()[path].replace('"mette"', '"mallory"').encode()
    mallory.add("100644", path, data)
    tree = mallory.git("write-tree").strip()
    side = mallory.git(*who, tree, "-p", f"{born}^", "-m", "x").strip()
    parents = [side, head] if first else [head, side]
    merge = mallory.git(*who, tree, "-p", parents[0], "-p", parents[1], "-m", "x").strip()
    mallory.git("push", "-q", str(mallory.remote), f"{merge}:main")
    mallory.git("reset", "-q", "--hard", merge)
    assert [claim.stands for claim in mette.sync().claims] == ["mette"]
    to_rest(*three)
    assert {author_of(one, "abc123") for one in three} == {"mette"}


def dated_back(mallory: Mallory) -> str:
    """Take an entry of Mette's over: brought beside its history, by a commit that says it is older.
    Returns the words Mette had in it."""
    path = path_of(mallory)
    head = mallory.git("rev-parse", "HEAD").strip()
    born = mallory.git("log", "--format=%H", "--diff-filter=A", "--", path).strip()
    old = mallory.entries()[path]
    mallory.add("100644", path, old.replace('"mette"', '"mallory"').replace("vi", "hun").encode())
    tree = mallory.git("write-tree").strip()
    long_ago = {
        "GIT_AUTHOR_DATE": "2020-01-01T12:00:00Z",
        "GIT_COMMITTER_DATE": "2020-01-01T12:00Z",
    }
    who = ["-c", "user.name=Mallory Bo", "-c", f"user.email={address_of(mallory)}"]
    done = subprocess.run(
        ["git", "-C", str(mallory.space), *who, "commit-tree", tree, "-p", f"{born}^", "-m", "x"],
        env=os.environ | long_ago,
        check=True,
        capture_output=True,
    )
    side = done.stdout.decode().strip()
    merge = mallory.git(*who, "commit-tree", tree, "-p", side, "-p", head, "-m", "x").strip()
    mallory.git("push", "-q", str(mallory.remote), f"{merge}:main")
    mallory.git("reset", "-q", "--hard", merge)
    return old


def test_an_entry_taken_over_by_a_commit_dated_back_is_told_and_what_stood_there_is_found(
    three: Three,
) -> None:
    mette, jonas, mallory = three
    old = dated_back(mallory)
    path = path_of(mette)
    for one in (mette, jonas):
        (told,) = one.sync().changed_hands
        assert told == (path, "abc123", "mette", "Mallory Bo", "mallory")
    to_rest(*three)
    store = mette.journal().store
    assert old.encode() in [store.read_version(one, path) for one in store.versions(path)]
    said = changed_hands_told(ChangedHands(path, "abc123", "mette", "Mallory Bo", ""))
    assert "under no name" in said
    assert "reflekt history abc123" in said


def test_an_entry_that_two_have_brought_is_told_by_the_doctor_and_to_whoever_joins(
    three: Three, tmp_path: Path
) -> None:
    mette, _, mallory = three
    dated_back(mallory)
    mette.sync()
    (authors,) = [part for part in examine(mette.journal(), fix=False) if part.name == "Authors"]
    (trouble,) = authors.troubles
    assert trouble.parameters["author"] == "mette"
    assert trouble.parameters["stands"] == "mallory"
    joined = Clone(tmp_path / "amira", "Amira Aziz", mette.remote, timedelta()).joined
    assert [one.author for one in joined.by_two] == ["mette"]


def test_what_is_sent_in_anothers_name_is_told_to_whoever_joins(
    three: Three, tmp_path: Path
) -> None:
    mette, _, mallory = three
    path, data = forged(mallory)
    mallory.add("100644", path, data)
    own_push(mallory)
    joined = Clone(tmp_path / "amira", "Amira Aziz", mette.remote, timedelta()).joined
    assert [tuple(one) for one in joined.claims] == [(path, "mette", "Mallory Bo", "mette")]


def test_what_one_gives_away_is_told_nobody_as_taken_over(three: Three) -> None:
    mette, jonas, _ = three
    place = mette.space / path_of(mette)
    place.write_text(place.read_text("utf-8").replace('"mette"', '"jonas"'), "utf-8")
    mette.sync()
    assert not jonas.sync().changed_hands
