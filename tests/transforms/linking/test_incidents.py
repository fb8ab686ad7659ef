"""Incidents: linked as in the hand-made gold, each with the toll of its reports."""

from __future__ import annotations

from typing import Any

import pytest

from tests.linking.linked import FILE, STEERING, facts, linker_of, loaded, made, scored
from tests.linking.reading import read
from tests.transforms.linking.conftest import (
    BOMB,
    CLASH,
    NOWHERE,
    ON,
    AddFact,
    Row,
    bounds,
    incidents_of,
    only_incident,
)
from transforms.linking.incidents import kin
from transforms.linking.sentences import is_protested


def test_the_hand_linked_set_is_large_enough() -> None:
    about = loaded()
    assert len(about.articles) >= 40
    assert scored(about, facts(about, about.events, about.figures)).gold >= 150


@pytest.mark.parametrize("letters", [STEERING, "bcginoty", None], ids=["set by", "only scored", "all"])
def test_facts_are_linked_as_the_hand_links_them(letters: str | None) -> None:
    about = loaded(letters)
    scores = scored(about, facts(about, about.events, about.figures))
    assert scores.precision >= 0.92, scores.wrong
    assert scores.recall >= 0.80, scores.missed
    assert scores.exact / scores.tolls >= 0.85, scores.inexact


def test_facts_read_from_the_texts_are_linked_much_as_the_hand_links_them() -> None:
    about = loaded()
    scores = scored(about, read(about))
    assert scores.precision >= 0.85
    assert scores.recall >= 0.78


def test_a_happening_named_in_the_file_has_a_sentence() -> None:
    about = loaded()
    assert set(about.tolls) == {name for name in about.happenings.values() if name}, FILE


def test_incidents_need_no_other_articles_than_those_of_their_reports(add_fact: AddFact) -> None:
    add_fact("one", "An air strike on Idlib killed 4 people.")
    add_fact("other", "Clashes broke out in Hama.", place="Hama", place_id=8, **CLASH)
    rows = add_fact("one", "The strike hit a market in Idlib.", index=1)
    linker = linker_of(rows)
    linked, wanted = [*linker.links()], [row["fact_id"] for row in rows if row["article_id"] == "one"]
    with_all = linker.incidents(linker.grouped(linked, wanted))
    linker.keep_only({"one"})
    assert linker.incidents(linker.grouped(linked, wanted)) == with_all
    assert len(with_all["incidents"]) == 1
    assert set(linker.incidents(linker.grouped(linked))["incident_facts"]["article_id"].to_pylist()) == {"one"}


def test_two_stories_of_one_outlet_are_one_origin(add_fact: AddFact) -> None:
    for article, outlet in (("a", "Ridge"), ("b", "Ridge"), ("c", "Shore")):
        rows = add_fact(article, "Jets struck a bakery in Idlib.", target="a bakery", outlet=outlet, story=article)
    found = only_incident(rows)
    assert (found["n_articles"], found["n_outlets"], found["n_independent_origins"]) == (3, 2, 2)


def test_the_sentence_of_the_toll_stands_beside_that_of_the_act(add_fact: AddFact) -> None:
    add_fact("a", "Jets struck a bakery in Idlib.")
    add_fact("a", "The strike on the bakery killed 12.", index=1, trigger="strike")
    found = only_incident(add_fact("a", "The strike on the bakery killed 12.", 12, index=1))
    assert found["sentence"] == "Jets struck a bakery in Idlib."
    assert found["toll_sentence"] == "The strike on the bakery killed 12."


def test_the_sub_event_is_the_one_of_most_facts(add_fact: AddFact) -> None:
    shelling = "Shelling/artillery/missile attack"
    text = "Troops struck Idlib with shells and a drone, and killed nine."
    add_fact("a", text, trigger="struck")
    add_fact("a", text, trigger="shells", acled_sub_event=shelling)
    found = only_incident(
        add_fact("a", "The shelling lasted an hour.", trigger="shelling", acled_sub_event=shelling, index=1)
    )
    assert found["acled_sub_event"] == shelling


