"""Asks a home from a test: its rows by SQL, and `dateline` in this process."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from warehouse import Lake, query


def rows(home: Path, sql: str) -> list[dict[str, Any]]:
    """The rows that a SELECT returns from the lake of a home."""
    return query(Lake.at(home), sql).to_pylist()


def dateline(*words: str) -> Result:
    """The result of the command with these words."""
    from flows.cli.application import app  # imported late: tests that only query need no commands

    return CliRunner().invoke(app, list(words))
