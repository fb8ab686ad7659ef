"""Maintenance: fewer files, fewer snapshots, no unknown files, and the same rows as before."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pyarrow as arrow
import pytest

from tests.fingerprint import fingerprint
from tests.warehouse.nights import date_snapshots, forget_copies, nights, nights_without_a_change, trash
from warehouse import Lake, LakeError, Landing, check, land, maintain, query

if TYPE_CHECKING:
    from tests.warehouse.conftest import World

    Files = Callable[[], set[str]]
    Worlds = Callable[..., World]

NONE = timedelta(0)


def _snapshots(lake: Lake) -> int:
    return query(lake, "FROM lake.snapshots()").num_rows


def test_small_files_become_few_and_the_rows_stay(lake: Lake, worlds: Worlds, files: Files) -> None:
    nights(lake, worlds)
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
    nights(lake, worlds)
    stood = files()
    assert maintain(lake).merged > 0
    assert maintain(lake).cleaned == 0
    assert stood <= files()


def test_snapshots_of_the_last_ninety_nights_stay_and_older_ones_go(lake: Lake, worlds: Worlds) -> None:
    nights(lake, worlds)
    assert maintain(lake).expired == 0
    before, newest = fingerprint(lake), _snapshots(lake) - 1
    # a snapshot a night, the newest last night; those of a hundred nights ago first
    date_snapshots(lake, lambda snapshot: (newest - snapshot) + 1 + (95 if snapshot < 3 else 0))
    assert maintain(lake).expired == 0
    nights_without_a_change(lake, 95)
    assert maintain(lake).expired > 0
    assert fingerprint(lake) == before


class _Clock(datetime):
    """A clock that is two hundred days ahead."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return datetime.now(tz) + timedelta(days=200)


@pytest.mark.attack("the clock is 200 days ahead at one maintenance, and right at the next")
def test_a_clock_that_is_wrong_once_expires_and_removes_nothing(
    lake: Lake, worlds: Worlds, monkeypatch: pytest.MonkeyPatch, outcome: Callable[[str], None]
) -> None:
    nights(lake, worlds)
    maintain(lake, spare=NONE)
    maintain(lake, spare=NONE)
    before, trashed, snapshots = fingerprint(lake), trash(lake), _snapshots(lake)
    assert trashed
    forget_copies(lake)
    with monkeypatch.context() as wrong:
        for module in ("warehouse.upkeep.maintenance", "warehouse.storage.trash"):
            wrong.setattr(import_module(module), "datetime", _Clock)
        done = maintain(lake)
    assert (done.expired, done.cleaned, done.purged) == (0, 0, 0)
    nights(lake, worlds, 5)
    done = maintain(lake)
    assert (done.expired, done.purged) == (0, 0)
    assert trashed <= trash(lake)
    assert _snapshots(lake) >= snapshots
    assert {name: before[name] for name in ("rejects", "refused")}.items() <= fingerprint(lake).items()
    outcome(f"{snapshots} of {snapshots} snapshots and {len(trashed)} of {len(trashed)} files in the trash kept")


@pytest.mark.attack("a hundred files that no catalog knows lie in the lake at a sweep")
def test_a_mass_of_unknown_files_is_not_swept_without_a_word(
    lake: Lake, worlds: Worlds, files: Files, outcome: Callable[[str], None]
) -> None:
    nights(lake, worlds)
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
    assert len(trash(lake)) == 100
    outcome("refused in a sentence, nothing moved; with the explicit word all 100 in the trash")


@pytest.mark.attack("a landing fails beside the files of another writer that died")
def test_a_landing_that_fails_takes_only_its_own_files(
    lake: Lake, worlds: Worlds, files: Files, outcome: Callable[[str], None]
) -> None:
    nights(lake, worlds, 1)
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
    assert [file.name for file in trash(lake)] == ["ducklake-broken-off.parquet.gone"]
    outcome("its own files in the trash, the others in their place")


def test_the_current_snapshot_never_expires(lake: Lake, worlds: Worlds, files: Files) -> None:
    nights(lake, worlds)
    before = fingerprint(lake)
    while maintain(lake, keep=NONE, spare=NONE).expired:
        pass
    assert _snapshots(lake) == 1
    maintain(lake, keep=NONE, spare=NONE)
    # one file of each table that has rows
    tables = ["articles", "control_changes", "events", "pages", "published_stories", "runs", "territory_held"]
    assert sorted(file.split("/")[1] for file in files()) == tables
    assert fingerprint(lake) == before
    assert check(lake) == []


def test_the_same_again_changes_nothing_after_the_first_snapshots_expired(lake: Lake, worlds: Worlds) -> None:
    world = worlds("run-1")
    world.article("hama", "Rebels took Hama.")
    land(lake, world.batch())
    maintain(lake, keep=NONE)
    before = query(lake, "SELECT max(snapshot_id) AS version FROM lake.snapshots()").to_pylist()[0]["version"]
    assert land(lake, world.batch()).snapshot == before


def test_a_file_that_no_catalog_knows_is_removed_and_no_other(lake: Lake, worlds: Worlds, files: Files) -> None:
    nights(lake, worlds, 1)
    before = files()
    orphan = Path(lake.data) / "main" / "events" / "year=2024" / "ducklake-left-behind.parquet"
    orphan.write_bytes(next(Path(lake.data).rglob("*.parquet")).read_bytes())
    assert maintain(lake).orphaned == 1
    assert not orphan.exists()
    assert [file.name for file in trash(lake)] == ["ducklake-left-behind.parquet.gone"]
    assert maintain(lake).orphaned == 0
    assert before <= files()


def test_files_of_a_home_that_moved_are_known(lake: Lake, worlds: Worlds, tmp_path: Path) -> None:
    nights(lake, worlds)
    before = fingerprint(lake)
    (tmp_path / "warehouse").rename(tmp_path / "an other's ware house")
    (tmp_path / "home").mkdir()
    (tmp_path / "an other's ware house").rename(tmp_path / "home" / "warehouse")
    moved = Lake.at(tmp_path / "home")
    done = maintain(moved, keep=NONE, spare=NONE)
    assert (done.orphaned, fingerprint(moved)) == (0, before)


def test_maintenance_without_a_warehouse_is_refused(no_lake: Lake) -> None:
    with pytest.raises(LakeError, match="there is no warehouse yet"):
        maintain(no_lake)
