"""Access control of the server against other users of the machine: with curl, other host names, pages of other origins.

test_door_browser.py tests it in a browser.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import psutil
import pytest
from starlette.routing import Mount, WebSocketRoute
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.loopback import Loopback, loopback, silent
from tests.served import PATIENCE, Served, patient, served, wait_for

Outcome = Callable[[str], None]

OPEN = {("GET", "/api/health"), ("GET", "/api/ready"), ("GET", "/ui-settings")}
"""Routes that need no secret: health checks, and the settings that the UI needs to ask for it."""
SOCKETS = (
    "/api/events/in",
    "/api/events/out",
    "/api/logs/out",
    "/api/task_runs/subscriptions/scheduled",
    f"/api/work_pools/{UUID(int=0)}/workers/connect",
)
FEWEST = 150
"""Minimum number of routes of Prefect."""
FOREIGN = ["http://evil.example", "http://127.0.0.1:1", "https://127.0.0.1", "null"]
PREFECT = [Subprotocol("prefect")]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("home")) as found:
        yield found


def routes(found: Sequence[Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Method and path of every route of an application; the method of a WebSocket is SOCKET."""
    for route in found:
        path = prefix + getattr(route, "path", "")
        if included := getattr(route, "original_router", None):
            yield from routes(included.routes, prefix)
        elif isinstance(route, Mount):
            yield from routes(route.routes, path)
        elif isinstance(route, WebSocketRoute):
            yield "SOCKET", path
        else:
            yield from ((method, path) for method in route.methods)


def filled(path: str) -> str:
    """A path with a value for each of its parameters."""
    return re.sub(r"{[^}]*}", str(UUID(int=0)), path)


@cache
def answered() -> list[tuple[str, str]]:
    """Method and path of Prefect's HTTP routes. AssertionError if it has a new WebSocket."""
    from prefect.server.api.server import create_app  # imported late: Prefect's server is slow to import

    found = {(method, filled(path)) for method, path in routes(create_app(ephemeral=True).routes)}
    assert {path for method, path in found if method == "SOCKET"} == set(SOCKETS)
    return sorted(route for route in found if route[0] != "SOCKET")


def unauthorized(running: Served, auth: tuple[str, str] | None) -> int:
    """The number of routes that answer 401 to these credentials; AssertionError if any other route does not refuse."""
    told: dict[tuple[str, str], int] = {}
    with httpx.Client(base_url=running.url, auth=auth, trust_env=False, timeout=60) as client:
        for method, path in answered():
            told[method, path] = client.request(method, path, params={"client": "x"}).status_code
    assert {route for route, status in told.items() if status not in (401, 404, 405)} == OPEN
    return sum(status == httpx.codes.UNAUTHORIZED for status in told.values())


@pytest.mark.attack("another user of the machine asks every route of Prefect with curl, {told}")
@pytest.mark.parametrize("told", ["without a secret", "with a wrong secret"])
def test_no_route_answers_without_the_secret(running: Served, told: str, outcome: Outcome) -> None:
    count = unauthorized(running, None if told == "without a secret" else ("dateline", "a wrong secret"))
    assert count > FEWEST
    outcome(f"{count} routes answer 401; open are {', '.join(sorted(path for _, path in OPEN))}")


def test_with_the_secret_they_answer(running: Served) -> None:
    assert running.ask("POST", "/deployments/filter")
    assert running.ask("POST", "/logs/filter") is not None


def socket(running: Served, path: str, **told: Any) -> ClientConnection:
    return connect(f"ws{running.url.removeprefix('http')}{path}", proxy=None, open_timeout=60, **told)


@pytest.mark.attack("another user opens the socket {path} without the protocol that asks for a secret")
@pytest.mark.parametrize("path", SOCKETS)
def test_a_plain_socket_is_refused(running: Served, path: str, outcome: Outcome) -> None:
    with pytest.raises(InvalidStatus) as refused:
        socket(running, path)
    assert refused.value.response.status_code == 401
    outcome("401")


@pytest.mark.attack("another user opens the socket {path} and tells a wrong secret, or none")
@pytest.mark.parametrize("path", SOCKETS)
def test_a_socket_that_does_not_tell_the_secret_is_closed(running: Served, path: str, outcome: Outcome) -> None:
    wrong = [{"type": "auth", "token": "dateline:wrong"}, {"type": "auth"}, {"type": "filter", "filter": {}}, [], "x"]
    for first in [*map(json.dumps, wrong), "", "{", "\0"]:
        with socket(running, path, subprotocols=PREFECT) as opened:
            opened.send(first)
            with pytest.raises(ConnectionClosed) as closed:
                opened.recv(timeout=60)
        assert closed.value.rcvd
        assert closed.value.rcvd.code == 1008
    with pytest.raises(InvalidStatus) as refused:
        socket(running, path, subprotocols=PREFECT, additional_headers={"Authorization": "Basic eDp5"})
    assert refused.value.response.status_code == 401
    outcome("closed with 1008 before Prefect hears of it")


