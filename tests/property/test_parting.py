"""Where two histories parted, and what either did since, against plain git on random histories."""

from __future__ import annotations

import random
import subprocess
from pathlib import Path

import pytest

from reflekt.adapters.git_exchange import GitExchange
from reflekt.domain.exchange import FileDiff
from reflekt.errors import DamagedData, NotSynchronised

_MESSAGES = (b"sync", b"", b"\n\n", b"a\0b", b"<\n>\n:100644 100644 a b M\n")
_PATHS = ("a", "b", "d/e", '"q\\"', '"n\\nl"', "æ", ":x", "-r")
_NO_BLOB = "0" * 40


def git(root: Path, *arguments: str, told: bytes = b"") -> list[str]:
    """The words that plain git prints, or none where it says no."""
    command = ["git", "-C", str(root), *arguments]
    done = subprocess.run(command, input=told, capture_output=True, check=False)
    return done.stdout.decode().split() if done.returncode == 0 else []


def history(root: Path, draw: random.Random) -> list[str]:
    """Commits on commits: with several roots, octopus merges and merges both ways."""
    lines: list[bytes] = []
    number = draw.randint(4, 16)
    for one in range(1, number + 1):
        near = range(max(1, one - 4), one)
        parents = draw.sample(near, min(len(near), draw.choice([0, 1, 1, 1, 2, 2, 2, 3])))
        message, when = draw.choice(_MESSAGES), 1_700_000_000 + draw.randint(0, 50)
        lines.append(f"reset refs/heads/h\ncommit refs/heads/h\nmark :{one}\n".encode())
        lines.append(f"committer A <a@b> {when} +0000\ndata {len(message)}\n".encode() + message)
        for place, parent in enumerate(parents):
            lines.append(f"\n{'merge' if place else 'from'} :{parent}".encode())
        for path in draw.sample(_PATHS, draw.choice([0, 1, 1, 2])):
            change = f"M 100644 inline {path}\ndata 1\n{draw.randint(0, 5)}"
            lines.append(f"\n{change if draw.random() < 0.8 else f'D {path}'}".encode())
        lines.append(b"\n")
    marks = root / "marks"
    feed = b"".join([*lines, b"done\n"])
    fast = ["git", "-C", str(root), "fast-import", "--quiet", "--done", f"--export-marks={marks}"]
    subprocess.run([*fast, "--force"], input=feed, check=True, capture_output=True)
    return [line.split()[1] for line in marks.read_text().splitlines()]


def plainly(root: Path, old: str, new: str) -> set[FileDiff]:
    command = ["diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-abbrev", old, new]
    done = subprocess.run(["git", "-C", str(root), *command], capture_output=True, check=True)
    fields = done.stdout.decode().split("\0")
    found = set()
    for about, path in zip(fields[::2], fields[1::2], strict=False):
        _, mode, *blobs, _ = about.split()
        found.add(FileDiff(path, mode, *(None if blob == _NO_BLOB else blob for blob in blobs)))
    return found


@pytest.mark.parametrize("seed", range(6))
def test_two_histories_parted_where_plain_git_says(tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)
    subprocess.run(["git", "init", "-q", "-b", "main", str(tmp_path)], check=True)
    commits = history(tmp_path, draw)
    for _ in range(8):
        ours, theirs = draw.sample(commits, 2)
        git(tmp_path, "update-ref", "refs/heads/main", ours)
        exchange = GitExchange(tmp_path, "Mette Holm")
        bases = git(tmp_path, "merge-base", "--all", ours, theirs)
        tree = git(tmp_path, "rev-parse", f"{theirs}^{{tree}}")[0]
        seen = draw.choice([None, "no commit", "f" * 40, tree, draw.choice(commits), *bases])
        if not bases:
            with pytest.raises(NotSynchronised):
                exchange.divergence(theirs, seen)
            continue
        parted = exchange.divergence(theirs, seen)
        assert parted.base in bases
        assert set(parted.incoming.values()) == plainly(tmp_path, parted.base, theirs)
        assert set(parted.outgoing.values()) == plainly(tmp_path, parted.base, ours)
        sent = git(tmp_path, "rev-list", "--no-merges", ours, f"^{theirs}")
        assert {one.id for one in exchange.made(theirs, ours)} == set(sent)
        came = git(tmp_path, "rev-list", "--no-merges", theirs, f"^{ours}")
        assert {one.id for one in exchange.made(parted.base, theirs)} == set(came)


def test_where_git_cannot_say_what_changed_nothing_is_taken_for_unchanged(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", "-b", "main", str(tmp_path)], check=True)
    who = "committer A <a@b> 1700000000 +0000\ndata 0\n"
    roots = "".join(
        f"commit refs/heads/{name}\n{who}M 100644 inline {name}\ndata 1\n{name}\n" for name in "abc"
    )
    merges = "".join(
        f"commit refs/heads/{name}m\n{who}from refs/heads/a\nmerge refs/heads/{name}\n"
        f"M 100644 inline {name}\ndata 1\n{name}\n"
        for name in "bc"
    )
    git(
        tmp_path, "-c", "fastimport.unpackLimit=99", "fast-import", told=f"{roots}{merges}".encode()
    )
    ours, theirs, tree = git(tmp_path, "rev-parse", "bm", "cm", "a^{tree}")
    git(tmp_path, "update-ref", "refs/heads/main", ours)
    (tmp_path / ".git" / "objects" / tree[:2] / tree[2:]).unlink()
    with pytest.raises(DamagedData):
        GitExchange(tmp_path, "Mette Holm").divergence(theirs, None)
