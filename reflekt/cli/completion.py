"""`reflekt completion`: let the Tab key finish commands, ids and hashtags."""

from __future__ import annotations

import os
import re
import sys
from typing import Any, ClassVar

import click
from click.shell_completion import CompletionItem, ShellComplete, add_completion_class

from reflekt.cli import output
from reflekt.cli.context import Context
from reflekt.errors import ReflektError
from reflekt.i18n import _

VARIABLE = "_REFLEKT_COMPLETE"
SHELLS = ("bash", "zsh", "fish", "powershell")

_POWERSHELL = """\
Register-ArgumentCompleter -Native -CommandName %(prog_name)s -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $encoding = [Console]::OutputEncoding
    [Console]::OutputEncoding = [System.Text.Encoding]::UTF8
    $env:%(complete_var)s = 'powershell_complete'
    $env:COMP_WORDS = $commandAst.ToString()
    $env:COMP_CURRENT = $wordToComplete
    try {
        & %(prog_name)s 2>$null | Where-Object { $_ } | ForEach-Object {
            $word, $help = $_ -split "`t", 2
            if (-not $help) { $help = $word }
            [System.Management.Automation.CompletionResult]::new(
                $word, $word, 'ParameterValue', $help)
        }
    } finally {
        $env:%(complete_var)s = $null
        $env:COMP_WORDS = $null
        $env:COMP_CURRENT = $null
        [Console]::OutputEncoding = $encoding
    }
}
"""
_PLAIN_WORD = r"[\w.:/\\=^-]+"
"""What PowerShell takes as it stands: `#` begins a comment there, and `@` means something."""


class PowerShellComplete(ShellComplete):
    """Completion in PowerShell, in place of click's: that one knows no letters beyond ASCII on
    Windows, nor that a word may have to be quoted."""

    name: ClassVar[str] = "powershell"
    source_template: ClassVar[str] = _POWERSHELL

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the one being typed, and that one without the quote it begins with."""
        begun = os.environ.get("COMP_CURRENT", "")
        typed = os.environ.get("COMP_WORDS", "")
        found = re.findall(r"""'([^']*)'?|"([^"]*)"?|(\S+)""", typed)
        words = ["".join(one) for one in found][1:]
        return (words[:-1] if begun and words else words), begun.strip("'\"")

    def complete(self) -> str:
        """The words, a line each; of files PowerShell knows itself."""
        items = self.get_completions(*self.get_completion_args())
        return "\n".join(self.format_completion(one) for one in items if one.type == "plain")

    def format_completion(self, item: CompletionItem) -> str:
        """The word as it is to stand on the line and, after a tab, what it means."""
        word = str(item.value)
        if not re.fullmatch(_PLAIN_WORD, word):
            word = "'" + word.replace("'", "''") + "'"
        return f"{word}\t{' '.join(str(item.help).split())}" if item.help else word


def add_powershell() -> None:
    """Let click know our way with PowerShell."""
    add_completion_class(PowerShellComplete)


def complete_entry(ctx: click.Context, begun: str) -> list[CompletionItem]:
    """Ids of entries that begin so, the newest first, with their titles."""
    from reflekt.app.find import newest
    from reflekt.domain.ports import Filter

    try:
        journals = _journals(ctx)
        if begun:
            rows = [row for journal in journals for row in journal.index.matching(begun, 30)]
        else:
            rows = [found.row for found in newest(journals, Filter(), 15)]
    except ReflektError:
        return []
    return [CompletionItem(row.id, help=output.safe(row.title)) for row in rows]


def complete_action(ctx: click.Context, begun: str) -> list[CompletionItem]:
    """Things to try that are mine and open, the next first."""
    from reflekt.app.follow_up import due

    try:
        found = due(_journals(ctx), None, 30)
    except ReflektError:
        return []
    fitting = [one for one in found if one.reference.startswith(begun)]
    return [CompletionItem(one.reference, help=output.safe(one.action.text)) for one in fitting]


def complete_theme(ctx: click.Context, begun: str) -> list[CompletionItem]:
    """Themes in use or in a codebook that begin so, under today's name also where an older or
    another name of theirs was begun, or Danish letters were left out; with # if typed with #."""
    from reflekt.app.codebook import codebook_or_notice
    from reflekt.domain.codebook import other_names
    from reflekt.domain.spelling import spellings

    sign = "#" if begun.startswith("#") else ""
    wanted = begun.lstrip("#").casefold()
    found: dict[str, str] = {}
    try:
        for journal in _journals(ctx):
            known = codebook_or_notice(journal)
            offered = (theme.name for theme in known.offered())
            for name in (*journal.index.themes(), *offered, *other_names(known)):
                if any(one.startswith(wanted) for one in spellings(name)):
                    now = known.themes.get(known.present(name))
                    found[now.name if now else known.present(name)] = now.meaning if now else ""
    except ReflektError:
        return []
    return [
        CompletionItem(f"{sign}{name}", help=output.safe(meaning) if meaning else None)
        for name, meaning in sorted(found.items())
    ]


def complete_words(ctx: click.Context, begun: str) -> list[CompletionItem]:
    """A theme behind `#` or `tema:`; for any other word nothing."""
    for sign in ("tema:", "theme:"):
        if begun.startswith(sign):
            found = complete_theme(ctx, begun.removeprefix(sign))
            return [CompletionItem(f"{sign}{one.value}", help=one.help) for one in found]
    return complete_theme(ctx, begun) if begun.startswith("#") else []


def _journals(ctx: click.Context) -> list[Any]:
    context = ctx.find_object(Context)
    return context.journals() if context and context.settings else []


@click.command(
    help=_(
        "Let the Tab key finish commands, ids and hashtags.\n\n\b\n"
        "bash        reflekt completion bash >> ~/.bashrc\n"
        "zsh         reflekt completion zsh >> ~/.zshrc\n"
        "fish        reflekt completion fish > ~/.config/fish/completions/reflekt.fish\n"
        "PowerShell  reflekt completion powershell | Add-Content $PROFILE"
    )
)
@click.argument("shell", type=click.Choice(SHELLS), required=False)
@click.pass_context
def command(ctx: click.Context, shell: str | None) -> None:
    """Print the script that a shell reads at its start."""
    from click.shell_completion import get_completion_class

    add_powershell()
    known = get_completion_class(shell or _present_shell())
    assert known is not None
    root = ctx.find_root().command
    output.script(known(root, {}, "reflekt", VARIABLE).source())


def _present_shell() -> str:
    if sys.platform == "win32":
        return "powershell"
    name = os.environ.get("SHELL", "").rsplit("/", 1)[-1]
    return name if name in SHELLS else "bash"
