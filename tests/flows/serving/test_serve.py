"""The command `dateline serve`: server, UI, schedules and runs, or one sentence that says why not."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from prefect.settings import PREFECT_API_URL, temporary_settings
from typer.testing import CliRunner

from flows.cli import app
from tests.served import Served, served, wait_for
from tests.servers import free_port

SECRET = "desk:a secret of the tests"


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A running server, shared by the tests and then terminated as by `systemctl stop`."""
    with served(tmp_path_factory.mktemp("home"), PREFECT_SERVER_API_AUTH_STRING=SECRET) as running:
        yield running
    assert running.process.returncode == 0
    assert "Traceback" not in running.log.read_text()
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{running.url}/api/health")


def refusal(*words: str) -> str:
    result = CliRunner().invoke(app, ["serve", *words])
    assert result.exit_code == 2
    assert len(result.output.strip().splitlines()) == 1
    return result.output


@pytest.fixture
def no_server_named() -> Iterator[None]:
    with temporary_settings(restore_defaults={PREFECT_API_URL}):
        yield


@pytest.mark.usefixtures("no_server_named")
def test_a_taken_port_is_told_in_one_sentence() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = str(listener.getsockname()[1])
        assert f"http://127.0.0.1:{port} cannot be served" in refusal("--port", port)


@pytest.mark.usefixtures("no_server_named")
@pytest.mark.parametrize("host", ["0.0.0.0", "::"])  # noqa: S104
def test_every_address_of_the_machine_needs_a_name(host: str) -> None:
    assert "DATELINE_NAMES" in refusal("--host", host)


@pytest.mark.usefixtures("no_server_named")
def test_a_host_of_another_machine_is_none_to_serve_at() -> None:
    assert "no-such-host.invalid: not a host" in refusal("--host", "no-such-host.invalid")


def test_a_server_that_the_settings_name_must_answer_and_be_the_only_one() -> None:
    with temporary_settings({PREFECT_API_URL: f"http://127.0.0.1:{free_port()}/api"}):
        assert "does not answer" in refusal()
        assert "leave --host and --port out" in refusal("--port", "4300")


def test_the_deployments_and_the_ui_are_there(guarded: Served) -> None:
    found = {deployment["name"]: deployment for deployment in guarded.ask("POST", "/deployments/filter")}
    (schedule,) = found["nightly"]["schedules"]
    assert (schedule["schedule"]["cron"], schedule["schedule"]["timezone"]) == ("0 2 * * *", "UTC")
    assert found["nightly"]["global_concurrency_limit"]["limit"] == 1
    page = httpx.get(guarded.url, follow_redirects=True)
    assert page.status_code == 200
    assert "text/html" in page.headers["content-type"]
    assert "Sign in there with the secret of PREFECT_SERVER_API_AUTH_STRING." in guarded.log.read_text()
    assert SECRET not in guarded.log.read_text()


def test_the_schedule_makes_runs(guarded: Served) -> None:
    guarded.switch_schedules(True)
    wait_for(
        lambda: guarded.ask("POST", "/flow_runs/count", deployments={"name": {"any_": ["nightly"]}}) > 0,
        lambda: guarded.log.read_text()[-3000:],
    )
    guarded.switch_schedules(False)


def test_with_authentication_nobody_else_is_answered(guarded: Served) -> None:
    assert httpx.post(f"{guarded.url}/api/deployments/filter", json={}).status_code == 401
    assert httpx.post(f"{guarded.url}/api/deployments/filter", json={}, auth=("desk", "else")).status_code == 401


def test_it_ends_with_a_sentence_where_the_server_does(tmp_path: Path) -> None:
    with served(tmp_path) as running:
        (server,) = Path(f"/proc/{running.process.pid}/task/{running.process.pid}/children").read_text().split()
        os.kill(int(server), signal.SIGKILL)
        running.process.wait(120)
    assert running.process.returncode == 2
    assert "the Prefect server ended by itself" in running.log.read_text()


@pytest.mark.attack("PREFECT_API_URL holds a name and a password, and others read what is printed")
def test_what_is_said_of_a_named_server_has_no_password(outcome: Callable[[str], None]) -> None:
    with temporary_settings({PREFECT_API_URL: f"http://desk:canary@127.0.0.1:{free_port()}/api"}):
        for words in ((), ("--port", "4300")):
            told = refusal(*words)
            assert "canary" not in told
            assert "http://127.0.0.1:" in told
    outcome("the address is named without them")
