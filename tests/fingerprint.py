"""The content of a lake in a few hashes, to tell whether two runs came to the same."""

from __future__ import annotations

from hashlib import sha256

from duckdb import DuckDBPyConnection

from transforms.tables.schema import TABLES, columns
from warehouse import Lake
from warehouse.reading import reading

# columns that tell the run and the moment, not what was read; a page's headers carry the moment of the answer
_OF_THE_RUN = {"run_id", "page_id", "revisits", "fetched_at", "headers", "started", "ended", "first_night", "night"}


def fingerprint(lake: Lake) -> dict[str, str]:
    """The hash of each table's rows, whatever their order; a row that is there twice counts twice.

    Two runs of the same differ in `runs`, which has a row for each, at most.
    """
    with reading(lake) as connection:
        return {table: _hash(connection, table) for table in TABLES}


def _hash(connection: DuckDBPyConnection, table: str) -> str:
    names = ", ".join(f'"{c.name}"' for c in columns(table) if c.name not in _OF_THE_RUN)
    rows = connection.execute(f"SELECT {names} FROM {table}").to_arrow_table().to_pylist()  # noqa: S608
    return sha256("\n".join(sorted(repr(list(row.values())) for row in rows)).encode()).hexdigest()
