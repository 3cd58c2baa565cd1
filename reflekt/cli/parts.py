"""Pieces that several commands share: references, filters, rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

import click

from reflekt.cli import output
from reflekt.cli.context import Context
from reflekt.domain.entry import theme_name
from reflekt.domain.kinds import DANISH_KINDS, kind_name, kind_named
from reflekt.domain.ports import Filter
from reflekt.errors import N_, UsageProblem
from reflekt.i18n import _, language, short_day

if TYPE_CHECKING:
    from reflekt.app.find import Found
    from reflekt.app.journal import Journal

_BAD_FILES_SHOWN = 3
_DASH = "\ue000"
"""Stands before a text that begins with a dash, while the command line is read."""

_TEXT = r"-.*\s"
_OPTION = r"--[\w-]+="

F = TypeVar("F", bound=Callable[..., Any])


class TakesText(click.Command):
    """A command where a text that begins with a dash ("- [ ] ring") is a text, not an option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        like_text = [re.match(_TEXT, word) and not re.match(_OPTION, word) for word in args]
        kept = [_DASH + word if is_ else word for word, is_ in zip(args, like_text, strict=True)]
        rest = super().parse_args(ctx, kept)
        for name, value in ctx.params.items():
            if isinstance(value, str):
                ctx.params[name] = value.removeprefix(_DASH)
            elif isinstance(value, tuple):
                ctx.params[name] = tuple(
                    one.removeprefix(_DASH) if isinstance(one, str) else one for one in value
                )
        return rest


def json_option(function: F) -> F:
    """`--json`: the result for machines."""
    return click.option("--json", "as_json", is_flag=True, help=_("Write JSON."))(function)


