"""Time expressions become calendar ranges, never more precise than the words."""

from __future__ import annotations

from datetime import date

import pytest

from transforms.resolving.dates import when
from transforms.resolving.timing.expressions import When

FRIDAY = date(2024, 12, 6)


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("on Wednesday", "2024-12-04", None, "day"),
        ("on Friday", "2024-12-06", None, "day"),
        ("last Friday", "2024-11-29", None, "day"),
        ("next Monday", "2024-12-09", None, "day"),
        ("Tuesday night", "2024-12-03", None, "day"),
        ("Sunday's raid", "2024-12-01", None, "day"),
        ("earlier today", "2024-12-06", None, "day"),
        ("yesterday", "2024-12-05", None, "day"),
        ("three days ago", "2024-12-03", None, "day"),
        ("on 27 November", "2024-11-27", None, "day"),
        ("Nov. 29", "2024-11-29", None, "day"),
        ("on November 29, 2016", "2016-11-29", None, "day"),
        ("the attack of 7 October", "2024-10-07", None, "day"),
        ("on 31 December", "2023-12-31", None, "day"),
        ("on the night of the 5th of December", "2024-12-05", None, "day"),
        ("2024-11-27", "2024-11-27", None, "day"),
        ("over the weekend", "2024-11-30", "2024-12-01", "day"),
        ("in the past 24 hours", "2024-12-05", "2024-12-06", "day"),
        ("in the past three days", "2024-12-03", "2024-12-06", "day"),
        ("last week", "2024-11-25", "2024-12-01", "week"),
        ("earlier this week", "2024-12-02", "2024-12-06", "week"),
        ("two weeks ago", "2024-11-18", "2024-11-24", "week"),
        ("last month", "2024-11", None, "month"),
        ("earlier this month", "2024-12", None, "month"),
        ("in March", "2024-03", None, "month"),
        ("late November", "2024-11", None, "month"),
        ("in December 2016", "2016-12", None, "month"),
        ("last December", "2023-12", None, "month"),
        ("in 2016", "2016", None, "year"),
        ("since 2011", "2011", None, "year"),
        ("between 2011 and 2016", "2011", "2016", "year"),
        ("the 2011-2016 siege", "2011", "2016", "year"),
        ("in the 1960s", "1960", "1969", "year"),
        ("earlier this year", "2024", None, "year"),
        ("four years ago", "2020", None, "year"),
    ],
)
def test_time_words_are_resolved(text: str, start: str, end: str | None, precision: str) -> None:
    found = when(text, FRIDAY)
    assert found is not None
    assert (found.start, found.end, found.precision) == (start, end, precision)


@pytest.mark.parametrize(
    "text",
    [
        "may have fled",
        "forced to march",
        "2,000 houses",
        "for years",
        "in recent days",
        "a week earlier",
        "31 soldiers",
        "",
    ],
)
def test_what_cannot_be_placed_in_the_calendar_is_none(text: str) -> None:
    assert when(text, FRIDAY) is None


def test_an_impossible_day_gives_way_to_the_next_time_words() -> None:
    assert when("on 31 February, then on Monday", FRIDAY) == When("2024-12-02", None, "day")
