"""The extensions of DuckDB: signed by its makers, as verified by DuckDB or by digest."""

from __future__ import annotations

import csv
import re
import shutil
from pathlib import Path

import duckdb
import pytest

from tests.functions import EXTENSIONS
from warehouse import LakeError
from warehouse.storage.extensions import KNOWN, digest, extension, verify


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
