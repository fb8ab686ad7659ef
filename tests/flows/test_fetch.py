"""Candidates to pages, from the network and from disk."""

from __future__ import annotations

import json
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from flows.fetch import fetch, fetch_all
from flows.sources import Candidate, given
from flows.web import Web
from tests.loopback import Answer, Loopback, loopback
from transforms.schema import Page, Reject

busy: dict[str, int] = defaultdict(int)
most: dict[str, int] = defaultdict(int)
lock = threading.Lock()


def count(handler: BaseHTTPRequestHandler) -> None:
    """Answer after a moment and note how many requests of this host were open together, and how many of all."""
    host = handler.headers["Host"]
    for name in (host, "all"):
        with lock:
            busy[name] += 1
            most[name] = max(most[name], busy[name])
    time.sleep(0.05)
    with lock:
        busy[host] -= 1
        busy["all"] -= 1
    handler.wfile.write(b"<p>done</p>")


ANSWERS = {
    "page": Answer(b"<p>hello</p>", headers={"Content-Type": "text/html", "ETag": '"1"'}),
    "empty": Answer(b" \n"),
    "moved": Answer(status=301, headers={"Location": "/page"}),
    **{f"slow/{number}": Answer(count) for number in range(4)},
}


@pytest.fixture(scope="module")
def server() -> Iterator[Loopback]:
    with loopback(ANSWERS) as running:
        yield running


@pytest.fixture(scope="module")
def web(server: Loopback) -> Iterator[Web]:
    with Web(server.limits()) as client:
        yield client


def test_a_page_carries_what_was_answered(web: Web, server: Loopback) -> None:
    page = fetch(Candidate(server.url("moved"), "desk", published=date(2024, 12, 5)), web)
    assert isinstance(page, Page)
    assert (page.url, page.final_url, page.source_id, page.status) == (
        server.url("moved"), server.url("page"), "desk", 200,
    )  # fmt: skip
    assert page.body == b"<p>hello</p>"
    assert page.published_date == date(2024, 12, 5)
    assert json.loads(page.headers)["etag"] == '"1"'
    assert page.fetched_at.tzinfo is not None


def test_the_same_answer_is_the_same_row(web: Web, server: Loopback) -> None:
    first, second = (fetch(Candidate(server.url("page"), "desk"), web) for _ in range(2))
    assert isinstance(first, Page)
    assert isinstance(second, Page)
    assert first.page_id == second.page_id


@pytest.mark.parametrize(("path", "reason"), [("empty", "empty"), ("missing", "not_found")])
def test_what_does_not_come_is_a_reject(web: Web, server: Loopback, path: str, reason: str) -> None:
    reject = fetch(Candidate(server.url(path), "desk"), web)
    assert isinstance(reject, Reject)
    assert (reject.url, reject.source_id, reject.stage, reject.reason) == (server.url(path), "desk", "fetch", reason)
    assert server.url(path) in reject.detail


def test_many_hosts_at_once_one_request_at_a_time_to_each(web: Web, server: Loopback) -> None:
    most.clear()
    urls = [server.url(f"slow/{n}", host) for n in range(4) for host in ("outlet.example", "other.example")]
    pages = fetch_all([Candidate(url, "desk") for url in urls], web)
    assert [page.url for page in pages] == urls
    assert all(isinstance(page, Page) for page in pages)
    assert most == {"outlet.example": 1, "other.example": 1, "all": 2}


def test_files_are_read_like_answers(web: Web, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>a</p>")
    (tmp_path / "b.txt").write_text("date 2024-12-05 b")
    line = '{"id": "7", "text": "ç", "published": "2024-12-05"}\n'
    (tmp_path / "c.jsonl").write_text("\n" + line + line.replace("ç", "d"), encoding="utf-8")
    (tmp_path / "notes.md").write_text("passed over")
    found = [item for item in given(str(tmp_path)).discover(web) if isinstance(item, Candidate)]
    pages = [page for page in fetch_all(found, web) if isinstance(page, Page)]
    assert [json.loads(page.headers)["content-type"] for page in pages] == [
        "text/html", "text/plain", "application/json", "application/json",
    ]  # fmt: skip
    assert [page.body for page in pages[:2]] == [b"<p>a</p>", b"date 2024-12-05 b"]
    assert [json.loads(page.body)["text"] for page in pages[2:]] == ["ç", "d"]
    assert pages[2].url == f"{(tmp_path / 'c.jsonl').as_uri()}#7"


@pytest.mark.parametrize(("size", "reason"), [(0, "empty"), (100_001, "too_large")])
def test_files_keep_the_limits_too(web: Web, tmp_path: Path, size: int, reason: str) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(b"x" * size)
    reject = fetch(Candidate(file.as_uri(), "desk", file=file), web)
    assert isinstance(reject, Reject)
    assert reject.reason == reason


def test_a_file_that_is_gone_is_a_reject(web: Web, tmp_path: Path) -> None:
    reject = fetch(Candidate("file:///gone", "desk", file=tmp_path / "gone.html"), web)
    assert isinstance(reject, Reject)
    assert reject.reason == "unreachable"
