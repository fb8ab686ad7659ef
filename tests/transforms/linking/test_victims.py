"""Whose dead a number or a later sentence tells."""

from __future__ import annotations

import pytest

from tests.linking.linked import made
from tests.transforms.linking.conftest import BOMB, ON, AddFact, bounds, incidents_of, only_incident


def test_a_running_total_is_no_toll(add_fact: AddFact) -> None:
    add_fact("a", "Jets struck Idlib in a war that killed 500,000.")
    found = only_incident(add_fact("a", "Jets struck Idlib in a war that killed 500,000.", 500_000, cumulative=True))
    assert found["deaths_high"] is None


def test_a_running_total_of_the_attack_it_names_is_its_toll(add_fact: AddFact) -> None:
    add_fact("a", "Gunmen attacked the market of Idlib on Sunday.", trigger="attacked", acled_sub_event="Attack")
    found = only_incident(add_fact("a", "The toll of Sunday's attack has risen to 13.", 13, cumulative=True, index=5))
    assert (found["deaths_low"], found["deaths_best"], found["deaths_high"]) == (13, 13, 13)


@pytest.mark.parametrize(("number", "bounds"), [(19, (19, 22)), (43000, (22, 22))])
def test_a_running_total_of_about_the_size_of_a_toll_restates_it(
    add_fact: AddFact, number: int, bounds: tuple[int, int]
) -> None:
    text = "Jets struck Idlib and killed 22 people."
    add_fact("a", text)
    add_fact("a", text, 22, attribution="doctors")
    rows = add_fact(
        "a", "The army put the toll at that.", number, cumulative=True, place=None, index=3, attribution="army"
    )
    found = only_incident(rows)
    assert (found["deaths_low"], found["deaths_high"]) == bounds


def test_the_dead_of_a_war_are_no_toll_of_the_strike_in_their_sentence(add_fact: AddFact) -> None:
    text = "The strike on Idlib came as the toll of the war rose to 43,000."
    add_fact("a", text, trigger="strike")
    assert only_incident(add_fact("a", text, 43000, cumulative=True))["deaths_low"] is None


def test_a_greater_number_is_of_the_only_deadly_act_of_its_article(add_fact: AddFact) -> None:
    text = "Jets struck Idlib and killed nine people."
    add_fact("a", text)
    add_fact("a", text, 9, attribution="police")
    found = only_incident(
        add_fact("a", "Residents said 17 had died.", 17, place=None, index=4, attribution="residents")
    )
    assert (found["deaths_low"], found["deaths_high"]) == (9, 17)


def test_a_greater_number_is_of_no_act_where_the_article_tells_two(add_fact: AddFact) -> None:
    text = "Jets struck Idlib and killed nine people."
    add_fact("a", text, date_start="2025-03-04")
    add_fact("a", text, 9)
    add_fact("a", "Jets had struck Hama.", place="Hama", place_id=8, index=2, date_start="2025-03-04")
    rows = add_fact("a", "Residents said 17 had died.", 17, place=None, index=4)
    assert sorted(row["deaths_low"] or 0 for row in made(rows)["incidents"].to_pylist()) == [0, 9]


def test_the_dead_told_after_an_act_are_its_dead(add_fact: AddFact) -> None:
    add_fact("a", "A bomb exploded beside a bus in Idlib on Tuesday.", **BOMB, **ON, target="a bus")
    text = "Two drivers were killed."
    add_fact("a", text, trigger="killed", acled_sub_event="Attack", target="Two drivers", index=1)
    found = only_incident(add_fact("a", text, 2, place=None, index=1, who="drivers"))
    assert (found["acled_sub_event"], bounds(found)) == (BOMB["acled_sub_event"], (2, 2))


def test_a_second_act_in_one_town_has_its_own_dead(add_fact: AddFact) -> None:
    text = "Shells hit the market of Idlib on Tuesday and killed nine."
    add_fact("a", text, trigger="hit", acled_sub_event="Shelling/artillery/missile attack", **ON)
    add_fact("a", text, 9)
    text = "Hours later, men threw grenades into a bar."
    add_fact("a", text, trigger="threw", acled_sub_event="Grenade", source="men", index=3, **ON)
    found = incidents_of(add_fact("a", "Four people died.", 4, place=None, index=4))
    assert sorted(map(bounds, found)) == [(4, 4), (9, 9)]


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


def test_children_among_the_dead_are_part_of_them(add_fact: AddFact) -> None:
    text = "Jets struck Idlib and killed 12 people."
    add_fact("a", text)
    add_fact("a", text, 12, attribution="rescuers")
    found = only_incident(add_fact("a", "Among the dead were five children.", 5, place=None, index=1, who="children"))
    assert bounds(found) == (12, 12)


@pytest.mark.parametrize(("toll", "deaths"), [(24, (24, 24)), (43_000, (None, None))])
def test_who_dies_of_wounds_raises_the_toll_of_the_act_and_no_war_s(
    add_fact: AddFact, toll: int, deaths: tuple[int | None, int | None]
) -> None:
    text = "People wounded in Tuesday's strike on Idlib have died, raising the death toll to that."
    add_fact("a", text, trigger="strike", target="Idlib", **ON)
    found = incidents_of(add_fact("a", text, toll, cumulative=True))
    assert [bounds(each) for each in found] == [deaths]
