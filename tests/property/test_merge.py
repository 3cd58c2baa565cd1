"""Merging: the same whoever merges, nothing that either side wrote is lost, and it can be read."""

from __future__ import annotations

import tomllib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reflekt.domain.document import compose, parse
from reflekt.domain.entry import Concern, Entry, Section
from reflekt.domain.merge import choices, merged_file
from reflekt.domain.merge_text import merged_text
from tests.samples import WHEN

PATH = "entries/2026/11/2026-11-23-1412-visit-7f3kq2.md"

WORDS = st.sampled_from(["ro", "turde", "spørge", "mormor", "ringe", "skole", "øre"])
LINES = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)
BLOCKS = st.one_of(
    LINES,
    LINES.map("- {}".format),
    LINES.map("  - 2026-12-05: {}".format),
    LINES.map("- [ ] {} (senest 2026-12-04) ^a1".format),
    LINES.map("> {}".format),
    LINES.map("### {} (P4.T2)".format),
    st.tuples(LINES, LINES).map("```\n{0[0]}\n\n{0[1]}\n```".format),
    LINES.map("\\## {}".format),
)
TEXTS = st.lists(st.tuples(BLOCKS, st.integers(1, 3)), max_size=6).map(
    lambda blocks: "".join(block + "\n" * gap for block, gap in blocks)
)
HEADINGS = st.sampled_from(["Hvad fyldte?", "Læring", "Prøver af", "Eget"])
ENTRIES = st.builds(
    Entry,
    id=st.just("7f3kq2"),
    kind=st.just("visit"),
    created=st.just(WHEN),
    author=st.just("mette"),
    language=st.sampled_from(["da", "en"]),
    family=st.sampled_from(["", "Familien Ulv", "Familien Ræv"]),
    concern=st.sampled_from([None, Concern(7, 4), Concern(7, 5)]),
    extra=st.dictionaries(
        st.sampled_from(["shared", "with", "x"]),
        st.sampled_from([[], [{"space": "team", "id": "abc"}], "tekst", 3, {"a": 1, "b": [1]}]),
    ),
    sections=st.lists(st.builds(Section, HEADINGS, TEXTS), max_size=4).map(tuple),
).map(lambda entry: compose(entry).encode())
FREE = st.one_of(ENTRIES, TEXTS.map(str.encode), st.binary(max_size=40))
TABLES = st.recursive(
    st.one_of(
        st.integers(-9, 9), st.booleans(), LINES, st.dates(date(2026, 1, 1), date(2026, 12, 31))
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from("abcde"), inner, max_size=3)
    ),
    max_leaves=6,
)
TOML = st.dictionaries(st.sampled_from(["name", "since", "theme", "answers"]), TABLES, max_size=4)


def toml(values: dict[str, object]) -> bytes:
    import tomli_w

    return tomli_w.dumps(values).encode()


FILES = st.one_of(
    st.tuples(st.just(PATH), FREE, FREE, FREE),
    st.tuples(st.just("agenda.md"), *[TEXTS.map(str.encode)] * 3),
    st.tuples(st.just("themes.toml"), *[TOML.map(toml)] * 3),
    st.tuples(st.just("x.bin"), *[st.binary(max_size=9)] * 3),
)


@given(FILES)
def test_what_only_one_side_changed_is_taken_as_it_is(
    files: tuple[str, bytes, bytes, bytes],
) -> None:
    path, base, one, _other = files
    for left, right in ((base, one), (one, base), (one, one)):
        assert merged_file(path, base, left, right).data == one
        assert merged_file(path, base, left, right).beside is None
    assert merged_file(path, base, base, None).data is None
    assert merged_file(path, base, None, base).data is None


@given(FILES)
def test_it_does_not_matter_who_merges(files: tuple[str, bytes, bytes, bytes]) -> None:
    path, base, one, other = files
    assert merged_file(path, base, one, other) == merged_file(path, base, other, one)
    assert merged_file(path, None, one, other) == merged_file(path, None, other, one)


