"""Keeps the derived tables equal to the views that compute them from nothing.

These views read all events or all quotations; the tables hold their rows, so that questions read little.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

import duckdb

from transforms.tables.schema import columns
from warehouse.landing.upsert import one

DERIVED = {
    "control_changes": "territory_changes_now",
    "territory_held": "territory_held_now",
    "published_quotes": "published_quotes_now",
}
"""Each derived table and its view; territory_held derives from control_changes, which come first. The others have
fact_id, article_id and published_date; an event that tells of several towns has a row of each in control_changes."""
OF_ACTORS = {"control_changes", "territory_held"}
"""Tables that depend on actors: the kind of an actor decides whether it can hold a place, and its name is shown."""


def update_derived(connection: duckdb.DuckDBPyConnection, *, anew: Collection[str] = ()) -> None:
    """Update the rows of the articles in the relation `touched`, and of the places they tell of, in all derived tables.

    Runs in the transaction of a landing, after its articles, facts, actors and corrections. Tables in `anew` are
    compared as a whole. No file is written if nothing changes.
    """
    days = ""
    if DERIVED.keys() - set(anew):
        days = of_their_days(connection)
        connection.execute(f"CREATE OR REPLACE TEMP TABLE told_before AS {_TOLD}")
    for table, view in DERIVED.items():
        if table in anew:
            _replace(connection, table, f"FROM {view}", f"FROM {table}")
        elif table == "territory_held":
            connection.execute(_ASKED)
            _replace(connection, table, "FROM territory_each_span(getvariable('asked'))", _HELD_BEFORE)
        else:
            mine = "SEMI JOIN touched USING (article_id)"
            _replace(connection, table, f"FROM {view} {mine} {days}", f"FROM {table} {mine}")


_TOLD = "SELECT spot, day FROM control_changes SEMI JOIN touched USING (article_id) WHERE spot IS NOT NULL"
_ASKED = f"""
    SET VARIABLE asked = (
        SELECT coalesce(list({{'spot': spot, 'first_day': first_day}}), [])
        FROM (
            SELECT spot, coalesce(max(day) FILTER (day < first_told), any_value(first_told)) AS first_day
            FROM (SELECT spot, min(day) AS first_told FROM (FROM told_before UNION ALL {_TOLD}) GROUP BY spot)
            LEFT JOIN (SELECT spot, day FROM control_changes) USING (spot)
            GROUP BY spot
        )
    )
"""
"""The places of which the touched articles tell or told, each from the last change before on, whose span may end
earlier or later now."""
_HELD_BEFORE = """
    FROM territory_held
    JOIN (SELECT unnest(getvariable('asked'), recursive := true)) USING (spot)
    WHERE valid_from >= first_day
"""


def _replace(connection: duckdb.DuckDBPyConnection, table: str, now: str, before: str) -> None:
    """Replace the rows that the clause `before` selects by those of `now` where those of a key differ. Both stay in
    DuckDB, which puts on disk what its memory does not hold, and are compared by hashes, smaller than rows. An article
    that is in the lake twice, as a check will tell, has its rows once.
    """
    names = ", ".join(f'"{c.name}"' for c in columns(table))
    if not one(connection, f"SELECT count(*) {before}"):
        connection.execute(f"INSERT INTO {table} ({names}) SELECT {names} {now}")
        return
    key = "spot, valid_from" if table == "territory_held" else "fact_id"
    connection.execute(f"CREATE OR REPLACE TEMP TABLE rows_now AS SELECT {names} {now}")
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE differing AS
        SELECT {key}, bool_or(was_there) AS was_there
        FROM (
            SELECT {key}, content, sum(side) AS sides, min(side) < 0 AS was_there
            FROM (
                SELECT {key}, hash({names}) AS content, 1 AS side FROM rows_now
                UNION ALL SELECT {key}, hash({names}), -1 {before}
            )
            GROUP BY {key}, content
        )
        GROUP BY {key}
        HAVING bool_or(sides <> 0)
        """
    )
    if one(connection, "SELECT count(*) FROM differing WHERE was_there"):
        connection.execute(f"DELETE FROM {table} WHERE ({key}) IN (SELECT {key} FROM differing)")
    changed = f"SELECT DISTINCT {names} FROM rows_now SEMI JOIN differing USING ({key})"
    connection.execute(f"INSERT INTO {table} ({names}) {changed}")


def of_their_days(connection: duckdb.DuckDBPyConnection, around: timedelta = timedelta(0)) -> str:
    """The condition that a row is of the days from the first to the last of the touched articles that are still in the
    lake, or of the days around. DuckDB hands one such span on to all parts of a view, but neither a list of days nor
    both together.
    """
    span = "SELECT min(published_date), max(published_date) FROM articles SEMI JOIN touched USING (article_id)"
    first, last = connection.execute(span).fetchall()[0]
    return (
        f"WHERE published_date BETWEEN DATE '{first - around}' AND DATE '{last + around}'" if first else "WHERE false"
    )
