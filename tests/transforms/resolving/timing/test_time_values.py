"""Values of time expressions that name a range by a part, by a step from another one, or by a rule."""

from __future__ import annotations

from datetime import date

import pytest

from tests.transforms.parsing import Parse
from tests.transforms.resolving.timing.test_times import FRIDAY, rows, value
from transforms.resolving.dates import times, when

ALONE = """
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
earlier in the day|2024-12-06||day
earlier in the week|2024-12-02|2024-12-06|week
earlier in the month|2024-12||month
earlier in the year|2024||year
later in the year|2024||year
later this month|2024-12||month
earlier this month|2024-12||month
late this month|2024-12||month
this month|2024-12||month
this year's|2024||year
last year's|2023||year
last year|2023||year
last week's|2024-11-25|2024-12-01|week
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
at the end of last year|2023||year
the end of last month|2024-11||month
the end of this month|2024-12||month
the beginning of this month|2024-12||month
the end of the month|2024-12||month
the end of the week|2024-12-02|2024-12-08|week
by the end of next week|2024-12-09|2024-12-15|week
in the middle of last year|2023||year
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
2024-W48|2024-11-25|2024-12-01|week
2024W01|2024-01-01|2024-01-07|week
week 48 of 2024|2024-11-25|2024-12-01|week
week 1, 2023|2023-01-02|2023-01-08|week
calendar week 9 2024|2024-02-26|2024-03-03|week
the first half of this year|2024-01|2024-06|month
the second half of the year|2024-07|2024-12|month
the second half of last year|2023-07|2023-12|month
the first half of November|2024-11||month
the first three months of the year|2024-01|2024-03|month
the first nine months of 2023|2023-01|2023-09|month
the first six months of this year|2024-01|2024-06|month
the last three months of 2023|2023-10|2023-12|month
the first quarter of this year|2024-01|2024-03|month
the first quarter|2024-01|2024-03|month
the fourth quarter|2024-10|2024-12|month
this quarter|2024-10|2024-12|month
the current quarter|2024-10|2024-12|month
next quarter|2025-01|2025-03|month
third quarter of last year|2023-07|2023-09|month
last year's third quarter|2023-07|2023-09|month
2023's third quarter|2023-07|2023-09|month
Q3 of 2023|2023-07|2023-09|month
first-half 2024|2024-01|2024-06|month
H1 2024|2024-01|2024-06|month
the summer|||
this summer|2024-06|2024-08|month
this fall|2024-09|2024-11|month
this winter|2024-12|2025-02|month
last winter|2023-12|2024-02|month
next spring|2025-03|2025-05|month
summer 2015|2015-06|2015-08|month
late spring of 2015|2015-03|2015-05|month
spring last year|2023-03|2023-05|month
in the autumn of last year|2023-09|2023-11|month
the winter of 2015-16|2015-12|2016-02|month
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
nearly a year|||
two years|||
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
a week from today|2024-12-13||day
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
1968-style|||
fiscal 2023|2023||year
fiscal year 2023|2023||year
the 2023 fiscal year|2023||year
FY2023|2023||year
fiscal 2022-23|2022|2023|year
the fiscal second quarter|||
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
last weekend|2024-11-30|2024-12-01|day
this weekend|2024-12-07|2024-12-08|day
the weekend|2024-11-30|2024-12-01|day
this past weekend|2024-11-30|2024-12-01|day
the weekend before last|2024-11-23|2024-11-24|day
Christmas|2023-12-25||day
Christmas 2021|2021-12-25||day
Christmas Eve|2023-12-24||day
New Year's Day|2024-01-01||day
Boxing Day 2004|2004-12-26||day
Labor Day|2024-09-02||day
Thanksgiving|2024-11-28||day
Independence Day|||
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
the week of Nov. 18|2024-11-18|2024-11-24|week
the month of November|2024-11||month
November of this year|2024-11||month
at midnight Sunday|2024-12-01||day
at midday|||
at 10 a.m. Tuesday|2024-12-03||day
Tuesday at 10 a.m.|2024-12-03||day
7 October|2024-10-07||day
October 7th|2024-10-07||day
October the 7th|2024-10-07||day
the 7 October 2023 attacks|2023-10-07||day
the seventh of October|2024-10-07||day
October seventh|2024-10-07||day
November 2023's|2023-11||month
late in November|2024-11||month
late in the year|2024||year
nowadays|||
currently|||
daily|||
once a week|||
at the turn of the year|2023-12|2024-01|month
the weekend of Nov. 23|2024-11-23|2024-11-24|day
in the week to Nov. 24|2024-11-18|2024-11-24|day
the week ending November 24|2024-11-18|2024-11-24|day
that November|||
at the end of the day|||
12 hours ago|||
the turn of the century|||
1994 and 1998|||
in 1994 and 1995|1994|1995|year
would last a week|||
"""
IN_SENTENCES = """
Elections are set for May.|2025-05
The prime minister is to step down in March.|2025-03
The truce expires on Sunday.|2024-12-08
The rains will come by the spring.|2025-03..2025-05
The army retook the hills in the spring.|2024-03..2024-05
Fighting died down over the summer.|2024-06..2024-08
Troops are expected to leave by the end of the year.|2024
The force will be withdrawn by the end of January.|2025-01
Negotiators hope for a deal before the end of the month.|2024-12
Rebels took the town on Saturday, and on Sunday they shelled the port.|2024-11-30,2024-12-01
The camp was closed at the end of November.|2024-11
It was the third attack since the beginning of the week.|2024-12-02..2024-12-08
Tens of thousands have fled since mid-November.|2024-11
The war broke out in April last year.|2023-04
The war, now in its third year, began in April 2022.|2022-04
In 2011 the rebels rose. By the end of the year they held the north.|2011,2011
In 2011 the rebels rose. In May of that year they took Homs.|2011,2011-05
In 2011 the rebels rose. That May they took Homs.|2011,2011-05
The rebels seized the mine in 2012. Earlier in the year they had burned a village.|2012,2012
The prisoners are to be freed on Saturday and Sunday.|2024-12-07..2024-12-08
He was arrested on Thursday night and is due in court on Monday.|2024-12-05,2024-12-09
The ministry said Monday it would reopen the airport Tuesday.|2024-12-02,2024-12-10
Schools will stay shut until at least next Wednesday.|2024-12-11
The deal was signed on 31 December.|2023-12-31
The ceasefire took effect at 4 a.m. on Wednesday.|2024-12-04
The siege has lasted two years.|
He ruled for 24 years.|
They will meet again next month.|2025-01
The convoy left two days after the attack.|
On the eve of the vote gunmen killed a mayor.|
Within hours the town had fallen.|
For the second day in a row shells hit the city.|
By Tuesday morning the town was empty.|2024-12-03
By Tuesday the army hopes to have taken the ridge.|2024-12-10
The court will rule in the new year.|2025
Residents were told to leave by nightfall Friday.|2024-12-06
It could take until summer to clear the mines.|2025-06..2025-08
The governor was killed in an ambush in August.|2024-08
Officials said the talks, which start on January 15, would last a week.|2025-01-15
The attack came a day after the army had withdrawn.|
A week later, he was dead.|
Two months later, in June 2023, the town fell.|2023-06
Kyiv's troops entered Kursk in August and still hold part of it.|2024-08
The hostages were seized in the October 7 attack.|2023-10-07
Nearly 300 people have been killed so far this year.|2024
Some 400 people were killed in the same period last year.|2023
In the first ten months of the year 4,026 people were killed.|2024-01..2024-10
Between January and September at least 4,026 people were killed.|2024-01..2024-09
More than 1,000 people were killed between April 2023 and June 2024.|2023-04..2024-06
The M23 took Goma late last month.|2024-11
It was the deadliest week since the war began in 2023.|2023
The fighting in 1994 and 1995 left the town in ruins.|1994..1995
Sudan's war erupted on April 15, 2023.|2023-04-15
The summit is scheduled for 14-16 January.|2025-01-14..2025-01-16
The drone was shot down at around 3am on Tuesday.|2024-12-03
The last elections were in 2018 and the next are due in 2026.|2018,2026
Monday's meeting will be the first since 2019.|2024-12-09,2019
Wednesday's strike was the second this week.|2024-12-04,2024-12-02..2024-12-06
The army chief, who took power in October 2021, flew to Port Sudan on Thursday.|2021-10,2024-12-05
"""


@pytest.mark.parametrize("row", rows(ALONE), ids=lambda row: row[0])
def test_an_expression_alone(row: list[str]) -> None:
    found = when(row[0], FRIDAY)
    assert ((found.start, found.end, found.precision) if found else (None,) * 3) == value(row[0], row[1:])


@pytest.mark.parametrize("row", rows(IN_SENTENCES), ids=lambda row: row[0])
def test_expressions_in_their_sentences(parse: Parse, row: list[str]) -> None:
    read = [each.when for sent in parse(row[0]).doc.sents for each in times(sent, FRIDAY)]
    assert ",".join(f"{w.start}..{w.end}" if w.end else w.start for w in read if w) == row[1]


@pytest.mark.parametrize(
    ("text", "told_on", "start"),
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
def test_words_that_lean_on_the_day_they_are_told(text: str, told_on: date, start: str | None) -> None:
    found = when(text, told_on)
    assert (found.start if found else None) == start
