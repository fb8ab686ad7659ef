"""Maintenance: what a lake gathers over the nights and no question needs goes to the trash, and from there for good."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb

from warehouse import copies
from warehouse.ages import Snapshots, age, older
from warehouse.catalog import File, named
from warehouse.identity import METADATA, SCHEDULED, are_many, standing, unknown
from warehouse.lake import Lake, again, connect, require
from warehouse.store import Store
from warehouse.tables import establish
from warehouse.trash import move, purge
from warehouse.words import LakeError, plain

KEEP = timedelta(days=90)
SPARE = timedelta(days=1)
TRASH, TRASH_OF_A_SERVER = timedelta(days=7), timedelta(days=21)
"""How long files lie in the trash: longer where we cannot see which of them the copies of the catalogue need."""
GONE = 0.1
"""The part of a file's rows that must have been deleted for it to be written anew without them."""


@dataclass(frozen=True, slots=True)
class Maintained:
    """What maintenance did: files merged and what they became, snapshots expired, files moved to the trash and out."""

    merged: int = 0
    into: int = 0
    expired: int = 0
    cleaned: int = 0
    orphaned: int = 0
    purged: int = 0


def maintain(
    lake: Lake,
    keep: timedelta = KEEP,
    spare: timedelta = SPARE,
    trash: timedelta | None = None,
    *,
    sweep: bool = False,
) -> Maintained:
    """Expire the snapshots older than `keep`, merge small files, take away those nothing needs; rows stay as they are.

    The current snapshot never expires. A file that no snapshot needs any more goes to the trash (`cleaned`) where it
    has been out of use for longer than `spare`, for somebody may still be reading it. So does one that was there when
    this turn to write began and that neither the catalogue nor a copy of it knows (`orphaned`): nothing else writes
    meanwhile, so its writer ended without committing it. What has been in the trash for as long as `trash`, and is
    needed by no copy, is removed for good (`purged`). Ages are those of warehouse/ages.py.
    LakeError where there is no lake, where it cannot be maintained, and where the files that no catalogue knows are too
    many to be what dead writers left and there is no explicit word, `sweep`: nothing is done then.
    """
    require(lake)
    with connect(lake) as connection:
        store, now = Store(connection, lake.data), datetime.now(UTC)
        try:
            orphans = _orphans(lake, connection, store, sweep)
            expired = _expire(connection, keep, now)
            merged = _call(connection, "rewrite_data_files", delete_threshold=GONE)
            merged += _call(connection, "merge_adjacent_files")
            establish(connection)
            snapshots, snapshot = _snapshots(connection), standing(connection).snapshot
            cleaned = move(connection, store, _idle(connection, store, spare, snapshots, now), snapshot)
            orphaned = move(connection, store, dict.fromkeys(orphans), snapshot)
            purged = purge(connection, store, trash or _trash(lake), _copied(lake), snapshots, now)
        except (duckdb.Error, OSError) as error:
            raise LakeError(f"{lake}: the warehouse could not be maintained: {plain(error)}") from error
    before, after = (sum(row[column] for row in merged) for column in (2, 3))
    return Maintained(before, after, expired, len(cleaned), len(orphaned), purged)


def discard(connection: duckdb.DuckDBPyConnection, lake: Lake, since: datetime) -> int:
    """Move to the trash what a landing that failed has written since it began; their number. Only in its own turn."""
    store = Store(connection, lake.data)
    # DuckDB tells the age of a file in whole seconds
    own = _strays(connection, store) - _strays(connection, store, since.replace(microsecond=0))
    return len(move(connection, store, dict.fromkeys(own), standing(connection).snapshot))


def _strays(connection: duckdb.DuckDBPyConnection, store: Store, before: datetime | None = None) -> set[str]:
    """The files that the catalogue does not know; with `before` those written before a moment."""
    which: dict[str, Any] = {"older_than": before} if before else {"cleanup_all": True}
    return {store.name(path) for (path,) in _call(connection, "delete_orphaned_files", dry_run=True, **which)}


def _orphans(lake: Lake, connection: duckdb.DuckDBPyConnection, store: Store, sweep: bool) -> set[str]:
    """The files that neither the catalogue nor a copy of it knows. LakeError where they are too many."""
    found = unknown(connection, store)
    orphans = found - _copied(lake) if found else found
    there = len(store.tables()) if orphans else 0
    if not sweep and are_many(len(orphans), there):
        raise LakeError(
            f"{lake}: {len(orphans)} of the {there} files in {lake.data} are unknown to the catalogue, more than "
            f"writers that died leave behind, and nothing was done: look at them, then `dateline maintain --sweep`"
        )
    return orphans


def _copied(lake: Lake) -> set[str]:
    """The files that the copies of the catalogue need."""
    catalogue = named(lake.catalog)
    return copies.needed(catalogue) if isinstance(catalogue, File) else set()


def _trash(lake: Lake) -> timedelta:
    return TRASH if lake.catalog_file else TRASH_OF_A_SERVER


def _expire(connection: duckdb.DuckDBPyConnection, keep: timedelta, now: datetime) -> int:
    if not (old := older(_snapshots(connection), keep, now)):
        return 0
    return len(_call(connection, "expire_snapshots", versions=old))


def _idle(
    connection: duckdb.DuckDBPyConnection, store: Store, spare: timedelta, snapshots: Snapshots, now: datetime
) -> dict[str, int | None]:
    """The files that the catalogue has put on its list of those to go for as long as `spare`, with their ids there."""
    rows = connection.execute(SCHEDULED.format(METADATA)).fetchall()
    ages = {since: _since(since, snapshots, now) for since in {row[2] for row in rows}}
    return {store.name(path): number for number, path, since in rows if ages[since] >= spare}


def _since(moment: datetime, snapshots: Snapshots, now: datetime) -> timedelta:
    """The age of what is known by its moment alone."""
    return age(moment, max((number for number, made in snapshots if made <= moment), default=-1), snapshots, now)


def _snapshots(connection: duckdb.DuckDBPyConnection) -> Snapshots:
    return connection.execute("SELECT snapshot_id, snapshot_time FROM lake.snapshots() ORDER BY ALL").fetchall()


def _call(connection: duckdb.DuckDBPyConnection, what: str, **options: Any) -> list[tuple[Any, ...]]:
    """What one of DuckLake's procedures did, a row for each snapshot, table or file."""
    told = "".join(f", {name} => ?" for name in options)
    return again(lambda: connection.execute(f"CALL ducklake_{what}('lake'{told})", list(options.values())).fetchall())
