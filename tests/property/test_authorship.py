"""Whose an entry is: nobody gets it, and nobody loses it, without having had a part in it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reflekt.domain.authorship import Step, said_to_be_by, true_author
from reflekt.domain.document import compose, parse
from reflekt.domain.entry import Entry
from tests.samples import entries

MEMBERS = {key: f"{key}.1@reflekt.invalid" for key in ("mette", "jonas", "amira")}
NAMES = st.sampled_from([None, "", "karin", *MEMBERS])
ADDRESSES = st.frozensets(st.sampled_from([*MEMBERS.values(), "m@example.com"]), min_size=1)
STEPS = st.lists(st.builds(Step, ADDRESSES, NAMES, NAMES), max_size=8)


@given(STEPS)
def test_a_member_is_the_author_of_what_a_commit_of_theirs_brought(steps: list[Step]) -> None:
    author = true_author([step._replace(before=None) for step in steps], MEMBERS)
    if author in MEMBERS:
        assert any(MEMBERS[author] in step.addresses for step in steps)


@given(STEPS, st.sampled_from(sorted(MEMBERS)))
def test_an_author_stays_while_others_write(steps: list[Step], author: str) -> None:
    first = Step({MEMBERS[author]}, None, author)
    others = [step for step in steps if MEMBERS[author] not in step.addresses]
    assert true_author([first, *others], MEMBERS) == author


@given(STEPS, STEPS)
def test_whose_it_is_can_be_told_again_after_it_was_put_right(
    steps: list[Step], more: list[Step]
) -> None:
    """What puts an author right is a merge, and no step: it changes nothing of who is right."""
    author = true_author(steps, MEMBERS)
    if author is not None:
        quiet = [step._replace(before=author, after=author) for step in more]
        assert true_author([*steps, *quiet], MEMBERS) == author


@given(entries(), st.sampled_from(["", "jonas", "mette-2"]))
def test_not_a_word_is_changed_with_the_author(entry: Entry, author: str) -> None:
    data = compose(entry).encode()
    document, made = parse(data), parse(said_to_be_by(author, data))
    assert made.entry == document.entry._replace(author=author)
    assert made.body == document.body


def test_front_matter_one_library_cannot_read_is_written_anew() -> None:
    data = (
        b'+++\nid = "abc123"\nkind = "note"\ncreated = 2026-11-23T14:12:05+01:00\n'
        b'author = "mette"\ntoken = { a.b = 1, a.c = 2 }\n+++\nord\n'
    )
    made = parse(said_to_be_by("jonas", data))
    assert (made.entry.author, made.body) == ("jonas", "ord\n")
