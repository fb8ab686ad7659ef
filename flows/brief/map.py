"""The map as a Vega-Lite specification: marks for towns, areas for vaguer places, squares for who holds a town."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import asinh, atan, degrees, radians, sinh, tan
from typing import Any

from flows.brief import formats
from flows.brief.basemap import Box, around, box_of, middle, view
from flows.brief.data import Brief, Row, country
from flows.brief.vega import SHOWN, Spec, base, of_class, params, tip
from transforms.seeds import rows

WIDTH, HEIGHT = 984, 480
"""Of the map on a desk, in pixels."""
LETTER, LINE = 7, 14
"""Width of a letter and height of a line of a town's name."""
EPSILON = 0.01
VAGUE = 3
"""ACLED's precision code of a place that is a region or a country."""


TOPOLOGY: Spec = {"name": "countries", "format": {"type": "topojson", "feature": "countries"}}
POSITION: Spec = {
    "longitude": {"field": "longitude", "type": "quantitative"},
    "latitude": {"field": "latitude", "type": "quantitative"},
}
LAND: Spec = {"name": "land", "data": TOPOLOGY, "mark": {"type": "geoshape", "clip": True, "tooltip": None}}


def incident_map(brief: Brief, events: Sequence[Row], number: dict[Any, int], days: Sequence[str]) -> Spec:
    """The incidents: a mark for a town, a hollow mark for near a town, a shaded area for a region or country."""
    points = [_point(row, number) for row in events if _is_exact(row)]
    areas = [area for row in events if not _is_exact(row) and (area := _area(row, number))]
    holders = [_holder(row) for row in brief.territory]
    told_of = Counter((point["longitude"], point["latitude"]) for point in points)
    if not (points or areas or holders):
        return {}
    spots = [Box(*(spot["longitude"], spot["latitude"]) * 2) for spot in (*points, *holders)]
    boxes = spots or [Box(*area["box"]) for area in areas]
    first_view, whole = view(middle(boxes)), view(boxes)
    nearer = zooms_of_names(holders, told_of, first_view)
    holders = [{**holder, "nearer": nearer[_name_of(holder)]} for holder in holders]
    return base(
        "Map of the incidents. The list of incidents says the same in words.",
        height={"expr": "width < 500 ? 380 : 480"},
        padding=0,
        datasets={"countries": around(whole)},
        usermeta={"first": _camera(first_view, first_view), "whole": _camera(whole, first_view)},
        params=[*params(days), *_camera_params(first_view)],
        projection={
            "type": "mercator", "scale": {"expr": "base * zoom"}, "center": {"expr": "[lon, lat]"},
            "translate": {"expr": "[width / 2, height / 2]"},
        },
        layer=[LAND, _area_layer(areas), _holder_layer(holders), _incident_layer(points)],
        resolve={"scale": {"color": "independent", "shape": "independent", "stroke": "independent"}},
    )  # fmt: skip


def _area_layer(areas: Sequence[Row]) -> Spec:
    """Regions and countries, the darker the more incidents are somewhere in them."""
    return {
        "name": "areas",
        "data": {"values": areas},
        "transform": [
            {"filter": SHOWN},
            {"aggregate": [{"op": "count", "as": "n"}], "groupby": ["where", "code", "shape"]},
            {"lookup": "code", "from": {"data": TOPOLOGY, "key": "properties.code"}, "as": "land"},
            {"calculate": "datum.shape || datum.land", "as": "geo"},
            {"filter": "datum.geo"},
        ],
        "mark": {"type": "geoshape", "clip": True},
        "encoding": {
            "shape": {"field": "geo", "type": "geojson"},
            "fillOpacity": {
                "field": "n", "type": "quantitative", "legend": None,
                "scale": {"domain": [0, 10], "range": [0.04, 0.2], "clamp": True},
            },
            "tooltip": [tip("where", "somewhere in"), tip("n", "incidents")],
        },
    }  # fmt: skip


def _holder_layer(holders: Sequence[Row]) -> Spec:
    """A square, coloured by who holds the town on the last day shown, with the town's name where there is room for
    it.
    """
    legend = {
        "title": "Squares: who holds the town, as last reported", "orient": "bottom",
        "columns": {"expr": "width < 500 ? 1 : 3"}, "labelLimit": 320, "titleLimit": 400,
    }  # fmt: skip
    return {
        "data": {"values": holders},
        "transform": [{"filter": "datum.from <= to && datum.to >= to"}],
        "layer": [
            {
                "mark": {
                    "type": "point", "shape": "square", "size": 340, "strokeWidth": 2.5, "filled": False, "clip": True,
                },
                "encoding": {
                    "stroke": {"field": "holder", "type": "nominal", "scale": {"scheme": "dark2"}, "legend": legend},
                    "tooltip": [tip(name, name) for name in ("place", "holder", "since", "status")],
                },
            },
            {
                "name": "towns",
                "transform": [{"filter": "zoom >= datum.nearer"}],
                "mark": {"type": "text", "dy": -17, "fontSize": 11, "fontWeight": 600, "clip": True},
                "encoding": {"text": {"field": "place"}},
            },
        ],
        "encoding": POSITION,
    }  # fmt: skip


def zooms_of_names(
    holders: Sequence[Row], told_of: Mapping[tuple[float, float], int], first_view: Box
) -> dict[tuple[str, float, float], float]:
    """The zoom from which the name of each town is shown: the towns of most incidents come first, and the names of
    others where they cover none of these.
    """
    names = sorted({_name_of(holder) for holder in holders}, key=lambda name: (-told_of.get(name[1:], 0), name))
    across, up = _extent(first_view)
    scale = min(WIDTH / across, HEIGHT / up)
    return {
        name: max((_zoom_apart(name, other, scale) for other in names[:n]), default=0.0) for n, name in enumerate(names)
    }


