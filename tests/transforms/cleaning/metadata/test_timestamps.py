"""Dates as outlets write them: which are read, and which are not."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from transforms.cleaning.metadata.timestamps import moment, order_in

DAY = date(2024, 12, 6)


def at(hour: int, minute: int, ahead: int = 0) -> datetime:
    return datetime(2024, 12, 6, hour, minute, tzinfo=timezone(timedelta(hours=ahead)) if ahead else UTC)


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("2024-12-06", DAY),
        ("2024-12-06T01:30:00+03:00", at(1, 30, 3)),
        ("2024-12-06T01:30:00Z", at(1, 30)),
        ("2024-12-06 01:30:00.123", datetime(2024, 12, 6, 1, 30, 0, 123000)),  # noqa: DTZ001
        ("2024-12-05T24:00:00Z", at(0, 0)),
        ("2024-12-06 08:00:00 UTC", at(8, 0)),
        ("20241206T103000Z", at(10, 30)),
        ("2024/12/06 10:30", DAY),
        ("Fri, 06 Dec 2024 01:30:00 +0000", at(1, 30)),
        ("Fri, 06 Dec, 2024 09:00:00 EST", at(9, 0, -5)),
        ("Fri, 06 Dec 2024 01:30:00 XST", datetime(2024, 12, 6, 1, 30)),  # noqa: DTZ001
        ("Friday, December 6, 2024", DAY),
        ("6th of December 2024", DAY),
        ("Dec. 6, 2024, 4 p.m.", DAY),
        ("06.12.2024", DAY),
        ("Fri, 12/06/2024 - 17:57", DAY),
        ("Friday, 06/12/2024", DAY),
        ("06/12/2024", None),
        ("06-12-2024", None),
        ("16-12-2024 | 14:05", date(2024, 12, 16)),
        ("1-16-12-2024", None),
        ("12/16-2024", None),
        ("12/16/2024", date(2024, 12, 16)),
        ("16/12/2024", date(2024, 12, 16)),
        ("12/12/2024", date(2024, 12, 12)),
        ("Published: 6 December 2024 | Updated: 9 December 2024", DAY),
        ("Updated: 9 December 2024 | Published: 6 December 2024", DAY),
        ("Updated: 9 December 2024", None),
        (1733448600, at(1, 30)),
        (1733448600000, at(1, 30)),
        ("1733448600", at(1, 30)),
        (["soon", "2024-12-06"], DAY),
        ({"@type": "Date", "@value": "2024-12-06"}, DAY),
        (True, None),
        (12, None),
        (float("nan"), None),
        ("31 February 2024", None),
        ("yesterday", None),
        ("", None),
        (None, None),
    ],
)
def test_a_value_is_a_moment_or_none(value: object, read: date | None) -> None:
    assert moment(value) == read


def test_the_order_of_other_dates_settles_one() -> None:
    assert moment("06/12/2024", order_in(["17/12/2024"])) == DAY
    assert moment("12/06/2024", order_in(["Updated 12/17/2024"])) == DAY
    assert moment("06/12/2024", order_in(["17/12/2024", "12/17/2024"])) is None