def test_a_place_without_a_name_is_not_that_of_another_article(add_fact: AddFact) -> None:
    crossing: Row = {"place": "the border", "place_id": None, "geo_precision": None, "country": None, "admin1": None}
    add_fact("a", "Soldiers shelled a convoy of traders at the border.", target="a convoy of traders", **crossing)
    rows = add_fact("b", "Jets struck a camp for the displaced at the border.", target="a camp", **crossing)
    assert [row["place"] for row in made(rows)["incidents"].to_pylist()] == [None, None]


@pytest.mark.parametrize(
    "own_columns",
    [
        pytest.param({"place": "Idlib Governorate", "place_id": 8, "geo_precision": 3}, id="an area"),
        pytest.param({"place": None, "place_id": None, "country": None, "admin1": None}, id="no place"),
        pytest.param({"date_start": "2025-03", "date_precision": "month"}, id="a month"),
    ],
)
def test_nothing_is_dropped_for_want_of_a_place_or_a_day(add_fact: AddFact, own_columns: Row) -> None:
    text = "Jets struck a camp and killed 12."
    add_fact("a", text, **own_columns)
    found = only_incident(
        add_fact("a", text, 12, **{name: value for name, value in own_columns.items() if not name.startswith("date")})
    )
    assert found["deaths_best"] == 12
    assert found["geo_precision"] == own_columns.get("geo_precision", 1 if "place" not in own_columns else None)


def test_a_place_taken_is_told_by_the_taker(add_fact: AddFact) -> None:
    text = "The front has taken Idlib after the army left it."
    left = {"plover": "RETREAT", "acled_sub_event": "Non-violent transfer of territory", "territory": "lost"}
    add_fact("a", text, trigger="left", source="the army", source_actor="army", **left)
    gained = {"plover": "COERCE", "acled_sub_event": "Non-state actor overtakes territory", "territory": "gained"}
    found = only_incident(add_fact("a", text, trigger="taken", source="the front", source_actor="front", **gained))
    assert (found["acled_sub_event"], found["source_actor"]) == (gained["acled_sub_event"], "front")


def test_kin_of_a_circle_of_actors_ends() -> None:
    assert kin([{"actor_id": "a", "parent": "b"}, {"actor_id": "b", "parent": "a"}])["a"] == {"a", "b"}


@pytest.mark.parametrize(("victim", "deaths"), [("a guard", (1, 1)), ("a dozen guards", (None, None))])
def test_a_single_victim_is_a_toll_of_one(
    add_fact: AddFact, victim: str, deaths: tuple[int | None, int | None]
) -> None:
    text = f"Gunmen stormed a bank in Idlib, killing {victim} and wounding three."
    found = only_incident(add_fact("a", text, trigger="stormed", acled_sub_event="Attack", source="Gunmen"))
    assert bounds(found) == deaths


@pytest.mark.parametrize(
    ("sentence", "target", "deaths"),
    [
        ("Shells killed a 61-year-old man and his wife in Idlib.", "a 61-year-old man and his wife", 2),
        ("Shells killed a woman and her children in Idlib.", "a woman and her children", None),
        ("Shells killed a judge and his bodyguards in Idlib.", "a judge and his bodyguards", None),
        ("Gunmen killed a judge and his driver near Idlib.", "a judge and his driver near Idlib", 2),
        ("Gunmen killed a judge and a dozen others in Idlib.", "a judge and a dozen others", None),
    ],
)
def test_two_victims_told_without_a_number_are_a_toll(
    add_fact: AddFact, sentence: str, target: str, deaths: int | None
) -> None:
    found = only_incident(add_fact("a", sentence, trigger="killed", target=target, acled_sub_event="Attack"))
    assert found["deaths_best"] == deaths


