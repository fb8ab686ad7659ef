"""Which catalogue the files of a lake belong to: both say it, and a lake in doubt is neither written nor swept.

The id of a lake is that which DuckLake gave its main schema. Beside the files lies a marker with this id and the newest
snapshot known there, written after each turn to write that committed: it is never ahead of the right catalogue.
"""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import duckdb

from warehouse.catalog import named
from warehouse.store import TRASH, Store
from warehouse.words import LakeError

if TYPE_CHECKING:
    from warehouse.lake import Lake

log = logging.getLogger("dateline")

MARKER = "lake.json"
METADATA = "__ducklake_metadata_lake"
"""DuckLake's own name for the catalogue of what is attached as `lake`."""
FEW, SHARE = 20, 0.1
"""More files than these, and than this share of all, are not taken to be left behind by writers that died."""

STANDING = """
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
    """A lake by its id, at its newest snapshot."""

    lake: str
    snapshot: int


def standing(connection: duckdb.DuckDBPyConnection) -> Identity:
    """What the attached catalogue is."""
    found = connection.execute(STANDING.format(METADATA)).fetchall()
    return Identity(str(found[0][0]), int(found[0][1]))


def listed(connection: duckdb.DuckDBPyConnection, store: Store) -> set[str]:
    """The files that any snapshot of the attached catalogue needs."""
    return {store.name(path) for (path,) in connection.execute(LISTED.format(METADATA)).fetchall()}


def unknown(connection: duckdb.DuckDBPyConnection, store: Store) -> set[str]:
    """The Parquet files that the attached catalogue neither needs nor has put on its list of those to go."""
    going = {store.name(path) for _, path, _ in connection.execute(SCHEDULED.format(METADATA)).fetchall()}
    return store.tables() - listed(connection, store) - going


def are_many(some: int, there: int) -> bool:
    """Whether files are more than what writers that died leave behind."""
    return some > FEW and some > SHARE * there


def marked(store: Store) -> Identity | None:
    """What the marker says; None where there is none, or where it broke off."""
    try:
        told = json.loads(store.read(MARKER) or "")
        return Identity(str(told["lake"]), int(told["snapshot"]))
    except (ValueError, KeyError, TypeError):
        return None


def mark(store: Store, identity: Identity) -> None:
    """Write the marker."""
    store.write(MARKER, json.dumps(asdict(identity)))


def refuse_taken(lake: Lake, store: Store) -> None:
    """LakeError where a lake without a catalogue has files, or a marker: no other may be made there."""
    if marked(store) or any(name.endswith(".parquet") or name.startswith(TRASH) for name in store.names()):
        catalogue = named(lake.catalog)
        raise LakeError(
            f"{lake}: the warehouse cannot be opened: the catalogue {catalogue.absence()}, but {lake.data} has the "
            f"files of a lake: {catalogue.way_back}; for a new warehouse name an empty place by DATELINE_DATA"
        )


def verify(
    lake: Lake, connection: duckdb.DuckDBPyConnection, store: Store, copy: Identity | None, *, writing: bool
) -> Identity | None:
    """What the marker says, where the attached catalogue is that of the files and not older than they are.

    LakeError where it is not. Files without a marker, from before there were any, are adopted by a writer whose
    catalogue finds all of its own there and hardly any other, and is not older than the `copy` that followed it.
    """
    try:
        marker = marked(store)
    except PermissionError:
        if writing:
            raise
        return None
    found, catalogue = standing(connection), named(lake.catalog)
    if marker and marker.lake != found.lake:
        raise LakeError(
            f"{lake}: the warehouse cannot be opened: {lake.data} has the files of another lake, {marker.lake}: "
            f"name the right one by DATELINE_CATALOG and DATELINE_DATA, or {catalogue.way_back}"
        )
    known = marker or (copy if copy and copy.lake == found.lake else found)
    if known.snapshot > found.snapshot:
        raise LakeError(
            f"{lake}: the warehouse cannot be opened: the catalogue is older than its files in {lake.data}, at "
            f"snapshot {found.snapshot} of {known.snapshot}: {catalogue.way_back}"
        )
    if writing and not marker:
        _adopt(lake, connection, store)
    return marker


def _adopt(lake: Lake, connection: duckdb.DuckDBPyConnection, store: Store) -> None:
    needed, there = listed(connection, store), store.tables()
    catalogue = named(lake.catalog)
    if missing := needed - there:
        raise LakeError(
            f"{lake}: the warehouse cannot be opened: {len(missing)} of its {len(needed)} files are not in "
            f"{lake.data}, {min(missing)} the first: name the right place by DATELINE_DATA, or {catalogue.way_back}"
        )
    strange = unknown(connection, store)
    if are_many(len(strange), len(there)):
        raise LakeError(
            f"{lake}: the warehouse cannot be opened: of the {len(there)} files in {lake.data} it does not know "
            f"{len(strange)}, so it is another's or an older one: {catalogue.way_back}"
        )
    if needed:
        log.info("%s: its files in %s, %d, are marked as its own", lake, lake.data, len(needed))
