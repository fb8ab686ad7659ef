"""The formats of `dateline export`, as described by the rows of seeds/exports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from transforms.seeds import Row, shipped
from warehouse.storage.errors import LakeError


class StandardColumn(NamedTuple):
    """A column of a standard: its name there, its SQL expression, and its HXL hashtag or an empty string."""

    name: str
    expression: str
    tag: str


@dataclass(frozen=True, slots=True)
class Format:
    """One format: the layout of its files and, if it follows a standard, the table of its rows and its columns.

    `background` is the column that tells whether a row is told only as history.
    """

    name: str
    layout: str
    suffix: str
    rows_of: str
    which: str
    background: str
    is_grouped: bool
    about: str
    columns: tuple[StandardColumn, ...]

    @property
    def is_shape(self) -> bool:
        """Whether it has the columns of a standard instead of those of a table."""
        return bool(self.columns)


def formats() -> dict[str, Format]:
    """The formats by name, in the order of seeds/exports/formats.csv."""
    return {str(row["name"]): _format(row) for row in shipped("exports/formats")}


def format_of(name: str) -> Format:
    """The format with this name. LakeError if there is none."""
    known = formats()
    if name not in known:
        raise LakeError(f"{name}: no format; there are {', '.join(known)}")
    return known[name]


def _format(row: Row) -> Format:
    shaped = shipped(f"exports/columns/{row['name']}") if row["rows_of"] else ()
    return Format(
        str(row["name"]), str(row["layout"]), row["suffix"] or "", row["rows_of"] or "", row["which"] or "true",
        row["background"] or "", row["grouped"] == "yes", str(row["about"]),
        tuple(StandardColumn(str(c["column"]), c["expression"] or "NULL", c.get("tag") or "") for c in shaped),
    )  # fmt: skip
