"""The files of a space on disk: read without following links, written whole or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from reflekt.adapters.files import (
    FILE_MODE,
    disk_problem,
    explained,
    make_folder,
    sync_folder,
    write_atomic,
)
from reflekt.domain.ports import Change, FileState
from reflekt.errors import N_, DamagedData, NotFound

_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)
_READ = os.O_RDONLY | _NOFOLLOW | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class WorkTree:
    """The files beneath `root`; temporary files go by way of `by_way_of` on the same disk."""

    def __init__(self, root: Path, by_way_of: Path) -> None:
        self.root = root
        self._by_way_of = by_way_of
        self._beneath = os.path.join(root, "")  # noqa: PTH118 - a hot path: pathlib costs more
        self._folders_inside: set[str] = set()
        self._plain_folders: set[str] = set()

    def read(self, path: str) -> bytes:
        """See ports.Store.read."""
        return self.read_with_state(path)[0]

    def read_with_state(self, path: str) -> tuple[bytes, FileState]:
        """See ports.Store.read_with_state."""
        place = self._plain_place(path)
        try:
            descriptor = os.open(place, _READ)
        except FileNotFoundError:
            raise NotFound(N_("There is no file {path}."), path=path) from None
        except OSError as problem:
            if os.path.islink(place):  # noqa: PTH114 - a hot path: pathlib costs more
                raise _is_link(path) from None
            raise disk_problem(problem, Path(place)) from problem
        try:
            about = os.fstat(descriptor)
            if not stat.S_ISREG(about.st_mode):
                raise DamagedData(N_("{path} is not an ordinary file."), path=path)
            data = os.read(descriptor, about.st_size + 1)
            if len(data) != about.st_size:  # it grows meanwhile, or is more than one read gives
                while more := os.read(descriptor, 1 << 20):
                    data += more
        except OSError as problem:
            raise disk_problem(problem, Path(place)) from problem
        finally:
            os.close(descriptor)
        return data, FileState(len(data), about.st_mtime_ns)

    def folders(self) -> Mapping[str, int]:
        """See ports.Store.folders."""
        found = {}
        for year in _subfolders(self.root / "entries"):
            for month in _subfolders(year.path):
                path = f"entries/{year.name}/{month.name}"
                found[path] = month.stat(follow_symlinks=False).st_mtime_ns
            found[f"entries/{year.name}"] = year.stat(follow_symlinks=False).st_mtime_ns
        return found

    def files_in(self, folder: str) -> Iterator[tuple[str, int, int]]:
        """See ports.Store.files_in."""
        for file in self._entries_in(folder):
            about = file.stat(follow_symlinks=False)
            yield f"{folder}/{file.name}", about.st_size, about.st_mtime_ns

    def entry_files(self) -> Iterator[str]:
        """See ports.Store.entry_files."""
        for folder in self.folders():
            for file in self._entries_in(folder):
                yield f"{folder}/{file.name}"

    def _entries_in(self, folder: str) -> Iterator[os.DirEntry[str]]:
        with (
            suppress(FileNotFoundError, NotADirectoryError),
            os.scandir(self.root / folder) as all_,
        ):
            for file in all_:
                if file.name.endswith(".md") and not file.name.startswith("."):
                    yield file

    def beneath(self, folder: str) -> Sequence[str]:
        """See ports.Store.beneath."""
        found: list[str] = []
        waiting = [folder]
        while waiting:
            inside = waiting.pop()
            if self.place(inside).is_symlink():
                continue
            with (
                suppress(FileNotFoundError, NotADirectoryError),
                os.scandir(self.place(inside)) as all_,
            ):
                for one in all_:
                    if one.name.startswith("."):
                        continue
                    if one.is_dir(follow_symlinks=False):
                        waiting.append(f"{inside}/{one.name}")
                    elif one.is_file(follow_symlinks=False):
                        found.append(f"{inside}/{one.name}")
        return sorted(found)

    def state(self, path: str) -> FileState | None:
        """See ports.Store.state."""
        try:
            about = os.lstat(self._inside(path))
        except OSError:
            return None
        return FileState(about.st_size, about.st_mtime_ns)

    def place(self, path: str) -> Path:
        """The path on this machine. Raises DamagedData for a path that leads out of the space."""
        parts = path.split("/")
        if any(part in ("", ".", "..", ".git") or "\\" in part or ":" in part for part in parts):
            raise DamagedData(N_("{path} is not a path inside the space."), path=path)
        return self.root.joinpath(*parts)

    def _inside(self, path: str) -> str:
        """As `place`, for many files: each folder is looked at once."""
        folder, _, name = path.rpartition("/")
        if folder not in self._folders_inside:
            self.place(path)
            self._folders_inside.add(folder)
        if name in ("", ".", "..", ".git") or "\\" in name or ":" in name:
            raise DamagedData(N_("{path} is not a path inside the space."), path=path)
        return self._beneath + path

    def _plain_place(self, path: str) -> str:
        """The path on this machine, no part of it a link; folders are looked at once."""
        place = self._inside(path)
        folder = path.rpartition("/")[0]
        if folder not in self._plain_folders:
            self._refuse_links(Path(place))
            self._plain_folders.add(folder)
        if not _NOFOLLOW and os.path.islink(place):  # noqa: PTH114
            raise _is_link(path)
        return place

    def _refuse_links(self, place: Path) -> None:
        for folder in place.parents:
            if folder == self.root:
                return
            if folder.is_symlink():
                raise _is_link(folder.relative_to(self.root).as_posix())

    def current(self, path: str) -> bytes | None:
        """The file's bytes, or None where there is no file."""
        try:
            return self.read(path)
        except NotFound:
            return None

    def put(self, change: Change) -> None:
        """Write or remove the file, durably."""
        place = self.place(change.path)
        self._refuse_links(place)
        with explained(place):
            if change.data is None:
                with suppress(FileNotFoundError):
                    place.unlink()
                    sync_folder(place.parent)
            else:
                make_folder(place.parent)
                write_atomic(place, change.data, by_way_of=self._by_way_of)

    def put_many(self, files: Sequence[Change]) -> None:
        """Write new files, and let the disk have them all at the end instead of one by one."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        each = not hasattr(os, "sync")
        places = [self._inside(file.path) for file in files]
        for folder in {file.path.rpartition("/")[0] for file in files}:
            self._refuse_links(self.root / folder / "file")
            with explained(self.root / folder):
                make_folder(self.root / folder)
        for place, file in zip(places, files, strict=True):
            try:
                descriptor = os.open(place, flags, FILE_MODE)
                try:
                    _write_all(descriptor, file.data or b"")
                    if each:
                        os.fsync(descriptor)
                finally:
                    os.close(descriptor)
            except OSError as problem:
                raise disk_problem(problem, Path(place)) from problem
        if not each:
            os.sync()

    def put_back(self, before: Mapping[str, bytes | None]) -> None:
        """Make files say again what they said before."""
        for path, data in before.items():
            if self.current(path) != data:
                self.put(Change(path, data))


def _write_all(descriptor: int, data: bytes) -> None:
    written = os.write(descriptor, data)
    while written < len(data):
        written += os.write(descriptor, data[written:])


def _is_link(path: str) -> DamagedData:
    return DamagedData(
        N_("{path} is a link to somewhere else; reflekt does not follow links."), path=path
    )


def _subfolders(folder: Path | str) -> list[os.DirEntry[str]]:
    with suppress(FileNotFoundError, NotADirectoryError), os.scandir(folder) as all_:
        return [one for one in all_ if one.is_dir(follow_symlinks=False)]
    return []
