"""The base map: the countries of seeds/natural_earth around the marks, as TopoJSON with no more than the map shows."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate
from typing import Any, NamedTuple

from transforms.shipped import SEEDS

WORLD = SEEDS / "natural_earth" / "countries.json.gz"
LEAST = 4.0
"""Smallest width and height of a map, in degrees."""
FEW = 10
"""From this number of boxes on, the first view may leave one out."""
MARGIN = 0.15
"""Margin around the marks, as a share of the view."""


class Box(NamedTuple):
    """West, south, east and north, in degrees."""

    west: float
    south: float
    east: float
    north: float

    def meets(self, other: Box) -> bool:
        return (
            self.west <= other.east and other.west <= self.east
            and self.south <= other.north and other.south <= self.north
        )  # fmt: skip


def middle(boxes: Sequence[Box]) -> list[Box]:
    """The boxes without outliers: in each direction, the farthest twentieth is left out.

    Otherwise, one place confused with a namesake on another continent would shrink all others to one dot.
    """
    left_out = len(boxes) // 20 + (len(boxes) >= FEW)
    inside = list(boxes)
    for side in range(4):
        ends = sorted((box[side] for box in boxes), reverse=side >= 2)[left_out : len(boxes)]
        inside = [box for box in inside if (box[side] >= ends[0] if side < 2 else box[side] <= ends[0])]
    return inside or list(boxes)


def view(boxes: Sequence[Box]) -> Box:
    """The view that contains all boxes, with a margin; the whole world if there are none."""
    if not boxes:
        return Box(-170, -56, 180, 74)
    west, south = min(box.west for box in boxes), min(box.south for box in boxes)
    east, north = max(box.east for box in boxes), max(box.north for box in boxes)
    across, up = max(east - west, LEAST) * (0.5 + MARGIN), max(north - south, LEAST) * (0.5 + MARGIN)
    middle, centre = (west + east) / 2, (south + north) / 2
    return Box(middle - across, max(centre - up, -80), middle + across, min(centre + up, 83))


def around(seen: Box) -> dict[str, Any]:
    """The TopoJSON of the countries in three times the width and height of a view."""
    across, up = seen.east - seen.west, seen.north - seen.south
    wide = Box(seen.west - across, seen.south - up, seen.east + across, seen.north + up)
    world, boxes = _world()
    shapes = [
        shape
        for shape in world["objects"]["countries"]["geometries"]
        if any(boxes[arc].meets(wide) for arc in _arcs(shape))
    ]
    used = {arc for shape in shapes for arc in _arcs(shape)}
    return {
        **world,
        "objects": {"countries": {"type": "GeometryCollection", "geometries": shapes}},
        "arcs": [arc if number in used else [] for number, arc in enumerate(world["arcs"])],
    }


@cache
def box_of(code: str) -> Box | None:
    """The bounding box of a country by its ISO code; None if the map does not have it."""
    world, boxes = _world()
    for shape in world["objects"]["countries"]["geometries"]:
        if shape["properties"]["code"] == code:
            arc_boxes = [boxes[arc] for arc in _arcs(shape)]
            return Box(
                min(box.west for box in arc_boxes), min(box.south for box in arc_boxes),
                max(box.east for box in arc_boxes), max(box.north for box in arc_boxes),
            )  # fmt: skip
    return None


@cache
def _world() -> tuple[dict[str, Any], list[Box]]:
    """The world map, and the bounding box of each arc."""
    world: dict[str, Any] = json.loads(gzip.decompress(WORLD.read_bytes()))
    (across, up), (left, low) = world["transform"]["scale"], world["transform"]["translate"]
    boxes = []
    for arc in world["arcs"]:
        xs, ys = (list(accumulate(steps)) for steps in zip(*arc, strict=True))
        boxes.append(Box(min(xs) * across + left, min(ys) * up + low, max(xs) * across + left, max(ys) * up + low))
    return world, boxes


def _arcs(shape: dict[str, Any]) -> Iterator[int]:
    """The indices of the arcs of a shape; ~n means arc n reversed."""
    waiting: list[Any] = list(shape.get("arcs", []))
    while waiting:
        part = waiting.pop()
        if isinstance(part, int):
            yield part if part >= 0 else ~part
        else:
            waiting.extend(part)
