"""Remotes as they are in life: ssh, https, a full disk, a folder that may only be read.

Whatever stands in the way is said in Danish with exit code 5, nothing typed is lost, and when it
is out of the way the next sync finishes.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

import pytest

from tests.cli.together import Person, Together, assert_both_ways
from tests.sync.servers import HttpsGit, Sshd, key
from tests.terminal.screen import Screen

DANISH = {"REFLEKT_LANG": "da"}


@pytest.fixture
def together(tmp_path: Path, cache: Path) -> Together:
    """Everybody; the shared repository at a path that stands in an address as it is."""
    made = Together(tmp_path, cache)
    made.remote = tmp_path / "server" / "team.git"
    subprocess.run(["git", "init", "-q", "--bare", str(made.remote)], check=True)
    return made


def says(one: Person, *arguments: str, code: int = 5) -> str:
    """What somebody reads in Danish where it can't be done."""
    return one(*arguments, env=DANISH, code=code).err


def assert_kept(one: Person, *told: str) -> None:
    """A sync that can't be done says this and loses nothing."""
    one("import", "-", "--space", "team", "--yes", stdin='{"text": "vi lyttede"}\n')
    said = says(one, "sync", "team")
    for words in told:
        assert words in said
    assert one.titles() == ["vi lyttede"]
    one.assert_sound()


def assert_finished(one: Person, together: Together) -> None:
    """The next sync sends what waited, and the shared repository is sound."""
    assert one.sync()[0]["sent"] == 1
    together.git(together.remote, "fsck", "--strict", "--no-dangling")


class BySsh:
    """Somebody's ssh: which key they have and which servers they know."""

    def __init__(self, folder: Path, server: Sshd) -> None:
        self.folder = folder
        self.server = server
        self.own = key(folder / "id")
        server.let_in(self.own)
        self.uses(self.own)
        self.knows(server.known())

    def uses(self, own: Path) -> None:
        """Settings as they stand in ~/.ssh/config, which ssh finds whatever HOME says."""
        settings = self.folder / "config"
        settings.write_text(
            f"Host *\n  IdentityFile {own}\n  IdentitiesOnly yes\n"
            f"  UserKnownHostsFile {self.folder}/known\n  GlobalKnownHostsFile {os.devnull}\n"
        )
        program = self.folder / "programs" / "ssh"
        program.parent.mkdir(exist_ok=True)
        program.write_text(f"#!/bin/sh\nexec '{shutil.which('ssh')}' -F '{settings}' \"$@\"\n")
        program.chmod(0o755)

    def knows(self, line: str) -> None:
        """Know these servers and no others."""
        (self.folder / "known").write_text(line)

    def given_to(self, *people: Person) -> None:
        """They work with this ssh."""
        for one in people:
            one.environment["PATH"] = f"{self.folder}/programs:{os.environ['PATH']}"
            one.environment.pop("SSH_AUTH_SOCK", None)


@pytest.fixture
def ssh(tmp_path: Path) -> Iterator[BySsh]:
    server = Sshd(tmp_path / "sshd")
    try:
        yield BySsh(tmp_path / "ssh", server)
    finally:
        server.stop()


@pytest.fixture
def mette_by_ssh(together: Together, ssh: BySsh) -> Person:
    """Mette, whose space lies on a server reached by ssh."""
    mette = together.person("Mette Holm")
    ssh.given_to(mette)
    mette("space", "add", "team", "--remote", ssh.server.url(together.remote))
    return mette


def test_by_ssh_what_one_writes_the_other_reads(
    together: Together, ssh: BySsh, mette_by_ssh: Person
) -> None:
    jonas = together.person("Jonas Bo")
    ssh.given_to(jonas)
    jonas("space", "add", "team", "--remote", ssh.server.url(together.remote))
    assert_both_ways(mette_by_ssh, jonas)


def _another_key(ssh: BySsh) -> None:
    ssh.uses(key(ssh.folder / "fremmed"))


def _another_server(ssh: BySsh) -> None:
    ssh.knows(ssh.server.known().rpartition("]")[0] + f"]:{ssh.server.port} {_public(ssh)}")


def _public(ssh: BySsh) -> str:
    return ssh.own.with_name("id.pub").read_text()


