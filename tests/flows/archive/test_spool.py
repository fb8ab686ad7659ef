"""Responses on disk until they are in the lake, and what becomes of those that killed runs left."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow as arrow
import pytest

from flows.archive.archive import Archive
from flows.archive.spool import Spool, recover
from tests.flows.archive.test_archive import answered
from transforms.tables.normalise import table
from warehouse import Lake, query

DYING = """
import os, sys
from pathlib import Path
from flows.archive.archive import Archive
from tests.flows.archive.test_archive import answered
from warehouse import Lake
home = Path(sys.argv[1])
with Archive(Lake.at(home), "dead", home / "incoming") as kept:
    for number in range(3):
        kept.keep(answered(number))
    os.kill(os.getpid(), 9)
"""


@pytest.mark.parametrize("cut", [0, 40], ids=["whole", "broken off"])
def test_responses_of_a_killed_run_are_landed_by_the_next(tmp_path: Path, cut: int) -> None:
    died = subprocess.run([sys.executable, "-c", DYING, str(tmp_path)], env=os.environ | {"PYTHONPATH": os.getcwd()})
    assert died.returncode == -9
    (left,) = (tmp_path / "incoming").glob("*.arrows")
    os.truncate(left, left.stat().st_size - cut)
    with Archive(Lake.at(tmp_path), "next", tmp_path / "incoming"):
        found = query(Lake.at(tmp_path), "SELECT count(*) AS n, any_value(run_id) AS run FROM pages").to_pylist()
        assert found == [{"n": 2 if cut else 3, "run": "dead"}]
    assert list((tmp_path / "incoming").iterdir()) == []


def test_responses_of_a_living_run_are_left_to_it(tmp_path: Path) -> None:
    lake, incoming = Lake.at(tmp_path), tmp_path / "incoming"
    with Archive(lake, "first", incoming) as first:
        first.keep(answered(1))
        with Archive(lake, "second", incoming) as second:
            second.keep(answered(2))
        assert query(lake, "SELECT run_id FROM pages").to_pylist() == [{"run_id": "second"}]
    assert query(lake, "FROM pages").num_rows == 2


@pytest.mark.attack("a killed run left {name} among its responses")
@pytest.mark.parametrize(
    ("name", "stays"),
    [("garbage", True), ("nothing", False), ("rows of another table", True), ("the same row twice", False)],
)
def test_an_unreadable_file_of_a_killed_run_does_not_end_the_next(
    name: str, stays: bool, tmp_path: Path, outcome: Callable[[str], None]
) -> None:
    incoming = tmp_path / "incoming"
    incoming.mkdir()
    left = incoming / "dead.arrows"
    page = table("pages", [answered(1)], "dead")
    strange = {
        "rows of another table": arrow.table({"a": [1]}),
        "the same row twice": arrow.concat_tables([page, page]),
    }
    if made := strange.get(name):
        with arrow.ipc.new_stream(str(left), made.schema) as writer:
            writer.write_table(made)
    else:
        left.write_bytes(b"\x00garbage" * 100 if name == "garbage" else b"")
    before = left.read_bytes()
    for run in ("one", "two"):
        with Archive(Lake.at(tmp_path), run, incoming):
            pass
    kept = list(incoming.iterdir())
    assert [file.read_bytes() for file in kept] == ([before] if stays else [])
    assert all(file.name.startswith("dead.arrows.") for file in kept)
    assert Lake.at(tmp_path).exists() == (name == "the same row twice")
    outcome("set aside whole" if stays else "landed once" if Lake.at(tmp_path).exists() else "nothing to keep")


def test_rows_that_cannot_be_landed_stay_for_the_next_run(tmp_path: Path) -> None:
    rows = table("pages", [answered(1), answered(2)], "dead")
    with (tmp_path / "dead.arrows").open("wb") as file, arrow.ipc.new_stream(file, rows.schema) as writer:
        writer.write_table(rows)

    def refuse(_: arrow.Table) -> None:
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="the disk is full"):
        recover(tmp_path, refuse)
    landed: list[arrow.Table] = []
    assert recover(tmp_path, landed.append) == (2, [])
    assert arrow.concat_tables(landed).equals(rows)
    assert list(tmp_path.iterdir()) == []


def test_a_spool_is_a_file_only_while_it_holds_rows(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "incoming", "run-1")
    spool.clear()
    assert list(tmp_path.iterdir()) == []
    for number in (1, 2):
        spool.add(table("pages", [answered(number)], "run-1"))
        assert (tmp_path / "incoming" / "run-1.arrows").stat().st_size > 0
        spool.clear()
        assert list((tmp_path / "incoming").iterdir()) == []
