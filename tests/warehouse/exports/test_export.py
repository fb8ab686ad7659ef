"""An export is written completely or not at all, and never overwrites a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.warehouse.exports.conftest import Export
from warehouse import LakeError
from warehouse.exports.layouts import Writer


def test_a_folder_that_is_not_empty_is_refused(export: Export, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(LakeError, match="is no empty folder; name a new one"):
        export("csv", "out")
    assert [file.name for file in tmp_path.rglob("*")] == ["out", "mine.txt"]


def test_a_file_that_is_there_is_refused(export: Export, tmp_path: Path) -> None:
    (tmp_path / "out.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(LakeError, match="is there already; name a new file"):
        export("csv", "out.csv")
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == "mine"


def test_an_empty_folder_is_filled(export: Export, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    export("csv", "out")
    assert len(list((tmp_path / "out").iterdir())) == 5


def test_nothing_is_left_where_a_table_fails(export: Export, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = Writer.write

    def failing(self: Writer, layout: str, selects: dict[str, str], file: Path, tags: list[str] | None = None) -> int:
        if "figures" in selects:
            raise OSError(28, "No space left on device")
        return write(self, layout, selects, file, tags)

    monkeypatch.setattr(Writer, "write", failing)
    with pytest.raises(LakeError, match="cannot be written: the disk is full"):
        export("csv", "out")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_told(export: Export, tmp_path: Path) -> None:
    with pytest.raises(LakeError, match="no such folder"):
        export("csv", "no/such/out.csv")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "target", "tables", "words"),
    [
        ("xlsx", "n8.csv", [], "n8.csv: xlsx writes .xlsx files, not .csv; name one, or a folder"),
        ("acled", "out.geojson", [], "acled writes .csv files, not .geojson"),
        ("shapefile", "out", [], "shapefile: no format; there are parquet, csv"),
        ("csv", "out.csv", ["events", "quotes"], "a .csv file holds one table; name a folder"),
        ("acled", "out.csv", ["events"], "acled: has rows of incidents alone; leave --table out"),
        ("geojson", "out.geojson", ["quotes"], "quotes: has no place to draw"),
    ],
)
def test_what_a_format_cannot_hold_is_told(
    export: Export, tmp_path: Path, name: str, target: str, tables: list[str], words: str
) -> None:
    with pytest.raises(LakeError) as error:
        export(name, target, *tables)
    assert words in str(error.value)
    assert list(tmp_path.iterdir()) == []
