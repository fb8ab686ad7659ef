"""Which words are a time: the longest that a rule reads, and none where nothing can be placed."""

from __future__ import annotations

from datetime import date

import pytest

from tests.transforms.resolving.timing.conftest import FRIDAY
from transforms.resolving.dates import when
from transforms.resolving.timing.stretches import When


@pytest.mark.parametrize(
    ("text", "day", "start"),
    [
        ("the new year", date(2025, 1, 10), None),
        ("in the new year", date(2025, 1, 10), "2025"),
        ("this weekend", date(2024, 12, 2), "2024-11-30"),
        ("this weekend", date(2024, 12, 5), "2024-12-07"),
        ("two hours ago", date(2024, 12, 6), "2024-12-06"),
        ("36 hours ago", date(2024, 12, 6), "2024-12-05"),
        ("Thanksgiving 1998", date(2024, 12, 6), "1998-11-26"),
    ],
)
def test_a_time_depends_on_the_day_it_is_told(text: str, day: date, start: str | None) -> None:
    found = when(text, day)
    assert (found.start if found else None) == start


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
        "a 2000 soldiers",
        "in the last year of the war",
        "the summer",
        "nearly a year",
        "two years",
        "1968-style",
        "Independence Day",
        "at midday",
        "nowadays",
        "currently",
        "daily",
        "once a week",
        "at the end of the day",
        "1994 and 1998",
        "would last a week",
    ],
)
def test_what_is_no_time_of_the_calendar_is_none(text: str) -> None:
    assert when(text, FRIDAY) is None


def test_an_impossible_day_gives_way_to_the_next_time_words() -> None:
    assert when("on 31 February, then on Monday", FRIDAY) == When("2024-12-02", None, "day")
