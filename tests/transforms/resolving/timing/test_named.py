"""Times that name a range of the calendar: days, months, years, seasons, holidays."""

from __future__ import annotations

import pytest

from tests.transforms.resolving.timing.conftest import as_line

TIMES = """
on Friday 29 November|2024-11-29||day
on Friday, 29 November|2024-11-29||day
Friday, November 29|2024-11-29||day
Friday, Nov. 29|2024-11-29||day
Fri., Nov. 29|2024-11-29||day
Thursday, March 14, 2019|2019-03-14||day
Thursday 14 March 2019|2019-03-14||day
14 March 2019 (Thursday)|2019-03-14||day
March 14, 2019, a Thursday|2019-03-14||day
Friday the 29th|2024-11-29||day
Friday, the 29th of November|2024-11-29||day
Sunday, January 5|2025-01-05||day
Thursday, March 14|2024-03-14||day
Friday 28 November 2024|2024-11-28||week
Monday, March 14, 2019|2019-03-14||week
last March 14|2024-03-14||day
last December 20|2023-12-20||day
last March 14 people fled|2024-03||month
since Oct. 7, 2023|2023-10-07||day
before Sept. 11, 2001|2001-09-11||day
after Dec. 3|2024-12-03||day
Nov 29|2024-11-29||day
Nov. 29th, 2016|2016-11-29||day
the 5th of December|2024-12-05||day
on the 27th of March|2024-03-27||day
in the last week of November|2024-11||month
in the last days of 2023|2023||year
29 November 2016|2016-11-29||day
November 29 last year|2023-11-29||day
March 14 of last year|2023-03-14||day
from Nov. 27 to Dec. 1|2024-11-27|2024-12-01|day
Oct. 7-9, 2023|2023-10-07|2023-10-09|day
May 27-28|2024-05-27|2024-05-28|day
May 27–28, 2011|2011-05-27|2011-05-28|day
27-28 May 2011|2011-05-27|2011-05-28|day
from 3 to 5 May|2024-05-03|2024-05-05|day
between 3 and 9 May|2024-05-03|2024-05-09|day
May 3 and 4|2024-05-03|2024-05-04|day
on 3 and 9 May|||
Dec. 31-Jan. 2|2023-12-31|2024-01-02|day
28 February to 3 March 2022|2022-02-28|2022-03-03|day
27/11/2024|2024-11-27||day
11/27/2024|2024-11-27||day
27.11.2024|2024-11-27||day
5/5/2024|2024-05-05||day
03/04/2024|||
2024-11-27|2024-11-27||day
2024/11/27|2024-11-27||day
31 February|||
on the 29th|2024-11-29||day
the night of the 5th|2024-12-05||day
by May|2025-05||month
in March|2024-03||month
March of last year|2023-03||month
March last year|2023-03||month
in May of this year|2024-05||month
last December|2023-12||month
next March|2025-03||month
late November|2024-11||month
mid-October|2024-10||month
in Oct.|2024-10||month
the November attack|2024-11||month
March 2011|2011-03||month
May, 2011|2011-05||month
from March to June 2022|2022-03|2022-06|month
between June and August|2024-06|2024-08|month
December 2023 to March 2024|2023-12|2024-03|month
in November 12 people died|2024-11||month
in 2016|2016||year
1989|1989||year
the 1989 revolution|1989||year
(1989)|1989||year
between 2011 and 2016|2011|2016|year
from 1992 to 1995|1992|1995|year
1992-95|1992|1995|year
in the 1990s|1990|1999|year
the '90s|1990|1999|year
the early nineties|1990|1999|year
the 19th century|1801|1900|year
the twentieth century|1901|2000|year
the third quarter|2024-07|2024-09|month
the fourth quarter of 2023|2023-10|2023-12|month
third-quarter 2019|2019-07|2019-09|month
Q3 2024|2024-07|2024-09|month
the first half of 2024|2024-01|2024-06|month
last summer|2024-06|2024-08|month
the summer of 2015|2015-06|2015-08|month
the winter of 2015|2015||year
last spring|2024-03|2024-05|month
on Christmas Day|2023-12-25||day
New Year's Eve|2023-12-31||day
the Sept. 11 attacks|2001-09-11||day
9/11|2001-09-11||day
the Oct. 7 attack|2023-10-07||day
mid-March|2024-03||month
mid-March 2022|2022-03||month
in mid-2019|2019||year
mid-2019|2019||year
early 2019|2019||year
late 1997|1997||year
late-1997|1997||year
early in 2019|2019||year
late in 2019|2019||year
the end of 2019|2019||year
the beginning of March|2024-03||month
in early-March|2024-03||month
in the middle of October|2024-10||month
the end of September|2024-09||month
at the end of September 2023|2023-09||month
the last week of November|2024-11||month
the first week of October|2024-10||month
the first half of this year|2024-01|2024-06|month
the second half of last year|2023-07|2023-12|month
the first half of November|2024-11||month
the first quarter of this year|2024-01|2024-03|month
the first quarter|2024-01|2024-03|month
the fourth quarter|2024-10|2024-12|month
third quarter of last year|2023-07|2023-09|month
Q3 of 2023|2023-07|2023-09|month
first-half 2024|2024-01|2024-06|month
this summer|2024-06|2024-08|month
this fall|2024-09|2024-11|month
this winter|2024-12|2025-02|month
last winter|2023-12|2024-02|month
next spring|2025-03|2025-05|month
summer 2015|2015-06|2015-08|month
late spring of 2015|2015-03|2015-05|month
spring last year|2023-03|2023-05|month
in the autumn of last year|2023-09|2023-11|month
the 1990s|1990|1999|year
the late 1980s|1980|1989|year
the mid-1980s|1980|1989|year
the early '90s|1990|1999|year
the 2010s|2010|2019|year
the 2000s|2000|2009|year
the 1900s|1900|1909|year
the sixties|1960|1969|year
the late eighteenth century|1701|1800|year
the 21st century|2001|2100|year
Tuesday, Nov. 26|2024-11-26||day
Nov. 26 last year|2023-11-26||day
the 26 November attack|2024-11-26||day
26 Nov|2024-11-26||day
26-Nov-2023|2023-11-26||day
26/Nov/2023|2023-11-26||day
Nov 26, 2023 10:15 AM|2023-11-26||day
2023-11-26T10:15:00|2023-11-26||day
11:15 p.m. on 26 November 2023|2023-11-26||day
11/2023|2023-11||month
the year 2019|2019||year
1998|1998||year
in '98|1998||year
of '98|1998||year
the class of '68|1968||year
the 2023 fiscal year|2023||year
2022-2023|2022|2023|year
2022/23|2022|2023|year
between 2019 and 2021|2019|2021|year
since 2019|2019||year
since January|2024-01||month
from January through March|2024-01|2024-03|month
January-March 2023|2023-01|2023-03|month
January to March last year|2023-01|2023-03|month
Jan.-Sept. 2023|2023-01|2023-09|month
the night of Nov. 26|2024-11-26||day
the night of 26 to 27 November|2024-11-26|2024-11-27|day
the morning of the 26th|2024-11-26||day
Christmas|2023-12-25||day
Christmas 2021|2021-12-25||day
Christmas Eve|2023-12-24||day
New Year's Day|2024-01-01||day
Boxing Day 2004|2004-12-26||day
Labor Day|2024-09-02||day
Thanksgiving|2024-11-28||day
Easter Sunday|2024-03-31||day
Easter 2016|2016-03-27||day
Good Friday 1998|1998-04-10||day
Valentine's Day|2024-02-14||day
International Women's Day|2024-03-08||day
May Day|2024-05-01||day
July 4|2024-07-04||day
the Fourth of July|2024-07-04||day
Sept. 11|2024-09-11||day
the 13th of November 2015|2015-11-13||day
Saturday, 5 October, 2024|2024-10-05||day
the month of November|2024-11||month
November of this year|2024-11||month
7 October|2024-10-07||day
October 7th|2024-10-07||day
October the 7th|2024-10-07||day
the 7 October 2023 attacks|2023-10-07||day
the seventh of October|2024-10-07||day
October seventh|2024-10-07||day
November 2023's|2023-11||month
late in November|2024-11||month
that November|||
in 1994 and 1995|1994|1995|year
on 27 November|2024-11-27||day
Nov. 29|2024-11-29||day
on November 29, 2016|2016-11-29||day
the attack of 7 October|2024-10-07||day
on 31 December|2023-12-31||day
on the night of the 5th of December|2024-12-05||day
in December 2016|2016-12||month
since 2011|2011||year
the 2011-2016 siege|2011|2016|year
in the 1960s|1960|1969|year
"""


@pytest.mark.parametrize("line", TIMES.strip().splitlines())
def test_a_time_by_name_is_a_range_of_the_calendar(line: str) -> None:
    assert as_line(line.partition("|")[0]) == line
