"""The trash of a lake, where unneeded files stay for a while before deletion.

The file NAME, moved at MOMENT while SNAPSHOT was the newest, becomes `trash/SNAPSHOT-MOMENT/NAME.gone`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import duckdb
import pyarrow as arrow

from warehouse.storage.ages import Snapshots, age
from warehouse.storage.identity import METADATA, current_identity
from warehouse.storage.lake import Lake, call
from warehouse.storage.store import TRASH, Store

_ENDING = ".gone"
_MOMENT = "%Y%m%dT%H%M%SZ"
_TRASHED_PATH = re.compile(rf"{TRASH}(\d+)-(\d{{8}}T\d{{6}}Z)/(.+){re.escape(_ENDING)}", re.ASCII)
"""Path of a trashed file; other files in the folder are left alone."""
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_NO_FILE = 2**62
"""First id for files that DuckLake does not know, above all of its own ids."""


def move(
    connection: duckdb.DuckDBPyConnection, store: Store, files: Mapping[str, int | None], snapshot: int
) -> list[str]:
    """Move files to the trash and return those moved; `files` maps names to their id in the deletion schedule.

    In a bucket each file is copied to the trash before the original is removed.
    """
    present = sorted(store.tables() & set(files)) if files else []
    folder = f"{TRASH}{snapshot}-{datetime.now(UTC):{_MOMENT}}"
    for name in present:
        store.move(name, f"{folder}/{name}{_ENDING}")
    _delete(connection, {name: number for name, number in files.items() if store.is_remote or number is not None})
    return present


def discard(connection: duckdb.DuckDBPyConnection, lake: Lake, since: datetime) -> int:
    """Move the files that a failed landing wrote from `since` on to the trash; returns their number.

    Call while holding the write lock.
    """
    store = Store(connection, lake.data)
    # DuckDB reports file ages in whole seconds
    own = _strays(connection, store) - _strays(connection, store, since.replace(microsecond=0))
    return len(move(connection, store, dict.fromkeys(own), current_identity(connection).snapshot))


def _strays(connection: duckdb.DuckDBPyConnection, store: Store, before: datetime | None = None) -> set[str]:
    """Files unknown to the catalog; with `before` only those written before that moment."""
    which: dict[str, Any] = {"older_than": before} if before else {"cleanup_all": True}
    return {store.name(path) for (path,) in call(connection, "delete_orphaned_files", dry_run=True, **which)}


def paths_in_trash(store: Store) -> dict[str, list[str]]:
    """Paths in the trash by file name, the latest last."""
    by_name = defaultdict(list)
    for path in sorted(filter(_TRASHED_PATH.fullmatch, store.names(TRASH)), key=_moved_at):
        by_name[path.removeprefix(TRASH).split("/", 1)[1].removesuffix(_ENDING)].append(path)
    return by_name


def bring_back(store: Store, names: Iterable[str]) -> list[str]:
    """Move files back from the trash; returns those found."""
    by_name = paths_in_trash(store)
    returning = sorted(set(names) & set(by_name))
    for name in returning:
        store.move(by_name[name][-1], name)
    return returning


def purge(
    connection: duckdb.DuckDBPyConnection,
    store: Store,
    keep: timedelta,
    needed: set[str],
    snapshots: Snapshots,
    now: datetime,
) -> int:
    """Delete files that have been in the trash for `keep` and are not in `needed`; returns their number."""
    expired = [
        path
        for name, paths in paths_in_trash(store).items()
        for path in paths
        if name not in needed and age(_moved_at(path)[1], _moved_at(path)[0], snapshots, now) >= keep
    ]
    _delete(connection, dict.fromkeys(expired))
    store.tidy(TRASH)
    return len(expired)


def _moved_at(path: str) -> tuple[int, datetime]:
    """Snapshot and time at which a file was moved."""
    snapshot, _, moment = path.removeprefix(TRASH).split("/", 1)[0].partition("-")
    return int(snapshot), datetime.strptime(moment, _MOMENT).replace(tzinfo=UTC)


def _delete(connection: duckdb.DuckDBPyConnection, files: Mapping[str, int | None]) -> None:
    """Delete files through DuckLake's deletion schedule, which also works for buckets."""
    if not files:
        return
    numbers = count(_NO_FILE)
    rows = [(next(numbers) if number is None else number, name) for name, number in files.items()]
    scheduled = arrow.table({"id": [row[0] for row in rows], "path": [row[1] for row in rows]})
    connection.register("going", scheduled)
    connection.execute(
        f"INSERT INTO {METADATA}.ducklake_files_scheduled_for_deletion SELECT id, path, true, ? FROM going",
        [f"{_LONG_AGO:%Y-%m-%d %H:%M:%S}+00"],
    )
    before = _LONG_AGO + timedelta(days=1)
    connection.execute("CALL ducklake_cleanup_old_files('lake', older_than => ?)", [before])
    connection.unregister("going")
