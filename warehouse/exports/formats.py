"""The formats of `dateline export`, as described by the rows of seeds/exports."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from warehouse.errors import LakeError


class StandardColumn(NamedTuple):
    """A column of a standard: its name there, its SQL expression, and its HXL hashtag or an empty string."""

    name: str
    expression: str
    tag: str


@dataclass(frozen=True, slots=True)
class Format:
    """One format: the layout of its files and, if it follows a standard, the table of its rows and its columns."""

    name: str
    layout: str
    suffix: str
    rows_of: str
    which: str
    is_grouped: bool
    about: str
    columns: tuple[StandardColumn, ...]

    @property
    def is_shape(self) -> bool:
        """Whether it has the columns of a standard instead of those of a table."""
        return bool(self.columns)


def formats(seeds: Path) -> dict[str, Format]:
    """The formats by name, in the order of seeds/exports/formats.csv."""
    return {row["name"]: _format(seeds, row) for row in _rows(seeds / "exports" / "formats.csv")}


def format_of(seeds: Path, name: str) -> Format:
    """The format with this name. LakeError if there is none."""
    known = formats(seeds)
    if name not in known:
        raise LakeError(f"{name}: no format; there are {', '.join(known)}")
    return known[name]


def _format(seeds: Path, row: dict[str, str]) -> Format:
    columns: tuple[StandardColumn, ...] = ()
    if row["rows_of"]:
        shaped = _rows(seeds / "exports" / "columns" / f"{row['name']}.csv")
        columns = tuple(
            StandardColumn(each["column"], each["expression"] or "NULL", each.get("tag", "")) for each in shaped
        )
    return Format(
        row["name"], row["layout"], row["suffix"], row["rows_of"], row["which"] or "true", row["grouped"] == "yes",
        row["about"], columns,
    )  # fmt: skip


def _rows(path: Path) -> Iterator[dict[str, str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return csv.DictReader(line for line in lines if not line.startswith("#"))
