"""The data of the map and the timelines."""

from __future__ import annotations

from dataclasses import replace

from flows.brief.charts import charts
from flows.brief.data import Brief


def marks(brief: Brief) -> list[str]:
    return [point["where"] for point in charts(brief)["map"]["layer"][-1]["data"]["values"]]


def test_a_region_or_country_is_an_area_and_never_a_mark(latest: Brief) -> None:
    row = latest.incidents[0]
    vague = {"geo_precision": 3, "latitude": None, "longitude": None, "where": "Syria", "admin1": None, "box": None}
    division = vague | {"where": "Idlib, Syria", "admin1": "07", "box": [36.0, 35.4, 37.0, 36.2]}
    brief = replace(latest, incidents=[row, row | vague, row | division])
    assert marks(brief) == [row["where"]]
    areas = charts(brief)["map"]["layer"][1]["data"]["values"]
    assert [(area["where"], bool(area["shape"])) for area in areas] == [("Syria", False), ("Idlib, Syria", True)]


def test_a_place_near_a_town_is_hollow(latest: Brief) -> None:
    row = latest.incidents[0]
    brief = replace(latest, incidents=[row | {"geo_precision": 2}])
    (mark,) = charts(brief)["map"]["layer"][-1]["data"]["values"]
    assert mark["near"]


def test_deaths_keep_their_bounds(latest: Brief) -> None:
    day, _ = charts(latest)["deaths"]["data"]["values"]
    assert (day["label"], day["low"], day["high"], day["best"], day["open"]) == ("7 Dec", 12, 15, None, False)


def test_no_chart_reads_a_date(latest: Brief) -> None:
    told = str(charts(latest))
    assert "temporal" not in told
    assert "timeUnit" not in told
