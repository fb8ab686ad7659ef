"""The trash of a lake: how long files stay in it, and which come back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.fingerprint import fingerprint
from tests.warehouse.nights import destroy, forget_copies, night, nights, nights_without_a_change, trash
from warehouse import Lake, backup, check, maintain, restore
from warehouse.storage import copies
from warehouse.storage.lake import opened
from warehouse.storage.store import TRASH, Store
from warehouse.storage.trash import bring_back, paths_in_trash

if TYPE_CHECKING:
    from tests.warehouse.conftest import World

    Worlds = Callable[..., World]

NONE = timedelta(0)


OTHERS = ("README", "notes/x.gone", "3-someday/x.gone", "20241205T000000Z")
"""Names of files that users may put into the trash."""


def test_files_that_went_to_the_trash_since_the_copy_come_back(
    lake: Lake, worlds: Worlds, files: Callable[[], set[str]]
) -> None:
    for number in range(3):
        night(lake, worlds, number)
    before, standing, copy = fingerprint(lake), files(), backup(lake)
    maintain(lake, keep=NONE, spare=NONE)
    assert maintain(lake, keep=NONE, spare=NONE, trash=NONE).purged == 0
    night(lake, worlds, 3)
    assert trash(lake)
    done = restore(lake, copy.name)
    assert fingerprint(lake) == before
    assert files() == standing
    assert done.brought_back > 0
    assert done.set_aside > 0
    assert done.rows["articles"] == 4
    assert done.lost
    night(lake, worlds, 3)
    assert maintain(lake).orphaned == 0
    assert check(lake) == []


@pytest.mark.attack("people put files of their own into the trash of the lake; then come a sweep and a restore")
def test_other_files_in_the_trash_are_left_alone(lake: Lake, worlds: Worlds, outcome: Callable[[str], None]) -> None:
    night(lake, worlds, 1)
    others = [Path(lake.data, TRASH, name) for name in OTHERS]
    for file in others:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    maintain(lake, trash=NONE)
    destroy(lake)
    assert restore(lake).rows["events"] == 2
    assert all(file.exists() for file in others)
    outcome("it stays, and both do their work")


def test_the_trash_is_kept_for_a_week_and_while_a_copy_needs_it(lake: Lake, worlds: Worlds) -> None:
    nights(lake, worlds)
    copy = backup(lake)
    maintain(lake, keep=NONE, spare=NONE)
    moved = maintain(lake, keep=NONE, spare=NONE)
    stood = trash(lake)
    assert len(stood) >= moved.cleaned > 0
    assert maintain(lake).purged == 0
    _date_trash(lake, days=12)
    nights_without_a_change(lake, 12)
    assert maintain(lake).purged < len(stood)
    assert copies.files(copy.path) <= _known_names(lake)
    forget_copies(lake)
    assert maintain(lake).purged > 0
    assert not trash(lake)


def _date_trash(lake: Lake, days: int) -> None:
    """Set the time of the move to the trash to this number of days ago."""
    for second, folder in enumerate(sorted(Path(lake.data, "trash").iterdir())):
        snapshot = folder.name.split("-")[0]
        moved = datetime.now(UTC) - timedelta(days=days, seconds=second)
        folder.rename(folder.with_name(f"{snapshot}-{moved:%Y%m%dT%H%M%SZ}"))


def _known_names(lake: Lake) -> set[str]:
    """The files at their locations or in the trash."""
    gone = {str(Path(*file.relative_to(lake.data).parts[2:])).removesuffix(".gone") for file in trash(lake)}
    return gone | {str(file.relative_to(lake.data)) for file in Path(lake.data).rglob("*.parquet")}


def test_the_latest_of_several_files_of_one_name_comes_back(tmp_path: Path) -> None:
    lake = Lake.at(tmp_path)
    with opened(lake) as connection:
        store = Store(connection, lake.data)
        for folder in ("9-20241205T000000Z", "10-20241204T000000Z", "8-20241206T000000Z"):
            store.write(f"{TRASH}{folder}/main/events/a.parquet.gone", folder)
        assert bring_back(store, ["main/events/a.parquet", "main/events/b.parquet"]) == ["main/events/a.parquet"]
        assert store.read("main/events/a.parquet") == "10-20241204T000000Z"
        assert list(paths_in_trash(store)) == ["main/events/a.parquet"]
