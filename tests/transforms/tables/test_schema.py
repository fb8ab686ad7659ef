"""The schema is declared once: Arrow, checks, the lake's tables and the data dictionary say the same."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any, get_args

import duckdb
import pyarrow as arrow
import pytest

from transforms.tables import schema
from transforms.tables.schema import KEYS, TABLES, Reject, Run, arrow_schema, check, columns, dictionary, to_arrow
from warehouse.landing.tables import ddl

TABLE = pytest.mark.parametrize("table", TABLES)


@TABLE
def test_the_lake_s_table_has_the_arrow_schema_s_columns_and_types(table: str) -> None:
    with duckdb.connect() as connection:
        connection.execute(ddl(table))
        made = connection.execute(f"FROM {table}").to_arrow_table().schema
        described = connection.execute(f"DESCRIBE {table}").fetchall()
    declared = arrow_schema(table)
    assert made.names == declared.names
    assert [_plain(field.type) for field in made] == [_plain(field.type) for field in declared]
    assert [row[2] == "YES" for row in described] == [field.nullable for field in declared]


def _plain(kind: arrow.DataType) -> arrow.DataType:
    """A type without the parts that depend on the DuckDB session: the zone of a timestamp, the name of list items."""
    if arrow.types.is_timestamp(kind):
        return arrow.timestamp(kind.unit, "UTC")
    return arrow.list_(kind.value_type) if arrow.types.is_list(kind) else kind


@TABLE
def test_every_table_has_its_key_and_every_column_a_meaning(table: str) -> None:
    assert KEYS[table] in [c.name for c in columns(table)]
    assert all(c.meaning for c in columns(table))
    assert (TABLES[table].__doc__ or "").strip().endswith(".")


@TABLE
def test_the_data_dictionary_tells_every_column_its_values_and_units(table: str) -> None:
    section = dictionary().split(f"## {table}\n")[1].split("\n## ")[0]
    for c in columns(table):
        (row,) = [line for line in section.splitlines() if line.startswith(f"| `{c.name}` |")]
        assert c.unit in row
        assert all(value in row for value in c.values)


def test_codes_are_read_from_their_literals() -> None:
    modality = next(c for c in columns("events") if c.name == "modality")
    assert modality.values == get_args(schema.Modality)
    assert not modality.nullable


def _reject() -> arrow.Table:
    return to_arrow("rejects", [Reject(reject_id="1", url="u", source_id="s", stage="fetch", reason="timeout")])


def test_a_row_that_is_as_declared_passes() -> None:
    check("rejects", _reject())


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"reason": "tired"}, "rejects.reason may not be 'tired'."), ({"url": None}, "rejects.url may not be None.")],
    ids=["value not allowed", "null"],
)
def test_a_row_that_is_not_as_declared_is_refused(wrong: dict[str, Any], said: str) -> None:
    (row,) = _reject().to_pylist()
    with pytest.raises(ValueError, match=f"^{re.escape(said)}$"):
        check("rejects", arrow.Table.from_pylist([row | wrong], arrow_schema("rejects")))


def test_rows_keep_their_values_on_the_way_to_arrow() -> None:
    began = datetime(2024, 12, 6, 2, tzinfo=UTC)
    run = Run(
        run_id="r", flow="nightly", parameters="{}", started=began, ended=began, discovered=3, fetched=3, unchanged=1,
        landed=1, rejected=1, facts="{}", versions="{}",
    )  # fmt: skip
    (row,) = to_arrow("runs", [run]).to_pylist()
    assert (row["started"], row["landed"]) == (began, 1)


def test_a_day_is_a_day_in_arrow() -> None:
    assert arrow_schema("articles").field("published_date").type == arrow.date32()
    assert arrow_schema("articles").field("published_at").type == arrow.timestamp("us", tz="UTC")
