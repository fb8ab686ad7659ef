"""Servers for tests, started on a free port of this machine: the installed PostgreSQL, and a stand-in for S3."""

from __future__ import annotations

import logging
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from signal import SIGKILL, SIGQUIT
from tempfile import mkdtemp
from time import monotonic, sleep
from typing import Any
from urllib.request import Request, urlopen

import psycopg
import pytest

PASSWORD = "only for tests"
_START = 120


def free_port() -> int:
    """A port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def listening(port: int) -> bool:
    """Whether something listens on a port of this machine by now."""
    with suppress(OSError), socket.create_connection(("localhost", port), timeout=5):
        return True
    return False


class Postgres:
    """A PostgreSQL server in its own folder, which can be killed and restarted. `admin` is its user."""

    def __init__(self, binaries: Path) -> None:
        self._binaries = binaries
        self._folder = Path(mkdtemp(prefix="dateline-postgres-"))
        self._account: dict[str, Any] = {}
        if os.geteuid() == 0:  # it refuses to run as root
            shutil.chown(self._folder, "nobody")
            self._account = {"user": "nobody", "extra_groups": []}
        self._server: subprocess.Popen[bytes] | None = None
        self.port = free_port()
        self._initialise()
        self.start()

    def _initialise(self) -> None:
        secret = self._folder / "password"
        secret.write_text(PASSWORD)
        secret.chmod(0o644)  # only the account may access its folder
        location = ["-D", f"{self._folder}/data", "--no-sync", "-E", "UTF8"]
        account = ["-U", "admin", "--auth=scram-sha-256", f"--pwfile={secret}"]
        command = [f"{self._binaries}/initdb", *location, *account]
        subprocess.run(command, check=True, capture_output=True, cwd=self._folder, **self._account)

    def start(self) -> None:
        """Start it and wait until it answers; after a kill, its last child process must end first."""
        until = monotonic() + _START
        while True:
            if not self._server or self._server.poll() is not None:
                self._server = self._launch()
            try:
                return self.execute("SELECT 1")
            except psycopg.OperationalError:
                if monotonic() > until:
                    raise
                sleep(0.1)

    def _launch(self) -> subprocess.Popen[bytes]:
        location = ["-D", f"{self._folder}/data", "-h", "127.0.0.1", "-p", str(self.port), "-k", f"{self._folder}"]
        command = [f"{self._binaries}/postgres", *location, "-c", "fsync=off"]
        with (self._folder / "log").open("ab") as log:
            return subprocess.Popen(command, stdout=log, stderr=log, cwd=self._folder, **self._account)

    def execute(self, statement: str) -> None:
        """Run a statement in the database `postgres`."""
        with psycopg.connect(self.words("postgres"), password=PASSWORD, autocommit=True) as session:
            session.execute(statement.encode())

    def words(self, database: str) -> str:
        """The connection string of a database, without the password."""
        return f"user=admin dbname={database} host=127.0.0.1 port={self.port}"

    def kill(self) -> None:
        """`kill -9`, as in a power failure: its child processes end too."""
        self._end(SIGKILL)

    def remove(self) -> None:
        """Stop it and delete its folder."""
        self._end(SIGQUIT)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _end(self, signal: int) -> None:
        if self._server:
            self._server.send_signal(signal)
            self._server.wait(_START)


@contextmanager
def postgres() -> Iterator[Postgres]:
    """A server until the block ends; the test is skipped if PostgreSQL is not installed."""
    places = [*os.get_exec_path(), *map(str, sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True))]
    binaries = next((Path(place) for place in places if _has_server(Path(place))), None)
    if not binaries:
        pytest.skip("PostgreSQL is not installed here")
    server = Postgres(binaries)
    try:
        yield server
    finally:
        server.remove()


def _has_server(folder: Path) -> bool:
    with suppress(OSError):
        return all((folder / name).is_file() for name in ("postgres", "initdb"))
    return False


@contextmanager
def bucket(name: str) -> Iterator[dict[str, str]]:
    """The environment variables for an S3 server with an empty bucket."""
    from moto.server import ThreadedMotoServer  # imported late: slow

    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        endpoint = f"http://{host}:{port}"
        urlopen(Request(f"{endpoint}/{name}", method="PUT")).close()
        yield {
            "AWS_ACCESS_KEY_ID": "someone",
            "AWS_SECRET_ACCESS_KEY": "only-for-tests",
            "AWS_REGION": "us-east-1",
            "AWS_ENDPOINT_URL": endpoint,
        }
    finally:
        server.stop()
