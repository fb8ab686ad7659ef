"""One command to operate: a Prefect server on this machine, and in this process what it schedules."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import IPv6Address, ip_address
from threading import Event, Thread, Timer

import httpx
import prefect
from prefect.settings import (
    PREFECT_API_AUTH_STRING,
    PREFECT_API_URL,
    PREFECT_SERVER_API_AUTH_STRING,
    temporary_settings,
)
from rich.console import Console

from flows.aftermath import bury
from flows.deployments import deployments

HOST, PORT = "127.0.0.1", 4200
STARTING = 120.0
"""Seconds in which a server must answer."""
ENDING = 20.0
"""Seconds a server has to end by itself."""
STOPPING = 60.0
"""Seconds the runs have to end by themselves where the server is gone."""


class ServeError(ValueError):
    """Why nothing is served; the message is one sentence for people."""


def serve(host: str | None, port: int | None, console: Console) -> None:
    """Serve the deployments until Ctrl-C or SIGTERM, on a server of our own or on the one that PREFECT_API_URL names.

    ServeError where the port is taken, where the host can be reached from elsewhere and there is no authentication,
    where a server does not answer, and where ours ends.
    """
    bound = address(host or HOST, port or PORT)
    named = (PREFECT_API_URL.value() or "").rstrip("/")
    if named and named != f"{bound}/api":
        if host or port:
            raise ServeError(
                f"PREFECT_API_URL names another server, {named}: unset it, or leave --host and --port out."
            )
        if not _answers(named):
            raise ServeError(f"PREFECT_API_URL names {named}, which does not answer: unset it to start a server here.")
        console.print(f"Dateline is served to {named}, which PREFECT_API_URL names; Ctrl-C ends it.", soft_wrap=True)
        _run()
    else:
        _serve_here(host or HOST, port or PORT, console)


def _serve_here(host: str, port: int, console: Console) -> None:
    secret = PREFECT_SERVER_API_AUTH_STRING.value()
    examine(host, port, bool(secret))
    bound = address(host, port)
    url = address(_nearest(host), port)
    ending = Event()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with _server(host, port, f"{url}/api", ending) as server:
        _await(server, f"{url}/api")
        console.print(f"Dateline is served at {bound}; Ctrl-C ends it.", soft_wrap=True)
        Thread(target=_end_with, args=(server, ending), daemon=True).start()
        with temporary_settings({PREFECT_API_URL: f"{url}/api", PREFECT_API_AUTH_STRING: secret}):
            bury()
            _run()
    if not ending.is_set():
        raise ServeError(f"the Prefect server ended by itself, with code {server.returncode}.")


def address(host: str, port: int) -> str:
    """The address of a server, without a path."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def examine(host: str, port: int, authenticated: bool) -> None:
    """ServeError where a server cannot be bound there, or may not be without authentication."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (OSError, UnicodeError) as error:
        raise ServeError(f"{host}: not a host of this machine.") from error
    if not ip_address(place[0]).is_loopback and not authenticated:
        raise ServeError(f"{host} can be reached from elsewhere: set PREFECT_SERVER_API_AUTH_STRING=user:password.")
    with socket.socket(family, kind, protocol) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(place)
        except (OSError, OverflowError) as error:
            why = error.strerror if isinstance(error, OSError) else "no such port"
            raise ServeError(f"{address(host, port)} cannot be served: {why}; --port names another.") from error


def _nearest(host: str) -> str:
    """The host by which this machine reaches a server that is bound to `host`."""
    try:
        ip = ip_address(host)
    except ValueError:
        return host
    if not ip.is_unspecified:
        return host
    return "::1" if isinstance(ip, IPv6Address) else "127.0.0.1"


@contextmanager
def _server(host: str, port: int, api: str, ending: Event) -> Iterator[subprocess.Popen[bytes]]:
    """A Prefect server, ended when the body is over. A session of its own, so that Ctrl-C ends the runs before it."""
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", host, "--port", str(port)]
    told = {"PREFECT_API_URL": api, "PREFECT_SERVER_API_HOST": host, "PREFECT_SERVER_API_PORT": str(port)}
    server = subprocess.Popen(
        [*command, "--log-level", "WARNING"], env=os.environ | told, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        yield server
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        if server.poll() is None:
            ending.set()
            server.terminate()
            try:
                server.wait(ENDING)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _await(server: subprocess.Popen[bytes], api: str) -> None:
    """Return when the server answers; ServeError where it ends or is not there in time."""
    deadline = time.monotonic() + STARTING
    while not _answers(api):
        if server.poll() is not None:
            raise ServeError(f"the Prefect server could not start: it ended with code {server.returncode}.")
        if time.monotonic() > deadline:
            raise ServeError(f"the Prefect server did not answer within {STARTING:.0f} seconds.")
        time.sleep(0.2)


def _answers(api: str) -> bool:
    try:
        return httpx.get(f"{api}/health", timeout=2, trust_env=False).json() is True
    except (httpx.HTTPError, httpx.InvalidURL, ValueError):
        return False


def _end_with(server: subprocess.Popen[bytes], ending: Event) -> None:
    """End this process where the server ends by itself: without it there is nothing to serve."""
    server.wait()
    if not ending.is_set():
        late = Timer(STOPPING, os._exit, [1])
        late.daemon = True
        late.start()
        os.kill(os.getpid(), signal.SIGTERM)


def _run() -> None:
    """Run what is scheduled until the process is told to end; each deployment bounds its own number of runs.

    Schedules stay as they are when it ends: what falls due meanwhile is caught up.
    """
    try:
        prefect.serve(*deployments(), limit=None, pause_on_shutdown=False, print_starting_message=False)
    except SystemExit:
        return
