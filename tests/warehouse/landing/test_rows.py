"""Rows to be landed, in memory and in files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pyarrow as arrow
import pyarrow.parquet as parquet
import pytest

from transforms.tables.schema import Signature, arrow_schema, to_arrow
from warehouse import LakeError
from warehouse.landing.rows import cast, count, in_parts, register


def signed(*names: str) -> arrow.Table:
    day = date(2024, 12, 5)
    return to_arrow("signatures", [Signature(article_id=name, published_date=day, signature=b"1") for name in names])


def in_files(folder: Path, *parts: arrow.Table) -> list[Path]:
    files = [folder / f"{number}.parquet" for number in range(len(parts))]
    for file, part in zip(files, parts, strict=True):
        parquet.write_table(part, file)
    return files


def test_files_are_read_as_one_table(tmp_path: Path) -> None:
    rows = cast("signatures", in_files(tmp_path, signed("a", "b"), signed("c")))
    assert count(rows) == 3
    with duckdb.connect() as connection:
        register(connection, "came", rows)
        assert connection.execute("SELECT article_id FROM came").fetchall() == [("a",), ("b",), ("c",)]
        register(connection, "came", signed("d"))
        assert connection.execute("SELECT article_id FROM came").fetchall() == [("d",)]


def test_many_files_come_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two files hold 3 rows of 3 cells, 144 bytes and their words, a third one 16 rows."""
    many = signed(*(f"article-{number}" for number in range(16)))
    files = in_files(tmp_path, signed("a", "b"), signed("c"), many, signed("d"))
    assert [*in_parts(files)] == [files]
    monkeypatch.setattr("warehouse.landing.rows.PART", 1000)
    assert [*in_parts(files)] == [files[:2], files[2:3], files[3:]]
    assert [*in_parts(many)] == [many]
    assert [*in_parts([])] == []


def test_nothing_is_an_empty_table() -> None:
    assert count(cast("signatures", None)) == 0


def test_a_key_that_comes_twice_is_refused(tmp_path: Path) -> None:
    for rows in (signed("a", "a"), in_files(tmp_path, signed("a"), signed("a"))):
        with pytest.raises(LakeError, match="signatures: two rows of the batch have the same article_id"):
            cast("signatures", rows)


def test_other_columns_are_refused(tmp_path: Path) -> None:
    other = arrow_schema("runs").empty_table()
    for rows in (other, in_files(tmp_path, other)):
        with pytest.raises(LakeError, match="signatures: not a table of the schema"):
            cast("signatures", rows)
