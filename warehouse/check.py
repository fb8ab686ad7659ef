"""Checks of the whole lake: each is a query that returns the bad rows.

Those that people state are files of sql/checks/; the one of allowed values follows from transforms/tables/schema.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import duckdb

from transforms.tables.schema import KEYS, TABLES, columns
from warehouse.lake import Lake
from warehouse.reading import reading
from warehouse.tables import question, sql_files
from warehouse.words import LakeError, quoted, said

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Failure:
    """A check that found bad rows: its name, the promise that is broken, the rows (the first hundred)."""

    name: str
    promise: str
    rows: list[dict[str, Any]]


def checks() -> dict[str, str]:
    """Every check by name: a header comment that states the promise, and the query of the rows that break it."""
    stated = {file.stem: file.read_text(encoding="utf-8") for file in sql_files("checks")}
    return dict(sorted({**stated, "values_are_allowed": _values()}.items()))


def _values() -> str:
    return "-- Every coded column holds one of the values its schema allows.\n" + "\nUNION ALL\n".join(_foreign())


def _foreign() -> Iterator[str]:
    """For each coded column the query of the values that are none of its own."""
    for table in TABLES:
        for c in columns(table):
            if c.values:
                allowed = ", ".join(quoted(value) for value in c.values)
                yield (
                    f"SELECT '{table}' AS of_table, '{c.name}' AS of_column, {KEYS[table]} AS key, {c.name} AS value "
                    f"FROM {table} WHERE {c.name} NOT IN ({allowed})"
                )


def check(lake: Lake) -> list[Failure]:
    """The checks that fail, in order of name; none where the lake is whole."""
    with reading(lake) as connection:
        found = {name: (question(sql), _bad(connection, name, sql)) for name, sql in checks().items()}
    return [Failure(name, promise, rows) for name, (promise, rows) in found.items() if rows]


def _bad(connection: duckdb.DuckDBPyConnection, name: str, sql: str) -> list[dict[str, Any]]:
    try:
        return connection.execute(sql).to_arrow_table().slice(0, SHOWN).to_pylist()
    except duckdb.Error as error:
        raise LakeError(f"{name}: the check could not be run: {said(error)}") from error
