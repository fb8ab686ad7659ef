"""The server of the sample wire: its own files only, at stable addresses."""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.http.client import Limits, Web
from flows.sources import load
from flows.sources.online.wire_server import serve_wire, serving


@pytest.mark.parametrize("path", ["../README.md", "%2e%2e/README.md", "/etc/hostname", "no-such-page"])
def test_only_the_wire_is_served(path: str) -> None:
    with serve_wire() as routes, Web(Limits(routes=routes)) as web, pytest.raises(Exception, match="answered 404"):
        web.get(f"http://tern-wire.example/{path}")


def test_a_folder_of_ones_own_can_be_served(tmp_path: Path) -> None:
    (tmp_path / "desk.example").mkdir()
    (tmp_path / "desk.example" / "a.txt").write_text("date 2024-12-05 A story.")
    with serve_wire(tmp_path) as routes, Web(Limits(routes=routes)) as web:
        assert web.get("http://desk.example/a.txt").headers["content-type"] == "text/plain; charset=utf-8"


def test_a_client_that_goes_away_is_no_error(capfd: pytest.CaptureFixture[str]) -> None:
    with serve_wire() as routes:
        for _ in range(5):
            with socket.create_connection(routes["wire.example"]) as client:
                # closed with a reset, during a request
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                client.sendall(b"GET /feed.xml HTTP/1.1\r\nHost: wire.example\r\n\r\n" * 50)
        with Web(Limits(routes=routes)) as web:
            assert web.get("http://wire.example/feed.xml").headers["content-type"].startswith("application/xml")
    assert capfd.readouterr().err == ""


def test_the_server_runs_only_for_the_wire() -> None:
    with serving(load(["al-jazeera"])) as routes:
        assert routes == {}
    with serving(load(["wire"])) as routes:
        assert "wire.example" in routes


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Fail if a test leaves the server's thread running."""
    import threading

    before = threading.active_count()
    yield
    assert threading.active_count() <= before
