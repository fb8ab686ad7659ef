"""Corrections by people: the cells that may be set, and the cells that depend on them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import Field, fields
from functools import cache

from transforms.seeds import rows
from transforms.tables.partial_dates import first_day, last_day, precision
from transforms.tables.schema import FACTS, TABLES, Column, Reading, columns

_KEPT = {f.name for f in fields(Reading)} | {
    "confidence", "evidence", "lexicon_row", "quote_start", "quote_end", "mention_start", "mention_end", "part_of",
    "corrected_by",
}  # fmt: skip
"""Columns that state the position of a fact and how it was read; people may not set them."""
_POINT = ("latitude", "longitude", "west", "south", "east", "north")
_FOLLOWING = {
    "place": ("place_id", *_POINT, "country", "admin1", "geo_precision"),
    "place_id": _POINT,
    "name": ("actor_id", "place_id", "country", *_POINT),
    **{who: (f"{who}_actor",) for who in ("source", "target", "speaker", "subject", "object")},
}
"""Columns that the rules derived from the old value, by corrected column; they are emptied with it until set too."""

Cells = dict[str, str | None]


def settable(table: str) -> list[str]:
    """The columns of a table of facts that people may set."""
    return [f.name for f in fields(TABLES[table]) if f.name not in _KEPT]


def cells(table: str, column: str, value: str) -> Cells:
    """The cells of a row that change if a column is set, as text that can be cast to the column's type; None for null.

    An empty value clears the column. A date may be a day, a month or a year. Columns derived from the old value, such
    as the id of a place, are cleared. ValueError, in one sentence, if the table or column does not exist or cannot be
    set, or if the value is not allowed.
    """
    if table not in FACTS:
        raise ValueError(f"{table}: no table of facts; these are: {', '.join(FACTS)}")
    if column not in settable(table):
        raise ValueError(f"{table}.{column}: nothing that can be set; these can: {', '.join(settable(table))}")
    declared = {f.name: f for f in fields(TABLES[table])}
    kinds = {c.name: c for c in columns(table)}
    text = value.strip()
    if not text and not kinds[column].nullable:
        raise ValueError(f"{table}.{column}: may not be empty")
    if "edge" in declared[column].metadata:
        return dict(_cells_of_date(declared, column, text or None))
    following = dict.fromkeys(name for name in _FOLLOWING.get(column, ()) if name in kinds)
    return {column: _checked_value(table, kinds[column], text) if text else None, **following}


def _cells_of_date(
    declared: dict[str, Field[object]], column: str, text: str | None
) -> Iterator[tuple[str, str | None]]:
    """The columns of a stated date; also those of the end if it is derived from this date."""
    if text and first_day(text) is None:
        raise ValueError(f"{column}={text}: not a day such as 2024-12-05, a month or a year")
    edge = {"first": first_day, "last": last_day}
    for name, declaration in declared.items():
        metadata = declaration.metadata
        if "edge" in metadata and (name == column or column in metadata["of"]):
            edge_day = edge[metadata["edge"]](text)
            yield name, str(edge_day) if edge_day else None
            yield f"{name}_text", text if name == column else None
    precise = declared[column].metadata["precise"] or (
        "date_precision" if column == "date_start" and "date_precision" in declared else None
    )
    if precise:
        yield precise, precision(text)


def _checked_value(table: str, column: Column, text: str) -> str:
    """The value as stored in a row. ValueError if the column does not allow it."""
    name = f"{table}.{column.name}={text}"
    if column.values and text not in column.values:
        raise ValueError(f"{name}: not one of {', '.join(column.values)}")
    if column.type is bool and text not in ("true", "false"):
        raise ValueError(f"{name}: not true or false")
    if column.type in (int, float):
        try:
            number = column.type(text)
        except ValueError as error:
            raise ValueError(f"{name}: not a {'whole ' if column.type is int else ''}number") from error
        least, most = _RANGES.get(column.name, (0, _GREATEST))
        if not least <= number <= most:
            raise ValueError(f"{name}: not from {least} to {most}")
        return str(number)
    if column.name == "country" and not (len(text) == 2 and text.isascii() and text.isupper()):
        raise ValueError(f"{name}: not a code of two capitals such as SY")
    if column.name == "country" and text not in _countries():
        raise ValueError(f"{name}: no code of ISO 3166-1 in seeds/countries.csv")
    if column.name == "cameo" and not _CAMEO.fullmatch(text):
        raise ValueError(f"{name}: no CAMEO code, which is 01 to 20 with up to two more digits, such as 190")
    return text


@cache
def _countries() -> frozenset[str]:
    return frozenset(str(row["alpha2"]) for row in rows("countries"))


_CAMEO = re.compile(r"(?:0[1-9]|1\d|20)\d{0,2}")


_GREATEST = 2**63 - 1
"""The greatest integer that a column can hold."""
_RANGES: dict[str, tuple[float, float]] = {
    "geo_precision": (1, 3), "latitude": (-90, 90), "south": (-90, 90), "north": (-90, 90),
    "longitude": (-180, 180), "west": (-180, 180), "east": (-180, 180),
}  # fmt: skip
