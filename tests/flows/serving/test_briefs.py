"""Briefs behind access control: pages for signed-in users only, no other file of the home, no access to the UI."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from threading import Thread

import pytest
import uvicorn
from playwright.sync_api import Browser
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route

from flows.brief.page import index, policy
from flows.brief.shelf import INDEX, folder
from flows.serving.briefs import WithBriefs
from flows.serving.door import behind_door
from flows.serving.secret import store_new_secret
from tests.chromium import chromium
from tests.servers import free_port

HOST = "127.0.0.1"
OWN = "document.title = 'drawn'; try { document.title = localStorage.secret } catch (error) { document.title = 'shut' }"
STRANGE = "<script>document.title = 'hit'</script><img src=x onerror=\"document.title = 'hit'\">"
NIGHT = "2024-12-09.html"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a secret, an index, briefs with own and foreign scripts, and files that must not be served."""
    home = tmp_path_factory.mktemp("home")
    store_new_secret(home)
    shelf = folder(home)
    (shelf / "sub").mkdir(parents=True)
    (shelf / INDEX).write_text(index([{"file": NIGHT, "title": "Night of 9 December 2024", "summary": ""}]))
    told = f'<meta http-equiv="Content-Security-Policy" content="{policy([OWN], "")}"><title>Brief</title>'
    (shelf / NIGHT).write_text(f'<!doctype html>{told}<script>{OWN}</script>{STRANGE}<a href="{INDEX}">All briefs</a>')
    (shelf / "bare.html").write_text(f"<!doctype html><title>bare</title>{STRANGE}")
    (shelf / ".2024-12-09.html.12").write_text("half a page")
    (shelf / "sub" / "page.html").write_text("below")
    (shelf / "notes.txt").write_text("notes")
    (shelf / "link.html").symlink_to(home / ".dateline" / "secret")
    return home


@pytest.fixture(scope="module")
def secret(home: Path) -> str:
    return (home / ".dateline" / "secret").read_text().strip()


@pytest.fixture(scope="module")
def port(home: Path, secret: str) -> Iterator[int]:
    """The port of a server with access control, whose page stores the secret as Prefect's UI does."""
    ui = HTMLResponse("<!doctype html><title>UI</title>")
    app = WithBriefs(Starlette(routes=[Route("/", lambda _: ui)]), home)
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(behind_door(app, secret, [HOST]), HOST, port, log_level="error"))
    thread = Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.05)
    yield port
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def asked(port: int, path: str, secret: str | None, method: str = "GET", **headers: str) -> tuple[HTTPResponse, str]:
    """The answer to a raw request, not normalised by a client."""
    if secret:
        headers["Authorization"] = f"Basic {b64encode(secret.encode()).decode()}"
    connection = HTTPConnection(HOST, port, timeout=30)
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    return answer, body


@pytest.mark.parametrize(("path", "title"), [(f"/briefs/{NIGHT}", "Brief"), ("/briefs/", "Briefs · Dateline")])
def test_whoever_is_signed_in_reads_the_briefs(port: int, secret: str, path: str, title: str) -> None:
    answer, body = asked(port, path, secret)
    assert (answer.status, answer.headers["Cache-Control"]) == (200, "no-store")
    assert f"<title>{title}</title>" in body


@pytest.mark.attack("somebody without the secret asks for a brief, the index, and a brief that is not there")
@pytest.mark.parametrize("told", [None, "dateline:wrong"])
def test_nobody_else_does(port: int, told: str | None, outcome: Callable[[str], None]) -> None:
    for path in (f"/briefs/{NIGHT}", "/briefs/", "/briefs", "/briefs/none.html"):
        answer, body = asked(port, path, told)
        assert (answer.status, body) == (401, '{"exception_message":"Unauthorized"}')
        assert answer.headers["WWW-Authenticate"].startswith("Basic realm=")
    assert "WWW-Authenticate" not in asked(port, "/api/flows", told)[0].headers
    outcome("401 for each, the same whether it is there or not")


@pytest.mark.attack("a page of another origin asks for a brief with the reader's own secret")
def test_a_page_of_another_origin_gets_none(port: int, secret: str, outcome: Callable[[str], None]) -> None:
    assert asked(port, f"/briefs/{NIGHT}", secret, Origin="http://evil.example")[0].status == 403
    outcome("403")


@pytest.mark.attack("an address below /briefs leads out of the folder, to a link out of it, or to what is no page")
@pytest.mark.parametrize(
    "path",
    [
        "../.dateline/secret", "%2e%2e/.dateline/secret", "..%2f.dateline%2fsecret", "..%5c.dateline%5csecret",
        "....//.dateline/secret", "/etc/passwd", "%2fetc%2fpasswd", "sub/../../.dateline/secret", "sub/page.html",
        "link.html", ".2024-12-09.html.12", "notes.txt", "2024-12-09.html%00.txt", "sub", "%0a.html",
    ],
)  # fmt: skip
def test_no_address_leads_out_of_the_shelf(port: int, secret: str, path: str, outcome: Callable[[str], None]) -> None:
    answer, body = asked(port, f"/briefs/{path}", secret)
    assert (answer.status, body) == (404, "Not Found")
    outcome("404")


def test_a_brief_is_read_and_not_written(port: int, secret: str) -> None:
    for method in ("POST", "PUT", "DELETE"):
        assert asked(port, f"/briefs/{NIGHT}", secret, method)[0].status == 405


def test_a_page_has_its_own_policy_and_no_origin(port: int, secret: str) -> None:
    told = asked(port, f"/briefs/{NIGHT}", secret)[0].headers["Content-Security-Policy"]
    assert told.startswith(policy([OWN], ""))
    assert "; sandbox allow-scripts " in told
    assert "allow-same-origin" not in told
    assert "unsafe" not in told
    bare = asked(port, "/briefs/bare.html", secret)[0].headers["Content-Security-Policy"]
    assert bare.startswith("default-src 'none'; sandbox")
    assert "sandbox" not in asked(port, "/", secret)[0].headers["Content-Security-Policy"]


@pytest.mark.attack("a brief's own script, and one that an article brought, reach for the secret that the UI keeps")
def test_what_a_brief_runs_does_not_reach_the_secret_of_the_ui(
    browser: Browser, port: int, secret: str, outcome: Callable[[str], None]
) -> None:
    user, _, password = secret.partition(":")
    with browser.new_context(http_credentials={"username": user, "password": password}) as context:
        tab = context.new_page()
        tab.goto(f"http://{HOST}:{port}/")
        tab.evaluate("secret => { localStorage.secret = secret }", secret)
        tab.goto(f"http://{HOST}:{port}/briefs/{NIGHT}")
        assert tab.title() == "shut"
        tab.goto(f"http://{HOST}:{port}/briefs/bare.html")
        assert tab.title() == "bare"
        tab.goto(f"http://{HOST}:{port}/briefs/")
        tab.get_by_role("link", name="Night of 9 December 2024").click()
        tab.get_by_role("link", name="All briefs").click()
        assert tab.title() == "Briefs · Dateline"
    outcome("the page has no origin: its storage is shut, and the stranger's script does not run")
