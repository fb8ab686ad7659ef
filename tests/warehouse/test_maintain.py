"""Maintenance: fewer files, fewer snapshots, no unknown files, and the same rows as before."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta, tzinfo
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pyarrow as arrow
import pytest

from tests.fingerprint import fingerprint
from tests.warehouse.nights import night
from warehouse import Lake, LakeError, Landing, backup, check, copies, land, maintain, query

if TYPE_CHECKING:
    from tests.warehouse.conftest import World

    Files = Callable[[], set[str]]
    Worlds = Callable[..., World]

NONE = timedelta(0)


def _nights(lake: Lake, worlds: Worlds, number: int = 4) -> None:
    for each in range(number):
        night(lake, worlds, each)


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
    before, newest = fingerprint(lake), _snapshots(lake) - 1
    # a snapshot a night, the newest last night; those of a hundred nights ago first
    _date(lake, lambda snapshot: (newest - snapshot) + 1 + (95 if snapshot < 3 else 0))
    assert maintain(lake).expired == 0
    _nights_without_a_change(lake, 95)
    assert maintain(lake).expired > 0
    assert fingerprint(lake) == before


def _date(lake: Lake, ago: Callable[[int], float]) -> None:
    """Set the creation time of each snapshot to this number of days ago."""
    assert lake.catalog_file
    with closing(sqlite3.connect(lake.catalog_file)) as catalog, catalog:
        ids = [snapshot for (snapshot,) in catalog.execute("SELECT snapshot_id FROM ducklake_snapshot")]
        update = "UPDATE ducklake_snapshot SET snapshot_time = strftime('%Y-%m-%d %H:%M:%S', 'now', ?) || '+00' "
        for snapshot in ids:
            catalog.execute(update + "WHERE snapshot_id = ?", (f"{-ago(snapshot) * 86400:.0f} seconds", snapshot))


def _nights_without_a_change(lake: Lake, number: int) -> None:
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
    _date(lake, lambda snapshot: newest - snapshot + 1)


class _Clock(datetime):
    """A clock that is two hundred days ahead."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return datetime.now(tz) + timedelta(days=200)


@pytest.mark.attack("the clock is 200 days ahead at one maintenance, and right at the next")
def test_a_clock_that_is_wrong_once_expires_and_removes_nothing(
    lake: Lake, worlds: Worlds, monkeypatch: pytest.MonkeyPatch, outcome: Callable[[str], None]
) -> None:
    _nights(lake, worlds)
    maintain(lake, spare=NONE)
    maintain(lake, spare=NONE)
    before, trash, snapshots = fingerprint(lake), _trash(lake), _snapshots(lake)
    assert trash
    _forget_copies(lake)
    with monkeypatch.context() as wrong:
        for module in ("warehouse.maintain", "warehouse.trash"):
            wrong.setattr(import_module(module), "datetime", _Clock)
        done = maintain(lake)
    assert (done.expired, done.cleaned, done.purged) == (0, 0, 0)
    _nights(lake, worlds, 5)
    done = maintain(lake)
    assert (done.expired, done.purged) == (0, 0)
    assert trash <= _trash(lake)
    assert _snapshots(lake) >= snapshots
    assert {name: before[name] for name in ("rejects", "refused")}.items() <= fingerprint(lake).items()
    outcome(f"{snapshots} of {snapshots} snapshots and {len(trash)} of {len(trash)} files in the trash kept")


def _trash(lake: Lake) -> set[Path]:
    return set(Path(lake.data, "trash").rglob("*.gone"))


def _forget_copies(lake: Lake) -> None:
    """Remove the copies of the catalogue, because the files that they need stay in the trash."""
    assert lake.catalog_file
    for copy in (lake.catalog_file.parent / "backups").glob("*.sqlite"):
        copy.unlink()


