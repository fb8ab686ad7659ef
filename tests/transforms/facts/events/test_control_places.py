from __future__ import annotations

import pytest

from tests.documents import Parse, token_of
from tests.transforms.facts.events.conftest import Read
from tests.transforms.facts.events.test_territory import changes
from transforms.facts.events.control_places import with_place_taken
from transforms.facts.events.extraction import events
from transforms.facts.extract import extract


@pytest.mark.parametrize(
    "text",
    [
        "Haitian police recaptured the police station of Mirebalais on Tuesday.",
        "Rebels seized the bridge of Deir ez-Zor on Monday.",
        "Fighters took a base near Hama on Monday.",
        "Rebels captured the airport outside Goma on Monday.",
        "The army left its base in Kidal in Mali on Monday.",
        "Police regained control of the fuel terminal of Mirebalais on Tuesday.",
        "The outpost at Kidal in Mali fell on Monday after six hours.",
    ],
)
def test_who_takes_or_leaves_a_building_takes_or_leaves_no_town(parse: Parse, text: str) -> None:
    assert changes(parse, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Rebels captured the road to Goma on Monday.",
        "Rebels seized villages and a stretch of the highway leading into Goma on Monday.",
        "Rebels took the hills overlooking Goma on Monday.",
    ],
)
def test_who_takes_the_way_to_a_town_does_not_hold_it(parse: Parse, text: str) -> None:
    assert [event.place for event in changes(parse, text) if event.place] == []


@pytest.mark.parametrize(
    ("text", "territory"),
    [
        ("Rebels entered Goma on Monday to search for deserters.", None),
        ("Troops entered Goma on Monday to serve warrants against two officers.", None),
        ("Rebels entered Goma on Monday to cheers from the crowd.", "contested"),
        ("Rebels entered Goma on Monday without fighting, residents said.", "gained"),
        ("Rebels entered Goma unopposed on Monday.", "gained"),
        ("Rebels entered Goma on Monday without firing a shot.", "gained"),
        ("Rebels entered Goma on Monday without their leader.", "contested"),
    ],
)
def test_who_enters_a_town_takes_it_by_what_is_told_of_it(parse: Parse, text: str, territory: str | None) -> None:
    (found,) = [event for event in events(parse(text)) if event.trigger == "entered"]
    assert found.territory == territory
    assert (found.acled_sub_event == "Non-violent transfer of territory") == (territory == "gained")


@pytest.mark.parametrize(
    ("text", "territory"),
    [
        ("A convoy of 90 trucks left Goma on Monday.", None),
        ("Troops left Goma on Monday.", "lost"),
    ],
)
def test_who_is_no_force_loses_no_town_by_leaving_it(parse: Parse, text: str, territory: str | None) -> None:
    found = [event.territory for event in events(parse(text)) if event.trigger == "left"]
    assert found == [territory]


def test_a_town_is_taken_with_the_road_to_it(parse: Parse) -> None:
    (found,) = changes(parse, "Rebels captured Goma and the road to Goma airport on Monday.")
    assert (found.territory, found.place) == ("gained", "Goma")


def test_a_town_is_taken_with_its_airport(parse: Parse) -> None:
    (found,) = changes(parse, "Rebels took Hama and its airport on Monday.")
    assert (found.territory, found.place) == ("gained", "Hama")


@pytest.mark.parametrize(
    ("text", "territory", "place"),
    [
        ("Rebels in Yemen have captured all of Harib in Yemen, residents said.", "gained", "Harib"),
        ("Rebels have seized the whole of Harib in Yemen, residents said.", "gained", "Harib"),
        ("Rebels captured the Hama neighbourhood of Qusour on Monday.", "gained", "Qusour"),
        ("Rebels have taken Harib, west of Marib in Yemen, residents said.", "gained", "Harib"),
        ("Fighting has reached Harib in Yemen. The army gave up the town on Monday, he said in Aden.", "lost", "Harib"),
    ],
)
def test_what_is_taken_or_given_up_is_the_place(read: Read, text: str, territory: str, place: str) -> None:
    assert (territory, place) in [(event.territory, event.place) for event in read(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Insurgents attacked soldiers near Gao in Mali, seizing at first a couple of villages.",
        "Rebels have captured 15 villages around Gao in Mali, officials said.",
        "Malian soldiers searched houses near Gao in Mali on Monday and then secured the area.",
        "A Malian force captured a militia leader in Menaka district in Mali on Monday.",
        "Fulani families seized Menaka in Mali on Monday.",
    ],
)
def test_who_takes_a_place_without_a_name_or_takes_people_holds_no_town(parse: Parse, text: str) -> None:
    assert changes(parse, text) == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("The M23 controls much of North Kivu in Congo, including the towns of Rutshuru and Kiwanja.", "Rutshuru"),
        ("The M23 controls much of North Kivu in Congo, including two miners from Goma.", "North Kivu"),
    ],
)
def test_an_area_is_held_with_the_towns_that_are_named(read: Read, text: str, place: str) -> None:
    assert [event.place for event in read(text) if event.territory == "gained"] == [place]


def test_the_town_beside_what_is_taken_is_the_place(parse: Parse) -> None:
    document = parse("Rebels in Homs took the last city that had held out, Hama in Syria.")
    event = next(iter(extract(parse("Rebels captured Homs in Syria on Monday."), None)["events"]))
    found = with_place_taken(event, token_of(document, "took"), document)
    assert (event.place, found.place) == ("Homs", "Hama")
    entered = parse("Rebels entered Hama in Syria.")
    assert with_place_taken(event, token_of(entered, "entered"), entered).place == "Homs"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Rebels captured the villages of Menaka and Kidal in Mali on Monday.", "Menaka"),
        ("Malian soldiers secured the town of Menaka on Monday.", "Menaka"),
    ],
)
def test_a_named_place_is_taken_with_others(parse: Parse, text: str, place: str) -> None:
    assert place in {event.place for event in changes(parse, text)}


def test_who_seizes_power_in_a_region_does_not_take_it(parse: Parse) -> None:
    assert changes(parse, "The rebels seized power in Kidal in Mali on Monday.") == []
    assert changes(parse, "Soldiers stormed a house in Bamako in Mali and seized control of its radio equipment.") == []
    taken = changes(parse, "The rebels seized control of most of Kidal in Mali on Monday.")
    assert [event.place for event in taken] == ["Kidal"]
    assert [event.territory for event in changes(parse, "The rebels seized power on Monday.")] == ["gained"]


@pytest.mark.parametrize(
    "text",
    [
        "Army troops entered the eastern districts of Aleppo on Thursday.",
        "Troops have pushed into the western half of Bakhmut.",
        "Rebels rolled into the outskirts of Goma on Thursday.",
        "Fighters swept into the city's northern suburbs on Thursday.",
    ],
)
def test_who_enters_a_part_of_a_town_fights_for_it_and_has_not_taken_it(parse: Parse, text: str) -> None:
    found = {(event.acled_sub_event, event.plover, event.territory) for event in events(parse(text))}
    assert found == {("Armed clash", "ASSAULT", "contested")}


def test_who_enters_a_part_of_a_town_that_others_left_has_not_taken_the_town(parse: Parse) -> None:
    text = "Rebels entered the outskirts of Hama after the army had abandoned it."
    assert "gained" not in {event.territory for event in events(parse(text))}


def test_who_sweeps_into_a_town_from_its_suburbs_has_taken_it(parse: Parse) -> None:
    (event,) = events(parse("Rebels swept into Goma from the northern suburbs on Thursday."))
    assert (event.acled_sub_event, event.territory) == ("Non-state actor overtakes territory", "gained")
