"""Time expressions in sentences of news with their TIMEX3 values (TimeML), written on a Thursday in April.

The expression stands in brackets; `A/B` is a span, and no value means that the words settle no calendar range
(durations, sets, vague references). "This week" is the part of it that the clause is about. A time of day has the value
of its day, since facts are dated by day.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from tests.documents import Parse
from transforms.resolving.dates import times

THURSDAY = date(2024, 4, 18)
SEASONS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11)}

TIMEX = """
Gunmen shot a trader [on Tuesday, April 16].|2024-04-16
Gunmen shot a trader [on Tuesday 16 April 2024].|2024-04-16
The bridge fell [on Sat., Apr. 13, 2024].|2024-04-13
The envoy arrived on [Tues. 9 Apr] and left.|2024-04-09
Shelling hit the port [on Sept. 3].|2023-09-03
The market was bombed on [3rd Sept. 2022].|2022-09-03
The army shelled the port between [Feb. 24 and March 2].|2024-02-24/2024-03-02
Rebels held the hill [from 3 to 9 January 2023].|2023-01-03/2023-01-09
Envoys met in Geneva on [March 4-8].|2024-03-04/2024-03-08
Troops shelled the port [from Monday to Wednesday].|2024-04-15/2024-04-17
The war raged from [2011 to 2016].|2011/2016
Rebels took the town [last summer].|2023-SU
Rebels took the town [last winter].|2023-12/2024-02
Fighting resumed [this spring].|2024-SP
Rebels took the town [in the fall of 2021].|2021-FA
The two states signed a treaty [a decade ago].|2014
The two states signed a treaty [two decades ago].|2004
Rebels attacked the fort on Tuesday. Its guards had fled [the night before].|2024-04-15
Gunmen stormed the school [early on Tuesday].|2024-04-16
Gunmen stormed the school [late last month].|2024-03
The army will leave the base [by May].|2024-05
Rebels took the town on 3 March. [Three weeks earlier], they took the fort.|2024-W06
Arms sales rose [in Q3].|2023-Q3
Guerrillas fought the army in [the 1990s].|199
The battle lasted for [three weeks].|
A bomb exploded at [9 a.m. Wednesday].|2024-04-17
The ministry registered the attack on [2024-04-12].|2024-04-12
The alert was sent at [2024-04-12T09:30:00Z].|2024-04-12
Bombers struck churches [on Easter Sunday].|2024-03-31
Bombers struck churches [on Christmas Eve].|2023-12-24
A rocket killed a girl [on New Year's Day].|2024-01-01
Police clashed with marchers [on Good Friday].|2024-03-29
A gunman killed pupils [on Valentine's Day].|2024-02-14
A bomb killed pilgrims [on Palm Sunday].|2024-03-24
A bomb killed shoppers [on Boxing Day].|2023-12-26
Unions will march [on May Day].|2024-05-01
The rebels withdrew [the day before yesterday].|2024-04-16
The rebels withdrew [yesterday evening].|2024-04-17
The president will speak [tonight].|2024-04-18
Drones hit the depot [this morning].|2024-04-18
Drones hit the depot [on Thursday].|2024-04-18
Drones hit the depot [last Thursday].|2024-04-11
The council will meet [next Thursday].|2024-04-25
The council will meet [this coming Saturday].|2024-04-20
The council met [this past Saturday].|2024-04-13
The army shelled the camp [on Friday].|2024-04-12
The envoys will meet [on Friday].|2024-04-19
Clashes killed six people [over the weekend].|2024-04-13/2024-04-14
Clashes killed six people [last weekend].|2024-04-13/2024-04-14
The truce collapsed [in mid-February].|2024-02
The truce collapsed [in early 2022].|2022
The truce collapsed [late in 2021].|2021
The truce collapsed [at the end of 2020].|2020
The war has killed thousands [since 2011].|2011
Protests broke out [in March 2011].|2011-03
Protests broke out [in the spring of 2011].|2011-SP
Attacks doubled in [the first quarter of 2023].|2023-Q1
Attacks doubled in [the second half of 2022].|2022-H2
Attacks doubled in [the latter half of 2019].|2019-H2
Spending on arms rose in [fiscal 2023].|2023
Arms sales fell in the year ended [Sept. 30].|2023-09-30
The empire fell in [the 19th century].|18
Militias fought in [the eighties].|198
Militias fought in [the mid-1980s].|198
Militias fought in [the early 2000s].|200
The island was divided [half a century ago].|1974
The island was divided [a quarter-century ago].|1999
Rebels seized the mine [a year ago].|2023
Rebels seized the mine [five months ago].|2023-11
Rebels seized the mine [ten days ago].|2024-04-08
Rebels seized the mine [48 hours ago].|2024-04-16
Rebels seized the mine [an hour ago].|2024-04-18
Rebels seized the mine [two nights ago].|2024-04-16
Rebels seized the mine [a fortnight ago].|2024-W14
Rebels seized the mine [two Fridays ago].|2024-04-05
The war began in 2011. [Two years later], rebels took the capital.|2013
Rebels attacked the fort on 5 February. [The following day], they took it.|2024-02-06
Rebels attacked the fort on 5 February. [The next morning], they took it.|2024-02-06
Rebels attacked the fort on Sunday. [That night], they took it.|2024-04-14
The wall fell in 1989. [Earlier that year], troops had opened the border.|1989
Rebels attacked the fort in June 2020. [The following month], they took it.|2020-07
Rebels attacked the fort in June 2020. [The previous year], they had lost it.|2019
Rebels attacked the fort on 12 April. [A week earlier], they had lost it.|2024-W14
Rebels attacked the fort on Tuesday. [Three days before], they had lost it.|2024-04-13
Rebels attacked the fort on Tuesday, [a day earlier] than planned.|2024-04-15
Rebels attacked the fort on Tuesday. [The day after], they took it.|2024-04-17
Attacks have increased [in recent weeks].|
The siege has lasted [two days].|
Worshippers gather there [every Friday].|
Talks were held [ten months after the coup].|
The troops will leave [next month].|2024-05
The troops will leave [next year].|2025
The troops left [this month].|2024-04
The troops left [this week].|2024-04-15/2024-04-18
The troops will leave [later this year].|2024
The troops will leave by [the end of the month].|2024-04
The troops will leave by [the end of June].|2024-06
The truce holds [until 30 April].|2024-04-30
A mine killed a boy [on the 12th].|2024-04-12
A mine killed a boy on [the 12th of this month].|2024-04-12
A mine killed a boy on [the 3rd of last month].|2024-03-03
The truce will begin on [the first of May].|2024-05-01
The truce began on [May 1st, 2015].|2015-05-01
Gunmen stormed the hall on [the evening of March 22].|2024-03-22
A strike hit the house in [the early hours of Wednesday].|2024-04-17
A strike hit the house in [the small hours of Sunday].|2024-04-14
A strike hit the house shortly before [midnight on Monday].|2024-04-15
A strike hit the house at [noon on Saturday].|2024-04-13
A strike hit the house at [14:30 GMT on Saturday].|2024-04-13
A strike hit the house before [dawn on Monday].|2024-04-15
A strike hit the house [Wednesday afternoon].|2024-04-17
A strike hit the house [last Sunday night].|2024-04-14
A strike hit the house on [the night of 12-13 April].|2024-04-12/2024-04-13
The report of [25/03/2024] counts nine dead.|2024-03-25
The report of [03/25/24] counts nine dead.|2024-03-25
The report of [25.3.2024] counts nine dead.|2024-03-25
Nobody was charged over the [April 2023] raid.|2023-04
Nobody was charged over the [March 7] raid.|2024-03-07
Nobody was charged over the [14 February] raid.|2024-02-14
Israel took the heights in the [1967] war.|1967
[Sunday's] raid killed nine people.|2024-04-14
Bombers struck the palace [last Christmas].|2023-12-25
The town was settled in [the summer of '69].|1969-SU
The dictator fled [in '91].|1991
Guerrillas were active in [the Sixties].|196
Parliament met on [the first Monday of March].|2024-03-04
Parliament met on [the last Sunday in March].|2024-03-31
The envoys will meet [in three days].|2024-04-21
The envoys will meet [six weeks from now].|2024-W22
The villagers had fled [by Wednesday night].|2024-04-17
The ship sank in [the week of April 1].|2024-W14
The ship sank on [Monday of last week].|2024-04-08
The ship sank on [Friday the 12th].|2024-04-12
The ship sank on [12 April, a Friday].|2024-04-12
The ship sank in [the winter of 2022-23].|2022-12/2023-02
The garrison had grown to 900 men by [year-end 2022].|2022
The garrison grew in [mid-2023].|2023
The garrison grew in [the last quarter of 2021].|2021-Q4
The garrison was shelled on [7 and 8 April].|2024-04-07/2024-04-08
The garrison was shelled on [Saturday and Sunday].|2024-04-13/2024-04-14
The empires fought in [1914-18].|1914/1918
The province was besieged [from March through May 2021].|2021-03/2021-05
Militants crossed the border on [Oct. 7].|2023-10-07
Hijackers struck the city on [Sept. 11, 2001].|2001-09-11
A verdict may come [as early as Monday].|2024-04-22
The hostages must be freed [no later than Friday].|2024-04-19
The road will be closed [starting Monday].|2024-04-22
The dead numbered 90 [as of Wednesday].|2024-04-17
Nine villages have burned [since last Friday].|2024-04-12
Banks collapsed [back in 2008].|2008
Gunmen seized the mine [in August last year].|2023-08
Gunmen seized the mine [last August].|2023-08
The province will vote [next January].|2025-01
The province will vote [this June].|2024-06
The province voted [in December].|2023-12
The province will vote [in June].|2024-06
The envoy met the rebels [on Wed].|2024-04-17
The envoy met the rebels [on Mon. night].|2024-04-15
Arms exports rose from [the year-earlier quarter].|
Rebels killed 12 people in [the first nine months of 2023].|2023-01/2023-09
Fighting eased in the quarter ended [Dec. 31].|2023-12-31
The truce collapsed [about two years ago].|2022
The truce collapsed [nearly a decade ago].|2014
The truce collapsed [almost a month ago].|2024-03
The truce collapsed [some 30 years ago].|1994
The truce collapsed [just over a year ago].|2023
The truce collapsed [a year and a half ago].|
The truce collapsed [less than a month ago].|
The shelling began [Tuesday night] and stopped [at daybreak].|2024-04-16
The minister said [Wednesday] that troops would leave.|2024-04-17
The minister said the army would attack [next Tuesday].|2024-04-23
The army [last week] captured the town.|2024-W15
The army attacked in [the spring of last year].|2023-SP
The army attacked the port [late Monday night].|2024-04-15
The army attacked the port [Monday, Jan. 8].|2024-01-08
The army attacked the port on [Jan. 8, 9 and 10].|2024-01-08/2024-01-10
The army attacked the port on [the second day of April].|2024-04-02
The army attacked the port [on the 2nd of April 2023].|2023-04-02
The army attacked the port in [1991 and 1992].|1991/1992
The army attacked the port [in the late '60s].|196
The army attacked the port [mid-last year].|2023
The army attacked the port [mid-week].|
The army attacked the port [at midnight].|
The army attacked the port [at the weekend].|2024-04-13/2024-04-14
The army attacked the port [in the middle of the night].|
The army attacked the port [on Apr 9th].|2024-04-09
The army attacked the port [04/09/2024].|
The army attacked the port [on 9th April, 2023].|2023-04-09
The army attacked the port in [the 20th century].|19
The army attacked the port [in the last century].|19
The army attacked the port in [the last two weeks of March].|2024-03
The army attacked the port in [the first days of January].|2024-01
The army attacked the port [the week of 8 April].|2024-W15
The army attacked the port [in the week ending 14 April].|2024-04-08/2024-04-14
The army attacked the port [on Thursday last week].|2024-04-11
The army attacked the port [the Friday before last].|2024-04-05
The army attacked the port [a week ago on Tuesday].|2024-04-09
The army attacked the port [last Tuesday week].|
The army attacked the port [three Mondays ago].|2024-04-01
The army attacked the port [on two consecutive days].|
The army attacked the port [a day after the truce].|
The army attacked the port [in Dec. 2023].|2023-12
The army attacked the port [in Sept].|2023-09
The army attacked the port [on 1st January].|2024-01-01
The army attacked the port [in 2023/24].|2023/2024
The army attacked the port [in the summer months].|
The army attacked the port [last November].|2023-11
The army attacked the port [in November of 2022].|2022-11
The army attacked the port [early in March].|2024-03
The army attacked the port [in the latter part of 2022].|2022
The army attacked the port [in the first part of 2022].|2022
The army attacked the port [toward the end of 2022].|2022
The army attacked the port [towards the end of March].|2024-03
The army attacked the port [in the closing days of 2022].|2022
The army attacked the port [at the turn of the millennium].|
The army attacked the port [in the early part of this century].|20
The army attacked the port [in the same week].|
The army will attack the port [in the coming days].|
The army will attack the port [in the next few weeks].|
The army will attack the port [by 2030].|2030
The army will attack the port [by the end of the decade].|202
The army will attack the port [by Christmas].|2024-12-25
The army will attack the port [this autumn].|2024-FA
The army will attack the port [on Monday morning].|2024-04-22
The army will attack the port [on May 7 or 8].|
The army will attack the port [on 21 April].|2024-04-21
The army will attack the port [a week from today].|2024-04-25
The army will attack the port [a year from now].|2025
The army will attack the port [this weekend].|2024-04-20/2024-04-21
The army will attack the port [in two years].|2026
The army will attack the port [in two years' time].|2026
The army will attack the port [at 5 p.m. EDT today].|2024-04-18
The army will attack the port [on Sunday, June 2].|2024-06-02
The army will attack the port [in early May].|2024-05
The army will attack the port [next spring].|2025-SP
Rebels shot down a jet [on the day of the vote].|
Rebels held the town in 2015. [The year before], they had lost it.|2014
Rebels took the town in March 2015. [A month later], they lost it.|2015-04
Rebels took the town in March 2015. [Two months earlier], they had lost it.|2015-01
Rebels took the town on March 9, 2015. [Six months later], they lost it.|2015-09
Rebels took the town on March 9, 2015, and lost it [a week later].|2015-W12
Rebels took the town on March 9, 2015, and lost it [the next day].|2015-03-10
Rebels took the town on March 9, 2015, and lost it [the same evening].|2015-03-09
Rebels took the town on March 9, 2015, and lost it [later that month].|2015-03
Rebels took the town on March 9, 2015, and lost it [the following week].|2015-W12
Rebels took the town on March 9, 2015, and lost it [two days afterwards].|2015-03-11
Rebels took the town last year. [Three years before that], they had lost it.|2020
Rebels took the town on Monday. [On Tuesday], they lost it.|2024-04-16
He was born [on 2 May 1960] in a village.|1960-05-02
The 45-year-old general was arrested [at the age of 20].|
The general, 45, was arrested [in his 20s].|
The mission lasted from [May 2020 until June 2021].|2020-05/2021-06
The mission lasted from [late 2020 to early 2021].|2020/2021
The mission began on [the last day of March].|2024-03-31
The mission began on [the first day of 2023].|2023-01-01
The mission began on [Monday, the 8th].|2024-04-08
The mission began [Saturday, 4/13].|2024-04-13
The mission began [on 20240413].|2024-04-13
The patrol was ambushed on [Saturday, 13 April].|2024-04-13
The patrol will leave on [Sunday, 21 April].|2024-04-21
The patrol was ambushed between [April 10 - 12, 2023].|2023-04-10/2023-04-12
The patrol was ambushed on [April 10 – 12].|2024-04-10/2024-04-12
The patrol was ambushed overnight [Tuesday].|2024-04-16
The patrol was ambushed overnight from [Monday to Tuesday].|2024-04-15/2024-04-16
The patrol was ambushed [overnight].|2024-04-18
The patrol was ambushed in [the years 2014 to 2016].|2014/2016
The patrol was ambushed [on the weekend of 6 and 7 April].|2024-04-06/2024-04-07
The patrol was ambushed on [the weekend of 6-7 April].|2024-04-06/2024-04-07
The patrol was ambushed [during January and February].|2024-01/2024-02
The patrol was ambushed [in January and February 2021].|2021-01/2021-02
The patrol was ambushed in [January] and March.|2024-01
Mines killed 90 people in [the 12 months to March 2024].|2023-04/2024-03
Mines killed 90 people in [the year to March].|2023-04/2024-03
Mines killed 90 people in [the three months ended in June 2022].|2022-04/2022-06
Mines killed 90 people [over the last fortnight].|2024-04-04/2024-04-18
The fort was sold [eight months back].|2023-08
He came two weeks back [to the front].|
"""


def _cases() -> list[tuple[str, int, int, tuple[str, str] | None]]:
    """The sentences without their brackets, the offsets of the expression, and its first and last day."""
    found = []
    for line in TIMEX.strip().splitlines():
        marked, _, value = line.rpartition("|")
        start, end = marked.index("["), marked.index("]") - 1
        found.append((re.sub(r"[][]", "", marked), start, end, span(value) if value else None))
    return found


def span(value: str) -> tuple[str, str]:
    """The first and the last day of a TIMEX3 value, or of a span of two."""
    first, _, last = value.partition("/")
    return (_days(first)[0], _days(last or first)[1])


def _days(value: str) -> tuple[str, str]:
    year, _, part = value.partition("-")
    if len(year) < 4:
        width = 10 ** (4 - len(year))
        begin = int(year) * width + (width == 100)
        return f"{begin}-01-01", f"{begin + width - 1}-12-31"
    if part.startswith("W"):
        monday = date.fromisocalendar(int(year), int(part[1:]), 1)
        return monday.isoformat(), (monday + timedelta(days=6)).isoformat()
    if part in SEASONS or part[:1] in ("Q", "H"):
        width = 3 if part[0] == "Q" else 6
        first, last = SEASONS.get(part) or (width * int(part[1]) - width + 1, width * int(part[1]))
        return _days(f"{year}-{first:02}")[0], _days(f"{year}-{last:02}")[1]
    if len(part) == 2:
        after = date(int(year) + int(part) // 12, int(part) % 12 + 1, 1)
        return f"{value}-01", (after - timedelta(days=1)).isoformat()
    return (value, value) if part else (f"{year}-01-01", f"{year}-12-31")


@pytest.mark.parametrize(("text", "start", "end", "right"), _cases(), ids=lambda cell: str(cell)[:60])
def test_a_time_has_its_value(parse: Parse, text: str, start: int, end: int, right: tuple[str, str] | None) -> None:
    document = parse(text, THURSDAY)
    met = [e for sent in document.doc.sents for e in times(sent, THURSDAY) if e.start < end and e.end > start]
    read = [span(f"{e.when.start}/{e.when.end}" if e.when.end else e.when.start) for e in met if e.when]
    assert read == ([right] if right else [])
