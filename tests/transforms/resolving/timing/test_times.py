"""Every kind of time expression of newswire in a sentence: its value, or that the text does not settle it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.transforms.parsing import Parse
from transforms.facts.events.extraction import events
from transforms.resolving.dates import times, when
from transforms.resolving.timing.reference_days import moments

FRIDAY = date(2024, 12, 6)

ALONE = """
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
since Oct. 7, 2023|2023-10-07||day
before Sept. 11, 2001|2001-09-11||day
after Dec. 3|2024-12-03||day
Nov 29|2024-11-29||day
Nov. 29th, 2016|2016-11-29||day
the 5th of December|2024-12-05||day
on the 27th of March|2024-03-27||day
in the last week of November|2024-11||month
in the last days of 2023|2023||year
in the last year of the war|||
in the past week|2024-11-29|2024-12-06|week
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
in fiscal 2024|2024||year
the third quarter|2024-07|2024-09|month
the fourth quarter of 2023|2023-10|2023-12|month
third-quarter 2019|2019-07|2019-09|month
Q3 2024|2024-07|2024-09|month
last quarter|2024-07|2024-09|month
the first half of 2024|2024-01|2024-06|month
last summer|2024-06|2024-08|month
the summer of 2015|2015-06|2015-08|month
the winter of 2015|2015||year
last spring|2024-03|2024-05|month
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
on Christmas Day|2023-12-25||day
New Year's Eve|2023-12-31||day
the Sept. 11 attacks|2001-09-11||day
9/11|2001-09-11||day
the Oct. 7 attack|2023-10-07||day
the previous day|||
a year earlier|||
two days before the vote|||
the same day|||
"""
IN_SENTENCES = """
The president will travel on January 5.|2025-01-05||day
The ministers are due to meet on Sunday.|2024-12-08||day
The talks will begin on Monday.|2024-12-09||day
The army plans to withdraw by May.|2025-05||month
The trial opens on Monday.|2024-12-09||day
The vote was postponed until Monday.|2024-12-09||day
The truce was extended until January 5.|2025-01-05||day
The meeting is scheduled for Tuesday.|2024-12-10||day
The army attacked the port on Monday.|2024-12-02||day
The army attacked the port on Monday, 5 December.|2024-12-05||week
The army attacked the port on Sunday, 30 November.|2024-11-30||week
The rebels attacked the town on January 5.|2024-01-05||day
Troops had captured the town by Monday.|2024-12-02||day
He served in the army until March.|2024-03||month
The troops must leave the town by Wednesday.|2024-12-11||day
The planned attack on Monday worried traders.|2024-12-09||day
The envoys will meet in two weeks.|2024-12-16|2024-12-22|week
"""
CHAINED = """
Rebels attacked the fort on Monday. Two days later, they killed a guard.|2024-12-04
Rebels attacked the fort on Monday. The same day, they killed a guard.|2024-12-02
Rebels attacked the fort on Monday. The next day, they killed a guard.|2024-12-03
Rebels attacked the fort in 2011. That year, they killed a guard.|2011
Rebels attacked the fort on 3 May 2011. A year earlier, they killed a guard.|2010
"""


def rows(table: str) -> list[list[str]]:
    return [line.split("|") for line in table.strip().splitlines()]


def value(text: str, cells: list[str]) -> tuple[str | None, ...]:
    assert len(cells) == 3, text
    return tuple(cell or None for cell in cells)


@pytest.mark.parametrize("row", rows(ALONE), ids=lambda row: row[0])
def test_an_expression_alone(row: list[str]) -> None:
    found = when(row[0], FRIDAY)
    assert ((found.start, found.end, found.precision) if found else (None,) * 3) == value(row[0], row[1:])


@pytest.mark.parametrize("row", rows(IN_SENTENCES), ids=lambda row: row[0])
def test_the_clause_tells_which_way_to_look(parse: Parse, row: list[str]) -> None:
    (found,) = times(next(parse(row[0]).doc.sents), FRIDAY)
    assert found.when is not None
    assert (found.when.start, found.when.end, found.when.precision) == value(row[0], row[1:])


@pytest.mark.parametrize("row", rows(CHAINED), ids=lambda row: row[0])
def test_words_that_count_from_a_day_that_the_text_named(parse: Parse, row: list[str]) -> None:
    found = [each for sent in parse(row[0]).doc.sents for each in times(sent, FRIDAY)][-1]
    assert found.when is not None
    assert found.when.start == row[1]


@pytest.mark.parametrize("text", ["may have fled", "forced to march", "2,000 houses", "for years", "a 2000 soldiers"])
def test_what_is_no_time(text: str) -> None:
    assert when(text, FRIDAY) is None


def test_an_expression_has_its_place_in_the_text(parse: Parse) -> None:
    document = parse("Nobody came. Rebels attacked the fort on Friday 29 November and fled.")
    (found,) = [each for sent in document.doc.sents for each in times(sent, FRIDAY)]
    assert document.doc.text[found.start : found.end] == found.text == "Friday 29 November"
    assert found.rule == "full date"


def test_an_undated_text_has_no_yesterday() -> None:
    assert when("yesterday", date.min) is None
    assert when("on Friday", date.min) is None
    assert when("on 29 November 2016", date.min) is not None


def test_a_refused_day_takes_none_from_elsewhere_and_is_kept(parse: Parse) -> None:
    document = parse("Rebels attacked the fort on 03/04/2024.")
    (event,) = events(document)
    assert event.date_start is None
    assert "time words: numeric date, order unsettled" in [refusal.rule for refusal in document.refused]


def test_an_inquiry_has_not_the_day_of_what_it_looks_into(parse: Parse) -> None:
    found = events(parse("The commission on Monday pressed on with the inquiry into the bombings."))
    assert [event.date_start for event in found if event.trigger == "bombings"] in ([], [None])


def test_each_update_of_a_live_blog_counts_from_its_own_day(parse: Parse) -> None:
    text = (
        "5 December 2024 10:35 GMT\nRebels attacked the fort yesterday.\n"
        "3 December 2024 09:10 GMT\nRebels attacked the port yesterday."
    )
    assert [event.date_start for event in events(parse(text))] == ["2024-12-04", "2024-12-02"]


def test_one_stamp_says_only_when_the_page_was_touched() -> None:
    assert list(moments("Updated 5 December 2024\nRebels fled yesterday.", FRIDAY)) == []


@pytest.mark.parametrize("end", ["\n", "\u2028", "\u2029"])
def test_a_press_offices_dateline_is_no_day_of_an_event(parse: Parse, end: str) -> None:
    opening = f"For Immediate Release{end}KABUL, Afghanistan (May 13, 2011) — "
    text = f"{opening}Insurgents attacked a checkpoint yesterday. Insurgents killed a guard."
    first, second = events(parse(text, date(2011, 5, 14)))
    assert (first.source, first.date_start) == ("Insurgents", "2011-05-12")
    assert second.date_start != "2011-05-13"
