"""What takes seconds says so to whoever watches."""

from tests.conftest import Reflekt
from tests.terminal.screen import Screen

SAID = "Making the questions ready"


def own_words(reflekt: Reflekt, text: str) -> None:
    place = reflekt.space / "templates" / "principles" / "en.toml"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(f'neutral = ["{text}"]\n', encoding="utf-8")


def test_making_the_questions_ready_is_said_once_on_a_terminal_and_never_in_a_pipe(
    reflekt: Reflekt,
) -> None:
    own_words(reflekt, "We met at nine.")
    piped = reflekt("ask", "I did not dare to ask her mother")
    assert SAID not in piped.err + piped.out
    own_words(reflekt, "We met at ten.")
    first = Screen(reflekt, "ask", "I did not dare to ask her mother")
    assert first.end() == 0
    assert SAID in first.text()
    again = Screen(reflekt, "ask", "I did not dare to ask her mother")
    assert again.end() == 0
    assert SAID not in again.text()