@given(ENTRIES, ENTRIES, ENTRIES)
def test_two_entries_make_an_entry(base: bytes, one: bytes, other: bytes) -> None:
    merged = merged_file(PATH, base, one, other)
    assert merged.data is not None
    assert merged.beside is None
    assert parse(merged.data).entry.id == "7f3kq2"


def pieces(text: str) -> set[str]:
    return {line.strip() for line in text.split("\n") if line.strip()}


@given(ENTRIES, ENTRIES, ENTRIES)
def test_no_line_that_either_side_wrote_is_lost(base: bytes, one: bytes, other: bytes) -> None:
    data = merged_file(PATH, base, one, other).data
    assert data is not None
    there = parse(data).source.replace("[to udgaver] ", "").replace("[two versions] ", "")
    before = pieces(parse(base).body)
    for side in (one, other):
        missing = pieces(parse(side).body) - before - pieces(there)
        assert {line for line in missing if not line.startswith("- [")} == set()


@given(FILES)
def test_what_was_changed_is_kept_where_the_other_removed_it(
    files: tuple[str, bytes, bytes, bytes],
) -> None:
    path, base, one, _ = files
    if one != base:
        assert merged_file(path, base, one, None).data == one
        assert merged_file(path, base, None, one).data == one


@given(TOML, TOML, TOML)
def test_every_value_of_two_tables_is_there_or_waits_for_a_choice(
    base: dict[str, object], one: dict[str, object], other: dict[str, object]
) -> None:
    data = merged_file("themes.toml", *map(toml, (base, one, other))).data
    assert data is not None
    values = tomllib.loads(data.decode())
    for side in (one, other):
        for key in side.keys() - base.keys():
            assert key in values
    there = str(values)
    for side in (one, other):
        for key, value in side.items():
            if isinstance(value, str) and base.get(key) != value:
                assert value in there


@given(st.binary(max_size=60), st.binary(max_size=60), st.binary(max_size=60))
def test_any_bytes_are_kept(base: bytes, one: bytes, other: bytes) -> None:
    merged = merged_file("entries/x.md", base, one, other)
    if merged.beside:
        assert {merged.data, merged.beside.data} == {one, other}


def text(base: str, one: str, other: str) -> str:
    merged = merged_text(base, one, other, "da")
    assert merged == merged_text(base, other, one, "da")
    return merged


def test_points_added_on_both_sides_are_both_there() -> None:
    base = "## Læring\n- En\n\n## Prøver af\n- [ ] Ringe\n"
    assert text(base, base.replace("- En", "- En\n- To"), base.replace("- En", "- En\n- Tre")) == (
        "## Læring\n- En\n- To\n- Tre\n\n## Prøver af\n- [ ] Ringe\n"
    )


def test_two_new_paragraphs_stay_two() -> None:
    assert text("A\n", "A\n\nB\n", "A\n\nC\n") == "A\n\nB\n\nC\n"


def test_the_same_paragraph_changed_twice_stands_twice_and_says_so() -> None:
    merged = text("## H\nHun ringede.\n", "## H\nHun ringede selv.\n", "## H\nHun ringede igen.\n")
    assert merged == "## H\n[to udgaver] Hun ringede igen.\n\n[to udgaver] Hun ringede selv.\n"
    assert choices(merged.encode()) == 2


def test_neighbouring_paragraphs_changed_by_each_do_not_clash() -> None:
    assert text("En\n\nTo\n", "En!\n\nTo\n", "En\n\nTo!\n") == "En!\n\nTo!\n"


def test_ticking_a_thing_to_try_and_moving_its_date_go_together() -> None:
    base = "- [ ] Ringe @mette (senest 2026-12-04) ^a1\n"
    ticked = base.replace("[ ]", "[x]") + "  - 2026-12-05: hjalp\n"
    moved = base.replace("12-04", "12-11")
    assert text(base, ticked, moved) == (
        "- [x] Ringe @mette (senest 2026-12-11) ^a1\n  - 2026-12-05: hjalp\n"
    )


