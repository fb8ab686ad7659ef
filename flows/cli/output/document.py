"""The `--json` output of commands: one JSON document on standard output; everything else goes to standard error."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from transforms.printable import printable_json

if TYPE_CHECKING:
    from transforms.tables.schema import Run

json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
_JSON_COLUMNS = ("parameters", "facts", "versions")
"""Columns of a run that hold JSON."""


def document(value: Any) -> None:
    """Print a value as one JSON document, with dates and paths as strings."""
    from flows.cli.output.printed import plain

    print(printable_json(json.dumps(plain(value), ensure_ascii=False, allow_nan=False)))


def account(run: Run, wrong: object = None) -> dict[str, Any]:
    """The row of a run, and the sentence on what went wrong in it."""
    row = asdict(run)
    return row | {name: json.loads(row[name] or "null") for name in _JSON_COLUMNS} | {"wrong": wrong and str(wrong)}
