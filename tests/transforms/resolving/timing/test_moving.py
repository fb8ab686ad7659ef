"""Times counted from the day they are told."""

from __future__ import annotations

import pytest

from tests.documents import Parse
from tests.transforms.resolving.timing.conftest import FRIDAY, as_line
from transforms.resolving.dates import times

TIMES = """
in the past week|2024-11-29|2024-12-06|week
last quarter|2024-07|2024-09|month
on Wednesday|2024-12-04||day
on Friday|2024-12-06||day
last Friday|2024-11-29||day
next Monday|2024-12-09||day
this Thursday|2024-12-05||day
Tuesday last week|2024-11-26||day
on Tuesday of last week|2024-11-26||day
last week on Tuesday|2024-11-26||day
Monday next week|2024-12-09||day
Tuesday night|2024-12-03||day
early on Thursday|2024-12-05||day
until 9 a.m. Thursday|2024-12-12||day
until Thursday|2024-12-12||day
by Monday|2024-12-09||day
from Monday to Wednesday|2024-12-02|2024-12-04|day
Monday through Wednesday|2024-12-02|2024-12-04|day
Monday and Tuesday|2024-12-02|2024-12-03|day
Monday or Tuesday|||
last Monday and Tuesday|2024-12-02|2024-12-03|day
from last Friday to Sunday|2024-11-29|2024-12-01|day
the Sunday paper|||
in its Monday edition|||
every Friday|||
Black Friday|||
on Mondays|||
a week from Monday|||
today|2024-12-06||day
yesterday|2024-12-05||day
the day before yesterday|2024-12-04||day
tomorrow|2024-12-07||day
the day after tomorrow|2024-12-08||day
last night|2024-12-05||day
this morning|2024-12-06||day
three days ago|2024-12-03||day
fifteen days ago|2024-11-21||day
twenty-one days ago|2024-11-15||day
a couple of days ago|2024-12-04||day
a week ago|2024-11-25|2024-12-01|week
a fortnight ago|2024-11-18|2024-11-24|week
two months ago|2024-10||month
four years ago|2020||year
a decade ago|2014||year
twenty-five years ago|1999||year
a century ago|1924||year
a year ago today|2023-12-06||day
two weeks ago Monday|2024-11-18||day
a few days ago|||
several years ago|||
years ago|||
a year and a half ago|||
about ten days ago|||
three days from now|2024-12-09||day
in two weeks' time|2024-12-16|2024-12-22|week
last week|2024-11-25|2024-12-01|week
next week|2024-12-09|2024-12-15|week
earlier this week|2024-12-02|2024-12-06|week
later this week|2024-12-06|2024-12-08|week
last month|2024-11||month
next month|2025-01||month
earlier this year|2024||year
late last year|2023||year
early next year|2025||year
last decade|2010|2019|year
this century|2001|2100|year
over the weekend|2024-11-30|2024-12-01|day
next weekend|2024-12-14|2024-12-15|day
the past 24 hours|2024-12-05|2024-12-06|day
the past three days|2024-12-03|2024-12-06|day
the next three days|2024-12-06|2024-12-09|day
over the past 10 months|2024-02|2024-12|month
the past two years|2022|2024|year
in recent days|||
the past few weeks|||
the coming days|||
the previous day|||
a year earlier|||
two days before the vote|||
the same day|||
late Tuesday|2024-12-03||day
early Wednesday morning|2024-12-04||day
Tuesday evening|2024-12-03||day
late Thursday night|2024-12-05||day
at dawn on Monday|2024-12-02||day
Monday's|2024-12-02||day
Thursday's attack|2024-12-05||day
by late Wednesday|2024-12-11||day
late yesterday|2024-12-05||day
early today|2024-12-06||day
earlier today|2024-12-06||day
later today|2024-12-06||day
this afternoon|2024-12-06||day
late last night|2024-12-05||day
tomorrow night|2024-12-07||day
yesterday's|2024-12-05||day
today's|2024-12-06||day
the night before last|2024-12-04||day
later this month|2024-12||month
earlier this month|2024-12||month
late this month|2024-12||month
this month|2024-12||month
this year's|2024||year
last year's|2023||year
last year|2023||year
last week's|2024-11-25|2024-12-01|week
at the end of last year|2023||year
the end of last month|2024-11||month
the end of this month|2024-12||month
the beginning of this month|2024-12||month
by the end of next week|2024-12-09|2024-12-15|week
in the middle of last year|2023||year
this quarter|2024-10|2024-12|month
the current quarter|2024-10|2024-12|month
next quarter|2025-01|2025-03|month
the last decade|2010|2019|year
this decade|2020|2029|year
the past decade|2014|2024|year
the past two decades|2004|2024|year
the past year|2023|2024|year
over the past 12 months|2023-12|2024-12|month
the last six months|2024-06|2024-12|month
the last 10 days|2024-11-26|2024-12-06|day
in the last two weeks|2024-11-22|2024-12-06|week
the past week|2024-11-29|2024-12-06|week
the next two years|2024|2026|year
for the past three years|2021|2024|year
recent weeks|||
a few months ago|||
nearly a year ago|2023||year
almost two years ago|2022||year
more than a decade ago|2014||year
about three weeks ago|2024-11-11|2024-11-17|week
just over a month ago|2024-11||month
a month ago|2024-11||month
one month ago|2024-11||month
six months ago|2024-06||month
18 months ago|2023-06||month
an hour ago|2024-12-06||day
half an hour ago|2024-12-06||day
two days ago|2024-12-04||day
two nights ago|2024-12-04||day
twenty years ago|2004||year
some 20 years ago|2004||year
three decades ago|1994||year
a day ago|2024-12-05||day
a day earlier|||
one year ago|2023||year
a year ago this week|2023-12-04|2023-12-10|week
10 years ago this month|2014-12||month
a week ago today|2024-11-29||day
a week ago Friday|2024-11-29||day
two years from now|2026||year
in the next 48 hours|2024-12-06|2024-12-08|day
within the next month|2024-12|2025-01|month
over the next week|2024-12-06|2024-12-13|week
next month's|2025-01||month
the coming week|2024-12-09|2024-12-15|week
the coming year|2025||year
early next week|2024-12-09|2024-12-15|week
mid-next year|2025||year
late next month|2025-01||month
next Tuesday|2024-12-10||day
this coming Tuesday|2024-12-10||day
this past Tuesday|2024-12-03||day
Tuesday of this week|2024-12-03||day
next week Tuesday|2024-12-10||day
last weekend|2024-11-30|2024-12-01|day
this weekend|2024-12-07|2024-12-08|day
the weekend|2024-11-30|2024-12-01|day
this past weekend|2024-11-30|2024-12-01|day
at midnight Sunday|2024-12-01||day
at 10 a.m. Tuesday|2024-12-03||day
Tuesday at 10 a.m.|2024-12-03||day
12 hours ago|||
Sunday's raid|2024-12-01||day
in the past 24 hours|2024-12-05|2024-12-06|day
in the past three days|2024-12-03|2024-12-06|day
two weeks ago|2024-11-18|2024-11-24|week
last Thursday|2024-11-28||day
last Wednesday|2024-12-04||day
past Thursday|2024-12-05||day
Thursday last|2024-11-28||day
Sunday next|2024-12-08||day
"""


