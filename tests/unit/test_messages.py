"""Every message is in the Danish catalogue, and every message of the catalogue is still used."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import reflekt

PACKAGE = Path(reflekt.__file__).parent
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}


def _messages(folder: Path) -> Iterator[str]:
    """The messages a package speaks; of a message with a plural, the singular."""
    for _file, _line, found, _comments, _context in extract_from_dir(folder, keywords=KEYWORDS):
        yield found if isinstance(found, str) else found[0]


@pytest.fixture(scope="module")
def danish() -> Catalog:
    with (PACKAGE / "locales" / "da" / "LC_MESSAGES" / "reflekt.po").open("rb") as file:
        return read_po(file, locale="da")


def _ids(catalogue: Catalog) -> set[str]:
    return {one.id if isinstance(one.id, str) else one.id[0] for one in catalogue if one.id}


def test_no_message_of_ours_is_untranslated(danish: Catalog) -> None:
    assert set(_messages(PACKAGE)) - _ids(danish) == set()


def test_no_message_of_click_is_untranslated(danish: Catalog) -> None:
    assert set(_messages(Path(click.__file__).parent)) - _ids(danish) == set()


def test_no_translation_is_stale(danish: Catalog) -> None:
    spoken = {*_messages(PACKAGE), *_messages(Path(click.__file__).parent)}
    assert _ids(danish) - spoken == set()


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
