"""Times that name a range by a part of it."""

from __future__ import annotations

import pytest

from tests.transforms.resolving.timing.conftest import as_line

TIMES = """
in fiscal 2024|2024||year
earlier in the day|2024-12-06||day
earlier in the week|2024-12-02|2024-12-06|week
earlier in the month|2024-12||month
earlier in the year|2024||year
later in the year|2024||year
the week before last|2024-11-18|2024-11-24|week
the year before last|2022||year
the month before last|2024-10||month
the beginning of the year|2024||year
the start of the year|2024||year
since the start of the year|2024||year
the end of the year|2024||year
by the end of the year|2024||year
by year-end|2024||year
by year's end|2024||year
the end of the month|2024-12||month
the end of the week|2024-12-02|2024-12-08|week
2024-W48|2024-11-25|2024-12-01|week
2024W01|2024-01-01|2024-01-07|week
week 48 of 2024|2024-11-25|2024-12-01|week
week 1, 2023|2023-01-02|2023-01-08|week
calendar week 9 2024|2024-02-26|2024-03-03|week
the second half of the year|2024-07|2024-12|month
the first three months of the year|2024-01|2024-03|month
the first nine months of 2023|2023-01|2023-09|month
the first six months of this year|2024-01|2024-06|month
the last three months of 2023|2023-10|2023-12|month
last year's third quarter|2023-07|2023-09|month
2023's third quarter|2023-07|2023-09|month
H1 2024|2024-01|2024-06|month
the winter of 2015-16|2015-12|2016-02|month
a week from today|2024-12-13||day
fiscal 2023|2023||year
fiscal year 2023|2023||year
FY2023|2023||year
fiscal 2022-23|2022|2023|year
the fiscal second quarter|||
the weekend before last|2024-11-23|2024-11-24|day
the week of Nov. 18|2024-11-18|2024-11-24|week
late in the year|2024||year
at the turn of the year|2023-12|2024-01|month
the weekend of Nov. 23|2024-11-23|2024-11-24|day
in the week to Nov. 24|2024-11-18|2024-11-24|day
the week ending November 24|2024-11-18|2024-11-24|day
the turn of the century|||
"""


@pytest.mark.parametrize("line", TIMES.strip().splitlines())
def test_a_part_of_a_range_is_a_range_of_the_calendar(line: str) -> None:
    assert as_line(line.partition("|")[0]) == line
