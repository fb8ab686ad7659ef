"""Corrections by people as a layer over the extracted rows: the corrected facts, and views with their new values."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, fields

import duckdb

from transforms.tables.schema import FACTS, KEYS, Column, Reading, columns
from warehouse.landing.upsert import Count, ids, one
from warehouse.storage.errors import quoted

TABLE = "corrections"
LAYER = "corrected_{}"
"""Name of the view that shows a table of facts as corrected."""
_FIXED = {field.name for field in fields(Reading)}
"""Columns that a correction cannot set."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a landing changed in the corrections, and the articles whose facts are affected."""

    count: Count
    articles: list[str]


def views(*, corrected: bool = True) -> Iterator[tuple[str, str, str]]:
    """For each table of facts the view of its corrected rows: its name, its statement and the question it answers.

    Only the days with corrected facts are read twice. In a lake without corrections (`corrected` false) the view is the
    table itself, which halves the cost of every query of facts: DuckLake plans an empty table slowly.
    """
    form = _VIEW if corrected else _UNCORRECTED
    for table in FACTS:
        cells = ", ".join(_corrected_cell(c) for c in columns(table))
        whole = ", ".join(f'"{c.name}"' for c in columns(table))
        answers = f"Which {table} are there, as corrected by people? Those marked as wrong are left out."
        yield LAYER.format(table), form.format(table=table, whole=whole, cells=cells), answers


def are_there(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the lake has corrections; none of a time before there was the table has."""
    with suppress(duckdb.CatalogException):
        return one(connection, f"SELECT count(*) FROM {TABLE}") > 0
    return False


def layer(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the views of corrected facts anew, as the corrections of the lake require."""
    for name, sql, answers in views(corrected=are_there(connection)):
        connection.execute(sql)
        connection.execute(f"COMMENT ON VIEW {name} IS {quoted(answers)}")


def _corrected_cell(column: Column) -> str:
    name = f'"{column.name}"'
    if column.name in _FIXED:
        return f"fact.{name}"
    key = f"'{column.name}'"
    return f"if(map_contains(new_values, {key}), new_values[{key}]::{_type(column)}, fact.{name}) AS {name}"


def _type(column: Column) -> str:
    kinds = {str: "VARCHAR", int: "BIGINT", float: "DOUBLE", bool: "BOOLEAN"}
    return kinds.get(column.type, "DATE")


def replace_corrections(connection: duckdb.DuckDBPyConnection) -> Corrected:
    """Replace the corrections of the lake by the incoming ones, each with the day of its fact.

    Runs in the transaction of a landing, after its facts; `incoming_corrections` is the relation of incoming rows. The
    corrections of a removed fact stay, without a day, and apply again if the fact returns.
    """
    if not one(connection, f"SELECT (SELECT count(*) FROM incoming_{TABLE}) + (SELECT count(*) FROM {TABLE})"):
        return Corrected(Count(), [])
    tables = ids(connection, f"SELECT DISTINCT of_table FROM incoming_{TABLE} ORDER BY ALL")
    facts_sql = " UNION ALL ".join(_FACT.format(table=table) for table in tables) or _NONE
    connection.execute(f"CREATE OR REPLACE TEMP TABLE corrected_facts AS {facts_sql}")
    names = ", ".join(c.name for c in columns(TABLE))
    incoming_rows = f"""
        SELECT {names} FROM (
            SELECT incoming.* REPLACE (fact.published_date AS fact_published)
            FROM incoming_{TABLE} AS incoming
            LEFT JOIN corrected_facts AS fact USING (of_table, fact_id)
        )
    """
    present_rows = f"SELECT {names} FROM {TABLE}"
    key = KEYS[TABLE]
    connection.execute(f"CREATE OR REPLACE TEMP TABLE corrections_new AS ({incoming_rows}) EXCEPT ({present_rows})")
    connection.execute(f"CREATE OR REPLACE TEMP TABLE corrections_old AS ({present_rows}) EXCEPT ({incoming_rows})")
    added, removed = (one(connection, f"SELECT count(*) FROM corrections_{side}") for side in ("new", "old"))
    changed = one(connection, f"SELECT count(*) FROM corrections_new SEMI JOIN corrections_old USING ({key})")
    articles = _affected_articles(connection)
    if removed:
        connection.execute(f"DELETE FROM {TABLE} WHERE {key} IN (SELECT {key} FROM corrections_old)")
    if added:
        connection.execute(f"INSERT INTO {TABLE} ({names}) SELECT {names} FROM corrections_new")
    whole = one(connection, f"SELECT count(*) FROM {TABLE}")
    if (whole > 0) != (whole - added + removed > 0):
        layer(connection)
    return Corrected(Count(added - changed, changed, whole - added, removed - changed), articles)


def _affected_articles(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The articles of the facts whose corrections changed."""
    differ = "SELECT of_table, fact_id, fact_published FROM corrections_{} WHERE fact_published IS NOT NULL"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE corrections_moved AS {differ.format('new')} UNION {differ.format('old')}"
    )
    return sorted(
        {
            article
            for table in ids(connection, "SELECT DISTINCT of_table FROM corrections_moved ORDER BY ALL")
            for article in ids(connection, _ARTICLE.format(table=table))
        }
    )


_UNCORRECTED = "CREATE OR REPLACE VIEW corrected_{table} AS SELECT {whole} FROM {table}"
_VIEW = """
CREATE OR REPLACE VIEW corrected_{table} AS
SELECT {whole}
FROM {table}
ANTI JOIN (SELECT fact_id FROM corrections WHERE of_table = '{table}') AS corrected USING (fact_id)
UNION ALL
SELECT {cells}
FROM {table} AS fact
JOIN (
    SELECT fact_id, fact_published, map_from_entries(list((of_column, value))) AS new_values
    FROM corrections
    WHERE of_table = '{table}' AND fact_published IS NOT NULL
    GROUP BY fact_id, fact_published
    HAVING bool_and(of_column IS NOT NULL)
) AS correction ON correction.fact_id = fact.fact_id AND correction.fact_published = fact.published_date
"""
_FACT = """
    SELECT '{table}' AS of_table, fact_id, published_date
    FROM {table}
    WHERE fact_id IN (SELECT fact_id FROM incoming_corrections WHERE of_table = '{table}')
"""
_NONE = "SELECT NULL::VARCHAR AS of_table, NULL::VARCHAR AS fact_id, NULL::DATE AS published_date WHERE false"
_ARTICLE = """
    SELECT DISTINCT article_id
    FROM {table} AS fact
    JOIN (FROM corrections_moved WHERE of_table = '{table}') AS moved
        ON moved.fact_id = fact.fact_id AND moved.fact_published = fact.published_date
"""