@pytest.mark.parametrize("line", TIMES.strip().splitlines())
def test_a_time_counted_from_today_is_a_range_of_the_calendar(line: str) -> None:
    assert as_line(line.partition("|")[0]) == line


COUNTED = """
Rebels attacked the fort on Monday. Two days later, they killed a guard.|2024-12-04
Rebels attacked the fort on Monday. The same day, they killed a guard.|2024-12-02
Rebels attacked the fort on Monday. The next day, they killed a guard.|2024-12-03
Rebels attacked the fort in 2011. That year, they killed a guard.|2011
Rebels attacked the fort on 3 May 2011. A year earlier, they killed a guard.|2010
Rebels attacked the fort in September 2014. They killed a guard the next January.|2015-01
Rebels attacked the fort in September 2014. They had killed a guard the previous May.|2014-05
Rebels attacked the fort in October 2012. The following summer, they killed a guard.|2013-06
Rebels attacked the fort in October 2012. The previous spring, they had killed a guard.|2012-03
Rebels attacked the fort in April 2012. The previous spring, they had killed a guard.|2011-03
Rebels attacked the fort on Monday. Two were treated following Monday's raid.|2024-12-02
"""


@pytest.mark.parametrize("line", COUNTED.strip().splitlines())
def test_a_time_is_counted_from_the_day_that_the_text_names(parse: Parse, line: str) -> None:
    text, _, start = line.partition("|")
    last = [each for sent in parse(text).doc.sents for each in times(sent, FRIDAY)][-1]
    assert last.when is not None
    assert last.when.start == start


@pytest.mark.parametrize("text", ["Gunmen shot nine men on a single Tuesday.", "On one Tuesday gunmen shot nine men."])
def test_a_single_weekday_is_any(parse: Parse, text: str) -> None:
    assert [time for time in times(parse(text, FRIDAY).sentences[0], FRIDAY) if time.when] == []


def test_in_one_day_is_how_long_it_took(parse: Parse) -> None:
    document = parse("Two attacks in one day leave six dead.", FRIDAY)
    assert list(times(document.sentences[0], FRIDAY)) == []
