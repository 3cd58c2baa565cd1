"""Names in Danish news sentences: how many are found whole, how much else is taken for one.

The data (UNER_Danish-DDT) is not part of the project; see bench/names.py.
"""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from tests.conftest import CHECKOUT

DEV = "shared/data/uner-danish-dev.iob2"
PLACES = [folder / DEV for folder in (CHECKOUT.parent, CHECKOUT.parent.parent)]


@pytest.fixture
def data() -> Path:
    for place in PLACES:
        if place.exists():
            return place
    pytest.skip(f"the sentences to measure with are not there: none of {PLACES}")


def test_nearly_all_names_are_found_whole_and_most_findings_are_names(data: Path) -> None:
    bench = runpy.run_path(str(CHECKOUT / "bench" / "names.py"))
    result = bench["score"](list(bench["sentences"](data)))
    assert result.whole / result.names >= 0.93, result
    assert result.right / result.findings >= 0.58, result
