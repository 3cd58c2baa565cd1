"""`reflekt demo`: the main job, walked through in a throw-away home."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from reflekt.app.sample import lay_out
from reflekt.cli import output
from reflekt.cli.context import PRIVATE, Context
from reflekt.cli.group import main
from reflekt.domain.ports import Settings, SpaceSettings
from reflekt.i18n import _, language

_WHO = ("Mette Holm", "mette")


@click.command(
    help=_(
        "Walk through it all in a throw-away home.\n\nBuilds a home from the invented sample "
        "journal, writes about a visit, asks, finds it again and shows its history. Nothing of "
        "yours is touched; --keep leaves the home so that you can go on trying."
    )
)
@click.option("--keep", is_flag=True, help=_("Leave the home when it is over."))
def command(keep: bool) -> None:
    """Build the home, run the commands one after the other, say what to do next."""
    with _throw_away_home(keep) as home:
        context = _home(home)
        output.line()
        _walk(context)
        output.line()
        output.line(_("What now?"), bold=True)
        if keep:
            told = _("Go on trying: set REFLEKT_HOME to {folder}")
            output.line("  " + told.format(folder=home))
        output.line("  " + _("Set up your own:          reflekt init"))
        output.line("  " + _("After your next visit:    reflekt visit"))
        program = Path(sys.argv[0])
        if not shutil.which("reflekt") and program.stem == "reflekt":
            told = _("In this folder you write {program} instead of reflekt.")
            output.line("  " + told.format(program=program), dim=True)


@contextmanager
def _throw_away_home(keep: bool) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="reflekt-demo-"))
    before = {name: os.environ.get(name) for name in ("REFLEKT_HOME", "PAGER")}
    os.environ.update(REFLEKT_HOME=str(folder), PAGER="cat")
    try:
        yield folder
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)


def _home(folder: Path) -> Context:
    name, author = _WHO
    context = Context()
    only = SpaceSettings(PRIVATE, "private", PRIVATE)
    context.set_up(Settings(name, author, language(), (only,)))
    number = lay_out(context.journal(), context.sample_entries(author))
    told = _("A home for {name}, with {number} invented entries, in {folder}")
    output.line(told.format(name=name, number=number, folder=folder), dim=True)
    return context


def _walk(context: Context) -> None:
    story = _(
        "Went to see the Swifts. I had meant to ask whether Granny could join us next time, but "
        "when it came to it I didn't dare: it felt like prying. Only when we stood in the hall "
        "did the mother say that her sister looks after the boys on Thursdays."
    )
    answer = _("The sister. I was afraid it would sound as if the mother could not cope.")
    learning = _("She told me about her sister once I had stopped asking. #network #patience")
    attempt = _("Ask who the boys like to be with")
    family = _("The Swifts")
    word = _("sister")
    _run(context, "list", "--limit", "4", told=_("What Mette wrote of late:"))
    _run(context, "ask", story, told=_("Home from a visit, she writes, and is asked:"))
    _run(
        context,
        "visit",
        *("--text", story, "--answer", f"P4.T2={answer}", "--learning", learning),
        *("--try", attempt, "--by", _("in 2 weeks"), "--family", family, "--concern", "6:4"),
        told=_("She answers one of the questions, and saves:"),
    )
    _run(context, "show", told=_("This is what stands in her journal:"))
    _run(context, "search", word, told=_("Found again, weeks later:"))
    _run(context, "history", told=_("Every version is kept:"))


def _run(context: Context, name: str, *arguments: str, told: str) -> None:
    shown = " ".join(_quoted(one) for one in (main.shown_name(main.lazy[name]), *arguments))
    output.line(told, bold=True)
    output.wrapped(f"$ reflekt {shown}", dim=True)
    _call(context, [name, *arguments])
    output.line()


def _call(context: Context, arguments: Sequence[str]) -> None:
    main.main(args=list(arguments), prog_name="reflekt", obj=context, standalone_mode=False)


def _quoted(argument: str) -> str:
    return f'"{argument}"' if " " in argument else argument
