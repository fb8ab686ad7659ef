"""Runs `dateline serve` in its own process, and does through the API what a user does in the UI."""

from __future__ import annotations

import json
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

from flows.serving.secret import secret_file
from tests.loopback import HOST, Loopback
from tests.prefect_database import prepared
from tests.servers import free_port

PATIENCE = 240.0
"""Maximum seconds to wait for something, generous for busy machines."""

CLIENT = httpx.Client(
    timeout=30,
    trust_env=False,
    limits=httpx.Limits(max_keepalive_connections=0),
    verify=False,  # noqa: S501
)
"""The client of all requests: one for each would load the certificates, which are not needed here, every time."""

ENDING = 60.0
"""Seconds within which a terminated process should end."""


def answer(method: str, url: str, **options: Any) -> httpx.Response:
    """The answer of a server's API, asked again after a 503, as Prefect's own client does.

    On SQLite the server answers 503 when two writes collide.
    """
    deadline = time.monotonic() + PATIENCE
    while True:
        response = CLIENT.request(method, url, **options)
        if response.status_code != httpx.codes.SERVICE_UNAVAILABLE or time.monotonic() > deadline:
            return response
        time.sleep(0.3)


@dataclass
class Served:
    """A running `dateline serve`."""

    url: str
    home: Path
    process: subprocess.Popen[bytes]
    log: Path
    given: str | None = None
    """The secret, if it is not the generated one."""

    @property
    def secret(self) -> str:
        return self.given or secret_file(self.home).read_text().strip()

    @property
    def auth(self) -> tuple[str, str]:
        """Name and password, for basic authentication."""
        name, _, password = self.secret.partition(":")
        return name, password

    @cached_property
    def token(self) -> dict[str, str]:
        """The headers with a CSRF token."""
        client = str(uuid4())
        response = answer("GET", f"{self.url}/api/csrf-token", params={"client": client}, auth=self.auth)
        response.raise_for_status()
        return {"Prefect-Csrf-Client": client, "Prefect-Csrf-Token": response.json()["token"]}

    def ask(self, method: str, path: str, **body: Any) -> Any:
        """The answer of the API to a signed-in user."""
        response = answer(method, f"{self.url}/api{path}", json=body or None, auth=self.auth, headers=self.token)
        response.raise_for_status()
        return response.json() if response.content else None

    def start(self, deployment: str, **parameters: Any) -> str:
        """The id of a new run of a deployment, as `Custom run` makes it."""
        row = self.ask("GET", f"/deployments/name/{deployment}/{deployment}")
        run = self.ask("POST", f"/deployments/{row['id']}/create_flow_run", parameters=parameters)
        return str(run["id"])

    def waiting(self, outlet: Loopback) -> str:
        """The id of a new run that waits for the answer of a silent outlet; see `patient`."""
        before = len(outlet.log)
        run_id = self.start("nightly", places=[outlet.url("story")])
        wait_for(lambda: any(visit.path == "/story" for visit in outlet.log[before:]), lambda: self.describe(run_id))
        return run_id

    def switch_schedules(self, active: bool) -> None:
        """Turn the schedules of all deployments on or off, as the switch in the UI does."""
        for deployment in self.ask("POST", "/deployments/filter"):
            for schedule in deployment["schedules"]:
                self.ask("PATCH", f"/deployments/{deployment['id']}/schedules/{schedule['id']}", active=active)

    def run(self, run_id: str) -> dict[str, Any]:
        row: dict[str, Any] = self.ask("GET", f"/flow_runs/{run_id}")
        return row

    def until(self, run_id: str, *states: str) -> dict[str, Any]:
        """Wait until the state of a run is of one of these types; returns the run."""
        wait_for(lambda: self.run(run_id)["state_type"] in states, lambda: self.describe(run_id))
        return self.run(run_id)

    def describe(self, run_id: str) -> str:
        """The state of a run and the end of the log, for the message of a failing test."""
        return f"{self.run(run_id)['state']}\n{self.log.read_text()[-3000:]}"

    def runs(self, deployment: str) -> list[dict[str, Any]]:
        """The runs of a deployment by name, scheduled ones left out."""
        deployment_filter = {"name": {"any_": [deployment]}}
        rows = self.ask("POST", "/flow_runs/filter", deployments=deployment_filter, limit=200, sort="NAME_ASC")
        return [run for run in rows if not run["auto_scheduled"]]

    def artifacts(self, run_id: str) -> dict[str, dict[str, Any]]:
        """The artifacts of a run by key."""
        rows = self.ask("POST", "/artifacts/filter", artifacts={"flow_run_id": {"any_": [run_id]}})
        return {artifact["key"]: artifact for artifact in rows if artifact["key"]}

    def cancel(self, run_id: str) -> None:
        """Cancel a run, as the button `Cancel` does."""
        self.ask("POST", f"/flow_runs/{run_id}/set_state", state={"type": "CANCELLING", "name": "Cancelling"})

    def kill(self, deployment: str, name: str) -> bool:
        """Kill the process of the run of this name; returns whether it had one."""
        run_ids = {run["id"] for run in self.runs(deployment) if run["name"] == name}
        pids = [pid for pid, run in self.processes().items() if run in run_ids]
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        return bool(pids)

    def processes(self) -> dict[int, str]:
        """The processes of runs, each with the id of its run."""
        return {pid: run for pid in children(self.process.pid) if (run := variable(pid, "PREFECT__FLOW_RUN_ID"))}


