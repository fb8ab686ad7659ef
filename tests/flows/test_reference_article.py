"""SQL queries about the reference article after one run; skipped if the article is missing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from flows.nightly import nightly
from warehouse import Lake, check, query


@pytest.fixture(scope="module")
def lake(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """A lake with only the reference article."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATELINE_HOME", str(home))
        run = nightly(places=[str(shared / "seed")])
    assert (run.discovered, run.landed) == (1, 1)
    return Lake.at(home)


def rows(lake: Lake, sql: str) -> list[dict[str, Any]]:
    return query(lake, sql).to_pylist()


@pytest.mark.parametrize("town", ["Aleppo", "Hama"])
def test_who_holds_the_town_and_by_what_sentence(lake: Lake, town: str) -> None:
    (row,) = rows(lake, f"FROM territory_on(DATE '2024-12-06') WHERE place = '{town}'")
    assert "opposition" in row["holder"].lower()
    assert town in row["sentence"]


def test_how_many_killed_and_displaced_since_when(lake: Lake) -> None:
    found = rows(lake, "SELECT measure, low, high, period_start_text, cumulative FROM figures ORDER BY measure")
    assert found == [
        {"measure": "displaced", "low": 10_000_000, "high": None, "period_start_text": "2011", "cumulative": True},
        {"measure": "killed", "low": 500_000, "high": None, "period_start_text": "2011", "cumulative": True},
    ]


def test_everything_that_omar_alhariri_said(lake: Lake) -> None:
    said = rows(lake, "SELECT quote FROM who_said_what WHERE speaker = 'Omar Alhariri' AND kind <> 'indirect'")
    assert len(said) == 7


def test_the_lake_is_whole(lake: Lake) -> None:
    assert check(lake) == []
