"""The picture of memory shows each measurement of the bench, to scale."""

from __future__ import annotations

import json
from xml.etree import ElementTree

from tests.memory_picture import BOTTOM, TOP, picture, points

ROWS = [
    {"what": "peak memory of 500 pages, MiB", "ratio": 550.0},
    {"what": "peak memory of 100 pages, MiB", "ratio": 1100.0},
    {"what": "landing / COPY of the same rows", "ratio": 4.0},
]


def test_the_rows_on_memory_are_drawn_to_scale() -> None:
    measured = points(json.dumps(row) for row in ROWS)
    assert measured == [(100, 1100.0), (500, 550.0)]
    svg = ElementTree.fromstring(picture(measured))  # noqa: S314 - our own
    (high, low) = (BOTTOM - float(circle.get("cy", 0)) for circle in svg.iter("{http://www.w3.org/2000/svg}circle"))
    assert abs(high - 2 * low) <= 1
    assert high < BOTTOM - TOP
    assert {"100", "1,100"} <= {text.text for text in svg.iter("{http://www.w3.org/2000/svg}text")}