@pytest.mark.parametrize("path", SOCKETS)
def test_a_socket_that_tells_the_secret_is_let_in(running: Served, path: str) -> None:
    with socket(running, path, subprotocols=PREFECT) as opened:
        opened.send(json.dumps({"type": "auth", "token": running.secret}))
        assert json.loads(opened.recv(timeout=60)) == {"type": "auth_success"}


@pytest.mark.attack("another user holds 120 sockets that say nothing, to take all places of the server")
def test_silent_sockets_hold_nobody_up(running: Served, outcome: Outcome) -> None:
    with ExitStack() as held:
        sockets = [held.enter_context(socket(running, SOCKETS[0], subprotocols=PREFECT)) for _ in range(120)]
        assert running.ask("POST", "/deployments/filter")
        with pytest.raises(ConnectionClosed):
            sockets[-1].recv(timeout=PATIENCE)
    outcome("others are answered meanwhile; each is closed after ten seconds")


@pytest.mark.attack("a page whose name was bent to our address asks for {path} as {host}")
@pytest.mark.parametrize("path", ["/api/health", "/api/admin/version", "/", "/ui-settings", "/v2/"])
@pytest.mark.parametrize("host", ["evil.example", "evil.example:4200", "127.0.0.1.evil.example", "0.0.0.0", ""])  # noqa: S104
def test_a_foreign_name_is_refused(running: Served, path: str, host: str, outcome: Outcome) -> None:
    found = httpx.get(running.url + path, headers={"Host": host}, auth=running.auth)
    assert found.status_code == 400
    outcome("400, also with the right secret")


@pytest.mark.attack("a page of the origin {origin} that knows the secret reads, changes and listens")
@pytest.mark.parametrize("origin", FOREIGN)
def test_a_foreign_origin_is_refused(running: Served, origin: str, outcome: Outcome) -> None:
    told = {"Origin": origin} | running.token
    for method, path in [("GET", "/api/admin/version"), ("POST", "/api/deployments/filter"), ("OPTIONS", "/api/logs/")]:
        found = httpx.request(method, running.url + path, headers=told, auth=running.auth)
        assert found.status_code == 403
        assert "access-control-allow-origin" not in found.headers
    for path in SOCKETS:
        with pytest.raises(InvalidStatus) as refused:
            socket(running, path, subprotocols=PREFECT, additional_headers={"Origin": origin})
        assert refused.value.response.status_code == 403
    outcome("403, by HTTP and by every socket")


def test_its_own_origin_is_answered_under_each_name_of_loopback(running: Served) -> None:
    for name in ("127.0.0.1", "localhost"):
        url = running.url.replace("127.0.0.1", name)
        told = {"Origin": url, "Host": url.removeprefix("http://")} | running.token
        found = httpx.post(f"{running.url}/api/deployments/filter", json={}, headers=told, auth=running.auth)
        assert found.status_code == 200


@pytest.mark.attack("a request with the secret but without a cross-site token changes something")
def test_a_change_needs_a_token(running: Served, outcome: Outcome) -> None:
    found = httpx.post(f"{running.url}/api/variables/", json={"name": "x", "value": "y"}, auth=running.auth)
    assert (found.status_code, found.json()["detail"]) == (403, "Missing CSRF token.")
    outcome("403")


def test_no_page_may_hold_it_in_a_frame_and_no_browser_keeps_its_data(running: Served) -> None:
    page = httpx.get(f"{running.url}/v2/")
    assert page.status_code == 200
    assert page.headers["x-frame-options"] == "DENY"
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert httpx.get(f"{running.url}/api/admin/version", auth=running.auth).headers["cache-control"] == "no-store"


@pytest.mark.attack("another user looks for the secret in the process list, in the logs and in the home")
def test_the_secret_is_shown_once_and_lies_in_the_home_alone(running: Served, outcome: Outcome) -> None:
    file = running.home / ".dateline" / "secret"
    assert [oct(path.stat().st_mode & 0o777) for path in (file.parent, file)] == ["0o700", "0o600"]
    assert running.log.read_text().count(running.secret) == 1
    password = running.auth[1]
    assert not [process.pid for process in psutil.process_iter() if password in " ".join(arguments(process))]
    assert password not in json.dumps(running.ask("POST", "/logs/filter"))
    assert password not in json.dumps(running.ask("GET", "/admin/settings"))
    readable = [path for path in running.home.rglob("*") if path.is_file() and path.stat().st_mode & 0o044]
    assert not [path for path in readable if path != running.log and password.encode() in path.read_bytes()]
    outcome("mode 0600 in a folder of mode 0700; in no argument, no log of a run and no file that others can read")


