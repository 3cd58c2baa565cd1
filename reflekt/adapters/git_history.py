"""The versions of a file, read through GitPython.

History is asked for now and then, never on the way of writing, so that GitPython's start-up
time is paid only where its reading of commits and trees is used.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from reflekt.adapters import git_process
from reflekt.domain.entry import is_id
from reflekt.domain.history import Version
from reflekt.errors import N_, NotFound

if TYPE_CHECKING:
    from git import Repo


def versions(root: Path, path: str) -> Sequence[Version]:
    """Every version of the file, oldest first. Raises DamagedData."""
    with _repository(root) as repository:
        commits = list(repository.iter_commits("HEAD", paths=path, full_history=True))
        return [
            Version(
                number,
                commit.hexsha,
                commit.authored_datetime,
                str(commit.author.name),
                str(commit.summary),
            )
            for number, commit in enumerate(reversed(commits), 1)
        ]


def read_version(root: Path, version: Version, path: str) -> bytes:
    """The file as it was. Raises NotFound for a version in which it had been removed."""
    with _repository(root) as repository:
        try:
            blob = repository.commit(version.commit).tree / path
        except KeyError:
            raise NotFound(
                N_("Version {number} is the one in which the entry was removed."),
                number=version.number,
            ) from None
        data: bytes = blob.data_stream.read()
    return data


def removed(root: Path, name: str) -> Sequence[str]:
    """Paths of entries with this id that a commit removed and that are not there now."""
    if not is_id(name):
        return []
    options = ["--diff-filter=D", "--name-only", "--format=", "-z", "--no-renames"]
    listing = git_process.run(root, ["log", *options, "--", f"entries/**/*-{name}.md"])
    paths = {path for path in listing.decode("utf-8", "surrogateescape").split("\0") if path}
    return sorted(path for path in paths if not (root / path).exists())


@contextmanager
def _repository(root: Path) -> Iterator[Repo]:
    with _own_surroundings():
        import git

        git.refresh(git_process.git_program())
        try:
            with git.Repo(root) as repository:
                yield repository
        except (git.InvalidGitRepositoryError, git.NoSuchPathError) as problem:
            raise git_process.failed(f"fatal: {problem} is no repository".encode()) from problem
        except git.GitCommandError as problem:
            raise git_process.failed(str(problem.stderr).encode()) from problem


@contextmanager
def _own_surroundings() -> Iterator[None]:
    """GitPython heeds the process's own environment, from its import on: lend it ours."""
    before = dict(os.environ)
    ours = git_process.surroundings() | {"GIT_PYTHON_REFRESH": "quiet"}
    for name in before.keys() - ours.keys():
        del os.environ[name]
    os.environ.update(ours)
    try:
        yield
    finally:
        for name in os.environ.keys() - before.keys():
            del os.environ[name]
        os.environ.update(before)
