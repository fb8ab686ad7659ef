"""Candidates to pages, from the network and from disk."""

from __future__ import annotations

import json
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler
from itertools import count as count_up
from pathlib import Path

import pytest

from flows.archive.archive import row
from flows.archive.fetch import fetch, fetch_all
from flows.http.client import Response, Web
from flows.sources import Candidate, source_at
from tests.loopback import Answer, Loopback, loopback
from transforms.tables.schema import Page, Reject
from warehouse import Ref, StoredResponse

busy: dict[str, int] = defaultdict(int)
most: dict[str, int] = defaultdict(int)
lock = threading.Lock()


def count(handler: BaseHTTPRequestHandler) -> None:
    """Answer after a moment, and record the number of concurrent requests to this host and to all."""
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


def edited() -> Answer:
    """Answer with another text at each request."""
    return Answer(f"<p>version {next(versions)}</p>".encode())


versions = count_up()
ANSWERS = {
    "edited": Answer(by_turn=edited),
    "picture": Answer(b"\x89PNG", headers={"Content-Type": "image/png", "ETag": '"p"'}),
    "gone": Answer(b"<p>removed</p>", 410),
    "page": Answer(b"<p>hello</p>", headers={"Content-Type": "text/html", "ETag": '"1"'}),
    "empty": Answer(b""),
    "moved": Answer(status=301, headers={"Location": "/page"}),
    **{f"slow/{number}": Answer(count) for number in range(4)},
}


def fetched(candidates: Sequence[Candidate], web: Web) -> list[Page]:
    """The responses of all candidates, in input order."""
    pages: list[Page] = []
    fetch_all(candidates, web, pages.append)
    order = [candidate.url for candidate in candidates]
    return sorted(pages, key=lambda page: order.index(page.url))


def test_a_page_carries_what_was_answered(web: Web, outlet: Loopback) -> None:
    page = fetch(Candidate(outlet.url("moved"), "desk", published=date(2024, 12, 5)), web).page
    assert isinstance(page, Page)
    assert (page.url, page.final_url, page.source_id, page.status) == (
        outlet.url("moved"), outlet.url("page"), "desk", 200,
    )  # fmt: skip
    assert page.body == b"<p>hello</p>"
    assert page.published_date == date(2024, 12, 5)
    assert json.loads(page.headers)["etag"] == '"1"'
    assert page.fetched_at.tzinfo is not None


def test_a_page_is_kept_before_anything_else_is_asked_of_its_host(outlet: Loopback) -> None:
    before = len(outlet.log)
    latest: list[str] = []
    with Web(outlet.limits()) as client:
        fetch_all([Candidate(outlet.url("page"), "desk")], client, lambda _: latest.append(outlet.log[-1].path))
    assert latest == ["/page"]
    assert "/.well-known/tdmrep.json" in [visit.path for visit in outlet.log[before:]]


def test_the_same_answer_is_the_same_row(web: Web, outlet: Loopback) -> None:
    first, second = (fetch(Candidate(outlet.url("page"), "desk"), web).page for _ in range(2))
    assert isinstance(first, Page)
    assert isinstance(second, Page)
    assert first.page_id == second.page_id


@pytest.mark.parametrize(("path", "reason"), [("empty", "empty"), ("missing", "not_found")])
def test_what_does_not_come_is_a_reject(web: Web, outlet: Loopback, path: str, reason: str) -> None:
    reject = fetch(Candidate(outlet.url(path), "desk"), web).outcome
    assert isinstance(reject, Reject)
    assert (reject.url, reject.source_id, reject.stage, reject.reason) == (outlet.url(path), "desk", "fetch", reason)
    assert outlet.url(path) in reject.detail


@pytest.mark.parametrize(("path", "status", "body"), [("gone", 410, b"<p>removed</p>"), ("picture", 200, b"")])
def test_a_response_that_is_no_document_is_kept_too(
    web: Web, outlet: Loopback, path: str, status: int, body: bytes
) -> None:
    found = fetch(Candidate(outlet.url(path), "desk"), web)
    assert isinstance(found.outcome, Reject)
    assert found.page is not None
    assert (found.page.status, found.page.body) == (status, body)


def known(page: Page | None) -> StoredResponse:
    """The archive's entry for a page."""
    assert page is not None
    headers = json.loads(page.headers)
    return StoredResponse(Ref(page.page_id, page.fetched_at), page.final_url, page.status, page.body_sha256,
                page.truncated, headers.get("etag"), headers.get("last-modified"), page.fetched_at)  # fmt: skip


def tagged(host: str, path: str, headers: Mapping[str, str]) -> Answer | None:
    """A server that supports ETags; `moved` redirects to `page`."""
    if path == "moved":
        return Answer(status=301, headers={"Location": "/page"})
    if path != "page":
        return None
    return Answer(status=304) if headers.get("If-None-Match") == '"1"' else Answer(b"<p>a</p>", headers={"ETag": '"1"'})


