"""Reports of one place, or of a place and the area around it, may tell one happening."""

from __future__ import annotations

import pytest

from tests.linking.linked import made
from tests.transforms.linking.conftest import DAY, ON, AddFact, Row, incidents_of, only_incident


def test_a_report_of_an_area_is_that_of_the_town_in_it(add_fact: AddFact) -> None:
    for article, place in (("a", {}), ("b", {"place": "Idlib Governorate", "place_id": 8, "geo_precision": 3})):
        text = f"Jets struck a camp for the displaced and killed 12 people, {article} said."
        add_fact(article, text, target="a camp for the displaced", **place)
        rows = add_fact(article, text, 12, who="people", **place)
    assert only_incident(rows)["place"] == "Idlib"


def test_a_report_of_an_area_may_be_that_of_a_village_that_no_gazetteer_knows(add_fact: AddFact) -> None:
    area = {"place": "Idlib Governorate", "place_id": 8, "geo_precision": 3}
    village = {"place": "Ruwi", "place_id": None, "geo_precision": None, "country": None, "admin1": None}
    for article, place in (("a", village), ("b", area)):
        text = f"Gunmen raided a market of goats and killed nine, {article} said."
        add_fact(article, text, trigger="raided", target="a market", date_start="2025-03-03", **place)
        rows = add_fact(article, text, 9, **place)
    assert made(rows)["incidents"].num_rows == 1


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        ("northern Syria", "southern Syria", 2),
        ("northern Syria", "south-eastern Syria", 2),
        ("north-east Syria", "northwestern Syria", 2),
        ("northern Syria", "northeastern Syria", 1),
        ("northern Syria", "Syria", 1),
        ("South Yemen", "northern Syria", 1),
    ],
)
def test_opposite_parts_of_a_country_are_two_places(add_fact: AddFact, one: str, other: str, count: int) -> None:
    for article, place in (("a", one), ("b", other)):
        area: Row = {"place": place, "place_id": 8, "admin1": None, "geo_precision": 3}
        text = f"Gunmen raided a market of goats and killed nine, {article} said."
        add_fact(article, text, trigger="raided", target="a market", date_start="2025-03-03", **area)
        rows = add_fact(article, text, 9, **area)
    assert made(rows)["incidents"].num_rows == count


def test_two_places_taken_are_two_happenings(add_fact: AddFact) -> None:
    taking = {
        "acled_sub_event": "Non-state actor overtakes territory", "plover": "COERCE", "territory": "gained",
        "source": "the front", "source_actor": "front", "date_start": str(DAY), "date_end": str(DAY),
    }  # fmt: skip
    add_fact("a", "The front captured Tal Nur.", trigger="captured", place="Tal Nur", place_id=8, **taking)
    unknown = taking | {"place": "Wadi Sur", "place_id": None}
    rows = add_fact("a", "It also took Wadi Sur.", trigger="took", index=1, **unknown)
    assert made(rows)["incidents"].num_rows == 2


@pytest.mark.parametrize(("index", "count"), [pytest.param(2, 1, id="at the head"), pytest.param(5, 2, id="below it")])
def test_an_area_with_a_day_and_victims_of_its_own_is_another_act(add_fact: AddFact, index: int, count: int) -> None:
    area: Row = {"place": "Jabal Province", "place_id": 8, "geo_precision": 3}
    jets: Row = {"source": "Coalition jets", "source_actor": "x-air", **ON}
    add_fact("a", "Coalition jets struck the town hall of Idlib on Tuesday.", target="the town hall", **jets)
    text = "Coalition jets struck a convoy in Jabal Province on Tuesday."
    rows = add_fact("a", text, target="a convoy", index=index, **area, **jets)
    assert len(incidents_of(rows)) == count
