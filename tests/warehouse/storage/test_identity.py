"""A lake whose catalog is lost, another lake's or older than its files: it is refused, and no file is removed."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.fingerprint import fingerprint
from tests.servers import Postgres
from tests.warehouse import nights
from tests.warehouse.nights import catalog, destroy
from warehouse import Lake, LakeError, connect, land, maintain, query, restore
from warehouse.storage.identity import MARKER
from warehouse.storage.lake import opened, usable
from warehouse.storage.store import Store

if TYPE_CHECKING:
    from tests.warehouse.conftest import World

    Worlds = Callable[..., World]

night = partial(nights.night, shared=False)
Tell = Callable[[str], None]
Spoil = Callable[[Lake, Path], None]


def _deleted(lake: Lake, scratch: Path) -> None:
    destroy(lake)


def _emptied(lake: Lake, scratch: Path) -> None:
    destroy(lake)
    catalog(lake).touch()


def _tableless(lake: Lake, scratch: Path) -> None:
    destroy(lake)
    with closing(sqlite3.connect(catalog(lake))) as database, database:
        database.execute("CREATE TABLE other (one INTEGER)")


def _garbage(lake: Lake, scratch: Path) -> None:
    destroy(lake)
    catalog(lake).write_bytes(b"no database, only words " * 400)


def _older(lake: Lake, scratch: Path) -> None:
    destroy(lake)
    shutil.copy(scratch / "older.sqlite", catalog(lake))


def _anothers(lake: Lake, scratch: Path) -> None:
    destroy(lake)
    other = Lake.at(scratch / "other")
    land(other, {})
    shutil.copy(catalog(other), catalog(lake))


SPOILT = [
    pytest.param(_deleted, "deleted", r"the catalog is missing, but .* has the files of a lake", id="deleted"),
    pytest.param(_emptied, "emptied to 0 bytes", r"the catalog is empty, but .* has the files", id="emptied"),
    pytest.param(_tableless, "replaced by another program's database", "catalog", id="tableless"),
    pytest.param(_garbage, "replaced by garbage", r"is no SQLite database, or is damaged", id="garbage"),
    pytest.param(_older, "replaced by an older copy of itself", r"older than its files .* 2 of 4", id="older"),
    pytest.param(_anothers, "replaced by that of another lake", r"has the files of another lake", id="anothers"),
]


@pytest.fixture
def whole(lake: Lake, worlds: Worlds, tmp_path: Path) -> Lake:
    """A lake of three nights, with a copy of its catalog after the first night."""
    for number in range(3):
        night(lake, worlds, number)
        if not number:
            shutil.copy(catalog(lake).parent / "backups" / "latest.sqlite", tmp_path / "older.sqlite")
    return lake


@pytest.mark.attack("the catalog is {told}; then come a run, a sweep and a question")
@pytest.mark.parametrize(("spoil", "told", "words"), SPOILT)
def test_a_catalog_in_doubt_is_refused_and_no_file_goes(
    whole: Lake, worlds: Worlds, tmp_path: Path, spoil: Spoil, told: str, words: str, outcome: Tell
) -> None:
    before = fingerprint(whole)
    spoil(whole, tmp_path)
    there = {file: file.read_bytes() for file in Path(whole.data).rglob("*") if file.is_file()}
    acts = (lambda: night(whole, worlds, 3), lambda: maintain(whole, sweep=True), lambda: query(whole, "SELECT 1"))
    for act in (*acts, lambda: usable(whole)):
        with pytest.raises(LakeError, match=words) as refused:
            act()
        assert "dateline restore" in str(refused.value)
        assert "\n" not in str(refused.value)
    assert {file: file.read_bytes() for file in Path(whole.data).rglob("*") if file.is_file()} == there
    restore(whole)
    assert fingerprint(whole) == before
    night(whole, worlds, 3)
    assert maintain(whole).orphaned == 0
    outcome(f"refused in a sentence, {len(there)} of {len(there)} files there, every row back by `dateline restore`")


@pytest.mark.attack("DATELINE_DATA points a new catalog to the folder of another lake")
def test_a_new_catalog_is_not_made_over_the_files_of_another(
    whole: Lake, worlds: Worlds, tmp_path: Path, outcome: Tell
) -> None:
    mixed = Lake(f"sqlite:{tmp_path}/new/catalog.sqlite", whole.data)
    before = fingerprint(whole)
    for act in (lambda: night(mixed, worlds, 3), lambda: query(mixed, "SELECT 1"), lambda: usable(mixed)):
        with pytest.raises(LakeError, match=r"is missing, but .* has the files of a lake: .* by DATELINE_DATA"):
            act()
    assert not catalog(mixed).exists()
    assert fingerprint(whole) == before
    outcome("refused; no catalog made, no file touched")


@pytest.mark.attack("DATELINE_DATA points a lake of its own to the folder of another lake, with files beside both")
def test_a_catalog_that_moves_with_its_folder_does_not_take_the_files_of_another(
    whole: Lake, worlds: Worlds, tmp_path: Path, outcome: Tell
) -> None:
    own = Lake.at(tmp_path / "own")
    night(own, worlds, 9)
    beside = catalog(own).parent / "others"
    shutil.copytree(whole.data, beside)
    mixed, there = Lake(own.catalog, f"{beside}/"), {file.name for file in beside.rglob("*.parquet")}
    for act in (
        lambda: night(mixed, worlds, 3),
        lambda: maintain(mixed, sweep=True),
        lambda: query(mixed, "FROM runs"),
    ):
        with pytest.raises(LakeError, match=r"has the files of another lake"):
            act()
    assert {file.name for file in beside.rglob("*.parquet")} == there
    outcome("refused: another lake's files, none moved")


@pytest.mark.attack("the marker is taken away, and the catalog replaced by an older one")
def test_files_without_a_marker_are_not_adopted_by_a_catalog_that_does_not_know_them(
    whole: Lake, worlds: Worlds, tmp_path: Path, outcome: Tell
) -> None:
    for number in range(3, 9):
        night(whole, worlds, number)
    _older(whole, tmp_path)
    shutil.rmtree(catalog(whole).parent / "backups")
    Path(whole.data, MARKER).unlink()
    before = set(Path(whole.data).rglob("*.parquet"))
    with pytest.raises(LakeError, match=r"of the \d+ files .* it does not know \d+"):
        maintain(whole)
    assert set(Path(whole.data).rglob("*.parquet")) == before
    outcome("refused: too many files that it does not know")


@pytest.mark.attack("the marker is taken away, and the catalog replaced by that of a night ago")
def test_a_catalog_older_than_the_copy_that_followed_it_does_not_adopt_few_files(
    whole: Lake, worlds: Worlds, tmp_path: Path, outcome: Tell
) -> None:
    _older(whole, tmp_path)
    Path(whole.data, MARKER).unlink()
    before = set(Path(whole.data).rglob("*.parquet"))
    for use in (lambda: night(whole, worlds, 9), lambda: maintain(whole), lambda: query(whole, "FROM events")):
        with pytest.raises(LakeError, match=r"catalog is older than its files .* `dateline restore`"):
            use()
    assert set(Path(whole.data).rglob("*.parquet")) == before
    restore(whole)
    assert query(whole, "FROM events").num_rows == 3
    outcome("refused; `dateline restore` brings the night back")


@pytest.mark.attack("two homes with the same DATELINE_DATA make their first landing at the same time")
def test_a_lake_is_not_made_where_another_has_just_been_begun(
    no_lake: Lake, worlds: Worlds, tmp_path: Path, outcome: Tell
) -> None:
    other = replace(no_lake, catalog=f"sqlite:{tmp_path / 'other.sqlite'}")
    with connect(no_lake), pytest.raises(LakeError, match="has the files of a lake"):
        night(other, worlds, 1)
    night(no_lake, worlds, 2)
    assert query(no_lake, "FROM events").num_rows == 1
    outcome("the second is refused before it writes")


def test_a_lake_from_before_there_were_markers_is_adopted_once(
    whole: Lake, worlds: Worlds, caplog: pytest.LogCaptureFixture
) -> None:
    before, files = fingerprint(whole), len(set(Path(whole.data).rglob("*.parquet")))
    Path(whole.data, MARKER).unlink()
    with caplog.at_level("INFO", "dateline"), connect(whole):
        pass
    with caplog.at_level("INFO", "dateline"), connect(whole):
        pass
    assert [record.message for record in caplog.records if "marked as its own" in record.message] == [
        f"{whole}: its files in {whole.data}, {files}, are marked as its own"
    ]
    assert json.loads(Path(whole.data, MARKER).read_text())["snapshot"] == 4
    assert fingerprint(whole) == before


@pytest.mark.attack("the marker is taken away, and with it some files of the lake")
def test_a_lake_without_a_marker_and_some_of_its_files_is_not_adopted(whole: Lake, outcome: Tell) -> None:
    Path(whole.data, MARKER).unlink()
    files = sorted(Path(whole.data).rglob("*.parquet"))
    lost = files[0]
    lost.unlink()
    told = rf"1 of its {len(files)} files are not in .*, {lost.relative_to(whole.data)} the first"
    with pytest.raises(LakeError, match=told):
        maintain(whole)
    assert not Path(whole.data, MARKER).exists()
    outcome("refused: it names the file that is not there")


@pytest.mark.parametrize("told", [b"", b'{"lake": ', b"\xff\xfe"])
def test_a_marker_that_broke_off_is_made_anew(whole: Lake, worlds: Worlds, told: bytes) -> None:
    Path(whole.data, MARKER).write_text('{"lake": "')
    night(whole, worlds, 3)
    assert json.loads(Path(whole.data, MARKER).read_text())["snapshot"] == 5


def test_the_marker_follows_the_catalog_and_is_for_no_other_eyes(whole: Lake) -> None:
    marker = Path(whole.data, MARKER)
    with connect(whole, read_only=True) as connection:
        newest = connection.execute("SELECT max(snapshot_id) FROM lake.snapshots()").fetchall()[0][0]
    assert json.loads(marker.read_text())["snapshot"] == newest
    assert marker.stat().st_mode & 0o777 == 0o600


def test_a_catalog_whose_making_broke_off_is_made(no_lake: Lake, worlds: Worlds, tmp_path: Path) -> None:
    catalog(no_lake).parent.mkdir(parents=True)
    _tableless(no_lake, tmp_path)
    night(no_lake, worlds, 0)
    assert query(no_lake, "SELECT count(*) AS n FROM articles").to_pylist() == [{"n": 1}]


@pytest.mark.attack("the PostgreSQL database of a lake is dropped and made anew; then come a run, a sweep, a question")
def test_a_new_database_does_not_take_over_files_in_a_bucket(
    far_lake: Lake, worlds: Worlds, server: Postgres, outcome: Tell
) -> None:
    night(far_lake, worlds, 0)
    with opened(far_lake) as connection:
        there = Store(connection, far_lake.data).names()
    name = far_lake.catalog.split("dbname=")[1].split()[0]
    server.execute(f"DROP DATABASE {name} WITH (FORCE)")
    server.execute(f"CREATE DATABASE {name}")
    acts = (lambda: night(far_lake, worlds, 1), lambda: maintain(far_lake), lambda: query(far_lake, "SELECT 1"))
    for act in (*acts, lambda: restore(far_lake)):
        with pytest.raises(LakeError, match=r"is an empty database.*pg_restore"):
            act()
    with opened(far_lake) as connection:
        assert Store(connection, far_lake.data).names() == there
    outcome("refused in a sentence, every file there")
