"""What takes seconds to make comes with reflekt, and is never taken for something else."""

from pathlib import Path

import pytest

from reflekt.adapters import compiled
from reflekt.adapters.catalogue_files import CatalogueFiles
from reflekt.adapters.theme_files import ThemeFiles


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for what comes with reflekt, and an empty cache."""
    monkeypatch.setattr(compiled, "FOLDER", tmp_path / "compiled")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    compiled.make_shipped(["en"])
    return tmp_path / "compiled"


def test_nobody_waits_for_what_comes_with_reflekt(shipped: Path) -> None:
    waited: list[str] = []
    files = CatalogueFiles("en", waiting=lambda: waited.append("en"))
    assert files.matcher.scores("I did not dare to ask the grandmother for help")
    assert ThemeFiles("en", files).background.texts
    assert not waited


def test_what_comes_with_reflekt_is_what_would_be_made(shipped: Path) -> None:
    names = {place.name: place.read_bytes() for place in shipped.iterdir()}
    compiled.make_shipped(["en"])
    assert {place.name: place.read_bytes() for place in shipped.iterdir()} == names


def test_another_stemmer_makes_it_again(shipped: Path) -> None:
    stem = CatalogueFiles("en").stem
    assert compiled.shipped_copy("matcher", "en", stem).is_file()
    assert not compiled.shipped_copy("matcher", "en", str.upper).exists()


def test_a_team_s_own_words_are_not_answered_with_the_shipped_ones(
    shipped: Path, tmp_path: Path
) -> None:
    own = tmp_path / "space" / "templates" / "principles" / "en.toml"
    own.parent.mkdir(parents=True)
    own.write_text('neutral = ["We met at nine."]\n', encoding="utf-8")
    waited: list[str] = []
    files = CatalogueFiles("en", [tmp_path / "space"], lambda: waited.append("en"))
    assert files.matcher
    assert waited == ["en"]
