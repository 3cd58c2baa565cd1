"""What is sent in somebody else's name does not stand in it: on every copy the same."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from reflekt.app.doctor import examine
from reflekt.app.sync import take_in
from reflekt.cli.sync import claim_told
from reflekt.domain.document import parse
from reflekt.domain.ports import Filter
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
