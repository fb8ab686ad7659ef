"""Checks of the lake, or of the rows that one run landed: queries that must return no rows.

Checks are files of sql/checks/; the check of allowed values is generated from transforms/tables/schema.py.
Files of sql/warnings/ are queried in the same way; their rows are for people to look at and do not fail a run.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import duckdb

from transforms.tables.schema import KEYS, TABLES, columns
from warehouse.asking.sessions import reading
from warehouse.landing.derived import DERIVED
from warehouse.landing.rows import cast, register
from warehouse.landing.tables import PARTITION, question, require_tables, sql_files
from warehouse.landing.upsert import ids, one
from warehouse.storage.errors import LakeError, one_line, quoted, sql_list
from warehouse.storage.lake import Lake

SHOWN = 100
HELD = 1_000
"""Articles of the days of a run up to which its rows are held in memory: each check reads several tables, and to read
one in the lake costs more than its rows if they are few."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A failed check: its name, the violated promise, and at most the first hundred bad rows."""

    name: str
    promise: str
    rows: list[dict[str, Any]]


def checks() -> dict[str, str]:
    """All checks by name: SQL that returns the bad rows, with the promise as header comment."""
    stated = {file.stem: file.read_text(encoding="utf-8") for file in sql_files("checks")}
    return dict(sorted({**stated, "values_are_allowed": _allowed_values_check()}.items()))


def _allowed_values_check() -> str:
    return "-- Every coded column holds one of the values its schema allows.\n" + "\nUNION ALL\n".join(
        _foreign_values()
    )


def _foreign_values() -> Iterator[str]:
    """One query per table with coded columns for values outside their allowed sets: a table is read once."""
    for table in TABLES:
        foreign = [
            f"CASE WHEN {c.name} NOT IN ({sql_list(c.values)}) THEN {{of_column: '{c.name}', value: {c.name}}} END"
            for c in columns(table)
            if c.values
        ]
        if foreign:
            yield (
                f"SELECT '{table}' AS of_table, foreign_value.of_column, key, foreign_value.value "
                f"FROM (SELECT {KEYS[table]} AS key, unnest([{', '.join(foreign)}]) AS foreign_value FROM {table}) "
                "WHERE foreign_value IS NOT NULL"
            )


def check(lake: Lake, run_id: str | None = None) -> list[Failure]:
    """The failed checks by name; empty if the lake is sound.

    With `run_id` only the days of publication of the articles landed by this run are checked, with all facts of those
    days, so the cost depends on the night and not on the size of the lake.
    """
    with reading(lake, planned=False) as connection:
        require_tables(connection, lake)
        if run_id is not None:
            _restrict_to_run(connection, run_id)
        return _run_queries(connection, checks())


def warnings(lake: Lake) -> list[Failure]:
    """The warnings that have rows, by name."""
    with reading(lake, planned=False) as connection:
        return _run_queries(connection, {file.stem: file.read_text(encoding="utf-8") for file in sql_files("warnings")})


def _run_queries(connection: duckdb.DuckDBPyConnection, queries: dict[str, str]) -> list[Failure]:
    """The queries that return rows."""
    results = {name: (question(sql), _failing_rows(connection, name, sql)) for name, sql in queries.items()}
    return [Failure(name, promise, rows) for name, (promise, rows) in results.items() if rows]


def _restrict_to_run(connection: duckdb.DuckDBPyConnection, run_id: str) -> None:
    """Create relations with the names of the tables but only the days of a run; the checks read them instead. They are
    tables if the rows are few, else views.
    """
    landed = f"SELECT DISTINCT published_date FROM lake.main.articles WHERE run_id = {quoted(run_id)}"
    days = ids(connection, landed)
    dated = [table for table in TABLES if table != "pages" and PARTITION in {c.name for c in columns(table)}]
    views = {
        **{table: f"FROM lake.main.{table} WHERE {PARTITION} IN ({sql_list(days)})" for table in dated},
        **_OF_INCIDENTS,
        **{table: f"FROM lake.main.{table} WHERE run_id = {quoted(run_id)}" for table in _OF_RUN},
    }
    is_small = not days or one(connection, _COUNT.format(days=sql_list(days))) <= HELD
    for table, rows in views.items():
        if days or table in _OF_RUN:
            kind = "TABLE" if is_small and table != "pages" else "VIEW"  # of pages only keys are read, not their bodies
            connection.execute(f"CREATE TEMP {kind} {table} AS {rows}")
        else:  # nothing landed: no need to look into the lake
            register(connection, table, cast(table, None))
    for table in _OF_ALL_RUNS:
        for name in (table, DERIVED[table].view):
            register(connection, name, cast(table, None))


_COUNT = f"SELECT count(*) FROM lake.main.articles WHERE {PARTITION} IN ({{days}})"
_OF_RUN = ("pages", "rejects", "runs")
_OF_ALL_RUNS = ("daily_fatalities", "published_stories")
"""Tables whose rows are of incidents and articles of many runs: they are compared with their views only as a whole."""
_OF_INCIDENTS = {
    "incident_facts": "FROM lake.main.incident_facts SEMI JOIN articles USING (article_id)",
    "incidents": "FROM lake.main.incidents SEMI JOIN incident_facts USING (incident_id)",
    "incident_links": (
        "FROM lake.main.incident_links SEMI JOIN (SELECT fact_id FROM events UNION ALL SELECT fact_id FROM figures) "
        "AS one USING (fact_id) SEMI JOIN (SELECT fact_id AS other_id FROM events UNION ALL SELECT fact_id FROM "
        "figures) AS other USING (other_id)"
    ),
}


def _failing_rows(connection: duckdb.DuckDBPyConnection, name: str, sql: str) -> list[dict[str, Any]]:
    try:
        return connection.execute(sql).to_arrow_table().slice(0, SHOWN).to_pylist()
    except duckdb.Error as error:
        raise LakeError(f"{name}: the check could not be run: {one_line(error)}") from error