def arguments(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


@pytest.fixture
def outlet() -> Iterator[Loopback]:
    """An outlet that does not answer, so that a run waits."""
    with silent() as found:
        yield found


REPORTING = """
import sys
from flows.orchestrated.flows import nightly
from flows.serving.server import reporting_server
with reporting_server():
    nightly(places=sys.argv[1:])
"""


@pytest.fixture
def passing(tmp_path: Path, outlet: Loopback) -> Iterator[tuple[psutil.Process, Served]]:
    """A run in progress with its own short-lived server; its home holds only the lake."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DATELINE_", "PREFECT_"))}
    own = {"DATELINE_HOME": str(tmp_path), "PREFECT_HOME": str(tmp_path / "prefect")} | patient(outlet)
    command = [sys.executable, "-c", REPORTING, outlet.url("story")]
    log = tmp_path / "log"
    with log.open("wb") as told:
        run = subprocess.Popen(command, env=kept | own, stdout=told, stderr=told)
    try:
        wait_for(lambda: any(visit.path == "/story" for visit in outlet.log), lambda: log.read_text()[-3000:])
        (server,) = [p for p in psutil.Process(run.pid).children() if "flows.serving.door" in arguments(p)]
        (port,) = {found.laddr.port for found in server.net_connections() if found.status == psutil.CONN_LISTEN}
        secret = server.environ()["PREFECT_SERVER_API_AUTH_STRING"]
        yield server, Served(f"http://127.0.0.1:{port}", tmp_path, run, log, secret)
    finally:
        run.kill()
        run.wait()


@pytest.mark.attack("another user asks the short-lived server of a run on Dask while it reads")
def test_the_server_of_a_single_run_has_the_same_door(passing: tuple[psutil.Process, Served], outcome: Outcome) -> None:
    server, running = passing
    assert unauthorized(running, None) > FEWEST
    assert httpx.get(f"{running.url}/api/health", headers={"Host": "evil.example"}).status_code == 400
    told = {"Origin": "http://evil.example"}
    assert httpx.get(f"{running.url}/api/health", headers=told, auth=running.auth).status_code == 403
    for path in SOCKETS:
        with pytest.raises(InvalidStatus):
            socket(running, path)
    found = running.ask("POST", "/flow_runs/filter")
    assert [run["state_type"] for run in found] == ["RUNNING"]
    assert not any(running.auth[1] in word for process in psutil.process_iter() for word in arguments(process))
    running.process.kill()
    wait_for(lambda: not server.is_running() or server.status() == psutil.STATUS_ZOMBIE, lambda: str(server))
    with pytest.raises(httpx.TransportError):  # refused, or broken off where another process has its socket still
        httpx.get(f"{running.url}/api/health")
    outcome("401, 400 and 403 as with `dateline serve`; it ends when the run is killed")


def command(home: Path, api: str, *words: str) -> tuple[int, str]:
    """Exit code and output of a command that reports to a named server."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DATELINE_", "PREFECT_"))}
    own = {"DATELINE_HOME": str(home), "PREFECT_HOME": str(home / "prefect"), "PREFECT_API_URL": api}
    own["PREFECT_CLIENT_MAX_RETRIES"] = "3"  # a busy server may answer late once
    told = subprocess.run(
        [sys.executable, "-m", "flows.cli", *words], env=kept | own, capture_output=True, text=True, check=False
    )
    return told.returncode, told.stdout + told.stderr


def test_a_command_finds_the_secret_of_the_server_of_its_home(running: Served) -> None:
    (running.home / "story.txt").write_text("date 2024-12-05 Rebel fighters captured the city of Hama on Thursday.")
    code, told = command(running.home, f"{running.url}/api", "run", str(running.home / "story.txt"))
    assert code == 0, told
    assert [run for run in running.ask("POST", "/flow_runs/filter") if str(running.home) in run["name"]]


def test_a_command_of_another_home_is_refused_in_one_sentence(running: Served, tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text("date 2024-12-05 Rebel fighters captured the city of Hama on Thursday.")
    code, told = command(tmp_path, f"{running.url}/api", "run", str(tmp_path / "story.txt"))
    assert (code, len(told.strip().splitlines())) == (2, 1), told
    assert "PREFECT_API_AUTH_STRING=user:password" in told


@pytest.mark.attack("somebody else listens at an address that PREFECT_API_URL names, and waits for the secret")
def test_the_secret_is_told_to_nobody_else(running: Served, outcome: Outcome) -> None:
    with loopback({}) as other:
        api = f"http://127.0.0.1:{other.route[1]}/api"
        (running.home / "story.txt").write_text("date 2024-12-05 Rebel fighters captured the city of Hama on Thursday.")
        command(running.home, api, "run", str(running.home / "story.txt"))
        assert other.log
        assert not [visit for visit in other.log if "Authorization" in visit.headers]
    outcome(f"{len(other.log)} requests came there, none with it")
