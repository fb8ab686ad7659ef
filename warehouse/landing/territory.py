"""Keeps the table of changes of control equal to its view.

The view `territory_changes_now` reads all events; the table `control_changes` holds its rows, so that territory_on and
territory_history read little.
"""

from __future__ import annotations

import duckdb

from transforms.tables.schema import columns
from warehouse.landing.upsert import ids, one
from warehouse.storage.errors import sql_list

TABLE, VIEW = "control_changes", "territory_changes_now"


def update_control_changes(connection: duckdb.DuckDBPyConnection, *, anew: bool = False) -> int:
    """Update the changes of control of the articles in the relation `touched`; returns the number of rows written.

    Runs in the transaction of a landing, after its articles, facts, actors and corrections. With `anew` those of all
    articles are compared, because the kind of an actor decides whether it can hold a place. No file is written if
    nothing changes.
    """
    names = ", ".join(c.name for c in columns(TABLE))
    mine = "" if anew else "SEMI JOIN touched USING (article_id)"
    now = f"SELECT {names} FROM {VIEW} {mine}" + ("" if anew else f" WHERE published_date IN ({_days(connection)})")
    connection.execute(f"CREATE OR REPLACE TEMP TABLE changes_now AS {now}")
    connection.execute(f"CREATE OR REPLACE TEMP TABLE changes_before AS SELECT {names} FROM {TABLE} {mine}")
    if one(connection, "SELECT count(*) FROM (FROM changes_before EXCEPT FROM changes_now)"):
        gone = "SELECT fact_id FROM (FROM changes_before EXCEPT FROM changes_now)"
        connection.execute(f"DELETE FROM {TABLE} WHERE fact_id IN ({gone})")
    new = "FROM changes_now EXCEPT FROM changes_before"
    added = one(connection, f"SELECT count(*) FROM ({new})")
    if added:
        connection.execute(f"INSERT INTO {TABLE} ({names}) SELECT {names} FROM ({new})")
    return added


def _days(connection: duckdb.DuckDBPyConnection) -> str:
    """The days of the touched articles that are still in the lake, as a SQL list."""
    touched = "SELECT DISTINCT published_date FROM articles SEMI JOIN touched USING (article_id)"
    return sql_list(ids(connection, touched))
