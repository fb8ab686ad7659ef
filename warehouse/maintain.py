"""Maintenance: what a lake gathers over the nights and no question needs any more is taken away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb

from warehouse.lake import Lake, again, connect, require
from warehouse.tables import establish
from warehouse.words import LakeError, plain

KEEP = timedelta(days=90)
SPARE = timedelta(days=1)
GONE = 0.1
"""The part of a file's rows that must have been deleted for it to be written anew without them."""


@dataclass(frozen=True, slots=True)
class Maintained:
    """What maintenance did: files merged and what they became, snapshots expired, files removed."""

    merged: int = 0
    into: int = 0
    expired: int = 0
    cleaned: int = 0
    orphaned: int = 0


def maintain(lake: Lake, keep: timedelta = KEEP, spare: timedelta = SPARE) -> Maintained:
    """Expire the snapshots older than `keep`, merge small files, remove those nothing needs; rows stay as they are.

    The current snapshot never expires. A file that no snapshot needs any more is removed (`cleaned`) where it has been
    out of use for longer than `spare`, for somebody may still be reading it. A file that no catalogue knows
    (`orphaned`: its writer died) is removed where it is older than this turn to write, for nothing else writes in it.
    LakeError where there is no lake, or where it cannot be maintained.
    """
    require(lake)
    with connect(lake) as connection:
        began = datetime.now(UTC)
        try:
            expired = len(_call(connection, "expire_snapshots", older_than=began - keep))
            merged = _call(connection, "rewrite_data_files", delete_threshold=GONE)
            merged += _call(connection, "merge_adjacent_files")
            establish(connection)
            cleaned = len(_call(connection, "cleanup_old_files", older_than=began - spare))
            orphaned = sweep(connection, began)
        except duckdb.Error as error:
            raise LakeError(f"{lake}: the warehouse could not be maintained: {plain(error)}") from error
    before, after = (sum(row[column] for row in merged) for column in (2, 3))
    return Maintained(before, after, expired, cleaned, orphaned)


def sweep(connection: duckdb.DuckDBPyConnection, before: datetime) -> int:
    """Remove the files written before a moment that no catalogue knows; their number. Only in a turn to write."""
    return len(_call(connection, "delete_orphaned_files", older_than=before))


def _call(connection: duckdb.DuckDBPyConnection, what: str, **options: datetime | float) -> list[tuple[Any, ...]]:
    """What one of DuckLake's procedures did, a row for each snapshot, table or file."""
    told = "".join(f", {name} => ?" for name in options)
    return again(lambda: connection.execute(f"CALL ducklake_{what}('lake'{told})", list(options.values())).fetchall())
