"""One command to operate: a Prefect server on this machine, and in this process what it schedules."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
import time
from ipaddress import ip_address
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
from flows.serving.crashed_runs import bury
from flows.serving.deployments import deployments
from flows.serving.secret import kept, made, place, served, usable
from flows.serving.server import ServerError, server, shown, ui_api
from flows.settings import settings

HOST, PORT = "127.0.0.1", 4200
FREEING = 3.0
"""Seconds in which the server of a command that was killed has let go of its port."""
STOPPING = 60.0
"""Seconds the runs have to end by themselves where the server is gone."""


class ServeError(ServerError):
    """Why nothing is served; the message is one sentence for people."""


def serve(host: str | None, port: int | None, console: Console) -> None:
    """Serve the deployments until Ctrl-C or SIGTERM, on a server of our own or on the one that PREFECT_API_URL names.

    ServerError or SecretError where the port is taken, where it is not said under which names a host that others reach
    is served, where the secret may not be used, where a server does not answer, and where ours ends.
    """
    bound = address(host or HOST, port or PORT)
    named = (PREFECT_API_URL.value() or "").rstrip("/")
    if named and named != f"{bound}/api":
        if host or port:
            raise ServeError(
                f"PREFECT_API_URL names another server, {shown(named)}: unset it, or leave --host and --port out."
            )
        if not _answers(named):
            told = f"PREFECT_API_URL names {shown(named)}, which does not answer"
            raise ServeError(f"{told}: unset it to start a server here.")
        told = f"Dateline is served to {shown(named)}, which PREFECT_API_URL names"
        console.print(f"{told}; Ctrl-C ends it.", soft_wrap=True)
        _run()
    else:
        _serve_here(host or HOST, port or PORT, console)


def _serve_here(host: str, port: int, console: Console) -> None:
    home = settings().home
    hosts = names(host)
    url = address(_nearest(host), port)
    ending = Event()
    with listening(host, port) as listener, served(home, f"{url}/api"):
        secret, sign_in = _admission(host, home)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        with server(listener, url, secret, hosts) as process:
            console.print(f"Dateline is served at {address(host, port)}; Ctrl-C ends it.", soft_wrap=True)
            console.print(sign_in, soft_wrap=True, markup=False, highlight=False)
            Thread(target=_end_with, args=(process, ending), daemon=True).start()
            try:
                with temporary_settings({PREFECT_API_URL: f"{url}/api", PREFECT_API_AUTH_STRING: secret}):
                    bury()
                    os.environ[VARIABLE] = "1"  # a run ends with us: it could tell nobody how it went
                    _run()
            finally:
                signal.signal(signal.SIGTERM, signal.SIG_IGN)
                code = process.poll()
                ending.set()
    if code is not None:
        raise ServeError(f"the Prefect server ended by itself, with code {code}.")


def _admission(host: str, home: Path) -> tuple[str | None, str]:
    """The secret that the server asks for, and what people are told of it: the secret itself when it is made."""
    given = PREFECT_SERVER_API_AUTH_STRING.value()
    if settings().open:
        if given:
            raise ServeError("DATELINE_OPEN says that no secret is asked for: unset PREFECT_SERVER_API_AUTH_STRING.")
        if not _is_loopback(host):
            raise ServeError(f"DATELINE_OPEN is for loopback alone: {host} can be reached from elsewhere.")
        return (
            None,
            "No secret is asked for, as DATELINE_OPEN says: anyone who reaches the port may run commands as you.",
        )
    if given:
        secret = usable(given, "PREFECT_SERVER_API_AUTH_STRING")
        return secret, "Sign in there with the secret of PREFECT_SERVER_API_AUTH_STRING."
    found = kept(home)
    secret = found or made(home)
    if found or _is_journal(sys.stdout.fileno()):
        return secret, f"Sign in there with the secret in {place(home)}."
    return secret, f"Sign in there with {secret} which is shown this once, and kept in {place(home)}."


def _is_journal(descriptor: int) -> bool:
    """Whether systemd's journal, which others may read, gets what is written there."""
    found = os.fstat(descriptor)
    return os.environ.get("JOURNAL_STREAM") == f"{found.st_dev}:{found.st_ino}"


def address(host: str, port: int) -> str:
    """The address of a server, without a path."""
    return f"http://{_bracketed(host)}:{port}"


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens there. ServeError where it cannot.

    The server of a command that was killed may need a moment until it has let go of the port.
    """
    family, place = _found(host, port)
    deadline = time.monotonic() + FREEING
    while True:
        try:
            return socket.create_server(place, family=family)
        except OSError as error:
            if error.errno == errno.EADDRINUSE and time.monotonic() < deadline:
                time.sleep(0.1)
                continue
            where = f"{address(host, port)} cannot be served: {error.strerror}"
            raise ServeError(f"{where}; --port names another.") from error


def names(host: str) -> list[str]:
    """The names under which a server that is bound there is asked for, beside those of loopback.

    ServeError where it is bound to every address of the machine and nobody says under which name others know it.
    """
    told = [*settings().names, *([urlsplit(api).hostname or ""] if (api := ui_api()) else [])]
    if not _is_unspecified(host):
        told.append(_bracketed(host))
    if not any(told):
        raise ServeError(
            f"{host} is every address of this machine: say by DATELINE_NAMES under which names it answers."
        )
    return sorted(filter(None, told))


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _found(host: str, port: int) -> tuple[socket.AddressFamily, tuple[str, int]]:
    """The family and the address of a host. ServeError where it is none of this machine."""
    try:
        family, _, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (OSError, UnicodeError) as error:
        raise ServeError(f"{host}: not a host of this machine.") from error
    return family, (str(place[0]), int(place[1]))


def _is_loopback(host: str) -> bool:
    return ip_address(_found(host, PORT)[1][0]).is_loopback


def _is_unspecified(host: str) -> bool:
    return ip_address(_found(host, PORT)[1][0]).is_unspecified


def _nearest(host: str) -> str:
    """The host by which this machine reaches a server that is bound to `host`."""
    if not _is_unspecified(host):
        return host
    return "::1" if ":" in host else "127.0.0.1"


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
