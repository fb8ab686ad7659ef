"""What every command shares: the application, the two consoles, and how a mistake is told."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from functools import wraps
from typing import ParamSpec

import typer
from rich.console import Console

from flows.sandbox.terminal import say
from warehouse import LakeError

app = typer.Typer(
    name="dateline",
    help="Read conflict news into a warehouse of facts, ask it with SQL, check every fact against its sentence.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)
PIPE_WIDTH = 140
out = Console(width=None if sys.stdout.isatty() else PIPE_WIDTH)
err = Console(stderr=True)
P = ParamSpec("P")


def plainly(command: Callable[P, None]) -> Callable[P, None]:
    """Turn a user's mistake, and a file or disk that cannot be used, into one sentence and exit code 2."""

    @wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except (ValueError, LakeError) as error:
            complain(error)
            raise typer.Exit(2) from error
        except OSError as error:
            if error.errno == errno.EPIPE:  # whoever read the answer has seen enough
                raise
            complain(": ".join(str(part) for part in (error.filename, error.strerror or error) if part))
            raise typer.Exit(2) from error

    return wrapped


def complain(told: object) -> None:
    """Say what went wrong, in a line of its own."""
    say(err, f"dateline: {told}", "red")


def day(text: str) -> date:
    """A day as people type it. ValueError in one sentence where it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{text}: not a day such as 2024-12-05.") from error


def moment(text: str) -> datetime:
    """A moment as people type it: a day means its end; one without a zone is UTC. ValueError where it is none."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{text}: not a moment such as 2024-12-05 or 2024-12-05T02:30.") from error
    if len(text) == len("2024-12-05"):
        found = datetime.combine(found, time.max)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def now() -> datetime:
    return datetime.now(UTC)
