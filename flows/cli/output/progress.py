"""Shows progress in a terminal: counts, rate and time left of steps that take longer than a moment.

Progress is written to standard error and disappears when the command ends. Nothing is shown with `--quiet`, or if
standard error is not a terminal.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from math import ceil
from threading import Timer, current_thread, main_thread
from typing import Any

from rich.progress import BarColumn, Progress, ProgressColumn, Task, TaskID, TextColumn, TimeElapsedColumn
from rich.text import Text

from flows.cli.application import err, manner
from flows.runs.progress import Report, listening, step_progress

LATE = 2.0
"""Seconds before progress is shown."""


class Terminated(BaseException):
    """This process has received SIGTERM."""


class Count(ProgressColumn):
    """Number done, total, rate and time left, as far as known.

    The rate is the average since the start: articles are counted in batches, which may take more than a minute each.
    """

    def render(self, task: Task) -> Text:
        if not task.completed:
            return Text("" if task.total is None else f"0/{task.total:,.0f}")
        of = "" if task.total is None else f"/{task.total:,.0f}"
        rate = task.completed / (task.elapsed or 1)
        left = "" if task.total is None else f", {timedelta(seconds=ceil((task.total - task.completed) / rate))} left"
        return Text(f"{task.completed:,.0f}{of}, {rate:,.1f}/s{left}")


@contextmanager
def shown(streams: bool = False) -> Iterator[None]:
    """Show the progress of the steps in the body, and let SIGTERM end it cleanly.

    A body that `streams` prints its result while it runs: if that goes to the terminal, no progress is shown.
    """
    with terminable():
        if manner.quiet or not (err.is_interactive and err.file.isatty()) or (streams and sys.stdout.isatty()):
            yield
            return
        # standard output is not redirected: only other output to standard error is printed above the bars
        bars = Progress(
            TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), Count(),
            console=err, transient=True, redirect_stdout=False,
        )  # fmt: skip
        late = Timer(LATE, bars.start)
        late.daemon = True
        late.start()
        try:
            with listening(partial(_bar, bars)):
                yield
        finally:
            late.cancel()
            late.join()
            bars.stop()


@contextmanager
def during(what: str, streams: bool = False) -> Iterator[Report]:
    """Show the body as one step with this name, which may report its progress."""
    with shown(streams), step_progress(what) as report:
        yield report


@contextmanager
def _bar(bars: Progress, what: str) -> Iterator[Report]:
    """A bar for one step; it pulses until the total is known."""
    bar = bars.add_task(what, total=None)
    try:
        yield partial(_update_bar, bars, bar)
    finally:
        bars.remove_task(bar)


def _update_bar(bars: Progress, bar: TaskID, done: int, total: int) -> None:
    bars.update(bar, completed=done, total=total or None)


@contextmanager
def terminable() -> Iterator[None]:
    """Let SIGTERM end the body cleanly, as Ctrl-C does; then this process dies of the signal.

    It also does if the body turned the interruption into another error, as DuckDB does.
    """
    if current_thread() is not main_thread():
        yield
        return
    is_terminated = False

    def handle_sigterm(*_: Any) -> None:
        nonlocal is_terminated
        is_terminated = True
        raise Terminated

    before = signal.signal(signal.SIGTERM, handle_sigterm)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
        if is_terminated:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            signal.raise_signal(signal.SIGTERM)
