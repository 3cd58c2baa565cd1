"""Entries and the strategies that make them, for tests of every kind."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import strategies as st

from reflekt.domain.entry import ID_ALPHABET, Concern, Entry, Section

WHEN = datetime(2026, 11, 23, 14, 12, 5, tzinfo=timezone(timedelta(hours=1)))


def an_entry(id: str = "7f3kq2", **fields: object) -> Entry:
    """A visit with one section; any field may be given another value."""
    entry = Entry(
        id=id,
        kind="visit",
        created=WHEN,
        author="mette",
        language="da",
        sections=(Section("Hvad fyldte?", "Hun ringede selv."),),
    )
    return entry._replace(**fields)  # type: ignore[arg-type]


ids = st.text(ID_ALPHABET, min_size=6, max_size=6)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
lines = st.lists(
    st.one_of(
        texts,
        st.sampled_from(
            [
                "## En overskrift",
                "\\## skrå",
                "### Navn (P4.T2)",
                "> citat",
                "- [ ] prøve ^a1",
                "+++",
                "#tema",
                "- punkt",
                "",
                "   ",
                "~~~",
                "```",
                "##",
                "## ",
                "\tindrykket",
            ]
        ),
    ),
    max_size=8,
).map("\n".join)
headings = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=40
).filter(lambda text: bool(text.split()))
moments = st.datetimes(
    datetime(1901, 1, 1),  # noqa: DTZ001 - the strategy adds the zone itself
    datetime(8999, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=2)), timezone(timedelta(hours=-5))]),
).map(lambda at: at.replace(microsecond=0))
values = st.recursive(
    st.one_of(st.booleans(), st.integers(-(2**63), 2**63 - 1), texts),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text("abcæøå-_ ", min_size=1, max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    """Any entry that can be written."""
    first = draw(st.lists(st.tuples(st.just("") | headings, lines), max_size=1))
    rest = draw(st.lists(st.tuples(headings, lines), max_size=3))
    return Entry(
        id=draw(ids),
        kind=draw(st.sampled_from(["note", "visit", "buddy", "learning", "egen-slags"])),
        created=draw(moments),
        author=draw(texts),
        language=draw(st.sampled_from(["da", "en"])),
        family=draw(texts),
        concern=draw(st.none() | st.builds(Concern, st.integers(0, 10), st.integers(0, 10))),
        extra=draw(st.dictionaries(st.sampled_from(["plan", "x-y", "æble"]), values, max_size=2)),
        sections=tuple(Section(heading, text) for heading, text in first + rest),
    )
