"""What came of a theme day is one page of two, whichever is merged into the other."""

from hypothesis import given
from hypothesis import strategies as st

from reflekt.domain.outcome_page import DECIDED, DISCUSSED, NOT_REACHED, merged_outcome
from reflekt.domain.redraft import heading_line, sections_of

THEMES = ("Tillid", "Tid", "Netværk", "Nattevagter")
HEADINGS = {
    "da": ("# Det kom der ud af temadagen", "Det talte vi om", "Det besluttede vi", "Ikke nået"),
    "en": ("# What came of it", "What we talked about", "What we decided", "Not reached"),
}


@st.composite
def pages(draw: st.DrawFn) -> tuple[str, set[str], set[str]]:
    """A page as `close` writes it, what was talked about, what was decided."""
    title, talked, decided, rest = HEADINGS[draw(st.sampled_from(sorted(HEADINGS)))]
    discussed = draw(st.sets(st.sampled_from(THEMES)))
    decisions = draw(st.sets(st.sampled_from(("Ringe først", "Spørge mormor"))))
    lines = [title, "", heading_line(talked, DISCUSSED), "", *(f"- {one}" for one in discussed)]
    lines += ["", heading_line(decided, DECIDED), ""]
    lines += [f"- [ ] {one} ^a1" for one in sorted(decisions)] or ["Nothing this time."]
    left = [f"- {one}" for one in THEMES if one not in discussed]
    lines += ["", heading_line(rest, NOT_REACHED), "", *left, ""] if left else [""]
    return "\n".join(lines), discussed, decisions


def bullets(page: str, id: str) -> set[str]:
    texts = [one.text for one in sections_of(page) if one.id == id]
    lines = [line for text in texts for line in text.splitlines()]
    return {line[2:] for line in lines if line.startswith("- ")}


@given(pages(), pages())
def test_talked_about_by_anybody_is_talked_about(
    one: tuple[str, set[str], set[str]], other: tuple[str, set[str], set[str]]
) -> None:
    merged = merged_outcome("", one[0], other[0], "da")
    assert merged == merged_outcome("", other[0], one[0], "da")
    assert bullets(merged, DISCUSSED) == one[1] | other[1]
    assert bullets(merged, NOT_REACHED) == set(THEMES) - one[1] - other[1]
    assert bullets(merged, DECIDED) == {f"[ ] {text} ^a1" for text in one[2] | other[2]}
