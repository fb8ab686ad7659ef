"""Makes log lines, tracebacks and messages safe to print: terminal control characters are shown, not sent.

`guard` covers every log record of the process and its final traceback; `say` prints one sentence.
"""

from __future__ import annotations

import logging
import sys
import traceback
from types import TracebackType
from typing import TYPE_CHECKING

from transforms.printable import printable, printable_lines

if TYPE_CHECKING:
    from rich.console import Console

OWN = "dateline"
"""The logger whose messages are single lines; those of libraries keep their line feeds."""


class PrintableRecord(logging.LogRecord):
    """A log record whose message any handler may print."""

    def getMessage(self) -> str:
        message = super().getMessage()
        return printable(message) if self.name == OWN else printable_lines(message)


def guard() -> None:
    """Make every log record of this process, and its final traceback, printable."""
    logging.setLogRecordFactory(_printable_record)
    sys.excepthook = _print_traceback


def say(console: Console, text: str, style: str = "") -> None:
    """Print one sentence as plain text, without markup, on one line that only the terminal wraps."""
    from rich.text import Text

    console.print(Text(printable(text)), style=style, soft_wrap=True)


def _printable_record(*args: object, **kwargs: object) -> PrintableRecord:
    record = PrintableRecord(*args, **kwargs)  # type: ignore[arg-type]
    if record.exc_info and record.exc_info[1]:
        record.exc_text = _format_error(*record.exc_info)
    if record.name == OWN:  # for handlers that read the attributes of a record
        record.msg, record.args, record.exc_info = record.getMessage(), None, None
    return record


def _print_traceback(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    sys.stderr.write(f"{_format_error(kind, error, trace)}\n")


def _format_error(kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> str:
    return printable_lines("".join(traceback.format_exception(kind, error, trace)).rstrip("\n"))