@pytest.mark.parametrize(
    ("spoil", "said", "hint"),
    [
        (_another_key, "lukker dig ikke ind", "din ssh-nøgle"),
        (lambda ssh: ssh.knows(""), "kender ikke serveren", "hvad dens nøgle er"),
        (_another_server, "en anden nøgle end før", "før du gør mere"),
    ],
    ids=["wrong key", "unknown server", "another server"],
)
def test_by_ssh_a_closed_door_is_said_and_nobody_waits(
    together: Together,
    ssh: BySsh,
    mette_by_ssh: Person,
    spoil: Callable[[BySsh], object],
    said: str,
    hint: str,
) -> None:
    spoil(ssh)
    refused = says(
        mette_by_ssh, "space", "add", "andre", "--remote", ssh.server.url(together.remote)
    )
    assert said in refused
    assert hint in refused
    assert not (mette_by_ssh.home / "andre").exists()
    assert_kept(mette_by_ssh, said, hint)
    ssh.uses(ssh.own)
    ssh.knows(ssh.server.known())
    assert_finished(mette_by_ssh, together)


def test_by_ssh_a_server_or_repository_that_is_gone_is_said(
    together: Together, ssh: BySsh, mette_by_ssh: Person
) -> None:
    away = together.remote.with_name("væk.git")
    together.remote.rename(away)
    assert "er adressen den rigtige" in says(mette_by_ssh, "sync")
    away.rename(together.remote)
    ssh.server.stop()
    assert_kept(mette_by_ssh, "ikke til at finde lige nu", "Er du på nettet")


@pytest.fixture
def https(together: Together, tmp_path: Path) -> Iterator[HttpsGit]:
    server = HttpsGit(tmp_path / "https", together.remote.parent)
    try:
        yield server
    finally:
        server.stop()


def settings(one: Person, *lines: str) -> None:
    """Somebody's own ~/.gitconfig."""
    (one.home.parent / ".gitconfig").write_text("\n".join(lines) + "\n", encoding="utf-8")


def trusting(server: HttpsGit) -> tuple[str, str]:
    """The lines of ~/.gitconfig by which git trusts the server."""
    return "[http]", f"sslCAInfo = {server.certificate}"


def by_https(together: Together, https: HttpsGit, name: str) -> Person:
    """Somebody whose space lies on a server reached by https."""
    person = together.person(name)
    settings(person, *trusting(https))
    person("space", "add", "team", "--remote", https.url("team.git"))
    return person


def many_words() -> str:
    """Letters that no compression makes much smaller."""
    return os.urandom(200_000).translate(bytes(b"a"[0] + n % 26 for n in range(256))).decode()


@pytest.fixture
def mette_by_https(together: Together, https: HttpsGit) -> Person:
    return by_https(together, https, "Mette Holm")


def test_by_https_what_one_writes_the_other_reads(
    together: Together, https: HttpsGit, mette_by_https: Person
) -> None:
    assert_both_ways(mette_by_https, by_https(together, https, "Jonas Bo"))


def test_by_https_more_than_git_sends_in_one_piece_arrives(
    together: Together, https: HttpsGit, mette_by_https: Person
) -> None:
    settings(mette_by_https, *trusting(https), "postBuffer = 65536")
    words = many_words()
    line = f'{{"text": "{words}"}}\n'
    mette_by_https("import", "-", "--space", "team", "--yes", stdin=line)
    assert_finished(mette_by_https, together)


def test_while_git_takes_long_a_terminal_shows_how_far_it_is_and_a_pipe_nothing(
    together: Together, https: HttpsGit, mette_by_https: Person
) -> None:
    jonas = by_https(together, https, "Jonas Bo")
    words = many_words()
    lines = "".join(f'{{"text": "{words[n : n + 2000]}"}}\n' for n in range(0, 200_000, 2000))
    mette_by_https("import", "-", "--space", "team", "--yes", stdin=lines)
    mette_by_https.sync()
    https.pace = 0.07
    screen = Screen(jonas, "sync", "team", columns=100)
    screen.wait(lambda shown: bool(re.search(r"Syncing team … \d+ % fetched", shown)))
    assert screen.end() == 0
    assert screen.text().strip() == "team: 100 entries fetched."
    said = mette_by_https("sync", "team")
    assert (said.out, said.err) == ("team: nothing new.\n", "")


