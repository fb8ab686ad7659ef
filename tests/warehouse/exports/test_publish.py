"""The published copy: served by a simple web server, attached by plain DuckDB, verified by its index."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import duckdb
import duckdb_extension_ducklake
import duckdb_extension_httpfs
import pytest

from transforms.tables.schema import Correction, to_arrow
from warehouse import Lake, LakeError, land, publish

if TYPE_CHECKING:
    from tests.warehouse.conftest import World

MADE = "where-it-was-made"
HIDDEN = "hidden-name"
NOW = datetime(2024, 12, 9, 3, tzinfo=UTC)


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Log nothing."""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, empty_home: Path, worlds: Callable[..., World]) -> Lake:
    """A lake with one article, its page and a change of control."""
    home = tmp_path_factory.mktemp("told")
    shutil.copytree(empty_home, home, dirs_exist_ok=True)
    world = worlds()
    article = world.article("hama", "Rebels took Hama. Nobody else was there.", published=date(2024, 12, 5))
    world.hold(article, "Rebels took Hama.", "Hama", "Rebels")
    world.run()
    land(Lake.at(home), world.batch())
    return Lake.at(home)


@pytest.fixture(scope="module")
def folder(told: Lake, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published copy, moved to another folder."""
    made = tmp_path_factory.mktemp(MADE) / "copy"
    publish(told, made, NOW)
    moved = tmp_path_factory.mktemp("served") / "moved"
    made.rename(moved)
    return moved


@contextmanager
def plain_duckdb() -> Iterator[duckdb.DuckDBPyConnection]:
    """A separate DuckDB with the two extensions named in the README."""
    offline: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    with duckdb.connect(config=offline) as connection:
        for package, name in ((duckdb_extension_ducklake, "ducklake"), (duckdb_extension_httpfs, "httpfs")):
            (file,) = Path(package.__path__[0]).rglob(f"v{duckdb.__version__}/{name}.duckdb_extension")
            connection.execute(f"LOAD '{file}'")
        yield connection


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """The address at which a simple web server serves it."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def attach_line(folder: Path, place: str) -> str:
    """The ATTACH statement of the README for an address."""
    (line,) = re.findall(r"^ATTACH .*$", (folder / "README.md").read_text(encoding="utf-8"), re.M)
    return line.replace("ADDRESS", place)


def test_any_duckdb_attaches_it_from_a_web_server(folder: Path, address: str) -> None:
    with plain_duckdb() as connection:
        connection.execute(attach_line(folder, address))
        assert connection.execute("SELECT place, source FROM dateline.events").fetchall() == [("Hama", "Rebels")]
        assert connection.execute("SELECT outlet FROM dateline.dated_events").fetchall() == [("The Ridge",)]
        connection.execute("USE dateline")
        held = connection.execute("SELECT holder FROM territory_on(DATE '2024-12-06')").fetchall()
        assert held == [("Rebels",)]
        connection.execute("USE memory")
        history = "SELECT holder FROM dateline.territory_history_of_each_place WHERE of_place = 'hama'"
        assert connection.execute(history).fetchall() == [("Rebels",)]


@pytest.mark.parametrize(
    ("source", "published"),
    [
        (f"/home/desk-of-somebody/{HIDDEN}/note.html", "file:note.html"),
        (f"../{HIDDEN}/note.html", "file:note.html"),
        (f"{HIDDEN}/inbox/", "file:inbox"),
        ("inbox", "inbox"),
        ("https://the-ridge.example/note", "https://the-ridge.example/note"),
    ],
)
def test_no_folder_of_the_desk_and_nobody_s_name_is_published(
    worlds: Callable[..., World], tmp_path: Path, source: str, published: str
) -> None:
    lake, world = Lake.at(tmp_path / "home"), worlds()
    article = world.article("note", "Rebels took Hama.")
    fact = world.hold(article, "Rebels took Hama.", "Hama", "Rebels")
    place = f"file:///home/desk-of-somebody/{HIDDEN}/note.html"
    world.rows["articles"][0] = replace(
        world.rows["articles"][0],
        url=place,
        canonical_url=place,
        source_id=source,
    )
    world.run()
    said = Correction(
        correction_id="c", fact_id=fact.fact_id, of_table="events", of_column="target", value="a post",
        reason="a friend saw it", said_by=HIDDEN, said_at="2024-12-09T03:00Z",
    )  # fmt: skip
    land(lake, world.batch() | {"corrections": to_arrow("corrections", [said])})
    made = tmp_path / "copy"
    publish(lake, made, NOW)
    with plain_duckdb() as connection:
        connection.execute(attach_line(made, str(made)))
        assert connection.execute("SELECT url, source_id FROM dateline.articles").fetchall() == [
            ("file:note.html", published)
        ]
        assert connection.execute("SELECT value, reason, said_by FROM dateline.corrections").fetchall() == [
            ("a post", "", "")
        ]
    assert [file.name for file in made.rglob("*") if file.is_file() and HIDDEN.encode() in file.read_bytes()] == []


def test_a_copy_may_be_the_folder_one_stands_in(told: Lake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert publish(told, Path("."), NOW).files > 0
    assert (tmp_path / "index.json").is_file()


def test_any_duckdb_attaches_it_from_a_disk(folder: Path) -> None:
    with plain_duckdb() as connection:
        connection.execute(attach_line(folder, str(folder)))
        assert connection.execute("SELECT count(*) FROM dateline.articles").fetchall() == [(1,)]
        with pytest.raises(duckdb.Error, match="read-only"):
            connection.execute("DELETE FROM dateline.events")


def test_the_index_tells_every_file_by_its_checksum(folder: Path) -> None:
    index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    there = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}
    assert {file["path"] for file in index["files"]} == there - {"index.json"}
    for file in index["files"]:
        assert hashlib.sha256((folder / file["path"]).read_bytes()).hexdigest() == file["sha256"]
        assert (folder / file["path"]).stat().st_size == file["bytes"]
    assert (index["made"], index["rows"]["events"]) == ("2024-12-09T03:00:00Z", 1)


def test_it_has_no_responses_no_texts_and_no_path_of_this_machine(folder: Path, told: Lake) -> None:
    with plain_duckdb() as connection:
        connection.execute(attach_line(folder, str(folder)))
        assert connection.execute("SELECT count(*) FROM dateline.pages").fetchall() == [(0,)]
        assert connection.execute("SELECT text FROM dateline.articles").fetchall() == [("",)]
        assert connection.execute("SELECT sentence FROM dateline.events").fetchall() == [("Rebels took Hama.",)]
        assert connection.execute("SELECT parameters FROM dateline.runs").fetchall() == [("{}",)]
    for file in filter(Path.is_file, folder.rglob("*")):
        held = file.read_bytes()
        assert b"Nobody else was there" not in held
        assert told.data.encode() not in held
        assert MADE.encode() not in held


def test_texts_are_published_where_one_says_so(told: Lake, tmp_path: Path) -> None:
    publish(told, tmp_path / "copy", NOW, with_text=True)
    with plain_duckdb() as connection:
        connection.execute(attach_line(tmp_path / "copy", str(tmp_path / "copy")))
        assert connection.execute("SELECT words, text FROM dateline.articles").fetchall() == [
            (7, "Rebels took Hama. Nobody else was there.")
        ]


def test_a_folder_that_is_not_empty_is_refused(told: Lake, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(LakeError, match="is no empty folder; name a new one"):
        publish(told, tmp_path, NOW)
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


def test_nothing_is_left_where_there_is_no_lake(no_lake: Lake, tmp_path: Path) -> None:
    with pytest.raises(LakeError, match="no warehouse yet"):
        publish(no_lake, tmp_path / "copy", NOW)
    assert not (tmp_path / "copy").exists()
    assert not list(tmp_path.glob(".*"))
