"""Responses on their way into the archive."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow as arrow
import pytest

from flows import shelf
from flows.fetch import row
from flows.shelf import Shelf
from flows.sources import Candidate
from flows.web import Response
from transforms.schema import Page
from warehouse import Lake, query


def answered(number: int, body: bytes = b"x") -> Page:
    url = f"http://outlet.example/{number}"
    return row(Candidate(url, "desk"), Response(url, 200, {}, body))


@pytest.fixture
def puts(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many responses were put into the archive each time."""
    counts: list[int] = []
    really = shelf.land

    def counted(lake: Lake, batch: dict[str, arrow.Table]) -> None:
        counts.append(batch["pages"].num_rows)
        really(lake, batch)

    monkeypatch.setattr(shelf, "land", counted)
    return counts


def test_all_that_is_kept_is_in_the_archive_under_its_run(tmp_path: Path, puts: list[int]) -> None:
    with Shelf(Lake.at(tmp_path), "run-1") as kept, ThreadPoolExecutor(8) as pool:
        list(pool.map(kept.keep, [answered(number) for number in range(40)]))
    found = query(Lake.at(tmp_path), "SELECT count(*) AS n, any_value(run_id) AS run FROM pages").to_pylist()
    assert found == [{"n": 40, "run": "run-1"}]
    assert puts == [40]


def test_few_wait_in_memory(tmp_path: Path, puts: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "MOST_PAGES", 3)
    monkeypatch.setattr(shelf, "MOST_BYTES", 1000)
    with Shelf(Lake.at(tmp_path), "run-1") as kept:
        for number, size in enumerate([1, 1, 1, 1, 999, 1, 1]):
            kept.keep(answered(number, b"x" * size))
    assert puts == [3, 2, 2]


def test_what_came_before_a_failure_is_kept(tmp_path: Path) -> None:
    def broken() -> None:
        with Shelf(Lake.at(tmp_path), "run-1") as kept:
            kept.keep(answered(1))
            raise RuntimeError("the power went")

    with pytest.raises(RuntimeError, match="the power went"):
        broken()
    assert query(Lake.at(tmp_path), "FROM pages").num_rows == 1


def test_nothing_kept_makes_no_lake(tmp_path: Path) -> None:
    with Shelf(Lake.at(tmp_path), "run-1"):
        pass
    assert list(tmp_path.iterdir()) == []
