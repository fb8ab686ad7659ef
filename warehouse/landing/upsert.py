"""Writes the new and changed rows of a landing to the lake's tables.

Everything runs in one transaction. `incoming_TABLE` is the relation of a table's incoming rows and `incoming` their
number; no query runs for a table without incoming rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow as arrow

from transforms.tables.schema import KEYS, READINGS, columns
from warehouse.landing.rows import Rows, in_parts, register
from warehouse.storage.errors import LakeError, sql_list

# columns about where or when an article was found, not about its content
_INCIDENTAL = {"url", "claimed_url", "source_id", "story_id", "origin_article_id", "page_id", "machine_use", "run_id"}


@dataclass(frozen=True, slots=True)
class Count:
    """Numbers of rows of a table; `removed` counts old rows of changed or withdrawn articles."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0


def insert_once(connection: duckdb.DuckDBPyConnection, table: str, incoming: int) -> Count:
    """Insert the rows with a new key; writes no file if there are none."""
    key, names = KEYS[table], _column_list(table)
    new = f"SELECT {names} FROM incoming_{table} ANTI JOIN {table} USING ({key})"
    added = one(connection, f"INSERT INTO {table} ({names}) {new}") if incoming else 0
    return Count(added=added, unchanged=incoming - added)


def renew_actors(connection: duckdb.DuckDBPyConnection, incoming: int) -> Count:
    """Insert new actors and replace changed ones; others stay, because old facts refer to them."""
    names = _column_list("actors")
    different = f"SELECT actor_id FROM (SELECT {names} FROM incoming_actors EXCEPT SELECT {names} FROM actors)"
    renewed = one(connection, f"SELECT count(*) FROM ({different})") if incoming else 0
    if not renewed:
        return Count(unchanged=incoming)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE renewing AS {different}")
    changed = one(connection, "SELECT count(*) FROM actors SEMI JOIN renewing USING (actor_id)")
    connection.execute("DELETE FROM actors WHERE actor_id IN (SELECT actor_id FROM renewing)")
    connection.execute(
        f"INSERT INTO actors ({names}) SELECT {names} FROM incoming_actors SEMI JOIN renewing USING (actor_id)"
    )
    return Count(added=renewed - changed, changed=changed, unchanged=incoming - renewed)


def replace_articles(
    connection: duckdb.DuckDBPyConnection, incoming: Mapping[str, int], rows: Mapping[str, Rows], articles: str
) -> dict[str, Count]:
    """Insert new articles with their facts and replace changed ones; returns the counts by table.

    `rows` are those of all tables, and `articles` names the relation from which `incoming_articles` takes its own.
    """
    _refuse_strays(connection, [table for table in READINGS if incoming[table]])
    new, changed, days = _new_and_changed(connection) if incoming["articles"] else ([], [], "")
    register_ids(connection, "fresh", new)
    register_ids(connection, "renewed", changed)
    # an article that was deleted by hand leaves its signature behind
    if new and one(connection, "SELECT count(*) FROM signatures SEMI JOIN fresh USING (article_id)"):
        connection.execute("DELETE FROM signatures WHERE article_id IN (SELECT article_id FROM fresh)")
    old = f"article_id IN (SELECT article_id FROM renewed) AND published_date IN ({days})" if changed else ""
    landing = "" if len(new) + len(changed) == incoming["articles"] else _LANDING
    tables = ("articles", "signatures", *READINGS)
    sources = {table: articles if table == "articles" else f"incoming_{table}" for table in tables}
    return {
        table: _replace(connection, table, incoming[table], (sources[table], rows[table]), old, landing)
        for table in tables
    }


def _new_and_changed(connection: duckdb.DuckDBPyConnection) -> tuple[list[str], list[str], str]:
    """The new and the changed articles of the batch, and the days of those in the lake, as a SQL list."""
    present = "SELECT article_id, published_date FROM articles SEMI JOIN incoming_articles USING (article_id)"
    connection.register("present_articles", connection.execute(present).to_arrow_table())
    days = ids(connection, "SELECT DISTINCT published_date FROM present_articles")
    new = ids(connection, "SELECT article_id FROM incoming_articles ANTI JOIN present_articles USING (article_id)")
    return new, _changed_articles(connection, sql_list(days)) if days else [], sql_list(days)


