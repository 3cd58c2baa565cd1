"""What every place for drafts must do."""

from __future__ import annotations

from pathlib import Path

import pytest

from reflekt.adapters.drafts import DraftFolder
from reflekt.domain.ports import Drafts
from reflekt.errors import DamagedData, NotFound


@pytest.fixture
def drafts(tmp_path: Path) -> Drafts:
    return DraftFolder(tmp_path / "drafts")


def test_a_draft_is_loaded_as_it_was_saved(drafts: Drafts) -> None:
    content = {"answers": {"story": "Æblegrød\n«»"}, "asked": None, "n": [1, 2]}
    drafts.save("7f3kq2", content)
    assert drafts.load("7f3kq2") == content


def test_a_later_save_replaces_the_earlier(drafts: Drafts) -> None:
    drafts.save("a", {"n": 1})
    drafts.save("a", {"n": 2})
    assert drafts.load("a") == {"n": 2}
    assert drafts.names() == ["a"]


def test_a_dropped_draft_is_gone(drafts: Drafts) -> None:
    drafts.save("a", {})
    drafts.drop("a")
    drafts.drop("a")
    assert drafts.names() == []
    with pytest.raises(NotFound):
        drafts.load("a")


def test_the_newest_comes_first(drafts: Drafts) -> None:
    import os

    for number, name in enumerate(["a", "b", "c"]):
        drafts.save(name, {})
        os.utime(drafts.where(name), (number, number))
    assert drafts.names() == ["c", "b", "a"]


@pytest.mark.parametrize("name", ["../x", "A", "", "a/b", "a" * 61, "æ"])
def test_a_name_that_is_none_is_not_found(drafts: Drafts, name: str) -> None:
    with pytest.raises(NotFound):
        drafts.save(name, {})


def test_a_damaged_draft_is_said_to_be_and_kept(drafts: Drafts) -> None:
    drafts.save("a", {})
    Path(drafts.where("a")).write_text("{halvt", "utf-8")
    with pytest.raises(DamagedData):
        drafts.load("a")
    assert Path(drafts.where("a")).read_text("utf-8") == "{halvt"


def test_a_page_is_never_written_over_another(drafts: Drafts) -> None:
    first = drafts.keep_page("edit-a", b"en")
    second = drafts.keep_page("edit-a", b"to")
    assert Path(first).read_bytes() == b"en"
    assert Path(second).read_bytes() == b"to"
    assert sorted(drafts.pages()) == sorted([first, second])
