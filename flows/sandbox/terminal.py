"""What is printed or logged shows the characters that would steer a terminal, and never passes them on.

`guard` sees to every line of a log, whoever writes it and whoever formats it, and to the traceback of a process that
dies; `say` to a sentence on a terminal.
"""

from __future__ import annotations

import logging
import sys
import traceback
from types import TracebackType

from rich.console import Console
from rich.text import Text

from transforms.printable import printable, printable_lines

OWN = "dateline"
"""The logger whose messages are a line each; those of libraries, which may have several, keep their line feeds."""


class PrintableRecord(logging.LogRecord):
    """A line of a log as any handler may print it."""

    def getMessage(self) -> str:
        message = super().getMessage()
        return printable(message) if self.name == OWN else printable_lines(message)


def guard() -> None:
    """Make every record of this process, and the traceback that it may end with, printable."""
    logging.setLogRecordFactory(_record)
    sys.excepthook = _died


def say(console: Console, text: str, style: str = "") -> None:
    """Print a sentence: as text, whatever stands in it, in one line that the terminal alone wraps."""
    console.print(Text(printable(text)), style=style, soft_wrap=True)


def _record(*args: object, **kwargs: object) -> PrintableRecord:
    record = PrintableRecord(*args, **kwargs)  # type: ignore[arg-type]
    if record.exc_info and record.exc_info[1]:
        record.exc_text = _told(*record.exc_info)
    if record.name == OWN:  # for handlers that look at the parts of a record
        record.msg, record.args, record.exc_info = record.getMessage(), None, None
    return record


def _died(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    sys.stderr.write(f"{_told(kind, error, trace)}\n")


def _told(kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> str:
    return printable_lines("".join(traceback.format_exception(kind, error, trace)).rstrip("\n"))
