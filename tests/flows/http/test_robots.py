"""What robots.txt allows, and what a missing or failing one means."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from http.server import BaseHTTPRequestHandler

import pytest

from flows.http.client import Web, WebError
from tests.loopback import Answer, Loopback, loopback, too_soon

PAGES = {"page": Answer(b"<p>hello</p>"), "private/page": Answer(b"<p>hello</p>")}
TEXT = {"Content-Type": "text/plain"}


def serving(robots: Answer) -> AbstractContextManager[Loopback]:
    moved = {"rules": Answer(b"User-agent: *\nDisallow: /private/", headers=TEXT)}
    return loopback({**PAGES, **moved, "robots.txt": robots})


def rules(text: str) -> Answer:
    return Answer(text.encode(), headers=TEXT)


def silence(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(2)


def endless(handler: BaseHTTPRequestHandler) -> None:
    while True:
        handler.wfile.write(b"Disallow: /elsewhere\n" * 1000)


def dropped(handler: BaseHTTPRequestHandler) -> None:
    """Write nothing and hang up."""


@pytest.mark.parametrize(
    "robots",
    [
        rules("User-agent: *\nDisallow: /private/"),
        rules("User-agent: Dateline\nDisallow: /private/\n\nUser-agent: *\nDisallow: /"),
        rules("User-agent: *\nDisallow: /\nAllow: /page"),
        rules("\ufeffUser-agent: *\nDisallow: /*/page"),
        Answer(status=301, headers={"Location": "http://other.example/rules"}),
    ],
    ids=["all", "by name", "allow", "pattern", "moved to another host"],
)
def test_what_is_not_allowed_is_not_asked_for(robots: Answer) -> None:
    with serving(robots) as server, Web(server.limits()) as web:
        assert web.get(server.url("page")).status == 200
        with pytest.raises(WebError) as caught:
            web.get(server.url("private/page"))
        assert (caught.value.reason, str(caught.value)) == (
            "robots", "http://outlet.example/robots.txt does not allow http://outlet.example/private/page.",
        )  # fmt: skip
        assert "/private/page" not in [visit.path for visit in server.log]


@pytest.mark.parametrize(
    "robots",
    [Answer(b"gone", 404), Answer(b"no", 403), rules(""), rules("<html>"), rules("User-agent: Other\nDisallow: /")],
    ids=["404", "403", "empty", "no robots.txt at all", "for others"],
)
def test_everything_is_allowed_where_nothing_is_said(robots: Answer) -> None:
    with serving(robots) as server, Web(server.limits()) as web:
        assert web.get(server.url("private/page")).status == 200


@pytest.mark.parametrize(
    ("robots", "reason"),
    [
        (Answer(b"oh", 500), "robots"),
        (Answer(b"busy", 503), "robots"),
        (Answer(b"slow down", 429), "robots"),
        (Answer(silence), "robots"),
        (Answer(status=302, headers={"Location": "/robots.txt"}), "robots"),
        (Answer(dropped, headers={"Content-Length": "9"}), "unreachable"),
        (Answer(status=302, headers={"Location": "http://169.254.169.254/robots.txt"}), "refused"),
    ],
    ids=["500", "503", "429", "silence", "loop", "dropped", "into the house"],
)
def test_nothing_is_allowed_where_it_cannot_be_read(robots: Answer, reason: str) -> None:
    with serving(robots) as server, Web(server.limits(tries=2)) as web:
        for _ in range(2):
            with pytest.raises(WebError, match=r"robots\.txt") as caught:
                web.get(server.url("page"))
            assert caught.value.reason == reason
        assert "/page" not in [visit.path for visit in server.log]


def test_it_is_read_once_for_each_origin() -> None:
    with serving(rules("")) as server, Web(server.limits()) as web:
        for host in ("outlet.example", "other.example"):
            for _ in range(3):
                web.get(server.url("page", host))
        assert sorted(visit.host for visit in server.log if visit.path == "/robots.txt") == [
            "other.example", "outlet.example",
        ]  # fmt: skip


def test_one_without_an_end_is_read_up_to_its_limit() -> None:
    with serving(Answer(endless, headers=TEXT)) as server, Web(server.limits(whole=20.0)) as web:
        assert web.get(server.url("page")).status == 200


def test_its_delay_is_kept() -> None:
    with serving(rules("User-agent: *\nCrawl-delay: 0.3")) as server, Web(server.limits()) as web:
        for _ in range(3):
            web.get(server.url("page"))
        assert too_soon(server.log, 0.3) == []


def test_its_delay_may_be_shorter_than_ours() -> None:
    with serving(rules("User-agent: *\nCrawl-delay: 0")) as server, Web(server.limits(delay=60.0)) as web:
        assert web.get(server.url("page")).status == 200


def test_a_delay_beyond_patience_closes_the_host() -> None:
    with serving(rules("User-agent: *\nCrawl-delay: 3600")) as server, Web(server.limits()) as web:
        with pytest.raises(WebError, match="asks for 3600 seconds between requests") as caught:
            web.get(server.url("page"))
        assert caught.value.reason == "robots"


@pytest.fixture
def redirecting() -> Iterator[Loopback]:
    with loopback(
        {
            "to-private": Answer(status=302, headers={"Location": "http://other.example/private/page"}),
            "robots.txt": rules("User-agent: *\nDisallow: /private/"),
            **PAGES,
        }
    ) as running:
        yield running


def test_a_redirect_is_asked_for_leave_too(redirecting: Loopback) -> None:
    with Web(redirecting.limits()) as web, pytest.raises(WebError, match=r"other\.example/robots\.txt does not allow"):
        web.get(redirecting.url("to-private"))
