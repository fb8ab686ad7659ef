"""Days, parties, words, tolls and sentences speak for one happening or for two."""

from __future__ import annotations

import pytest

from tests.transforms.linking.conftest import CLASH, NOWHERE, ON, AddFact, Row, bounds, incidents_of
from transforms.linking.agreement import actor_points
from transforms.linking.article import reports


def test_morning_and_evening_of_a_day_with_unequal_tolls_are_two_happenings(add_fact: AddFact) -> None:
    for article, part, number in (("a", "morning", 6), ("b", "evening", 11)):
        text = f"Jets struck tents in Idlib on Tuesday {part} and killed {number} people."
        add_fact(article, text, target="tents", **ON)
        rows = add_fact(article, text, number, who="people")
    assert len(incidents_of(rows)) == 2


def test_a_third_report_does_not_join_two_that_are_told_apart(add_fact: AddFact) -> None:
    text = "Jets struck a house in Idlib on Tuesday and killed six people."
    add_fact("a", text, target="a house", **ON)
    add_fact("a", text, 6, number_words="six")
    text = "A second strike hit tents in Idlib and killed nine people."
    add_fact("a", text, trigger="strike", target="tents", index=1, **ON)
    add_fact("a", text, 9, number_words="nine", index=1)
    add_fact("a", "The air force said it had struck fighters.", target="fighters", index=2, modality="claimed", **ON)
    text = "Jets struck tents in Idlib on Tuesday and killed nine people."
    add_fact("b", text, target="tents", **ON)
    rows = add_fact("b", text, 9)
    assert sorted(row["deaths_best"] for row in incidents_of(rows)) == [6, 9]


def test_who_claims_the_second_attack_is_of_that(add_fact: AddFact) -> None:
    bomb = {"acled_sub_event": "Remote explosive/landmine/IED", "trigger": "bomb", **ON}
    add_fact("a", "A bomb in a market of Idlib killed six people on Tuesday.", target="a market", **bomb)
    add_fact("a", "A bomb in a market of Idlib killed six people on Tuesday.", 6, number_words="six")
    text = "Another bomb near a bridge killed two policemen."
    add_fact("a", text, target="a bridge", index=1, **bomb)
    add_fact("a", text, 2, number_words="two", who="policemen", index=1)
    text = "The front claimed responsibility for the second attack."
    claim = bomb | {"trigger": "attack", "source": "The front", "source_actor": "front"}
    found = incidents_of(add_fact("a", text, index=2, **claim))
    assert {(row["deaths_best"], row["source"]) for row in found} == {(6, None), (2, "The front")}


def test_what_gunmen_then_stormed_is_a_happening_of_its_own(add_fact: AddFact) -> None:
    text = "A car bomb killed seven people at a checkpoint in Idlib on Tuesday."
    bomb = {"acled_sub_event": "Suicide bomb", "trigger": "car bomb", "target": "seven people"}
    add_fact("a", text, **bomb, **ON)
    add_fact("a", text, 7, number_words="seven", who="people")
    text = "Gunmen then stormed a hotel and killed four guests."
    storming = {"acled_sub_event": "Attack", "trigger": "stormed", "target": "a hotel", "source": "Gunmen"}
    add_fact("a", text, index=1, **storming, **ON)
    found = incidents_of(add_fact("a", text, 4, number_words="four", who="guests", index=1))
    assert sorted(row["deaths_best"] for row in found) == [4, 7]


@pytest.mark.parametrize(("actors", "points"), [(("mil", "pol"), 0.0), (("mil", "gov"), 0.8), (("mil", "mil"), 0.8)])
def test_the_army_and_the_police_of_a_state_are_no_same_actor(
    add_fact: AddFact, actors: tuple[str, str], points: float
) -> None:
    for actor in actors:
        text = f"The {actor} fired on a crowd in Idlib."
        rows = add_fact("a", text, trigger="fired", source=f"The {actor}", source_actor=actor)
    kin = {"mil": frozenset({"mil", "gov"}), "pol": frozenset({"pol", "gov"}), "gov": frozenset({"gov"})}
    left, right = reports(rows, kin)
    assert actor_points(left, right, apart=True) == (points, "same actor" if points else "actor")