@pytest.mark.parametrize("path", ["page", "moved"])
def test_what_its_host_says_is_unchanged_is_not_sent_again(path: str) -> None:
    with loopback(tagged) as outlet, Web(outlet.limits()) as web:
        first = fetch(Candidate(outlet.url(path), "desk"), web)
        stored = known(first.page)
        again = fetch(Candidate(outlet.url(path), "desk"), web, stored)
        assert again.outcome == stored.ref
        assert again.page is not None
        assert (again.page.status, again.page.revisits, again.page.body) == (304, stored.ref.page_id, b"")
        assert [visit.status for visit in outlet.log if visit.path == "/page"] == [200, 304]
        assert all("If-None-Match" not in visit.headers for visit in outlet.log if visit.path == "/moved")


@pytest.mark.parametrize("path", ["page", "gone"])
def test_the_same_body_again_is_the_page_held(web: Web, outlet: Loopback, path: str) -> None:
    stored = known(fetch(Candidate(outlet.url(path), "desk"), web).page)
    found = fetch(Candidate(outlet.url(path), "desk"), web, stored)
    assert found.page is not None
    assert (found.page.revisits, found.page.body) == (stored.ref.page_id, b"")


def test_another_body_is_another_page_also_when_it_was_there_before(web: Web, outlet: Loopback) -> None:
    candidate = Candidate(outlet.url("edited"), "desk")
    first, second = (fetch(candidate, web).page for _ in range(2))
    assert first is not None
    back = row(candidate, Response(first.final_url, 200, {}, first.body), follows=known(second).ref.page_id)
    assert len({first.page_id, known(second).ref.page_id, back.page_id}) == 3
    assert back.body_sha256 == first.body_sha256


def test_a_304_that_was_not_asked_for_is_no_document() -> None:
    with loopback({"page": Answer(status=304)}) as outlet, Web(outlet.limits()) as web:
        found = fetch(Candidate(outlet.url("page"), "desk"), web)
    assert isinstance(found.outcome, Reject)
    assert found.outcome.reason == "http_error"


def test_whatever_a_document_does_to_the_client_it_is_one_reject(web: Web) -> None:
    found = fetch(Candidate("http://xn--a/", "desk"), web)
    assert isinstance(found.outcome, Reject)
    assert found.outcome.reason == "refused"


def test_many_hosts_at_once_one_request_at_a_time_to_each(web: Web, outlet: Loopback) -> None:
    most.clear()
    urls = [outlet.url(f"slow/{n}", host) for n in range(4) for host in ("outlet.example", "other.example")]
    pages = fetched([Candidate(url, "desk") for url in urls], web)
    assert [page.url for page in pages] == urls
    assert most == {"outlet.example": 1, "other.example": 1, "all": 2}


def test_files_are_read_like_answers(web: Web, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>a</p>")
    (tmp_path / "b.txt").write_text("date 2024-12-05 b")
    line = '{"id": "7", "text": "ç", "published": "2024-12-05"}\n'
    (tmp_path / "c.jsonl").write_text("\n" + line + line.replace("ç", "d"), encoding="utf-8")
    (tmp_path / "notes.md").write_text("passed over")
    found = [item for item in source_at(str(tmp_path)).discover(web) if isinstance(item, Candidate)]
    pages = fetched(found, web)
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
    reject = fetch(Candidate(file.as_uri(), "desk", file=file), web).outcome
    assert isinstance(reject, Reject)
    assert reject.reason == reason


def test_a_file_that_is_gone_is_a_reject(web: Web, tmp_path: Path) -> None:
    reject = fetch(Candidate("file:///gone", "desk", file=tmp_path / "gone.html"), web).outcome
    assert isinstance(reject, Reject)
    assert reject.reason == "unreachable"


@pytest.mark.attack("a page was fetched by a clock that was {ahead} days ahead; it is asked for the next night")
@pytest.mark.parametrize("ahead", [1, 200])
def test_a_page_of_a_moment_to_come_is_stale(outlet: Loopback, ahead: int, outcome: Callable[[str], None]) -> None:
    candidate = Candidate(outlet.url("page"), "desk")
    with Web(outlet.limits(fresh=43_200)) as patient:
        came = fetch(candidate, patient).page
        assert came is not None
        before = len(outlet.log)
        assert fetch(candidate, patient, known(came)).page is None
        assert len(outlet.log) == before
        later = replace(came, fetched_at=came.fetched_at + timedelta(days=ahead))
        assert fetch(candidate, patient, known(later)).page is not None
        captured = replace(candidate, captured=came.fetched_at)
        assert fetch(captured, patient, known(later)).page is not None
    outcome("asked for again")