def patient(outlet: Loopback) -> dict[str, str]:
    """The environment variables of runs that reach an outlet and wait for its answer without a limit."""
    waits = {"DATELINE_READ": "3600", "DATELINE_WHOLE": "3600", "DATELINE_DELAY": "0"}
    return waits | {"DATELINE_ROUTES": json.dumps({HOST: outlet.route})}


def children(pid: int) -> list[int]:
    """The running child processes of a process, whichever thread started them."""
    try:
        return [
            int(child)
            for task in Path(f"/proc/{pid}/task").iterdir()
            for child in (task / "children").read_text().split()
        ]
    except OSError:
        return []


def variable(pid: int, name: str) -> str:
    """An environment variable of a process."""
    try:
        entries = Path(f"/proc/{pid}/environ").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        return ""
    return next((entry.partition("=")[2] for entry in entries if entry.startswith(f"{name}=")), "")


def wait_for(is_done: Callable[[], bool], explain: Callable[[], str]) -> None:
    """Wait until it is so, asked ever less often: each question takes processor time from what is waited for."""
    deadline, pause = time.monotonic() + PATIENCE, 0.1
    while not is_done():
        assert time.monotonic() < deadline, explain()
        time.sleep(pause)
        pause = min(1.2 * pause, 1.0)


@contextmanager
def served(home: Path, **variables: str) -> Iterator[Served]:
    """Serve Dateline from a home on a free loopback port with these environment variables, until the block ends.

    Its schedules are off: a night that falls due during a test would land in its home.
    """
    with starting(home, free_port(), **variables) as running:
        wait_for(lambda: ready(running), lambda: running.log.read_text()[-3000:])
        running.switch_schedules(False)
        yield running


@contextmanager
def starting(home: Path, port: int, **variables: str) -> Iterator[Served]:
    """Start `dateline serve` on a given port; it may not answer yet."""
    url, log = f"http://127.0.0.1:{port}", home / "serve.log"
    own = {"DATELINE_HOME": str(home), "PREFECT_HOME": str(home / "prefect"), "PREFECT_RUNNER_POLL_FREQUENCY": "1"}
    own |= {"PREFECT_SERVER_DEPLOYMENTS_CONCURRENCY_SLOT_WAIT_SECONDS": "1"}
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("DATELINE_", "PREFECT_"))}
    if not (home / "prefect").exists():
        prepared(home / "prefect")
    command = [sys.executable, "-m", "flows.cli", "serve", "--port", str(port)]
    with log.open("wb") as log_file:
        process = subprocess.Popen(command, env=inherited | own | variables, stdout=log_file, stderr=log_file)
    try:
        yield Served(url, home, process, log, variables.get("PREFECT_SERVER_API_AUTH_STRING"))
    finally:
        end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """Terminate a process, and kill it if it does not end."""
    process.terminate()
    try:
        process.wait(ENDING)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def ready(running: Served) -> bool:
    """Whether the deployments exist."""
    assert running.process.poll() is None, running.log.read_text()[-3000:]
    try:
        deployments = running.ask("POST", "/deployments/filter")
    except (httpx.TransportError, FileNotFoundError):
        return False
    return any(deployment["status"] == "READY" for deployment in deployments)
