"""Rows to be landed: tables in memory, or Parquet files that DuckDB reads while it writes the lake."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

import duckdb
import pyarrow as arrow

from transforms.tables.schema import KEYS, arrow_schema
from warehouse.storage.errors import LakeError, sql_list

Rows: TypeAlias = "arrow.Table | Sequence[Path]"
"""Rows of one table of the schema."""
CELL = 16
"""Bytes of a cell of words in DuckDB, besides long ones."""
PART = 32 * 2**20
"""Bytes of rows that one statement inserts into a table: the lake sorts them, for which it holds them several times."""


def cast(table: str, rows: Rows | None) -> Rows:
    """The rows with the columns and types of their table; an empty table for None.

    LakeError for another column or type, or if two rows have the same key. Of files only the keys are read.
    """
    schema, key = arrow_schema(table), KEYS[table]
    if rows is None:
        return schema.empty_table()
    try:
        if isinstance(rows, arrow.Table):
            rows = in_memory = rows.select(schema.names).cast(schema)
            keys = in_memory.column(key)
        else:
            keys = _read_keys(rows, schema, key)
    except (KeyError, ValueError) as error:
        raise LakeError(f"{table}: not a table of the schema: {error}") from error
    if len(keys.unique()) < len(keys):
        raise LakeError(f"{table}: two rows of the batch have the same {key}")
    return rows


def count(rows: Rows) -> int:
    """The number of rows."""
    if isinstance(rows, arrow.Table):
        return int(rows.num_rows)
    from pyarrow import parquet

    return sum(parquet.read_metadata(file).num_rows for file in rows)


def in_parts(rows: Rows) -> Iterator[Rows]:
    """The rows in parts of files that hold PART bytes or a single one; rows in memory are one part."""
    if isinstance(rows, arrow.Table):
        yield rows
        return
    part, size = list[Path](), 0
    for file, more in zip(rows, map(_size, rows), strict=True):
        if part and size + more > PART:
            yield part
            part, size = [], 0
        part.append(file)
        size += more
    if part:
        yield part


def _size(file: Path) -> int:
    """The bytes that the rows of a file take in DuckDB at least: CELL each cell, and the words that are in the file."""
    from pyarrow import parquet

    about = parquet.read_metadata(file)
    words = sum(about.row_group(number).total_byte_size for number in range(about.num_row_groups))
    return CELL * about.num_rows * about.num_columns + words


def register(connection: duckdb.DuckDBPyConnection, name: str, rows: Rows) -> None:
    """Create or replace a temporary view of this name with the rows."""
    connection.execute(f"DROP VIEW IF EXISTS temp.main.{name}")
    if isinstance(rows, arrow.Table):
        connection.register(name, rows)
        return
    connection.execute(f"CREATE TEMP VIEW {name} AS FROM read_parquet([{sql_list(rows)}])")


def _read_keys(files: Sequence[Path], schema: arrow.Schema, key: str) -> arrow.ChunkedArray:
    """The keys in the files. ValueError if the schema of a file is another."""
    from pyarrow import parquet

    for file in files:
        if not parquet.read_schema(file).equals(schema):
            raise ValueError(f"{file.name} has other columns")
    return arrow.concat_tables(parquet.read_table(file, columns=[key]) for file in files).column(key)
