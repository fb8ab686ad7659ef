"""What an article counts of a year, of a war or of several acts is no happening and no toll."""

from __future__ import annotations

import pytest

from tests.transforms.linking.conftest import (
    NOWHERE,
    ON,
    AddFact,
    Row,
    bounds,
    incidents_of,
    only_incident,
)


def test_a_running_total_is_no_toll(add_fact: AddFact) -> None:
    add_fact("a", "Jets struck Idlib in a war that killed 500,000.")
    found = only_incident(add_fact("a", "Jets struck Idlib in a war that killed 500,000.", 500_000, cumulative=True))
    assert found["deaths_high"] is None


def test_the_dead_of_two_attacks_together_are_the_toll_of_neither(add_fact: AddFact) -> None:
    text = "Two separate attacks killed 13 people in Idlib on Tuesday."
    add_fact("a", text, trigger="attacks", acled_sub_event="Attack", target="13 people", **ON)
    add_fact("a", text, 13, who="people")
    add_fact("a", "Shells hit a market and killed nine.", trigger="hit", target="a market", index=1, **ON,
         acled_sub_event="Shelling/artillery/missile attack")  # fmt: skip
    add_fact("a", "Shells hit a market and killed nine.", 9, index=1)
    text = "Then men threw a grenade into a bar and killed four."
    add_fact("a", text, trigger="threw", acled_sub_event="Grenade", index=5, target="a bar", source="men", **ON)
    found = incidents_of(add_fact("a", text, 4, index=5))
    assert sorted(map(bounds, found)) == [(4, 4), (9, 9)]


def test_the_sum_of_what_sentences_in_a_row_count_is_the_toll_of_none(add_fact: AddFact) -> None:
    head = "At least 31 people were killed in the two districts during the week."
    add_fact("a", head, trigger="killed", target="At least 31 people", acled_sub_event="Attack")
    add_fact("a", head, 31, number_words="at least 31", high=None)
    for index, (town, number) in enumerate((("Hama", 14), ("Homs", 6), ("Daraa", 11)), 3):
        text = f"Gunmen attacked {town} and killed {number} people."
        place: Row = {"place": town, "place_id": index, "index": index}
        add_fact("a", text, trigger="attacked", acled_sub_event="Attack", **place)
        rows = add_fact("a", text, number, **place)
    assert sorted(row["deaths_low"] for row in incidents_of(rows)) == [6, 11, 14]


def test_the_dead_of_attacks_on_several_places_are_the_toll_of_none(add_fact: AddFact) -> None:
    head = "The army killed at least nine people in attacks on several provinces."
    add_fact("a", head, trigger="killed", target="at least nine people")
    add_fact("a", head, 9, number_words="at least nine", high=None)
    for index, (town, number) in enumerate((("Hama", 5), ("Homs", 2)), 3):
        text = f"Jets struck {town} and killed {number} people."
        add_fact("a", text, place=town, place_id=index, index=index)
        rows = add_fact("a", text, number, place=town, place_id=index, index=index)
    assert sorted(row["deaths_low"] for row in incidents_of(rows)) == [2, 5]


def test_a_count_of_the_year_is_no_happening(add_fact: AddFact) -> None:
    text = "Hundreds of people have been abducted in Idlib this year."
    act = {"trigger": "abducted", "plover": "COERCE", "acled_sub_event": "Abduction/forced disappearance"}
    add_fact("a", text, target="people", date_start="2025-01-01", date_end="2025-12-31", date_precision="year", **act)
    text = "Bandits have killed 40 villagers in Idlib this month."
    add_fact("a", text, trigger="killed", target="40 villagers", acled_sub_event="Attack", index=1)
    assert incidents_of(add_fact("a", text, 40, index=1)) == []


@pytest.mark.parametrize(
    "text",
    [
        "At least 12 people have been killed in a bombing in Idlib, the second such attack this month.",
        "At least 12 people have been killed in a car bombing in Idlib this month.",
        "In the second such attack this month, 12 people have been killed in Idlib.",
        "Gunmen have killed 12 people in Idlib, where hundreds fled this year.",
        "Gunmen have killed 12 people in Idlib, in a region which three armies shelled this year.",
    ],
)
def test_a_happening_beside_the_count_of_a_year_is_one(add_fact: AddFact, text: str) -> None:
    add_fact("a", text, trigger="killed", acled_sub_event="Attack", target="12 people")
    assert bounds(only_incident(add_fact("a", text, 12, number_words="12"))) == (12, 12)


@pytest.mark.parametrize(
    "text",
    [
        "An attack in Idlib on Monday, which killed 12 people, was the deadliest this year.",
        "An attack in Idlib on Monday, where 12 people died in the worst attack this month.",
        "An attack in Idlib on Monday which killed 12 people was the second this month.",
    ],
)
def test_the_toll_of_an_act_is_no_count_of_the_year(add_fact: AddFact, text: str) -> None:
    add_fact("a", text, trigger="attack", acled_sub_event="Attack")
    assert bounds(only_incident(add_fact("a", text, 12, number_words="12"))) == (12, 12)


@pytest.mark.parametrize(
    "text",
    [
        "This year gunmen have killed 12 people in Idlib.",
        "At least 12 people, three of them children, have been killed in Idlib this year.",
        "Gunmen have killed 12 people this month in Idlib, where three armies fight.",
    ],
)
def test_a_count_of_the_year_is_none_wherever_its_time_stands(add_fact: AddFact, text: str) -> None:
    add_fact("a", text, trigger="killed", acled_sub_event="Attack", target="12 people")
    assert incidents_of(add_fact("a", text, 12, number_words="12")) == []


@pytest.mark.parametrize("is_read", [True, False])
def test_the_dead_of_one_act_are_told_apart_from_those_of_the_year(add_fact: AddFact, is_read: bool) -> None:
    text = "Gunmen have killed 11 people in Idlib, where hundreds have died this year."
    add_fact("a", text, trigger="killed", acled_sub_event="Attack", target="11 people")
    add_fact("a", text, 11, number_words="11")
    if is_read:
        add_fact("a", text, trigger="died", acled_sub_event="Attack", target="hundreds")
    found = only_incident(add_fact("a", text, 200, high=None, number_words="hundreds"))
    assert bounds(found) == (11, 11)


def test_an_attack_of_this_month_is_a_happening(add_fact: AddFact) -> None:
    text = "An attack on Idlib this month killed 12 people."
    add_fact("a", text, trigger="attack", acled_sub_event="Attack", target="Idlib")
    assert bounds(only_incident(add_fact("a", text, 12))) == (12, 12)


def test_the_dead_of_a_string_of_attacks_are_no_toll(add_fact: AddFact) -> None:
    text = "At least 31 people were killed in a string of attacks across Idlib in January, police said."
    add_fact("a", text, trigger="attacks", acled_sub_event="Attack")
    assert incidents_of(add_fact("a", text, 31, high=None)) == []


def test_the_dead_of_a_year_or_month_that_is_over_are_no_news(add_fact: AddFact) -> None:
    add_fact("a", "Jets struck Idlib on Tuesday.", **ON)
    text = "A court in Homs sentenced two men for the killing of 21 prisoners in 2011."
    year = {"date_start": "2011-01-01", "date_end": "2011-12-31", "date_precision": "year"}
    add_fact("a", text, trigger="killing", acled_sub_event="Attack", index=1, **year, **NOWHERE)
    rows = add_fact("a", text, 21, place="Homs", place_id=8, index=1)
    assert [row["deaths_low"] for row in incidents_of(rows)] == [None]