def _name_of(holder: Row) -> tuple[str, float, float]:
    return holder["place"], holder["longitude"], holder["latitude"]


def _zoom_apart(name: tuple[str, float, float], other: tuple[str, float, float], scale: float) -> float:
    """The zoom from which two names stand apart, beside each other or one above the other."""
    beside = (len(name[0]) + len(other[0])) / 2 * LETTER
    across = abs(radians(name[1] - other[1])) * scale
    up = abs(_mercator(name[2]) - _mercator(other[2])) * scale
    return round(min(beside / max(across, EPSILON), LINE / max(up, EPSILON)), 3)


def _incident_layer(points: Sequence[Row]) -> Spec:
    """A mark for each incident in or near a town, by class and people killed, linked to its entry in the list."""
    classes = _present_classes(points)
    colours = {
        "orient": "bottom", "columns": {"expr": "width < 500 ? 1 : 4"}, "labelLimit": 220, "values": classes,
        "symbolFillColor": "transparent",
    }  # fmt: skip
    sizes = {
        "title": "Size: people killed", "values": [0, 10, 100], "orient": "bottom", "columns": 3,
        "symbolType": "circle", "symbolFillColor": "#7d858d", "symbolStrokeColor": "#7d858d",
    }  # fmt: skip
    return {
        "name": "incidents",
        "data": {"values": sorted(points, key=lambda point: -point["dead"])},
        "transform": [
            {"filter": SHOWN},
            {"calculate": "'#incident-' + datum.id", "as": "href"},
            {"calculate": "join([datum.where, datum.when, datum.what, datum.toll], '; ')", "as": "label"},
        ],
        "mark": {"type": "point", "strokeWidth": 1.5, "clip": True},
        "encoding": {
            **POSITION,
            "color": of_class("colour", legend=colours),
            "shape": of_class("shape", legend={"values": classes}),
            "fillOpacity": {"condition": {"test": "datum.near", "value": 0}, "value": 0.7},
            "fill": of_class("colour", legend=None),
            "size": {
                "field": "dead", "type": "quantitative", "legend": sizes,
                "scale": {"type": "sqrt", "domain": [0, 100], "range": [45, 900], "clamp": True},
            },
            "href": {"field": "href"},
            "description": {"field": "label"},
            "tooltip": [tip(name, name) for name in ("where", "when", "what", "toll")],
        },
    }  # fmt: skip


def _present_classes(points: Sequence[Row]) -> list[str | None]:
    present = {point["class"] for point in points}
    return [row["class"] for row in rows("brief_classes") if row["class"] in present]


def _is_exact(row: Row) -> bool:
    """Whether the place is drawn as a mark: a town or near one, never a region or a country."""
    return row["latitude"] is not None and (row["geo_precision"] or VAGUE) < VAGUE


def _point(row: Row, number: dict[Any, int]) -> Row:
    dead = row["deaths_best"] or row["deaths_low"] or row["deaths_high"] or 0
    return {
        "i": number[row["day"]], "class": row["class"], "dead": dead, "near": row["geo_precision"] == 2,
        "longitude": row["longitude"], "latitude": row["latitude"], "where": row["where"], "when": row["when"],
        "what": row["what"], "toll": row["toll"] or "none reported",
        "id": row["incident_id"],
    }  # fmt: skip


def _holder(row: Row) -> Row:
    return {
        **{name: row[name] for name in ("from", "to", "place", "status", "longitude", "latitude")},
        "holder": row["holder"] or "not stated", "since": formats.long_day(row["since"]),
    }  # fmt: skip


def _area(row: Row, number: dict[Any, int]) -> Row | None:
    """The box of a division or the shape of a country, with the number of its day; None if neither is known."""
    if row["box"] and all(side is not None for side in row["box"]):
        box = Box(*row["box"])
        corners = [(box.west, box.south), (box.west, box.north), (box.east, box.north), (box.east, box.south)]
        shape: Spec | None = {"type": "Polygon", "coordinates": [[*corners, corners[0]]]}
    else:
        bounds = box_of(row["country"] or "")
        if bounds is None or row["admin1"]:
            return None
        box, shape = bounds, None
    name = row["where"] if shape else country(row["country"])
    return {"i": number[row["day"]], "where": name, "code": row["country"], "shape": shape, "box": list(box)}


def _camera_params(first_view: Box) -> list[Spec]:
    """The parameters that move the map: centre and zoom of the view; a zoom of 1 shows all of it."""
    across, up = _extent(first_view)
    return [
        *({"name": name, "value": value} for name, value in _camera(first_view, first_view).items()),
        {"name": "base", "expr": f"min(width / {across:.6f}, height / {up:.6f})"},
    ]


def _camera(box: Box, unzoomed: Box) -> dict[str, float]:
    """Centre and zoom of a view, where the zoom of `unzoomed` is 1."""
    (across, up), (whole_across, whole_up) = _extent(box), _extent(unzoomed)
    middle = degrees(atan(sinh((_mercator(box.south) + _mercator(box.north)) / 2)))
    return {
        "lon": round((box.west + box.east) / 2, 4),
        "lat": round(middle, 4),
        "zoom": round(min(whole_across / across, whole_up / up), 4),
    }


def _extent(box: Box) -> tuple[float, float]:
    """Width and height of a view in the Mercator projection, in radians."""
    return radians(box.east - box.west), _mercator(box.north) - _mercator(box.south)


def _mercator(latitude: float) -> float:
    return asinh(tan(radians(latitude)))
