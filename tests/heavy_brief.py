"""Measures the brief of a big night in Chromium: `python -m tests.heavy_brief`.

The rows of the wire's brief are repeated until they equal those of 300 articles, each copy with its own ids, day and
point. Prints for both pages the size, the median seconds until the text is shown and until the selectors of days
answer, and the processor time of the page's main thread to open it and to draw its charts. Only the ratio is
independent of the machine.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from playwright.sync_api import Browser, CDPSession

from flows.brief.data import Brief, gather
from flows.brief.page import page
from flows.brief.span import of_latest
from flows.nightly import nightly
from flows.settings import settings
from tests.chromium import chromium

ARTICLES = 300
OPENED = 5
PATIENCE = 120_000
"""Maximum milliseconds for drawing a page, generous for busy machines."""
GROWING = ("articles", "quotes", "reports")
"""Rows, besides incidents, whose number grows with the articles."""
JITTER = 0.8
"""Degrees by which the point of a row that is drawn again may lie elsewhere, at most."""
START = "name => performance.getEntriesByName(name)[0].startTime"


def resample_brief(brief: Brief, articles: int) -> Brief:
    """The brief with as many rows as `articles` articles would give."""
    times = -(-articles // len(brief.rows["articles"]))
    rng = random.Random(articles)  # noqa: S311
    rows = dict(brief.rows) | {name: list(_repeat_rows(brief.rows[name], times)) for name in GROWING}
    incidents = [_shift_row(row, brief, rng) for row in _repeat_rows(brief.incidents, times)]
    return replace(brief, incidents=incidents, rows=rows)


def _repeat_rows(rows: list[dict[str, Any]], times: int) -> Iterator[dict[str, Any]]:
    for number in range(times):
        for row in rows:
            ids = {name: f"{value}-{number}" for name, value in row.items() if name.endswith("_id") and value}
            ids.pop("place_id", None)
            speaker = {"speaker": f"{row['speaker']} {number}"} if row.get("speaker") else {}
            reports = {"reports": list(_repeat_rows(row["reports"], 1))} if "reports" in row else {}
            yield {**row, **ids, **speaker, **reports}


def _shift_row(row: dict[str, Any], brief: Brief, rng: random.Random) -> dict[str, Any]:
    at = {name: row[name] + rng.uniform(-JITTER, JITTER) for name in ("latitude", "longitude") if row[name]}
    return {**row, **at, "day": rng.choice(brief.span.days)}


class OpeningCost(NamedTuple):
    """Medians of what opening a page takes. Processor time is that of the page's main thread, in seconds."""

    text: float
    """Seconds until the text shows."""
    answers: float
    """Seconds until the selectors of days answer."""
    opening: float
    """Processor time until then and until the library that draws has been read."""
    charts: float
    """Processor time of all charts, each drawn as it comes near the screen."""


def measure_opening(browser: Browser, file: Path) -> OpeningCost:
    measurements = []
    for _ in range(OPENED):
        with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
            tab = context.new_page()
            tab.set_default_timeout(PATIENCE)
            session = context.new_cdp_session(tab)
            session.send("Performance.enable", {"timeDomain": "threadTicks"})
            tab.goto(file.as_uri())
            tab.wait_for_selector("body[data-drawn]")
            opening = _processor(session)
            for chart in tab.locator(".chart").all():
                chart.scroll_into_view_if_needed()
            tab.wait_for_selector("body[data-drawn=all]")
            text, answers = (
                float(tab.evaluate(START, name)) / 1000 for name in ("first-contentful-paint", "interactive")
            )
            measurements.append(OpeningCost(text, answers, opening, _processor(session) - opening))
    return OpeningCost(*(median(column) for column in zip(*measurements, strict=True)))


def _processor(session: CDPSession) -> float:
    """Seconds of processor time that the main thread of a page has taken so far."""
    metrics = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    return float(metrics["TaskDuration"])


def main() -> None:
    with TemporaryDirectory() as folder:
        os.environ |= {"DATELINE_HOME": folder, "DATELINE_DELAY": "0", "DATELINE_BRIEF": "false"}
        nightly(sources=["wire"])
        lake = settings().lake
        small = gather(lake, of_latest(lake))
        by_size = {}
        with chromium() as browser:
            for brief in (small, resample_brief(small, ARTICLES)):
                number = len(brief.rows["articles"])
                file = Path(folder) / f"{number}.html"
                file.write_text(page(brief), encoding="utf-8")
                by_size[number] = cost = measure_opening(browser, file)
                print(f"{number} articles, {len(brief.incidents)} incidents: {file.stat().st_size / 1e6:.2f} MB")
                print(f"  text after {cost.text:.2f} s, answers after {cost.answers:.2f} s")
                print(f"  processor time: {cost.opening:.2f} s to open it, {cost.charts:.2f} s more for the charts")
        first, last = by_size.values()
        print(f"ratio of processor time to open: {last.opening / first.opening:.1f}")


if __name__ == "__main__":
    main()