def test_both_sides_own_losses_are_added_and_their_claims_told_apart(add_fact: AddFact) -> None:
    text = "The army said that nine soldiers and 85 rebels were killed in the battle."
    add_fact("a", text, trigger="battle", source="The army", source_actor="sy-mil", **CLASH, **ON)
    army = {"attribution": "The army", "modality": "claimed", "place": None}
    add_fact("a", text, 9, who="soldiers", **army)
    add_fact("a", text, 85, who="rebels", **army)
    text = "The rebels said that they had lost 6 men and killed 60 soldiers."
    rebels = {"attribution": "The rebels", "modality": "claimed", "place": None, "index": 1}
    add_fact("a", text, trigger="killed", target="60 soldiers", source="The rebels", **CLASH, **ON, index=1)
    add_fact("a", text, 6, who="men", **rebels)
    found = only_incident(add_fact("a", text, 60, who="soldiers", **rebels))
    assert bounds(found) == (15, 15)
    assert (found["claimed_low"], found["claimed_high"]) == (60, 85)


@pytest.mark.parametrize(
    ("columns_", "when_told"),
    [
        pytest.param({"date_start": "2025-01", "date_precision": "month"}, "background", id="two months ago"),
        pytest.param({"date_start": "2025", "date_precision": "year"}, "background", id="of a year"),
        pytest.param(ON | {"when_told": "background"}, "new", id="of the day"),
        pytest.param({"date_start": "2025-02-20", "date_end": "2025-02-20"}, "new", id="of last month"),
    ],
)
def test_what_is_long_past_is_no_news(add_fact: AddFact, columns_: Row, when_told: str) -> None:
    text = "Jets killed a judge in Idlib on Tuesday, 20 February."
    found = only_incident(add_fact("a", text, trigger="killed", target="a judge", **columns_))
    assert found["when_told"] == when_told


def test_a_building_is_not_the_place_where_the_town_is_known(add_fact: AddFact) -> None:
    theatre = {**NOWHERE, "place": "National Theatre"}
    add_fact("a", "A bomb exploded near the National Theatre on Tuesday.", **BOMB, **ON, **theatre)
    text = "Seven people were killed."
    found = only_incident(add_fact("a", text, trigger="killed", acled_sub_event="Attack", index=1, **ON))
    assert found["place"] == "Idlib"


def test_an_unknown_district_says_more_than_the_region_around_it(add_fact: AddFact) -> None:
    text = "A bomb exploded in the Ruwi district of Idlib Governorate on Tuesday."
    add_fact("a", text, **BOMB, **ON, **{**NOWHERE, "place": "Ruwi"})
    area = {"place": "Idlib Governorate", "place_id": 8, "geo_precision": 3}
    assert only_incident(add_fact("a", text, 9, **area))["place"] == "Ruwi"


def test_an_actor_that_one_act_of_many_names_is_not_its_target(add_fact: AddFact) -> None:
    text = "Jets struck the Jabal quarter of Idlib on Tuesday."
    for number in range(5):
        add_fact(f"a{number}", text, target="the Jabal quarter", **ON)
    text = "Jets struck the Jabal quarter of Idlib on Tuesday as planes bombed the opposition."
    rows = add_fact("b", text, target="the opposition", target_actor="sy-opposition", **ON)
    assert only_incident(rows)["target"] == "the Jabal quarter"


def test_a_place_in_a_province_is_more_exact_than_the_province(add_fact: AddFact) -> None:
    province = {"place": "Idlib", "place_id": 7, "geo_precision": 3}
    add_fact("a", "Gunmen killed 17 in Idlib", trigger="killed", acled_sub_event="Attack", **province, **ON)
    site = {"place": "Plain Site", "place_id": None, "geo_precision": 1}
    rows = add_fact("a", "Gunmen killed 17 people at the Plain Site on Tuesday.", trigger="killed", index=1,
                    acled_sub_event="Attack", **site, **ON)  # fmt: skip
    assert only_incident(rows)["place"] == "Plain Site"


@pytest.mark.parametrize(
    ("countries", "when", "country"),
    [
        (["SY", "SY"], "new", "SY"),
        (["SY", "LB"], "new", None),
        ([], "new", None),
        (["SY"], "background", None),
    ],
)
def test_a_place_without_a_country_lies_where_all_facts_of_its_article_lie(
    add_fact: AddFact, countries: list[str], when: str, country: str | None
) -> None:
    unknown = NOWHERE | {"place": "the Basel roundabout", "when_told": when}
    rows = add_fact("a", "A strike hit the Basel roundabout.", **unknown)
    for index, lies_in in enumerate(countries, 1):
        aid: Row = {"plover": "AID", "acled_sub_event": None, "trigger": "brought", "country": lies_in}
        rows = add_fact("a", "Trucks brought bread to the city.", index=index, **aid)
    incident = only_incident(rows)
    assert (incident["place"], incident["country"]) == ("the Basel roundabout", country)


