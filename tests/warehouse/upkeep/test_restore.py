"""Copies of the catalog, and restoring from them: every landed row, compared by hash, and all or nothing."""

from __future__ import annotations

import multiprocessing
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.fingerprint import fingerprint
from tests.servers import PASSWORD, Postgres
from tests.warehouse.nights import catalog, destroy, night
from tests.warehouse.test_broken import _free, small_disk
from warehouse import Lake, LakeError, backup, backups, check, maintain, query, restore
from warehouse.storage import copies
from warehouse.storage.identity import Identity
from warehouse.storage.lake import opened
from warehouse.storage.store import TRASH, Store

if TYPE_CHECKING:
    from tests.warehouse.conftest import World

    Worlds = Callable[..., World]

__all__ = ["small_disk"]

Tell = Callable[[str], None]
NONE = timedelta(0)
OPERATIONS = Path(__file__).parents[3] / "docs" / "operations.md"


def files(lake: Lake) -> set[str]:
    return {str(file.relative_to(lake.data)) for file in Path(lake.data).rglob("*.parquet")}


@pytest.mark.attack("the catalog is destroyed after every landing of a night in turn")
def test_every_landed_row_comes_back_whenever_the_catalog_is_destroyed(
    lake: Lake, no_lake: Lake, worlds: Worlds, outcome: Tell
) -> None:
    for number in range(4):
        night(lake, worlds, number)
        night(no_lake, worlds, number)
        before, there = fingerprint(lake), files(lake)
        destroy(lake)
        done = restore(lake)
        assert fingerprint(lake) == before
        assert (files(lake), done.set_aside) == (there, 0)
    assert fingerprint(lake) == fingerprint(no_lake)
    assert check(lake) == []
    outcome("4 of 4 times every row back, hash by hash, and the nights went on")


def test_a_replaced_catalog_is_kept_and_can_be_restored(lake: Lake, worlds: Worlds) -> None:
    night(lake, worlds, 0)
    copy = backup(lake)
    night(lake, worlds, 1)
    newer = fingerprint(lake)
    lost = restore(lake, copy.name).lost
    assert fingerprint(lake) != newer
    restore(lake, str(lost))
    assert fingerprint(lake) == newer


def test_a_whole_catalog_is_taken_as_it_is(lake: Lake, worlds: Worlds) -> None:
    night(lake, worlds, 0)
    backup(lake)
    night(lake, worlds, 1)
    before = fingerprint(lake)
    done = restore(lake)
    assert (done.copy, done.lost, done.set_aside) == (None, None, 0)
    assert fingerprint(lake) == before


def test_an_older_catalog_is_taken_where_it_is_named(lake: Lake, worlds: Worlds, tmp_path: Path) -> None:
    night(lake, worlds, 0)
    before = fingerprint(lake)
    shutil.copy(backup(lake).path, tmp_path / "older.sqlite")
    night(lake, worlds, 1)
    destroy(lake)
    shutil.copy(tmp_path / "older.sqlite", catalog(lake))
    assert restore(lake, str(catalog(lake))).copy is None
    assert fingerprint(lake) == before
    held = query(lake, "SELECT place FROM territory_on('2024-12-31') ORDER BY ALL")  # its macros know it again
    assert held.to_pylist() == [{"place": "Hama"}, {"place": "Homs"}]


@pytest.mark.attack("a file that the copy needs is gone from the folder and from the trash")
def test_a_file_that_is_nowhere_is_named_and_nothing_is_changed(lake: Lake, worlds: Worlds, outcome: Tell) -> None:
    night(lake, worlds, 0)
    copy = backup(lake)
    night(lake, worlds, 1)
    lost = next(iter(copies.files(copy.path)))
    Path(lake.data, lost).unlink()
    before = sorted((path, path.stat().st_mtime_ns) for path in catalog(lake).parent.rglob("*.sqlite"))
    with pytest.raises(LakeError, match=rf"1 of the \d+ files that it needs are neither .* {lost} the first"):
        restore(lake, copy.name)
    assert sorted((path, path.stat().st_mtime_ns) for path in catalog(lake).parent.rglob("*.sqlite")) == before
    outcome("refused: it names the file; the catalog as it was")


@pytest.mark.attack("a copy of another lake is restored")
def test_a_copy_of_another_lake_is_refused(lake: Lake, no_lake: Lake, worlds: Worlds, outcome: Tell) -> None:
    night(lake, worlds, 0)
    night(no_lake, worlds, 1)
    before = fingerprint(lake)
    with pytest.raises(LakeError, match=r"a copy of another lake"):
        restore(lake, str(backup(no_lake).path))
    assert fingerprint(lake) == before
    destroy(lake)
    shutil.copy(backup(no_lake).path, catalog(lake))
    with pytest.raises(LakeError, match=r"a copy of another lake"):
        restore(lake, str(catalog(lake)))
    restore(lake)
    assert fingerprint(lake) == before
    outcome("refused; the lake as it was")


def _die(step: int, work: Callable[..., Any], *arguments: Any) -> None:
    """Run an action, and die by SIGKILL just before its `step`-th copy."""
    numbers, put = count(1), copies.copy_database

    def dying(source: Path, target: Path, *options: str) -> Identity:
        if next(numbers) == step:
            os.kill(os.getpid(), signal.SIGKILL)
        return put(source, target, *options)

    copies.copy_database = dying
    work(*arguments)


