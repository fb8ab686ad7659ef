"""Which sentences tell an act again, or give its dead and damage."""

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
from transforms.linking.article import reports

SHELLING = {"acled_sub_event": "Shelling/artillery/missile attack"}


def test_the_dead_told_after_an_act_are_its_dead(add_fact: AddFact) -> None:
    add_fact("a", "A bomb exploded beside a bus in Idlib on Tuesday.", **BOMB, **ON, target="a bus")
    text = "Two drivers were killed."
    add_fact("a", text, trigger="killed", acled_sub_event="Attack", target="Two drivers", index=1)
    found = only_incident(add_fact("a", text, 2, place=None, index=1, who="drivers"))
    assert (found["acled_sub_event"], bounds(found)) == (BOMB["acled_sub_event"], (2, 2))


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


def test_what_burns_after_an_attack_is_part_of_it(add_fact: AddFact) -> None:
    add_fact("a", "Gunmen attacked Idlib.", trigger="attacked", acled_sub_event="Attack", source="Gunmen")
    text = "Nine people were killed and 60 shelters burned down."
    add_fact("a", text, trigger="killed", acled_sub_event="Attack", index=1, source="Gunmen", target="Nine people")
    burning = {"trigger": "burned", "acled_sub_event": "Looting/property destruction", "source": "Gunmen"}
    rows = add_fact("a", text, index=1, target="60 shelters", **burning)
    assert len(incidents_of(rows)) == 1


def test_what_burns_in_a_place_is_of_the_attack_there(add_fact: AddFact) -> None:
    attack: Row = {"trigger": "attacked", "acled_sub_event": "Attack"}
    add_fact("a", "Gunmen attacked Idlib.", **attack)
    add_fact("a", "Gunmen attacked Hama.", place="Hama", place_id=8, index=1, **attack)
    burning: Row = {"trigger": "set ablaze", "acled_sub_event": "Looting/property destruction", "target": "Houses"}
    rows = add_fact("a", "Houses were set ablaze in Idlib.", index=2, **burning)
    assert sorted(row["place"] for row in incidents_of(rows)) == ["Hama", "Idlib"]


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


def test_a_post_overrun_in_an_attack_on_it_is_no_place_taken(add_fact: AddFact) -> None:
    text = "Fighters attacked an army post in Idlib on Tuesday."
    add_fact("a", text, trigger="attacked", source="Fighters", target="an army post", **CLASH, **ON)
    taken = {"acled_sub_event": "Non-state actor overtakes territory", "trigger": "overran", "source": "Fighters"}
    rows = add_fact("a", "They overran the post before midnight.", target="the post", index=1, **taken, **ON)
    assert only_incident(rows)["acled_sub_event"] == "Armed clash"


def test_the_second_of_two_strikes_is_one_of_them(add_fact: AddFact) -> None:
    add_fact("a", "Two strikes hit a hospital in Idlib on Tuesday.", trigger="strikes", target="a hospital", **ON)
    rows = add_fact("a", "The second strike came ten minutes later.", trigger="strike", index=1)
    assert len(incidents_of(rows)) == 1


def test_dead_told_far_below_an_act_that_lends_them_day_and_place_are_of_it(add_fact: AddFact) -> None:
    add_fact("a", "A car bomb exploded outside a bank in Idlib on Tuesday.", target="a bank", **BOMB, **ON)
    text = "Nine people were killed, the governor said."
    add_fact("a", text, trigger="killed", acled_sub_event="Attack", target="Nine people", index=6, **ON)
    found = only_incident(add_fact("a", text, 9, number_words="Nine", who="people", index=6, **NOWHERE))
    assert (found["acled_sub_event"], found["target"], bounds(found)) == (BOMB["acled_sub_event"], "a bank", (9, 9))


@pytest.mark.parametrize(("actor", "count"), [("rebels", 1), ("army", 2)])
def test_what_the_same_doer_burns_is_of_the_attack_and_does_not_name_it(
    add_fact: AddFact, actor: str, count: int
) -> None:
    attack = {"trigger": "attacked", "source": "Rebels", "source_actor": "rebels", "target": "a base"}
    add_fact("a", "Rebels attacked a base in Idlib on Tuesday.", **attack, **CLASH, **ON)
    fire = {"trigger": "set", "acled_sub_event": "Looting/property destruction", "source_actor": actor}
    rows = add_fact("a", "The men set fire to huts.", source="The men", target="huts", index=1, **fire, **ON)
    found = incidents_of(rows)
    assert (len(found), found[0]["acled_sub_event"]) == (count, "Armed clash")


@pytest.mark.parametrize(("noun", "place"), [("massacre", "Idlib"), ("ambush", "Hama")])
def test_a_noun_names_the_act_of_its_very_kind_before_a_later_one(add_fact: AddFact, noun: str, place: str) -> None:
    killing = {"trigger": "killed", "acled_sub_event": "Attack", "target": "300 people"}
    add_fact("a", "Rebels killed 300 people in Idlib on Tuesday.", **killing, **ON)
    ambush: Row = {"place": "Hama", "place_id": 8, "index": 2, "trigger": "ambushed", "target": "a convoy"}
    add_fact("a", "Rebels ambushed a convoy in Hama on Tuesday.", **ambush, **CLASH, **ON)
    text = f"Students marched over the {noun}."
    rows = add_fact("a", text, trigger=noun, acled_sub_event="Attack", index=4, **NOWHERE)
    told = {report.row["trigger"]: report for report in reports(rows, {})}
    assert told[noun].place == place.lower()


