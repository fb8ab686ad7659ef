"""Answers as tables, CSV and JSON."""

from __future__ import annotations

import csv
import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from flows.cli.output.printed import plain
from tests.flows.asking import dateline


def test_sql_answers_as_table_json_and_csv(landed: Path) -> None:
    sql = "SELECT measure, low FROM figures WHERE measure = 'killed'"
    assert re.search(r"killed.*12", dateline("sql", sql).output)
    assert json.loads(dateline("sql", sql, "--json").output) == [{"measure": "killed", "low": 12}]
    assert dateline("sql", sql, "--csv").output == "measure,low\nkilled,12\n"


def test_a_table_has_a_thousand_rows_and_says_that_there_are_more(empty: Path) -> None:
    printed = dateline("sql", "FROM range(1001)")
    assert printed.exit_code == 0
    assert "1000 rows\n" in printed.stdout
    assert printed.stderr == "dateline: there are more rows; --rows 0 prints all of them\n"
    for words, rows in (((), 1000), (("--rows", "0"), 1001), (("--rows", "7"), 7)):
        assert f"{rows} rows" in dateline("sql", f"FROM range({max(rows, 8)})", *words).stdout


def test_programs_get_every_row(empty: Path) -> None:
    assert dateline("sql", "FROM range(20000)", "--csv").output.splitlines()[-1] == "19999"
    assert len(json.loads(dateline("sql", "FROM range(20000)", "--json").output)) == 20000
    assert json.loads(dateline("sql", "FROM events", "--json").output) == []
    cut = dateline("sql", "FROM range(20000)", "--json", "--rows", "2")
    assert json.loads(cut.stdout) == [{"range": 0}, {"range": 1}]
    assert "--rows 0" in cut.stderr


def test_json_keeps_values_as_they_are(empty: Path) -> None:
    sql = """
        SELECT sum(12) AS whole, 1.5 AS exact, 12345678901234567890.12 AS long, 'nan'::DOUBLE AS nan,
            INTERVAL '1 month 3 days 4.5 seconds' AS span, {'a': [1.25, 'inf'::DOUBLE], 'b': NULL} AS nested,
            '\\xFF'::BLOB AS bytes, DATE '2024-12-05' AS day, true AS sure
    """
    (row,) = json.loads(dateline("sql", sql, "--json").output)
    assert row == {
        "whole": 12, "exact": 1.5, "long": "12345678901234567890.12", "nan": "nan", "span": "P1M3DT4.5S",
        "nested": {"a": [1.25, "inf"], "b": None}, "bytes": "\\xff", "day": "2024-12-05", "sure": True,
    }  # fmt: skip


def test_json_loses_no_column_of_the_same_name(empty: Path) -> None:
    sql = "SELECT 1 AS a, 2 AS a, 3 AS a_1, 4 AS a"
    printed = dateline("sql", sql, "--json").output
    assert json.loads(printed) == [{"a": 1, "a_2": 2, "a_1": 3, "a_3": 4}]


def test_cells_hold_lists_and_structs_as_json(empty: Path) -> None:
    sql = "SELECT [DATE '2024-12-05'] AS d, {'a': 1.5, 'b': NULL} AS s, INTERVAL '3 days' AS span, '\\xFF'::BLOB b"
    printed = list(csv.reader(dateline("sql", sql, "--csv").output.splitlines()))
    assert printed == [["d", "s", "span", "b"], ['["2024-12-05"]', '{"a": 1.5, "b": null}', "P0M3DT0S", "\\xff"]]
    assert '["2024-12-05"]' in dateline("sql", sql).output


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (2**53, 2**53),
        (2**53 + 1, "9007199254740993"),
        (Decimal("12.00"), 12),
        (Decimal(2**127 - 1), "170141183460469231731687303715884105727"),
        (Decimal("0.1"), 0.1),
        (Decimal("0.12345678901234567890"), "0.12345678901234567890"),
        (float("inf"), "inf"),
        (True, True),
        (None, None),
        ({1: (b"\xff", date(2024, 12, 5))}, {"1": ["\\xff", "2024-12-05"]}),
    ],
)
def test_a_value_is_a_number_only_where_json_holds_it_exactly(value: object, shown: object) -> None:
    assert plain(value) == shown
    assert type(plain(value)) is type(shown)
