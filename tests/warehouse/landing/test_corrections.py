"""Corrections by people: a layer over the facts as they were extracted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.warehouse.conftest import FIRST, SECOND, capture_with_toll
from transforms.tables.schema import Correction
from warehouse import Count, Lake, land
from warehouse.landing.corrections import views

if TYPE_CHECKING:
    from tests.warehouse.conftest import Rows, World

    Worlds = Callable[..., World]


def correct(world: World, fact_id: str, column: str | None, value: str | None) -> None:
    """Add a correction of a figure; without a column the whole figure is wrong."""
    world.rows["corrections"].append(
        Correction(
            correction_id=f"{fact_id}-{column}", fact_id=fact_id, of_table="figures", of_column=column, value=value,
            reason="misread", said_by="A. Desk", said_at="2024-12-10",
        )
    )  # fmt: skip


@pytest.mark.parametrize(
    ("corrections", "shown"),
    [
        ({}, [(12, 12, "killed")]),
        ({"low": "9", "high": None}, [(9, None, "killed")]),
        ({"measure": "injured"}, [(12, 12, "injured")]),
        ({None: None, "low": "9"}, []),
    ],
    ids=["none", "values", "text", "wrong"],
)
def test_a_fact_is_shown_as_corrected_and_kept_as_read(
    lake: Lake, world: World, rows: Rows, corrections: dict[str | None, str | None], shown: list[tuple[object, ...]]
) -> None:
    capture_with_toll(world, FIRST, 12)
    for column, value in corrections.items():
        correct(world, world.rows["figures"][0].fact_id, column, value)
    assert land(lake, world.batch())["corrections"] == Count(added=len(corrections))
    assert [tuple(row.values()) for row in rows("SELECT low, high, measure FROM corrected_figures")] == shown
    assert rows("SELECT low, high FROM figures") == [{"low": 12, "high": 12}]
    assert len(rows("FROM corrected_events")) == 1


def test_corrections_that_a_landing_brings_replace_those_of_the_lake(lake: Lake, worlds: Worlds, rows: Rows) -> None:
    counts = []
    for number, values in enumerate(({"low": "9", "high": "9"}, {"low": "8"}, {"low": "8"}, {})):
        world = worlds(f"run-{number}")
        capture_with_toll(world, FIRST, 12)
        for column, value in values.items():
            correct(world, world.rows["figures"][0].fact_id, column, value)
        counts.append(land(lake, world.batch())["corrections"])
    assert counts == [Count(added=2), Count(changed=1, removed=1), Count(unchanged=1), Count(removed=1)]
    assert rows("SELECT low, high FROM corrected_figures") == [{"low": 12, "high": 12}]


def test_a_correction_of_a_fact_that_is_gone_waits_for_it_without_a_day(lake: Lake, worlds: Worlds, rows: Rows) -> None:
    days = []
    fact = ""
    for number, (text, low) in enumerate(((FIRST, 12), (SECOND, 15), (FIRST, 12))):
        world = worlds(f"run-{number}")
        capture_with_toll(world, text, low)
        fact = fact or world.rows["figures"][0].fact_id
        correct(world, fact, "low", "9")
        land(lake, world.batch())
        days += [row["fact_published"] for row in rows("SELECT fact_published FROM corrections")]
    assert days == [date(2024, 12, 2), None, date(2024, 12, 2)]
    assert rows("SELECT low FROM corrected_figures") == [{"low": 9}]


def test_without_corrections_a_view_is_the_table_itself() -> None:
    for (name, sql, _), (corrected_name, corrected_sql, _) in zip(views(corrected=False), views(), strict=True):
        assert name == corrected_name
        assert "corrections" not in sql
        assert "FROM corrections" in corrected_sql