def _killed(step: int, work: Callable[..., Any], *arguments: Any) -> None:
    process = multiprocessing.get_context("spawn").Process(target=_die, args=(step, work, *arguments))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL


@pytest.mark.attack("kill -9 at each step of a backup and of a restore")
def test_a_backup_or_restore_that_is_killed_leaves_what_was_whole(lake: Lake, worlds: Worlds, outcome: Tell) -> None:
    night(lake, worlds, 0)
    first, older = backup(lake), fingerprint(lake)
    night(lake, worlds, 1)
    newer = fingerprint(lake)
    _killed(1, backup, lake)
    assert fingerprint(lake) == newer
    second = backup(lake)
    assert [copy.name for copy in backups(lake)] == ["000001", "000002", "latest"]
    for step in range(1, 5):
        _killed(step, restore, lake, first.name)
        assert fingerprint(lake) == (older if step == 4 else newer)
        restore(lake, first.name)
        assert fingerprint(lake) == older
        restore(lake, second.name)
        assert fingerprint(lake) == newer
    outcome("the old state or the new at each of five steps, never between; run again it ends well")


@pytest.mark.attack("the disk is full during a backup, a restore and after a landing")
def test_a_full_disk_leaves_what_was_whole(small_disk: Path, worlds: Worlds, outcome: Tell) -> None:
    lake = Lake.at(small_disk)
    night(lake, worlds, 0)
    copy = backup(lake)
    night(lake, worlds, 1)
    before = fingerprint(lake)
    with _free(small_disk, 40_000):
        for act in (lambda: backup(lake), lambda: restore(lake, copy.name)):
            with pytest.raises(LakeError, match="the disk is full"):
                act()
        assert fingerprint(lake) == before
    assert [found.name for found in backups(lake)] == ["000001", "latest"]
    assert not list(small_disk.rglob("*.part*"))
    restore(lake, copy.name)
    assert query(lake, "SELECT count(*) AS n FROM runs").to_pylist() == [{"n": 1}]
    outcome("one sentence each; the lake and the copies as they were")


def _documented() -> list[str]:
    """The documented commands for a catalog in PostgreSQL: to make a copy, and to restore it."""
    section = OPERATIONS.read_text(encoding="utf-8").split("## Backup and restore")[1].split("\n## ")[0]
    return re.findall(r"```\n(.*?)```", section.split("PostgreSQL", 1)[1], re.DOTALL)[:2]


def _shell(script: str, lake: Lake, server: Postgres, folder: Path) -> None:
    words = dict(word.split("=", 1) for word in lake.catalog.removeprefix("postgres:").split())
    session = {"PGHOST": words["host"], "PGPORT": words["port"], "PGUSER": words["user"], "PGDATABASE": words["dbname"]}
    own = {"PGPASSWORD": PASSWORD, "DATELINE_CATALOG": lake.catalog, "DATELINE_DATA": lake.data}
    path = {"PATH": f"{Path('.venv/bin').absolute()}:{os.environ['PATH']}", "DATELINE_HOME": str(folder)}
    done = subprocess.run(
        ["bash", "-e", "-c", script], cwd=folder, env=os.environ | session | own | path, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.attack("the PostgreSQL catalog of a lake in a bucket is destroyed in the middle of a night")
def test_the_documented_commands_bring_a_catalog_in_postgresql_back(
    far_lake: Lake, no_lake: Lake, server: Postgres, worlds: Worlds, tmp_path: Path, outcome: Tell
) -> None:
    if not shutil.which("pg_dump"):
        pytest.skip("pg_dump is not installed here")
    saving, going_back = _documented()
    for number in range(2):
        night(far_lake, worlds, number)
        night(no_lake, worlds, number)
    before = fingerprint(far_lake)
    _shell(saving, far_lake, server, tmp_path)
    maintain(far_lake, keep=NONE, spare=NONE)
    maintain(far_lake, keep=NONE, spare=NONE)
    night(far_lake, worlds, 2)
    name = far_lake.catalog.split("dbname=")[1].split()[0]
    server.execute(f"DROP DATABASE {name} WITH (FORCE)")
    _shell(going_back, far_lake, server, tmp_path)
    assert fingerprint(far_lake) == before == fingerprint(no_lake)
    night(far_lake, worlds, 2)
    night(no_lake, worlds, 2)
    assert fingerprint(far_lake) == fingerprint(no_lake)
    assert maintain(far_lake).orphaned == 0
    with opened(far_lake) as connection:
        assert any(name.startswith(TRASH) for name in Store(connection, far_lake.data).names())
    outcome("every row of the dump back by the documented commands, hash by hash, files from the trash too")


def test_copies_of_a_catalog_on_a_server_are_left_to_its_own_tools(far_lake: Lake, worlds: Worlds) -> None:
    night(far_lake, worlds, 0)
    for act in (lambda: backup(far_lake), lambda: backups(far_lake)):
        with pytest.raises(LakeError, match="pg_dump"):
            act()
    with pytest.raises(LakeError, match="pg_restore"):
        restore(far_lake, "000001")
