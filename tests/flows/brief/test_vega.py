"""The parts that all charts of a brief share."""

from __future__ import annotations

import pytest

from flows.brief.vega import base, of_class, params
from transforms.seeds import rows


@pytest.mark.parametrize("channel", ["colour", "shape"])
def test_each_class_has_its_colour_and_shape(channel: str) -> None:
    encoding = of_class(channel, legend=None)
    assert (encoding["field"], encoding["legend"]) == ("class", None)
    of_classes = dict(zip(encoding["scale"]["domain"], encoding["scale"]["range"], strict=True))
    assert of_classes == {row["class"]: row[channel] for row in rows("brief_classes")}
    assert all(of_classes.values())


def test_all_days_are_shown_at_first() -> None:
    assert params(["5 Dec", "6 Dec", "7 Dec"], {"name": "zoom"}) == [
        {"name": "from", "value": 0}, {"name": "to", "value": 2}, {"name": "zoom"},
    ]  # fmt: skip


def test_a_chart_is_described_in_words() -> None:
    chart = base("Incidents per day.", height=100)
    assert (chart["description"], chart["height"]) == ("Incidents per day.", 100)
    assert chart["$schema"].startswith("https://vega.github.io/schema/vega-lite/")