def test_talks_in_another_country_give_an_act_no_country(add_fact: AddFact) -> None:
    talks: Row = {"plover": "AGREE", "acled_sub_event": None, "trigger": "agreed", "country": "QA"}
    add_fact("a", "The two sides agreed in Doha to a cease-fire.", **talks)
    rows = add_fact("a", "A strike hit their camp.", index=1, **NOWHERE)
    assert only_incident(rows)["country"] is None


def test_a_printed_correction_alone_tells_no_happening(add_fact: AddFact) -> None:
    text = "Correction: Our report on Monday said that six soldiers were killed in Idlib."
    add_fact("b", text, trigger="killed", acled_sub_event="Armed clash", **ON)
    add_fact("b", text, 6, who="soldiers", corrected_by="x", modality="denied")
    rows = add_fact("b", "The army gives four.", 4, index=1, attribution="The army", **NOWHERE)
    assert incidents_of(rows) == []
    text = "Six soldiers were killed in a clash in Idlib on Tuesday."
    add_fact("a", text, trigger="killed", acled_sub_event="Armed clash", outlet="b", **ON)
    found = only_incident(add_fact("a", text, 6, who="soldiers", outlet="b"))
    assert (found["deaths_low"], found["deaths_best"], found["deaths_high"]) == (4, 4, 4)


@pytest.mark.parametrize(
    ("confidence", "own", "is_incident"),
    [
        (0.4, {}, False),
        (0.6, {}, True),
        (0.4, ON, True),
        (0.4, {"plover": "COERCE", "acled_sub_event": "Government regains territory", "territory": "gained"}, True),
    ],
)
def test_a_stray_mention_that_is_not_read_surely_is_no_incident(
    add_fact: AddFact, confidence: float, own: dict[str, Any], is_incident: bool
) -> None:
    sentence = "Jets struck villages in Idlib" + (" on Tuesday." if "date_start" in own else ".")
    assert bool(incidents_of(add_fact("a", sentence, confidence=confidence, **own))) == is_incident


def test_an_act_that_is_hardly_read_does_not_name_the_target(add_fact: AddFact) -> None:
    add_fact("a", "Jets struck a school in Idlib.", target="a school", **ON)
    add_fact("a", "They struck the jeep.", index=1, target="the jeep", confidence=0.2, **ON)
    (incident,) = incidents_of(add_fact("b", "Jets struck the jeep in Idlib.", target="the jeep", confidence=0.2, **ON))
    assert incident["target"] == "a school"


def test_the_dead_of_what_a_protest_is_against_are_not_its_own(add_fact: AddFact) -> None:
    sentence = "Hundreds marched in Idlib on Tuesday to protest against an air strike that killed nine people."
    add_fact("a", sentence, trigger="marched", plover="PROTEST", acled_sub_event="Peaceful protest", **ON)
    (incident,) = incidents_of(add_fact("a", sentence, 9, number_words="nine", who="people"))
    assert incident["deaths_best"] is None


def test_the_month_of_march_is_no_protest(add_fact: AddFact) -> None:
    sentence = "In March, jets fired at a convoy after an attack that killed nine people in Idlib."
    (row,) = add_fact("a", sentence, 9, number_words="nine", who="people")
    assert not is_protested(row)


