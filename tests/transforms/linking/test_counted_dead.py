"""Whose dead a number counts."""

from __future__ import annotations

from datetime import timedelta

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


@pytest.mark.parametrize(
    "text",
    [
        "The toll of Sunday's attack has risen to 13.",
        "The number of people killed by Sunday's car bomb has risen to 13.",
    ],
)
def test_a_running_total_of_the_attack_it_names_is_its_toll(add_fact: AddFact, text: str) -> None:
    add_fact("a", "Gunmen attacked the market of Idlib on Sunday.", trigger="attacked", acled_sub_event="Attack")
    found = only_incident(add_fact("a", text, 13, cumulative=True, index=5))
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


def test_a_second_act_in_one_town_has_its_own_dead(add_fact: AddFact) -> None:
    text = "Shells hit the market of Idlib on Tuesday and killed nine."
    add_fact("a", text, trigger="hit", acled_sub_event="Shelling/artillery/missile attack", **ON)
    add_fact("a", text, 9)
    text = "Hours later, men threw grenades into a bar."
    add_fact("a", text, trigger="threw", acled_sub_event="Grenade", source="men", index=3, **ON)
    found = incidents_of(add_fact("a", "Four people died.", 4, place=None, index=4))
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


def test_the_second_part_of_a_headline_raises_no_toll_of_the_first(add_fact: AddFact) -> None:
    headline = "Troops kill 14 rebels in Idlib as bus toll rises to 20"
    add_fact("a", headline, trigger="kill", source="Troops", target="14 rebels", **CLASH, **ON)
    add_fact("a", headline, 14, who="rebels")
    found = incidents_of(add_fact("a", headline, 20, cumulative=True, place=None))
    assert [bounds(each) for each in found if each["source"]] == [(14, 14)]


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


def test_a_number_whose_act_is_not_known_is_no_part_of_the_act_beside_it(add_fact: AddFact) -> None:
    text = "Gunmen killed two traders in Idlib on Tuesday, hours after a bomb had killed four soldiers in the town."
    add_fact("a", text, trigger="killed", acled_sub_event="Attack", source="Gunmen", target="two traders", **ON)
    add_fact("a", text, 2, number_words="two", who="traders")
    found = incidents_of(add_fact("a", text, 4, number_words="four", who="soldiers"))
    assert sorted((row["source"] or "", *bounds(row)) for row in found) == [("", 4, 4), ("Gunmen", 2, 2)]


def test_a_number_given_earlier_is_no_toll_of_what_was_told_just_before_it(add_fact: AddFact) -> None:
    add_fact("a", "Rebels raided Idlib on Tuesday and killed five people.", trigger="raided", **CLASH, **ON)
    add_fact("a", "Rebels raided Idlib on Tuesday and killed five people.", 5, number_words="five", high=None)
    taken = {"plover": "COERCE", "acled_sub_event": "Abduction/forced disappearance", "trigger": "took away"}
    add_fact("a", "They took away young men.", target="young men", index=2, **taken, **ON)
    text = "State radio had earlier reported seven dead."
    rows = add_fact("a", text, 7, number_words="seven", attribution="State radio", index=3, **NOWHERE)
    found = {row["plover"]: bounds(row) for row in incidents_of(rows)}
    assert (found["ASSAULT"][0], found.get("COERCE", (None, None))) == (5, (None, None))


def test_an_act_that_only_a_noun_names_is_that_of_the_number_above_it(add_fact: AddFact) -> None:
    add_fact("a", "A bomb in Idlib killed 17 people on Tuesday.", 17)
    rows = add_fact("a", "We heard the blast and ran.", **BOMB | {"trigger": "blast"}, index=5, **ON)
    assert bounds(only_incident(rows)) == (17, 17)


