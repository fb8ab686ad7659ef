"""Runs a Prefect server in its own process behind flows.serving.door; it exits with its parent, even if killed."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from filelock import FileLock
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
from sqlalchemy import make_url

from flows.sandbox.watchdog import VARIABLE
from flows.serving.secret import FOLDER, is_served, new_secret, stored_secret
from flows.settings import settings

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
"""Host names that no other machine can claim."""
STARTING = 300.0
"""Seconds for a server to start answering; the first one of a home creates its database, which can take minutes."""
ENDING = 20.0
"""Seconds for a server to stop by itself."""
SENDING = 30.0
"""Seconds for a server to accept the last logs and events of a run."""
DATABASE = "prefect.db"
"""The file of a home's folder in which Prefect's server keeps runs, schedules and logs."""
CONNECTION = "PREFECT_SERVER_DATABASE_CONNECTION_URL"
NAMING = {"connection_url", "driver", "host", "name"}
"""Prefect's settings that say which database it uses; others, such as its timeout, only say how."""
SHORT_LIVED = {"PREFECT__SERVER_EPHEMERAL": "1", "PREFECT_UI_ENABLED": "0"}
"""Environment of a server for one command: no UI, no schedules."""


class ServerError(ValueError):
    """Why there is no usable server; the message is one sentence for people."""


@contextmanager
def server(
    listener: socket.socket, url: str, secret: str | None, hosts: Collection[str] = (), short_lived: bool = False
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a Prefect server on `listener`; it answers when the body begins and is stopped after it.

    The server owns the socket, so no other process can take the port, even after a crash. It accepts requests to `url`
    and to the names of loopback and `hosts`. Its own session keeps Ctrl-C from ending it before its runs. Raises
    ServerError if it does not start.
    """
    own = _environment(url, secret) | (SHORT_LIVED if short_lived else {})
    command = [sys.executable, "-m", "flows.serving.door", str(listener.fileno()), *LOOPBACK, *hosts]
    with ExitStack() as ending:
        with _start_lock():
            process = subprocess.Popen(
                command,
                env=os.environ | own,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                pass_fds=[listener.fileno()],
                start_new_session=True,
            )
            listener.close()
            ending.callback(_terminate, process)
            _wait_until_answering(process, f"{url}/api")
        yield process


def _environment(url: str, secret: str | None) -> dict[str, str]:
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
    return own | _database() | ({"PREFECT_SERVER_API_AUTH_STRING": secret} if secret else {})


def _database() -> dict[str, str]:
    """The home's own database, unless Prefect's settings name one or its folder.

    Prefect's default is one for all projects of a user: a home would execute the late runs of another.
    """
    named = get_current_settings()
    if "home" in named.model_fields_set or named.server.database.model_fields_set & NAMING:
        return {}
    folder = settings().home / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return {CONNECTION: f"sqlite+aiosqlite:///{(folder / DATABASE).resolve()}"}


def _start_lock() -> FileLock:
    """A lock for starting a server: two that create the tables of a new database concurrently break each other. It lies
    beside the file of the database; that of a database of another kind lies in Prefect's home.
    """
    named = get_current_settings()
    configured = named.server.database.connection_url
    url = make_url(_database().get(CONNECTION) or (configured.get_secret_value() if configured else "sqlite://"))
    is_file = url.get_backend_name() == "sqlite" and ":memory:" not in (url.database or ":memory:")
    file = Path(str(url.database)) if is_file else Path(named.home, DATABASE)
    return FileLock(file.with_name("dateline-starting.lock"))


@contextmanager
def reporting_server() -> Iterator[None]:
    """Provide a server for the body's flows to report to: the one in PREFECT_API_URL, else a temporary one.

    Raises ServerError if the named server does not answer or refuses us.
    """
    if configured := PREFECT_API_URL.value():
        with temporary_settings({PREFECT_API_AUTH_STRING: _secret_for(configured)}):
            _require_access(configured)
            yield
        return
    secret = new_secret()
    listener = socket.create_server((LOOPBACK[0], 0))
    url = f"http://{LOOPBACK[0]}:{listener.getsockname()[1]}"
    with (
        server(listener, url, secret, short_lived=True),
        temporary_settings({PREFECT_API_URL: f"{url}/api", PREFECT_API_AUTH_STRING: secret}),
    ):
        try:
            yield
        finally:
            send_remaining()


def send_remaining() -> None:
    """Wait until all logs and events are sent to the server, at most `SENDING` seconds.

    A Prefect worker may wait for ever for an answer; it ends with the server.
    """
    for worker in (APILogWorker, EventsWorker):
        worker.drain_all(timeout=SENDING)


def _secret_for(api: str) -> str | None:
    """The secret for a named server: from Prefect's settings, else the home's if this home is served there."""
    if configured := PREFECT_API_AUTH_STRING.value():
        return configured
    home = settings().home
    return (PREFECT_SERVER_API_AUTH_STRING.value() or stored_secret(home)) if is_served(home, api.rstrip("/")) else None


def _require_access(api: str) -> None:
    """ServerError if a named server does not answer or refuses us."""
    try:
        with get_client(sync_client=True) as client:
            client.hello()
    except httpx.TransportError as error:
        raise ServerError(
            f"PREFECT_API_URL names {redacted(api)}, which does not answer: unset it to do without."
        ) from error
    except httpx.HTTPStatusError as error:
        if error.response.status_code == httpx.codes.UNAUTHORIZED:
            raise ServerError(
                f"{redacted(api)} asks for a secret: set PREFECT_API_AUTH_STRING=user:password."
            ) from error


def redacted(url: str) -> str:
    """A URL for messages, without user name and password."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def ui_api() -> str | None:
    """The URL of the API for browsers, if PREFECT_UI_API_URL is set."""
    ui = get_current_settings().server.ui
    return ui.api_url if "api_url" in ui.model_fields_set else None


def _wait_until_answering(process: subprocess.Popen[bytes], api: str) -> None:
    """Wait until the server answers. ServerError if it dies or takes too long.

    The socket listens already, so the first request blocks until the server accepts it.
    """
    try:
        httpx.get(f"{api}/health", timeout=STARTING, trust_env=False).raise_for_status()
    except httpx.TimeoutException as error:
        raise ServerError(f"the Prefect server did not answer within {STARTING:.0f} seconds.") from error
    except httpx.HTTPError as error:
        code = process.wait(ENDING)
        raise ServerError(f"the Prefect server could not start: it ended with code {code}.") from error


def _terminate(process: subprocess.Popen[bytes]) -> None:
    """Terminate a server, and kill it if it does not stop."""
    process.terminate()
    try:
        process.wait(ENDING)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
