"""The `dateline` command; one module per group of commands."""

import sys
from io import TextIOWrapper

from flows.cli import (  # isort: skip  # in the order of the help
    begin, run, brief, ask, search, export, assistants, sources, status, doctor, archive, decide, operate, extract,
)  # fmt: skip
from flows.cli.app import app

__all__ = [
    "app", "archive", "ask", "assistants", "begin", "brief", "decide", "doctor", "export", "extract", "main", "operate",
    "run", "search", "sources", "status",
]  # fmt: skip


def main() -> None:
    if isinstance(sys.stdout, TextIOWrapper):  # an answer goes on behind a letter that the terminal lacks
        sys.stdout.reconfigure(errors="backslashreplace")
    app()
