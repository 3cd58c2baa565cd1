"""What the outside must offer. Adapters implement these; the domain and the use cases
know nothing else of files, git, databases, clocks or chance."""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, cast

if TYPE_CHECKING:
    import hashlib
    from typing import Protocol

    from reflekt.domain.asking import AskedBefore
    from reflekt.domain.due import DueAction, Mine
    from reflekt.domain.health import BadFile, Trouble
    from reflekt.domain.history import Version
else:
    Protocol = object

# Every command loads this module. Its annotations are no texts (each would be compiled when its
# tuple is made) and its ports are plain classes when it runs: half the time. What a few commands
# need alone has modules of its own.


_WORTH_HASHLIB = 600


class Change(NamedTuple):
    """One file of a space to write (`data`) or to remove (`data` is None)."""

    path: str
    data: bytes | None


class Commit(NamedTuple):
    """A commit that was made, and the one it was made upon (None: the first)."""

    id: str
    parent: str | None


class FileState(NamedTuple):
    """What the file system says of a file without reading it."""

    size: int
    modified_ns: int


def blob_id(data: bytes) -> str:
    """The name git gives to a file with these bytes (SHA-1 repositories)."""
    digest = _sha1()(b"blob %d\0" % len(data), usedforsecurity=False)
    digest.update(data)
    return digest.hexdigest()


def expect_files(number: int) -> None:
    """So many files are about to be named: worth the 4 ms that hashlib (OpenSSL) takes to load."""
    if number > _WORTH_HASHLIB:
        import_module("hashlib")


def _sha1() -> "Callable[..., hashlib._Hash]":
    """hashlib takes 2 µs a file, what Python has built in 8 µs and nothing to load."""
    if "hashlib" not in sys.modules:
        with suppress(ImportError):
            return cast("Callable[..., hashlib._Hash]", import_module("_sha1").sha1)
    import hashlib

    return hashlib.sha1


class Store(Protocol):
    """The files of one space, and every version of them."""

    def commit(
        self,
        changes: Sequence[Change],
        message: str,
        *,
        when: datetime,
        meanwhile: Callable[[], None] | None = None,
        expected: Mapping[str, bytes | None] | None = None,
        unnamed: bool = False,
    ) -> Commit:
        """Write the changes to disk and commit them as one.

        All or nothing, under the space's lock, durable on return, and finished by the next
        call if interrupted. `meanwhile` runs while git works. `expected` holds what the caller
        believes stands in a file now: raises ChangedUnderneath where it does not.
        `message` holds kinds and ids, never text of an entry. `unnamed`: the commit is signed
        by nobody, also when it has to be finished later.
        Raises EnvironmentProblem (disk, permission, git) or DamagedData (repository state);
        then nothing has been changed.
        """

    def add_many(
        self,
        files: Sequence[Change],
        message: str,
        *,
        when: datetime,
        meanwhile: Callable[[], None] | None = None,
    ) -> Commit:
        """Add many new files at once: as `commit`, except that an interrupted one is undone.

        Raises ChangedUnderneath where one of the files exists.
        """

    def read(self, path: str) -> bytes:
        """The file's bytes. Raises NotFound, or DamagedData for what is no plain file."""

    def read_with_state(self, path: str) -> tuple[bytes, FileState]:
        """As `read`, with what the file system says of the file that was read."""

    def head(self) -> str | None:
        """The id of the newest commit; None before the first."""

    def entry_files(self) -> Iterator[str]:
        """Every file under `entries/` that ends in .md, in no order; links are not followed."""

    def folders(self) -> Mapping[str, int]:
        """The month folders under `entries/` and when each was last changed (ns)."""

    def files_in(self, folder: str) -> Iterator[tuple[str, int, int]]:
        """The entry files in one folder: path, size and time of change, as in FileState."""

    def beneath(self, folder: str) -> Sequence[str]:
        """Paths of the plain files beneath a folder of the space, sorted; links are not followed,
        and names that begin with a dot are left out."""

    def state(self, path: str) -> FileState | None:
        """What the file system says of the file; None where there is none."""

    def committed(self) -> Iterator[tuple[str, str]]:
        """Every file under `entries/` in the newest commit, with its blob id, in the order of
        the bytes of their paths; looked up while the first are being used."""

    def changed_between(self, old: str, new: str) -> Mapping[str, str | None] | None:
        """Files under `entries/` that differ between two commits, with their blob id in `new`
        (None: not there any more); None if it can't be told, as after a rewritten history."""

    def versions(self, path: str) -> Sequence["Version"]:
        """Every version of the file, oldest first."""

    def read_version(self, version: "Version", path: str) -> bytes:
        """The file as it was in that version. Raises NotFound."""

    def removed(self, name: str) -> Sequence[str]:
        """Paths of entries whose file name ends in this id, once committed and there no more."""

    def troubles(self) -> Sequence["Trouble"]:
        """What is wrong with the repository, for `doctor`."""

    def mend(self) -> None:
        """Put right what is derived (git's index against its newest commit, left-over files)."""


