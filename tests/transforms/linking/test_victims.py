"""Whose dead a number or a later sentence tells."""

from __future__ import annotations

import pytest

from tests.linking.linked import made
from tests.transforms.linking.conftest import (
    BOMB,
    CLASH,
    DAY,
    NOWHERE,
    ON,
    AddFact,
    Row,
    bounds,
    incidents_of,
    only_incident,
)
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


@pytest.mark.parametrize(
    ("sentence", "number", "columns_", "expected"),
    [
        pytest.param("Local leaders put the number at eight.", 8, {"attribution": "leaders"}, (6, 8), id="anew"),
        pytest.param("Three more bodies were found.", 3, {"who": "bodies"}, (6, 6), id="added"),
        pytest.param("A hospital said four people had died.", 4, {"attribution": "A hospital", "who": "people"}, (4, 6),
                     id="another voice"),
        pytest.param("A hospital said four children had died.", 4, {"attribution": "A hospital", "who": "children"},
                     (6, 6), id="others whom another voice counts"),
        pytest.param("The mission later gave a toll of 15.", 15, {"cumulative": True}, (6, 15), id="a greater toll"),
    ],
)  # fmt: skip
def test_a_number_is_of_the_toll_just_before_it(
    add_fact: AddFact, sentence: str, number: int, columns_: Row, expected: tuple[int, int]
) -> None:
    add_fact("a", "Jets struck Idlib and killed 14 people.", **ON)
    add_fact("a", "Jets struck Idlib and killed 14 people.", 14, who="people")
    hama: Row = {"place": "Hama", "place_id": 8, "index": 4}
    add_fact("a", "Gunmen attacked Hama and killed six people.", trigger="attacked", acled_sub_event="Attack", **hama)
    add_fact("a", "Gunmen attacked Hama and killed six people.", 6, who="people", attribution="police", **hama)
    rows = add_fact("a", sentence, number, index=5, **{**NOWHERE, **columns_})
    assert {row["place"]: bounds(row) for row in incidents_of(rows)} == {"Idlib": (14, 14), "Hama": expected}


def test_a_toll_told_after_an_act_without_dead_is_of_that(add_fact: AddFact) -> None:
    add_fact("a", "Jets struck Idlib and killed 12 people.")
    add_fact("a", "Jets struck Idlib and killed 12 people.", 12)
    hama: Row = {"place": "Hama", "place_id": 8, "index": 4}
    add_fact("a", "Gunmen attacked Hama.", trigger="attacked", acled_sub_event="Attack", **hama)
    rows = add_fact("a", "The provisional toll is three dead.", 3, index=5, cumulative=True, **NOWHERE)
    assert {row["place"]: bounds(row) for row in incidents_of(rows)} == {"Idlib": (12, 12), "Hama": (3, 3)}


def test_a_toll_that_has_risen_replaces_smaller_ones_below_it(add_fact: AddFact) -> None:
    head = "The toll of the siege of the hotel in Idlib has risen to 21."
    add_fact("a", head, trigger="siege", **CLASH)
    add_fact("a", head, 21, cumulative=True)
    found = only_incident(add_fact("a", "Officials had first put it at 15.", 15, index=3, **NOWHERE))
    assert bounds(found) == (21, 21)


def test_what_burns_after_an_attack_is_part_of_it(add_fact: AddFact) -> None:
    add_fact("a", "Gunmen attacked Idlib.", trigger="attacked", acled_sub_event="Attack", source="Gunmen")
    text = "Nine people were killed and 60 shelters burned down."
    add_fact("a", text, trigger="killed", acled_sub_event="Attack", index=1, source="Gunmen", target="Nine people")
    burning = {"trigger": "burned", "acled_sub_event": "Looting/property destruction", "source": "Gunmen"}
    rows = add_fact("a", text, index=1, target="60 shelters", **burning)
    assert len(incidents_of(rows)) == 1


