"""The pinned versions start a Prefect server."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def healthy(url: str, server: subprocess.Popen[bytes], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and server.poll() is None:
        try:
            if httpx.get(url, timeout=2).json() is True:
                return True
        except (httpx.HTTPError, ValueError):
            time.sleep(0.3)
    return False


def test_prefect_server_answers_on_health(tmp_path: Path) -> None:
    port = free_port()
    environment = os.environ | {"PREFECT_HOME": str(tmp_path), "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
    environment.pop("PREFECT_API_URL", None)
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    with (tmp_path / "log").open("wb") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            assert healthy(f"http://127.0.0.1:{port}/api/health", server, 120), (tmp_path / "log").read_text()[-2000:]
        finally:
            server.terminate()
            server.wait(30)