def test_what_a_march_is_against_has_its_own_dead_and_not_the_day_of_the_march(add_fact: AddFact) -> None:
    text = "People marched through Idlib on Tuesday in protest at the killing of 26 miners by soldiers in Hama."
    hama: Row = {"place": "Hama", "place_id": 8}
    killing = {"acled_sub_event": "Excessive force against protesters", "source": "soldiers", "target": "26 miners"}
    add_fact("a", text, trigger="marched", plover="PROTEST", acled_sub_event="Peaceful protest", source="People", **ON)
    add_fact("a", text, trigger="killing", **killing, **hama)
    rows = add_fact("a", text, 26, who="miners", **hama)
    found = {row["place"]: (*bounds(row), row["date_start"]) for row in incidents_of(rows)}
    assert found == {"Idlib": (None, None, DAY), "Hama": (26, 26, None)}


def test_those_who_died_in_the_days_before_are_no_dead_of_an_act(add_fact: AddFact) -> None:
    text = "The miners attacked the police in Idlib on Tuesday."
    add_fact("a", text, trigger="attacked", source="The miners", target="the police", **CLASH, **ON)
    text = "Ten people had died in clashes in the days before."
    assert bounds(only_incident(add_fact("a", text, 10, number_words="Ten", index=1, **NOWHERE))) == (None, None)


@pytest.mark.parametrize(
    ("text", "high"),
    [
        ("The deaths bring to 14 the number of people killed at the weekend.", 5),
        ("The deaths bring to 14 the number of people killed in the shooting.", 14),
    ],
)
def test_a_total_of_a_span_restates_no_toll(add_fact: AddFact, text: str, high: int) -> None:
    add_fact("a", "Police shot five people in Idlib on Tuesday.", trigger="shot", acled_sub_event="Attack", **ON)
    add_fact("a", "Police shot five people in Idlib on Tuesday.", 5, number_words="five", who="people")
    found = only_incident(add_fact("a", text, 14, cumulative=True, index=3, **NOWHERE))
    assert bounds(found)[1] == high


def test_the_dead_of_bombs_are_their_toll_even_if_it_has_risen(add_fact: AddFact) -> None:
    text = "The number of people killed by two bombs in Idlib on Tuesday has risen to 187."
    add_fact("a", text, **BOMB | {"trigger": "killed"}, **ON)
    assert bounds(only_incident(add_fact("a", text, 187, cumulative=True))) == (187, 187)


def test_two_of_them_whom_troops_killed_are_no_part_of_a_toll(add_fact: AddFact) -> None:
    add_fact("a", "Jets struck Homs on Monday and killed nine.", place="Homs", place_id=8, date_start="2025-03-03")
    add_fact("a", "Jets struck Homs on Monday and killed nine.", 9, place="Homs", place_id=8)
    text = "Troops in Idlib opened fire on marchers and killed two of them."
    add_fact("a", text, trigger="opened fire", acled_sub_event="Attack", source="Troops", index=3, **ON)
    rows = add_fact("a", text, 2, number_words="two", index=3, place=None)
    assert sorted(map(bounds, incidents_of(rows))) == [(2, 2), (9, 9)]


def test_the_dead_of_the_next_day_are_no_part_of_a_toll_that_has_risen(add_fact: AddFact) -> None:
    sunday, monday = ({"date_start": str(DAY - timedelta(days=days)), "date_precision": "day"} for days in (2, 1))
    text = "The toll of Sunday's strike on a hotel in Idlib rose to 14 on Tuesday as four bodies were found."
    add_fact("a", text, trigger="strike", target="a hotel", **sunday)
    add_fact("a", text, 14, cumulative=True)
    text = "A mortar shell hit a taxi in Idlib on Monday, killing three people, the mayor said."
    add_fact("a", text, trigger="hit", target="a taxi", index=1, **monday)
    rows = add_fact("a", text, 3, number_words="three", who="people", index=1)
    assert sorted(bounds(row) for row in incidents_of(rows)) == [(3, 3), (14, 14)]


