"""Ages by later snapshots: a clock that is wrong once does not age anything."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from warehouse.storage.ages import age, expired_snapshots

DAY = timedelta(days=1)
FIRST = datetime(2026, 1, 1, 2, tzinfo=UTC)
KEEP = 90 * DAY


def _nights(number: int) -> list[tuple[int, datetime]]:
    return [(night, FIRST + night * DAY) for night in range(number)]


def test_a_lake_that_is_written_nightly_keeps_ninety_nights() -> None:
    assert expired_snapshots(_nights(90), KEEP, FIRST + 90 * DAY) == []
    assert expired_snapshots(_nights(200), KEEP, FIRST + 200 * DAY) == list(range(110))


def test_the_newest_snapshot_stays_whatever_is_kept() -> None:
    assert expired_snapshots(_nights(3), timedelta(0), FIRST + 3 * DAY) == [0, 1]
    assert expired_snapshots(_nights(1), timedelta(0), FIRST + 300 * DAY) == []


@pytest.mark.parametrize("months", [6, -6])
def test_a_clock_that_is_wrong_now_expires_nothing(months: int) -> None:
    assert expired_snapshots(_nights(80), KEEP, FIRST + 80 * DAY + months * 30 * DAY) == []


@pytest.mark.parametrize("months", [6, -6])
def test_a_clock_that_was_wrong_for_a_night_expires_nothing_early(months: int) -> None:
    nights = [(n, moment + (months * 30 * DAY if n in (40, 41) else 0 * DAY)) for n, moment in _nights(200)]
    for night in range(1, 200):
        old = expired_snapshots(nights[:night], KEEP, FIRST + night * DAY)
        assert old == list(range(len(old)))
        assert len(old) <= max(0, night - 90)


def test_a_lake_that_nobody_writes_does_not_age() -> None:
    assert age(FIRST, 0, [(0, FIRST)], FIRST + 1000 * DAY) == timedelta(0)


def test_what_came_about_between_two_snapshots_has_its_own_moment() -> None:
    noon = FIRST + DAY / 2
    # half a day to the next night, three nights, half a day until now: four days, without the longest step
    assert age(noon, 0, _nights(4), FIRST + 3.5 * DAY) == 2 * DAY
