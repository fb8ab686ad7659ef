"""The rows of a landing: what of the incoming relations is new or changed goes into the lake's tables.

All of it within a transaction; `incoming_TABLE` is the relation of what came for a table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as arrow

from transforms.tables.schema import KEYS, READINGS, columns
from warehouse.words import LakeError

# columns that say where or when an article was met, not what it says
_INCIDENTAL = {"url", "claimed_url", "source_id", "story_id", "origin_article_id", "page_id", "machine_use", "run_id"}


@dataclass(frozen=True, slots=True)
class Count:
    """What became of a table's rows; `removed` are the old rows of articles that changed or were withdrawn."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0


def insert_once(connection: duckdb.DuckDBPyConnection, table: str) -> Count:
    """Insert the rows whose key the table has not; no row, no new file."""
    key, names = KEYS[table], _names(table)
    came = one(connection, f"SELECT count(*) FROM incoming_{table}")
    new = f"FROM incoming_{table} ANTI JOIN {table} USING ({key})"
    added = one(connection, f"SELECT count(*) {new}") if came else 0
    if added:
        connection.execute(f"INSERT INTO {table} ({names}) SELECT {names} {new}")
    return Count(added=added, unchanged=came - added)


def renew(connection: duckdb.DuckDBPyConnection, table: str) -> Count:
    """Insert the rows that are new, replace those that differ; rows that no longer come stay, old facts name them."""
    key, names = KEYS[table], _names(table)
    came = one(connection, f"SELECT count(*) FROM incoming_{table}")
    different = f"SELECT {key} FROM (SELECT {names} FROM incoming_{table} EXCEPT SELECT {names} FROM {table})"
    renewed = one(connection, f"SELECT count(*) FROM ({different})") if came else 0
    if not renewed:
        return Count(unchanged=came)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE renewing AS {different}")
    changed = one(connection, f"SELECT count(*) FROM {table} SEMI JOIN renewing USING ({key})")
    connection.execute(f"DELETE FROM {table} WHERE {key} IN (SELECT {key} FROM renewing)")
    connection.execute(
        f"INSERT INTO {table} ({names}) SELECT {names} FROM incoming_{table} SEMI JOIN renewing USING ({key})"
    )
    return Count(added=renewed - changed, changed=changed, unchanged=came - renewed)


def replace_articles(connection: duckdb.DuckDBPyConnection) -> dict[str, Count]:
    """Insert new articles and their facts, replace changed ones; the count of each table."""
    _refuse_strays(connection)
    standing = "SELECT * FROM articles SEMI JOIN incoming_articles USING (article_id)"
    connection.register("standing", connection.execute(standing).to_arrow_table())
    dates = connection.execute("SELECT DISTINCT published_date FROM standing").fetchall()
    days = ", ".join(f"DATE '{day}'" for (day,) in dates)
    new = ids(connection, "SELECT article_id FROM incoming_articles ANTI JOIN standing USING (article_id)")
    changed = _changed(connection, days) if days else []
    register_ids(connection, "fresh", new)
    register_ids(connection, "renewed", changed)
    # an article that somebody took out by hand leaves its signature behind
    if one(connection, "SELECT count(*) FROM signatures SEMI JOIN fresh USING (article_id)"):
        connection.execute("DELETE FROM signatures WHERE article_id IN (SELECT article_id FROM fresh)")
    return {table: _replace(connection, table, days) for table in ("articles", "signatures", *READINGS)}


def _refuse_strays(connection: duckdb.DuckDBPyConnection) -> None:
    for table in READINGS:
        facts = f"SELECT fact_id FROM incoming_{table}"
        if strays := ids(connection, f"{facts} ANTI JOIN incoming_articles USING (article_id)"):
            raise LakeError(f"{table}: {len(strays)} facts without their article in the batch, {strays[0]} the first")


def _changed(connection: duckdb.DuckDBPyConnection, days: str) -> list[str]:
    """The articles of the batch that the lake has with another text or other facts."""
    mine = "SEMI JOIN standing USING (article_id)"
    changed = _different(connection, "articles", f"incoming_articles {mine}", "standing")
    for table in READINGS:
        there = f"{table} {mine} WHERE published_date IN ({days})"
        changed |= _different(connection, table, f"incoming_{table} {mine}", there)
    return sorted(changed)


def _different(connection: duckdb.DuckDBPyConnection, table: str, came: str, there: str) -> set[str]:
    """The ids of articles with a row on one side only; where and when an article was met does not count."""
    names = _names(table, {"run_id"} | (_INCIDENTAL if table == "articles" else set()))
    content = f"SELECT article_id, hash({names}) AS content"
    both = f"{content}, 1 AS side FROM {came} UNION ALL {content}, -1 AS side FROM {there}"
    return set(ids(connection, f"SELECT article_id FROM ({both}) GROUP BY article_id, content HAVING sum(side) <> 0"))


def _replace(connection: duckdb.DuckDBPyConnection, table: str, days: str) -> Count:
    """Take away the rows of changed articles, insert those of new and changed ones."""
    count = f"SELECT count(*) FROM incoming_{table}"
    added = one(connection, f"{count} SEMI JOIN fresh USING (article_id)")
    changed = one(connection, f"{count} SEMI JOIN renewed USING (article_id)")
    removed = 0
    if one(connection, "SELECT count(*) FROM renewed"):
        old = f"article_id IN (SELECT article_id FROM renewed) AND published_date IN ({days})"
        removed = one(connection, f"DELETE FROM {table} WHERE {old}")
    if added + changed:
        names = _names(table)
        landing = "SELECT article_id FROM fresh UNION ALL SELECT article_id FROM renewed"
        connection.execute(
            f"INSERT INTO {table} ({names}) SELECT {names} FROM incoming_{table} WHERE article_id IN ({landing})"
        )
    return Count(added, changed, one(connection, count) - added - changed, removed)


def withdraw(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Take away the articles of the relation `withdrawn` and their facts; the snapshots before still have them.

    Gives the rows gone from each table.
    """
    gone = "DELETE FROM {table} WHERE article_id IN (SELECT article_id FROM withdrawn)"
    return {table: one(connection, gone.format(table=table)) for table in ("articles", "signatures", *READINGS)}


def _names(table: str, without: set[str] | None = None) -> str:
    return ", ".join(f'"{c.name}"' for c in columns(table) if c.name not in (without or set()))


def register_ids(connection: duckdb.DuckDBPyConnection, name: str, article_ids: Sequence[str]) -> None:
    """A relation of articles by id, for the statements that follow."""
    connection.register(name, arrow.table({"article_id": arrow.array(article_ids, arrow.string())}))


def ids(connection: duckdb.DuckDBPyConnection, sql: str) -> list[str]:
    """The first column of an answer."""
    return [row[0] for row in connection.execute(sql).fetchall()]


def one(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    """The first value of an answer; 0 where there is none."""
    found = connection.execute(sql).fetchone()
    return int(found[0]) if found else 0
