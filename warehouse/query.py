"""Asking the lake: SQL that can only read, and the evidence behind one fact."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import duckdb
import pyarrow as arrow

from transforms.schema import FACTS
from warehouse.lake import Lake, connect
from warehouse.words import LakeError, quoted, said

# functions that would change a lake's files even where its catalogue is read-only, that reach other databases, or that
# would run a question none of this has seen
_FORBIDDEN = re.compile(
    r"(ducklake_)?(add_data_files|cleanup_\w+|delete_orphaned_files|expire_snapshots|flush_inlined_data"
    r"|merge_adjacent_files|rewrite_data_files|set_\w+)|postgres_\w+|sqlite_\w+|query",
    re.IGNORECASE,
)


class QueryError(LakeError):
    """A question the lake cannot answer; the message says why in one sentence."""


@contextmanager
def reading(lake: Lake) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that reads the lake and its marts, and reaches no other file and no network."""
    with connect(lake, read_only=True) as connection:
        connection.execute(f"SET allowed_directories = [{quoted(lake.data)}]")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        yield connection


def query(lake: Lake, sql: str, parameters: Sequence[Any] | Mapping[str, Any] | None = None) -> arrow.Table:
    """The answer to one SELECT. QueryError where it is not one, or cannot be answered."""
    with reading(lake) as connection:
        try:
            _refuse_other_than_select(connection, sql)
            return connection.execute(sql, parameters).to_arrow_table()
        except duckdb.Error as error:
            raise QueryError(said(error)) from error


def _refuse_other_than_select(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    statements = connection.extract_statements(sql)
    if len(statements) != 1:
        raise QueryError(f"one SELECT at a time, please: there are {len(statements)} statements")
    kind = statements[0].type
    if kind != duckdb.StatementType.SELECT:
        raise QueryError(f"the warehouse can only be read here: SELECT, not {kind.name}")
    tree = connection.execute("SELECT json_serialize_sql(?)", [sql]).fetchall()[0][0]
    if found := next((name for name in _functions(json.loads(tree)) if _FORBIDDEN.fullmatch(name)), None):
        raise QueryError(f"the warehouse can only be read here: {found.lower()} is not for questions")


def _functions(tree: Any) -> Iterator[str]:
    """The functions that a parsed statement calls, however they are written."""
    if isinstance(tree, dict):
        if name := tree.get("function_name"):
            yield name
        tree = list(tree.values())
    if isinstance(tree, list):
        for part in tree:
            yield from _functions(part)


def explain(lake: Lake, fact_id: str) -> dict[str, Any] | None:
    """Where a fact comes from; None where no table has it.

    Keys: table, fact_id, row (the fact's columns), sentence, title, url, site, published_date, extractor, run_id,
    run_started.
    """
    tables = " UNION ALL ".join(f"SELECT '{table}' FROM {table} WHERE fact_id = $fact" for table in FACTS)
    with reading(lake) as connection:
        found = connection.execute(tables, {"fact": fact_id}).fetchone()
        if not found:
            return None
        evidence = connection.execute(_EVIDENCE.format(table=found[0]), {"fact": fact_id}).to_arrow_table()
    return {"table": found[0], "fact_id": fact_id, **evidence.to_pylist()[0]}


_EVIDENCE = """
    SELECT fact AS row, fact.sentence, title, url, site, fact.published_date, fact.extractor, fact.run_id,
           started AS run_started
    FROM {table} AS fact
    LEFT JOIN articles ON articles.article_id = fact.article_id
    LEFT JOIN runs ON runs.run_id = fact.run_id
    WHERE fact.fact_id = $fact
"""
