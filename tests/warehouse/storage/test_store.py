"""Files of a lake by name, in a folder and in a bucket."""

from __future__ import annotations

from pathlib import Path

import pytest

from warehouse import Lake
from warehouse.storage.lake import opened
from warehouse.storage.store import Store


@pytest.mark.parametrize("place", ["folder", "bucket"])
def test_a_text_is_written_read_moved_and_listed_by_its_name(
    place: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    lake: Lake = request.getfixturevalue("far_lake") if place == "bucket" else Lake.at(tmp_path)
    with opened(lake) as connection:
        store = Store(connection, lake.data)
        assert store.is_remote == (place == "bucket")
        assert (store.names(), store.read("lake.json")) == (set(), None)
        store.write("lake.json", "first")
        store.write("lake.json", "it's the Café")
        store.write("main/events/a.parquet", "rows")
        assert store.read("lake.json") == "it's the Café"
        store.move("main/events/a.parquet", "trash/7-now/main/events/a.parquet")
        assert store.read("trash/7-now/main/events/a.parquet") == "rows"
        assert store.names("trash/") == {"trash/7-now/main/events/a.parquet"}
        # in a bucket the original is removed through DuckLake
        left = {"main/events/a.parquet"} if place == "bucket" else set()
        assert store.names() == left | {"lake.json", "trash/7-now/main/events/a.parquet"}
        assert store.tables() == left


def test_folders_of_a_lake_are_private_and_removed_when_they_are_empty(tmp_path: Path) -> None:
    lake = Lake.at(tmp_path)
    with opened(lake) as connection:
        store = Store(connection, lake.data)
        store.write("trash/7-now/a.gone", "")
        store.write("trash/8-now/b.gone", "")
        assert Path(lake.data, "trash").stat().st_mode & 0o777 == 0o700
        assert Path(lake.data, "trash/7-now/a.gone").stat().st_mode & 0o777 == 0o600
        Path(lake.data, "trash/7-now/a.gone").unlink()
        store.tidy("trash/")
        assert store.names() == {"trash/8-now/b.gone"}
        assert not Path(lake.data, "trash/7-now").exists()
