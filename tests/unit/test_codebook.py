"""Near-twins among themes."""

import pytest

from reflekt.domain.codebook import near_twin


@pytest.mark.parametrize(
    ("theme", "twin"),
    [
        ("netvaerk", "netværk"),
        ("netværket", "netværk"),
        ("Netværk", None),
        ("tilsyn", None),
        ("samarbjede", "samarbejde"),
        ("mod", None),
    ],
)
def test_a_new_theme_and_its_near_twin(theme: str, twin: str | None) -> None:
    assert near_twin(theme, ["netværk", "tillid", "samarbejde", "mor"]) == twin
