"""The `dateline` command, one file a group of commands."""

from flows.cli import run, ask, archive, decide, operate, extract  # isort: skip  # in the order of the help
from flows.cli.app import app

__all__ = ["app", "archive", "ask", "decide", "extract", "main", "operate", "run"]


def main() -> None:
    app()
