"""The program that copies a SQLite database."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.warehouse.nights import catalog
from warehouse import Lake, query
from warehouse.storage import copying
from warehouse.storage.copying import BROKEN


def copied(source: Path, target: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "-S", copying.__file__, str(source), str(target), *options]
    return subprocess.run(command, capture_output=True, text=True)


def test_a_copy_is_whole_private_and_alone_while_the_source_is_open(landed: Lake, tmp_path: Path) -> None:
    target = tmp_path / "copy.sqlite"
    with closing(sqlite3.connect(catalog(landed))) as source:
        source.execute("SELECT count(*) FROM ducklake_snapshot").fetchall()
        done = copied(catalog(landed), target, "alone")
    assert (done.returncode, done.stderr) == (0, "")
    lake, snapshot = json.loads(done.stdout)
    assert snapshot == query(landed, "SELECT max(snapshot_id) AS n FROM lake.snapshots()").to_pylist()[0]["n"]
    assert lake
    assert target.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["copy.sqlite"]
    with closing(sqlite3.connect(target)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA journal_mode").fetchall() == [("delete",)]


@pytest.mark.parametrize(("content", "code"), [("text", BROKEN), ("database", BROKEN), (None, 1)])
def test_a_source_that_is_damaged_is_told_from_one_that_cannot_be_read(
    content: str | None, code: int, tmp_path: Path
) -> None:
    source = tmp_path / "source.sqlite"
    if content == "text":
        source.write_text("these are only some words in a file, and no database at all\n" * 20)
    elif content == "database":
        with closing(sqlite3.connect(source)) as database, database:
            database.execute("CREATE TABLE notes (text)")
    done = copied(source, tmp_path / "copy.sqlite")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (code, "", 1)
