"""Maintains a lake: merges small files, expires snapshots, moves unneeded files to the trash and empties it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb

from warehouse.landing.tables import establish
from warehouse.landing.upsert import ids
from warehouse.storage import copies
from warehouse.storage.ages import Snapshots, age, expired_snapshots
from warehouse.storage.catalog import File, parse_catalog
from warehouse.storage.errors import LakeError, plain
from warehouse.storage.identity import METADATA, SCHEDULED, are_many, current_identity, unknown_files
from warehouse.storage.lake import Lake, call, connect, require
from warehouse.storage.store import Store
from warehouse.storage.trash import move, purge

KEEP = timedelta(days=90)
GRACE = timedelta(days=1)
"""Age below which a file that the catalog does not know may still be one that a writer is about to commit."""
TRASH, TRASH_OF_A_SERVER = timedelta(days=7), timedelta(days=21)
"""Time in the trash: longer for a server, because its backups, and the files that they need, are unknown here."""
DELETED_SHARE = 0.1
"""Share of deleted rows above which a file is rewritten without them."""


@dataclass(frozen=True, slots=True)
class Maintained:
    """Counts: files merged and resulting, snapshots expired, files moved to the trash and deleted from it."""

    merged: int = 0
    into: int = 0
    expired: int = 0
    cleaned: int = 0
    orphaned: int = 0
    purged: int = 0


def maintain(
    lake: Lake,
    keep: timedelta = KEEP,
    spare: timedelta = GRACE,
    trash: timedelta | None = None,
    *,
    sweep: bool = False,
) -> Maintained:
    """Expire snapshots older than `keep`, merge small files, remove unneeded ones; rows stay the same.

    The current snapshot never expires. A file that no snapshot needs goes to the trash (`cleaned`) after `spare`, since
    readers may still use it; so does a file known neither to the catalog nor to a copy of it (`orphaned`): it is left
    from a dead writer, because nobody else holds the write lock. Files in the trash for at least `trash` that no copy
    needs are deleted (`purged`). Ages are those of warehouse/storage/ages.py. LakeError without a lake, on failure, or
    if there are too many unknown files and `sweep` is not set; then nothing is done.
    """
    require(lake)
    with connect(lake) as connection:
        store, now = Store(connection, lake.data), datetime.now(UTC)
        try:
            orphans = _orphans(lake, connection, store, sweep)
            expired = _expire(connection, keep, now)
            merged = _of_each_table(connection, "rewrite_data_files", delete_threshold=DELETED_SHARE)
            merged += _of_each_table(connection, "merge_adjacent_files")
            establish(connection)
            snapshots, snapshot = _snapshots(connection), current_identity(connection).snapshot
            cleaned = move(connection, store, _deletable_files(connection, store, spare, snapshots, now), snapshot)
            orphaned = move(connection, store, dict.fromkeys(orphans), snapshot)
            purged = purge(connection, store, trash or _time_in_trash(lake), _files_of_copies(lake), snapshots, now)
        except (duckdb.Error, OSError) as error:
            raise LakeError(f"{lake}: the warehouse could not be maintained: {plain(error)}") from error
    before, after = (sum(row[column] for row in merged) for column in (2, 3))
    return Maintained(before, after, expired, len(cleaned), len(orphaned), purged)


def _of_each_table(connection: duckdb.DuckDBPyConnection, what: str, **options: Any) -> list[tuple[Any, ...]]:
    """Call a DuckLake procedure of one table after the other: the files of all would be sorted in memory at once. Each
    is a transaction of its own, which is tried again after a conflict.
    """
    tables = ids(connection, "SELECT table_name FROM ducklake_table_info('lake') ORDER BY ALL")
    return [row for table in tables for row in call(connection, what, table, **options)]


def _orphans(lake: Lake, connection: duckdb.DuckDBPyConnection, store: Store, sweep: bool) -> set[str]:
    """Files known neither to the catalog nor to a copy. LakeError if there are too many."""
    unknown_here = unknown_files(connection, store)
    orphans = unknown_here - _files_of_copies(lake) if unknown_here else unknown_here
    there = len(store.tables()) if orphans else 0
    if not sweep and are_many(len(orphans), there):
        raise LakeError(
            f"{lake}: {len(orphans)} of the {there} files in {lake.data} are unknown to the catalog, more than "
            f"writers that died leave behind, and nothing was done: look at them, then `dateline maintain --sweep`"
        )
    return orphans


def _files_of_copies(lake: Lake) -> set[str]:
    """Files that copies of the catalog need."""
    catalog = parse_catalog(lake.catalog)
    return copies.files_of_copies(catalog) if isinstance(catalog, File) else set()


def _time_in_trash(lake: Lake) -> timedelta:
    return TRASH if lake.catalog_file else TRASH_OF_A_SERVER


def _expire(connection: duckdb.DuckDBPyConnection, keep: timedelta, now: datetime) -> int:
    if not (old := expired_snapshots(_snapshots(connection), keep, now)):
        return 0
    return len(call(connection, "expire_snapshots", versions=old))


def _deletable_files(
    connection: duckdb.DuckDBPyConnection, store: Store, spare: timedelta, snapshots: Snapshots, now: datetime
) -> dict[str, int | None]:
    """Files scheduled for deletion in the catalog for at least `spare`, with their ids there."""
    rows = connection.execute(SCHEDULED.format(METADATA)).fetchall()
    ages = {since: _age_by_time(since, snapshots, now) for since in {row[2] for row in rows}}
    return {store.name(path): number for number, path, since in rows if ages[since] >= spare}


def _age_by_time(moment: datetime, snapshots: Snapshots, now: datetime) -> timedelta:
    """Age of something by its creation time alone."""
    return age(moment, max((number for number, made in snapshots if made <= moment), default=-1), snapshots, now)


def _snapshots(connection: duckdb.DuckDBPyConnection) -> Snapshots:
    return connection.execute("SELECT snapshot_id, snapshot_time FROM lake.snapshots() ORDER BY ALL").fetchall()
