"""Failures around a lake: one clear sentence, no partial landing, and the lake works afterwards."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

import pytest

from tests.fingerprint import fingerprint
from warehouse import Lake, LakeError, check, land, maintain, query

if TYPE_CHECKING:
    from tests.warehouse.conftest import World

    Worlds = Callable[..., World]

NOBODY = 65534


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of six MiB; skipped if it cannot be mounted."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", folder], capture_output=True)
    if mounted.returncode:
        pytest.skip("no right to mount a small disk here")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


@contextmanager
def _free(disk: Path, left: int) -> Iterator[None]:
    """Fill the disk during the body, so that `left` bytes are free."""
    ballast = disk / "ballast"
    there = os.statvfs(disk)
    ballast.write_bytes(b"x" * (there.f_bavail * there.f_frsize - left))
    yield
    ballast.unlink()


def _large(world: World) -> World:
    """Three articles of 100,000 letters that compress badly."""
    drawn = random.Random(7)  # noqa: S311
    for number in range(3):
        article = world.article(f"own-{number}", f"Rebels took Homs. {drawn.randbytes(50_000).hex()}")
        world.hold(article, "Rebels took Homs.", "Homs", "Rebels")
    world.run()
    return world


def test_a_disk_that_fills_up_leaves_nothing_half_landed(small_disk: Path, worlds: Worlds) -> None:
    lake = Lake.at(small_disk)
    first, second = worlds("run-1"), _large(worlds("run-2"))
    first.article("hama", "Rebels took Hama.")
    land(lake, first.batch())
    before, files = fingerprint(lake), set(small_disk.rglob("*.parquet"))
    refused = 0
    for left in range(0, 1_500_000, 60_000):
        with _free(small_disk, left):
            try:
                land(lake, second.batch())
            except LakeError as error:
                assert str(error) == f"{lake}: the batch could not be landed: the disk is full"  # noqa: PT017
                refused += 1
            else:
                break
        assert fingerprint(lake) == before
        assert set(small_disk.rglob("*.parquet")) == files
    assert refused > 2
    assert land(lake, second.batch())["articles"].unchanged == 3
    assert maintain(lake).orphaned == 0
    assert check(lake) == []


def test_a_full_disk_is_one_sentence_where_there_is_no_lake_yet(small_disk: Path, worlds: Worlds) -> None:
    lake = Lake.at(small_disk)
    with _free(small_disk, 8192), pytest.raises(LakeError) as refused:
        land(lake, _large(worlds()).batch())
    assert "\n" not in str(refused.value)
    assert land(lake, _large(worlds()).batch())["articles"].added == 3


def _rewrite(lake: Lake, statement: str) -> None:
    assert lake.catalog_file
    with closing(sqlite3.connect(lake.catalog_file)) as catalog, catalog:
        catalog.execute(statement)


def test_a_catalog_of_a_newer_version_is_refused_and_left_as_it_is(lake: Lake, world: World) -> None:
    _rewrite(lake, "UPDATE ducklake_metadata SET value = '9.1' WHERE key = 'version'")
    sentence = f"{lake}: the warehouse cannot be opened: it is of DuckLake format 9.1, and this Dateline knows"
    for action in (lambda: land(lake, world.batch()), lambda: query(lake, "SELECT 1"), lambda: maintain(lake)):
        with pytest.raises(LakeError) as refused:
            action()
        assert str(refused.value).startswith(sentence)
        assert "\n" not in str(refused.value)


@pytest.fixture
def forbidden() -> Iterator[Path]:
    """A folder without write permission for this process; root becomes `nobody` for it."""
    folder = Path(mkdtemp(prefix="dateline-"))
    folder.chmod(0o555)
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    yield folder
    if root:
        os.seteuid(0)
    folder.chmod(0o755)
    shutil.rmtree(folder)


def test_a_folder_that_may_not_be_written_is_one_sentence(forbidden: Path) -> None:
    lake = Lake.at(forbidden)
    with pytest.raises(LakeError) as refused:
        land(lake, {})
    assert str(refused.value) == f"{lake}: the warehouse cannot be written: Permission denied"
    assert list(forbidden.iterdir()) == []


def test_files_where_no_folder_can_be_are_one_sentence(lake: Lake, world: World, tmp_path: Path) -> None:
    world.article("hama", "Rebels took Hama.")
    (tmp_path / "file").write_text("a file where the folder should be")
    elsewhere = Lake(lake.catalog, f"{tmp_path}/file/")
    with pytest.raises(LakeError) as refused:
        land(elsewhere, world.batch())
    assert "\n" not in str(refused.value)
    assert land(lake, world.batch())["articles"].added == 1
