"""What became of an action: written and read back, and nothing else of the entry touched."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from reflekt.domain.contents import TASK, Headings, actions, learning, learning_text
from reflekt.domain.document import Document, compose, parse
from reflekt.domain.entry import Action, LearningPoint, Section
from reflekt.domain.outcomes import (
    ADJUSTED,
    STOPPED,
    VERDICTS,
    Followed,
    NoSuchAction,
    Outcome,
    followed_up,
    outcome_text,
    outcomes,
    read_outcome,
    with_follow_up,
    with_learning_point,
)
from tests.samples import an_entry, entries, lines
from tests.samples import texts as any_text

days = st.dates(date(1900, 1, 1), date(9000, 12, 31))
languages = st.sampled_from(["da", "en", "sv"])
words = st.text(
    st.characters(categories=["Ll", "Lu", "Nd"], include_characters=" .,æøå"), max_size=40
).map(lambda text: " ".join(text.split()))
written = st.builds(
    Outcome,
    st.none() | days,
    st.sampled_from(["", *VERDICTS, ADJUSTED, STOPPED]),
    any_text,
    st.just(""),
)


def lines_of(text: str) -> list[str]:
    """The lines with something on them that no test adds."""
    return [line for line in text.replace("\r\n", "\n").split("\n") if line.strip()]


TODAY = date(2026, 12, 5)
LEARNING = Headings({"læring": "learning"})


@st.composite
def documents(draw: st.DrawFn) -> tuple[Document, int]:
    """An entry with at least one action somewhere in it, and the place of one of them."""
    entry = draw(entries())
    tail = draw(lines) + "\n- [ ] Ringe til mormor @mette (senest 2026-12-04) ^a1\n" + draw(lines)
    learned = draw(st.lists(st.just(Section("Læring", "- Vente lidt #ro")), max_size=1))
    sections = (*entry.sections, *learned, Section("Prøver af", tail))
    entry = entry._replace(sections=sections)
    newline = draw(st.sampled_from(["\n", "\r\n"]))
    text = compose(entry).replace("\n", newline)
    if draw(st.booleans()):
        text = text.rstrip("\r\n")
    document = parse(text.encode("utf-8"))
    return document, draw(st.integers(0, len(actions(document.entry)) - 1))


@given(written, languages)
@example(Outcome(None, "", "2026-12-04: hjalp ikke"), "da")
@example(Outcome(None, "no", "hjalp"), "en")
def test_an_outcome_reads_back_as_it_was_written(outcome: Outcome, language: str) -> None:
    text = outcome_text(outcome, language)
    if not outcome.verdict:
        assume(read_outcome(" ".join(outcome.text.split()))[:2] == (None, ""))
    if outcome.verdict == ADJUSTED:
        assume(not re.match(r"(?i)før:|before:", outcome.text.strip()))
    assert read_outcome(text) == outcome._replace(text=" ".join(outcome.text.split()))


@given(any_text, languages)
def test_any_bullet_can_be_read_and_says_the_same_again(text: str, language: str) -> None:
    once = outcome_text(read_outcome(text), language)
    assert outcome_text(read_outcome(once), language) == once


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("2026-12-05: hjalp – Hun ville gerne.", "yes"),
        ("2026-12-05: Hjalp ikke", "no"),
        ("2026-12-05: helped partly - a bit", "partly"),
        ("for tidligt at sige.", "too-early"),
        ("2026-12-05: hjalp hende med at ringe", ""),
        ("2026-12-05: hjalp-agtigt", ""),
        ("2026-12-05: stoppet – Hun ringer selv nu.", "stopped"),
    ],
)
def test_both_languages_are_read_and_a_sentence_is_no_verdict(text: str, verdict: str) -> None:
    assert read_outcome(text).verdict == verdict


def test_the_wording_left_behind_is_known() -> None:
    assert read_outcome("2026-12-05: justeret – før: Spørge mormor") == Outcome(
        TODAY, ADJUSTED, "", "Spørge mormor"
    )


@given(documents(), any_text, st.sampled_from(["", *VERDICTS]), st.none() | days, any_text)
def test_a_follow_up_changes_the_lines_of_one_action_only(
    where: tuple[Document, int], happened: str, helped: str, by: date | None, wording: str
) -> None:
    document, place = where
    action = actions(document.entry)[place]
    followed = followed_up(action, TODAY, happened=happened, helped=helped, by=by, wording=wording)
    after = with_follow_up(document, place, followed)
    old, new = (text.replace("\r\n", "\n").split("\n") for text in (document.source, after))
    line = [n for n, text in enumerate(old) if re.match(TASK, text)][place]
    added = len(new) - len(old)
    assert added == sum(1 for one in followed.added if outcome_text(one, "da"))
    assert old[:line] == new[:line]
    ends = range(line + 1, len(old) + 1)
    assert any(old[line + 1 :] == new[line + 1 : end] + new[end + added :] for end in ends)
    assert ("\r\n" in after) == ("\r\n" in document.source)
    again = parse(after.encode("utf-8")).entry
    assert again._replace(sections=()) == document.entry._replace(sections=())
    assert [s.heading for s in again.sections] == [s.heading for s in document.entry.sections]
    others = [one for n, one in enumerate(actions(document.entry)) if n != place]
    assert [one for n, one in enumerate(actions(again)) if n != place] == others


@given(documents(), words, st.sampled_from(["", *VERDICTS]), st.none() | days, words, st.booleans())
def test_what_was_written_is_read_back(
    where: tuple[Document, int],
    happened: str,
    helped: str,
    by: date | None,
    wording: str,
    stopped: bool,
) -> None:
    document, place = where
    assume(read_outcome(happened)[:2] == (None, ""))
    action = actions(document.entry)[place]
    followed = followed_up(
        action, TODAY, happened=happened, helped=helped, by=by, wording=wording, stopped=stopped
    )
    after = parse(with_follow_up(document, place, followed).encode("utf-8")).entry
    now = actions(after)[place]
    assert now._replace(outcomes=()) == followed.action._replace(outcomes=())
    told = outcomes(now)[len(action.outcomes) :]
    assert told == tuple(
        one._replace(earlier=" ".join(one.earlier.split())) for one in followed.added
    )


@given(documents())
def test_nothing_followed_up_changes_no_byte(where: tuple[Document, int]) -> None:
    document, place = where
    action = actions(document.entry)[place]
    assert with_follow_up(document, place, Followed(action)) == document.source


@given(documents(), st.integers(max_value=-1) | st.integers(min_value=100))
def test_an_action_that_is_not_there_is_said(where: tuple[Document, int], place: int) -> None:
    with pytest.raises(NoSuchAction):
        with_follow_up(where[0], place, Followed(Action("x")))


@given(documents(), words.filter(bool))
def test_a_learning_point_is_added_and_nothing_else(where: tuple[Document, int], said: str) -> None:
    document = where[0]
    point = LearningPoint(said, ("ro",))
    after = with_learning_point(document, "Læring", learning_text([point]))
    entry = parse(after.encode("utf-8")).entry
    before = learning(document.entry, LEARNING)
    assert point in learning(entry, LEARNING)
    assert set(before) <= set(learning(entry, LEARNING))
    assert actions(entry) == actions(document.entry)
    new = (f"- {said} #ro", "## Læring")
    kept = [line for line in lines_of(after) if line not in new]
    assert kept == [line for line in lines_of(document.source) if line not in new]


def test_bullets_beneath_another_line_are_no_outcomes() -> None:
    text = "- [ ] Ringe ^a1\n  - 2026-12-05: hjalp\n    meget\n\n- punkt\n  - under punktet"
    entry = an_entry(sections=(Section("Prøver af", text), Section("Andet", "  - [mere]")))
    (action,) = actions(entry)
    assert action.outcomes == ("2026-12-05: hjalp meget",)
