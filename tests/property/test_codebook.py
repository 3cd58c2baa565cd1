"""The codebook's file: what is written is read back, and what others wrote stays."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from reflekt.domain.codebook import (
    Codebook,
    Former,
    Merged,
    Split,
    Theme,
    codebook_of,
    merge,
    rename,
    split,
)
from reflekt.domain.codebook_file import changed, read_codebook, read_themes
from reflekt.domain.entry import themes_in
from reflekt.errors import DamagedData, UsageProblem

WHEN = date(2026, 11, 25)
names = st.text("abcæøå1-_", min_size=1, max_size=6).filter(lambda n: themes_in(f"#{n}") == (n,))
meanings = st.text(st.characters(exclude_categories=["Cs"]), max_size=30).map(
    lambda text: " ".join(text.split())
)
days = st.none() | st.dates()
themes = st.builds(
    Theme,
    name=names,
    meaning=meanings,
    aliases=st.lists(names, max_size=3, unique=True).map(tuple),
    links=st.lists(st.sampled_from(["P1", "P4.T2", "P5.S1"]), max_size=2, unique=True).map(tuple),
    made=days,
    former=st.lists(st.builds(Former, names, days), max_size=2).map(tuple),
    merged=st.none() | st.builds(Merged, names, days),
    split=st.none()
    | st.builds(Split, st.lists(names, min_size=1, max_size=3, unique=True).map(tuple), days),
    dropped=days,
    examples=st.lists(meanings.filter(bool), max_size=2).map(tuple),
)
books = st.lists(themes, max_size=6, unique_by=lambda theme: theme.name)


def written(book: list[Theme]) -> str:
    return changed("", [(theme.name, theme) for theme in book])


@given(books)
def test_what_is_written_is_read_back(book: list[Theme]) -> None:
    assert read_themes(written(book).encode(), "f") == tuple(book)


@given(books)
def test_writing_what_stands_changes_no_byte(book: list[Theme]) -> None:
    text = written(book)
    assert changed(text, [(theme.name, theme) for theme in book]) == text


@given(books.filter(bool), themes, st.data())
def test_comments_and_unknown_keys_stay_where_they_are(
    book: list[Theme], other: Theme, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(book) - 1))
    parts = written(book).split("[[theme]]\n")
    parts[place + 1] = f"# vores egen\nx-farve = 'grøn' # fordi\n{parts[place + 1]}"
    text = changed("[[theme]]\n".join(parts), [(book[place].name, other)])
    assert "# vores egen\nx-farve = 'grøn' # fordi\n" in text
    assert read_themes(text.encode(), "f")[place] == other


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_whatever_stands_in_the_file_it_is_read_or_refused_with_its_line(data: bytes) -> None:
    try:
        read_codebook(data)
    except DamagedData as problem:
        assert problem.parameters["line"] >= 1  # type: ignore[operator]


@given(books, names)
def test_a_name_leads_to_one_that_leads_no_further(book: list[Theme], name: str) -> None:
    codebook = codebook_of(book)
    assert codebook.present(codebook.present(name)) == codebook.present(name)


@given(books, names)
def test_the_order_of_the_themes_does_not_matter_to_merges(book: list[Theme], name: str) -> None:
    bare = [theme._replace(aliases=(), former=()) for theme in book]
    assert codebook_of(bare).present(name) == codebook_of(reversed(bare)).present(name)


@given(
    st.lists(
        st.tuples(st.sampled_from(["merge", "rename", "split"]), names, names, names), max_size=8
    ),
    names,
)
def test_every_old_name_still_means_a_theme_after_any_history(
    steps: list[tuple[str, str, str, str]], old: str
) -> None:
    codebook: Codebook = codebook_of([Theme(old)])
    text = changed("", [(old, Theme(old))])
    for what, one, other, third in steps:
        try:
            if what == "merge":
                theme = merge(codebook, one, other, WHEN)
            elif what == "rename":
                theme = rename(codebook, one, other, WHEN)
            else:
                theme = split(codebook, one, [other, third], WHEN)
        except UsageProblem:
            continue
        text = changed(text, [(codebook.present(one), theme)])
        codebook = read_codebook(text.encode())
        if what == "merge":
            assert codebook.present(one) == codebook.present(other)
        if what == "rename":
            assert codebook.present(one) == other
    now = codebook.present(old)
    assert now in {old, *(name for step in steps for name in step[1:])}
    assert codebook.present_all([old]) == (now,)
