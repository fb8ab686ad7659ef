"""Moments: one rule for the command and the Python door."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from flows.moment import moment

END = datetime(2024, 12, 5, 23, 59, 59, 999999, UTC)
NIGHT = datetime(2024, 12, 5, 2, 30, tzinfo=UTC)
EAST = timezone(timedelta(hours=3))


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("2024-12-05", END),
        (date(2024, 12, 5), END),
        ("2024-12-05T02:30", NIGHT),
        (datetime(2024, 12, 5, 2, 30), NIGHT),  # noqa: DTZ001
        ("2024-12-05T05:30+03:00", NIGHT),
        (datetime(2024, 12, 5, 5, 30, tzinfo=EAST), NIGHT),
    ],
)
def test_a_day_means_its_end_and_a_time_without_a_zone_is_utc(told: str | date | datetime, found: datetime) -> None:
    assert moment(told) == found


def test_no_moment_is_one_sentence() -> None:
    with pytest.raises(ValueError, match=r"^Thursday: not a moment such as 2024-12-05 or 2024-12-05T02:30\.$"):
        moment("Thursday")
