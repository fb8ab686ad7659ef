"""An event has the date of its own clause, or of the clause that governs it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.documents import Parse, token_of
from tests.transforms.resolving.timing.conftest import FRIDAY
from transforms.facts.events.extraction import events
from transforms.resolving.dates import counted_from_act, is_day_untold, is_time_of_saying, time_of_clause, times


@pytest.mark.parametrize(
    ("text", "event", "start"),
    [
        ("Rebels captured the town of Saraqib on Thursday.", "captured", "2024-12-05"),
        ("On 27 November, the fighters attacked an army post near Aleppo.", "attacked", "2024-11-27"),
        ("Troops bombed the market on Monday, killing nine people.", "killing", "2024-12-02"),
        ("The army shelled the village and killed two farmers on Tuesday.", "killed", "2024-12-03"),
        ("Tuesday's attack killed four soldiers.", "attack", "2024-12-03"),
        ("The rebels besieged the base in 2013.", "besieged", "2013"),
        ("The ministry said on Wednesday that gunmen had killed three teachers.", "killed", None),
        ("Gunmen killed three teachers.", "killed", None),
        ("Three soldiers were killed in fighting near Ora on Tuesday night, officials said.", "killed", "2024-12-03"),
        ("Three soldiers were killed in fighting near Ora, officials said on Tuesday.", "killed", None),
        ("Fighters took the fort on Monday. The previous day, shells killed two guards.", "killed", "2024-12-01"),
        ("Fighters took the fort on Monday. Two days later, shells killed two guards.", "killed", "2024-12-04"),
        ("Shells killed two guards the previous day.", "killed", None),
        ("On Tuesday the troops shelled the port, and the rebels attacked the fort.", "attacked", "2024-12-03"),
        ("Rebels attacked the fort, and the army shelled the port on Tuesday.", "attacked", None),
        ("The minister condemned on Tuesday the attack.", "attack", None),
        ("Envoys met on Tuesday after the attack.", "attack", None),
        ("It was the deadliest attack since June.", "attack", None),
        ("Talks will begin on Monday.", "begin", "2024-12-09"),
        ("The militia refused to join a 2016 peace deal.", "refused", None),
        ("Rebels rejected the 2018 agreement on Monday.", "rejected", "2024-12-02"),
        ("The 2014 attack killed nine people.", "attack", "2014"),
        ("The town was destroyed in the 1967 war.", "destroyed", "1967"),
        ("The union called a strike for Monday.", "called", "2024-12-09"),
    ],
)
def test_an_event_has_the_date_of_its_own_clause(parse: Parse, text: str, event: str, start: str | None) -> None:
    document = parse(text)
    found = time_of_clause(token_of(document, event), FRIDAY)
    assert (found.start if found else None) == start


@pytest.mark.parametrize(
    ("text", "trigger", "day"),
    [
        ("The envoy condemned the attack of Monday on the port.", "condemned", None),
        ("The envoy condemned the raid in a statement issued on Monday.", "condemned", "2024-12-02"),
        ("Protesters disrupted a play starring a famous singer on Monday night.", "disrupted", "2024-12-02"),
        ("On Tuesday the general said that he would bomb the port.", "bomb", "2024-12-03"),
    ],
)
def test_a_day_is_of_the_word_that_it_modifies(parse: Parse, text: str, trigger: str, day: str | None) -> None:
    (event,) = (event for event in events(parse(text)) if event.trigger == trigger)
    assert event.date_start == day


def test_an_expression_has_its_place_in_the_text(parse: Parse) -> None:
    document = parse("Nobody came. Rebels attacked the fort on Friday 29 November and fled.")
    (found,) = [each for sent in document.doc.sents for each in times(sent, FRIDAY)]
    assert document.doc.text[found.start : found.end] == found.text == "Friday 29 November"
    assert found.rule == "full date"


SENTENCES = """
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


@pytest.mark.parametrize("line", SENTENCES.strip().splitlines())
def test_the_times_of_a_sentence(parse: Parse, line: str) -> None:
    text, _, expected = line.partition("|")
    found = [each.when for sent in parse(text).doc.sents for each in times(sent, FRIDAY)]
    assert ",".join(f"{when.start}..{when.end}" if when.end else when.start for when in found if when) == expected


