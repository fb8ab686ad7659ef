"""Prints query results as they arrive: a table for people, CSV or JSON for programs."""

from __future__ import annotations

import csv
import json
import math
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain, count, islice
from typing import Any

import pyarrow as arrow

from flows.cli.application import err, out
from flows.cli.output.summary import answer as show_answer
from flows.cli.output.summary import counted
from flows.sandbox.terminal import say
from transforms.printable import printable_json
from transforms.spreadsheet import safe

MOST = 1000
"""Default limit of table rows."""
Row = tuple[Any, ...]


def as_table(answer: arrow.RecordBatchReader, most: int | None) -> None:
    """Print at most `most` rows as a table, and a note on standard error if there are more."""
    rows = _cells(answer)
    shown = list(islice(rows, most))
    show_answer(out, answer.schema.names, shown)
    out.print(counted(len(shown), "row"), style="dim")
    _note_more_rows(rows)


def as_csv(answer: arrow.RecordBatchReader, most: int | None, cell: Callable[[Any], Any] = safe) -> None:
    """Print at most `most` rows as CSV with a header, each value converted by `cell`."""
    rows = _cells(answer)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(map(cell, answer.schema.names))
    writer.writerows(map(cell, row) for row in islice(rows, most))
    _note_more_rows(rows)


def as_raw_csv(answer: arrow.RecordBatchReader, most: int | None) -> None:
    """Like `as_csv`, with values unchanged."""
    as_csv(answer, most, lambda value: value)


def as_json(answer: arrow.RecordBatchReader, most: int | None) -> None:
    """Print at most `most` rows as a JSON array, one object per line."""
    rows, names = rows_of(answer), distinct(answer.schema.names)
    before = "[\n "
    for row in islice(rows, most):
        cells = {name: plain(value) for name, value in zip(names, row, strict=True)}
        sys.stdout.write(before + printable_json(json.dumps(cells, ensure_ascii=False, allow_nan=False)))
        before = ",\n "
    print("[]" if before.startswith("[") else "\n]")
    _note_more_rows(rows)


def rows_of(answer: arrow.RecordBatchReader) -> Iterator[Row]:
    """The rows of a result, as they arrive."""
    return chain.from_iterable(_rows_of_batch(batch) for batch in answer)


def _rows_of_batch(batch: arrow.RecordBatch) -> Iterable[Row]:
    return zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _cells(answer: arrow.RecordBatchReader) -> Iterator[Row]:
    """Rows with values converted for tables and CSV."""
    return (tuple(map(_cell, row)) for row in rows_of(answer))


def _cell(value: Any) -> Any:
    """Convert bytes and intervals to text, lists and structs to JSON; keep other values."""
    if isinstance(value, dict | list):
        return json.dumps(plain(value), ensure_ascii=False)
    return _text(value) if isinstance(value, bytes | arrow.MonthDayNano) else value


def distinct(names: Sequence[str]) -> list[str]:
    """Column names as unique object keys: the second `place` becomes `place_1`, or the next free one."""
    taken = set(names)
    unique = list[str]()
    for name in names:
        free = (f"{name}_{n}" for n in count(1))
        unique.append(name if name not in unique else next(key for key in free if key not in taken))
        taken.add(unique[-1])
    return unique


def _text(value: Any) -> str:
    """Bytes as text, an interval in ISO 8601: `P1M3DT4.5S`."""
    if isinstance(value, bytes):
        return value.decode(errors="backslashreplace")
    seconds = Decimal(value.nanoseconds).scaleb(-9).normalize()
    return f"P{value.months}M{value.days}DT{seconds:f}S"


_EXACT = 2**53
"""A double represents every integer up to this one exactly."""


def plain(value: Any) -> Any:
    """A value for JSON: a number if JSON and a double represent it exactly, else text."""
    if isinstance(value, dict):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, arrow.MonthDayNano | bytes):
        return _text(value)
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, Decimal):
        if value == value.to_integral_value():
            return plain(int(value))
        return float(value) if Decimal(repr(float(value))) == value else str(value)
    if isinstance(value, int) and abs(value) > _EXACT:
        return str(value)
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def _note_more_rows(rows: Iterator[Row]) -> None:
    if next(rows, None) is not None:
        say(err, "dateline: there are more rows; --rows 0 prints all of them", "yellow")
