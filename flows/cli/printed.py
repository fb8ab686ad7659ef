"""An answer on standard output: a table for people, CSV or JSON for programs, printed as the rows come."""

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

from flows.cli.app import err, out
from flows.cli.spreadsheet import safe
from flows.cli.summary import answer as show_answer
from flows.sandbox.terminal import say
from transforms.printable import printable_json

MOST = 1000
"""Rows of a table where not told otherwise."""
Row = tuple[Any, ...]


def as_table(answer: arrow.RecordBatchReader, most: int | None) -> None:
    """Print at most so many rows as a table, and on standard error whether there are more."""
    rows = _cells(answer)
    shown = list(islice(rows, most))
    show_answer(out, answer.schema.names, shown)
    out.print(f"{len(shown)} row{'' if len(shown) == 1 else 's'}", style="dim")
    _tell_if_more(rows)


def as_csv(answer: arrow.RecordBatchReader, most: int | None, cell: Callable[[Any], Any] = safe) -> None:
    """Print at most so many rows as comma-separated values under a header, each value by `cell`."""
    rows = _cells(answer)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(map(cell, answer.schema.names))
    writer.writerows(map(cell, row) for row in islice(rows, most))
    _tell_if_more(rows)


def as_raw_csv(answer: arrow.RecordBatchReader, most: int | None) -> None:
    """The same with each value as it is."""
    as_csv(answer, most, lambda value: value)


def as_json(answer: arrow.RecordBatchReader, most: int | None) -> None:
    """Print at most so many rows as a JSON array, an object a line."""
    rows, names = _rows(answer), _distinct(answer.schema.names)
    before = "[\n "
    for row in islice(rows, most):
        told = {name: plain(value) for name, value in zip(names, row, strict=True)}
        sys.stdout.write(before + printable_json(json.dumps(told, ensure_ascii=False, allow_nan=False)))
        before = ",\n "
    print("[]" if before.startswith("[") else "\n]")
    _tell_if_more(rows)


def _rows(answer: arrow.RecordBatchReader) -> Iterator[Row]:
    return chain.from_iterable(_unpacked(batch) for batch in answer)


def _unpacked(batch: arrow.RecordBatch) -> Iterable[Row]:
    return zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _cells(answer: arrow.RecordBatchReader) -> Iterator[Row]:
    """The rows as a table and CSV have them."""
    return (tuple(map(_cell, row)) for row in _rows(answer))


def _cell(value: Any) -> Any:
    """Bytes and intervals as text, lists and structs as JSON; everything else as it is."""
    if isinstance(value, dict | list):
        return json.dumps(plain(value), ensure_ascii=False)
    return _text(value) if isinstance(value, bytes | arrow.MonthDayNano) else value


def _distinct(names: Sequence[str]) -> list[str]:
    """The names of columns as keys of an object: the second `place` is `place_1`, or the next that is free."""
    taken = set(names)
    found = list[str]()
    for name in names:
        free = (f"{name}_{n}" for n in count(1))
        found.append(name if name not in found else next(key for key in free if key not in taken))
        taken.add(found[-1])
    return found


def _text(value: Any) -> str:
    """Bytes as the text they are, an interval as ISO 8601 writes it: `P1M3DT4.5S`."""
    if isinstance(value, bytes):
        return value.decode(errors="backslashreplace")
    seconds = Decimal(value.nanoseconds).scaleb(-9).normalize()
    return f"P{value.months}M{value.days}DT{seconds:f}S"


def plain(value: Any) -> Any:
    """A value as JSON has it: numbers where JSON and a double hold them exactly, else text."""
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
            return int(value)
        return float(value) if Decimal(repr(float(value))) == value else str(value)
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def _tell_if_more(rows: Iterator[Row]) -> None:
    if next(rows, None) is not None:
        say(err, "dateline: there are more rows; --rows 0 prints all of them", "yellow")
