"""A Prefect server in a separate process."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest

from flows.serving.server import ServerError, _start_lock, server


def test_servers_of_one_database_start_one_after_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two that create the tables of a new database concurrently break each other. Here the server just exits."""
    monkeypatch.setattr("sys.executable", "/bin/true")
    monkeypatch.setenv("DATELINE_HOME", str(tmp_path))
    refused: list[str] = []

    def start() -> None:
        listener = socket.create_server(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with pytest.raises(ServerError) as told, server(listener, url, "secret"):
            pass
        refused.append(str(told.value))

    second = Thread(target=start)
    with _start_lock():
        second.start()
        second.join(1)
        assert second.is_alive()
        assert refused == []
    second.join()
    assert refused == ["the Prefect server could not start: it ended with code 0."]


@pytest.mark.parametrize(
    ("variable", "value", "named"),
    [
        (None, "", "sqlite+aiosqlite:///{home}/.dateline/prefect.db"),
        ("PREFECT_SERVER_DATABASE_TIMEOUT", "30", "sqlite+aiosqlite:///{home}/.dateline/prefect.db"),
        ("PREFECT_HOME", "{home}/elsewhere", ""),
        ("PREFECT_API_DATABASE_CONNECTION_URL", "sqlite+aiosqlite:///{home}/mine.db", ""),
        ("PREFECT_SERVER_DATABASE_HOST", "db.example", ""),
    ],
)
def test_a_home_has_a_prefect_database_of_its_own_unless_another_is_named(
    variable: str | None, value: str, named: str, tmp_path: Path
) -> None:
    """Prefect's default is one for a user, in which a home would find and execute the late runs of another."""
    own = {variable: value.format(home=tmp_path)} if variable else {}
    assert told(tmp_path, own, "*_database().values()") == named.format(home=tmp_path)


@pytest.mark.parametrize(
    ("variable", "value", "folder"),
    [
        (None, "", "{home}/.dateline"),
        ("PREFECT_HOME", "{home}/elsewhere", "{home}/elsewhere"),
        ("PREFECT_API_DATABASE_CONNECTION_URL", "sqlite+aiosqlite:///{home}/mine.db", "{home}"),
        ("PREFECT_API_DATABASE_CONNECTION_URL", "postgresql+asyncpg://db.example/prefect", "{home}/.prefect"),
        ("PREFECT_API_DATABASE_CONNECTION_URL", "sqlite+aiosqlite:///:memory:", "{home}/.prefect"),
    ],
)
def test_the_lock_for_starting_a_server_lies_beside_its_database(
    variable: str | None, value: str, folder: str, tmp_path: Path
) -> None:
    own = {variable: value.format(home=tmp_path)} if variable else {}
    assert told(tmp_path, own, "_start_lock().lock_file") == folder.format(home=tmp_path) + "/dateline-starting.lock"


def told(home: Path, variables: dict[str, str], what: str) -> str:
    """What a new process with these variables knows about the database."""
    ended = subprocess.run(
        [sys.executable, "-c", f"from flows.serving.server import _database, _start_lock; print({what})"],
        env={"HOME": str(home), "DATELINE_HOME": str(home), "PATH": ""} | variables,
        capture_output=True,
        text=True,
        check=True,
    )
    return ended.stdout.strip()