class Row(NamedTuple):
    """What a list shows of an entry, without its text."""

    id: str
    kind: str
    created: datetime
    author: str
    title: str
    family: str
    themes: tuple[str, ...]
    path: str


class Hit(NamedTuple):
    """A row that answers a search, with the sentence it was found in.

    `marks` are (start, end) offsets of the found words in `sentence`.
    """

    row: Row
    sentence: str
    marks: tuple[tuple[int, int], ...]


class Filter(NamedTuple):
    """Which entries to list: every given condition must hold.

    `until` is the last day included; `item` is a principle, sign or threat that was asked about;
    `without` is an FTS5 expression that must not fit.
    """

    kind: str | None = None
    since: date | None = None
    until: date | None = None
    theme: str | None = None
    item: str | None = None
    family: str | None = None
    author: str | None = None
    without: str | None = None
    has_themes: bool = False


class VectorCache(Protocol):
    """Where directions are kept, under the digest of their text; may be thrown away."""

    def kept_vectors(self, keys: Sequence[bytes]) -> Mapping[bytes, bytes]:
        """Those that are kept."""

    def keep_vectors(self, vectors: Mapping[bytes, bytes]) -> None:
        """Keep them for the next time; where that can't be done, the next time takes longer."""


class Index(VectorCache, Protocol):
    """A cache over the entries of one space: can be thrown away at any moment."""

    def refresh(self, progress: Callable[[int, int], None] | None = None) -> Sequence[str]:
        """Bring the index up to what the files and the newest commit say.

        `progress` is told (files done, files in all) while many are read. Returns the paths of
        files written, changed or removed by other hands that no commit holds yet.
        """

    def record(self, changes: Sequence[Change]) -> None:
        """Take in changes that are being committed; `settle` makes them count."""

    def settle(self, commit: Commit) -> None:
        """The recorded changes are committed: the index now stands where `commit` stands,
        provided that it stood at its parent."""

    def newest(self, limit: int, where: Filter, offset: int = 0) -> Sequence[Row]:
        """Entries that fit, newest first."""

    def holds(self, id: str) -> bool:
        """Whether an entry has this id."""

    def matching(self, prefix: str, limit: int = 10) -> Sequence[Row]:
        """Entries whose id begins with the prefix."""

    def search(self, query: str, limit: int, where: Filter) -> Sequence[Hit]:
        """Entries that answer an FTS5 expression, best first."""

    def asked(self, limit: int = 2000) -> Sequence["AskedBefore"]:
        """Questions asked in earlier entries, newest first."""

    def due(
        self, until: date | None, limit: int = 20, mine: "Mine | None" = None
    ) -> Sequence["DueAction"]:
        """Open actions to be tried by that day or earlier, the earliest first; without a day
        all that are open, those with no date at the end."""

    def themes(self) -> Mapping[str, int]:
        """Every theme in use and in how many entries, most used first."""

    def bad_files(self) -> Sequence["BadFile"]:
        """Files that could not be read as entries."""

    def troubles(self) -> Sequence["Trouble"]:
        """What is wrong with the index itself, for `doctor`; all of it can be mended."""

    def rebuild(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Throw the index away and make it again from the files."""


class Encoder(Protocol):
    """How near texts are to labels: the lexical matcher, or one that knows meaning."""

    def scores(self, text: str) -> Mapping[str, float]:
        """A score in 0..1 per label for one text; labels that don't speak may be left out."""

    def prepare(self, texts: Sequence[str]) -> None:
        """These will be asked about: what is quicker done for all of them at once is done."""


class Signer(Protocol):
    """Signatures by which a ballot is known to be its voter's own. Keys are texts."""

    def fresh_key(self) -> str:
        """A new secret key."""

    def public(self, key: str) -> str:
        """The public half of a secret key."""

    def sign(self, key: str, data: bytes) -> str:
        """The signature of these bytes."""

    def verify(self, public: str, data: bytes, signature: str) -> bool:
        """Whether the signature of these bytes was made with that key."""


class Meaning(Protocol):
    """What texts mean, as directions: texts that mean the same lie near one another."""

    def vectors(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        """A direction of length one for each text, the same whatever stands beside it."""


class Clock(Protocol):
    """The time of day, with its offset from UTC."""

    def now(self) -> datetime:
        """Now, to the second."""


class Drafts(Protocol):
    """What was begun and not saved yet. Every save is on disk before it returns."""

    def save(self, name: str, content: Mapping[str, object]) -> None:
        """Keep the draft, replacing an earlier one of that name."""

    def load(self, name: str) -> Mapping[str, object]:
        """The draft. Raises NotFound, or DamagedData if it cannot be read."""

    def names(self) -> Sequence[str]:
        """The drafts there are, newest first."""

    def drop(self, name: str) -> None:
        """Throw the draft away."""

    def where(self, name: str) -> str:
        """Where the draft lies, for people."""

    def keep_page(self, name: str, data: bytes) -> str:
        """Put a page for an editor among the drafts; never over another. Returns its path."""

    def pages(self) -> Sequence[str]:
        """The paths of pages that an editor has left, newest first."""


class Cleared(Protocol):
    """What people have said yes to before: marks that tell nothing by themselves."""

    def knows(self, mark: str) -> bool:
        """Whether it was said yes to."""

    def remember(self, marks: Sequence[str]) -> None:
        """Keep the marks. On disk before it returns."""


class Ids(Protocol):
    """Where new entry ids come from."""

    def fresh(self, taken: Callable[[str], bool]) -> str:
        """An id that `taken` does not know."""

    def token(self) -> str:
        """Sixteen characters that nobody can guess and nobody else has."""


class NaturalDates(Protocol):
    """Dates as people write them: "fredag", "om 14 dage", "sidste måned", "2026-12-04"."""

    def day(self, text: str, today: date, language: str) -> date | None:
        """The coming day the text means; None where it means none."""

    def is_counted(self, text: str) -> bool:
        """Whether the text counts from today ("om 14 dage"), so that any day may come of it."""

    def period(self, text: str, today: date, language: str) -> tuple[date, date] | None:
        """First and last day of the past day, week, month or year the text means."""


class WorkingDays(Protocol):
    """On which days people are at work."""

    def free(self, day: date, language: str) -> str | None:
        """None on a working day; else the holiday's name in the language, empty at weekends."""


class Shown(Protocol):
    """What has been shown to somebody today, so that nothing is brought up twice."""

    def on(self, day: date) -> frozenset[str]:
        """The names of what was shown that day."""

    def add(self, day: date, names: Iterable[str]) -> None:
        """Remember that these were shown that day; what was shown on other days is forgotten."""


class SpaceSettings(NamedTuple):
    """A space as the home knows it.

    `remote` is where it is shared, empty where it is not; `author` is my short name there where
    it is not the home's own; `address` is what git calls me there. `token` stands for me in
    unnamed entries and `key` signs my ballots: both are known to me alone.
    """

    name: str
    kind: str
    path: str
    remote: str = ""
    author: str = ""
    token: str = ""
    key: str = ""
    address: str = ""


class Settings(NamedTuple):
    """What `reflekt.toml` holds."""

    name: str
    author: str
    language: str
    spaces: tuple[SpaceSettings, ...]
    muted: tuple[str, ...] = ()
    semantic: bool = True
