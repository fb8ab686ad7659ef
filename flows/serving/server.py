"""A Prefect server in a process of its own, behind our door. It ends with whoever started it, also by `kill -9`."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import httpx
from prefect.client.orchestration import get_client
from prefect.events.worker import EventsWorker
from prefect.logging.handlers import APILogWorker
from prefect.settings import (
    PREFECT_API_AUTH_STRING,
    PREFECT_API_URL,
    PREFECT_SERVER_API_AUTH_STRING,
    get_current_settings,
    temporary_settings,
)

from flows.sandbox.watchdog import VARIABLE
from flows.serving.secret import fresh, is_served, kept
from flows.settings import settings

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
"""Names that no other machine can take for its own."""
STARTING = 120.0
"""Seconds in which a server must answer."""
ENDING = 20.0
"""Seconds a server has to end by itself."""
TELLING = 30.0
"""Seconds a server has to take the logs and events of a run that is over."""
SHORT_LIVED = {"PREFECT__SERVER_EPHEMERAL": "1", "PREFECT_UI_ENABLED": "0"}
"""What a server is told that lives as long as a command: no UI, no schedules."""


class ServerError(ValueError):
    """Why there is no server to report to; the message is one sentence for people."""


@contextmanager
def server(
    listener: socket.socket, url: str, secret: str | None, hosts: Collection[str] = (), short_lived: bool = False
) -> Iterator[subprocess.Popen[bytes]]:
    """A server at a socket that listens, answering as soon as the body begins and ended after it.

    The socket is the server's alone from then on: nobody else can have the port before it, nor after it where it died.
    It is reached at `url`, and under the names of loopback and `hosts`. ServerError where it does not start. It has a
    session of its own, so that Ctrl-C ends what reports to it first.
    """
    where = urlsplit(url)
    own = {
        "PREFECT_API_URL": f"{url}/api",
        "PREFECT_SERVER_API_HOST": str(where.hostname),
        "PREFECT_SERVER_API_PORT": str(where.port),
        "PREFECT_SERVER_API_BASE_PATH": "/api",
        "PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS": url,
        "PREFECT_SERVER_API_CSRF_PROTECTION_ENABLED": "true",
        "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
        "PREFECT_UI_API_URL": ui_api() or "/api",
        VARIABLE: "1",
    }
    own |= {"PREFECT_SERVER_API_AUTH_STRING": secret} if secret else {}
    own |= SHORT_LIVED if short_lived else {}
    command = [sys.executable, "-m", "flows.serving.door", str(listener.fileno()), *LOOPBACK, *hosts]
    process = subprocess.Popen(
        command,
        env=os.environ | own,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        pass_fds=[listener.fileno()],
        start_new_session=True,
    )
    listener.close()
    try:
        _await(process, f"{url}/api")
        yield process
    finally:
        _end(process)


@contextmanager
def reporting() -> Iterator[None]:
    """A server for the flows of the body to report to: that of PREFECT_API_URL, else one that lives as long as it.

    ServerError where the named one does not answer, or not to us.
    """
    if named := PREFECT_API_URL.value():
        with temporary_settings({PREFECT_API_AUTH_STRING: _secret_for(named)}):
            _admitted(named)
            yield
        return
    secret = fresh()
    listener = socket.create_server((LOOPBACK[0], 0))
    url = f"http://{LOOPBACK[0]}:{listener.getsockname()[1]}"
    with (
        server(listener, url, secret, short_lived=True),
        temporary_settings({PREFECT_API_URL: f"{url}/api", PREFECT_API_AUTH_STRING: secret}),
    ):
        try:
            yield
        finally:
            told_all()


def told_all() -> None:
    """Return when the server has been told what happened, or does not take it within `TELLING` seconds.

    A worker of Prefect's may wait for ever for an answer that does not come; it ends with the server.
    """
    for worker in (APILogWorker, EventsWorker):
        worker.drain_all(timeout=TELLING)


def _secret_for(api: str) -> str | None:
    """What a named server is told: what the settings say, else the home's secret where this home is served there."""
    if told := PREFECT_API_AUTH_STRING.value():
        return told
    home = settings().home
    return (PREFECT_SERVER_API_AUTH_STRING.value() or kept(home)) if is_served(home, api.rstrip("/")) else None


def _admitted(api: str) -> None:
    """ServerError where a named server does not answer, or not to us."""
    try:
        with get_client(sync_client=True) as client:
            client.hello()
    except httpx.TransportError as error:
        raise ServerError(
            f"PREFECT_API_URL names {shown(api)}, which does not answer: unset it to do without."
        ) from error
    except httpx.HTTPStatusError as error:
        if error.response.status_code == httpx.codes.UNAUTHORIZED:
            raise ServerError(f"{shown(api)} asks for a secret: set PREFECT_API_AUTH_STRING=user:password.") from error


def shown(url: str) -> str:
    """An address as it may be printed: without the name and password that may stand in it."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def ui_api() -> str | None:
    """The address by which browsers reach the API, where PREFECT_UI_API_URL names one."""
    shown = get_current_settings().server.ui
    return shown.api_url if "api_url" in shown.model_fields_set else None


def _await(process: subprocess.Popen[bytes], api: str) -> None:
    """Return when the server answers; ServerError where it ends or is not there in time.

    The socket listens already, so the first request waits until the server takes it.
    """
    try:
        httpx.get(f"{api}/health", timeout=STARTING, trust_env=False).raise_for_status()
    except httpx.TimeoutException as error:
        raise ServerError(f"the Prefect server did not answer within {STARTING:.0f} seconds.") from error
    except httpx.HTTPError as error:
        code = process.wait(ENDING)
        raise ServerError(f"the Prefect server could not start: it ended with code {code}.") from error


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a server in order, or where it does not end by itself, by force."""
    process.terminate()
    try:
        process.wait(ENDING)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
