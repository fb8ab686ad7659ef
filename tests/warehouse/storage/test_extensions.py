"""The extensions of DuckDB: signed by its makers, as verified by DuckDB or by digest."""

from __future__ import annotations

import csv
import os
import re
import shutil
from pathlib import Path
from time import sleep

import duckdb
import pytest

from tests.functions import EXTENSIONS
from warehouse import LakeError
from warehouse.storage import extensions
from warehouse.storage.extensions import KNOWN, digest, extension, kept_digest, verify


@pytest.mark.parametrize("name", EXTENSIONS)
def test_a_file_that_is_known_has_been_signed(name: str) -> None:
    with KNOWN.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["extension"] == name]
    file_of = extension(name)
    verify(file_of)
    told = [row["sha256"] for row in rows if row["duckdb"] == duckdb.__version__]
    assert digest(file_of) in told, f"a row for {KNOWN.name}: {name},{duckdb.__version__},{digest(file_of)}"


def test_an_altered_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "duckdb_extension_altered"
    file = package / "extensions" / f"v{duckdb.__version__}" / "altered.duckdb_extension"
    file.parent.mkdir(parents=True)
    (package / "__init__.py").touch()
    shutil.copy(extension("sqlite_scanner"), file)
    with file.open("r+b") as stream:
        stream.seek(2**20)
        (byte,) = stream.read(1)
        stream.seek(2**20)
        stream.write(bytes([byte ^ 1]))
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(LakeError, match=rf"^{re.escape(str(file))}: no extension signed by DuckDB's makers; "):
        extension("altered")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "some.duckdb_extension"
    file.write_bytes(b"some")
    return file


def test_a_digest_is_computed_once(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = kept_digest(file)
    assert found == digest(file)
    monkeypatch.setattr(extensions, "digest", pytest.fail)
    assert kept_digest(file) == found


def test_a_file_that_changed_has_another_digest_although_its_size_and_time_are_the_same(file: Path) -> None:
    before, stat = kept_digest(file), file.stat()
    sleep(0.05)  # the clock of files has steps of some milliseconds
    file.write_bytes(b"evil")
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert kept_digest(file) == digest(file) != before


@pytest.mark.parametrize("length", [0, 1, -1])
def test_a_broken_note_is_written_anew(file: Path, length: int) -> None:
    kept_digest(file)
    note = file.with_suffix(".sha256")
    note.write_text(note.read_text()[:length])
    assert kept_digest(file) == digest(file)
    assert note.read_text().endswith(digest(file))


def test_where_no_note_can_be_kept_the_digest_is_computed(file: Path) -> None:
    file.with_suffix(".sha256").mkdir()
    assert kept_digest(file) == digest(file)