def _refuse_strays(connection: duckdb.DuckDBPyConnection, tables: Sequence[str]) -> None:
    facts = " UNION ALL ".join(
        f"SELECT '{table}' AS of_table, fact_id, article_id FROM incoming_{table}" for table in tables
    )
    strays_sql = f"SELECT of_table, fact_id FROM ({facts}) ANTI JOIN incoming_articles USING (article_id)"
    if strays := connection.execute(strays_sql).fetchall() if facts else []:
        table, first = strays[0]
        count = sum(of_table == table for of_table, _ in strays)
        raise LakeError(f"{table}: {count} facts without their article in the batch, {first} the first")


def _changed_articles(connection: duckdb.DuckDBPyConnection, days: str) -> list[str]:
    """Articles of the batch whose text or facts differ from the lake's."""
    in_lake = "SEMI JOIN present_articles USING (article_id)"
    differing = [
        _differing_articles(
            connection, table, f"incoming_{table} {in_lake}", f"{table} {in_lake} WHERE published_date IN ({days})"
        )
        for table in ("articles", *READINGS)
    ]
    return sorted(set().union(*differing))


def _differing_articles(connection: duckdb.DuckDBPyConnection, table: str, incoming: str, there: str) -> set[str]:
    """Ids of articles with a row on one side only; columns in _INCIDENTAL are ignored."""
    names = _column_list(table, {"run_id"} | (_INCIDENTAL if table == "articles" else set()))
    content = f"SELECT article_id, hash({names}) AS content"
    both = f"{content}, 1 AS side FROM {incoming} UNION ALL {content}, -1 AS side FROM {there}"
    return set(ids(connection, f"SELECT article_id FROM ({both}) GROUP BY article_id, content HAVING sum(side) <> 0"))


_LANDING = "WHERE article_id IN (SELECT article_id FROM fresh UNION ALL SELECT article_id FROM renewed)"
"""The rows of new and changed articles."""


def _replace(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    incoming: int,
    source: tuple[str, Rows],
    old: str,
    landing: str,
) -> Count:
    """Delete rows of changed articles by the condition `old`; insert those that the clause `landing` selects, of many
    files some after the others. `source` is a relation and its rows.
    """
    removed = one(connection, f"DELETE FROM {table} WHERE {old}") if old else 0
    of_renewed = f"SELECT count(*) FROM incoming_{table} SEMI JOIN renewed USING (article_id)"
    changed = one(connection, of_renewed) if incoming and old else 0
    names = _column_list(table)
    rows = f"SELECT {names} FROM incoming_{table} {landing}"
    parts = [*in_parts(source[1])] if incoming else []
    landed = 0
    for part in parts:
        if len(parts) > 1:
            register(connection, source[0], part)
        landed += one(connection, f"INSERT INTO {table} ({names}) {rows}")
    if len(parts) > 1:
        register(connection, *source)
    return Count(landed - changed, changed, incoming - landed, removed)


def withdraw(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Delete the articles in the relation `withdrawn` and their facts; earlier snapshots keep them.

    Returns the number of deleted rows by table.
    """
    deletion = "DELETE FROM {table} WHERE article_id IN (SELECT article_id FROM withdrawn)"
    return {table: one(connection, deletion.format(table=table)) for table in ("articles", "signatures", *READINGS)}


def _column_list(table: str, without: set[str] | None = None) -> str:
    return ", ".join(f'"{c.name}"' for c in columns(table) if c.name not in (without or set()))


def register_ids(
    connection: duckdb.DuckDBPyConnection, name: str, values: Iterable[str], column: str = "article_id"
) -> None:
    """Register a relation of ids for later statements."""
    connection.register(name, arrow.table({column: arrow.array(list(values), arrow.string())}))


def ids(connection: duckdb.DuckDBPyConnection, sql: str) -> list[Any]:
    """The first column of a result."""
    return [row[0] for row in connection.execute(sql).fetchall()]


def one(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    """The first value of a result; 0 if it is empty."""
    row = connection.execute(sql).fetchone()
    return int(row[0]) if row else 0
