"""A sentence may tell two acts."""

from __future__ import annotations

import pytest

from tests.transforms.linking.conftest import (
    BOMB,
    ON,
    AddFact,
    Row,
    bounds,
    incidents_of,
    only_incident,
)
from transforms.linking.article import reports
from transforms.linking.two_acts import are_two


def test_two_acts_of_a_sentence_keep_their_own_dead(add_fact: AddFact) -> None:
    text = "A bomb killed three officers in Idlib on Tuesday, and gunmen shot dead two teachers."
    add_fact("a", text, **BOMB | {"trigger": "killed", "target": "three officers"}, **ON)
    add_fact("a", text, trigger="shot", acled_sub_event="Attack", source="gunmen", target="two teachers", **ON)
    add_fact("a", text, 3, number_words="three", who="officers")
    rows = add_fact("a", text, 2, number_words="two", who="teachers")
    assert sorted(bounds(row) for row in incidents_of(rows)) == [(2, 2), (3, 3)]


def test_what_gunmen_then_did_is_of_the_act_that_their_sentence_tells(add_fact: AddFact) -> None:
    text = "A bomb killed three officers at a hotel in Idlib on Tuesday, and gunmen then shot dead two teachers."
    add_fact("a", text, **BOMB | {"trigger": "killed", "target": "three officers"}, **ON)
    rows = add_fact("a", text, trigger="shot", acled_sub_event="Attack", source="gunmen", target="two teachers", **ON)
    assert len(incidents_of(rows)) == 1


TWO_ACTS = (
    "A bomb killed three officers in Idlib on Tuesday, and gunmen shot dead two teachers in a separate attack.",
    "A bomb killed three officers in Idlib on Tuesday and gunmen shot dead two teachers in the town hours later.",
    "A bomb killed three officers in Idlib on Tuesday, while elsewhere in the town gunmen shot dead two teachers "
    "in another shooting.",
)


def _two_acts(add_fact: AddFact, text: str) -> list[Row]:
    """What a text tells of a bomb that killed officers and of gunmen who shot teachers."""
    add_fact("a", text, **BOMB | {"trigger": "killed"}, target="three officers", **ON)
    add_fact("a", text, trigger="shot dead", acled_sub_event="Attack", source="gunmen", target="two teachers", **ON)
    add_fact("a", text, 3, number_words="three", who="officers")
    return add_fact("a", text, 2, number_words="two", who="teachers")


@pytest.mark.parametrize("text", TWO_ACTS)
def test_two_acts_of_a_sentence_have_each_its_dead(add_fact: AddFact, text: str) -> None:
    found = incidents_of(_two_acts(add_fact, text))
    assert sorted(map(bounds, found)) == [(2, 2), (3, 3)]
    assert {row["source"]: row["deaths_low"] for row in found} == {None: 3, "gunmen": 2}


def test_victims_are_counted_in_words_or_digits(add_fact: AddFact) -> None:
    text = "A bomb killed 3 officers in Idlib on Tuesday, and gunmen shot dead 2 teachers there."
    add_fact("a", text, **BOMB | {"trigger": "killed"}, target="3 officers", **ON)
    shot = {"trigger": "shot dead", "acled_sub_event": "Attack", "source": "gunmen", "target": "2 teachers"}
    assert are_two(*reports(add_fact("a", text, **shot, **ON), {}))


@pytest.mark.parametrize(
    "text",
    [
        "A bomb killed three officers at a hotel in Idlib on Tuesday, and gunmen then shot dead two teachers in it.",
        "Fighters shot dead two teachers and a bomb killed three officers in the same attack on Idlib on Tuesday.",
    ],
)
def test_the_dead_of_one_act_in_two_clauses_are_added(add_fact: AddFact, text: str) -> None:
    assert bounds(only_incident(_two_acts(add_fact, text))) == (5, 5)


def test_two_words_for_those_who_were_killed_once_are_one_act(add_fact: AddFact) -> None:
    text = "In another raid on Tuesday, mortar fire killed six people in Idlib, the mayor said."
    add_fact("a", text, trigger="raid", source="Syrian army", source_actor="sy-mil", target="six people", **ON)
    shells = {"trigger": "mortar fire", "acled_sub_event": "Shelling/artillery/missile attack"}
    add_fact("a", text, **shells, target="six people", **ON)
    assert bounds(only_incident(add_fact("a", text, 6, number_words="six", who="people"))) == (6, 6)