def test_those_listed_among_the_dead_are_a_part_of_them(add_fact: AddFact) -> None:
    add_fact("a", "Jets struck the market of Idlib.")
    text = "We have counted 13 dead, three guards and two nurses among them."
    for number, words in ((3, "three"), (2, "two"), (13, "13")):
        rows = add_fact("a", text, number, number_words=words, place=None, index=1)
    assert bounds(only_incident(rows)) == (13, 13)


def test_the_speaker_s_own_people_are_a_part_of_the_dead(add_fact: AddFact) -> None:
    text = "Jets struck Idlib and killed 32 people."
    add_fact("a", text)
    add_fact("a", text, 32, attribution="police")
    add_fact("a", "Nurses were hurt in Homs.", trigger="hurt", place="Homs", place_id=8, index=1)
    own = {"number_words": "four", "attribution": "I", "place": None, "index": 2}
    rows = add_fact("a", "I counted the bodies of my brother and his four sons.", 4, **own)
    assert (32, 32) in [bounds(row) for row in incidents_of(rows)]
    assert (4, 4) not in [bounds(row) for row in incidents_of(rows)]


ABDUCTION = {"trigger": "abducted", "acled_sub_event": "Abduction/forced disappearance"}


@pytest.mark.parametrize(("target", "place"), [("11 children", "Idlib"), ("children", "Homs")])
def test_the_dead_beside_a_number_of_abducted_are_those_of_the_attack(
    add_fact: AddFact, target: str, place: str
) -> None:
    add_fact("a", "Gunmen attacked Idlib.", trigger="attacked", acled_sub_event="Attack")
    text = f"Officials in Homs report 23 people killed and {target} abducted."
    add_fact("a", text, **ABDUCTION, target=target, place="Homs", place_id=8, index=1)
    rows = add_fact("a", text, 23, place=None, index=1)
    assert [row["place"] for row in incidents_of(rows) if row["deaths_low"] == 23] == [place]


def test_the_toll_of_an_act_that_its_head_does_not_tell_is_that_of_the_next(add_fact: AddFact) -> None:
    text = "The number of inmates killed in a riot has climbed to 13 after four more bodies were found."
    add_fact("a", text, 4, number_words="four")
    add_fact("a", text, 13, cumulative=True)
    rows = add_fact("a", "Gangs fought in a prison in Idlib on Tuesday.", trigger="fought", index=1, **CLASH, **ON)
    assert bounds(only_incident(rows)) == (13, 13)


def test_a_toll_of_an_act_that_it_names_is_not_that_of_the_answer(add_fact: AddFact) -> None:
    text = "The death toll from an air strike on Idlib has risen to 16, and rebels killed nine soldiers in revenge."
    add_fact("a", text, trigger="air strike", target="a market")
    killing = {"trigger": "killed", "target": "nine soldiers", "source": "rebels", **CLASH}
    add_fact("a", text, **killing, date_start="2025-03-03", date_end="2025-03-03", date_precision="day")
    add_fact("a", text, 16, cumulative=True)
    rows = add_fact("a", text, 9, number_words="nine", who="soldiers")
    assert sorted(bounds(row) for row in incidents_of(rows)) == [(9, 9), (16, 16)]


@pytest.mark.parametrize("verb", ["raised", "lowered"])
def test_officials_who_change_a_toll_tell_that_of_the_act(add_fact: AddFact, verb: str) -> None:
    text = f"The state mourned the victims of a strike on Idlib as officials {verb} the death toll to 28."
    add_fact("a", text, trigger="strike")
    assert bounds(only_incident(add_fact("a", text, 28, cumulative=True))) == (28, 28)


def test_those_of_the_wounded_who_died_raise_a_toll_and_are_none(add_fact: AddFact) -> None:
    text = "The number of people killed by a bomb in Idlib rose to 26 when four of the injured died."
    add_fact("a", text, **BOMB | {"trigger": "bomb"})
    add_fact("a", text, 26, cumulative=True)
    found = only_incident(add_fact("a", text, 4, number_words="four", who="injured", place=None))
    assert bounds(found) == (26, 26)