def test_by_https_a_certificate_nobody_vouches_for_is_said(
    together: Together, https: HttpsGit, mette_by_https: Person
) -> None:
    mette = mette_by_https
    settings(mette, "")
    refused = says(mette, "space", "add", "andre", "--remote", https.url("team.git"))
    assert "stoler ikke på certifikatet" in refused
    assert "http.sslCAInfo" in refused
    assert not (mette.home / "andre").exists()
    assert_kept(mette, "stoler ikke på certifikatet", "Der er ikke sendt noget")
    settings(mette, *trusting(https))
    assert_finished(mette, together)


@pytest.mark.parametrize("password", ["", "forkert"])
def test_by_https_a_login_that_is_asked_for_is_said_and_nobody_waits(
    together: Together, https: HttpsGit, mette_by_https: Person, password: str
) -> None:
    mette = mette_by_https
    https.login = ("mette", "rigtigt")
    kept = mette.home.parent / ".git-credentials"
    settings(mette, *trusting(https), "[credential]", "helper = store")
    if password:
        kept.write_text(f"https://mette:{password}@127.0.0.1%3a{https.port}\n")
    assert_kept(mette, "lukker dig ikke ind", "Git skal huske dit login")
    kept.write_text(f"https://mette:rigtigt@127.0.0.1%3a{https.port}\n")
    assert_finished(mette, together)


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (403, "Du har ikke lov til at skrive"),
        (404, "er adressen den rigtige"),
        (503, "The requested URL returned error: 503"),
    ],
)
def test_by_https_what_the_server_answers_is_said(
    together: Together, https: HttpsGit, mette_by_https: Person, status: int, said: str
) -> None:
    https.refusal = status
    assert_kept(mette_by_https, said)
    https.refusal = 0
    assert_finished(mette_by_https, together)


# -- a full disk ----------------------------------------------------------------------------


@contextmanager
def small_disk(remote: Path) -> Iterator[None]:
    """The repository on a disk without a byte to spare. Only root can, where it may mount."""
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk; the other two ways are tried everywhere")
    beside = remote.with_name("ved siden af")
    remote.rename(beside)
    remote.mkdir()
    line = ["mount", "-t", "tmpfs", "-o", "size=2m,mode=0700", "tmpfs", str(remote)]
    done = subprocess.run(line, capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"nothing can be mounted here: {done.stderr}; two other ways are tried")
    try:
        shutil.copytree(beside, remote, dirs_exist_ok=True)
        with (remote / "fyld").open("wb", buffering=0) as file, suppress(OSError):
            while file.write(b"x" * 512):
                pass
        yield
        (remote / "fyld").unlink()
        shutil.copytree(remote, beside, dirs_exist_ok=True)
    finally:
        subprocess.run(["umount", "-l", str(remote)], check=True)
        remote.rmdir()
        beside.rename(remote)


@contextmanager
def no_room_for_the_branch(remote: Path) -> Iterator[None]:
    """What git notes beside the branch goes to /dev/full, where every byte is one too many."""
    log = remote / "logs" / "refs" / "heads" / "main"
    log.parent.mkdir(parents=True)
    log.symlink_to("/dev/full")
    yield
    log.unlink()


@contextmanager
def no_room_for_files(remote: Path) -> Iterator[None]:
    """The git over there may write no file larger than a disk block, as where a quota is used up.

    (A program called git stands before the real one, and limits it where it carries over.)
    """
    program = remote.parent / "programs" / "git"
    program.parent.mkdir()
    program.write_text(
        "#!/bin/sh\nfor last; do :; done\n"
        'case " $* " in *" pack-objects "*"/server/"*) ulimit -f 0 ;; esac\n'
        f"exec '{shutil.which('git')}' \"$@\"\n"
    )
    program.chmod(0o755)
    yield
    program.unlink()


@pytest.fixture
def mette(together: Together) -> Person:
    """Mette, whose space lies in a shared folder."""
    mette = together.person("Mette Holm")
    mette("space", "add", "team", "--remote", str(together.remote))
    return mette


@pytest.mark.parametrize("full", [small_disk, no_room_for_the_branch, no_room_for_files])
def test_a_full_disk_is_said_and_what_waits_is_sent_when_there_is_room(
    together: Together, mette: Person, full: Callable[[Path], AbstractContextManager[None]]
) -> None:
    mette.environment["PATH"] = f"{together.remote.parent}/programs:{os.environ['PATH']}"
    with full(together.remote):
        assert_kept(mette, "ikke mere plads", "Alt dit ligger her")
    assert_finished(mette, together)


# -- a folder that looks other than git makes it ---------------------------------------------


