"""Access control against pages of other origins in Chromium, in which a user is signed in."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.chromium import chromium, sign_in
from tests.served import Served, served

SHOTS = Path(__file__).resolve().parents[2] / "screenshots"
EVIL = "evil.example"

SCRIPTS = {
    "reads the logs": "await read('POST', '/logs/filter', {})",
    "reads the deployments": "await read('POST', '/deployments/filter', {})",
    "reads whether the server is there": "await read('GET', '/health')",
    "makes a deployment run a command": "await read('PATCH', `/deployments/${deployment}`, {entrypoint: 'os.system'})",
    "starts a run": "await read('POST', `/deployments/${deployment}/create_flow_run`, {})",
    "asks for a cross-site token": "await read('GET', '/csrf-token?client=evil')",
    "starts a run without asking the browser's leave": """
        await fetch(`${api}/deployments/${deployment}/create_flow_run`,
                    {method: 'POST', mode: 'no-cors', credentials: 'include', body: '{}'}).then(r => r.type, String)""",
    "starts a run by a form": """
        await new Promise(done => {
            const frame = Object.assign(document.createElement('iframe'), {name: 'target'})
            const form = Object.assign(document.createElement('form'),
                {method: 'POST', target: 'target', action: `${api}/deployments/${deployment}/create_flow_run`})
            document.body.append(frame, form)
            frame.onload = () => done(text(frame))
            form.submit()
        })""",
    "holds the UI in a frame": """
        await new Promise(done => {
            const frame = Object.assign(document.createElement('iframe'), {src: `${url}/v2/`})
            frame.onload = () => done(text(frame))
            document.body.append(frame)
        })""",
    "takes a picture of the UI": """
        await new Promise(done => {
            const image = Object.assign(new Image(), {src: `${url}/ico/favicon-32x32.png`})
            image.onload = () => done('shown')
            image.onerror = () => done('refused')
        })""",
    **{
        f"listens at {path}": f"await listen('{path}')"
        for path in ("/events/out", "/logs/out", "/events/in", "/task_runs/subscriptions/scheduled")
    },
}
"""The requests that a hostile page tries, in JavaScript."""

HELPERS = """
    const api = `${url}/api`
    const read = (method, path, body) =>
        fetch(api + path, {method, headers: body ? {'Content-Type': 'application/json'} : {},
                           body: body ? JSON.stringify(body) : undefined, credentials: 'include'})
            .then(r => r.text(), String)
    const text = frame => { try { return frame.contentDocument.body.innerText } catch (error) { return String(error) } }
    const listen = path => new Promise(done => {
        const socket = new WebSocket(api.replace('http', 'ws') + path, ['prefect'])
        socket.onopen = () => done('open')
        socket.onerror = () => done('refused')
    })
"""

REFUSED = (
    "TypeError: Failed to fetch",
    "SecurityError",
    "TypeError: Cannot read properties of null",
    "refused",
    "opaque",
)
"""What a page sees of a refused request."""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("home")) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium(f"--host-resolver-rules=MAP {EVIL} 127.0.0.1") as started:
        yield started


@pytest.fixture(scope="module")
def context(browser: Browser, running: Served) -> Iterator[BrowserContext]:
    """A browser in which a user is signed in."""
    with browser.new_context(viewport={"width": 1280, "height": 800}) as opened:
        page = opened.new_page()
        sign_in(page, running)
        SHOTS.mkdir(exist_ok=True)
        page.screenshot(path=SHOTS / "signed-in.png")
        yield opened


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The port of another server on this machine, with an empty page."""
    folder = tmp_path_factory.mktemp("elsewhere")
    (folder / "index.html").write_text("<!doctype html><title>Elsewhere</title><body></body>")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield str(server.server_port)
    server.shutdown()


@pytest.fixture(params=[EVIL, "127.0.0.1"])
def foreign(request: pytest.FixtureRequest, context: BrowserContext, elsewhere: str) -> Iterator[Page]:
    """A page of another site, and one of another port of this machine, beside the UI in the same browser."""
    page = context.new_page()
    page.goto(f"http://{request.param}:{elsewhere}/")
    yield page
    page.close()


def state(running: Served) -> Any:
    """The state of the server that an attack could read or change."""
    found = running.ask("POST", "/deployments/filter")
    told = [{key: row[key] for key in ("id", "entrypoint", "parameters", "paused")} for row in found]
    return sorted(told, key=str), running.runs("maintain"), running.runs("nightly")


@pytest.mark.attack("a page of another origin in Chromium, beside a person who is signed in, {tried}")
@pytest.mark.parametrize("tried", SCRIPTS)
def test_a_page_of_another_origin_gets_nothing(
    running: Served, foreign: Page, tried: str, outcome: Callable[[str], None]
) -> None:
    before = state(running)
    deployment = running.ask("GET", "/deployments/name/maintain/maintain")["id"]
    script = f"async ([url, deployment]) => {{ {HELPERS} return {SCRIPTS[tried].strip()} }}"
    found = str(foreign.evaluate(script, [running.url, deployment]))
    assert found.startswith(REFUSED), found
    assert state(running) == before
    outcome(f"the page sees: {found.split(':')[0]}; nothing is changed or started")


@pytest.mark.attack("a page of a name that was bent to our address (DNS rebinding) opens us in Chromium")
def test_a_name_bent_to_our_address_is_refused(
    running: Served, context: BrowserContext, outcome: Callable[[str], None]
) -> None:
    page = context.new_page()
    found = page.goto(f"http://{EVIL}:{urlsplit(running.url).port}/api/health")
    assert found
    assert found.status == 400
    assert page.evaluate("fetch('/api/admin/version').then(r => r.status)") == 400
    page.close()
    outcome("400")


@pytest.mark.attack("an outlet's headline carries a script and a picture of elsewhere into a page of the UI")
def test_what_an_artifact_says_is_not_run(
    running: Served, context: BrowserContext, elsewhere: str, outcome: Callable[[str], None]
) -> None:
    told = (
        f"# Night\n<img src=x onerror='document.title=1'> ![x](http://{EVIL}:{elsewhere}/index.html) told by a headline"
    )
    made = running.ask("POST", "/artifacts/", key="night", type="markdown", data=told)
    page = context.new_page()
    came: list[str] = []
    page.on("response", lambda answer: came.append(answer.url))
    page.goto(f"{running.url}/v2/artifacts/artifact/{made['id']}")
    page.get_by_text("told by a headline").first.wait_for()
    page.wait_for_timeout(1000)
    assert page.title() != "1"
    assert not [url for url in came if not url.startswith((running.url, "data:", "blob:"))]
    page.close()
    outcome("neither is run or fetched")


def test_the_ui_asks_nobody_but_its_server(running: Served, context: BrowserContext) -> None:
    page = context.new_page()
    came: list[str] = []
    page.on("response", lambda answer: came.append(answer.url))
    for path in ("/v2/dashboard", "/v2/runs", "/dashboard"):
        page.goto(running.url + path)
        page.wait_for_timeout(1500)
    assert any("/api/" in url for url in came)
    assert not [url for url in came if not url.startswith((running.url, "data:", "blob:"))]
    page.close()
