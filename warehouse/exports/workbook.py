"""Writes Excel workbooks: a sheet per table, days as dates, and text that is never a formula."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from warehouse.storage.errors import LakeError

if TYPE_CHECKING:  # imported only when a workbook is written
    from xlsxwriter.format import Format as CellFormat
    from xlsxwriter.worksheet import Worksheet

_ROWS = 1_048_576
"""Maximum number of rows in a sheet, with the header."""
_CELL = 32_767
"""Maximum number of characters in a cell."""
_BATCH = 1000
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_workbook(connection: duckdb.DuckDBPyConnection, selects: Mapping[str, str], file: Path) -> int:
    """Write each SELECT as a sheet with its name; returns the number of rows. LakeError if one exceeds a sheet."""
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    try:
        with xlsxwriter.Workbook(file, _OPTIONS) as book:
            bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
            return sum(
                _write_sheet(book.add_worksheet(name[:31]), connection.execute(f"{select} ORDER BY ALL"), bold, day)
                for name, select in selects.items()
            )
    except FileCreateError as error:
        raise LakeError(f"{file}: cannot be written: {error}") from error


def _write_sheet(sheet: Worksheet, answer: duckdb.DuckDBPyConnection, bold: CellFormat, day: CellFormat) -> int:
    names = [column[0] for column in answer.description or ()]
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(names) - 1, 14)
    for place, name in enumerate(names):
        sheet.write_string(0, place, name, bold)
    count = 0
    while rows := answer.fetchmany(_BATCH):
        for row in rows:
            count += 1
            if count >= _ROWS:
                raise LakeError(f"{sheet.name}: more rows than a sheet of Excel holds; choose fewer days or countries")
            for place, value in enumerate(row):
                _write_cell(sheet, count, place, value, day)
    sheet.autofilter(0, 0, count, len(names) - 1)
    return count


def _write_cell(sheet: Worksheet, row: int, place: int, value: Any, day: CellFormat) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(row, place, value)
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(row, place, value)
    elif isinstance(value, date) and value.year >= 1900:
        sheet.write_datetime(row, place, value, day)
    elif value is not None:
        text = str(value)
        sheet.write_string(row, place, text if len(text) <= _CELL else f"{text[: _CELL - 1]}…")