def test_consent_to_be_quoted_never_moves_to_other_words() -> None:
    merged = text("- Jeg turde.\n", "- Jeg turde. (må citeres)\n", "- Jeg turde ikke.\n")
    assert "ikke. (må citeres)" not in merged


@pytest.mark.parametrize("removed", ["", "## Eget\nx\n"])
def test_a_section_removed_by_one_and_changed_by_the_other_stays(removed: str) -> None:
    base = "## Eget\nx\n\n## Læring\n- En\n"
    assert "## Læring\n- En\n- To\n" in text(base, removed, base + "- To\n")


def test_a_section_removed_by_one_goes() -> None:
    base = "## Eget\nx\n\n## Læring\n- En\n"
    merged = text(base, "## Læring\n- En\n", base + "- To\n")
    assert merged == "## Læring\n- En\n- To\n"


def test_a_field_changed_by_both_keeps_the_other_in_sight() -> None:
    def entry(family: str) -> bytes:
        sections = (Section("Læring", "- En"),)
        made = Entry("7f3kq2", "visit", WHEN, "mette", "da", family, sections=sections)
        return compose(made).encode()

    merged = merged_file(PATH, entry("Ulv"), entry("Ræv"), entry("Bjørn"))
    assert merged.data is not None
    assert parse(merged.data).entry.family == "Ræv"
    assert "\n[to udgaver] family = Bjørn\n" in parse(merged.data).body
    assert choices(merged.data) == 1


def test_lists_of_tables_are_merged_by_name() -> None:
    base = '[[theme]]\nname = "tillid"\n'
    one = base + 'about = "At turde"\n\n[[theme]]\nname = "skole"\n'
    other = base + '\n[[theme]]\nname = "netværk"\n'
    data = merged_file("themes.toml", *(side.encode() for side in (base, one, other))).data
    assert data is not None
    themes = tomllib.loads(data.decode())["theme"]
    assert themes[0] == {"name": "tillid", "about": "At turde"}
    assert {theme["name"] for theme in themes} == {"tillid", "skole", "netværk"}


def test_a_group_is_never_made_smaller_by_a_merge() -> None:
    base, one, other = (f"minimum_group = {n}\n".encode() for n in (3, 5, 4))
    assert merged_file("space.toml", base, one, other).data == one


def test_of_two_who_closed_a_voting_the_one_with_more_voices_counts_and_as_it_is() -> None:
    def closed(voices: int, votes: str, ballots: str) -> bytes:
        told = f"[closed]\nvoices = {voices}\nvotes = {{ {votes} }}\nballots = [{ballots}]\n"
        return f"people = 12\n\n{told}".encode()

    one = closed(2, "tid = 3, ro = 1", '["a", "1"], ["b", "2"]')
    other = closed(1, "tid = 4", '["c", "3"]')
    for pair in ((one, other), (other, one)):
        merged = merged_file("themedays/2026-12-03/themeday.toml", b"people = 12\n", *pair)
        assert tomllib.loads((merged.data or b"").decode()) == tomllib.loads(one.decode())


def test_of_two_ballots_of_one_voter_the_one_cast_last_counts_as_it_was_signed() -> None:
    def ballot(hour: int, dots: int) -> bytes:
        told = f'token = "t"\nday = "2026-12-03"\ncast = "2026-11-25T{hour:02}:00:00+01:00"\n'
        return f"{told}[dots]\ntid = {dots}\n".encode()

    path = "themedays/2026-12-03/ballots/t.toml"
    for pair in ((ballot(9, 5), ballot(10, 3)), (ballot(10, 3), ballot(9, 5))):
        assert merged_file(path, None, *pair).data == ballot(10, 3)
        assert merged_file(path, ballot(8, 1), *pair).data == ballot(10, 3)
