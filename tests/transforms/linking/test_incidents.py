"""Incidents: linked as in the hand-made gold, each with the toll of its reports."""

from __future__ import annotations

import pytest

from tests.linking.linked import FILE, STEERING, facts, loaded, made, scored
from tests.linking.reading import read
from tests.transforms.linking.conftest import DAY, AddFact, Row, only_incident
from transforms.linking.incidents import kin


def test_the_hand_linked_set_is_large_enough() -> None:
    about = loaded()
    assert len(about.articles) >= 40
    assert scored(about, facts(about, about.events, about.figures)).gold >= 150


@pytest.mark.parametrize("letters", [STEERING, "bcginy", None], ids=["set by", "only scored", "all"])
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


NOWHERE = {"place": None, "place_id": None, "country": None, "admin1": None, "geo_precision": None}
ON = {"date_start": str(DAY), "date_end": str(DAY), "date_precision": "day"}
BOMB = {"trigger": "exploded", "acled_sub_event": "Remote explosive/landmine/IED"}
CLASH = {"acled_sub_event": "Armed clash"}


def happenings(rows: list[Row]) -> list[Row]:
    found: list[Row] = made(rows)["incidents"].to_pylist()
    return found


def bounds(row: Row) -> tuple[int | None, int | None]:
    return row["deaths_low"], row["deaths_high"]


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
    found = happenings(add_fact("a", "Four people died.", 4, place=None, index=4))
    assert sorted(map(bounds, found)) == [(4, 4), (9, 9)]


@pytest.mark.parametrize(("victim", "deaths"), [("a guard", (1, 1)), ("a dozen guards", (None, None))])
def test_a_single_victim_is_a_toll_of_one(
    add_fact: AddFact, victim: str, deaths: tuple[int | None, int | None]
) -> None:
    text = f"Gunmen stormed a bank in Idlib, killing {victim} and wounding three."
    found = only_incident(add_fact("a", text, trigger="stormed", acled_sub_event="Attack", source="Gunmen"))
    assert bounds(found) == deaths


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


def test_the_dead_of_two_attacks_together_are_the_toll_of_neither(add_fact: AddFact) -> None:
    text = "Two separate attacks killed 13 people in Idlib on Tuesday."
    add_fact("a", text, trigger="attacks", acled_sub_event="Attack", target="13 people", **ON)
    add_fact("a", text, 13, who="people")
    add_fact("a", "Shells hit a market and killed nine.", trigger="hit", target="a market", index=1, **ON,
         acled_sub_event="Shelling/artillery/missile attack")  # fmt: skip
    add_fact("a", "Shells hit a market and killed nine.", 9, index=1)
    text = "Then men threw a grenade into a bar and killed four."
    add_fact("a", text, trigger="threw", acled_sub_event="Grenade", index=5, target="a bar", source="men", **ON)
    found = happenings(add_fact("a", text, 4, index=5))
    assert sorted(map(bounds, found)) == [(4, 4), (9, 9)]


def test_a_sub_event_that_no_word_tells_is_outvoted(add_fact: AddFact) -> None:
    add_fact("a", "Gunmen stormed Idlib on Tuesday.", trigger="stormed", acled_sub_event="Attack", **ON)
    found = only_incident(add_fact("a", "The raid forced 3,000 from their homes.", trigger="raid", index=1, **ON))
    assert found["acled_sub_event"] == "Attack"


def test_a_protest_that_the_police_disperse_is_one_with_intervention(add_fact: AddFact) -> None:
    march = {"plover": "PROTEST", "acled_sub_event": "Peaceful protest", "target": None}
    add_fact("a", "Residents marched in Idlib on Tuesday.", trigger="marched", source="Residents", **march, **ON)
    text = "Officers fired tear gas to disperse them."
    stopped = {"plover": "COERCE", "acled_sub_event": "Protest with intervention", "source": "Officers"}
    found = only_incident(add_fact("a", text, trigger="fired", index=1, **stopped, **ON))
    assert found["acled_sub_event"] == "Protest with intervention"


@pytest.mark.parametrize(
    ("sentence", "columns_"),
    [
        pytest.param("The army had held Idlib since May.", {"trigger": "held"}, id="rule over a town"),
        pytest.param(
            "Officers took control of the country.",
            {"trigger": "took", "place": "Syria", "admin1": None, "geo_precision": 3},
            id="a coup",
        ),
        pytest.param("Thousands marched against bombings.", BOMB | {"trigger": "bombings"}, id="what they marched for"),
        pytest.param("A wave of attacks shook Idlib.", {"trigger": "attacks", "acled_sub_event": "Attack"}, id="many"),
    ],
)
def test_no_happening(add_fact: AddFact, sentence: str, columns_: Row) -> None:
    taking = {"plover": "COERCE", "acled_sub_event": "Government regains territory", "territory": "gained"}
    own = {} if "acled_sub_event" in columns_ else taking
    assert happenings(add_fact("a", sentence, **own | columns_)) == []