def test_the_battle_for_a_town_and_its_dead_are_of_the_takeover(add_fact: AddFact) -> None:
    text = "The rebels seized Idlib after a battle of six hours, killing 82 soldiers."
    taken = {"plover": "COERCE", "acled_sub_event": "Non-state actor overtakes territory", "territory": "gained"}
    add_fact("a", text, trigger="seized", source="The rebels", **taken)
    add_fact("a", text, trigger="battle", source="The rebels", **CLASH)
    add_fact("a", text, 82, who="soldiers")
    found = only_incident(
        add_fact("a", "Nine villagers were killed in Idlib.", trigger="killed", acled_sub_event="Attack", index=2)
    )
    assert found["acled_sub_event"] == taken["acled_sub_event"]
    assert bounds(found) == (82, 82)


def test_dead_during_that_operation_are_of_it(add_fact: AddFact) -> None:
    add_fact("a", "Gunmen stormed Idlib.", trigger="stormed", acled_sub_event="Attack")
    retaken = {"plover": "COERCE", "acled_sub_event": "Government regains territory", "date_start": str(DAY)}
    add_fact("a", "Police regained Idlib on Tuesday.", trigger="regained", source="Police", index=3, **retaken)
    text = "An officer was shot dead during that operation."
    rows = add_fact("a", text, trigger="shot dead", target="An officer", index=4, acled_sub_event="Attack")
    assert {row["acled_sub_event"]: row["deaths_low"] for row in incidents_of(rows)} == {
        "Attack": None,
        "Government regains territory": 1,
    }


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("In all, 39 people were killed in the two countries during the week.", 39),
        ("In the first half of the year there were 4,020 deaths.", 4020),
    ],
)
def test_what_a_roundup_counts_in_all_is_no_toll(add_fact: AddFact, text: str, number: int) -> None:
    add_fact("a", "Gunmen stormed a camp in Idlib and killed 20 soldiers.", trigger="stormed", acled_sub_event="Attack")
    add_fact("a", "Gunmen stormed a camp in Idlib and killed 20 soldiers.", 20, who="soldiers")
    found = incidents_of(add_fact("a", text, number, cumulative=number < 100, index=6, **NOWHERE))
    assert [bounds(row) for row in found] == [(20, 20)]


def test_a_part_is_told_before_its_number(add_fact: AddFact) -> None:
    add_fact("a", "Jets struck Hama and killed 50 soldiers.", place="Hama", place_id=8)
    add_fact("a", "Jets struck Hama and killed 50 soldiers.", 50, place="Hama", place_id=8)
    text = "Troops attacked Idlib and killed 18 villagers, among them four women."
    add_fact("a", text, trigger="attacked", acled_sub_event="Attack", index=4)
    rows = add_fact("a", text, 18, who="villagers", index=4)
    assert sorted(bounds(row) for row in incidents_of(rows)) == [(18, 18), (50, 50)]


def test_a_number_is_of_no_act_in_another_village_that_no_gazetteer_knows(add_fact: AddFact) -> None:
    for index, village in enumerate(("Kalat", "Ora")):
        unknown: Row = {"place": village, "place_id": None, "geo_precision": None, "index": 4 * index}
        add_fact("a", f"Gunmen attacked {village}.", trigger="attacked", acled_sub_event="Attack", **unknown)
    rows = add_fact("a", "Some 30 people died.", 30, index=9, **NOWHERE)
    assert [row["deaths_low"] for row in incidents_of(rows)] == [None, None]


def test_what_burns_in_a_place_is_of_the_attack_there(add_fact: AddFact) -> None:
    attack: Row = {"trigger": "attacked", "acled_sub_event": "Attack"}
    add_fact("a", "Gunmen attacked Idlib.", **attack)
    add_fact("a", "Gunmen attacked Hama.", place="Hama", place_id=8, index=1, **attack)
    burning: Row = {"trigger": "set ablaze", "acled_sub_event": "Looting/property destruction", "target": "Houses"}
    rows = add_fact("a", "Houses were set ablaze in Idlib.", index=2, **burning)
    assert sorted(row["place"] for row in incidents_of(rows)) == ["Hama", "Idlib"]


