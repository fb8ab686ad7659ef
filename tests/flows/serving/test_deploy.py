"""prefect.yaml on a server behind our access control: deployed and run by a worker, with Prefect's own commands."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from flows.serving.server import server as started
from tests.served import Served, answer, end
from warehouse import Lake, check, query

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 240
SECRET = "desk:a secret of the tests"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("prefect")
    listener = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("PREFECT_HOME", str(folder))
        with started(listener, url, SECRET) as process:
            yield Served(url, folder, process, folder / "log", SECRET)


@pytest.fixture(scope="module")
def surroundings(server: Served, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment variables of the deploying command and of the worker."""
    home = tmp_path_factory.mktemp("home")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DATELINE_", "PREFECT_"))}
    own = {"PREFECT_API_URL": f"{server.url}/api", "PREFECT_API_AUTH_STRING": SECRET}
    own |= {"PREFECT_HOME": str(home / "prefect"), "DATELINE_HOME": str(home)}
    return {**kept, **own, "PREFECT_WORKER_QUERY_SECONDS": "1"}


def prefect(surroundings: dict[str, str], *words: str) -> str:
    command = [sys.executable, "-m", "prefect", "--no-prompt", *words]
    done = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def ask(server: Served, method: str, path: str, **body: Any) -> httpx.Response:
    told = {"auth": server.auth, "headers": server.token}
    return answer(method, f"{server.url}/api{path}", json=body or None, **told)


@pytest.fixture(scope="module")
def deployed(server: Served, surroundings: dict[str, str]) -> dict[str, str]:
    """The id of every deployment by name, after `prefect deploy --all`."""
    prefect(surroundings, "work-pool", "create", "dateline", "--type", "process")
    prefect(surroundings, "deploy", "--all")
    return {found["name"]: found["id"] for found in ask(server, "POST", "/deployments/filter").json()}


def test_a_worker_picks_up_a_day_and_completes_it(
    server: Served, surroundings: dict[str, str], deployed: dict[str, str], tmp_path: Path
) -> None:
    assert set(deployed) == {"nightly", "backfill", "backfill-day", "maintain"}
    told = {"day": "2024-12-05", "sources": ["wire"]}
    path = f"/deployments/{deployed['backfill-day']}/create_flow_run"
    run_id = ask(server, "POST", path, parameters=told).json()["id"]
    start = [sys.executable, "-m", "prefect", "worker", "start", "--pool", "dateline", "--type", "process"]
    with (tmp_path / "log").open("wb") as log:
        worker = subprocess.Popen(start, cwd=ROOT, env=surroundings, stdout=log, stderr=log)
        try:
            state = until_over(server, run_id)
        finally:
            end(worker)
    assert state["type"] == "COMPLETED", f"{state}\n{(tmp_path / 'log').read_text()[-3000:]}"
    lake = Lake.at(Path(surroundings["DATELINE_HOME"]))
    days = query(lake, "SELECT DISTINCT published_date FROM articles").to_pylist()
    assert [str(row["published_date"]) for row in days] == ["2024-12-05"]
    assert check(lake) == []


def until_over(server: Served, run_id: str) -> dict[str, Any]:
    """The final state of a run, or its current one after the timeout."""
    deadline = time.monotonic() + PATIENCE
    while True:
        state: dict[str, Any] = ask(server, "GET", f"/flow_runs/{run_id}").json()["state"]
        if state["type"] in ("COMPLETED", "FAILED", "CRASHED", "CANCELLED") or time.monotonic() > deadline:
            return state
        time.sleep(0.5)


@pytest.mark.parametrize(
    "told",
    [
        {"first_day": "2024-12-05"},
        {"first_day": "2024-12-05", "last_day": 7},
        {"first_day": "2024-12-05", "last_day": "2024-12-06", "sources": ["no-such"]},
        {"first_day": "2024-12-05", "last_day": "2024-12-06", "mode": "guess"},
    ],
    ids=["no last day", "a day that is none", "an unknown source", "an unknown mode"],
)
def test_the_form_refuses_what_cannot_be(server: Served, deployed: dict[str, str], told: dict[str, Any]) -> None:
    refused = ask(server, "POST", f"/deployments/{deployed['backfill']}/create_flow_run", parameters=told)
    assert refused.status_code == 409
    assert "Validation failed" in json.dumps(refused.json())
