"""The clause of a time tells whether it lies ahead or behind."""

from __future__ import annotations

from datetime import date

import pytest

from tests.documents import Parse, token_of
from tests.transforms.resolving.timing.conftest import FRIDAY
from transforms.resolving.dates import times
from transforms.resolving.timing.tense import is_ahead, is_lasting

SENTENCES = """
The president will travel on January 5.|2025-01-05||day
The ministers are due to meet on Sunday.|2024-12-08||day
Rebels were to leave the city on Sunday.|2024-12-08||day
The first group was to be escorted out of the city on Sunday.|2024-12-08||day
A convoy was due to arrive on Sunday.|2024-12-08||day
The evacuation was to have begun on Sunday.|2024-12-01||day
Rebels were to leave on Sunday, but stayed in the city.|2024-12-01||day
The talks will begin on Monday.|2024-12-09||day
The army plans to withdraw by May.|2025-05||month
The trial opens on Monday.|2024-12-09||day
The vote was postponed until Monday.|2024-12-09||day
The truce was extended until January 5.|2025-01-05||day
The meeting is scheduled for Tuesday.|2024-12-10||day
The army attacked the port on Monday.|2024-12-02||day
The group set up a base near Hama on Monday.|2024-12-02||day
The army attacked the port on Monday, 5 December.|2024-12-05||week
The army attacked the port on Sunday, 30 November.|2024-11-30||week
The rebels attacked the town on January 5.|2024-01-05||day
Troops had captured the town by Monday.|2024-12-02||day
He served in the army until March.|2024-03||month
The troops must leave the town by Wednesday.|2024-12-11||day
The planned attack on Monday worried traders.|2024-12-09||day
The envoys will meet in two weeks.|2024-12-16|2024-12-22|week
The house was set on fire on Tuesday.|2024-12-03||day
On October 9 a driver was set upon with bombs.|2024-10-09||day
The truce was extended in February.|2024-02||month
Gangs tried to seize the airport on Tuesday.|2024-12-03||day
The attempt to seize the airport on Tuesday failed.|2024-12-03||day
The ministers welcomed the summit to be held on Sunday.|2024-12-08||day
The mediator has called both sides to a meeting on Tuesday.|2024-12-10||day
The unions called a strike for Tuesday over the law.|2024-12-10||day
The unions called a strike from January 5.|2025-01-05||day
The troops could be sent in April.|2025-04||month
The militia could not hold the bridge on Tuesday.|2024-12-03||day
The junta told them to go in November.|2024-11||month
Three thousand people have fled since Tuesday.|2024-12-03||day
The UN has called for an inquiry into the killing of twelve people on Tuesday.|2024-12-03||day
Gunmen have set fire to thirty houses on Tuesday.|2024-12-03||day
The ministry has summoned the envoy over the attack on Tuesday.|2024-12-03||day
It was the third school to be bombed on Tuesday.|2024-12-03||day
Nobody could leave the camp on Tuesday.|2024-12-03||day
Aid trucks could enter the town on Tuesday.|2024-12-03||day
Footage from January shows soldiers in the town.|2024-01||month
The death toll for July in the province rose to 300.|2024-07||month
The unions announced a strike from Tuesday.|2024-12-10||day
The government wanted to hold elections in February.|2025-02||month
Civilians will be helped to leave the town on Tuesday.|2024-12-10||day
The vote will be held on Saturday, October 18.|2025-10-18||day
The minister said on Tuesday next steps would follow.|2024-12-03||day
"""


@pytest.mark.parametrize("line", SENTENCES.strip().splitlines())
def test_the_clause_tells_which_way_to_look(parse: Parse, line: str) -> None:
    text, *cells = line.split("|")
    (found,) = times(parse(text).doc.sents[0], FRIDAY)
    assert found.when is not None
    assert [found.when.start, found.when.end or "", found.when.precision] == cells


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("The army will attack the port on Monday.", "Monday", True),
        ("The army attacked the port on Monday.", "Monday", False),
        ("The planned attack on Monday worried traders.", "Monday", True),
        ("The vote was postponed until Monday, rebels said.", "Monday", True),
        ("Soldiers went from house to house on Monday.", "Monday", False),
    ],
)
def test_a_clause_looks_ahead_or_back(parse: Parse, text: str, word: str, expected: bool) -> None:
    assert is_ahead(token_of(parse(text), word)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("He served in the army until March.", True), ("The troops must leave the town by March.", False)],
)
def test_a_verb_of_lasting_reaches_up_to_its_time(parse: Parse, text: str, expected: bool) -> None:
    assert is_lasting(token_of(parse(text), "March")) is expected


def test_what_will_be_late_in_the_year_is_of_the_same_year(parse: Parse) -> None:
    for text, start in (
        ("The country will vote in December.", "2025-12"),
        ("It will vote on November 29.", "2025-11-29"),
    ):
        (found,) = times(parse(text).doc.sents[0], date(2025, 1, 15))
        assert found.when is not None
        assert found.when.start == start
