"""Nothing but the journal, behind the gate, calls what writes in a space."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import CHECKOUT

WRITES = {"commit", "add_many", "found", "put", "put_many", "put_back", "take_in", "stand_on"}
SENDS = {"push", "begin_push"}
"""What writes in a store, and what sends to a shared repository."""

ALLOWED = {
    ("app/journal.py", "commit"): "behind gate.check, or by hand and looked at by sync",
    ("app/journal.py", "add_many"): "behind gate.check",
    ("app/sync.py", "take_in"): "what others have sent: they have it already",
    ("app/outgoing.py", "stand_on"): "the same files, without their history",
    ("app/outgoing.py", "begin_push"): "behind gate.check_outgoing",
    ("app/sync.py", "push"): "behind gate.check_outgoing",
    ("app/joining.py", "push"): "what a space is founded with, and who joins it",
    ("app/sample.py", "commit"): "the invented sample, in the private space of the demo",
    ("cli/context/home.py", "found"): "space.toml and the founder's own name",
}


def writes() -> Iterator[tuple[str, str]]:
    """Calls of a writing function on something called a store, by file."""
    root = CHECKOUT / "reflekt"
    for place in [*root.glob("app/*.py"), *root.glob("cli/**/*.py")]:
        for node in ast.walk(ast.parse(place.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                called = ast.unparse(node.func.value)
                where = called.rpartition(".")[2]
                if (node.func.attr in WRITES and where.endswith(("store", "exchange"))) or (
                    node.func.attr in SENDS and where.endswith("remote")
                ):
                    yield place.relative_to(root).as_posix(), node.func.attr


def test_nothing_else_writes_in_a_store() -> None:
    assert set(writes()) == set(ALLOWED)


def test_the_journal_asks_the_gate_before_it_writes() -> None:
    source = (CHECKOUT / "reflekt" / "app" / "journal.py").read_text("utf-8")
    for function in ast.walk(ast.parse(source)):
        if isinstance(function, ast.FunctionDef) and not function.name.startswith("_"):
            body = ast.unparse(function)
            if "self._write(" in body or "self.store.add_many(" in body:
                gate = body.find("self._pass_gate(")
                write = min(
                    n for n in (body.find("self._write("), body.find("add_many(f")) if n > 0
                )
                assert 0 < gate < write, function.name


def test_passing_the_gate_is_being_checked_there() -> None:
    source = (CHECKOUT / "reflekt" / "app" / "journal.py").read_text("utf-8")
    named = {f.name: f for f in ast.walk(ast.parse(source)) if isinstance(f, ast.FunctionDef)}
    assert "gate.check(self, changes)" in ast.unparse(named["_pass_gate"])


def test_files_are_written_by_adapters_only() -> None:
    root = CHECKOUT / "reflekt"
    for place in [*root.glob("app/*.py"), *root.glob("domain/*.py"), *root.glob("privacy/*.py")]:
        text = Path(place).read_text("utf-8")
        assert ".write_text(" not in text, place
        assert ".write_bytes(" not in text, place