def yes_option(function: F) -> F:
    """`--yes`: what may tell who somebody is has been looked at and may stand in a shared space.

    Every command that writes where others read carries it; a journal opened afterwards knows.
    """

    def keep(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
        if value:
            ctx.find_object(Context).yes = True  # type: ignore[union-attr]  # root made it

    return click.option(
        "--yes",
        "-y",
        is_flag=True,
        expose_value=False,
        callback=keep,
        help=_("In a shared space: names and the like have been looked at and may stand there."),
    )(function)


def space_option(function: F) -> F:
    """`--space NAME`: look in one space only."""
    return click.option("--space", metavar=_("NAME"), help=_("Only in this space."))(function)


def complete(what: str) -> Callable[..., list[Any]]:
    """What Tab offers: `entry`, `theme` or `words`; see cli/completion.py."""

    def offer(ctx: click.Context, _param: click.Parameter, begun: str) -> list[Any]:
        from reflekt.cli import completion

        found: list[Any] = getattr(completion, f"complete_{what}")(ctx, begun)
        return found

    return offer


def entry_argument(function: F) -> F:
    """ID, which Tab completes; without it the newest entry."""
    return click.argument("reference", metavar="ID", default="@", shell_complete=complete("entry"))(
        function
    )


def tell_catalogue_problems(context: Context) -> None:
    """Say on standard error what is wrong with a space's own principles."""
    for problem in context.catalogue_files.problems:
        output.show_error(problem)


def fresh_journals(context: Context, space: str | None = None) -> list[Journal]:
    """The journals, each brought up to date; what stood in the way is said on standard error."""
    journals = context.journals(space)
    for journal in journals:
        journal.refresh(progress)
        for notice in journal.notices:
            output.show_error(notice)
        _show_bad_files(journal)
    return journals


def _show_bad_files(journal: Journal) -> None:
    """Say which files are no entries: a few of them, `doctor` shows them all."""
    bad = journal.index.bad_files()
    for file in bad[:_BAD_FILES_SHOWN]:
        output.show_unreadable(
            journal.path_of(file.path), file.line, _(file.reason).format(**file.parameters)
        )
    if len(bad) > _BAD_FILES_SHOWN:
        told = _("… and {number} more; `reflekt doctor` shows them all.")
        output.aside(told.format(number=len(bad) - _BAD_FILES_SHOWN))


def progress(done: int, total: int) -> None:
    """One line on standard error while many entries are read."""
    output.progress(_("Reading entries: {done} of {total}"), done, total)


def batch_lines(file: str) -> Iterator[tuple[str, str]]:
    """Id and text of each line of a JSON Lines file, or of standard input where it is `-`.

    A line that is none is told on standard error, and at the end raises UsageProblem; the others
    are answered all the same.
    """
    import json

    refused = 0
    try:
        with click.open_file(file, encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if not line.strip():
                    continue
                try:
                    record = json.loads(line)
                    name, text = record["id"], record["text"]
                    if not isinstance(text, str):
                        raise TypeError
                except (ValueError, TypeError, KeyError):
                    refused += 1
                    told = _('{file}, line {number}: not {{"id": "…", "text": "…"}}')
                    output.aside(told.format(file=file, number=number))
                    continue
                yield name, text
    except (OSError, UnicodeDecodeError) as problem:
        raise UsageProblem(
            N_("{file} can't be read: {problem}."),
            file=file,
            problem=(isinstance(problem, OSError) and problem.strerror) or str(problem),
        ) from problem
    if refused:
        raise UsageProblem(N_("{number} lines could not be read."), number=refused)


def past(context: Context, text: str | None, option: str) -> tuple[date, date] | None:
    """The days that natural words mean. Raises UsageProblem where they mean none."""
    if text is None:
        return None
    found = context.dates.period(text, context.clock.now().date(), language())
    if found is None:
        raise UsageProblem(
            N_("“{text}” after {option} is not a date I understand."),
            hint=N_("Write it as 2026-12-04, “last month”, “3 weeks ago” or “August”."),
            text=text,
            option=option,
        )
    return found


def filter_from(
    context: Context,
    *,
    kind: str | None = None,
    since: str | None = None,
    until: str | None = None,
    theme: str | None = None,
    principle: str | None = None,
    family: str | None = None,
    author: str | None = None,
) -> Filter:
    """A filter from options. Raises UsageProblem for a kind or date that is none."""
    first = past(context, since, "--since")
    last = past(context, until, "--until")
    known = kind_named(kind) if kind else None
    if kind and known is None:
        raise UsageProblem(
            N_("There is no kind of entry called “{kind}”."),
            hint=N_("Those are: {kinds}."),
            kind=kind,
            kinds=", ".join(kind_name(one, language()) for one in DANISH_KINDS),
        )
    return Filter(
        kind=known,
        since=first[0] if first else None,
        until=last[1] if last else None,
        theme=theme_name(theme) if theme else None,
        item=principle.upper() if principle else None,
        family=family,
        author=author,
    )


def as_record(found: Found) -> dict[str, object]:
    """A row for machines."""
    row, journal = found.row, found.journal
    return {
        "id": row.id,
        "kind": row.kind,
        "created": row.created.isoformat(),
        "author": row.author,
        "space": journal.space.name,
        "title": row.title,
        "themes": list(row.themes),
        "path": journal.path_of(row.path),
    }


def show_rows(rows: Sequence[Found], *, spaces: bool) -> None:
    """Rows as lines for people; on a terminal each fits its width, in a pipe nothing is cut."""
    for found in rows:
        row = found.row
        words = [f"{row.family}: {row.title}" if row.family else row.title]
        words += [f"#{theme}" for theme in row.themes if f"#{theme}" not in row.title.casefold()]
        if spaces:
            words.insert(0, f"({found.journal.space.name})")
        kind = kind_name(row.kind, language())
        head = f"{short_day(row.created):>12}  {kind:<6}  "
        text = output.safe(" ".join(words))
        if output.to_people():
            room = output.width() - len(head) - 8
            text = text if len(text) <= room else text[: room - 1] + "…"
        output.raw(f"{output.styled(row.id, fg='cyan')}  {output.styled(head, dim=True)}{text}")
