"""Helpers for small nightly runs that land in a lake, for its age and trash, and for the loss of its catalog."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse import Lake, land, query

if TYPE_CHECKING:
    from tests.warehouse.conftest import World


def night(lake: Lake, worlds: Callable[..., World], number: int, shared: bool = True) -> None:
    """Land a run with one unique article, and with `shared` a new version of an article that all runs have."""
    world = worlds(f"run-{number}")
    own = world.article(f"own-{number}", f"Rebels took Homs. That was told {number} times.")
    world.hold(own, "Rebels took Homs.", "Homs", "Rebels")
    if shared:
        every = world.article("hama", f"Rebels took Hama. That was told {number} times.")
        world.hold(every, "Rebels took Hama.", "Hama", "Rebels")
    world.run()
    land(lake, world.batch())


def catalog(lake: Lake) -> Path:
    """The path of the catalog."""
    assert lake.catalog_file
    return lake.catalog_file


def destroy(lake: Lake) -> None:
    """Delete the catalog and SQLite's files beside it."""
    for ending in ("", "-wal", "-shm"):
        Path(f"{catalog(lake)}{ending}").unlink(missing_ok=True)


def nights(lake: Lake, worlds: Callable[..., World], number: int = 4) -> None:
    """Land a number of runs."""
    for each in range(number):
        night(lake, worlds, each)


def date_snapshots(lake: Lake, ago: Callable[[int], float]) -> None:
    """Set the creation time of each snapshot to this number of days ago."""
    assert lake.catalog_file
    with closing(sqlite3.connect(lake.catalog_file)) as catalog, catalog:
        ids = [snapshot for (snapshot,) in catalog.execute("SELECT snapshot_id FROM ducklake_snapshot")]
        update = "UPDATE ducklake_snapshot SET snapshot_time = strftime('%Y-%m-%d %H:%M:%S', 'now', ?) || '+00' "
        for snapshot in ids:
            catalog.execute(update + "WHERE snapshot_id = ?", (f"{-ago(snapshot) * 86400:.0f} seconds", snapshot))


def nights_without_a_change(lake: Lake, number: int) -> None:
    """Make snapshots for this number of nights, the last one for last night."""
    assert lake.catalog_file
    another = """
        INSERT INTO ducklake_snapshot
        SELECT snapshot_id + 1, snapshot_time, schema_version, next_catalog_id, next_file_id
        FROM ducklake_snapshot ORDER BY snapshot_id DESC LIMIT 1
    """
    change = "INSERT INTO ducklake_snapshot_changes (snapshot_id) SELECT max(snapshot_id) FROM ducklake_snapshot"
    with closing(sqlite3.connect(lake.catalog_file)) as catalog, catalog:
        for _ in range(number):
            catalog.execute(another)
            catalog.execute(change)
    newest = query(lake, "SELECT max(snapshot_id) AS newest FROM lake.snapshots()").to_pylist()[0]["newest"]
    date_snapshots(lake, lambda snapshot: newest - snapshot + 1)


def trash(lake: Lake) -> set[Path]:
    """The files in the trash."""
    return set(Path(lake.data, "trash").rglob("*.gone"))


def forget_copies(lake: Lake) -> None:
    """Remove the copies of the catalog, because the files that they need stay in the trash."""
    assert lake.catalog_file
    for copy in (lake.catalog_file.parent / "backups").glob("*.sqlite"):
        copy.unlink()