def test_an_act_without_a_day_has_none_from_a_sentence_that_names_none(add_fact: AddFact) -> None:
    text = "People marched through Hama on Tuesday over the killing of miners in Idlib."
    killing = {"acled_sub_event": "Excessive force against protesters", "source": "soldiers"}
    add_fact("a", text, trigger="killing", target="miners", **killing)
    text = "The soldiers fired when lorries tried to pass."
    rows = add_fact("a", text, trigger="fired", target="miners", index=3, **killing, **ON)
    assert only_incident(rows)["date_start"] is None


@pytest.mark.parametrize(
    ("text", "place", "count"),
    [
        ("The second, in a van outside a shop, tore down a building.", "Idlib", 1),
        ("The second, in Hama, tore down a building.", "Hama", 2),
    ],
)
def test_the_second_of_two_bombs_is_one_of_them(add_fact: AddFact, text: str, place: str, count: int) -> None:
    text_before = "Two bombs exploded in Idlib on Tuesday."
    add_fact("a", text_before, target="a bar", **BOMB, **ON)
    ids = {"Idlib": 7, "Hama": 8}
    bomb = BOMB | {"trigger": "tore", "target": "a building"}
    rows = add_fact("a", text, index=1, place=place, place_id=ids[place], **bomb, **ON)
    assert len(incidents_of(rows)) == count


def test_deaths_told_to_be_of_a_week_before_are_not_of_the_only_attack(add_fact: AddFact) -> None:
    add_fact("a", "A bomb killed four guards in Idlib on Tuesday.", **BOMB, **ON)
    add_fact("a", "A bomb killed four guards in Idlib on Tuesday.", 4)
    earlier = {"date_start": "2025-02-25", "date_end": "2025-02-25", "date_precision": "day"}
    homs = {"place": "Homs", "place_id": 8}
    text = "The ministry said at the time that 16 rebels had been killed."
    add_fact("a", text, trigger="killed", index=9, **CLASH, **earlier, **homs)
    rows = add_fact("a", text, 16, who="rebels", place=None, index=9)
    assert (4, 4) in [bounds(row) for row in incidents_of(rows)]


@pytest.mark.parametrize(("kind", "count"), [("Armed clash", 1), ("Air/drone strike", 2)])
def test_bare_deaths_in_a_town_are_of_the_battle_for_it(add_fact: AddFact, kind: str, count: int) -> None:
    add_fact("a", "There was fighting in Idlib on Tuesday.", trigger="fighting", acled_sub_event=kind, **ON)
    add_fact("a", "There was fighting in Idlib on Tuesday.", 8, number_words="eight")
    text = "Three people have been killed in Idlib."
    add_fact("a", text, trigger="killed", acled_sub_event="Attack", target="Three people", index=9, **ON)
    rows = add_fact("a", text, 3, number_words="Three", attribution="a hospital", index=9)
    assert len(incidents_of(rows)) == count


def test_the_dead_of_both_sides_are_those_of_the_battle_of_the_day(add_fact: AddFact) -> None:
    add_fact("a", "Rebels attacked an army base in Idlib on Tuesday.", trigger="attacked", **CLASH, **ON)
    text = "Nobody could say how the first day had ended, but 70 were killed on either side."
    killed = {"trigger": "killed", "target": "70", "modality": "claimed", "index": 6}
    add_fact("a", text, **killed, **CLASH, **ON)
    assert bounds(only_incident(add_fact("a", text, 70, place=None, index=6))) == (70, 70)


def test_the_dead_of_one_of_several_towns_are_those_of_the_act_done_to_all(add_fact: AddFact) -> None:
    towns = {"trigger": "shelled", "target": "the towns of Idlib and Hama", **SHELLING, **ON}
    add_fact("a", "Troops shelled the towns of Idlib and Hama on Tuesday.", source="Troops", **towns)
    text, hama = "In Hama two bakers were killed.", {"place": "Hama", "place_id": 8}
    add_fact("a", text, trigger="killed", target="two bakers", index=1, **SHELLING, **ON, **hama)
    found = only_incident(add_fact("a", text, 2, number_words="two", index=1, **hama))
    assert (found["source"], found["place"], bounds(found)) == ("Troops", "Hama", (2, 2))


def test_who_died_in_a_place_that_only_their_clause_names_died_there(add_fact: AddFact) -> None:
    add_fact("a", "Jets bombed Idlib on Tuesday.", trigger="bombed", **ON)
    text, hama = (
        "Blasts were heard in the hills, where a herdsman was killed near Hama.",
        {"place": "Hama", "place_id": 8},
    )
    add_fact("a", text, trigger="Blasts", index=5, **ON)
    rows = add_fact("a", text, trigger="killed", target="a herdsman", index=5, **ON, **hama)
    tolls = {row["place"]: bounds(row) for row in incidents_of(rows)}
    assert tolls == {"Idlib": (None, None), "Hama": (1, 1)}


@pytest.mark.parametrize("other", [None, "Hama"])
def test_bare_deaths_are_those_of_the_only_deadly_act_however_far_above(add_fact: AddFact, other: str | None) -> None:
    add_fact("a", "Jets struck a fair in Idlib on Tuesday.", target="a fair", **ON)
    if other:
        text = f"A second strike hit a fair in {other} on Tuesday."
        add_fact("a", text, trigger="strike", target="a fair", index=1, place=other, place_id=8, **ON)
    text = "The ministry said that 14 people had been killed."
    killed = {"trigger": "killed", "target": "14 people", "index": 6, "attribution": "The ministry"}
    add_fact("a", text, **killed, **ON | NOWHERE)
    found = incidents_of(add_fact("a", text, 14, index=6, **NOWHERE))
    assert sorted((str(row["place"]), row["deaths_low"]) for row in found if row["deaths_low"] or not other) == [
        ("None" if other else "Idlib", 14)
    ]
