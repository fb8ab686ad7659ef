"""Keeps the derived tables equal to the views that compute them from nothing.

These views read all events or all quotations; the tables hold their rows, so that questions read little.
"""

from __future__ import annotations

from collections.abc import Collection

import duckdb

from transforms.tables.schema import columns
from warehouse.landing.upsert import ids, one
from warehouse.storage.errors import quoted, sql_list

DERIVED = {"control_changes": "territory_changes_now", "published_quotes": "published_quotes_now"}
"""Each derived table and its view. Both have fact_id, article_id and published_date; an event that tells of several
towns has a row of each in control_changes."""
OF_ACTORS = {"control_changes"}
"""Tables that depend on actors: the kind of an actor decides whether it can hold a place."""


def update_derived(connection: duckdb.DuckDBPyConnection, *, anew: Collection[str] = ()) -> None:
    """Update the rows of the articles in the relation `touched` in all derived tables.

    Runs in the transaction of a landing, after its articles, facts, actors and corrections. Tables in `anew` are
    compared as a whole. No file is written if nothing changes.
    """
    days = _of_their_days(connection) if DERIVED.keys() - set(anew) else ""
    for table, view in DERIVED.items():
        names = ", ".join(f'"{c.name}"' for c in columns(table))
        mine = "" if table in anew else "SEMI JOIN touched USING (article_id)"
        now = f"SELECT {names} FROM {view} {mine} {days if mine else ''}"
        if one(connection, f"SELECT count(*) FROM {table} {mine}"):
            connection.execute(f"CREATE OR REPLACE TEMP TABLE rows_now AS {now}")
            connection.execute(f"CREATE OR REPLACE TEMP TABLE rows_before AS SELECT {names} FROM {table} {mine}")
            _replace(connection, table, names)
        else:
            connection.execute(f"INSERT INTO {table} ({names}) {now}")


def _replace(connection: duckdb.DuckDBPyConnection, table: str, names: str) -> None:
    """Delete the rows of `rows_before` that are not in `rows_now`, and insert those of `rows_now` that are new."""
    connection.execute("CREATE OR REPLACE TEMP TABLE gone AS FROM rows_before EXCEPT FROM rows_now")
    again = "FROM rows_now WHERE fact_id IN (SELECT fact_id FROM gone)"
    new = f"((FROM rows_now EXCEPT FROM rows_before) UNION {again})"
    if one(connection, "SELECT count(*) FROM gone"):
        connection.execute(f"DELETE FROM {table} WHERE fact_id IN (SELECT fact_id FROM gone)")
    if one(connection, f"SELECT count(*) FROM {new}"):
        connection.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM {new}")


def _of_their_days(connection: duckdb.DuckDBPyConnection) -> str:
    """The condition that a row is of a day of the touched articles that are still in the lake. DuckDB hands a span of
    days on to all parts of a view, but not a list of them.
    """
    touched = "SELECT DISTINCT published_date FROM articles SEMI JOIN touched USING (article_id) ORDER BY ALL"
    days = ids(connection, touched)
    if not days:
        return "WHERE false"
    first, last = quoted(str(days[0])), quoted(str(days[-1]))
    return f"WHERE published_date IN ({sql_list(days)}) AND published_date BETWEEN {first} AND {last}"
