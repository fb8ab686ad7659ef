"""Implements `dateline serve`: starts a Prefect server on this machine and runs its schedules in this process."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
import time
import warnings
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path
from threading import Event, Thread, Timer
from urllib.parse import urlsplit

import httpx
import prefect
from prefect.settings import (
    PREFECT_API_AUTH_STRING,
    PREFECT_API_URL,
    PREFECT_SERVER_API_AUTH_STRING,
    temporary_settings,
)
from rich.console import Console

from flows.sandbox.watchdog import VARIABLE
from flows.serving.crashed_runs import mark_crashed
from flows.serving.deployments import deployments
from flows.serving.secret import mark_served, require_usable, secret_file, store_new_secret, stored_secret
from flows.serving.server import ServerError, redacted, server, ui_api
from flows.settings import settings

HOST, PORT = "127.0.0.1", 4200
FREEING = 3.0
"""Seconds to wait for a killed predecessor to release the port."""
STOPPING = 60.0
"""Seconds for runs to finish after the server died."""


class ServeError(ServerError):
    """Why nothing can be served; the message is one sentence for people."""


def serve(host: str | None, port: int | None, console: Console) -> None:
    """Serve the deployments until Ctrl-C or SIGTERM, on our own server or the one in PREFECT_API_URL.

    Raises ServerError or SecretError: port taken, public host without names, unusable secret, no answer from the named
    server, or our server died.
    """
    own_url = address(host or HOST, port or PORT)
    api = (PREFECT_API_URL.value() or "").rstrip("/")
    if api and api != f"{own_url}/api":
        if host or port:
            raise ServeError(
                f"PREFECT_API_URL names another server, {redacted(api)}: unset it, or leave --host and --port out."
            )
        if not _answers(api):
            detail = f"PREFECT_API_URL names {redacted(api)}, which does not answer"
            raise ServeError(f"{detail}: unset it to start a server here.")
        detail = f"Dateline is served to {redacted(api)}, which PREFECT_API_URL names"
        console.print(f"{detail}; Ctrl-C ends it.", soft_wrap=True)
        _run_schedules()
    else:
        _serve_here(host or HOST, port or PORT, console)


def _serve_here(host: str, port: int, console: Console) -> None:
    home = settings().home
    hosts = accepted_names(host)
    url = address(_local_host(host), port)
    ending = Event()
    with listen(host, port) as listener, mark_served(home, f"{url}/api"):
        secret, sign_in = _secret_and_hint(host, home)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        with server(listener, url, secret, hosts) as process:
            console.print(f"Dateline is served at {address(host, port)}; Ctrl-C ends it.", soft_wrap=True)
            console.print(sign_in, soft_wrap=True)
            Thread(target=_terminate_with, args=(process, ending), daemon=True).start()
            try:
                with temporary_settings({PREFECT_API_URL: f"{url}/api", PREFECT_API_AUTH_STRING: secret}):
                    mark_crashed()
                    os.environ[VARIABLE] = "1"  # a run exits with us: without the server it cannot report
                    _run_schedules()
            finally:
                signal.signal(signal.SIGTERM, signal.SIG_IGN)
                code = process.poll()
                ending.set()
    if code is not None:
        raise ServeError(f"the Prefect server ended by itself, with code {code}.")


def _secret_and_hint(host: str, home: Path) -> tuple[str | None, str]:
    """The secret that the server requires, and the sign-in hint; only a new secret is shown itself."""
    configured = PREFECT_SERVER_API_AUTH_STRING.value()
    if settings().open:
        if configured:
            raise ServeError("DATELINE_OPEN says that no secret is asked for: unset PREFECT_SERVER_API_AUTH_STRING.")
        if not _ip(host).is_loopback:
            raise ServeError(f"DATELINE_OPEN is for loopback alone: {host} can be reached from elsewhere.")
        return (
            None,
            "No secret is asked for, as DATELINE_OPEN says: anyone who reaches the port may run commands as you.",
        )
    if configured:
        secret = require_usable(configured, "PREFECT_SERVER_API_AUTH_STRING")
        return secret, "Sign in there with the secret of PREFECT_SERVER_API_AUTH_STRING."
    stored = stored_secret(home)
    secret = stored or store_new_secret(home)
    if stored or _is_journal(sys.stdout.fileno()):
        return secret, f"Sign in there with the secret in {secret_file(home)}."
    return secret, f"Sign in there with {secret} which is shown this once, and kept in {secret_file(home)}."


def _is_journal(descriptor: int) -> bool:
    """Whether `descriptor` is connected to systemd's journal, which others may read."""
    status = os.fstat(descriptor)
    return os.environ.get("JOURNAL_STREAM") == f"{status.st_dev}:{status.st_ino}"