def another_name(remote: Path) -> None:
    """Its branch is another's second name."""
    branch = remote / "refs" / "heads" / "main"
    branch.rename(branch.with_name("master"))
    branch.write_text("ref: refs/heads/master\n")


def capital_letters(remote: Path) -> None:
    """The commit stands there as no git writes it, and every git reads it."""
    branch = remote / "refs" / "heads" / "main"
    branch.write_text(branch.read_text().upper())


def hidden(remote: Path) -> None:
    """Its settings keep the branch from who fetches."""
    with (remote / "config").open("a") as settings:
        settings.write("[transfer]\n\thideRefs = refs/heads\n")


def packed(remote: Path) -> None:
    """All its branches stand in one file, beside one that is no text."""
    subprocess.run(["git", "-C", str(remote), "pack-refs", "--all"], check=True)
    branches = remote / "packed-refs"
    line = branches.read_bytes().splitlines(keepends=True)[-1]
    branches.write_bytes(branches.read_bytes() + line.replace(b"main", b"m\xf8te"))


@pytest.mark.parametrize("odd", [another_name, capital_letters, hidden, packed])
def test_what_only_git_can_read_of_a_branch_is_left_to_git(
    together: Together, mette: Person, odd: Callable[[Path], None]
) -> None:
    odd(together.remote)
    jonas = together.person("Jonas Bo")
    jonas("space", "add", "team", "--remote", str(together.remote))
    assert_both_ways(mette, jonas)


def test_a_drive_that_goes_away_before_anything_is_sent_is_said(
    together: Together, mette: Person, executable: Callable[[str, str], Path]
) -> None:
    away = together.remote.with_name("væk.git")
    program = executable(
        "git",
        "#!/bin/sh\n"
        f"case \" $* \" in *\" pack-objects \"*) mv '{together.remote}' '{away}' ;; esac\n"
        f"exec '{shutil.which('git')}' \"$@\"\n",
    )
    mette.environment["PATH"] = f"{program.parent}:{os.environ['PATH']}"
    assert_kept(mette, "ikke til at finde lige nu", "Er drevet")
    program.unlink()
    away.rename(together.remote)
    assert_finished(mette, together)


# -- a folder that may only be read ---------------------------------------------------------


class Ordinary(Person):
    """Somebody for whom permissions count: root without the power to pass them by."""

    def command(self, *arguments: str) -> list[str]:
        if os.geteuid() != 0:
            return super().command(*arguments)
        without = "-dac_override,-dac_read_search"
        return ["setpriv", f"--bounding-set={without}", *super().command(*arguments)]


@contextmanager
def closed(remote: Path, mode: int) -> Iterator[None]:
    """Take rights away from everything in the repository, and give them back."""
    everything = [remote, *remote.rglob("*")]
    before = {place: place.stat().st_mode for place in everything}
    for place in reversed(everything):
        place.chmod(before[place] & mode)
    try:
        yield
    finally:
        for place in everything:
            place.chmod(before[place])


@pytest.mark.parametrize("mode", [0o555, 0o000], ids=["to be read", "closed"])
def test_a_folder_that_is_closed_is_said_and_what_waits_is_sent_when_it_opens(
    together: Together, tmp_path: Path, cache: Path, mode: int
) -> None:
    (tmp_path / "mette").mkdir()
    mette = Ordinary(tmp_path / "mette" / "reflekt", cache, "Mette Holm")
    mette("space", "add", "team", "--remote", str(together.remote))
    with closed(together.remote, mode):
        assert_kept(mette, "Du har ikke lov til at skrive", "Alt dit ligger her")
    assert_finished(mette, together)


def test_what_others_sent_is_read_where_i_may_only_read(
    together: Together, tmp_path: Path, cache: Path
) -> None:
    (tmp_path / "jonas").mkdir()
    jonas = Ordinary(tmp_path / "jonas" / "reflekt", cache, "Jonas Bo")
    jonas("space", "add", "team", "--remote", str(together.remote))
    mette = together.person("Mette Holm")
    mette("space", "add", "team", "--remote", str(together.remote))
    mette.writes("vi lyttede")
    mette.sync()
    with closed(together.remote, 0o555):
        assert jonas.sync()[0]["received"] == 1
        refused = says(jonas, "space", "add", "andre", "--remote", str(together.remote))
    assert "Du har ikke lov til at skrive" in refused
