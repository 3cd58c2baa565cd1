"""`edit`, `history`, `restore`: nothing written is ever lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Reflekt

Program = Callable[[str, str], Path]


def editor(executable: Program, body: str) -> dict[str, str]:
    """An editor that does something to the file it is given."""
    place = executable("editor", f"#!/bin/sh\n{body}\n")
    return {"VISUAL": "", "EDITOR": str(place)}


def test_an_edit_is_a_new_version(reflekt: Reflekt, executable: Program) -> None:
    id = reflekt.note("Gamle ord")
    reflekt("edit", id, env=editor(executable, 'sed -i s/Gamle/Nye/ "$1"'))
    assert "Nye ord" in reflekt("show", id).out
    shown = reflekt("history", id).out
    order = [shown.index(part) for part in ("Version 2", "-Gamle ord", "+Nye ord", "Version 1")]
    assert order == sorted(order)
    reflekt.assert_sound()


def test_an_edit_that_changes_nothing_makes_no_version(
    reflekt: Reflekt, executable: Program
) -> None:
    id = reflekt.note("x")
    assert "Nothing was changed" in reflekt("edit", id, env=editor(executable, "true")).out
    assert reflekt("history", id).out.count("Version") == 1


def test_an_edit_that_cannot_be_read_is_kept_and_reported_with_its_line(
    reflekt: Reflekt, executable: Program
) -> None:
    id = reflekt.note("x")
    before = reflekt.entry(id).read_bytes()
    result = reflekt(
        "edit", id, code=6, env=editor(executable, 'sed -i "s/^kind.*/kind = 7/" "$1"')
    )
    (page,) = (reflekt.space / ".git" / "reflekt" / "drafts").glob("*.md")
    assert f"{page}, line 4: kind must be text" in result.err
    assert "kind = 7" in page.read_text("utf-8")
    assert reflekt.entry(id).read_bytes() == before


def test_a_mended_page_can_be_saved(reflekt: Reflekt, executable: Program) -> None:
    id = reflekt.note("x")
    reflekt("edit", id, code=6, env=editor(executable, 'printf "+++\\nx" > "$1"'))
    (page,) = (reflekt.space / ".git" / "reflekt" / "drafts").glob("*.md")
    page.write_text(reflekt.entry(id).read_text("utf-8").replace("x\n", "y\n"), "utf-8")
    reflekt("edit", id, "--from", str(page))
    assert reflekt.json("show", id, "--json")["body"].strip() == "y"


def test_a_second_edit_does_not_overwrite_a_page_that_was_kept(
    reflekt: Reflekt, executable: Program
) -> None:
    id = reflekt.note("x")
    for word in ("første", "andet"):
        reflekt("edit", id, code=6, env=editor(executable, f'echo {word} > "$1"'))
    pages = (reflekt.space / ".git" / "reflekt" / "drafts").glob("*.md")
    assert sorted(page.read_text("utf-8") for page in pages) == ["andet\n", "første\n"]


def test_an_edit_refuses_to_overwrite_what_changed_underneath(
    reflekt: Reflekt, executable: Program
) -> None:
    id = reflekt.note("Linje")
    place = reflekt.entry(id)
    underneath = f'sed -i "s/^Linje/Fra en anden/" {place}; sed -i "s/^Linje/Fra mig/" "$1"'
    result = reflekt("edit", id, code=6, env=editor(executable, underneath))
    assert "Fra en anden" in place.read_text("utf-8")
    assert "Fra mig" in result.err + result.out
    assert "Fra en anden" in result.err + result.out
    (page,) = (reflekt.space / ".git" / "reflekt" / "drafts").glob("*.md")
    assert "Fra mig" in page.read_text("utf-8")


def test_the_id_of_an_entry_stays(reflekt: Reflekt, executable: Program) -> None:
    id = reflekt.note("x")
    said = reflekt("edit", id, code=6, env=editor(executable, f'sed -i s/{id}/000000/ "$1"')).err
    assert f"the id of the entry is {id}" in said


def test_a_new_text_from_standard_input(reflekt: Reflekt) -> None:
    id = reflekt.note("x")
    text = reflekt.entry(id).read_text("utf-8") + "\nMere.\n"
    reflekt("edit", id, "--from", "-", stdin=text)
    assert reflekt.entry(id).read_text("utf-8") == text


def test_a_hand_edit_becomes_a_version(reflekt: Reflekt) -> None:
    id = reflekt.note("Gamle ord")
    place = reflekt.entry(id)
    place.write_text(place.read_text("utf-8").replace("Gamle", "Nye"), "utf-8")
    assert "Nye ord" in reflekt("list").out
    reflekt.assert_sound()
    assert len(reflekt.json("history", id, "--json")) == 2


def test_restore_is_a_new_version_and_can_be_undone(reflekt: Reflekt) -> None:
    id = reflekt.note("Et")
    text = reflekt.entry(id).read_text("utf-8")
    for word in ("To", "Tre"):
        reflekt("edit", id, "--from", "-", stdin=text.replace("Et", word))
    reflekt("restore", id, "--version", "1")
    assert reflekt.entry(id).read_text("utf-8") == text
    reflekt("restore", id)
    assert "Tre" in reflekt.entry(id).read_text("utf-8")
    assert len(reflekt.json("history", id, "--json")) == 5
    reflekt.assert_sound()


def test_a_removed_entry_can_be_restored(reflekt: Reflekt) -> None:
    id = reflekt.note("Savnet")
    reflekt.entry(id).unlink()
    assert reflekt.json("list", "--json") == []
    reflekt("restore", id)
    assert "Savnet" in reflekt("show", id).out
    reflekt.assert_sound()


@pytest.mark.parametrize("number", ["2", "99"])
def test_a_version_that_is_not_there(reflekt: Reflekt, number: str) -> None:
    id = reflekt.note("x")
    assert "no version" in reflekt("restore", id, "--version", number, code=3).err


def test_writing_a_visit_in_an_editor(reflekt: Reflekt, executable: Program) -> None:
    write = 'sed -i "s/^## What stays with me/&\\nDet gik godt./" "$1"'
    path = reflekt("visit", "--editor", env=editor(executable, write)).out.split()[1]
    text = Path(path).read_text("utf-8")
    assert "## What stays with me\nDet gik godt.\n" in text
    assert text.count("\n> ") <= 3
    assert "- [ ]" not in text
    assert not list((reflekt.space / ".git" / "reflekt" / "drafts").glob("*"))


def test_an_empty_page_saves_nothing(reflekt: Reflekt, executable: Program) -> None:
    said = reflekt("visit", "--editor", env=editor(executable, "true")).out
    assert "nothing was saved" in said
    assert reflekt.json("list", "--json") == []


def test_an_editor_that_fails_loses_nothing(reflekt: Reflekt, executable: Program) -> None:
    said = reflekt("visit", "--editor", code=7, env=editor(executable, "echo x >> $1; exit 3")).err
    (page,) = (reflekt.space / ".git" / "reflekt" / "drafts").glob("*.md")
    assert str(page) in said


def test_an_editor_that_does_not_exist_is_explained(reflekt: Reflekt) -> None:
    said = reflekt("visit", "--editor", code=7, env={"EDITOR": "/nowhere/editor"}).err
    assert "EDITOR" in said


def test_without_a_terminal_and_an_editor_of_ones_own_none_is_started(reflekt: Reflekt) -> None:
    id = reflekt.note("x")
    before = reflekt.entry(id).read_bytes()
    assert "no terminal" in reflekt("edit", id, code=2).err
    assert reflekt.entry(id).read_bytes() == before
