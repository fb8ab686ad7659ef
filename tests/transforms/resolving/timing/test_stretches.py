"""Calendar ranges: days, weeks, months and longer."""

from __future__ import annotations

from datetime import date

import pytest

from transforms.resolving.timing.stretches import When, after, around, century, decade, last_day, quarter, weekend

FRIDAY = date(2024, 12, 6)


@pytest.mark.parametrize(
    ("count", "unit", "found"),
    [
        (-3, "hour", When("2024-12-06", None, "day")),
        (-50, "hour", When("2024-12-04", None, "day")),
        (2, "day", When("2024-12-08", None, "day")),
        (-1, "week", When("2024-11-25", "2024-12-01", "week")),
        (1, "fortnight", When("2024-12-16", "2024-12-22", "week")),
        (-1, "weekend", When("2024-11-30", "2024-12-01", "day")),
        (1, "month", When("2025-01", None, "month")),
        (-1, "quarter", When("2024-07", "2024-09", "month")),
        (-2, "year", When("2022", None, "year")),
        (-3, "decade", When("1994", None, "year")),
        (-1, "century", When("1924", None, "year")),
        (30, "minute", When("2024-12-06", None, "day")),
    ],
)
def test_what_lies_so_many_units_from_a_day(count: int, unit: str, found: When) -> None:
    assert after(FRIDAY, count, unit) == found


@pytest.mark.parametrize(
    ("unit", "found"),
    [
        ("day", When("2024-12-06", None, "day")),
        ("week", When("2024-12-02", "2024-12-08", "week")),
        ("quarter", When("2024-10", "2024-12", "month")),
        ("decade", When("2020", "2029", "year")),
        ("century", When("2001", "2100", "year")),
    ],
)
def test_the_unit_that_holds_a_day(unit: str, found: When) -> None:
    assert around(FRIDAY, unit) == found


def test_stretches_by_their_names() -> None:
    assert weekend(FRIDAY) == When("2024-12-07", "2024-12-08", "day")
    assert quarter(date(2024, 1, 31)) == When("2024-01", "2024-03", "month")
    assert decade(1987) == When("1980", "1989", "year")
    assert century(19) == When("1801", "1900", "year")


def test_the_last_day_is_one_that_there_is() -> None:
    assert last_day("2024-02") == date(2024, 2, 29)
    with pytest.raises(ValueError, match="2024-02-30: no day, month or year"):
        last_day("2024-02-30")
