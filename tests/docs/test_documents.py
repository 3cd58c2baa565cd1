"""Every command shown in the documents works, and every command there is, is shown."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from reflekt.cli.group import main
from tests.conftest import CHECKOUT, Reflekt

GUIDES = CHECKOUT / "docs" / "guide"
DOCUMENTS = [CHECKOUT / "README.md", *sorted(GUIDES.glob("*.md"))]
_BLOCK = r"(?m)^    (reflekt\b.*)$"
_INLINE = r"`(reflekt(?: [^`…]+)?)`"
_ASKS = {"besøg", "start", "ret"}
_ASKS_SO = {"temadag stem", "temadag afslut"}
"""What would wait for a person: run with --help here, and on a terminal in tests/terminal."""

_SESSIONS = {"makker", "læring"}
_UNATTENDED = {"--note", "--from", "forbered"}
"""A session with none of these waits for two people."""


def _shown() -> list[str]:
    found: dict[str, None] = {}
    for document in DOCUMENTS:
        text = document.read_text("utf-8")
        found |= dict.fromkeys(re.findall(_BLOCK, text) + re.findall(_INLINE, text))
    return list(found)


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Path:
    """A home in Danish with something to find, and files of old notes and of a talk beside it."""
    reflekt = Reflekt(tmp_path_factory.mktemp("furnished") / "home", cache)
    reflekt("init", "--name", "Mette Holm", "--lang", "en")
    reflekt.environment["REFLEKT_LANG"] = "da"
    reflekt("notat", "Vi nåede det ikke. #tilliden #tid #skole #tempo")
    family = ("--family", "Familien Ulv")
    attempt = ("--try", "Spørge om mormor vil med", "--by", "2026-11-20")
    learned = ("--learning", "Vente lidt. #tillid")
    story = ("--text", "Jeg turde ikke spørge søsteren. #tillid")
    reflekt("visit", *story, *learned, *family, *attempt)
    old = reflekt.home.parent / "gamle.jsonl"
    old.write_text('{"text": "Fra før"}\n', encoding="utf-8")
    reflekt("rum", "tilføj", "team")
    reflekt("temadag", "udkast", "--date", "2099-12-03", "--add", "Nye kolleger")
    reflekt("temadag", "udkast", "--add", "Ringe først")
    reflekt("temadag", "dagsorden")
    talk = reflekt.home.parent / "samtale.md"
    talk.write_text("## Hvad fyldte?\nJeg gik i stå\n", encoding="utf-8")
    return reflekt.home.parent


@pytest.fixture
def filled(furnished: Path, fresh: Reflekt) -> Reflekt:
    """A copy of it for each command."""
    shutil.copytree(furnished, fresh.home.parent, dirs_exist_ok=True)
    fresh.environment["REFLEKT_LANG"] = "da"
    return fresh


def _with_others(filled: Reflekt, arguments: list[str]) -> list[str]:
    """What is shown of spaces, where the home has a team already and the folder is our own."""
    folder = str(filled.home.parent / "fælles" / "team.git")
    subprocess.run(["git", "init", "-q", "--bare", folder], check=True)
    action = arguments[1] if len(arguments) > 1 else ""
    if action == "forlad":
        filled("rum", "tilføj", arguments[2])
    elif arguments[:3] == ["rum", "tilføj", "team"]:
        arguments = [*arguments[:2], "team-2", *arguments[3:]]
    elif action == "inviter" or arguments[0] == "synk":
        filled("rum", "tilføj", "team", "--remote", folder)
    if "--remote" in arguments:
        arguments[arguments.index("--remote") + 1] = folder
    return arguments


@pytest.mark.parametrize("line", _shown())
def test_a_command_that_is_shown_works(filled: Reflekt, line: str) -> None:
    _reflekt, *arguments = shlex.split(line.replace("*", "\\*"))
    if arguments and arguments[0] in _ASKS and len(arguments) < 3:
        arguments = [arguments[0], "--help"]
    if " ".join(arguments) in _ASKS_SO:
        arguments.append("--help")
    if arguments[:1] in (["rum"], ["synk"]):
        arguments = _with_others(filled, arguments)
    if arguments and arguments[0] in _SESSIONS and not _UNATTENDED & set(arguments):
        arguments = [arguments[0], "--help"]
    if arguments and arguments[0] in ("importer", "del"):
        arguments.append("--yes")
    if arguments and arguments[0] == "fortryd-deling":
        filled("del", "@", "--to", "team", "--yes")
    if arguments and arguments[0] == "start":
        arguments += ["--help"]
    filled(*arguments)


def test_every_command_is_in_the_documents() -> None:
    text = "\n".join(document.read_text("utf-8") for document in DOCUMENTS)
    names = [command.danish for command in main.lazy.values()]
    assert [name for name in names if not re.search(rf"\breflekt {name}\b", text)] == []


@pytest.mark.parametrize(
    "document", [*DOCUMENTS, *CHECKOUT.glob("*.md"), *CHECKOUT.glob("docs/*.md")]
)
def test_a_link_to_a_file_leads_somewhere(document: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", document.read_text("utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []
