"""A Prefect server in a separate process."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest
from filelock import FileLock
from prefect.settings import PREFECT_HOME, temporary_settings

from flows.serving.server import ServerError, server


def test_servers_of_one_prefect_home_start_one_after_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two that create the tables of a new database concurrently break each other. Here the server just exits."""
    monkeypatch.setattr("sys.executable", "/bin/true")
    refused: list[str] = []

    def start() -> None:
        with temporary_settings({PREFECT_HOME: tmp_path / "prefect"}):
            listener = socket.create_server(("127.0.0.1", 0))
            url = f"http://127.0.0.1:{listener.getsockname()[1]}"
            with pytest.raises(ServerError) as told, server(listener, url, "secret"):
                pass
            refused.append(str(told.value))

    (tmp_path / "prefect").mkdir()
    second = Thread(target=start)
    with FileLock(tmp_path / "prefect" / "dateline-starting.lock"):
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
    own = {"HOME": str(tmp_path), "DATELINE_HOME": str(tmp_path), "PATH": ""}
    own |= {variable: value.format(home=tmp_path)} if variable else {}
    told = subprocess.run(
        [sys.executable, "-c", "from flows.serving.server import _database; print(*_database().values())"],
        env=own,
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == named.format(home=tmp_path)
