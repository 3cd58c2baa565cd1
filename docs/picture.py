"""Make docs/visit.svg, the picture in the README, from a real guided visit on a real terminal.

    python docs/picture.py

A person's keys are typed into a pseudo-terminal; what the screen shows is drawn as it stands.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

CHECKOUT = Path(__file__).parent.parent
sys.path.insert(0, str(CHECKOUT))

from tests.conftest import Reflekt  # noqa: E402  (found through the line above)
from tests.terminal.screen import ENTER, Screen  # noqa: E402

STORY = (
    "Sad på trappen sammen med mor. Jeg ville have spurgt,",
    "om mormor kunne være med næste gang, men jeg turde",
    "ikke rigtig. Det føltes som at snage.",
)
ANSWERS = {
    "Hvem omkring familien": "Mormor. Jeg var bange for, at det lød, som om mor ikke kan selv.",
    "lige før du lod det ligge": "Varme kinder. Jeg ville ikke have, at det lød som kritik.",
    "det værste": "At hun lukker i. Eller at hun siger: det har jeg selv tænkt på.",
    "lov til at spørge": "Må jeg spørge om noget? Du må endelig sige nej.",
}
"""An answer to each wording that may come: which one does is left to chance."""
LEARNING = "Man kan spørge om lov til at spørge. #netværk #mod"
COLUMNS = 92
THEME = TerminalTheme(
    (252, 252, 250),
    (45, 45, 45),
    [(45, 45, 45), (178, 58, 46), (63, 122, 66), (150, 110, 20), (46, 92, 150), (120, 70, 130),
     (30, 115, 120), (120, 120, 120)],
)  # fmt: skip


def main() -> None:
    """Hold the visit and draw it."""
    with tempfile.TemporaryDirectory() as folder:
        reflekt = Reflekt(Path(folder) / "hjem", Path(folder) / "cache")
        reflekt.environment["REFLEKT_LANG"] = "da"
        reflekt("init", "--name", "Mette Holm")
        reflekt("ask", "x")
        text = _visit(reflekt)
    console = Console(record=True, width=COLUMNS, file=_nowhere(), force_terminal=True)
    console.print(text)
    drawn = console.export_svg(title="reflekt besøg", theme=THEME, unique_id="visit")
    target = CHECKOUT / "docs" / "visit.svg"
    target.write_text(drawn, encoding="utf-8", newline="\n")
    sys.stdout.write(text.plain + "\n")


def _visit(reflekt: Reflekt) -> Text:
    screen = Screen(reflekt, "besøg", columns=COLUMNS)
    screen.wait("Hvad fylder mest lige nu?")
    for line in STORY:
        screen.type(line + ENTER)
    screen.type(ENTER)
    screen.wait(lambda shown: shown.count("?") > 1)
    shown = screen.settle()
    screen.type(next(text for part, text in ANSWERS.items() if part in shown) + ENTER + ENTER)
    for _ in range(6):
        if "tager med dig" in screen.settle():
            break
        screen.type(ENTER)
    screen.type(LEARNING + ENTER + ENTER)
    screen.wait("prøve næste gang")
    screen.type("Spørge mor, om jeg må spørge til mormor" + ENTER)
    screen.settle()
    screen.type("om 14 dage" + ENTER)
    screen.settle()
    screen.type(ENTER)
    screen.settle()
    screen.type("6 4" + ENTER)
    screen.end()
    return screen.styled()


def _nowhere() -> object:
    import io

    return io.StringIO()


if __name__ == "__main__":
    main()
