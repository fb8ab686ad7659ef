"""Days, months and years as texts state them."""

from __future__ import annotations

from datetime import date

import pytest

from transforms.tables.partial_dates import first_day, last_day, precision


@pytest.mark.parametrize(
    ("stated", "first", "last", "exact"),
    [
        ("2024-12-05", date(2024, 12, 5), date(2024, 12, 5), "day"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "month"),
        ("2024", date(2024, 1, 1), date(2024, 12, 31), "year"),
        ("2024-02-30", None, None, None),
        ("0000", None, None, None),
        (None, None, None, None),
    ],
)
def test_a_stated_date_stands_for_its_days(
    stated: str | None, first: date | None, last: date | None, exact: str | None
) -> None:
    assert (first_day(stated), last_day(stated), precision(stated)) == (first, last, exact)
