"""The entry point: `reflekt` and `python -m reflekt`."""

from __future__ import annotations

import gc
import os
import sys

from reflekt import __version__


def main() -> None:
    """Run the command line and leave with its exit code."""
    if sys.argv[1:] == ["--version"]:
        print(f"reflekt {__version__}")  # noqa: T201 - needs nothing of the rest
        return
    # A command lives for a tenth of a second: a fifth of that went into looking for garbage
    # among freshly imported modules, and into taking them apart at the end.
    gc.set_threshold(50_000, 20, 20)
    try:
        code = _carried_out()
    except KeyboardInterrupt:  # so early that there is no language yet to say it in
        code = 130
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        code = code or 1
    os._exit(code)


def _carried_out() -> int:
    from reflekt.cli.context import Context

    context = Context()
    if sys.argv[1:2] in (["sync"], ["synk"]):
        from reflekt.cli.head_start import head_start

        head_start(context, sys.argv[2:])
    from reflekt.cli.root import run

    return run(sys.argv[1:], context)


if __name__ == "__main__":
    main()