def test_each_number_of_a_list_of_places_is_a_happening_there(add_fact: AddFact) -> None:
    text = "Jets killed seven people in Idlib and four in Hama on Tuesday, medics said."
    add_fact("a", text, trigger="killed", target="seven people in Idlib", source="Jets", **ON)
    add_fact("a", text, 7, number_words="seven", who="people")
    rows = add_fact("a", text, 4, number_words="four", place="Hama", place_id=8)
    found = {(row["place"], row["acled_sub_event"], row["source"], *bounds(row)) for row in incidents_of(rows)}
    assert found == {("Idlib", "Air/drone strike", "Jets", 7, 7), ("Hama", "Air/drone strike", "Jets", 4, 4)}


def test_the_number_of_all_places_of_a_list_is_their_sum(add_fact: AddFact) -> None:
    add_fact("a", "Strikes kill 11 in Syria", 11, place="Syria", place_id=1, geo_precision=3, admin1=None)
    text = "Jets killed seven people in Idlib and four in Hama on Tuesday, medics said."
    add_fact("a", text, trigger="killed", target="seven people in Idlib", index=1, **ON)
    add_fact("a", text, 7, number_words="seven", who="people", index=1)
    found = incidents_of(add_fact("a", text, 4, number_words="four", place="Hama", place_id=8, index=1))
    assert sorted(map(bounds, found)) == [(4, 4), (7, 7)]


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


def test_the_attack_told_after_a_capture_is_the_capture(add_fact: AddFact) -> None:
    taken = {"trigger": "captured", "acled_sub_event": "Non-state actor overtakes territory", "territory": "gained"}
    add_fact("a", "Rebels captured Idlib on Tuesday.", source="Rebels", target="Idlib", **taken, **ON)
    text = "At least 16 people were killed in the attack on the town."
    add_fact("a", text, trigger="attack", acled_sub_event="Attack", index=1)
    found = only_incident(add_fact("a", text, 16, high=None, index=1))
    assert (found["acled_sub_event"], *bounds(found)) == (taken["acled_sub_event"], 16, None)


@pytest.mark.parametrize(
    ("sentence", "trigger", "sub_event"),
    [
        ("Sixteen people were still missing after the blast.", "blast", "Armed clash"),
        ("A minister condemned the attack.", "attack", "Attack"),
        ("The group said that it was behind the bombing.", "bombing", "Air/drone strike"),
    ],
)
def test_a_noun_that_speaks_of_an_act_again_makes_no_happening(
    add_fact: AddFact, sentence: str, trigger: str, sub_event: str
) -> None:
    add_fact("a", "A bomb exploded at a market in Idlib on Tuesday.", target="a market", **BOMB, **ON)
    wrongly = {"date_start": "2025-03-03", "date_end": "2025-03-03"} | NOWHERE
    rows = add_fact("a", sentence, trigger=trigger, acled_sub_event=sub_event, target="a market", index=6, **wrongly)
    found = only_incident(rows)
    assert (found["day"], found["acled_sub_event"]) == (DAY, BOMB["acled_sub_event"])


def test_a_noun_speaks_of_the_act_of_its_kind(add_fact: AddFact) -> None:
    add_fact("a", "A bomb exploded in Idlib on Tuesday.", **BOMB, **ON)
    text = "In a separate attack gunmen shot a teacher there."
    add_fact("a", text, trigger="shot", acled_sub_event="Attack", target="a teacher", index=1, **ON)
    text = "Nobody was held over the shooting."
    rows = add_fact("a", text, trigger="shooting", acled_sub_event="Attack", index=2, **NOWHERE)
    facts = made(rows)["incident_facts"].to_pylist()
    of = {row["fact_id"]: row["incident_id"] for row in facts}
    assert of["001"] == of["002"] != of["000"]


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


def test_a_post_overrun_in_an_attack_on_it_is_no_place_taken(add_fact: AddFact) -> None:
    text = "Fighters attacked an army post in Idlib on Tuesday."
    add_fact("a", text, trigger="attacked", source="Fighters", target="an army post", **CLASH, **ON)
    taken = {"acled_sub_event": "Non-state actor overtakes territory", "trigger": "overran", "source": "Fighters"}
    rows = add_fact("a", "They overran the post before midnight.", target="the post", index=1, **taken, **ON)
    assert only_incident(rows)["acled_sub_event"] == "Armed clash"


