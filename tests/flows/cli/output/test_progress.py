"""The progress of a command: shown on a terminal only."""

from __future__ import annotations

import logging
from collections.abc import Callable
from io import StringIO
from time import sleep

import pytest
from rich.console import Console
from rich.progress import Progress

from flows.cli.application import manner
from flows.cli.by_hand import logged
from flows.cli.output import progress
from flows.cli.output.progress import Count, during, shown
from tests.served import wait_for


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> StringIO:
    """Standard error as a terminal, on which bars appear at once."""
    return at(Terminal(), monkeypatch)


def at(file: StringIO, monkeypatch: pytest.MonkeyPatch) -> StringIO:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(progress, "err", Console(file=file, width=120))
    monkeypatch.setattr(progress, "LATE", 0.0)
    return file


def seen(file: StringIO, *words: str) -> None:
    wait_for(lambda: all(each in file.getvalue() for each in words), file.getvalue)


def test_counts_are_shown_and_gone_at_the_end(terminal: StringIO) -> None:
    with during("reading articles") as told:
        told(0, 1200)
        seen(terminal, "reading articles", "0/1,200")
        told(300, 1200)
        seen(terminal, "300/1,200", "/s", " left")
    _, cursor, after = terminal.getvalue().rpartition("\x1b[?25h")  # shows the cursor again
    assert cursor
    assert "reading articles" not in after


def test_work_without_a_count_is_shown_by_its_name(terminal: StringIO) -> None:
    with during("landing"):
        seen(terminal, "landing")
    assert "/" not in terminal.getvalue()


@pytest.mark.parametrize(
    ("done", "total", "said"),
    [
        (100, 300, "100/300, 2.0/s, 0:01:40 left"),
        (100, None, "100, 2.0/s"),
        (0, 300, "0/300"),
        (0, None, ""),
        (300, 300, "300/300, 6.0/s, 0:00:00 left"),
    ],
)
def test_rate_and_time_left_are_those_of_the_whole_work(done: int, total: int | None, said: str) -> None:
    clock = iter([0.0, *[50.0] * 9])
    bars = Progress(get_time=lambda: next(clock), disable=True)
    bar = bars.add_task("reading", total=total)
    bars.tasks[bar].completed = done
    assert Count().render(bars.tasks[bar]).plain == said


def quiet(monkeypatch: pytest.MonkeyPatch) -> StringIO:
    monkeypatch.setattr(manner, "quiet", True)
    return at(Terminal(), monkeypatch)


def late(monkeypatch: pytest.MonkeyPatch) -> StringIO:
    file = at(Terminal(), monkeypatch)
    monkeypatch.setattr(progress, "LATE", 3600.0)
    return file


def forced(monkeypatch: pytest.MonkeyPatch) -> StringIO:
    """A pipe, with an environment variable that forces colours."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    return at(StringIO(), monkeypatch)


def streaming(monkeypatch: pytest.MonkeyPatch) -> StringIO:
    monkeypatch.setattr("sys.stdout", Terminal())
    return at(Terminal(), monkeypatch)


@pytest.mark.parametrize("place", [quiet, late, forced, streaming], ids=lambda place: place.__name__)
def test_nothing_is_shown(place: Callable[[pytest.MonkeyPatch], StringIO], monkeypatch: pytest.MonkeyPatch) -> None:
    file = place(monkeypatch)
    with shown(streams=True):
        sleep(0.3)  # long enough for a bar to appear
    assert file.getvalue() == ""


def test_the_log_stands_above_the_bars(terminal: StringIO) -> None:
    with logged(), during("landing"):
        seen(terminal, "landing")
        logging.getLogger("dateline").warning("one page is too large")
    assert "one page is too large" in terminal.getvalue()
