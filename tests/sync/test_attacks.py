"""A teammate's repository is not trusted: everything tried here is refused, and nothing runs."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from reflekt.domain.exchange import FileDiff
from reflekt.domain.incoming import Objection, look_over
from reflekt.domain.remote import checked_remote
from reflekt.errors import NotSynchronised, UsageProblem
from tests.sync.clones import Clone, bare

HERE = PurePosixPath("/hjem/mette")


@pytest.mark.parametrize(
    "remote",
    [
        "ext::sh -c 'touch /tmp/x'",
        "fd::17",
        "foo+bar::https://x/y",
        "-oProxyCommand=touch x",
        "--upload-pack=touch x",
        "ssh://-oProxyCommand=x/y",
        "ssh://x@-oProxyCommand=x/y",
        "-oProxyCommand=x@host:path",
        "git@-oProxyCommand=x:y",
        "git@host:-oProxyCommand",
        "git@host::x",
        "https://host/a\nb",
        "team\n[core]hooksPath=x",
        "team\x00.git",
        "\x1b[2Jteam.git",
        "http://host/team.git",
        "git://host/team.git",
        "ftp://host/team.git",
        "https://mette:hemmeligt@host/team.git",
        "https:///team.git",
        "host:team.git",
        "C:/team.git",
        "\\\\server\\team.git",
        "",
    ],
)
def test_an_address_that_is_no_place_is_refused(remote: str) -> None:
    with pytest.raises(UsageProblem):
        checked_remote(remote, HERE)


@pytest.mark.parametrize(
    ("remote", "meant"),
    [
        ("../fælles/team.git", "/hjem/fælles/team.git"),
        ("/mnt/fælles/team.git", "/mnt/fælles/team.git"),
        ("$HOME/team.git", "/hjem/mette/$HOME/team.git"),
        ("file:///mnt/team%20nord.git", "/mnt/team nord.git"),
        ("ssh://git@host:22/team.git", "ssh://git@host:22/team.git"),
        ("git@host:team.git", "git@host:team.git"),
        ("https://host/team.git", "https://host/team.git"),
    ],
)
def test_an_address_is_taken_as_it_stands(remote: str, meant: str) -> None:
    assert checked_remote(remote, HERE) == meant


@pytest.mark.parametrize("remote", ["S:/Team Nord/team.git", "\\\\server\\team\\team.git"])
def test_drives_and_shares_are_places_on_windows(remote: str) -> None:
    assert checked_remote(remote, PureWindowsPath("C:/mette")) == remote.replace("\\", "/")


def files(*paths: str, mode: str = "100644") -> list[FileDiff]:
    return [FileDiff(path, mode, None, "1" * 40) for path in paths]


def refused(changes: list[FileDiff], standing: dict[str, dict[str, bool]] | None = None) -> None:
    with pytest.raises(Objection):
        look_over(changes, lambda folder: (standing or {}).get(folder, {}), "2" * 40)


@pytest.mark.parametrize(
    "path",
    [
        ".git/config",
        ".GIT/hooks/post-checkout",
        "entries/.git/x",
        "entries/.Git /x",
        "entries/git~1/x",
        ".g\u200cit/config",
        "entries/../../ude.md",
        "entries//x.md",
        "a\\b.md",
        "C:x.md",
        "entries/con",
        "entries/AUX.md",
        "entries/nul.txt",
        "entries/com1.toml",
        "entries/x.md.",
        "entries/x.md ",
        "entries/\x1b[31m.md",
        "entries/\u202emd.exe",
        "entries/a*b.md",
        "entries/\udcff.md",
        ".gitmodules",
        "entries/.gitattributes",
        ".gitattributes",
        "/".join("x" * 20),
        "entries/" + "x" * 250,
    ],
)
def test_a_file_whose_name_is_a_trap_is_refused(path: str) -> None:
    refused(files(path))


@pytest.mark.parametrize("mode", ["120000", "160000", "040000"])
def test_what_is_no_plain_file_is_refused(mode: str) -> None:
    refused(files("entries/x.md", mode=mode))


def test_names_that_differ_in_case_only_are_refused() -> None:
    refused(files("entries/X.md", "entries/x.md"))
    refused(files("Entries/x.md"), {"": {"entries": True}})
    refused(files("entries/å.md", "entries/a\u030a.md"))
    refused(files("entries"), {"": {"entries": True}})
    refused(files("space.toml/x"), {"": {"space.toml": False}})


def test_ordinary_files_are_taken() -> None:
    names = ["entries/2026/11/2026-11-23-1412-visit-7f3kq2.md", "members/mette.toml", "themes.toml"]
    look_over(files(*names), lambda _folder: {}, None)


class Mallory(Clone):
    """A teammate who pushes with plain git whatever it takes."""

    def push(self, message: str = "x") -> None:
        who = ["-c", "user.name=Mallory", "-c", "user.email=m@example.com"]
        self.git(*who, "commit", "-qm", message)
        self.git("push", "-q", str(self.remote), "HEAD:main")

    def add(self, mode: str, path: str, data: bytes) -> None:
        """Put a file into the commit that git itself would not make from a folder."""
        blob = subprocess.run(
            ["git", "-C", str(self.space), "hash-object", "-w", "--stdin"],
            input=data,
            check=True,
            capture_output=True,
        ).stdout.decode()
        self.git("update-index", "--add", "--cacheinfo", f"{mode},{blob.strip()},{path}")


Pair = tuple[Clone, Mallory]


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    remote = bare(tmp_path)
    mette = Clone(tmp_path / "mette", "Mette Holm", remote, timedelta())
    mallory = Mallory(tmp_path / "mallory", "Mallory Bo", remote, timedelta())
    mette.sync()
    return mette, mallory


def assert_refused(mette: Clone, path: str, who: str = "Mallory") -> None:
    """Said which file and who sent it, nothing taken in, nothing of Mette's in danger."""
    head = mette.git("rev-parse", "HEAD")
    mette.write("abc123", "vi lyttede")
    with pytest.raises(NotSynchronised) as problem:
        mette.sync()
    assert problem.value.parameters["path"] == path
    assert problem.value.parameters["who"] == who
    assert problem.value.exit_code == 5
    assert mette.git("rev-parse", "HEAD~1") == head
    mette.assert_sound()


