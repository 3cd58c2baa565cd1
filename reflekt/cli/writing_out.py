"""Pages written to files for those who don't use a terminal: `--html`, `--word`, `--markdown`."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast

import click

from reflekt.cli import output
from reflekt.cli.context import Context
from reflekt.domain.page import Page
from reflekt.errors import N_, UsageProblem
from reflekt.i18n import _

F = TypeVar("F", bound=Callable[..., Any])


class Outputs(NamedTuple):
    """Which files were asked for, and whether to write over what is there without asking."""

    html: str | None = None
    word: str | None = None
    markdown: str | None = None
    yes: bool = False

    @property
    def is_asked(self) -> bool:
        """Whether any file was asked for."""
        return any((self.html, self.word, self.markdown))


def output_options(function: F) -> F:
    """`--html`, `--word`, `--markdown` and `--yes`, given to the command as `outputs`."""

    def wrapped(
        *arguments: Any,
        html: str | None,
        word: str | None,
        markdown: str | None,
        yes: bool,
        **options: Any,
    ) -> Any:
        return function(*arguments, outputs=Outputs(html, word, markdown, yes), **options)

    made: Any = functools.update_wrapper(wrapped, function)
    options: tuple[Callable[[Any], Any], ...] = (
        click.option("--yes", "-y", is_flag=True, help=_("Write over a file that is there.")),
        click.option("--markdown", metavar=_("FILE"), help=_("Write Markdown; - prints it.")),
        click.option("--word", metavar=_("FILE"), help=_("Write a Word document.")),
        click.option("--html", metavar=_("FILE"), help=_("Write a page for a browser.")),
    )
    for option in options:
        made = option(made)
    return cast(F, made)


def write_out(context: Context, page: Page, outputs: Outputs) -> None:
    """Write the page to each file that was asked for, and say where.

    All are asked about before any is written. Raises UsageProblem for a file that is there and
    may not be written over, EnvironmentProblem where a file can't be written.
    """
    wanted = [
        (place, kind)
        for kind, place in (
            ("html", outputs.html),
            ("docx", outputs.word),
            ("markdown", outputs.markdown),
        )
        if place
    ]
    for place, _kind in wanted:
        if place != "-":
            may_write(Path(place), yes=outputs.yes)
    for place, kind in wanted:
        data = context.rendered(page, kind)
        if place == "-":
            click.echo(data, nl=False)
            continue
        context.write_file(Path(place), data)
        output.aside(_("Written: {file}").format(file=place))


def may_write(place: Path, *, yes: bool) -> None:
    """Make sure that a file may be written there; on a terminal a person is asked.

    Raises UsageProblem.
    """
    if place.is_dir():
        raise UsageProblem(N_("{file} is a folder: name a file in it."), file=str(place))
    if not place.parent.is_dir():
        raise UsageProblem(
            N_("There is no folder {folder}."),
            hint=N_("Make it first, or write the file somewhere else."),
            folder=str(place.parent),
        )
    if yes or not (place.exists() or place.is_symlink()):
        return
    if output.from_people():
        question = _("{file} is there already. Write over it?").format(file=output.safe(str(place)))
        if output.confirm(question, default=False):
            return
    raise UsageProblem(
        N_("{file} is there already and was left as it is."),
        hint=N_("Say --yes to write over it, or give another name."),
        file=str(place),
    )