def address(host: str, port: int) -> str:
    """The base URL of a server."""
    return f"http://{_bracketed(host)}:{port}"


def listen(host: str, port: int) -> socket.socket:
    """A listening socket. ServeError if the address cannot be bound.

    Retries for FREEING seconds, since the server of a killed command may still hold the port.
    """
    family, socket_address = _resolve(host, port)
    deadline = time.monotonic() + FREEING
    while True:
        try:
            return socket.create_server(socket_address, family=family)
        except OSError as error:
            if error.errno == errno.EADDRINUSE and time.monotonic() < deadline:
                time.sleep(0.1)
                continue
            where = f"{address(host, port)} cannot be served: {error.strerror}"
            raise ServeError(f"{where}; --port names another.") from error


def accepted_names(host: str) -> list[str]:
    """Host names, besides loopback, that a server bound to `host` accepts.

    Raises ServeError if it is bound to every address and no name is configured.
    """
    accepted = [*settings().names, *([urlsplit(api).hostname or ""] if (api := ui_api()) else [])]
    if not _ip(host).is_unspecified:
        accepted.append(_bracketed(host))
    if not any(accepted):
        raise ServeError(f"{host} is every address of this machine: set DATELINE_NAMES to the names it answers to.")
    return sorted(filter(None, accepted))


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _resolve(host: str, port: int) -> tuple[socket.AddressFamily, tuple[str, int]]:
    """Family and socket address of a host. ServeError if it does not resolve."""
    try:
        family, _, _, _, socket_address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (OSError, UnicodeError) as error:
        raise ServeError(f"{host}: not a host of this machine.") from error
    return family, (str(socket_address[0]), int(socket_address[1]))


def _ip(host: str) -> IPv4Address | IPv6Address:
    return ip_address(_resolve(host, PORT)[1][0])


def _local_host(host: str) -> str:
    """The host to use on this machine for a server bound to `host`."""
    if not _ip(host).is_unspecified:
        return host
    return "::1" if ":" in host else "127.0.0.1"


def _answers(api: str) -> bool:
    try:
        return httpx.get(f"{api}/health", timeout=2, trust_env=False).json() is True
    except (httpx.HTTPError, httpx.InvalidURL, ValueError):
        return False


def _terminate_with(server: subprocess.Popen[bytes], ending: Event) -> None:
    """Terminate this process if the server dies: there is nothing left to serve."""
    server.wait()
    if not ending.is_set():
        late = Timer(STOPPING, os._exit, [1])
        late.daemon = True
        late.start()
        os.kill(os.getpid(), signal.SIGTERM)


def _run_schedules() -> None:
    """Run the schedules until the process is terminated; each deployment has its own concurrency limit.

    Schedules are not paused at exit, so runs that fall due meanwhile are caught up.
    """
    # on SIGTERM Prefect calls its runner's stop without awaiting it, and then exits, which ends runs all the same
    warnings.filterwarnings("ignore", message=r"coroutine 'Runner\.astop' was never awaited")
    try:
        prefect.serve(*deployments(), limit=None, pause_on_shutdown=False, print_starting_message=False)
    except SystemExit:
        return
