"""Every named actor and place of a text is found once, and resolved if the article decides."""

from __future__ import annotations

import pytest

from tests.documents import Parse
from tests.names import country, named
from transforms.facts.events.extraction import events


@pytest.mark.parametrize("label", ["PERSON", "ORG", "GPE"])
def test_what_a_text_calls_a_town_is_one_whatever_the_tagger_says(label: str) -> None:
    text = "In Sudan, fighters captured the town of Umm Ruwaba in North Kordofan on Monday."
    name = named(text, ("Umm Ruwaba", label))["Umm Ruwaba"]
    assert (name.label, country(name)) == ("GPE", "SD")


@pytest.mark.parametrize("text", ["Orvan was also retaken on Sunday.", "In Syria, rebels overran Orvan."])
def test_what_is_done_to_places_alone_is_done_to_a_place(text: str) -> None:
    assert named(text, ("Orvan", "PERSON"))["Orvan"].label == "GPE"


def test_two_places_that_the_tagger_joins_are_two() -> None:
    found = named("In Syria, Orvan and Tavro were empty.", ("Orvan and Tavro", "GPE"))
    assert {"Orvan", "Tavro"} <= found.keys()


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("In Syria, rebels took the districts of Orvan, Karm and Tavro on Monday.", {"Orvan", "Karm", "Tavro"}),
        ("In Syria, rebels took the villages of Orvan, and Karm.", {"Orvan", "Karm"}),
        ("In Syria, rebels took the village of Orvan and Karm left.", {"Orvan"}),
        ("In Syria, rebels took the towns of Orvan and Karm, Tavro said.", {"Orvan", "Karm"}),
        ("In Syria, rebels took the towns of Orvan, Tavro said.", {"Orvan"}),
    ],
)
def test_each_name_of_a_list_of_places_is_one(text: str, places: set[str]) -> None:
    names = [(name, "PERSON") for name in ("Orvan", "Karm", "Tavro") if name in text]
    assert {name for name, told in named(text, *names).items() if told.label == "GPE"} - {"Syria"} == places


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("In Syria, forces hold the districts of Sheikh Maqsoud and Ashrafieh.", "GPE"),
        ("In Syria, forces shelled the Sheikh Maqsoud neighbourhood.", "GPE"),
        ("In Syria, the followers of Sheikh Maqsoud left.", "PERSON"),
    ],
)
@pytest.mark.parametrize("tagged", ["Sheikh Maqsoud", "Maqsoud"])
def test_a_place_may_be_named_after_somebody_with_a_title(text: str, label: str, tagged: str) -> None:
    found = named(text, (tagged, "PERSON"))
    assert {name: told.label for name, told in found.items() if "Maqsoud" in name} == {
        "Sheikh Maqsoud" if label == "GPE" else "Maqsoud": label
    }


@pytest.mark.parametrize(
    ("text", "town", "code"),
    [
        ("Syrian rebels entered Hama, Syria's fourth city.", "Hama", "SY"),
        ("In Japan, a quake shook Hama.", "Hama", "JP"),
        ("Lebanese soldiers patrolled in Tripoli.", "Tripoli", "LB"),
        ("Libyan militias clashed in Tripoli.", "Tripoli", "LY"),
        ("Ukraine said shells fell near Bakhmut.", "Bakhmut", "UA"),
    ],
)
def test_the_countries_an_article_names_choose_the_town(text: str, town: str, code: str) -> None:
    assert country(named(text)[town]) == code


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("Fighters of the Free Army took two villages near Damascus on Monday.", None),
        ("The Unity Party met in Geneva on Monday.", None),
        ("The governor of Florida sent the Florida National Guard to Texas on Monday.", "Florida"),
    ],
)
def test_the_first_word_of_a_body_is_a_place_only_where_the_text_is_about_it(
    parse: Parse, text: str, inside: str | None
) -> None:
    parts = [part.span.text for name in parse(text).names if name.label == "ORG" for part in name.inside]
    assert parts == ([inside] if inside else [])


def test_what_the_pipeline_took_for_a_person_can_be_a_town() -> None:
    found = named("Syrian troops left Syria's city of Homs. Idlib was calm.", ("Idlib", "PERSON"))
    assert (found["Idlib"].label, country(found["Idlib"])) == ("GPE", "SY")


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("In Syria, rebels took Orvani, a market town near Hama.", "GPE"),
        ("In Syria, rebels met Orvani, the town's mayor.", "PERSON"),
        ("In Syria, rebels met Orvani, a teacher.", "PERSON"),
    ],
)
def test_a_name_that_an_apposition_calls_a_town_is_one(text: str, label: str) -> None:
    assert named(text, ("Orvani", "PERSON"))["Orvani"].label == label


def test_a_title_is_not_part_of_the_name() -> None:
    found = named("Foreign Minister Selma Okoro resigned.", ("Foreign Minister Selma Okoro", "ORG"))
    assert found["Selma Okoro"].label == "PERSON"


@pytest.mark.parametrize("word", ["linked", "affiliated"])
def test_who_is_linked_to_a_body_is_not_that_body(parse: Parse, word: str) -> None:
    found = [e.source_actor for e in events(parse(f"The al Qaeda-{word} group captured the town of Jilib on Monday."))]
    assert found == [None]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Syrian troops left Aleppo. A strike on the Basel roundabout killed 16 people in Aleppo.", None),
        ("Swiss police closed the Basel roundabout in Zurich.", "CH"),
        ("Syrian envoys met in Basel.", "CH"),
    ],
)
def test_a_street_named_after_a_far_town_is_not_there(text: str, code: str | None) -> None:
    assert country(named(text, ("Basel", "GPE"))["Basel"]) == code


def test_the_village_of_a_colonel_is_no_place_of_his_name() -> None:
    found = named("Fighters left the village of Colonel Deng Okello.", ("Colonel Deng Okello", "PERSON"))
    assert {told.label for name, told in found.items() if "Okello" in name} == {"PERSON"}


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Rockets fell in Orvan, Karmo Tas and Tavro.", "GPE"),
        ("Rockets fell in Orvan and Karmo Tas.", "GPE"),
        ("Rockets fell in Orvan, Karmo Tas said.", "PERSON"),
        ("Rockets fell in Orvan and Karmo Tas fled.", "PERSON"),
        ("Between France and Karmo Tas there was nothing.", "PERSON"),
    ],
)
def test_an_unknown_name_in_a_list_of_places_is_one(text: str, label: str) -> None:
    towns = [(name, "GPE") for name in ("Orvan", "Tavro") if name in text]
    assert named(text, ("Karmo Tas", "PERSON"), *towns)["Karmo Tas"].label == label


def test_a_place_and_the_one_that_it_lies_in_are_two_names() -> None:
    assert {"Aceh", "Indonesia"} <= named("They swam off Aceh, Indonesia.", ("Aceh, Indonesia", "LOC")).keys()


def test_the_gulf_is_a_place_with_its_article() -> None:
    assert named("He returned to the Gulf on Monday.")["the Gulf"].place is not None


def test_a_weekday_is_no_part_of_the_name_before_it() -> None:
    assert "Phnom Penh" in named("He was shot in Phnom Penh Sunday.", ("Phnom Penh Sunday", "LOC"))
