"""`dateline serve` as a process of its own, and what a person does with it through the API."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from flows.serving.secret import place
from tests.prefect_database import prepared
from tests.servers import free_port

PATIENCE = 240.0
"""Seconds after which something that should have come is taken not to come, also on a busy machine."""

ENDING = 60.0
"""Seconds in which a process that is told to end should have."""


def answer(method: str, url: str, **told: Any) -> httpx.Response:
    """The answer of a server's API, asked again where it says 503, as Prefect's own client does.

    On SQLite the server says so where two writes meet.
    """
    deadline = time.monotonic() + PATIENCE
    while True:
        found = httpx.request(method, url, timeout=30, **told)
        if found.status_code != httpx.codes.SERVICE_UNAVAILABLE or time.monotonic() > deadline:
            return found
        time.sleep(0.3)


@dataclass
class Served:
    """A running `dateline serve`."""

    url: str
    home: Path
    process: subprocess.Popen[bytes]
    log: Path
    given: str | None = None
    """The secret, where it is not the one that was made."""

    @property
    def secret(self) -> str:
        return self.given or place(self.home).read_text().strip()

    @property
    def auth(self) -> tuple[str, str]:
        """Name and password, for basic authentication."""
        name, _, password = self.secret.partition(":")
        return name, password

    @cached_property
    def token(self) -> dict[str, str]:
        """The headers with a token against requests from other sites."""
        client = str(uuid4())
        found = answer("GET", f"{self.url}/api/csrf-token", params={"client": client}, auth=self.auth)
        found.raise_for_status()
        return {"Prefect-Csrf-Client": client, "Prefect-Csrf-Token": found.json()["token"]}

    def ask(self, method: str, path: str, **body: Any) -> Any:
        """The answer of the API to one who is signed in."""
        found = answer(method, f"{self.url}/api{path}", json=body or None, auth=self.auth, headers=self.token)
        found.raise_for_status()
        return found.json() if found.content else None

    def start(self, deployment: str, **parameters: Any) -> str:
        """The id of a new run of a deployment, as `Custom run` makes it."""
        found = self.ask("GET", f"/deployments/name/{deployment}/{deployment}")
        run = self.ask("POST", f"/deployments/{found['id']}/create_flow_run", parameters=parameters)
        return str(run["id"])

    def run(self, run_id: str) -> dict[str, Any]:
        found: dict[str, Any] = self.ask("GET", f"/flow_runs/{run_id}")
        return found

    def until(self, run_id: str, *states: str) -> dict[str, Any]:
        """The run as soon as its state is one of these types."""
        wait_for(lambda: self.run(run_id)["state_type"] in states, lambda: self.told(run_id))
        return self.run(run_id)

    def told(self, run_id: str) -> str:
        """The state of a run and the end of the log, for a test that fails."""
        return f"{self.run(run_id)['state']}\n{self.log.read_text()[-3000:]}"

    def runs(self, deployment: str) -> list[dict[str, Any]]:
        """The runs of a deployment by name, scheduled ones left out."""
        wanted = {"name": {"any_": [deployment]}}
        found = self.ask("POST", "/flow_runs/filter", deployments=wanted, limit=200, sort="NAME_ASC")
        return [run for run in found if not run["auto_scheduled"]]

    def artifacts(self, run_id: str) -> dict[str, dict[str, Any]]:
        """The artifacts of a run by key."""
        found = self.ask("POST", "/artifacts/filter", artifacts={"flow_run_id": {"any_": [run_id]}})
        return {artifact["key"]: artifact for artifact in found if artifact["key"]}

    def retry(self, run_id: str) -> None:
        """What the button `Retry` does."""
        state = {"type": "SCHEDULED", "name": "AwaitingRetry", "message": "Retry from the UI"}
        self.ask("POST", f"/flow_runs/{run_id}/set_state", state=state)

    def cancel(self, run_id: str) -> None:
        """What the button `Cancel` does."""
        self.ask("POST", f"/flow_runs/{run_id}/set_state", state={"type": "CANCELLING", "name": "Cancelling"})

    def kill(self, deployment: str, name: str) -> bool:
        """Whether a run of this name had a process, which is killed now."""
        wanted = {run["id"] for run in self.runs(deployment) if run["name"] == name}
        found = [pid for pid, run in self.processes().items() if run in wanted]
        for pid in found:
            os.kill(pid, signal.SIGKILL)
        return bool(found)

    def power_off(self) -> None:
        """`kill -9` of all of it: the server, the runs and what serves them."""
        for pid in [*children(self.process.pid), self.process.pid]:
            os.kill(pid, signal.SIGKILL)
        self.process.wait()

    def processes(self) -> dict[int, str]:
        """The processes of runs, and the id of the run of each."""
        return {pid: run for pid in children(self.process.pid) if (run := variable(pid, "PREFECT__FLOW_RUN_ID"))}


def children(pid: int) -> list[int]:
    """The processes that a process started, from any of its threads, and that are still there."""
    try:
        return [
            int(child)
            for task in Path(f"/proc/{pid}/task").iterdir()
            for child in (task / "children").read_text().split()
        ]
    except OSError:
        return []


def variable(pid: int, name: str) -> str:
    """A variable of a process's environment."""
    try:
        told = Path(f"/proc/{pid}/environ").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        return ""
    return next((entry.partition("=")[2] for entry in told if entry.startswith(f"{name}=")), "")


def wait_for(come: Callable[[], bool], told: Callable[[], str]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not come():
        assert time.monotonic() < deadline, told()
        time.sleep(0.3)


@contextmanager
def served(home: Path, **variables: str) -> Iterator[Served]:
    """Dateline served on a free port of loopback from a home, with these variables set; ended after."""
    with starting(home, free_port(), **variables) as running:
        wait_for(lambda: ready(running), lambda: running.log.read_text()[-3000:])
        yield running


@contextmanager
def starting(home: Path, port: int, **variables: str) -> Iterator[Served]:
    """The same on a given port; it need not answer yet."""
    url, log = f"http://127.0.0.1:{port}", home / "serve.log"
    own = {"DATELINE_HOME": str(home), "PREFECT_HOME": str(home / "prefect"), "PREFECT_RUNNER_POLL_FREQUENCY": "1"}
    own |= {"PREFECT_SERVER_DEPLOYMENTS_CONCURRENCY_SLOT_WAIT_SECONDS": "1"}
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DATELINE_", "PREFECT_"))}
    if not (home / "prefect").exists():
        prepared(home / "prefect")
    command = [sys.executable, "-m", "flows.cli", "serve", "--port", str(port)]
    with log.open("wb") as told:
        process = subprocess.Popen(command, env=kept | own | variables, stdout=told, stderr=told)
    try:
        yield Served(url, home, process, log, variables.get("PREFECT_SERVER_API_AUTH_STRING"))
    finally:
        end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process in order, or where it does not end by itself, by force."""
    process.terminate()
    try:
        process.wait(ENDING)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def ready(running: Served) -> bool:
    """Whether the deployments are there."""
    assert running.process.poll() is None, running.log.read_text()[-3000:]
    try:
        found = running.ask("POST", "/deployments/filter")
    except (httpx.TransportError, FileNotFoundError):
        return False
    return any(deployment["status"] == "READY" for deployment in found)
