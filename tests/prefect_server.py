"""A Prefect server for one test, on a free port, that can be killed and restarted."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.prefect_database import prepared
from tests.servers import free_port

PATIENCE = 120


class PrefectServer:
    """A server with its database in `folder`, unless `variables` name another."""

    def __init__(self, folder: Path, variables: Mapping[str, str]) -> None:
        self._folder = folder
        self._variables = {"PREFECT_HOME": str(folder), "PREFECT_SERVER_ANALYTICS_ENABLED": "false", **variables}
        if "PREFECT_API_DATABASE_CONNECTION_URL" not in variables:
            prepared(folder)
        self._port = free_port()
        self.url = f"http://127.0.0.1:{self._port}/api"
        self.start()

    def start(self) -> None:
        """Start it and wait until it answers. TimeoutError, with the end of its log, if it does not."""
        environment = {name: value for name, value in os.environ.items() if name != "PREFECT_API_URL"}
        place = ["--host", "127.0.0.1", "--port", str(self._port)]
        command = [sys.executable, "-m", "prefect", "server", "start", *place]
        with (self._folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                command,
                env=environment | {"PREFECT_UI_API_URL": self.url} | self._variables,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + PATIENCE
        while not self._is_healthy():
            if time.monotonic() > deadline or self._process.poll() is not None:
                self.kill()
                raise TimeoutError((self._folder / "server.log").read_text()[-2000:])
            time.sleep(0.2)

    def kill(self) -> None:
        """`kill -9`, with its child processes."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def _is_healthy(self) -> bool:
        try:
            return bool(httpx.get(f"{self.url}/health", timeout=2).json() is True)
        except (httpx.HTTPError, ValueError):
            return False


@contextmanager
def prefect_server(folder: Path, variables: Mapping[str, str] | None = None) -> Iterator[PrefectServer]:
    """A server until the block ends."""
    server = PrefectServer(folder, variables or {})
    try:
        yield server
    finally:
        server.kill()
