"""A page as Markdown shows every text as it was written, whatever marks are in it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from reflekt.adapters.render.markdown import escaped, markdown_page
from reflekt.adapters.render.plain import plain
from reflekt.domain.page import Cell, Chart, Items, Page, Part, Quotes, Row, Table, Text
from tests.pages import team

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
marks = st.text(st.sampled_from("`*_[](){}<>#|~&!\\-+=.:/@$1 a\n\t\"'"), max_size=24)
texts = st.one_of(marks, st.text(max_size=40), st.sampled_from(team.HOSTILE)).filter(
    lambda text: bool(plain(text).strip())
)


def inline(tokens: list[Token]) -> list[list[Token]]:
    return [token.children or [] for token in tokens if token.type == "inline"]


def said(tokens: list[Token]) -> str:
    return "".join(token.content for token in tokens)


def only_text(tokens: list[Token]) -> bool:
    return all(token.type in ("text", "text_special") for token in tokens)


@given(texts)
def test_a_paragraph_is_its_text(text: str) -> None:
    tokens = READER.parse(escaped(text))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    (found,) = inline(tokens)
    assert only_text(found)
    assert said(found) == plain(text)


@given(texts)
def test_a_page_keeps_its_shape_whatever_is_written_in_it(text: str) -> None:
    row = (Cell(text), Cell("1"))
    parts = (
        Part(
            text,
            (
                Text(text),
                Quotes((text, text)),
                Items((text,), text),
                Table(text, ("one", "two"), (row,), frozenset({1})),
                Chart(text, ("a", "b"), (Row(text, (1, None)),), "open", "first"),
            ),
        ),
    )
    tokens = READER.parse(markdown_page(Page(text, text, "da", parts)).decode())
    kinds = [token.type for token in tokens]
    assert kinds.count("heading_open") == 3
    assert kinds.count("blockquote_open") == 1 or kinds.count("blockquote_open") == 2
    assert kinds.count("list_item_open") == 1
    assert kinds.count("table_open") == 2
    assert "html_block" not in kinds
    assert "code_block" not in kinds
    assert "fence" not in kinds
    found = inline(tokens)
    assert all(only_text(one) for one in found)
    assert sum(said(one) == plain(text) for one in found) >= 9