@pytest.mark.parametrize(
    ("columns_", "count"),
    [
        pytest.param({"index": 5}, 1, id="of a kind told before"),
        pytest.param({"index": 5, "place": "Hama", "place_id": 8}, 1, id="of a place taken from another sentence"),
        pytest.param({"index": 5, "plover": "COERCE", "acled_sub_event": "Arrests", **NOWHERE}, 1, id="nowhere"),
        pytest.param({"index": 5, "plover": "COERCE", "acled_sub_event": "Arrests"}, 2, id="of another kind"),
        pytest.param({"index": 1, "plover": "COERCE", "acled_sub_event": "Arrests", **NOWHERE}, 2, id="at the head"),
    ],
)
def test_what_tells_no_place_day_or_dead_of_its_own_is_no_row_beside_the_news(
    add_fact: AddFact, columns_: Row, count: int
) -> None:
    add_fact("a", "Jets struck Idlib on Tuesday and killed nine.", source="Jets", target="a mill", **ON)
    text = "The ministry said that it had hit outlaws."
    rows = add_fact("a", text, trigger="hit", source="The ministry", target="outlaws", **{**ON, **columns_})
    assert len(incidents_of(rows)) == count


def test_an_act_with_day_and_place_counts_where_no_sure_one_has_them(add_fact: AddFact) -> None:
    bomb = {"trigger": "car bombing", "acled_sub_event": "Suicide bomb", "target": "the assembly"}
    add_fact(
        "a", "A suicide car bombing at the assembly in Idlib on Tuesday killed nine.", confidence=0.2, **bomb, **ON
    )
    text = "Soldiers shot militants after they had run into the building."
    rows = add_fact("a", text, trigger="shot", acled_sub_event="Attack", source="Soldiers", index=1, **ON)
    assert only_incident(rows)["acled_sub_event"] == "Suicide bomb"


@pytest.mark.parametrize(("died", "count"), [("have died", 1), ("died", 2)])
def test_the_dead_of_a_side_so_far_are_no_row_below_the_news(add_fact: AddFact, died: str, count: int) -> None:
    add_fact("a", "Jets struck Idlib on Tuesday.", target="a mill", **ON)
    text = f"It says that 42 villagers {died} on its side."
    deaths = {"trigger": "died", "acled_sub_event": "Armed clash", "target": "42 villagers", "place": "Hama"}
    add_fact("a", text, index=6, place_id=8, **deaths, **ON)
    rows = add_fact("a", text, 42, who="villagers", index=6, **NOWHERE)
    assert len(incidents_of(rows)) == count


@pytest.mark.parametrize(("index", "count"), [(1, 1), (6, 0)])
def test_a_number_without_an_act_and_a_day_is_no_row_below_the_news(add_fact: AddFact, index: int, count: int) -> None:
    rows = add_fact("a", "More than 2,000 people had died in Idlib, a diplomat said.", 2000, high=None, index=index)
    assert len(incidents_of(rows)) == count


@pytest.mark.parametrize(
    ("text", "deaths"),
    [
        ("Dockers marched in Idlib against taxes raised after an earthquake that killed up to 90 people.", None),
        ("Rebels attacked a camp in Idlib after the flood and killed 90 people.", 90),
        ("Rebels attacked a camp in Idlib for those whom the flood displaced, and killed 90 people.", 90),
    ],
)
def test_the_dead_of_a_disaster_are_not_those_of_an_act(add_fact: AddFact, text: str, deaths: int | None) -> None:
    add_fact("a", text, trigger="attacked")
    found = only_incident(add_fact("a", text, 90, who="people"))
    assert found["deaths_high"] == deaths


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Nine people died when a ferry capsized near Idlib, officials said.", 0),
        ("Nine people have died on the wet roads of Idlib this week.", 0),
        ("Nine people died when a bus crashed near Idlib after a shell had hit it.", 1),
        ("Nine people died in Idlib, officials said.", 1),
    ],
)
def test_the_dead_of_an_accident_are_no_incident(add_fact: AddFact, text: str, count: int) -> None:
    assert len(incidents_of(add_fact("a", text, 9, who="people"))) == count


def test_the_evidence_is_not_what_speaks_of_an_attack_again(add_fact: AddFact) -> None:
    told = "Rebels said that they had fired rockets at Idlib on Tuesday."
    add_fact("a", told, trigger="fired", modality="claimed", acled_sub_event="Air/drone strike", **ON)
    text = "The attack could cut the road to the coast."
    rows = add_fact("a", text, trigger="attack", index=2, place=None, acled_sub_event="Air/drone strike", **ON)
    assert only_incident(rows)["sentence"] == told