def test_a_raid_in_which_people_are_arrested_is_the_arrest(add_fact: AddFact) -> None:
    text = "Police arrested two men in Idlib on Tuesday."
    arrest = {"plover": "COERCE", "acled_sub_event": "Arrests", "source": "Police"}
    add_fact("a", text, trigger="arrested", target="two men", **arrest, **ON)
    text = "The men were detained in a raid on a house in Binnish."
    near = {"place": "Binnish", "place_id": 8, "index": 1}
    add_fact("a", text, trigger="detained", target="The men", **arrest, **near, **ON)
    rows = add_fact("a", text, trigger="raid", acled_sub_event="Attack", target="a house in Binnish", **near, **ON)
    assert only_incident(rows)["plover"] == "COERCE"


def test_what_is_done_to_marchers_is_of_the_day_of_their_march(add_fact: AddFact) -> None:
    text = "Police fired tear gas at students who marched in Idlib on Tuesday."
    march = {"plover": "PROTEST", "acled_sub_event": "Peaceful protest", "source": "students"}
    add_fact("a", text, trigger="marched", **march, **ON)
    gas = {"plover": "COERCE", "acled_sub_event": "Protest with intervention", "source": "Police"}
    rows = add_fact("a", text, trigger="fired", **gas)
    assert [row["date_start"] for row in incidents_of(rows)] == [DAY, DAY]


def test_dead_of_another_day_in_a_sentence_are_not_of_a_capture(add_fact: AddFact) -> None:
    text = "Troops entered Idlib on Tuesday to stop clashes in which 30 people were killed on Sunday."
    taken = {"plover": "COERCE", "acled_sub_event": "Government regains territory", "source": "Troops"}
    add_fact("a", text, trigger="entered", **taken, **ON)
    sunday = {"date_start": "2025-03-02", "date_end": "2025-03-02"}
    rows = add_fact("a", text, trigger="killed", target="30 people", **CLASH, **sunday)
    assert sorted(str(row["day"]) for row in incidents_of(rows)) == ["2025-03-02", "2025-03-04"]


def test_the_second_of_two_strikes_is_one_of_them(add_fact: AddFact) -> None:
    add_fact("a", "Two strikes hit a hospital in Idlib on Tuesday.", trigger="strikes", target="a hospital", **ON)
    rows = add_fact("a", "The second strike came ten minutes later.", trigger="strike", index=1)
    assert len(incidents_of(rows)) == 1


def test_the_dead_of_a_string_of_attacks_are_no_toll(add_fact: AddFact) -> None:
    text = "At least 31 people were killed in a string of attacks across Idlib in January, police said."
    add_fact("a", text, trigger="attacks", acled_sub_event="Attack")
    assert incidents_of(add_fact("a", text, 31, high=None)) == []


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


@pytest.mark.parametrize(
    "text",
    [
        "A bomb killed three officers at a hotel in Idlib on Tuesday, and gunmen then shot dead two teachers in it.",
        "Fighters shot dead two teachers and a bomb killed three officers in the same attack on Idlib on Tuesday.",
    ],
)
def test_the_dead_of_one_act_in_two_clauses_are_added(add_fact: AddFact, text: str) -> None:
    assert bounds(only_incident(_two_acts(add_fact, text))) == (5, 5)


def test_a_number_whose_act_is_not_known_is_no_part_of_the_act_beside_it(add_fact: AddFact) -> None:
    text = "Gunmen killed two traders in Idlib on Tuesday, hours after a bomb had killed four soldiers in the town."
    add_fact("a", text, trigger="killed", acled_sub_event="Attack", source="Gunmen", target="two traders", **ON)
    add_fact("a", text, 2, number_words="two", who="traders")
    found = incidents_of(add_fact("a", text, 4, number_words="four", who="soldiers"))
    assert sorted((row["source"] or "", *bounds(row)) for row in found) == [("", 4, 4), ("Gunmen", 2, 2)]
