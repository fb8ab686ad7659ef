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
    """What became of an incident as of the lake's moment; None if the lake has it, or never had it. LakeError if the
    lake cannot be queried.
    """
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
    became = _fate(successors, is_merged) if successors else _end(connection, replaced)
    return GoneIncident(was[1], changed[1], changed_by, became, successors)


def _replacements(lake: Lake, connection: duckdb.DuckDBPyConnection, reports: Collection[str]) -> list[str]:
    """The facts that reports are now: themselves, or what replaced them when their articles were edited."""
    listed = sql_list(sorted(reports))
    kept = {row["fact_id"] for row in _rows(connection, _LEFT.format(listed))}
    gone = gone_facts(lake, set(reports) - kept)
    return sorted(kept | {each.successor["fact_id"] for each in gone.values() if each.successor})


def _reports(connection: duckdb.DuckDBPyConnection, incident_id: str, version: int | None = None) -> list[str]:
    """The reports of an incident in a version, None for now; none if the version has no such incident."""
    sql = _REPORTS.format(at=_at(version), incident=quoted(incident_id))
    return [row["fact_id"] for row in _rows_if_there(connection, sql)]


def _fate(successors: Sequence[Row], is_merged: bool) -> str:
    names = " and ".join(row["incident_id"] for row in successors)
    if len(successors) > 1:
        return f"split into {names}"
    return f"merged into {names}" if is_merged else f"goes on as {names}"


def _end(connection: duckdb.DuckDBPyConnection, facts: Sequence[str]) -> str:
    """What the facts that an incident's reports are now tell, if no incident has them."""
    told = _rows(connection, _TOLD.format(sql_list(facts)))
    if not told:
        return "withdrawn: none of its reports is left"
    return "no incident any more: its reports are now " + ", ".join(f"{row['n']} × {row['told']}" for row in told)


def _person(connection: duckdb.DuckDBPyConnection, reports: Collection[str], before: int, after: int) -> str | None:
    """The decisions and corrections of people about reports that one of two versions has and the other has not: who,
    and the reason. A decision that is gone because one of its reports is gone was not taken back.
    """
    listed = sql_list(sorted(reports))
    was, now = (_said(connection, listed, version, after) for version in (before, after))
    said = [*sorted(now - was), *(f"no longer: {each}" for each in sorted(was - now))]
    return "; ".join(said) or None


def _said(connection: duckdb.DuckDBPyConnection, listed: str, version: int, after: int) -> set[str]:
    """What people decided in a version about the listed reports, among those of a later one, and their corrections."""
    at, later = _at(version), _at(after)
    decided = _rows_if_there(connection, _DECIDED.format(listed, at=at, later=later))
    return {row["said"] for row in [*decided, *_rows_if_there(connection, _CORRECTED.format(listed, at=at))]}


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
    snapshots = connection.execute(_SNAPSHOTS).fetchall()
    version = next((number for number, _, _, message in snapshots if message == f"run {run_id}"), None)
    was = None if version is None else _counterpart(connection, table, row, None, version)
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


def _rows_if_there(connection: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    """The rows of a query; none if the version that it asks for has not yet the tables or columns."""
    try:
        return _rows(connection, sql)
    except (duckdb.CatalogException, duckdb.BinderException):
        return []


_SNAPSHOTS = """
    SELECT snapshot_id, snapshot_time, map_contains(changes, 'tables_deleted_from'), commit_message
    FROM lake.snapshots()
    WHERE snapshot_id <= (SELECT id FROM lake.current_snapshot())
    ORDER BY snapshot_id DESC
"""
"""Up to the moment as of which the lake is read: DuckLake lists the later ones too."""
_REPORTS = """
    SELECT fact_id
    FROM incident_facts {at}
    WHERE incident_id = {incident} AND EXISTS (FROM incidents {at} WHERE incident_id = {incident})
"""
_SUCCESSORS = """
    SELECT incident_id, day, place, n_reports, sentence
    FROM incidents
    JOIN (
        SELECT incident_id, count(*) AS n_reports FROM incident_facts WHERE fact_id IN ({}) GROUP BY incident_id
    ) USING (incident_id)
    ORDER BY n_reports DESC, incident_id
"""
_LEFT = """
    SELECT fact_id FROM events WHERE fact_id IN ({0})
    UNION ALL SELECT fact_id FROM figures WHERE fact_id IN ({0})
"""
_TOLD = """
    SELECT told, count(*) AS n
    FROM (
        SELECT modality || ' ' || coalesce(acled_sub_event, plover) AS told
        FROM corrected_events
        WHERE fact_id IN ({0})
        UNION ALL
        SELECT modality || if(cumulative, ' running total ', ' number ') || measure AS told
        FROM corrected_figures
        WHERE fact_id IN ({0})
    )
    GROUP BY told
    ORDER BY n DESC, told
"""
_DECIDED = """
    SELECT reason AS said
    FROM incident_links {at}
    WHERE made_by = 'person' AND (fact_id IN ({0}) OR other_id IN ({0}))
        AND fact_id IN (SELECT fact_id FROM incident_facts {later})
        AND other_id IN (SELECT fact_id FROM incident_facts {later})
"""
_CORRECTED = "SELECT said_by || ': ' || reason AS said FROM corrections {at} WHERE fact_id IN ({0})"
