"""Five people write, edit, share, delete and sync at random, and are killed in between.

At the end everybody syncs to rest: what was acknowledged is there, all copies are equal, and every
repository is sound. Every word that is written is its own, so that each can be looked for.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import re
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from reflekt.adapters.git_remote import GitRemote
from reflekt.domain.ports import Change
from reflekt.errors import ReflektError
from tests.sync.clones import Clone, bare

OPERATIONS = 2000
SEEDS = (1, 2, 3)
NAMES = ("Mette Holm", "Jonas Bo", "Amira Aziz", "Birgit Dam", "Mette Holm")
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


class Model:
    """What must be there in the end, and what may be gone."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.draw = random.Random(seed)
        remote = bare(folder)
        self.clones = [
            Clone(folder / f"home{number}", name, remote, timedelta(hours=self.skew()))
            for number, name in enumerate(NAMES)
        ]
        self.acknowledged: set[str] = set()
        self.may_be_gone: set[str] = set()
        self.shared: dict[str, tuple[Clone, str, str]] = {}
        self.number = 0
        self.killed = 0
        self.syncs = 0

    def skew(self) -> int:
        """How many hours somebody's clock is wrong."""
        return self.draw.choice((0, 0, -30, 2, 700))

    def word(self) -> str:
        """A word nobody has written yet."""
        self.number += 1
        return f"ord{self.number}x"

    def id(self) -> str:
        """An entry id nobody has."""
        self.number += 1
        left, text = self.number, ""
        for _ in range(6):
            left, digit = divmod(left, 32)
            text = ALPHABET[digit] + text
        return text

    def step(self) -> None:
        """One thing that somebody does; now and then it is killed."""
        clone = self.draw.choice(self.clones)
        kind = self.draw.random()
        if kind < 0.06:
            self.share(clone, unnamed=kind < 0.04)
        elif kind < 0.32:
            self.write(clone)
        elif kind < 0.76:
            self.edit(clone)
        elif kind < 0.805:
            self.delete(clone)
        elif kind < 0.82:
            self.unshare()
        else:
            self.syncs += 1
            self.carry_out(lambda: clone.sync(), set(), set())

    def write(self, clone: Clone) -> None:
        id, word = self.id(), self.word()
        self.carry_out(lambda: clone.write(id, word), {word}, set())

    def share(self, clone: Clone, *, unnamed: bool) -> None:
        id, there, word = self.id(), self.id(), self.word()
        self.shared[word] = (clone, id, there)
        self.carry_out(lambda: clone.share(id, word, there, unnamed=unnamed), {word}, set())

    def unshare(self) -> None:
        fitting = [word for word in self.shared if word in self.acknowledged]
        if not fitting:
            return
        word = self.draw.choice(fitting)
        clone, id, there = self.shared.pop(word)
        texts = [text for path, text in clone.entries().items() if path.endswith(f"-{there}.md")]
        gone = {word, *re.findall(r"ord\d+x", "\n".join(texts))}
        self.carry_out(lambda: clone.unshare(id), set(), gone)

    def edit(self, clone: Clone) -> None:
        found = sorted(clone.entries())
        if not found:
            return
        path = self.draw.choice(found[-12:])
        old = (clone.space / path).read_text("utf-8")
        word = self.word()
        gone: set[str] = set()
        how = self.draw.random()
        words = re.findall(r"ord\d+x", old)
        if how < 0.4:
            text = f"{old.rstrip()}\n- {word}\n"
        elif how < 0.6:
            text = old.replace("\n## Læring", f"\n{word} bagefter\n\n## Læring", 1)
        elif how < 0.8 or not words:
            text = f"{old.rstrip()}\n\n## Eget {word}\n- [ ] Ringe {word} (senest 2026-12-04) ^a1\n"
        else:
            gone = {self.draw.choice(words)}
            text = old.replace(*gone, word)
        if word not in text:
            text = f"{text.rstrip()}\n\n{word}\n"
        by_hand = self.draw.random() < 0.2

        def change() -> None:
            if by_hand:
                temporary = clone.space / ".git" / "af-en-editor"
                temporary.write_text(text, encoding="utf-8")
                temporary.replace(clone.space / path)
                return
            journal = clone.journal()
            change = Change(path, text.encode())
            journal.commit([change], "edit", {path: old.encode()})

        self.carry_out(change, {word}, gone)

    def delete(self, clone: Clone) -> None:
        found = clone.entries()
        if not found:
            return
        path = self.draw.choice(sorted(found))
        gone = set(re.findall(r"ord\d+x", found[path]))

        def remove() -> None:
            journal = clone.journal()
            journal.commit([Change(path, None)], "delete", {path: found[path].encode()})

        self.carry_out(remove, set(), gone)

    def carry_out(self, action: Callable[[], object], words: set[str], gone: set[str]) -> None:
        """Do it: mostly here, now and then in a process that is killed on the way."""
        if self.draw.random() > 0.12:
            try:
                action()
            except ReflektError:
                self.may_be_gone |= words  # it was told: no acknowledgement
                return
            self.acknowledged |= words
            self.may_be_gone |= gone
            return
        for clone in self.clones:
            clone.close()  # a database must not be shared with the child
        child = os.fork()
        if not child:
            with suppress(BaseException):
                os.setsid()
                action()
                os._exit(0)
            os._exit(1)
        time.sleep(self.draw.uniform(0, 0.12))
        # Sometimes git goes down with us, sometimes it goes on alone.
        with suppress(ProcessLookupError):
            if self.draw.random() < 0.5:
                os.kill(child, signal.SIGKILL)
            else:
                os.killpg(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        self.killed += os.WIFSIGNALED(status)
        if os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0:
            self.acknowledged |= words
        self.may_be_gone |= gone

    def rest(self) -> None:
        """Everybody syncs until nobody has anything new."""
        for _ in range(3):
            for clone in self.clones:
                clone.sync()

    def assert_nothing_lost(self) -> None:
        first, *others = self.clones
        for clone in self.clones:
            clone.assert_sound()
            private = clone.home / "private"
            assert clone.git("status", "--porcelain", place=private) == ""
            assert clone.git("fsck", "--strict", "--no-dangling", place=private) == ""
        head = first.git("rev-parse", "HEAD")
        assert {clone.git("rev-parse", "HEAD") for clone in others} == {head}
        assert all(clone.entries() == first.entries() for clone in others)
        assert first.git("fsck", "--strict", "--no-dangling", place=first.remote) == ""
        there = set(re.findall(r"ord\d+x", "\n".join(first.entries().values())))
        assert self.acknowledged - self.may_be_gone - there == set()
        for word in self.shared:
            assert sum(word in text for text in first.entries().values()) <= 1
        assert list(first.journal().index.bad_files()) == []


def run(folder: Path, seed: int, operations: int) -> tuple[int, int]:
    """One whole run: how many were killed, and how many syncs there were."""
    # Locks of a killed git on the shared folder are watched a shorter time than in life.
    GitRemote.lock_watched_for = 0.3
    model = Model(folder, seed)
    for _ in range(operations):
        model.step()
    model.rest()
    model.assert_nothing_lost()
    return model.killed, model.syncs


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """In memory where that can be: a killed process leaves the same there as on a disk."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
    with TemporaryDirectory(dir=memory if memory.is_dir() else tmp_path) as made:
        yield Path(made)


def test_nothing_is_lost_whatever_happens(folder: Path) -> None:
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        runs = []
        for seed in SEEDS:
            place = folder / str(seed)
            place.mkdir()
            runs.append(pool.submit(run, place, seed, OPERATIONS))
        for killed, syncs in (one.result() for one in runs):
            assert killed > OPERATIONS / 50
            assert syncs > OPERATIONS / 10
