"""Files and folders that are written completely or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from warehouse.storage.errors import LakeError
from warehouse.storage.whole import whole


def test_a_file_is_there_when_it_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    with whole(target, is_file=True) as part:
        part.write_text("rows")
        assert not target.exists()
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]


@pytest.mark.parametrize("is_file", [True, False], ids=["file", "folder"])
def test_what_fails_leaves_nothing(tmp_path: Path, is_file: bool) -> None:
    def failing() -> None:
        with whole(tmp_path / "out", is_file=is_file) as part:
            (part if is_file else part / "a").write_text("half")
            raise OSError(28, "No space left on device")

    with pytest.raises(LakeError, match=r"out: cannot be written: the disk is full"):
        failing()
    assert list(tmp_path.iterdir()) == []


def test_nobody_s_place_is_taken(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("theirs")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "a").touch()
    (tmp_path / "empty").mkdir()
    for name, is_file, said in (("file", True, "is there already"), ("file", False, "is no empty folder"),
                                ("full", False, "is no empty folder")):  # fmt: skip
        with pytest.raises(LakeError, match=said), whole(tmp_path / name, is_file=is_file):
            pass
    with whole(tmp_path / "empty", is_file=False) as part:
        (part / "a").write_text("ours")
    assert (tmp_path / "empty" / "a").read_text() == "ours"
    assert (tmp_path / "file").read_text() == "theirs"


def test_what_is_renewed_stays_as_it_was_until_the_new_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    target.write_text("of yesterday")

    def failing() -> None:
        with whole(target, is_file=True, renews=True) as part:
            part.write_text("half")
            raise OSError(28, "No space left on device")

    with pytest.raises(LakeError, match="the disk is full"):
        failing()
    assert target.read_text() == "of yesterday"
    with whole(target, is_file=True, renews=True) as part:
        part.write_text("of today")
        assert target.read_text() == "of yesterday"
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("page.html", "of today")]