def test_the_trash_is_kept_for_a_week_and_while_a_copy_needs_it(lake: Lake, worlds: Worlds) -> None:
    _nights(lake, worlds)
    copy = backup(lake)
    maintain(lake, keep=NONE, spare=NONE)
    moved = maintain(lake, keep=NONE, spare=NONE)
    stood = _trash(lake)
    assert len(stood) >= moved.cleaned > 0
    assert maintain(lake).purged == 0
    _rename_trash(lake, days=12)
    _nights_without_a_change(lake, 12)
    assert maintain(lake).purged < len(stood)
    assert copies.files(copy.path) <= _names(lake)
    _forget_copies(lake)
    assert maintain(lake).purged > 0
    assert not _trash(lake)


def _rename_trash(lake: Lake, days: int) -> None:
    """Set the time of the move to the trash to this number of days ago."""
    for second, folder in enumerate(sorted(Path(lake.data, "trash").iterdir())):
        snapshot = folder.name.split("-")[0]
        moved = datetime.now(UTC) - timedelta(days=days, seconds=second)
        folder.rename(folder.with_name(f"{snapshot}-{moved:%Y%m%dT%H%M%SZ}"))


def _names(lake: Lake) -> set[str]:
    """The files at their locations or in the trash."""
    gone = {str(Path(*file.relative_to(lake.data).parts[2:])).removesuffix(".gone") for file in _trash(lake)}
    return gone | {str(file.relative_to(lake.data)) for file in Path(lake.data).rglob("*.parquet")}


@pytest.mark.attack("a hundred files that no catalogue knows lie in the lake at a sweep")
def test_a_mass_of_unknown_files_is_not_swept_without_a_word(
    lake: Lake, worlds: Worlds, files: Files, outcome: Callable[[str], None]
) -> None:
    _nights(lake, worlds)
    known = files()
    source = next(Path(lake.data).rglob("*.parquet"))
    for number in range(100):
        source.with_name(f"ducklake-{number}.parquet").write_bytes(source.read_bytes())
    there = files()
    with pytest.raises(LakeError, match=rf"100 of the {len(there)} files .* nothing was done: .* --sweep`"):
        maintain(lake, keep=NONE)
    assert files() == there
    assert maintain(lake, sweep=True).orphaned == 100
    assert known <= files()
    assert len(_trash(lake)) == 100
    outcome("refused in a sentence, nothing moved; with the explicit word all 100 in the trash")


@pytest.mark.attack("a landing fails beside the files of another writer that died")
def test_a_landing_that_fails_takes_only_its_own_files(
    lake: Lake, worlds: Worlds, files: Files, outcome: Callable[[str], None]
) -> None:
    _nights(lake, worlds, 1)
    source = next(Path(lake.data).rglob("*.parquet"))
    left = source.with_name("ducklake-left-behind.parquet")
    left.write_bytes(source.read_bytes())
    os.utime(left, (left.stat().st_atime - 60, left.stat().st_mtime - 60))
    before = files()
    world = worlds("run-9")
    world.article("homs", "Homs is quiet.")

    def broken(landing: Landing) -> arrow.Table:
        source.with_name("ducklake-broken-off.parquet").write_bytes(b"PAR1")
        raise duckdb.Error("the disk went away")

    with pytest.raises(LakeError, match="could not be landed"):
        land(lake, world.batch(), broken)
    assert files() == before
    assert [file.name for file in _trash(lake)] == ["ducklake-broken-off.parquet.gone"]
    outcome("its own files in the trash, the others in their place")


def test_the_current_snapshot_never_expires(lake: Lake, worlds: Worlds, files: Files) -> None:
    _nights(lake, worlds)
    before = fingerprint(lake)
    while maintain(lake, keep=NONE, spare=NONE).expired:
        pass
    assert _snapshots(lake) == 1
    maintain(lake, keep=NONE, spare=NONE)
    # one file of each table that has rows: pages, articles, events, runs
    assert len(files()) == 5
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
    orphan = Path(lake.data) / "main" / "events" / "year=2024" / "ducklake-left-behind.parquet"
    orphan.write_bytes(next(Path(lake.data).rglob("*.parquet")).read_bytes())
    assert maintain(lake).orphaned == 1
    assert not orphan.exists()
    assert [file.name for file in _trash(lake)] == ["ducklake-left-behind.parquet.gone"]
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
