"""From a command line to an exit code: language, command, and what went wrong."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from reflekt.cli import output
from reflekt.cli.context import Context
from reflekt.errors import Interrupted, ReflektError
from reflekt.i18n import LANGUAGES, _, activate, choose_language


def run(arguments: Sequence[str], context: Context) -> int:
    """Carry out one command line and return its exit code."""
    _speak_utf8()
    wanted, rest = _take_language(arguments)
    activate(choose_language(wanted, os.environ, None))
    try:
        settings = context.settings
        activate(choose_language(wanted, os.environ, settings.language if settings else None))
        return _carry_out(rest, context)
    except ReflektError as problem:
        output.show_error(problem)
        return problem.exit_code
    except click.ClickException as problem:
        problem.show()
        return problem.exit_code
    except (KeyboardInterrupt, click.Abort):
        output.aside(_("Stopped."))
        return Interrupted.exit_code
    except BrokenPipeError:
        # The reader (`| head`) has gone: nothing is wrong, and nothing more can be said.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as problem:  # the one place: nobody is to meet a traceback
        from reflekt.cli.unexpected import tell

        return tell(problem, context)


def _carry_out(arguments: list[str], context: Context) -> int:
    if "_REFLEKT_COMPLETE" in os.environ:
        from reflekt.cli.completion import add_powershell

        add_powershell()
    from reflekt.cli.group import main  # its help is written in the language chosen above

    result = main.main(args=arguments, prog_name="reflekt", obj=context, standalone_mode=False)
    sys.stdout.flush()
    return result if isinstance(result, int) else 0


def _take_language(arguments: Sequence[str]) -> tuple[str | None, list[str]]:
    """`--lang da` wherever it stands, and the arguments without it."""
    rest = list(arguments)
    end = rest.index("--") if "--" in rest else len(rest)
    for place, word in enumerate(rest[:end]):
        for language in LANGUAGES:
            if word == f"--lang={language}":
                return language, rest[:place] + rest[place + 1 :]
            if rest[place : place + 2] == ["--lang", language]:
                return language, rest[:place] + rest[place + 2 :]
    return None, rest


def _speak_utf8() -> None:
    """Danish letters get through whatever the locale says."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            errors = "surrogateescape" if stream is sys.stdin else "replace"
            reconfigure(encoding="utf-8", errors=errors)
