"""The command `dateline serve`: server, UI, schedules and runs, or one sentence that says why not."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.served import Served, served, wait_for

SECRET = "desk:a secret of the tests"


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A running server, shared by the tests and then terminated as by `systemctl stop`."""
    with served(tmp_path_factory.mktemp("home"), PREFECT_SERVER_API_AUTH_STRING=SECRET) as running:
        yield running
    assert running.process.returncode == 0
    assert all(words not in running.log.read_text() for words in ("Traceback", "Warning"))
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{running.url}/api/health")


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


def test_serve_ends_with_a_sentence_when_its_server_ends(tmp_path: Path) -> None:
    with served(tmp_path) as running:
        (server,) = Path(f"/proc/{running.process.pid}/task/{running.process.pid}/children").read_text().split()
        os.kill(int(server), signal.SIGKILL)
        running.process.wait(120)
    assert running.process.returncode == 2
    assert "the Prefect server ended by itself" in running.log.read_text()
