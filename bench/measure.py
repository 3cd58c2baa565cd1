"""Whole processes, timed and weighed; medians of runs that take turns."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

RUNS = 9


class Call(NamedTuple):
    """A process to be timed: what to do before each run, and the command line."""

    command: Sequence[str]
    before: Callable[[], object] = lambda: None
    environment: Mapping[str, str] = {}
    folder: Path | None = None


class Run(NamedTuple):
    """One run: seconds from start to end, and the most memory held (MB)."""

    seconds: float
    megabytes: float


def once(call: Call) -> Run:
    """Run it once. Raises CalledProcessError where it fails."""
    call.before()
    began = time.perf_counter()
    process = subprocess.Popen(
        call.command,
        env=os.environ | dict(call.environment),
        cwd=call.folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    _pid, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, call.command)
    scale = 1024 if sys.platform != "darwin" else 1024**2
    return Run(seconds, usage.ru_maxrss / scale)


def medians(calls: Mapping[str, Call], runs: int = RUNS) -> dict[str, Run]:
    """The median of several runs of each, taking turns, after one to warm up."""
    measured: dict[str, list[Run]] = {name: [] for name in calls}
    for number in range(runs + 1):
        for name, call in calls.items():
            run = once(call)
            if number:
                measured[name].append(run)
    return {
        name: Run(
            statistics.median(run.seconds for run in found),
            statistics.median(run.megabytes for run in found),
        )
        for name, found in measured.items()
    }
