"""A merge that was interrupted after its commit was made: the files on disk follow it."""

from __future__ import annotations

from collections.abc import Sequence

from reflekt.adapters import git_blobs
from reflekt.adapters.git_commit import GitCommits
from reflekt.adapters.git_index import NOTHING
from reflekt.domain.merge import merged_file
from reflekt.domain.ports import Change


def finish_merge(space: GitCommits, parent: str, paths: Sequence[str]) -> None:
    """Let the files follow a merge made upon `parent`.

    What a person wrote into one of them meanwhile is merged with what came in.
    """
    head = space.head()
    if head is None or head == parent:
        return
    new = space.blobs_at(paths)
    old = space.blobs_at(paths, parent) if parent != NOTHING else {}
    contents = git_blobs.read(space.root, space.own_folder, [*new.values(), *old.values()])
    for path in paths:
        here = space.current(path)
        was = contents[old[path]] if path in old else None
        will_be = contents[new[path]] if path in new else None
        half_written = was is None and here and will_be and will_be.startswith(here)
        if here not in (was, will_be) and not half_written:
            merged = merged_file(path, was, here, will_be)
            will_be = merged.data
            if merged.beside:
                space.put(merged.beside)
        if here != will_be:
            space.put(Change(path, will_be))
