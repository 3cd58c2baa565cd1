"""A page drafted again keeps what people wrote in it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reflekt.domain.redraft import Page, heading_line, merged_pages, redraft

words = st.text("abc æøå.-", min_size=1, max_size=12).filter(lambda text: bool(text.strip()))


@st.composite
def pages(draw: st.DrawFn) -> str:
    ids = draw(st.lists(st.sampled_from("pqrst"), unique=True, max_size=5))
    page = f"# {draw(words)}\n\n"
    for number, id in enumerate(ids):
        page += heading_line(f"{9 + number}.00–{9 + number}.45 · {draw(words).strip()}", id)
        page += f"\n{draw(words)}\n\n"
    return page


@given(pages(), pages())
def test_a_page_nobody_touched_becomes_the_fresh_one(base: str, fresh: str) -> None:
    assert redraft(base, base, fresh) == fresh


@given(pages(), st.data())
def test_drafting_the_same_again_changes_nothing_that_stands(
    base: str, data: st.DataObject
) -> None:
    lines = base.split("\n")
    place = data.draw(st.integers(1, len(lines)))
    lines.insert(place, data.draw(st.sampled_from(["Mit", "- et punkt", "## Frokost ude", ""])))
    present = "\n".join(lines)
    assert redraft(base, present, base) == present


@given(pages(), pages(), words)
def test_words_added_to_a_section_stay(base: str, fresh: str, added: str) -> None:
    present = base + f"SKREVET {added.strip()}\n"
    assert f"SKREVET {added.strip()}\n" in redraft(base, present, fresh)


@given(pages(), pages())
def test_a_section_of_ones_own_stays(base: str, fresh: str) -> None:
    present = base + "## Kage til kaffen\nMette bager.\n"
    assert "## Kage til kaffen\nMette bager.\n" in redraft(base, present, fresh)


def test_a_section_taken_away_stays_away() -> None:
    opening = "## 9.00–9.15 · Velkommen <!-- opening -->\nHej\n"
    rest = "## 9.15–10.00 · Tid <!-- tid -->\nx\n"
    base, present = f"# Dag\n\n{opening}{rest}", f"# Dag\n\n{rest}"
    assert "Velkommen" not in redraft(base, present, base.replace("Hej", "Goddag"))


def test_a_changed_section_gets_the_new_times() -> None:
    base = "# Dag\n\n## 9.15–10.00 · Tid <!-- tid -->\nx\n"
    present = base.replace("\nx\n", "\nVi begynder med en sang.\n")
    fresh = "# Dag\n\n## 9.30–10.30 · Tid <!-- tid -->\ny\n"
    expected = "# Dag\n\n## 9.30–10.30 · Tid <!-- tid -->\nVi begynder med en sang.\n"
    assert redraft(base, present, fresh) == expected


def test_the_steps_of_a_changed_section_follow_its_times() -> None:
    heading = "## {}–{} · Tid <!-- tid -->"
    steps = "- 9.15 · Stille\n- 9.25 · Runde\n"
    base = f"{heading.format('9.15', '9.45')}\n{steps}\nStyrer: ……\n"
    present = base.replace("……", "Mette").replace("Runde\n", "Runde\n- 9.40 · Sang\n")
    fresh = base.replace("9.25", "10.40").replace("9.15", "10.15").replace("9.45", "11.05")
    drafted = "- 10.15 · Stille\n- 10.40 · Runde\n- 10.40 · Sang\n"
    assert f"{drafted}\nStyrer: Mette\n" in redraft(base, present, fresh)
    another = fresh.replace("Stille", "I par").replace("Runde", "I alt")
    assert "- 10.15 · Stille\n- 10.25 · Runde\n" in redraft(base, present, another)


@st.composite
def changed(draw: st.DrawFn, drafted: str, mark: str) -> Page:
    """A page drafted so, with a line of somebody's own in it."""
    lines = drafted.split("\n")
    lines.insert(draw(st.integers(2, len(lines))), draw(st.sampled_from([mark, f"## {mark}"])))
    return Page(drafted, "\n".join(lines))


@given(pages(), pages(), pages(), st.data())
def test_two_who_draft_at_the_same_time_get_one_page_with_the_words_of_both(
    base: str, one: str, other: str, data: st.DataObject
) -> None:
    left = data.draw(changed(one, "SKREVET A"))
    right = data.draw(changed(other, "SKREVET B"))
    page = merged_pages(Page(base, base), left, right, "da")
    assert page == merged_pages(Page(base, base), right, left, "da")
    assert "SKREVET A" in page.text
    assert "SKREVET B" in page.text


@given(pages(), pages(), pages())
def test_two_drafts_nobody_touched_become_one_of_them(base: str, one: str, other: str) -> None:
    page = merged_pages(Page(base, base), Page(one, one), Page(other, other), "da")
    assert page.text == page.drafted
    assert page.text in (one, other)
