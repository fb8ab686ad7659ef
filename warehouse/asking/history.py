"""Finds what a fact was before: facts that are gone with those that replaced them, and a fact as earlier runs read
it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

import duckdb

from transforms.tables.schema import FACTS
from warehouse.asking.differences import differing, pair
from warehouse.asking.sessions import reading
from warehouse.storage.errors import LakeError, plain, quoted, sql_list
from warehouse.storage.lake import Lake

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Gone:
    """A fact that is gone: its row in the last snapshot that had it, and the row that replaced it, if any."""

    table: str
    row: Row
    last: datetime
    successor: Row | None


def gone_facts(lake: Lake, fact_ids: Collection[str]) -> dict[str, Gone]:
    """Those of the facts that were in the lake and are gone. LakeError if the lake cannot be queried."""
    if not fact_ids:
        return {}
    try:
        with reading(lake) as connection:
            here = {row["fact_id"] for table in FACTS for row in _rows(connection, _of_facts(table, fact_ids))}
            missing = set(fact_ids) - here
            found: dict[str, Gone] = {}
            for version, moment in _versions_before_deletions(connection):
                if not (missing := missing - set(found)):
                    break
                for table in FACTS:
                    for row in _rows(connection, _of_facts(table, missing, version)):
                        successor = _counterpart(connection, table, row, version, None)
                        found[row["fact_id"]] = Gone(table, row, moment, successor)
            return found
    except duckdb.Error as error:
        raise LakeError(f"{lake}: {plain(error)}") from error


def earlier_cells(connection: duckdb.DuckDBPyConnection, table: str, row: Row, run_id: str) -> dict[str, Any]:
    """The cells in which a fact, as an earlier run landed it, differs from its row of now; empty if it is the same, or
    if the run's snapshot is not kept.
    """
    message = quoted(f"run {run_id}")
    versions = _rows(
        connection, f"SELECT max(snapshot_id) AS version FROM lake.snapshots() WHERE commit_message = {message}"
    )
    if (version := versions[0]["version"]) is None:
        return {}
    was = _counterpart(connection, table, row, None, version)
    return {name: was[name] for name in differing(table, was, row)} if was else {}


def _versions_before_deletions(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[int, datetime]]:
    """The kept snapshots that the next one deleted rows of, newest first, with their times."""
    snapshots = connection.execute(_SNAPSHOTS).fetchall()
    for (_, _, deletes), (version, moment, _) in pairwise(snapshots):
        if deletes:
            yield version, moment


def _counterpart(
    connection: duckdb.DuckDBPyConnection, table: str, row: Row, version: int | None, other: int | None
) -> Row | None:
    """The row of another version, None for now, that is the same fact as a row of one."""
    these, others = (_rows(connection, _of_article(table, row["article_id"], number)) for number in (version, other))
    paired = ((mine, theirs) for mine, theirs in pair(table, these, others) if mine["fact_id"] == row["fact_id"])
    return next((theirs for _, theirs in paired), None)


def _of_facts(table: str, fact_ids: Collection[str], version: int | None = None) -> str:
    return f"SELECT * FROM {table} {_at(version)} WHERE fact_id IN ({sql_list(sorted(fact_ids))})"


def _of_article(table: str, article: str, version: int | None) -> str:
    return f"SELECT * FROM {table} {_at(version)} WHERE article_id = {quoted(article)} ORDER BY sentence_index, fact_id"


def _at(version: int | None) -> str:
    return "" if version is None else f"AT (VERSION => {version})"


def _rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    return connection.execute(sql).to_arrow_table().to_pylist()


_SNAPSHOTS = """
    SELECT snapshot_id, snapshot_time, map_contains(changes, 'tables_deleted_from')
    FROM lake.snapshots()
    ORDER BY snapshot_id DESC
"""
