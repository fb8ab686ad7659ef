"""Maintenance: fewer files, fewer snapshots, nothing that no catalogue knows, and the same rows as before."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.fingerprint import fingerprint
from warehouse import Lake, LakeError, check, land, maintain, query

if TYPE_CHECKING:
    from tests.warehouse.conftest import World

    Files = Callable[[], set[str]]
    Worlds = Callable[..., World]

NONE = timedelta(0)


def _nights(lake: Lake, worlds: Worlds, number: int = 4) -> None:
    """As many nights, each with an article of its own and another version of one that all have."""
    for night in range(number):
        world = worlds(f"run-{night}")
        own = world.article(f"own-{night}", "Rebels took Homs.")
        world.hold(own, "Rebels took Homs.", "Homs", "Rebels")
        shared = world.article("hama", f"Rebels took Hama. That was told {night} times.")
        world.hold(shared, "Rebels took Hama.", "Hama", "Rebels")
        world.run()
        land(lake, world.batch())


def _snapshots(lake: Lake) -> int:
    return query(lake, "FROM lake.snapshots()").num_rows


def test_small_files_become_few_and_the_rows_stay(lake: Lake, worlds: Worlds, files: Files) -> None:
    _nights(lake, worlds)
    before, stood = fingerprint(lake), len(files())
    first = query(lake, "SELECT text FROM articles AT (VERSION => 2) WHERE article_id = 'hama'").to_pylist()
    done = maintain(lake, spare=NONE)
    again = maintain(lake, spare=NONE)
    assert done.merged > done.into > 0
    assert again.merged == 0
    assert done.cleaned + again.cleaned > 0
    assert fingerprint(lake) == before
    assert query(lake, "SELECT text FROM articles AT (VERSION => 2) WHERE article_id = 'hama'").to_pylist() == first
    assert len(files()) < stood
    assert check(lake) == []


def test_a_file_that_fell_out_of_use_stays_for_those_who_still_read_it(
    lake: Lake, worlds: Worlds, files: Files
) -> None:
    _nights(lake, worlds)
    stood = files()
    assert maintain(lake).merged > 0
    assert maintain(lake).cleaned == 0
    assert stood <= files()


def test_snapshots_of_the_last_ninety_nights_stay_and_older_ones_go(lake: Lake, worlds: Worlds) -> None:
    _nights(lake, worlds)
    assert maintain(lake).expired == 0
    assert lake.catalog_file
    with closing(sqlite3.connect(lake.catalog_file)) as catalog, catalog:
        older = "UPDATE ducklake_snapshot SET snapshot_time = datetime('now', ?) || '+00' WHERE snapshot_id = ?"
        catalog.execute(older, ("-91 days", 2))
        catalog.execute(older, ("-89 days", 3))
    before = fingerprint(lake)
    assert maintain(lake).expired == 1
    assert 2 not in query(lake, "SELECT snapshot_id FROM lake.snapshots()").column("snapshot_id").to_pylist()
    assert fingerprint(lake) == before


def test_the_current_snapshot_never_expires(lake: Lake, worlds: Worlds, files: Files) -> None:
    _nights(lake, worlds)
    before = fingerprint(lake)
    while maintain(lake, keep=NONE, spare=NONE).expired:
        pass
    assert _snapshots(lake) == 1
    maintain(lake, keep=NONE, spare=NONE)
    # one file of each table that has rows: pages, articles, events, runs
    assert len(files()) == 4
    assert fingerprint(lake) == before
    assert check(lake) == []


def test_the_same_again_changes_nothing_after_the_first_snapshots_expired(lake: Lake, worlds: Worlds) -> None:
    world = worlds("run-1")
    world.article("hama", "Rebels took Hama.")
    land(lake, world.batch())
    maintain(lake, keep=NONE)
    before = query(lake, "SELECT max(snapshot_id) AS version FROM lake.snapshots()").to_pylist()[0]["version"]
    assert land(lake, world.batch()).snapshot == before


def test_a_file_that_no_catalogue_knows_is_removed_and_no_other(lake: Lake, worlds: Worlds, files: Files) -> None:
    _nights(lake, worlds, 1)
    before = files()
    orphan = Path(lake.data) / "main" / "events" / "published_date=2024-12-02" / "ducklake-left-behind.parquet"
    orphan.write_bytes(next(Path(lake.data).rglob("*.parquet")).read_bytes())
    assert maintain(lake).orphaned == 1
    assert not orphan.exists()
    assert maintain(lake).orphaned == 0
    assert before <= files()


def test_files_of_a_home_that_moved_are_known(lake: Lake, worlds: Worlds, tmp_path: Path) -> None:
    _nights(lake, worlds)
    before = fingerprint(lake)
    (tmp_path / "warehouse").rename(tmp_path / "an other's ware house")
    (tmp_path / "home").mkdir()
    (tmp_path / "an other's ware house").rename(tmp_path / "home" / "warehouse")
    moved = Lake.at(tmp_path / "home")
    done = maintain(moved, keep=NONE, spare=NONE)
    assert (done.orphaned, fingerprint(moved)) == (0, before)


def test_there_must_be_a_warehouse(no_lake: Lake) -> None:
    with pytest.raises(LakeError, match="there is no warehouse yet"):
        maintain(no_lake)
