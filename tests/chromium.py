"""Chromium, and signing in to Prefect's UI."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.served import PATIENCE, Served


@contextmanager
def chromium(*options: str) -> Iterator[Browser]:
    """A browser until the block ends; the test is skipped if Chromium is not installed.

    While it is open, an event loop runs in this thread; no second browser can be opened, and Prefect's client would use
    the loop as its own. A fixture must not keep it for longer than a module.
    """
    if not (program := shutil.which("chromium")):
        pytest.skip("there is no Chromium here: apt-get install chromium")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=program, args=["--no-sandbox", *options])


def sign_in(page: Page, running: Served) -> None:
    """Open the address and enter the secret, as the command's output says."""
    page.set_default_timeout(PATIENCE * 1000)
    page.goto(running.url)
    page.locator("input[type=password]").fill(running.secret)
    page.get_by_role("button", name="Login").click()
    expect(page.get_by_text("Logout").first).to_be_visible(timeout=PATIENCE * 1000)
