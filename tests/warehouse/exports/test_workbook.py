"""Excel workbooks, read back by an independent reader."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import duckdb
import openpyxl
import pytest

from tests.warehouse.exports.conftest import DEC_5, Export
from warehouse import LakeError
from warehouse.exports import workbook as module
from warehouse.exports.workbook import write_workbook

DEFAULT = {"incidents", "events", "figures", "quotes", "relations"}


def test_a_workbook_has_a_sheet_a_table_with_days_and_numbers(export: Export, tmp_path: Path) -> None:
    export("xlsx", "facts.xlsx")
    book = openpyxl.load_workbook(tmp_path / "facts.xlsx")
    assert set(book.sheetnames) == DEFAULT
    rows = list(book["incidents"].values)
    incidents = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    (clash,) = [row for row in incidents if row["acled_sub_event"] == "Armed clash"]
    assert clash["day"].date() == DEC_5
    assert (clash["deaths_best"], clash["latitude"], clash["is_disputed"]) == (12, 35.13, False)
    cells = [cell for row in book["events"].iter_rows() for cell in row if str(cell.value).startswith("=")]
    assert {cell.value for cell in cells} == {"=jets", "=Jets hit Ghouta,\tand more."}
    assert {cell.data_type for cell in cells} == {"s"}


def test_values_are_of_their_kind_and_long_texts_are_cut(tmp_path: Path) -> None:
    select = """
        SELECT true AS sure, 12 AS low, 0.5 AS share, DATE '2024-12-05' AS day, DATE '1899-12-31' AS old,
            repeat('x', 40000) AS text, NULL AS nothing
    """
    with duckdb.connect() as connection:
        assert (
            write_workbook(connection, {"a table with a name of more than 31 letters": select}, tmp_path / "a.xlsx")
            == 1
        )
    (sheet,) = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets
    assert sheet.title == "a table with a name of more tha"
    sure, low, share, day, old, text, nothing = next(sheet.iter_rows(min_row=2, values_only=True))
    assert (sure, low, share, old, nothing) == (True, 12, 0.5, "1899-12-31", None)
    assert day == datetime(2024, 12, 5)  # noqa: DTZ001
    assert text == "x" * 32_766 + "…"


def test_more_rows_than_a_sheet_holds_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_ROWS", 3)
    with duckdb.connect() as connection:
        assert write_workbook(connection, {"a": "FROM range(2)"}, tmp_path / "a.xlsx") == 2
        with pytest.raises(LakeError, match=r"^a: more rows than a sheet of Excel holds"):
            write_workbook(connection, {"a": "FROM range(3)"}, tmp_path / "a.xlsx")


def test_a_file_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    with duckdb.connect() as connection, pytest.raises(LakeError, match=r"no/a\.xlsx: cannot be written"):
        write_workbook(connection, {"a": "SELECT 1"}, tmp_path / "no" / "a.xlsx")