def test_a_link_out_of_the_space(pair: Pair) -> None:
    mette, mallory = pair
    mallory.add("120000", "templates/ude", b"/etc")
    mallory.push()
    assert_refused(mette, "templates/ude")


def test_a_submodule(pair: Pair) -> None:
    mette, mallory = pair
    head = mallory.git("rev-parse", "HEAD").strip()
    mallory.git("update-index", "--add", "--cacheinfo", f"160000,{head},modul")
    mallory.push()
    assert_refused(mette, "modul")


def test_a_filter_in_gitattributes(pair: Pair) -> None:
    mette, mallory = pair
    mallory.add("100644", ".gitattributes", b"* filter=ond\n")
    mallory.push()
    assert_refused(mette, ".gitattributes")


def test_names_that_collide(pair: Pair) -> None:
    mette, mallory = pair
    mallory.add("100644", "Space.toml", b"schema = 1\n")
    mallory.push()
    assert_refused(mette, "Space.toml")


def test_a_name_that_windows_keeps_for_itself(pair: Pair) -> None:
    mette, mallory = pair
    mallory.add("100644", "entries/2026/11/nul.md", b"x")
    mallory.push()
    assert_refused(mette, "entries/2026/11/nul.md")


def test_a_path_into_gits_own_folder(pair: Pair) -> None:
    mette, mallory = pair
    tree = subprocess.run(
        ["git", "-C", str(mallory.space), "mktree"],
        input=f"100644 blob {mallory.git('rev-parse', 'HEAD:space.toml').strip()}\tx\n".encode(),
        check=True,
        capture_output=True,
    ).stdout.decode()
    whole = mallory.git("ls-tree", "HEAD") + f"040000 tree {tree.strip()}\t.git\n"
    made = subprocess.run(
        ["git", "-C", str(mallory.space), "mktree"],
        input=whole.encode(),
        check=True,
        capture_output=True,
    ).stdout.decode()
    who = ["-c", "user.name=Mallory", "-c", "user.email=m@example.com"]
    commit = mallory.git(*who, "commit-tree", made.strip(), "-p", "HEAD", "-m", "x").strip()
    mallory.git("push", "-q", str(mallory.remote), f"{commit}:main")
    head = mette.git("rev-parse", "HEAD")
    with pytest.raises(NotSynchronised):
        mette.sync()
    assert mette.git("rev-parse", "HEAD") == head
    assert not (mette.space / ".git" / "x").exists()


def test_another_space_in_its_place(pair: Pair) -> None:
    mette, mallory = pair
    old = (mallory.space / "space.toml").read_bytes()
    mallory.add("100644", "space.toml", old.replace(b'\nid = "', b'\nid = "zz'))
    mallory.push()
    with pytest.raises(NotSynchronised, match="Another space"):
        mette.sync()
    mette.assert_sound()


