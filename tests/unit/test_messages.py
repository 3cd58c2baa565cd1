"""Every message is in a Danish catalogue, and every message of the catalogues is still used."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import click
import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

import reflekt
from reflekt.i18n import Messages

PACKAGE = Path(reflekt.__file__).parent
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}


def _messages(folder: Path) -> Iterator[str]:
    """The messages a package speaks; of a message with a plural, the singular."""
    for _file, _line, found, _comments, _context in extract_from_dir(folder, keywords=KEYWORDS):
        yield found if isinstance(found, str) else found[0]


def _speakers() -> dict[str, set[str]]:
    """What each catalogue has to hold."""
    return {
        "reflekt": set(_messages(PACKAGE)),
        "click": set(_messages(Path(click.__file__).parent)),
    }


def _danish(name: str) -> Catalog:
    with (PACKAGE / "locales" / "da" / "LC_MESSAGES" / f"{name}.po").open("rb") as file:
        return read_po(file, locale="da")


@pytest.fixture(params=["reflekt", "click"], scope="module")
def danish(request: pytest.FixtureRequest) -> Catalog:
    return _danish(request.param)


def _ids(catalogue: Catalog) -> set[str]:
    return {one.id if isinstance(one.id, str) else one.id[0] for one in catalogue if one.id}


@pytest.mark.parametrize("name", ["reflekt", "click"])
def test_no_message_is_untranslated(name: str) -> None:
    assert _speakers()[name] - _ids(_danish(name)) == set()


@pytest.mark.parametrize("name", ["reflekt", "click"])
def test_no_translation_is_stale(name: str) -> None:
    assert _ids(_danish(name)) - _speakers()[name] == set()


def test_every_message_is_found_in_the_compiled_catalogue() -> None:
    compiled = BytesIO()
    catalogue = _danish("reflekt")
    write_mo(compiled, catalogue)
    found = Messages(compiled.getvalue())
    for message in catalogue:
        if message.id:
            one = message.id if isinstance(message.id, str) else message.id[0]
            texts = [message.string] if isinstance(message.string, str) else [*message.string]
            assert found.forms(one) == texts


@pytest.mark.parametrize("unknown", ["", "!", "Nobody says this.", "~~~~", "\x00"])
def test_a_message_that_is_not_in_it_is_not_found(unknown: str) -> None:
    compiled = BytesIO()
    write_mo(compiled, _danish("reflekt"))
    assert Messages(compiled.getvalue()).forms(unknown) == [""]


@pytest.mark.parametrize("kept", [0, 3, 20, 5000, -1])
def test_a_catalogue_that_is_cut_off_says_nothing_rather_than_half_a_message(kept: int) -> None:
    compiled = BytesIO()
    catalogue = _danish("reflekt")
    write_mo(compiled, catalogue)
    for data in (compiled.getvalue()[:kept], b"x" + compiled.getvalue()):
        found = Messages(data)
        assert {found.forms(one)[0] for one in _ids(catalogue)} == {""}


def test_danish_has_one_form_for_one_and_another_for_the_rest() -> None:
    catalogue = _danish("reflekt")
    assert (catalogue.num_plurals, catalogue.plural_expr) == (2, "(n != 1)")


def test_every_translation_says_something_and_is_sure(danish: Catalog) -> None:
    for message in danish:
        if message.id:
            texts = [message.string] if isinstance(message.string, str) else message.string
            assert all(texts), message.id
            assert not message.fuzzy, message.id


def test_a_translation_fills_in_what_the_message_fills_in(danish: Catalog) -> None:
    for message in danish:
        if message.id:
            ids = [message.id] if isinstance(message.id, str) else message.id
            texts = [message.string] if isinstance(message.string, str) else message.string
            wanted = set(re.findall(r"\{(\w+)", " ".join(ids)))
            filled = set(re.findall(r"\{(\w+)", " ".join(texts)))
            assert filled <= wanted, message.id
            assert wanted - filled <= {"label", "number_type"}, message.id
