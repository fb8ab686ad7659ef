"""Keeps the derived tables equal to the views that compute them from nothing.

These views read all events, quotations or incidents; the tables hold their rows, so that questions read little.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import duckdb

from transforms.tables.schema import columns
from warehouse.landing.upsert import ids, one
from warehouse.storage.errors import sql_list
from warehouse.storage.lake import without_optimizer


@dataclass(frozen=True, slots=True)
class Derived:
    """A derived table: its view, the key of its rows, and the clauses that select those that a landing may change:
    `now` computes them, `before` reads them from the table. The query `asked`, if any, finds the places that are judged
    for that.
    """

    view: str
    now: str = "FROM {view} SEMI JOIN touched USING (article_id) {of_their_days}"
    before: str = "FROM {table} SEMI JOIN touched USING (article_id)"
    key: str = "fact_id"
    asked: str = ""


_TOLD = "SELECT spot, day FROM control_changes SEMI JOIN touched USING (article_id) WHERE spot IS NOT NULL"
_WITH_PARTS = f"""
    WITH changed AS (FROM told_before UNION ALL {_TOLD}),
    parts AS (
        SELECT DISTINCT spot, place_id::VARCHAR AS whole
        FROM control_changes
        WHERE place_id IS NOT NULL AND spot <> place_id::VARCHAR
    )

    FROM changed
    UNION ALL SELECT parts.spot, day FROM changed JOIN parts ON whole = changed.spot
"""
"""The places that the touched articles tell of, and those that are parts of them and go with them."""
SPOTS_AT_ONCE = 100
"""Places that are judged at once."""
_ASKED = f"""
    SELECT spot, coalesce(max(day) FILTER (day < first_told), any_value(first_told)) AS first_day
    FROM (SELECT spot, min(day) AS first_told FROM ({_WITH_PARTS}) GROUP BY spot)
    LEFT JOIN (SELECT spot, day FROM control_changes) USING (spot)
    GROUP BY spot
"""
"""The places of which the touched articles tell or told, and their parts, each from the last change before on, whose
span may end earlier or later now."""
_HELD_BEFORE = """
    FROM territory_held
    JOIN asked USING (spot)
    WHERE valid_from >= first_day
"""
_HELD_NOW = "FROM held_now"
DERIVED = {
    "control_changes": Derived("territory_changes_now"),
    "territory_held": Derived("territory_held_now", _HELD_NOW, _HELD_BEFORE, "spot, valid_from", _ASKED),
    "published_quotes": Derived("published_quotes_now"),
    "daily_fatalities": Derived("daily_fatalities_now", "FROM {view} {on_days}", "FROM {table} {on_days}", "day, spot"),
    "published_stories": Derived(
        "published_stories_now", "FROM {view} {of_stories}", "FROM {table} {of_stories}", "story_id"
    ),
}
"""Each derived table; territory_held derives from control_changes, which come first. An event that tells of several
towns has a row of each in control_changes."""
OF_ACTORS = {"control_changes", "territory_held"}
"""Tables that depend on actors: the kind of an actor decides whether it can hold a place, and its name is shown."""


def update_derived(
    connection: duckdb.DuckDBPyConnection, days: Collection[date] = (), *, anew: Collection[str] = ()
) -> None:
    """Update in all derived tables the rows of the articles in the relation `touched`, of the places they tell of, of
    their stories and those that they left, and of the `days` whose incidents changed.

    Runs in the transaction of a landing, after all that they derive from. Tables in `anew` are compared as a whole. No
    file is written if nothing changes.
    """
    parts = {"on_days": _among("day", sorted(days))}
    if DERIVED.keys() - set(anew):
        parts["of_stories"] = _among("story_id", ids(connection, _STORIES))
        parts["of_their_days"] = of_their_days(connection)
        connection.execute(f"CREATE OR REPLACE TEMP TABLE told_before AS {_TOLD}")
    for table, derived in DERIVED.items():
        if table in anew:
            _replace(connection, table, f"FROM {derived.view}", f"FROM {table}")
            continue
        if derived.asked:
            _judge(connection, derived.asked)
        now, before = (
            clause.format(table=table, view=derived.view, **parts) for clause in (derived.now, derived.before)
        )
        _replace(connection, table, now, before)


def _judge(connection: duckdb.DuckDBPyConnection, asked: str) -> None:
    """Judge places anew, SPOTS_AT_ONCE of them, into the relation `held_now`: what DuckDB holds for that grows with the
    changes of these places. Each pair of changes is compared once: with its filters pushed into them, DuckDB would
    compare it for each part of the view that asks for the result.
    """
    connection.execute(f"CREATE OR REPLACE TEMP TABLE asked AS {asked}")
    connection.execute("CREATE OR REPLACE TEMP TABLE held_now AS FROM territory_held LIMIT 0")
    with without_optimizer(connection, "cte_filter_pusher"):
        for first in range(0, one(connection, "SELECT count(*) FROM asked"), SPOTS_AT_ONCE):
            some = f"(FROM asked ORDER BY spot LIMIT {SPOTS_AT_ONCE} OFFSET {first})"
            connection.execute(f"SET VARIABLE asked = (SELECT list(piece) FROM {some} AS piece)")
            connection.execute("INSERT INTO held_now BY NAME FROM territory_each_span(getvariable('asked'))")


def _among(column: str, values: Sequence[Any]) -> str:
    """The condition that a column has one of the values, as literals, which DuckDB hands on to all parts of a view."""
    return f"WHERE {column} IN ({sql_list(values)})" if values else "WHERE false"


_STORIES = """
    SELECT story_id FROM articles SEMI JOIN touched USING (article_id)
    UNION
    SELECT story_id
    FROM (SELECT story_id, count(*) AS n_articles FROM articles GROUP BY story_id)
    FULL JOIN (SELECT story_id, n_articles AS n_before FROM published_stories) USING (story_id)
    WHERE n_articles IS DISTINCT FROM n_before
    ORDER BY ALL
"""
"""The stories of the touched articles, and those that have fewer articles now."""


def _replace(connection: duckdb.DuckDBPyConnection, table: str, now: str, before: str) -> None:
    """Replace the rows that the clause `before` selects by those of `now` where those of a key differ. Both stay in
    DuckDB, which puts on disk what its memory does not hold, and are compared by hashes, smaller than rows. An article
    that is in the lake twice, as a check will tell, has its rows once.
    """
    names = ", ".join(f'"{c.name}"' for c in columns(table))
    if not one(connection, f"SELECT count(*) {before}"):
        connection.execute(f"INSERT INTO {table} ({names}) SELECT {names} {now}")
        return
    key = DERIVED[table].key
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


def of_their_days(
    connection: duckdb.DuckDBPyConnection, around: timedelta = timedelta(0), articles: str = "touched"
) -> str:
    """The condition that a row is of the days from the first to the last of these articles that are still in the lake,
    or of the days around. DuckDB hands one such span on to all parts of a view, but neither a list of days nor
    both together.
    """
    span = f"SELECT min(published_date), max(published_date) FROM articles SEMI JOIN {articles} USING (article_id)"
    first, last = connection.execute(span).fetchall()[0]
    return (
        f"WHERE published_date BETWEEN DATE '{first - around}' AND DATE '{last + around}'" if first else "WHERE false"
    )