@pytest.mark.parametrize("leaving", [{"plover": "RETREAT"}, {"plover": "COERCE", "territory": "lost"}])
def test_who_takes_a_town_that_it_had_left_has_done_two_things(add_fact: AddFact, leaving: dict[str, str]) -> None:
    army = {"source": "The army", "source_actor": "sy-mil", **ON}
    text = "The army abandoned its garrison in Idlib on Tuesday."
    transfer = {"trigger": "abandoned", "acled_sub_event": "Non-violent transfer of territory"}
    add_fact("a", text, **army | transfer | leaving)
    text = "The army retook Idlib on Tuesday."
    gain = {"plover": "COERCE", "acled_sub_event": "Government regains territory", "territory": "gained"}
    rows = add_fact("b", text, trigger="retook", **army | gain)
    assert len(incidents_of(rows)) == 2


def test_an_article_tells_one_battle_of_a_town_on_a_day(add_fact: AddFact) -> None:
    add_fact("a", "There was fighting in Idlib on Tuesday.", trigger="fighting", **CLASH, **ON)
    rows = add_fact("a", "Fighting broke out in Idlib on Tuesday.", trigger="Fighting", index=9, **CLASH, **ON)
    assert len(incidents_of(rows)) == 1


RECALLED = {"date_start": "2025-02-11", "date_end": "2025-02-11", "date_precision": "day", "when_told": "background"}
ATTACK = {"trigger": "attack", "acled_sub_event": "Attack"}
HAMA = {"place": "Hama", "place_id": 8}


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        pytest.param({"target": "a mosque"}, {"target": "the mosque", **NOWHERE}, 1, id="on the same"),
        pytest.param({"target": "a mosque"}, {"target": None, **NOWHERE}, 1, id="one tells no more than the date"),
        pytest.param({"target": "a mosque"}, {"target": "two oil tankers", **NOWHERE}, 2, id="on others"),
        pytest.param({"target": "a mosque"}, {"target": None, **HAMA}, 2, id="in another town"),
    ],
)
def test_what_two_articles_recall_by_its_date_is_one_happening(
    add_fact: AddFact, first: Row, second: Row, count: int
) -> None:
    add_fact("a", "It was the third arrest since the February 11 attack.", **ATTACK, **RECALLED, **first)
    rows = add_fact("b", "Voters remember the attack of 11 February.", **ATTACK, **RECALLED, **second)
    assert len(incidents_of(rows)) == count


def test_an_act_of_the_news_is_not_known_by_its_date(add_fact: AddFact) -> None:
    add_fact("a", "It was the third arrest since the March 3 attack.", target="a mosque", **ATTACK, **ON)
    rows = add_fact("b", "Voters remember the attack of 3 March.", **ATTACK, **ON, **NOWHERE)
    assert not any(report.is_known_by_date for report in reports(rows, {}))


@pytest.mark.parametrize(
    ("columns_", "tolls"),
    [
        ({"who": "mourners", "attribution": "A rights group"}, [(9, 30)]),
        ({"who": "mourners", "attribution": "The police"}, [(9, 9), (30, 30)]),
        ({"who": "mourners", "attribution": "A rights group", "place": "Hama", "place_id": 8}, [(9, 9), (30, 30)]),
    ],
)
def test_another_voice_counts_the_dead_of_an_article_anew(
    add_fact: AddFact, columns_: Row, tolls: list[tuple[int, int]]
) -> None:
    text, act = "Gunmen killed nine people in Idlib on Tuesday, the police said.", CLASH | ON | {"trigger": "killed"}
    add_fact("a", text, target="nine people", attribution="The police", **act)
    add_fact("a", text, 9, number_words="nine", who="people", attribution="The police")
    text = f"{columns_['attribution']} said that 30 mourners had been killed in {columns_.get('place', 'Idlib')}."
    killed = {name: value for name, value in columns_.items() if name != "who"}
    add_fact("a", text, target="30 mourners", index=6, **act, **killed)
    rows = add_fact("a", text, 30, index=6, **columns_)
    assert sorted(map(bounds, incidents_of(rows)), key=str) == sorted(tolls, key=str)


def test_other_people_are_not_counted_anew(add_fact: AddFact) -> None:
    act = CLASH | ON | {"trigger": "killed"}
    for index, (number, dead, voice) in enumerate(((9, "pilgrims", "The police"), (30, "policemen", "A governor"))):
        text = f"{voice} said that {number} {dead} were killed in Idlib on Tuesday."
        add_fact("a", text, target=f"{number} {dead}", attribution=voice, index=index * 6, **act)
        rows = add_fact("a", text, number, who=dead, attribution=voice, index=index * 6)
    assert len(incidents_of(rows)) == 2
