"""Copies of the catalogue, and restoring from them: every landed row, compared by hash, and all or nothing."""

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
from tests.warehouse.nights import catalogue, destroy, night
from tests.warehouse.test_broken import _free, small_disk
from warehouse import Copy, Lake, LakeError, backup, backups, check, copies, maintain, query, restore
from warehouse.identity import Identity
from warehouse.lake import opened
from warehouse.store import TRASH, Store

if TYPE_CHECKING:
    from tests.warehouse.conftest import World

    Worlds = Callable[..., World]

__all__ = ["small_disk"]

Tell = Callable[[str], None]
NONE = timedelta(0)
THEIRS = ("README", "notes/x.gone", "3-someday/x.gone", "20241205T000000Z")
"""Names of files that users may put into the trash."""
OPERATIONS = Path(__file__).parents[2] / "docs" / "operations.md"


def files(lake: Lake) -> set[str]:
    return {str(file.relative_to(lake.data)) for file in Path(lake.data).rglob("*.parquet")}


def trash(lake: Lake) -> set[str]:
    return {str(file) for file in Path(lake.data, TRASH).rglob("*.gone")}


@pytest.mark.attack("the catalogue is destroyed after every landing of a night in turn")
def test_every_landed_row_comes_back_whenever_the_catalogue_is_destroyed(
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


def test_files_that_went_to_the_trash_since_the_copy_come_back(lake: Lake, worlds: Worlds) -> None:
    for number in range(3):
        night(lake, worlds, number)
    before, there, copy = fingerprint(lake), files(lake), backup(lake)
    maintain(lake, keep=NONE, spare=NONE)
    assert maintain(lake, keep=NONE, spare=NONE, trash=NONE).purged == 0
    night(lake, worlds, 3)
    assert trash(lake)
    done = restore(lake, copy.name)
    assert fingerprint(lake) == before
    assert files(lake) == there
    assert done.brought_back > 0
    assert done.set_aside > 0
    assert done.rows["articles"] == 4
    assert done.lost
    night(lake, worlds, 3)
    assert maintain(lake).orphaned == 0
    assert check(lake) == []


def test_what_stood_is_kept_and_can_be_gone_back_to(lake: Lake, worlds: Worlds) -> None:
    night(lake, worlds, 0)
    copy = backup(lake)
    night(lake, worlds, 1)
    newer = fingerprint(lake)
    lost = restore(lake, copy.name).lost
    assert fingerprint(lake) != newer
    restore(lake, str(lost))
    assert fingerprint(lake) == newer


def test_a_whole_catalogue_is_taken_as_it_is(lake: Lake, worlds: Worlds) -> None:
    night(lake, worlds, 0)
    backup(lake)
    night(lake, worlds, 1)
    before = fingerprint(lake)
    done = restore(lake)
    assert (done.copy, done.lost, done.set_aside) == (None, None, 0)
    assert fingerprint(lake) == before


def test_an_older_catalogue_is_taken_where_it_is_named(lake: Lake, worlds: Worlds, tmp_path: Path) -> None:
    night(lake, worlds, 0)
    before = fingerprint(lake)
    shutil.copy(backup(lake).path, tmp_path / "older.sqlite")
    night(lake, worlds, 1)
    destroy(lake)
    shutil.copy(tmp_path / "older.sqlite", catalogue(lake))
    assert restore(lake, str(catalogue(lake))).copy is None
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
    before = sorted((path, path.stat().st_mtime_ns) for path in catalogue(lake).parent.rglob("*.sqlite"))
    with pytest.raises(LakeError, match=rf"1 of the \d+ files that it needs are neither .* {lost} the first"):
        restore(lake, copy.name)
    assert sorted((path, path.stat().st_mtime_ns) for path in catalogue(lake).parent.rglob("*.sqlite")) == before
    outcome("refused: it names the file; the catalogue as it was")


@pytest.mark.attack("a copy of another lake is restored")
def test_a_copy_of_another_lake_is_refused(lake: Lake, no_lake: Lake, worlds: Worlds, outcome: Tell) -> None:
    night(lake, worlds, 0)
    night(no_lake, worlds, 1)
    before = fingerprint(lake)
    with pytest.raises(LakeError, match=r"a copy of another lake"):
        restore(lake, str(backup(no_lake).path))
    assert fingerprint(lake) == before
    destroy(lake)
    shutil.copy(backup(no_lake).path, catalogue(lake))
    with pytest.raises(LakeError, match=r"a copy of another lake"):
        restore(lake, str(catalogue(lake)))
    restore(lake)
    assert fingerprint(lake) == before
    outcome("refused; the lake as it was")


@pytest.mark.parametrize("told", ["000099", "nowhere.sqlite", __file__])
def test_a_copy_that_is_none_is_one_sentence(lake: Lake, told: str) -> None:
    with pytest.raises(LakeError, match=r"neither a whole copy of a catalogue nor the name of one"):
        restore(lake, told)
    assert Path(told).exists() == (told == __file__)


def test_fourteen_copies_are_kept_beside_the_one_that_follows(lake: Lake) -> None:
    for _ in range(16):
        backup(lake)
    assert [copy.name for copy in backups(lake)] == [*(f"{number:06}" for number in range(3, 17)), "latest"]
    modes = {path.stat().st_mode & 0o777 for path in (catalogue(lake).parent / "backups").iterdir()}
    assert modes == {0o600}
    assert (catalogue(lake).parent / "backups").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("name", ["2024-12-05", "7"])
def test_a_copy_that_somebody_named_is_theirs(lake: Lake, name: str) -> None:
    """It stays, is listed, and does not prevent other copies."""
    first = backup(lake)
    theirs = first.path.with_stem(name)
    shutil.copy(first.path, theirs)
    assert [backup(lake, keep=2).name for _ in range(8)][-1] == "000009"
    assert theirs.exists()
    assert [copy.name for copy in backups(lake)] == [*sorted([name, "000008", "000009"]), "latest"]


@pytest.mark.attack("people put files of their own into the trash of the lake; then come a sweep and a restore")
def test_what_people_put_into_the_trash_is_in_nobody_s_way(lake: Lake, worlds: Worlds, outcome: Tell) -> None:
    night(lake, worlds, 1)
    theirs = [Path(lake.data, TRASH, name) for name in THEIRS]
    for file in theirs:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    maintain(lake, trash=NONE)
    destroy(lake)
    assert restore(lake).rows["events"] == 2
    assert all(file.exists() for file in theirs)
    outcome("it stays, and both do their work")


def test_a_damaged_copy_is_passed_over(lake: Lake, worlds: Worlds) -> None:
    night(lake, worlds, 0)
    backup(lake)
    before = fingerprint(lake)
    (catalogue(lake).parent / "backups" / "latest.sqlite").write_bytes(b"half a copy")
    destroy(lake)
    done = restore(lake)
    assert done.copy
    assert done.copy.stem == "000001"
    assert fingerprint(lake) == before


def _write(lake: Lake, worlds: Worlds) -> None:
    for number in range(100):
        night(lake, worlds, number)


@pytest.mark.attack("copies are made while a run writes and people read")
def test_a_copy_made_while_others_write_and_read_is_consistent(
    lake: Lake, worlds: Worlds, tmp_path: Path, outcome: Tell
) -> None:
    writer = multiprocessing.get_context("spawn").Process(target=_write, args=(lake, worlds))
    writer.start()
    made: list[Copy] = []
    try:
        while len({copy.snapshot for copy in made}) < 4:
            made.append(backup(lake, keep=100))
            query(lake, "SELECT count(*) FROM events")
    finally:
        writer.kill()
        writer.join()
    for number, copy in enumerate({copy.snapshot: copy for copy in made}.values()):
        elsewhere = Lake.at(tmp_path / f"elsewhere-{number}")
        shutil.copytree(lake.data, elsewhere.data)
        shutil.copy(copy.path, catalogue(elsewhere))
        restore(elsewhere, str(catalogue(elsewhere)))
        assert check(elsewhere) == []
        counts = "SELECT (SELECT count(*) FROM runs) AS runs, (SELECT count(*) FROM articles) AS articles"
        (row,) = query(elsewhere, counts).to_pylist()
        assert row["articles"] == (row["runs"] + 1 if row["runs"] else 0)
    outcome(f"{len(made)} copies of {len({c.snapshot for c in made})} snapshots, each whole and consistent")


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
    """The documented commands for a catalogue in PostgreSQL: to make a copy, and to restore it."""
    section = OPERATIONS.read_text(encoding="utf-8").split("## Backup and restore")[1].split("\n## ")[0]
    return re.findall(r"```\n(.*?)```", section.split("PostgreSQL", 1)[1], re.DOTALL)[:2]


def _shell(script: str, lake: Lake, server: Postgres, folder: Path) -> None:
    words = dict(word.split("=", 1) for word in lake.catalog.removeprefix("postgres:").split())
    told = {"PGHOST": words["host"], "PGPORT": words["port"], "PGUSER": words["user"], "PGDATABASE": words["dbname"]}
    own = {"PGPASSWORD": PASSWORD, "DATELINE_CATALOG": lake.catalog, "DATELINE_DATA": lake.data}
    path = {"PATH": f"{Path('.venv/bin').absolute()}:{os.environ['PATH']}", "DATELINE_HOME": str(folder)}
    done = subprocess.run(
        ["bash", "-e", "-c", script], cwd=folder, env=os.environ | told | own | path, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.attack("the PostgreSQL catalogue of a lake in a bucket is destroyed in the middle of a night")
def test_the_documented_commands_bring_a_catalogue_in_postgresql_back(
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


def test_a_catalogue_on_a_server_has_its_own_tools(far_lake: Lake, worlds: Worlds) -> None:
    night(far_lake, worlds, 0)
    for act in (lambda: backup(far_lake), lambda: backups(far_lake)):
        with pytest.raises(LakeError, match="pg_dump"):
            act()
    with pytest.raises(LakeError, match="pg_restore"):
        restore(far_lake, "000001")
