"""Whatever is typed into a search is answered, never refused."""

from __future__ import annotations

import sqlite3

from hypothesis import given
from hypothesis import strategies as st

from reflekt.domain.query import parse_query

typed = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            [
                '"',
                "-",
                "*",
                "AND",
                "OR",
                "NOT",
                "NEAR(",
                ")",
                "(",
                "tema:",
                "familie:x",
                "^",
                "skole",
                "{",
                "}",
                ":",
                "+",
                "'",
                "\x00",
                "body:",
                'slags:"besøg"',
                "-tema:x",
            ]
        ),
        max_size=8,
    ).map(" ".join),
)


@given(typed)
def test_every_search_is_an_expression_that_the_index_understands(text: str) -> None:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE words USING fts5(family, body)")
    query = parse_query(text)
    for expression in (query.match, query.begins, query.where.without):
        if expression:
            database.execute("SELECT * FROM words WHERE words MATCH ?", (expression,)).fetchall()


@given(st.lists(st.from_regex(r"[a-zæøå]{1,9}", fullmatch=True), min_size=1, max_size=4))
def test_plain_words_must_all_be_there(words: list[str]) -> None:
    assert parse_query(" ".join(words)).match == " AND ".join(f'"{word}"' for word in words)