@pytest.mark.parametrize(
    ("text", "trigger", "day"),
    [
        ("Thousands marched on Sunday, two days after a bomb killed four people.", "killed", "2024-12-06"),
        ("Thousands marched on Sunday, two days after rebels raided a camp and killed four.", "killed", "2024-12-06"),
        ("The army took the town on Sunday, a week before rebels burned it.", "burned", "2024-12-15"),
        ("Thousands marched, two days after a bomb killed four people.", "killed", None),
        ("Families are going home, ten days after rebels left.", "left", "2024-11-29"),
        ("Rebels have freed ten pupils, two days after they seized them.", "seized", None),
        ("A year after rebels left, the town still has no school.", "left", "2023"),
        ("Thousands marched on Sunday, two months after rebels left.", "left", "2024-10"),
        ("Thousands marched on Sunday, two days after they wept, and a bomb killed four.", "killed", None),
        ("They met on Sunday, two days after Tuesday's bomb killed four people.", "killed", None),
    ],
)
def test_the_day_of_an_act_from_which_another_is_counted(
    parse: Parse, text: str, trigger: str, day: str | None
) -> None:
    doc = parse(text).doc
    act = next(token for token in doc if token.text == trigger)
    found = counted_from_act(act, date(2024, 12, 9))
    assert (found.start if found else None) == day


def test_an_earlier_day_counts_from_what_happened_and_not_from_who_said_so(parse: Parse) -> None:
    doc = parse(
        "Rebels took Hama on Wednesday. The army said on Thursday that it had left. A day earlier, jets came."
    ).doc
    (last,) = [each for each in times([*doc.sents][-1], date(2024, 12, 6)) if each.when]
    assert last.when is not None
    assert last.when.start == "2024-12-03"


def test_an_earlier_day_counts_from_no_year_that_names_a_thing(parse: Parse) -> None:
    doc = parse("Rebels took Hama on Wednesday. Two signed the 2016 peace agreement. A day earlier, jets came.").doc
    (last,) = [each for each in times([*doc.sents][-1], date(2024, 12, 6)) if each.when]
    assert last.when is not None
    assert last.when.start == "2024-12-03"


@pytest.mark.parametrize(
    ("text", "trigger", "is_untold"),
    [
        ("Gunmen killed four guards, police said, without saying when.", "killed", True),
        ("Gunmen killed four guards, police said on Tuesday, without saying when.", "killed", True),
        ("Police said on Tuesday that gunmen had killed four guards, but did not say when.", "killed", True),
        ("Jets struck Rafah on Monday, and it was unclear when the crossing would reopen.", "struck", False),
        ("On Monday rebels shelled Hama and killed four guards; it is not known when help will come.", "killed", False),
        ("Gunmen killed four guards.", "killed", False),
    ],
)
def test_a_day_is_untold_where_the_clause_has_none(parse: Parse, text: str, trigger: str, is_untold: bool) -> None:
    assert is_day_untold(token_of(parse(text), trigger), FRIDAY) is is_untold


@pytest.mark.parametrize(
    ("text", "act", "is_of_saying"),
    [
        ("The rebels said on Thursday that they had shelled the base.", "shelled", True),
        ("The rebels said in a statement on Thursday that they had shelled the base.", "shelled", True),
        ("Nine people died in the shelling, police said on Thursday.", "died", True),
        ("The general was quoted on Thursday as saying that his men had shelled the base.", "shelled", True),
        ("The rebels said that they had shelled the base on Thursday.", "shelled", False),
        ("The rebels said so and shelled the base on Thursday.", "shelled", False),
        ("The rebels shelled the base on Thursday, the army said.", "shelled", False),
    ],
)
def test_a_time_is_that_of_saying(parse: Parse, text: str, act: str, is_of_saying: bool) -> None:
    document = parse(text)
    token = token_of(document, act)
    (time,) = times(token.sent, FRIDAY)
    assert is_time_of_saying(time, token) is is_of_saying
