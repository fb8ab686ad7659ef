"""The rows people edit: CSV files under seeds/, read once.

Lines that begin with `#` are comments. Every file has a header row; a cell that is empty is None.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

SEEDS = Path(__file__).resolve().parent.parent / "seeds"

Row = dict[str, str | None]


class SeedError(ValueError):
    """A seed file that cannot be used; the message names the file and the line."""


@cache
def rows(name: str) -> tuple[Row, ...]:
    """The rows of seeds/<name>.csv. SeedError where the file is missing or a row has too many or too few cells."""
    path = SEEDS / f"{name}.csv"
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise SeedError(f"{path}: cannot be read: {error.strerror}") from error
    numbered = [(number, line) for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    cells = list(csv.reader(line for _, line in numbered))
    if not cells:
        raise SeedError(f"{path}: no header row")
    header, found = cells[0], []
    for (number, _), row in zip(numbered[1:], cells[1:], strict=True):
        if len(row) != len(header):
            raise SeedError(f"{path}:{number}: {len(row)} cells where the header has {len(header)}")
        found.append({key: value.strip() or None for key, value in zip(header, row, strict=True)})
    return tuple(found)


@cache
def text(name: str) -> str:
    """The text of seeds/<name>. SeedError where the file is missing."""
    path = SEEDS / name
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise SeedError(f"{path}: cannot be read: {error.strerror}") from error


def listed(cell: str | None) -> list[str]:
    """The parts of a cell that holds a list, separated by `|`."""
    return [part.strip() for part in (cell or "").split("|") if part.strip()]
