"""The data of the timelines."""

from __future__ import annotations

from flows.brief.charts import charts
from flows.brief.data import Brief


def test_deaths_keep_their_bounds(latest: Brief) -> None:
    day, _ = charts(latest)["deaths"]["data"]["values"]
    assert (day["label"], day["low"], day["high"], day["best"], day["open"]) == ("7 Dec", 12, 15, None, False)


def test_no_chart_reads_a_date(latest: Brief) -> None:
    specifications = str(charts(latest))
    assert "temporal" not in specifications
    assert "timeUnit" not in specifications
