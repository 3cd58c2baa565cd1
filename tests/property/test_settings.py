"""The settings of a home: what is saved is loaded, by the quick reader or by TOML's own."""

from __future__ import annotations

import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given
from hypothesis import strategies as st

from reflekt.adapters.config import FILE, as_saved, load, save
from reflekt.domain.ports import Settings, SpaceSettings

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
named = texts.filter(bool)
spaces = st.builds(SpaceSettings, named, named, named, remote=texts, author=texts, token=texts)
settings = st.builds(
    Settings,
    texts,
    texts,
    st.sampled_from(["da", "en"]),
    st.lists(spaces, max_size=3).map(tuple),
    st.lists(texts, max_size=2).map(tuple),
)
lines = st.sampled_from(
    [
        'name = "Mette"',
        'name = "Ærø"',
        'author="m"',
        "author = 'm'",
        'kind = "a\\"b"',
        'kind = "\\u00e6"',
        'path = "a\tb"',
        'path = ""',
        "muted = []",
        'muted = ["P1.S1"]',
        "schema = 1",
        "schema = 2",
        "[[space]]",
        "space = [",
        "space = [",
        "]",
        "]",
        '    { name = "p", kind = "private" },',
        '    { name = "p, q", kind = "private" },',
        '    { name = "p", name = "q" },',
        "[space]",
        'space = "x"',
        "# tekst",
        'a.b = "c"',
        'æ = "c"',
        'name = "x" # y',
        "",
        " ",
        "\r",
        '"""',
    ]
)


@given(settings)
@example(Settings("Mette Holm", "mette", "da", (SpaceSettings("private", "private", "private"),)))
def test_what_is_saved_is_loaded(wanted: Settings) -> None:
    with TemporaryDirectory() as folder:
        save(Path(folder), wanted)
        assert load(Path(folder)) == wanted


def test_settings_as_a_home_has_them_need_no_toml_reader(tmp_path: Path) -> None:
    save(tmp_path, Settings("Mette Ærø", "mette", "da", (SpaceSettings("p", "private", "p"),)))
    assert as_saved((tmp_path / FILE).read_text("utf-8"))


@given(st.lists(lines, max_size=8).map("\n".join))
@example('name = "x"\nspace = [\n    { name = "p", kind = "private" },\n]\n')
@example('name = "space = [\n    { name = "p" },\n]\n')
@example("space = [\n]\n")
def test_the_quick_reader_says_what_toml_says_or_nothing(text: str) -> None:
    quick = as_saved(f"{text}\n")
    assert quick is None or quick == tomllib.loads(f"{text}\n")
