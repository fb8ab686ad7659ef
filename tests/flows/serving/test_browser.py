"""Prefect's UI in a real browser: a backfill started from its form, and a failed day retried.

Screenshots go to tests/screenshots/.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.chromium import chromium, sign_in
from tests.served import PATIENCE, Served, served, wait_for
from warehouse import Lake, check, query

SHOTS = Path(__file__).resolve().parents[2] / "screenshots"
expect.set_options(timeout=PATIENCE * 1000)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("home")) as served_here:
        yield served_here


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def page(browser: Browser, running: Served) -> Iterator[Page]:
    with browser.new_context(viewport={"width": 1280, "height": 1000}, timezone_id="America/New_York") as context:
        context.set_default_timeout(PATIENCE * 1000)
        page = context.new_page()
        sign_in(page, running)
        yield page


def shoot(page: Page, name: str) -> None:
    page.wait_for_timeout(800)
    SHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png", full_page=True)


def fill_in(page: Page, running: Served, first: str, last: str, shots: str = "") -> None:
    """Start a backfill of the sample wire from the form of its deployment."""
    page.goto(f"{running.url}/deployments")
    page.locator("a[href*='/deployments/deployment/']").get_by_text("backfill", exact=True).click()
    page.get_by_role("button", name="Run", exact=True).click()
    page.get_by_text("Custom run").click()
    for label, day in (("From", first), ("To", last)):
        field = page.locator(".schema-form-property", has=page.get_by_text(label, exact=True)).last
        field.get_by_text("Select date").click()
        page.locator(".p-date-picker input[type=date]").fill(day)
        page.get_by_role("button", name="Apply").click()
    page.get_by_text("No items selected").click()
    page.keyboard.press("ArrowDown")
    page.get_by_role("option", name="wire", exact=True).click()
    if shots:
        shoot(page, f"{shots}-sources")
    page.keyboard.press("Escape")
    if shots:
        shoot(page, f"{shots}-form")
    submit(page)
    page.wait_for_url("**/deployments/deployment/*?*")


def submit(page: Page) -> None:
    """Submit the form, again after a 503, which the server answers when two writes collide on SQLite."""
    for _ in range(10):
        with page.expect_response("**/create_flow_run") as answered:
            page.get_by_role("button", name="Submit").click()
        if answered.value.status != httpx.codes.SERVICE_UNAVAILABLE:
            break


def open_run(page: Page, running: Served, name: str) -> None:
    page.goto(f"{running.url}/runs")
    page.get_by_role("link", name=name, exact=True).click()


def days(running: Served) -> set[str]:
    """The days that have articles."""
    if not Lake.at(running.home).exists():
        return set()
    rows = query(Lake.at(running.home), "SELECT DISTINCT published_date FROM articles").to_pylist()
    return {str(row["published_date"]) for row in rows}


def test_a_backfill_from_its_form(page: Page, running: Served) -> None:
    before = days(running)
    fill_in(page, running, "2024-12-05", "2024-12-06", shots="backfill")
    name = "2024-12-05 to 2024-12-06: fetch wire"
    wait_for(lambda: state(running, "backfill", name) == "COMPLETED", lambda: running.log.read_text()[-3000:])
    open_run(page, running, name)
    expect(page.get_by_text("Completed", exact=True).first).to_be_visible()
    page.get_by_text("backfill received").wait_for()
    shoot(page, "backfill-run")
    page.get_by_text("Artifacts", exact=True).last.click()
    page.locator("a[href*='/artifacts/artifact/']").first.wait_for()
    shoot(page, "backfill-artifacts")
    page.goto(f"{running.url}/artifacts/key/backfill-2024-12-05-2024-12-06")
    page.locator("a[href*='/artifacts/artifact/']").first.click()
    expect(page.get_by_text("articles", exact=True).first).to_be_visible()
    shoot(page, "backfill-artifact")
    page.goto(f"{running.url}/runs")
    page.get_by_role("link", name="2024-12-05", exact=True).wait_for()
    shoot(page, "backfill-runs")
    assert days(running) - before == {"2024-12-05", "2024-12-06"}
    assert check(Lake.at(running.home)) == []


def test_a_failed_day_is_retried_alone(page: Page, running: Served) -> None:
    fill_in(page, running, "2024-12-03", "2024-12-03")
    name = "2024-12-03 to 2024-12-03: fetch wire"
    wait_for(lambda: running.kill("backfill-day", "2024-12-03"), lambda: running.log.read_text()[-3000:])
    wait_for(lambda: state(running, "backfill", name) == "FAILED", lambda: running.log.read_text()[-3000:])
    assert "2024-12-03" not in days(running)
    open_run(page, running, "2024-12-03")
    expect(page.get_by_text("Crashed", exact=True).first).to_be_visible()
    shoot(page, "failed-day")
    page.get_by_role("button", name="Retry").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Retry").click()
    wait_for(
        lambda: state(running, "backfill-day", "2024-12-03") == "COMPLETED", lambda: running.log.read_text()[-3000:]
    )
    expect(page.get_by_text("Completed", exact=True).first).to_be_visible()
    shoot(page, "failed-day-retried")
    assert "2024-12-03" in days(running)
    assert [run["name"] for run in running.runs("backfill-day")].count("2024-12-03") == 1


def state(running: Served, deployment: str, name: str) -> str | None:
    found: list[dict[str, Any]] = [run for run in running.runs(deployment) if run["name"] == name]
    return found[0]["state_type"] if found else None
