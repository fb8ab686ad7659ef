"""The timelines as Vega-Lite specifications, and all charts of a brief.

Days are labels on a band scale, never dates, so that the time zone of the reader cannot shift a bar. Each chart has the
parameters `from` and `to`, the numbers of the first and last day shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flows.brief import formats
from flows.brief.data import Brief, Row
from flows.brief.map import incident_map
from flows.brief.vega import SHOWN, Spec, base, of_class, params, tip
from transforms.seeds import rows

DEAD, FLED = "#b8433f", "#3d7ab8"
OPEN: Spec = {"type": "point", "shape": "triangle-up"}


def charts(brief: Brief) -> dict[str, Spec]:
    """The charts that have data, by the id of their element in the page."""
    days = [formats.short_day(day) for day in brief.span.days]
    number = {day: index for index, day in enumerate(brief.span.days)}
    events = [row for row in brief.incidents if row["day"] in number]
    specs = {
        "map": incident_map(brief, events, number, days),
        "events": _events_chart(events, number, days),
        "deaths": _deaths_chart(brief.rows["deaths"], number, days),
        "displaced": _displaced_chart(brief.rows["displaced"], number, days),
    }
    return {name: spec for name, spec in specs.items() if spec}


def _day_axis(days: Sequence[str]) -> Spec:
    """The days as a band scale, with as many labels as fit."""
    labels = {"labelAngle": 0, "labelOverlap": "greedy", "labelSeparation": 6, "ticks": False}
    return {"field": "label", "type": "ordinal", "title": None, "scale": {"domain": list(days)}, "axis": labels}


PALE_IF_NOT_SHOWN: Spec = {"opacity": {"condition": {"test": SHOWN, "value": 1}, "value": 0.25}}
BRUSH: Spec = {"name": "brush", "select": {"type": "interval", "encodings": ["x"]}}


def _events_chart(events: Sequence[Row], number: dict[Any, int], days: Sequence[str]) -> Spec:
    """Incidents per day and class, with a brush to select days."""
    if not events:
        return {}
    counts: dict[tuple[int, str], int] = {}
    for row in events:
        key = (number[row["day"]], row["class"])
        counts[key] = counts.get(key, 0) + 1
    values = [{"i": i, "label": days[i], "class": kind, "n": n} for (i, kind), n in sorted(counts.items())]
    present = {kind for _, kind in counts}
    legend = {
        "orient": "top", "columns": {"expr": "width < 500 ? 1 : 4"}, "symbolType": "square", "labelLimit": 220,
        "values": [row["class"] for row in rows("brief_classes") if row["class"] in present],
    }  # fmt: skip
    return base(
        "Incidents per day by class.",
        height=150,
        data={"values": values},
        params=params(days, BRUSH),
        mark="bar",
        encoding={
            "x": _day_axis(days),
            "y": {"field": "n", "type": "quantitative", "title": "incidents", "axis": {"tickMinStep": 1}},
            "color": of_class("colour", legend=legend),
            "order": {"field": "class"},
            **PALE_IF_NOT_SHOWN,
            "tooltip": [tip("label", "day"), tip("class", "class"), tip("n", "incidents")],
        },
    )


def _deaths_chart(deaths: Sequence[Row], number: dict[Any, int], days: Sequence[str]) -> Spec:
    """Deaths per day: a bar up to the lowest number, a paler one up to the highest, a line at the number that most
    reports give, and an arrow if no report gives an upper bound."""
    values = [
        {
            "i": number[row["day"]], "label": days[number[row["day"]]],
            "low": row["low"], "high": row["high"], "best": row["best"], "open": row["is_open"],
            "said": formats.spread(None if row["is_floor"] else row["low"], None if row["is_open"] else row["high"]),
        }
        for row in deaths
    ]  # fmt: skip
    title = "People killed per day in towns, from the lowest to the highest number reported."
    return _layered(title, values, days, _death_layers(days))


def _death_layers(days: Sequence[str]) -> list[Spec]:
    tips = {"tooltip": [tip("label", "day"), tip("said", "killed in towns"), tip("best", "best")]}
    common = {"x": _day_axis(days), **PALE_IF_NOT_SHOWN, **tips}
    y = {"field": "low", "type": "quantitative", "title": "killed"}
    bar = {"type": "bar", "width": {"band": 0.6}, "color": DEAD}
    return [
        {"params": [BRUSH], "mark": bar, "encoding": {**common, "y": y}},
        {"mark": {**bar, "fillOpacity": 0.35}, "encoding": {**common, "y": y, "y2": {"field": "high"}}},
        {
            "name": "best",
            "transform": [{"filter": "isValid(datum.best)"}],
            "mark": {"type": "tick", "thickness": 2, "width": {"band": 0.6}},
            "encoding": {**common, "y": {"field": "best", "type": "quantitative"}},
        },
        {
            "transform": [{"filter": "datum.open"}],
            "mark": {**OPEN, "filled": True, "size": 60, "yOffset": -9, "color": DEAD},
            "encoding": {**common, "y": {"field": "high", "type": "quantitative"}},
        },
    ]


def _displaced_chart(reports: Sequence[Row], number: dict[Any, int], days: Sequence[str]) -> Spec:
    """Displaced people, one mark per report: the numbers overlap, so they are never added."""
    values = [
        {
            "i": number[row["day"]], "label": days[number[row["day"]]], "low": row["low"] or row["high"],
            "high": row["high"] or row["low"], "flow": "in all" if row["flow"] == "total" else "at that time",
            "open": row["high"] is None, "said": formats.spread(row["low"], row["high"], row["in_words"]),
            "place": row["place"] or "place not stated", "says": row["says"],
        }
        for row in reports
    ]  # fmt: skip
    return _layered("People displaced or evacuated, a mark for each report.", values, days, _displaced_layers(days))


def _displaced_layers(days: Sequence[str]) -> list[Spec]:
    y = {
        "field": "low", "type": "quantitative", "title": "people", "scale": {"type": "log"},
        "axis": {"format": "~s", "tickCount": 4},
    }  # fmt: skip
    common = {"x": _day_axis(days), "y": y, **PALE_IF_NOT_SHOWN}
    tips = {"tooltip": [tip(name, name) for name in ("label", "said", "flow", "place", "says")]}
    shape = {
        "field": "flow", "type": "nominal", "title": None, "legend": {"orient": "top"},
        "scale": {"domain": ["at that time", "in all"], "range": ["circle", "square"]},
    }  # fmt: skip
    return [
        {"mark": {"type": "rule", "color": FLED, "strokeWidth": 3}, "encoding": {**common, "y2": {"field": "high"}}},
        {
            "params": [BRUSH],
            "mark": {"type": "point", "filled": True, "size": 70, "color": FLED},
            "encoding": {**common, "shape": shape, **tips},
        },
        {
            "transform": [{"filter": "datum.open"}],
            "mark": {**OPEN, "size": 30, "yOffset": -10, "color": FLED},
            "encoding": {**common, **tips},
        },
    ]


def _layered(title: str, values: list[Row], days: Sequence[str], layers: list[Spec]) -> Spec:
    """A chart of several marks over the same values; empty without values."""
    return base(title, height=150, data={"values": values}, params=params(days), layer=layers) if values else {}
