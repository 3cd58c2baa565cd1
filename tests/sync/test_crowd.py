"""Twenty people who send at the same moment: all of it arrives, and nobody tries for ever."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from tests.sync.clones import Clone, bare

CROWD = 20


def test_twenty_who_send_at_once_all_get_through(tmp_path: Path) -> None:
    remote = bare(tmp_path)
    clones = [
        Clone(tmp_path / f"home{n}", f"Navn{chr(97 + n)} Bo", remote, timedelta())
        for n in range(CROWD)
    ]
    for number, clone in enumerate(clones):
        clone.write(f"abc{number:03}".replace("l", "x"), f"ord{number}x")
        clone.close()
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "reflekt", "sync", "team", "--json"],
            env={"REFLEKT_HOME": str(clone.home), "PATH": _path(), "REFLEKT_LANG": "en"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for clone in clones
    ]
    said = [one.communicate(timeout=170) for one in started]
    assert [one.returncode for one in started] == [0] * CROWD, said
    clones[0].sync()
    assert len(clones[0].entries()) == CROWD
    clones[0].assert_sound()
    assert clones[0].git("fsck", "--strict", "--no-dangling", place=remote) == ""


def _path() -> str:
    import os

    return os.environ["PATH"]
