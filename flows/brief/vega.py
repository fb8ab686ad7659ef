"""Common parts of all chart specifications: frame, parameters for the days shown, colours and shapes of classes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from transforms.seeds import rows

Spec = dict[str, Any]
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
SHOWN = "datum.i >= from && datum.i <= to"
"""Vega expression: whether a mark belongs to the days shown; `i` is the number of its day."""


def params(days: Sequence[str], *more: Spec) -> list[Spec]:
    return [{"name": "from", "value": 0}, {"name": "to", "value": len(days) - 1}, *more]


def base(description: str, **more: Any) -> Spec:
    return {"$schema": SCHEMA, "description": description, "background": "transparent", **more}


def of_class(channel: str, **more: Any) -> Spec:
    """An encoding channel that distinguishes the classes by colour or shape."""
    classes = rows("brief_classes")
    scale = {"domain": [row["class"] for row in classes], "range": [row[channel] for row in classes]}
    return {"field": "class", "type": "nominal", "title": None, "scale": scale, **more}


def tip(field: str, title: str) -> Spec:
    return {"field": field, "title": title}
