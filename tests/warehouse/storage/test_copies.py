"""Copies of the catalog: numbered, `latest`, and what becomes of damaged ones."""

from __future__ import annotations

import multiprocessing
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.fingerprint import fingerprint
from tests.warehouse.nights import catalog, destroy, night
from warehouse import Copy, Lake, LakeError, backup, backups, check, query, restore

if TYPE_CHECKING:
    from tests.warehouse.conftest import World

    Worlds = Callable[..., World]


@pytest.mark.parametrize("name", ["000099", "nowhere.sqlite", __file__])
def test_a_name_without_a_copy_is_one_sentence(lake: Lake, name: str) -> None:
    with pytest.raises(LakeError, match=r"neither a whole copy of a catalog nor the name of one"):
        restore(lake, name)
    assert Path(name).exists() == (name == __file__)


def test_fourteen_copies_are_kept_beside_the_one_that_follows(lake: Lake) -> None:
    for _ in range(16):
        backup(lake)
    assert [copy.name for copy in backups(lake)] == [*(f"{number:06}" for number in range(3, 17)), "latest"]
    modes = {path.stat().st_mode & 0o777 for path in (catalog(lake).parent / "backups").iterdir()}
    assert modes == {0o600}
    assert (catalog(lake).parent / "backups").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("name", ["2024-12-05", "7"])
def test_a_copy_under_a_name_of_ones_own_is_never_deleted(lake: Lake, name: str) -> None:
    first = backup(lake)
    own = first.path.with_stem(name)
    shutil.copy(first.path, own)
    assert [backup(lake, keep=2).name for _ in range(8)][-1] == "000009"
    assert own.exists()
    assert [copy.name for copy in backups(lake)] == [*sorted([name, "000008", "000009"]), "latest"]


def _write(lake: Lake, worlds: Worlds) -> None:
    for number in range(100):
        night(lake, worlds, number)


@pytest.mark.attack("copies are made while a run writes and people read")
def test_a_copy_made_while_others_write_and_read_is_consistent(
    lake: Lake, worlds: Worlds, tmp_path: Path, outcome: Callable[[str], None]
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
        shutil.copy(copy.path, catalog(elsewhere))
        restore(elsewhere, str(catalog(elsewhere)))
        assert check(elsewhere) == []
        counts = "SELECT (SELECT count(*) FROM runs) AS runs, (SELECT count(*) FROM articles) AS articles"
        (row,) = query(elsewhere, counts).to_pylist()
        assert row["articles"] == (row["runs"] + 1 if row["runs"] else 0)
    outcome(f"{len(made)} copies of {len({c.snapshot for c in made})} snapshots, each whole and consistent")


def test_a_damaged_copy_is_passed_over(lake: Lake, worlds: Worlds) -> None:
    night(lake, worlds, 0)
    backup(lake)
    before = fingerprint(lake)
    (catalog(lake).parent / "backups" / "latest.sqlite").write_bytes(b"half a copy")
    destroy(lake)
    done = restore(lake)
    assert done.copy
    assert done.copy.stem == "000001"
    assert fingerprint(lake) == before