def test_a_headline_of_two_happenings_is_told_by_the_text_below(add_fact: AddFact) -> None:
    headline = "Bomb derails train near Homs and kills nine; army says 21 militants slain in north"
    add_fact("a", headline, **BOMB | {"trigger": "derails"}, place="Homs", place_id=8, **ON)
    add_fact("a", headline, trigger="slain", acled_sub_event="Armed clash", target="21 militants", **NOWHERE, **ON)
    claim = {"attribution": "army", "modality": "claimed", "who": "militants"}
    add_fact("a", headline, 21, **claim, **NOWHERE)
    add_fact("a", headline, 9, place="Homs", place_id=8)
    add_fact("a", "A bomb derailed a train in Homs on Tuesday.", trigger="derailed", index=1, place="Homs", place_id=8,
         acled_sub_event=BOMB["acled_sub_event"], target="a train", **ON)  # fmt: skip
    text = "Soldiers raided a camp in Idlib on Tuesday and killed 21 militants, the army said."
    add_fact(
        "a", text, trigger="raided", target="a camp", source="Soldiers", source_actor="sy-mil", index=4, **CLASH, **ON
    )
    found = happenings(add_fact("a", text, 21, index=4, **claim))
    assert sorted((row["place"], row["deaths_low"], row["claimed_low"]) for row in found) == [
        ("Homs", 9, None), ("Idlib", None, 21)
    ]  # fmt: skip


@pytest.mark.parametrize(
    "sentence",
    [
        "The minister condemned the Idlib strike.",
        "Two nurses who were struck left the hospital.",
    ],
)
def test_what_only_recalls_a_known_act_is_no_second_one(add_fact: AddFact, sentence: str) -> None:
    add_fact("a", "Jets struck a bakery in Idlib on Tuesday.", target="a bakery", source="Jets", **ON)
    trigger = "strike" if "strike" in sentence else "struck"
    elsewhere = {"place": "Idlib" if trigger == "strike" else None, "place_id": None, "country": None}
    rows = add_fact(
        "a", sentence, trigger=trigger, index=9, date_start="2025-02-20", date_end="2025-02-20", **elsewhere
    )
    assert len(happenings(rows)) == 1


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
    found = only_incident(add_fact("a", "Jets struck Idlib on Tuesday, 20 February.", **columns_))
    assert found["when_told"] == when_told


def test_the_anniversary_of_an_act_is_no_news(add_fact: AddFact) -> None:
    found = only_incident(add_fact("a", "Idlib marked the anniversary of the strike on its market.", trigger="strike"))
    assert found["when_told"] == "background"


def test_a_town_taken_and_retaken_on_a_day_is_two_happenings(add_fact: AddFact) -> None:
    text = "Rebels overran Idlib on Tuesday before troops took it back."
    taking = {"plover": "COERCE", "territory": "gained", **ON}
    add_fact("a", text, trigger="overran", acled_sub_event="Non-state actor overtakes territory", source="Rebels",
         source_actor="rebels", **taking)  # fmt: skip
    rows = add_fact("a", text, trigger="took", acled_sub_event="Government regains territory", source="troops",
                source_actor="army", **taking)  # fmt: skip
    assert len(happenings(rows)) == 2


def test_a_place_taken_from_another_sentence_divides_nothing_and_is_not_shown(add_fact: AddFact) -> None:
    add_fact("a", "Drones struck Idlib on Tuesday.", target="Idlib", source="Drones", **ON)
    inferred = {"place": "Homs", "place_id": 8}
    found = only_incident(add_fact("a", "The strikes burned six shops.", trigger="strikes", index=1, **inferred, **ON))
    assert found["place"] == "Idlib"


def test_in_the_area_is_where_the_act_before_was(add_fact: AddFact) -> None:
    add_fact("a", "Gunmen stormed Idlib on Tuesday.", trigger="stormed", acled_sub_event="Attack", **ON)
    taken = {"plover": "ASSAULT", "acled_sub_event": "Abduction/forced disappearance", **NOWHERE, **ON}
    rows = add_fact("a", "They kidnapped a nurse from a clinic in the area.", trigger="kidnapped", index=1, **taken)
    assert [row["place"] for row in happenings(rows)] == ["Idlib", "Idlib"]


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


def test_children_among_the_dead_are_part_of_them(add_fact: AddFact) -> None:
    text = "Jets struck Idlib and killed 12 people."
    add_fact("a", text)
    add_fact("a", text, 12, attribution="rescuers")
    found = only_incident(add_fact("a", "Among the dead were five children.", 5, place=None, index=1, who="children"))
    assert bounds(found) == (12, 12)
