"""Make docs/buddy.svg, the screens in the guide, from a real buddy session on a real terminal.

    python docs/session_picture.py

Two people's keys are typed into a pseudo-terminal of 80 columns, with the session's
clock sped up; three of its screens are drawn as they stand, one under the other.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

CHECKOUT = Path(__file__).parent.parent
sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "docs")]

from picture import THEME, _nowhere  # noqa: E402  (found through the line above)

from tests.conftest import Reflekt  # noqa: E402
from tests.terminal.screen import ENTER, Screen  # noqa: E402

NEXT, QUESTIONS, TAB = "\x0e", "\x06", "\t"
COLUMNS, LINES = 80, 19


def main() -> None:
    """Hold the session and draw it."""
    with tempfile.TemporaryDirectory() as folder:
        reflekt = Reflekt(Path(folder) / "hjem", Path(folder) / "cache")
        reflekt.environment |= {"REFLEKT_LANG": "da", "REFLEKT_CLOCK_SPEED": "120"}
        reflekt("init", "--name", "Mette Holm")
        reflekt("ask", "x")
        reflekt("buddy", "--with", "jonas", "--focus", "mette", "--created", "2026-11-01",
                "--try", "Spørge mor, om jeg må ringe til mormor")  # fmt: skip
        screens = _session(reflekt)
    drawn = Text(f"\n\n{'═' * COLUMNS}\n\n").join(screens)
    console = Console(record=True, width=COLUMNS, file=_nowhere(), force_terminal=True)
    console.print(drawn)
    target = CHECKOUT / "docs" / "buddy.svg"
    svg = console.export_svg(title="reflekt makker", theme=THEME, unique_id="buddy")
    target.write_text(svg, encoding="utf-8", newline="\n")
    sys.stdout.write(drawn.plain + "\n")


def _session(reflekt: Reflekt) -> list[Text]:
    screen = Screen(reflekt, "makker", "--with", "jonas", columns=COLUMNS, lines=LINES)
    screen.wait("Hvem er i fokus i dag?")
    screen.type(ENTER)
    screen.wait("1 af 7")
    screen.type("Kun os to. Vi gemmer det, der blev lært, og smider resten væk.")
    screen.type(TAB + "Mormor kom med torsdag. Mor havde ventet på, at nogen spurgte.")
    screen.wait("2 af 4 min.")
    frame = screen.page()
    screen.type(NEXT)
    screen.wait("2 af 7")
    screen.type("Skolen har ringet tre gange. Jeg siger ja hver gang og tør ikke" + ENTER)
    screen.type("spørge, hvad de egentlig er bange for.")
    screen.type(NEXT + NEXT)
    screen.wait("4 af 7")
    screen.type(QUESTIONS)
    screen.wait("Mette kan vælge")
    screen.wait("4 af 12 min.")
    questions = screen.page()
    screen.type("1")
    screen.wait("> ")
    screen.type("At de står alene med det. Det har jeg aldrig sagt højt." + NEXT + NEXT)
    screen.wait("6 af 7")
    screen.type("Spørg, hvad de er bange for, før du spørger, hvad de vil. #skolesamarbejde")
    screen.type(TAB + "Drikke kaffe med skolelederen uden dagsorden")
    screen.type(TAB + "fredag")
    screen.wait("3 af 7 min.")
    take = screen.page()
    screen.type("\x03")
    screen.end()
    return [frame, questions, take]


if __name__ == "__main__":
    main()
