"""The map of a brief: marks for towns, areas for vaguer places."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flows.brief.charts import charts
from flows.brief.data import Brief


def layer(brief: Brief, name: str) -> list[dict[str, Any]]:
    """The data of a layer of the map."""
    (found,) = (each for each in charts(brief)["map"]["layer"] if each.get("name") == name)
    data: list[dict[str, Any]] = found["data"]["values"]
    return data


def places(brief: Brief) -> list[str]:
    return [mark["where"] for mark in layer(brief, "incidents")]


def test_a_region_or_country_is_an_area_and_never_a_mark(latest: Brief) -> None:
    row = latest.incidents[0]
    vague = {"geo_precision": 3, "latitude": None, "longitude": None, "where": "Syria", "admin1": None, "box": None}
    division = vague | {"where": "Idlib, Syria", "admin1": "07", "box": [36.0, 35.4, 37.0, 36.2]}
    brief = replace(latest, incidents=[row, row | vague, row | division])
    assert places(brief) == [row["where"]]
    areas = layer(brief, "areas")
    assert [(area["where"], bool(area["shape"])) for area in areas] == [("Syria", False), ("Idlib, Syria", True)]


def test_a_place_near_a_town_is_hollow(latest: Brief) -> None:
    row = latest.incidents[0]
    brief = replace(latest, incidents=[row | {"geo_precision": 2}])
    (mark,) = layer(brief, "incidents")
    assert mark["near"]


def test_the_size_of_a_mark_is_the_best_toll_that_is_known(latest: Brief) -> None:
    row = latest.incidents[0]
    tolls: list[tuple[dict[str, int | None], int]] = [
        ({"deaths_best": 5, "deaths_low": 3, "deaths_high": 9}, 5),
        ({"deaths_best": None, "deaths_low": 3, "deaths_high": 9}, 3),
        ({"deaths_best": None, "deaths_low": None, "deaths_high": 9}, 9),
        ({"deaths_best": None, "deaths_low": None, "deaths_high": None}, 0),
    ]
    brief = replace(latest, incidents=[row | toll for toll, _ in tolls])
    assert [mark["dead"] for mark in layer(brief, "incidents")] == sorted((dead for _, dead in tolls), reverse=True)


def test_without_places_there_is_no_map(latest: Brief) -> None:
    nowhere = {"latitude": None, "longitude": None, "geo_precision": None, "country": None, "admin1": None, "box": None}
    brief = replace(latest, incidents=[latest.incidents[0] | nowhere], territory=[])
    assert "map" not in charts(brief)


def test_the_first_view_has_a_zoom_of_one_and_is_no_farther_than_the_whole(latest: Brief) -> None:
    cameras = charts(latest)["map"]["usermeta"]
    assert cameras["first"]["zoom"] == 1
    assert cameras["whole"]["zoom"] <= 1
    assert 25 < cameras["first"]["lon"] < 50
    assert 25 < cameras["first"]["lat"] < 45


def test_a_name_that_would_cover_another_is_shown_nearer_only(latest: Brief) -> None:
    held = latest.territory[0]
    towns = {"Aleppo": (37.16, 36.20), "Sheikh Maqsoud": (37.16, 36.24), "Damascus": (36.29, 33.51)}
    spots = [{"place": place, "longitude": lon, "latitude": lat} for place, (lon, lat) in towns.items()]
    incident = latest.incidents[0] | {"longitude": 37.16, "latitude": 36.20, "geo_precision": 1}
    brief = replace(latest, incidents=[incident], territory=[held | spot for spot in spots])
    (holders,) = (each for each in charts(brief)["map"]["layer"] if "layer" in each)
    nearer = {holder["place"]: holder["nearer"] for holder in holders["data"]["values"]}
    assert nearer["Aleppo"] == 0.0
    assert nearer["Damascus"] <= 1 < nearer["Sheikh Maqsoud"]
