"""Untrusted text in Prefect's UI: a real server, both of its UIs, a real browser.

Screenshots go to tests/screenshots/.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from prefect import flow
from prefect.runtime import flow_run
from prefect.settings import PREFECT_API_URL, temporary_settings

from flows.brief.data import gather
from flows.brief.span import of_run
from flows.runs.artifact import leave
from tests.chromium import chromium
from tests.flows.serving.test_browser import shoot
from tests.prefect_server import prefect_server
from tests.served import PATIENCE
from tests.warehouse.conftest import LINKING, World
from transforms.tables.schema import Reject, Run
from warehouse import Lake, land

TEXT = (
    "Rebels took Hama, see https://evil.example/a?b=1&c=2 or WWW.evil.example, and wrote to bait@evil.example; "
    "<https://evil.example/b> [more](https://evil.example/c) ![photo](https://evil.example/d.png) "
    "<img src=https://evil.example/e.png onerror=document.title='hit'> <script>document.title='hit'</script> "
    "ftp://evil.example/f (http://evil.example/g\\|<b>h</b>`i`) | https://evil.example/j|<i>k</i> \x1b[31mred\u202e."
)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The address of a server's UI, and the id of a run whose artifact contains untrusted text."""
    if not shutil.which("chromium"):
        pytest.skip("there is no Chromium here: apt-get install chromium")
    lake, world = Lake.at(tmp_path_factory.mktemp("home")), World()
    world.article("hama", TEXT)
    world.hold("hama", TEXT, "Hama", "Rebels of www.evil.example", date_start="2024-12-02", date_precision="day")
    world.rows["rejects"].append(
        Reject(
            reject_id="1", url="https://evil.example/r\nx", source_id="s", stage="clean", reason="empty", detail=TEXT,
            run_id=world.run_id,
        )
    )  # fmt: skip
    world.run()
    land(lake, world.batch(), linking=LINKING)
    run: Run = world.rows["runs"][0]

    @flow(flow_run_name="of https://evil.example/run <b>bold</b>")
    def account() -> str:
        logging.getLogger("dateline").warning("%s\nforged line", TEXT)
        leave(run, lake, [], brief=gather(lake, of_run(lake, run), []))
        return str(flow_run.id)

    with prefect_server(tmp_path_factory.mktemp("prefect")) as server:
        with temporary_settings({PREFECT_API_URL: server.url}):
            run_id = account()
        yield server.url.removesuffix("/api"), run_id


@pytest.fixture(scope="module")
def browser(told: tuple[str, str]) -> Iterator[Browser]:
    with chromium() as started:
        yield started


WHERE = {
    "the account of a night": "/artifacts/key/run",
    "the page of a run": "/runs/flow-run/{run}",
}


@pytest.mark.attack("{where} shows an article's addresses, mark-up and control characters in Prefect's UI {version}")
@pytest.mark.parametrize("version", ["v1", "v2"])
@pytest.mark.parametrize("where", list(WHERE))
def test_what_strangers_wrote_is_text(
    where: str, version: str, told: tuple[str, str], browser: Browser, outcome: Callable[[str], None]
) -> None:
    url, run_id = told
    asked: list[str] = []
    with browser.new_context(viewport={"width": 1400, "height": 1100}) as context:
        context.set_default_timeout(PATIENCE * 1000)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{url}{'/v2' if version == 'v2' else ''}{WHERE[where].format(run=run_id)}")
        if "key" in WHERE[where]:
            page.locator("a[href*='/artifacts/artifact/']").first.click()
        page.get_by_text("evil.example").first.wait_for()
        shoot(page, f"strangers-{Path(WHERE[where]).name.strip('{}')}-{version}")
        # Prefect's log view turns addresses into links
        links = '[href*="evil" i], [href^="mailto:" i], ' if "key" in WHERE[where] else ""
        made = page.evaluate(
            f"[...document.querySelectorAll('{links}[src*=\"evil\" i]')].map(element => element.outerHTML)"
        )
        text = page.evaluate("document.body.innerText")
        assert made == []
        assert "hit" not in page.title()
    assert "\x1b" not in text
    assert [address for address in asked if "evil.example" in address.partition("?")[0]] == []
    outcome("text: no mark-up, no picture, nothing asked of the address" + (", no link" if links else ""))
