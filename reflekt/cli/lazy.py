"""A command group that knows its commands by name and imports one when it is called.

Names are English; the Danish name works everywhere, also spelt without æ, ø and å, and help
shows the names of the active language.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from typing import Any, NamedTuple

import click

from reflekt.domain.spelling import folded, spellings
from reflekt.i18n import _, language


class Command(NamedTuple):
    """Where a command lives, what it is called in Danish, and its one line of help.

    `summary` is a catalogue text: `--help` of the group shows it without importing the command.
    """

    name: str
    danish: str
    module: str
    summary: str
    hidden: bool = False


class LazyGroup(click.Group):
    """A click group over `Command`s; each module has the click command as `command`."""

    def __init__(self, *args: Any, lazy: Iterable[Command] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.options_metavar = _("[OPTIONS]")
        self.subcommand_metavar = _("COMMAND …")
        self.lazy = {command.name: command for command in lazy}

    def shown_name(self, command: Command) -> str:
        """The command's name in the language being spoken."""
        return command.danish if language() == "da" else command.name

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [self.shown_name(c) for c in self.lazy.values() if not c.hidden]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        found = self.known(cmd_name)
        if found is None:
            return None
        module = importlib.import_module(found.module)
        command: click.Command = module.command
        command.options_metavar = _("[OPTIONS]")
        return command

    def known(self, typed: str) -> Command | None:
        """The command meant by what was typed."""
        wanted = folded(typed)
        for command in self.lazy.values():
            if wanted == command.name or wanted in spellings(command.danish):
                return command
        return None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        typed = args[0] if args else ""
        found = self.known(typed)
        if found is None and not typed.startswith("-"):
            ctx.fail(self._unknown(typed))
        name, command, rest = super().resolve_command(ctx, args)
        return (self.shown_name(found) if found else name), command, rest

    def _unknown(self, typed: str) -> str:
        import difflib

        names = {n: c for c in self.lazy.values() for n in {c.name, *spellings(c.danish)}}
        near = difflib.get_close_matches(typed.casefold(), names, n=1, cutoff=0.6)
        if near:
            return _("There is no command “{typed}”. Did you mean “{near}”?").format(
                typed=typed, near=self.shown_name(names[near[0]])
            )
        return _("There is no command “{typed}”. `reflekt --help` shows them all.").format(
            typed=typed
        )

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [(self.shown_name(c), _(c.summary)) for c in self.lazy.values() if not c.hidden]
        with formatter.section(_("Commands")):
            formatter.write_dl(rows)
