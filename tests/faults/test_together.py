"""Several at once: nobody's entry is lost."""

from __future__ import annotations

import subprocess
import sys

from tests.conftest import Reflekt

WRITER = """
import subprocess, sys
for number in range(50):
    subprocess.run([sys.executable, "-m", "reflekt", "note", f"{sys.argv[1]}-{number}"],
                   check=True, stdout=subprocess.DEVNULL)
"""


def test_eight_processes_writing_fifty_notes_each(reflekt: Reflekt) -> None:
    before = int(reflekt.git("rev-list", "--count", "HEAD"))
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(writer)],
            env=reflekt.environment,
            cwd=reflekt.home.parent,
        )
        for writer in range(8)
    ]
    assert [writer.wait() for writer in writers] == [0] * 8
    titles = [row["title"] for row in reflekt.json("list", "--json", "--limit", "999")]
    assert sorted(titles) == sorted(f"{w}-{n}" for w in range(8) for n in range(50))
    assert int(reflekt.git("rev-list", "--count", "HEAD")) == before + 400
    reflekt.assert_sound()


def test_reading_while_others_write(reflekt: Reflekt) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, "0"], env=reflekt.environment, cwd=reflekt.home.parent
    )
    while writer.poll() is None:
        reflekt("list")
        reflekt("search", "0")
    assert writer.returncode == 0
    assert len(reflekt.json("list", "--json", "--limit", "99")) == 50


def test_plain_git_beside_us(reflekt: Reflekt) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, "0"], env=reflekt.environment, cwd=reflekt.home.parent
    )
    made = 0
    while writer.poll() is None:
        (reflekt.space / f"egen-{made}.txt").write_text("x", encoding="utf-8")
        git = ["git", "-C", str(reflekt.space)]
        added = subprocess.run([*git, "add", "."], capture_output=True, env=reflekt.environment)
        if added.returncode == 0:
            subprocess.run(
                [*git, "commit", "-qm", "egen"], capture_output=True, env=reflekt.environment
            )
            made += 1
    assert writer.returncode == 0
    reflekt.note("sidst")
    assert len(reflekt.json("list", "--json", "--limit", "99")) == 51
    assert reflekt.git("fsck", "--strict", "--no-dangling") == ""
    entries = reflekt.git("ls-tree", "-r", "--name-only", "HEAD", "entries/").splitlines()
    assert len(entries) == 51
