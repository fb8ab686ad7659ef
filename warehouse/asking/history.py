"""Finds what was before: facts that are gone with those that replaced them, a fact as earlier runs read it, and
incidents that are gone with those that have their reports now.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
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
Snapshot = tuple[int, datetime, bool, str | None]
"""Its number and time, whether it deleted rows, and its message."""


@dataclass(frozen=True, slots=True)
class Gone:
    """A fact that is gone: its row in the last snapshot that had it, and the row that replaced it, if any."""

    table: str
    row: Row
    last: datetime
    successor: Row | None


@dataclass(frozen=True, slots=True)
class GoneIncident:
    """An incident that is gone: the last snapshot that had it, the next one, which has not, what made it change, and
    the incidents that have its reports now.

    `became` says it in words; `changed_by` names the person with the reason, else the run.
    """

    last: datetime
    changed_at: datetime
    changed_by: str
    became: str
    successors: list[dict[str, Any]]


def gone_incident(lake: Lake, incident_id: str) -> GoneIncident | None:
    """What became of an incident; None if the lake has it, or never had it. LakeError if the lake cannot be queried."""
    try:
        with reading(lake) as connection:
            if _reports(connection, incident_id):
                return None
            snapshots = connection.execute(_SNAPSHOTS).fetchall()
            for changed, was in pairwise(snapshots):
                if changed[2] and (reports := _reports(connection, incident_id, was[0])):
                    return _gone_incident(lake, connection, reports, was, changed)
            return None
    except duckdb.Error as error:
        raise LakeError(f"{lake}: {plain(error)}") from error


def _gone_incident(
    lake: Lake, connection: duckdb.DuckDBPyConnection, reports: Collection[str], was: Snapshot, changed: Snapshot
) -> GoneIncident:
    """What became of the incident of these reports, which one snapshot had and the next one has not."""
    replaced = _replacements(lake, connection, reports)
    successors = _rows(connection, _SUCCESSORS.format(sql_list(replaced)))
    is_merged = any(_reports(connection, row["incident_id"], was[0]) for row in successors)
    changed_by = _person(connection, reports, was[0], changed[0]) or changed[3] or "reports linked anew"
    return GoneIncident(was[1], changed[1], changed_by, _fate(successors, is_merged), successors)


def _replacements(lake: Lake, connection: duckdb.DuckDBPyConnection, reports: Collection[str]) -> list[str]:
    """The facts that reports are now: themselves, or what replaced them when their articles were edited."""
    listed = sql_list(sorted(reports))
    kept = {row["fact_id"] for row in _rows(connection, f"FROM incident_facts WHERE fact_id IN ({listed})")}
    gone = gone_facts(lake, set(reports) - kept)
    return sorted(kept | {each.successor["fact_id"] for each in gone.values() if each.successor})


def _reports(connection: duckdb.DuckDBPyConnection, incident_id: str, version: int | None = None) -> list[str]:
    """The reports of an incident in a version, None for now; none if the version has no such incident, or no table."""
    sql = f"SELECT fact_id FROM incident_facts {_at(version)} WHERE incident_id = {quoted(incident_id)}"
    try:
        return [row["fact_id"] for row in _rows(connection, sql)]
    except (duckdb.CatalogException, duckdb.BinderException):
        return []


def _fate(successors: Sequence[Row], is_merged: bool) -> str:
    names = " and ".join(row["incident_id"] for row in successors)
    if not successors:
        return "withdrawn: none of its reports is left"
    if len(successors) > 1:
        return f"split into {names}"
    return f"merged into {names}" if is_merged else f"goes on as {names}"


def _person(connection: duckdb.DuckDBPyConnection, reports: Collection[str], before: int, after: int) -> str | None:
    """The decisions and corrections of people about reports that one of two versions has and the other has not: who,
    and the reason.
    """
    of = _DECIDED.format(sql_list(sorted(reports)))
    was, now = (
        {row["said"] for row in _rows(connection, of.replace("{at}", _at(version)))} for version in (before, after)
    )
    said = [*sorted(now - was), *(f"no longer: {each}" for each in sorted(was - now))]
    return "; ".join(said) or None


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
    for (_, _, deletes, _), (version, moment, _, _) in pairwise(snapshots):
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
    SELECT snapshot_id, snapshot_time, map_contains(changes, 'tables_deleted_from'), commit_message
    FROM lake.snapshots()
    ORDER BY snapshot_id DESC
"""
_SUCCESSORS = """
    SELECT incident_id, day, place, n_reports, sentence
    FROM incidents
    JOIN (
        SELECT incident_id, count(*) AS n_reports FROM incident_facts WHERE fact_id IN ({}) GROUP BY incident_id
    ) USING (incident_id)
    ORDER BY n_reports DESC, incident_id
"""
_DECIDED = """
    SELECT reason AS said FROM incident_links {{at}}
    WHERE made_by = 'person' AND (fact_id IN ({0}) OR other_id IN ({0}))
    UNION ALL
    SELECT said_by || ': ' || reason FROM corrections {{at}} WHERE fact_id IN ({0})
"""