@pytest.mark.parametrize("name", ["../../ude", "/etc/reflekt", "con", "a\\\\b"])
def test_a_space_file_that_names_a_path_outside(pair: Pair, tmp_path: Path, name: str) -> None:
    mette, mallory = pair
    old = (mallory.space / "space.toml").read_bytes()
    mallory.add("100644", "space.toml", old.replace(b'"team"\nmin', f'"{name}"\nmin'.encode()))
    mallory.push()
    with pytest.raises(NotSynchronised):
        mette.sync()
    with pytest.raises(NotSynchronised):
        Clone(tmp_path / "jonas", "Jonas Bo", mette.remote, timedelta())
    mette.assert_sound()


def test_a_file_too_large(pair: Pair) -> None:
    mette, mallory = pair
    mallory.add("100644", "stor.md", b"x" * (8 * 1024 * 1024 + 1))
    mallory.push()
    with pytest.raises(NotSynchronised, match="8 MB") as problem:
        mette.sync()
    assert problem.value.parameters["blob"] == "stor.md"  # as it is shown
    mette.assert_sound()


def test_a_program_becomes_a_plain_file(pair: Pair) -> None:
    mette, mallory = pair
    mallory.add("100755", "templates/ond.sh", b"#!/bin/sh\n")
    mallory.push()
    mette.write("abc123", "vi lyttede")
    mette.sync()
    assert (mette.space / "templates" / "ond.sh").stat().st_mode & 0o777 == 0o600
    mette.assert_sound()


def test_what_a_template_says_is_never_run(pair: Pair, tmp_path: Path) -> None:
    mette, mallory = pair
    trap = tmp_path / "kørt"
    evil = f'{{{{ "".__class__.__mro__ }}}} $(touch {trap}) `touch {trap}` !python {trap}'
    template = f'kind = "note"\nstory = """{evil}"""\n[[section]]\nrole = "story"\n'
    for path in ("templates/entries/note.da.toml", "templates/entries/visit.da.toml"):
        mallory.add("100644", path, template.encode())
    mallory.push()
    mette.sync()
    context = mette.context()
    context.templates(context.journal("team")).all()
    assert not trap.exists()


@pytest.mark.parametrize("where", ["hooks", "hooksPath", "alternateRefs", "fsmonitor", "promisor"])
def test_nothing_of_the_shared_repository_runs_on_my_machine(
    pair: Pair, tmp_path: Path, executable: Callable[[str, str], Path], where: str
) -> None:
    mette, _ = pair
    trap = tmp_path / "kørt"
    evil = executable("ond", f"#!/bin/sh\ntouch '{trap}'\nexit 0\n")
    if where in ("hooks", "hooksPath"):
        folder = mette.remote / "hooks" if where == "hooks" else tmp_path / "andre"
        folder.mkdir(exist_ok=True)
        names = ["pre-receive", "update", "post-receive", "post-update", "reference-transaction"]
        for name in [*names, "proc-receive", "push-to-checkout", "pre-auto-gc"]:
            (folder / name).write_text(evil.read_text("utf-8"))
            (folder / name).chmod(0o755)
        if where == "hooksPath":
            mette.git("config", "core.hooksPath", str(folder), place=mette.remote)
    elif where == "alternateRefs":
        (mette.remote / "objects" / "info").mkdir(exist_ok=True)
        other = mette.home / "private" / ".git" / "objects"
        (mette.remote / "objects" / "info" / "alternates").write_text(f"{other}\n")
        mette.git("config", "core.alternateRefsCommand", str(evil), place=mette.remote)
    elif where == "fsmonitor":
        mette.git("config", "core.fsmonitor", str(evil), place=mette.remote)
        mette.git("config", "receive.autogc", "true", place=mette.remote)
        mette.git("config", "gc.auto", "1", place=mette.remote)
    else:
        mette.git("config", "remote.ond.url", f"ext::{evil}", place=mette.remote)
        mette.git("config", "remote.ond.promisor", "true", place=mette.remote)
        mette.git("config", "core.repositoryFormatVersion", "1", place=mette.remote)
        mette.git("config", "extensions.partialClone", "ond", place=mette.remote)
        mette.git("config", "protocol.ext.allow", "always", place=mette.remote)
        mette.git("config", "uploadpack.packObjectsHook", str(evil), place=mette.remote)
    mette.write("abc123", "vi lyttede")
    assert mette.sync().sent == 1
    mette.sync()
    assert not trap.exists()
