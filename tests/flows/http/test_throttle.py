"""Throttling per host, checked in the log of a server that many hosts share."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from itertools import pairwise
from pathlib import Path

import pytest

from flows.http.client import Web, WebError
from flows.http.throttle import retry_after
from tests.loopback import HOST, Answer, Loopback, loopback, too_soon

DELAY = 0.1


def refused_at_first(times: int, **headers: str) -> Answer:
    """A path that answers 503 some times and then 200."""
    left = iter(range(times))

    def answer() -> Answer:
        return Answer(b"busy", 503, headers) if next(left, None) is not None else Answer(b"<p>hello</p>")

    return Answer(by_turn=answer)


def dropped(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"half")


@pytest.fixture
def server() -> Iterator[Loopback]:
    answers = {
        "page": Answer(b"<p>hello</p>"),
        "moved": Answer(status=302, headers={"Location": "http://other.example/page"}),
        "busy-once": refused_at_first(1),
        "busy-twice": refused_at_first(2),
        "told-when": refused_at_first(1, **{"Retry-After": "1"}),
        "told-never": refused_at_first(9, **{"Retry-After": "86400"}),
        "always-busy": refused_at_first(9),
        "error": Answer(b"oh", 500),
        "dropped": Answer(dropped, headers={"Content-Type": "text/html", "Content-Length": "99"}),
    }
    with loopback(answers) as running:
        yield running


def asked(server: Loopback, path: str) -> list[float]:
    """The times when a path was requested."""
    return [visit.began for visit in server.log if visit.path == f"/{path}"]


def test_no_host_is_asked_twice_at_once_or_too_soon_whoever_asks(server: Loopback) -> None:
    urls = [server.url("page", host) for host in (HOST, "other.example") for _ in range(4)] + [server.url("moved")] * 2
    with Web(server.limits(delay=DELAY)) as web, ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(web.get, urls))
    assert [answer.status for answer in answers] == [200] * 10
    assert len(server.log) == 2 + 8 + 4
    assert too_soon(server.log, DELAY) == []


def test_the_log_shows_who_has_no_manners(server: Loopback) -> None:
    with Web(server.limits()) as web, ThreadPoolExecutor(8) as pool:
        list(pool.map(web.get, [server.url("page")] * 4))
    assert len(too_soon(server.log, DELAY)) == 4


def test_many_hosts_are_asked_at_once(server: Loopback) -> None:
    with Web(server.limits(delay=DELAY)) as web, ThreadPoolExecutor(8) as pool:
        list(pool.map(web.get, [server.url("page", host) for host in (HOST, "other.example") for _ in range(3)]))
    last = {host: max(visit.ended for visit in server.log if visit.host == host) for host in (HOST, "other.example")}
    assert min(visit.began for visit in server.log if visit.host == "other.example") < last[HOST]
    assert min(visit.began for visit in server.log if visit.host == HOST) < last["other.example"]


SHARING = """
import json, sys
from pathlib import Path
from flows.http.client import Limits, Web
route, turns, delay = json.loads(sys.argv[1])
with Web(Limits(routes={"outlet.example": tuple(route)}, turns=Path(turns), delay=delay)) as web:
    for _ in range(6):
        web.get("http://outlet.example/page")
"""


def test_runs_of_one_machine_keep_the_pause_between_them(server: Loopback, tmp_path: Path) -> None:
    told = json.dumps([server.route, str(tmp_path / "turns"), DELAY])
    runs = [subprocess.Popen([sys.executable, "-c", SHARING, told]) for _ in range(3)]
    assert [run.wait() for run in runs] == [0, 0, 0]
    assert len(server.log) == 3 * 7
    assert too_soon(server.log, DELAY) == []


@pytest.mark.parametrize(("path", "times"), [("busy-once", 2), ("busy-twice", 3), ("told-when", 2)])
def test_a_busy_host_is_asked_again(server: Loopback, path: str, times: int) -> None:
    with Web(server.limits(backoff=0.1, patience=5.0)) as web:
        assert web.get(server.url(path)).body == b"<p>hello</p>"
    moments = asked(server, path)
    pauses = [later - earlier for earlier, later in pairwise(moments)]
    assert len(moments) == times
    assert all(pause >= (1.0 if path == "told-when" else 0.1 * 2**n) for n, pause in enumerate(pauses))


def test_the_pause_of_a_busy_host_holds_for_all_its_pages(server: Loopback) -> None:
    with Web(server.limits(tries=1, patience=5.0)) as web:
        with pytest.raises(WebError, match="answered 503"):
            web.get(server.url("told-when"))
        web.get(server.url("page"))
    assert asked(server, "page")[0] - asked(server, "told-when")[0] >= 1.0


def test_a_host_that_asks_for_more_than_patience_is_left_alone(server: Loopback) -> None:
    with Web(server.limits()) as web:
        with pytest.raises(WebError, match="answered 503") as caught:
            web.get(server.url("told-never"))
        assert caught.value.reason == "http_error"
        with pytest.raises(WebError, match=r"outlet\.example asks to be left alone for 86\d\d\d more seconds\."):
            web.get(server.url("page"))
        assert web.get(server.url("page", "other.example")).status == 200
    assert len(asked(server, "told-never")) == 1
    assert len(asked(server, "page")) == 1


@pytest.mark.parametrize(
    ("path", "reason", "times"),
    [("always-busy", "http_error", 3), ("dropped", "unreachable", 3), ("error", "http_error", 1)],
)
def test_tries_are_counted(server: Loopback, path: str, reason: str, times: int) -> None:
    with Web(server.limits()) as web, pytest.raises(WebError) as caught:
        web.get(server.url(path))
    assert caught.value.reason == reason
    assert len(asked(server, path)) == times


def test_a_host_that_does_not_answer_is_not_asked_for_ever(server: Loopback) -> None:
    with Web(server.limits(tries=1, misses=3)) as web:
        for _ in range(6):
            with pytest.raises(WebError) as caught:
                web.get(server.url("dropped"))
        assert str(caught.value) == "outlet.example left 3 requests in a row unanswered."
    assert len(asked(server, "dropped")) == 3


def test_the_night_ends(server: Loopback) -> None:
    with Web(server.limits(delay=0.5, night=0.4)) as web, pytest.raises(WebError) as caught:
        web.get(server.url("page"))
    assert caught.value.reason == "timeout"
    assert [visit.path for visit in server.log] == ["/robots.txt"]


@pytest.mark.parametrize(
    ("value", "least", "most"),
    [
        ("120", 120, 120),
        (" 0 ", 0, 0),
        (format_datetime(datetime.now(UTC) + timedelta(hours=2), usegmt=True), 3600, 7200),
        ("Fri, 06 Dec 2024 01:00:00 GMT", 0, 0),
    ],
    ids=["seconds", "none", "a moment to come", "a moment past"],
)
def test_retry_after(value: str, least: float, most: float) -> None:
    found = retry_after(value)
    assert found is not None
    assert least <= found <= most


@pytest.mark.parametrize("value", [None, "", "soon", "-5", "1.5", "Fri, 99 Dec 2024", "٣", "9" * 400])
def test_retry_after_of_no_use(value: str | None) -> None:
    assert retry_after(value) in (None, float("inf"))
