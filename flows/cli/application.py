"""The Typer application of `dateline`: consoles, error handling and arguments that all commands share."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import wraps
from typing import ParamSpec

import typer
from rich.console import Console

from flows.sandbox.terminal import say
from warehouse import LakeError

app = typer.Typer(
    name="dateline",
    help="Extract facts from conflict news into a warehouse, query it with SQL, trace every fact to its sentence.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)
PIPE_WIDTH = 140
out = Console(width=None if sys.stdout.isatty() else PIPE_WIDTH)
err = Console(stderr=True)
P = ParamSpec("P")


@dataclass
class Manner:
    """Options before the name of a command, which apply to every command."""

    quiet: bool = False


manner = Manner()


def plainly(command: Callable[P, None]) -> Callable[P, None]:
    """Turn user errors and unusable files into one sentence and exit code 2."""

    @wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except (ValueError, LakeError) as error:
            complain(error)
            raise typer.Exit(2) from error
        except OSError as error:
            if error.errno == errno.EPIPE:  # the reader of the output has closed the pipe
                raise
            complain(": ".join(str(part) for part in (error.filename, error.strerror or error) if part))
            raise typer.Exit(2) from error

    return wrapped


def complain(error: object) -> None:
    """Print an error on a line of its own."""
    say(err, f"dateline: {error}", "red")


def day(text: str) -> date:
    """Parse a day argument. ValueError in one sentence if it is invalid."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{text}: not a day such as 2024-12-05.") from error


def day_if_given(text: str | None) -> date | None:
    """Parse a day argument that may be left out."""
    return day(text) if text else None


def now() -> datetime:
    return datetime.now(UTC)
