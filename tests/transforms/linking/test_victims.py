"""Whose dead a number or a later sentence tells."""

from __future__ import annotations

import pytest

from tests.linking.linked import made
from tests.transforms.linking.conftest import BOMB, CLASH, DAY, ON, AddFact, bounds, incidents_of, only_incident
from transforms.linking.victims import reports


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


def test_who_is_killed_when_a_base_is_stormed_is_of_that_act(add_fact: AddFact) -> None:
    text = "The general said 90 rebels were killed in the battle for Idlib on Tuesday."
    add_fact("a", text, trigger="battle", **CLASH, **ON)
    add_fact("a", text, 90)
    text = "The number of soldiers killed when rebels stormed the base of Hama on Sunday has risen to 47."
    hama = {"place": "Hama", "place_id": 8, "date_start": "2025-03-02", "date_end": "2025-03-02"}
    add_fact("a", text, trigger="stormed", acled_sub_event="Attack", source="rebels", index=6, **hama)
    found = incidents_of(add_fact("a", text, 47, cumulative=True, index=6, place=None))
    assert sorted((row["place"], row["deaths_best"]) for row in found) == [("Hama", 47), ("Idlib", 90)]


def test_some_of_those_who_were_there_are_no_part_of_a_toll(add_fact: AddFact) -> None:
    add_fact("a", "Jets struck Homs on Monday and killed nine.", place="Homs", place_id=8, date_start="2025-03-03")
    add_fact("a", "Jets struck Homs on Monday and killed nine.", 9, place="Homs", place_id=8)
    add_fact("a", "On Tuesday a bomb exploded under a bus of pilgrims in Idlib.", index=3, **BOMB, **ON)
    found = incidents_of(add_fact("a", "Five of them were killed.", 5, number_words="five", index=4, place=None))
    assert sorted(map(bounds, found)) == [(5, 5), (9, 9)]


@pytest.mark.parametrize("act", ["abducted", "stopped a bus near", "burned"])
def test_what_gunmen_do_beside_a_shooting_is_part_of_it(add_fact: AddFact, act: str) -> None:
    text = f"Gunmen {act} Idlib on Tuesday and shot dead seven men."
    add_fact("a", text, trigger=act.split()[0], acled_sub_event="Abduction/forced disappearance", plover="COERCE",
             source="Gunmen", **ON)  # fmt: skip
    add_fact("a", text, trigger="shot", acled_sub_event="Attack", source="Gunmen", target="seven men", **ON)
    found = only_incident(add_fact("a", text, 7, who="men"))
    assert (found["acled_sub_event"], bounds(found)) == ("Attack", (7, 7))


def test_marchers_who_are_arrested_are_of_their_protest(add_fact: AddFact) -> None:
    march = {"plover": "PROTEST", "acled_sub_event": "Peaceful protest"}
    add_fact("a", "Students marched in Idlib on Tuesday.", trigger="marched", source="students", **march, **ON)
    arrests = {"plover": "COERCE", "acled_sub_event": "Arrests", "trigger": "arrested", "source": "police"}
    rows = add_fact("a", "The police arrested 15 of them.", index=1, **arrests, **ON)
    assert len(incidents_of(rows)) == 1


def test_another_count_of_the_dead_is_of_the_act_it_counts(add_fact: AddFact) -> None:
    text = "Troops killed 11 rebels in Idlib on Tuesday."
    add_fact("a", text, trigger="killed", source="Troops", target="11 rebels", **CLASH, **ON)
    add_fact("a", text, 11, who="rebels")
    text = "The ministry put the number of rebels killed on Tuesday at eight."
    elsewhere = {"place": "Hama", "place_id": 8}
    add_fact("a", text, trigger="killed", target="rebels", index=6, **CLASH, **ON, **elsewhere)
    found = only_incident(add_fact("a", text, 8, index=6, place=None, attribution="The ministry"))
    assert bounds(found) == (8, 11)


def test_a_bare_death_deep_in_an_article_of_one_act_is_no_other_happening(add_fact: AddFact) -> None:
    text = "Jets struck Idlib on Tuesday and killed 11 people."
    add_fact("a", text, **ON)
    add_fact("a", text, 11)
    text = '"Two boys died in front of us," a nurse said.'
    add_fact("a", text, trigger="died", target="Two boys", index=9, place="Hama", place_id=8, **CLASH, **ON)
    assert bounds(only_incident(add_fact("a", text, 2, index=9, place=None))) == (11, 11)


def test_the_second_part_of_a_headline_raises_no_toll_of_the_first(add_fact: AddFact) -> None:
    headline = "Troops kill 14 rebels in Idlib as bus toll rises to 20"
    add_fact("a", headline, trigger="kill", source="Troops", target="14 rebels", **CLASH, **ON)
    add_fact("a", headline, 14, who="rebels")
    found = incidents_of(add_fact("a", headline, 20, cumulative=True, place=None))
    assert [bounds(each) for each in found if each["source"]] == [(14, 14)]


def test_what_a_headline_tells_is_of_the_day_that_the_first_sentence_names(add_fact: AddFact) -> None:
    add_fact("a", "Jets strike Idlib", trigger="strike", date_start="2025-03-03", date_end="2025-03-03")
    rows = add_fact("a", "Jets struck a market in Idlib on Tuesday.", index=1, **ON)
    assert [report.first for report in reports(rows, {})] == [DAY, DAY]


def test_dead_in_that_attack_are_of_the_act_told_last(add_fact: AddFact) -> None:
    text = "The strike on Idlib came a day after a mine exploded under a convoy near Hama."
    add_fact("a", text, trigger="strike", index=2, **ON)
    hama = {"place": "Hama", "place_id": 8, "date_start": "2025-03-03", "date_end": "2025-03-03"}
    add_fact("a", text, **BOMB | {"index": 2}, **hama)
    found = incidents_of(add_fact("a", "Nine men were killed in that attack.", 9, index=3, place=None))
    assert {row["place"]: row["deaths_best"] for row in found}["Hama"] == 9
