"""The catalog of a lake: a file or a server, and the turn of a writer."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.context import SpawnProcess
from multiprocessing.synchronize import Event
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING

import pytest

from warehouse import Lake, LakeError, land, query
from warehouse.storage.catalog import WRITER, File, Server, parse_catalog

if TYPE_CHECKING:
    from tests.warehouse.conftest import World


@pytest.mark.parametrize(
    ("name", "catalog"),
    [
        ("sqlite:/home/desk/catalog.sqlite", File(Path("/home/desk/catalog.sqlite"))),
        ("postgres:dbname=news host=db", Server("dbname=news host=db")),
        ("postgresql://desk@db:5433/news", Server("user=desk dbname=news host=db port=5433")),
    ],
)
def test_a_catalog_is_a_file_or_a_server(name: str, catalog: File | Server) -> None:
    assert parse_catalog(name) == catalog


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("duckdb:news.db", "not a catalog; use sqlite:PATH or postgres:WORDS"),
        ("sqlite:", "not a catalog; use sqlite:PATH or postgres:WORDS"),
        ("postgres:news", "followed neither by libpq's connection parameters nor by a PostgreSQL URI"),
        ("postgres:password=hunter2 dbname=news", "leave the password out; PGPASSWORD or .pgpass gives it"),
        ("postgresql://desk:hunter2@db/news", "leave the password out; PGPASSWORD or .pgpass gives it"),
    ],
)
def test_what_is_no_catalog_or_holds_a_password_is_one_sentence(name: str, sentence: str) -> None:
    with pytest.raises(LakeError, match=sentence) as refused:
        parse_catalog(name)
    assert "hunter2" not in str(refused.value)


def test_a_file_is_a_catalog_once_it_holds_something(tmp_path: Path) -> None:
    catalog = File(tmp_path / "catalog.sqlite")
    assert (catalog.exists(), catalog.absence()) == (False, "is missing")
    catalog.path.touch()
    assert (catalog.exists(), catalog.absence()) == (False, "is empty")
    catalog.path.write_bytes(b"x")
    assert catalog.exists()


@pytest.mark.parametrize(("data", "moves"), [("/home/desk/files/", True), ("/mnt/files/", False)])
def test_only_files_beside_their_catalog_may_have_moved_with_it(data: str, moves: bool) -> None:
    catalog = File(Path("/home/desk/catalog.sqlite"))
    for read_only in (True, False):
        assert ("OVERRIDE_DATA_PATH true" in catalog.options(data, read_only)) == moves
    assert "META_JOURNAL_MODE 'WAL'" not in catalog.options(data, read_only=True)


def _hold_turn(lake: Lake, held: Event) -> None:
    with lake.turn():
        held.set()
        sleep(600)


@contextmanager
def _writer(lake: Lake) -> Iterator[SpawnProcess]:
    """Another process that holds the write lock."""
    context = multiprocessing.get_context("spawn")
    held = context.Event()
    writer = context.Process(target=_hold_turn, args=(lake, held))
    writer.start()
    try:
        assert held.wait(120)
        yield writer
    finally:
        writer.kill()
        writer.join()


def test_a_writer_that_is_killed_lets_go_of_its_turn(far_lake: Lake, world: World) -> None:
    with _writer(far_lake) as writer:
        writer.kill()
        assert land(far_lake, world.batch()).snapshot > 0


def test_a_turn_that_does_not_come_is_one_sentence(
    far_lake: Lake, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    land(far_lake, world.batch())
    monkeypatch.setitem(WRITER, "lock_timeout", "100ms")
    with _writer(far_lake):
        with pytest.raises(LakeError, match=r"another run has been writing for 600 seconds$"):
            land(far_lake, world.batch())
        assert query(far_lake, "SELECT 1 AS n").num_rows == 1
