"""kill -9 in the middle: what was acknowledged is there, and the space is sound."""

from __future__ import annotations

import json
import random
import signal
import time

import pexpect

from tests.conftest import Reflekt
from tests.terminal.screen import ENTER, Screen

MOMENTS = 120
"""In `note`; visits and imports add the rest, 200 in all."""


def assert_nothing_lost(reflekt: Reflekt, acknowledged: dict[str, str]) -> None:
    """Every acknowledged entry is there, and one more command leaves the space sound."""
    reflekt.note("efter")
    there = {row["id"]: row["title"] for row in reflekt.json("list", "--json", "--limit", "9999")}
    assert acknowledged.items() <= there.items()
    reflekt.assert_sound()
    assert all(part["troubles"] == [] for part in reflekt.json("doctor", "--json"))


def how_long(reflekt: Reflekt, *arguments: str) -> float:
    """Seconds that a call takes."""
    began = time.monotonic()
    reflekt(*arguments)
    return time.monotonic() - began


def test_a_killed_note_is_there_or_not_and_nothing_else_is_harmed(reflekt: Reflekt) -> None:
    draw = random.Random(1)
    length = how_long(reflekt, "note", "første")
    acknowledged: dict[str, str] = {}
    killed = 0
    for number in range(MOMENTS):
        text = f"Nummer {number}"
        process = reflekt.start("note", text)
        # Most of a call is starting up: look mostly where the writing is done.
        time.sleep(length * draw.uniform(0.3, 1.1))
        process.send_signal(signal.SIGKILL)
        out, _err = process.communicate()
        killed += process.returncode == -signal.SIGKILL
        if out.endswith(b".md\n"):
            acknowledged[out.split()[0].decode()] = text
    assert killed > MOMENTS / 4
    assert_nothing_lost(reflekt, acknowledged)


NEXT = ("Is there something you take with you", "Is there one thing", "When will you try it")
"""What a visit asks after each answer: when it does, the answer has been kept."""


def test_a_killed_visit_keeps_every_answer_given(reflekt: Reflekt) -> None:
    draw = random.Random(2)
    for number in range(50):
        reflekt("mute", "P1.S1")
        screen = Screen(reflekt, "visit", "--questions", "1")
        screen.wait("What stays with you")
        given: list[str] = []
        stop = draw.randrange(1, 4)
        for step in range(stop):
            text = f"Svar {number}-{step}"
            screen.type(text)
            screen.wait(text)
            screen.type(ENTER)
            screen.type(ENTER if step != 3 else "")
            if step < stop - 1:
                screen.wait(NEXT[step])
                given.append(text)
        time.sleep(draw.uniform(0, 0.15))
        screen.process.kill(signal.SIGKILL)
        screen.process.wait()
        folder = reflekt.space / ".git" / "reflekt" / "drafts"
        kept = [json.loads(place.read_text("utf-8")) for place in folder.glob("*.json")]
        saved = " ".join(str(one["answers"]) + str(one["partial"]) for one in kept)
        for text in given:
            assert text in saved
        for place in folder.glob("*.json"):
            place.unlink()
    assert_nothing_lost(reflekt, {})


def test_a_killed_import_is_whole_commits(reflekt: Reflekt) -> None:
    draw = random.Random(3)
    lines = "\n".join(json.dumps({"text": f"Linje {n} æøå"}) for n in range(1500))
    source = reflekt.home.parent / "mange.jsonl"
    source.write_text(lines, encoding="utf-8")
    length = how_long(reflekt, "import", str(source), "--yes")
    for _ in range(30):
        process = reflekt.start("import", str(source), "--yes")
        time.sleep(length * draw.uniform(0.2, 1.0))
        process.send_signal(signal.SIGKILL)
        process.communicate()
    assert_nothing_lost(reflekt, {})
    number = len(reflekt.json("list", "--json", "--limit", "999999"))
    assert (number - 1) % 500 == 0
    for size in reflekt.git("log", "--format=%s").splitlines():
        assert size.split()[0] != "changed"


def test_a_terminal_that_goes_away_keeps_the_draft(reflekt: Reflekt) -> None:
    screen = Screen(reflekt, "visit", "--questions", "0")
    screen.wait("What stays with you")
    screen.answer("Historien", "Is there something you take")
    screen.process.close(force=True)
    assert isinstance(screen.process, pexpect.spawn)
    (draft,) = (reflekt.space / ".git" / "reflekt" / "drafts").glob("*.json")
    assert "Historien" in draft.read_text("utf-8")
