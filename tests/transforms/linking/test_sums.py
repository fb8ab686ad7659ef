"""Numbers that add up the dead of several happenings."""

from __future__ import annotations

import pytest

from tests.transforms.linking.conftest import ON, AddFact, bounds, incidents_of, only_incident

SHELLING = {"acled_sub_event": "Shelling/artillery/missile attack", **ON}


def _two_attacks(add_fact: AddFact) -> None:
    """An article of a market and a school that were shelled."""
    text = "Shells hit a market in Idlib on Tuesday morning and killed nine people."
    add_fact("a", text, trigger="hit", target="a market", index=1, **SHELLING)
    add_fact("a", text, 9, number_words="nine", index=1)
    text = "A second salvo hit a school in the evening and killed four."
    add_fact("a", text, trigger="hit", target="a school", index=2, **SHELLING)
    add_fact("a", text, 4, number_words="four", index=2)


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("In all, 13 people died in Idlib on Tuesday, a lawyer said.", 3),
        ("A total of 13 people were killed in the attacks, the mayor said.", 3),
        ("Both attacks killed 13 people on Tuesday.", 3),
        ("Shells kill 13 in Idlib", 0),
    ],
)
def test_the_sum_of_two_attacks_is_the_toll_of_neither(add_fact: AddFact, text: str, index: int) -> None:
    _two_attacks(add_fact)
    killing = "kill" if index == 0 else "died" if "died" in text else "killed"
    add_fact("a", text, trigger=killing, target="13 people", index=index, **SHELLING)
    found = incidents_of(add_fact("a", text, 13, index=index, who="people"))
    assert sorted(map(bounds, found)) == [(4, 4), (9, 9)]


def test_a_sum_that_has_grown_since_is_one(add_fact: AddFact) -> None:
    _two_attacks(add_fact)
    text = "In all, at least 15 people died in Idlib on Tuesday."
    add_fact("a", text, trigger="died", target="at least 15 people", index=3, **SHELLING)
    found = incidents_of(add_fact("a", text, 15, high=None, number_words="at least 15", index=3, cumulative=True))
    assert sorted(map(bounds, found)) == [(4, 4), (9, 9)]


def test_the_dead_of_two_attacks_that_another_article_tells_are_of_none(add_fact: AddFact) -> None:
    _two_attacks(add_fact)
    text = "At least 13 people were killed in two attacks in Idlib on Tuesday."
    add_fact("b", text, trigger="killed", target="At least 13 people", **SHELLING)
    found = incidents_of(add_fact("b", text, 13, high=None, number_words="At least 13"))
    assert sorted(map(bounds, found)) == [(4, 4), (9, 9)]


def test_what_raises_the_toll_of_the_day_is_told_beside_the_dead_of_one_attack(add_fact: AddFact) -> None:
    text = "Shells hit a market in Idlib on Tuesday and killed nine people."
    add_fact("a", text, trigger="hit", target="a market", **SHELLING)
    add_fact("a", text, 9, number_words="nine")
    text = "Two policemen died in a blast at a school, bringing the day's dead to 11."
    add_fact("a", text, trigger="blast", target="a school", index=1, **SHELLING)
    add_fact("a", text, 2, number_words="Two", index=1)
    found = incidents_of(add_fact("a", text, 11, index=1, cumulative=True))
    assert sorted(map(bounds, found)) == [(2, 2), (9, 9)]


@pytest.mark.parametrize(
    "text",
    [
        "A total of nine people were killed in the attack.",
        "Nine people were killed in two strikes on a market in Idlib.",
        "Nine people were killed in the strikes on Idlib.",
    ],
)
def test_the_toll_of_one_happening_is_no_sum(add_fact: AddFact, text: str) -> None:
    add_fact("a", "Jets struck a market in Idlib on Tuesday.", target="a market", **ON)
    found = only_incident(add_fact("a", text, 9, number_words=text.split(" people")[0].split()[-1], index=1))
    assert bounds(found) == (9, 9)


@pytest.mark.parametrize(
    ("text", "place", "count"),
    [
        ("Nine people were killed in clashes in Jammu and Kashmir on Tuesday.", "Jammu and Kashmir", 1),
        ("Nine people were killed in clashes in Jammu and Kashmir on Tuesday.", "Jammu", 1),
        ("Nine people were killed in clashes in Bosnia and Herzegovina.", "Bosnia and Herzegovina", 1),
        ("Nine people were killed in strikes on Idlib and Israel said it knew nothing.", "Idlib", 1),
        ("Nine people were killed in attacks on Russian and Syrian troops in Idlib.", "Idlib", 1),
        ("Nine people were killed in strikes on Idlib and Hama on Tuesday.", "Idlib", 0),
        ("Nine people were killed in strikes on Idlib and Hama.", "Idlib", 0),
        ("Strikes on the towns of Idlib and Hama killed nine people.", "Idlib", 0),
        ("Strikes in Idlib and Hama have killed nine people.", "Idlib", 0),
        ("Nine people were killed in strikes on Idlib and Hama late on Tuesday.", "Idlib", 0),
        ("Nine people were killed in strikes on Idlib and Hama overnight, a medic said.", "Idlib", 0),
        ("Nine people were killed in strikes on Idlib and Hama yesterday.", "Idlib", 0),
        ("Nine people were killed in strikes on Idlib and Hama earlier on Tuesday.", "Idlib", 0),
    ],
)
def test_acts_on_two_places_are_no_single_happening(add_fact: AddFact, text: str, place: str, count: int) -> None:
    add_fact("a", text, trigger="killed", target="Nine people", place=place, **ON)
    found = incidents_of(add_fact("a", text, 9, number_words="Nine", place=place))
    assert [bounds(row) for row in found] == [(9, 9)] * count


def test_soldiers_and_villagers_of_one_sentence_are_added_and_no_sum(add_fact: AddFact) -> None:
    add_fact("a", "Five killed in Idlib", trigger="killed", target="Five", **SHELLING)
    add_fact("a", "Five killed in Idlib", 5, number_words="Five")
    text = "Shells hit a market in Idlib on Tuesday and killed three soldiers and two villagers."
    add_fact("a", text, trigger="hit", target="a market", index=1, **SHELLING)
    add_fact("a", text, 3, number_words="three", who="soldiers", index=1)
    found = only_incident(add_fact("a", text, 2, number_words="two", who="villagers", index=1))
    assert bounds(found) == (5, 5)
