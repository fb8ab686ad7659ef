"""Verifies that catalog and files belong to the same lake; if in doubt, the lake is neither written nor swept.

A lake's id is the UUID of its main DuckLake schema. A marker beside the files holds this id and the newest snapshot. It
is written after each commit, so it is never ahead of the right catalog.
"""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass

import duckdb

from warehouse.storage.catalog import File, Server
from warehouse.storage.errors import LakeError
from warehouse.storage.store import TRASH, Store

log = logging.getLogger("dateline")

MARKER = "lake.json"
METADATA = "__ducklake_metadata_lake"
"""DuckLake's name for the catalog database of the attachment `lake`."""
FEW, SHARE = 20, 0.1
"""Unknown files above this number and above this share of all files cannot come from dead writers alone."""

IDENTITY = """
    SELECT CAST(schema_uuid AS VARCHAR), (SELECT max(snapshot_id) FROM {0}.ducklake_snapshot)
    FROM {0}.ducklake_schema WHERE schema_id = 0
"""
LISTED = """
    SELECT DISTINCT CASE WHEN f.path_is_relative THEN s.path || t.path || f.path ELSE f.path END
    FROM (
        SELECT table_id, path, path_is_relative FROM {0}.ducklake_data_file
        UNION ALL SELECT table_id, path, path_is_relative FROM {0}.ducklake_delete_file
    ) AS f
    JOIN {0}.ducklake_table AS t ON t.table_id = f.table_id
    JOIN {0}.ducklake_schema AS s ON s.schema_id = t.schema_id
"""
SCHEDULED = (
    "SELECT data_file_id, path, CAST(schedule_start AS TIMESTAMPTZ) FROM {0}.ducklake_files_scheduled_for_deletion"
)


@dataclass(frozen=True, slots=True)
class Identity:
    """A lake's id and its newest snapshot."""

    lake: str
    snapshot: int


def current_identity(connection: duckdb.DuckDBPyConnection, metadata: str = METADATA) -> Identity:
    """Identity of the attached catalog, by the name of its metadata database."""
    rows = connection.execute(IDENTITY.format(metadata)).fetchall()
    return Identity(str(rows[0][0]), int(rows[0][1]))


def needed_files(connection: duckdb.DuckDBPyConnection, store: Store) -> set[str]:
    """Files that any snapshot of the attached catalog needs."""
    return {store.name(path) for (path,) in connection.execute(LISTED.format(METADATA)).fetchall()}


def unknown_files(connection: duckdb.DuckDBPyConnection, store: Store) -> set[str]:
    """Parquet files that the attached catalog neither needs nor has scheduled for deletion."""
    scheduled = {store.name(path) for _, path, _ in connection.execute(SCHEDULED.format(METADATA)).fetchall()}
    return store.tables() - needed_files(connection, store) - scheduled


def are_many(some: int, there: int) -> bool:
    """Whether there are more unknown files than dead writers leave behind."""
    return some > FEW and some > SHARE * there


def read_marker(store: Store) -> Identity | None:
    """The marker's content; None if missing or truncated."""
    try:
        content = json.loads(store.read(MARKER) or "")
        return Identity(str(content["lake"]), int(content["snapshot"]))
    except (ValueError, KeyError, TypeError):
        return None


def write_marker(store: Store, identity: Identity) -> None:
    """Write the marker."""
    store.write(MARKER, json.dumps(asdict(identity)))


def refuse_taken(catalog: File | Server, store: Store) -> None:
    """LakeError if a location without a catalog has files or a marker: no new lake may be created there."""
    if read_marker(store) or any(name.endswith(".parquet") or name.startswith(TRASH) for name in store.names()):
        raise LakeError(
            f"{catalog}: the warehouse cannot be opened: the catalog {catalog.absence()}, but {store.data} has "
            f"the files of a lake: {catalog.way_back}; for a new warehouse name an empty place by DATELINE_DATA"
        )


def verify(
    catalog: File | Server,
    connection: duckdb.DuckDBPyConnection,
    store: Store,
    copy: Identity | None,
    *,
    writing: bool,
) -> Identity | None:
    """The marker, if the attached catalog belongs to the files and is not older than they are; else LakeError.

    Files without a marker, from older versions, are adopted by a writer if its catalog is not older than `copy`, all
    files of the catalog are there, and hardly any others.
    """
    try:
        marker = read_marker(store)
    except PermissionError:
        if writing:
            raise
        return None
    identity = current_identity(connection)
    if marker and marker.lake != identity.lake:
        raise LakeError(
            f"{catalog}: the warehouse cannot be opened: {store.data} has the files of another lake, {marker.lake}: "
            f"name the right one by DATELINE_CATALOG and DATELINE_DATA, or {catalog.way_back}"
        )
    known = marker or (copy if copy and copy.lake == identity.lake else identity)
    if known.snapshot > identity.snapshot:
        raise LakeError(
            f"{catalog}: the warehouse cannot be opened: the catalog is older than its files in {store.data}, at "
            f"snapshot {identity.snapshot} of {known.snapshot}: {catalog.way_back}"
        )
    if writing and not marker:
        _adopt(catalog, connection, store)
    return marker


def _adopt(catalog: File | Server, connection: duckdb.DuckDBPyConnection, store: Store) -> None:
    needed, present = needed_files(connection, store), store.tables()
    if missing := needed - present:
        raise LakeError(
            f"{catalog}: the warehouse cannot be opened: {len(missing)} of its {len(needed)} files are not in "
            f"{store.data}, {min(missing)} the first: name the right place by DATELINE_DATA, or {catalog.way_back}"
        )
    unknown_here = unknown_files(connection, store)
    if are_many(len(unknown_here), len(present)):
        raise LakeError(
            f"{catalog}: the warehouse cannot be opened: of the {len(present)} files in {store.data} it does not "
            f"know {len(unknown_here)}, so it is another's or an older one: {catalog.way_back}"
        )
    if needed:
        log.info("%s: its files in %s, %d, are marked as its own", catalog, store.data, len(needed))
