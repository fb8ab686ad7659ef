"""Hashes of the content of a lake, to check whether two runs had the same result."""

from __future__ import annotations

from hashlib import sha256

from duckdb import DuckDBPyConnection

from transforms.tables.schema import TABLES, columns
from warehouse import Lake
from warehouse.asking.sessions import reading

# columns that depend on the run and the time, not on what was read; headers contain the time of the answer
_OF_THE_RUN = {"run_id", "page_id", "revisits", "fetched_at", "headers", "started", "ended", "first_night", "night"}


def fingerprint(lake: Lake) -> dict[str, str]:
    """The hash of each table's rows, independent of their order; a row that occurs twice counts twice.

    Two equal runs differ at most in `runs`, which has a row for each.
    """
    with reading(lake) as connection:
        return {table: _hash(connection, table) for table in TABLES}


def _hash(connection: DuckDBPyConnection, table: str) -> str:
    names = ", ".join(f'"{c.name}"' for c in columns(table) if c.name not in _OF_THE_RUN)
    rows = connection.execute(f"SELECT {names} FROM {table}").to_arrow_table().to_pylist()  # noqa: S608
    return sha256("\n".join(sorted(repr(list(row.values())) for row in rows)).encode()).hexdigest()
