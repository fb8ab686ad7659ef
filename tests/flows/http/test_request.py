"""One request: what is sent, what is wanted of the answer, and how much of it is read."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Mapping

import pytest

from flows.http.client import Web, WebError
from flows.http.limits import Response
from flows.http.request import Wanted
from tests.flows.http.test_decompression import CODED
from tests.loopback import Answer, loopback

PAGE = b"date 2024-12-05 Rebel fighters captured the city of Hama on Thursday."
TEXT = {"Content-Type": "text/plain"}


@pytest.mark.attack("an outlet sets a cookie for everybody, and one at a redirect")
def test_no_cookie_is_kept(outcome: Callable[[str], None]) -> None:
    cookie = {"Set-Cookie": "id=1; Path=/; Domain=example"}
    answers = {
        "moved": Answer(status=302, headers={**cookie, "Location": "http://other.example/page"}),
        "page": Answer(PAGE, headers={**TEXT, **cookie}),
        "robots.txt": Answer(b"", headers={**TEXT, **cookie}),
    }
    with loopback(answers) as server, Web(server.limits()) as web:
        for path in ("page", "moved", "page"):
            web.get(server.url(path))
        assert len(server.log) == 6
        assert all("Cookie" not in visit.headers for visit in server.log)
    outcome("none of 6 requests carried a cookie")


@pytest.mark.attack("a redirect's Location holds bytes outside ASCII or a path of an odd form: {location}")
@pytest.mark.parametrize(
    "location", ["/p\u00e4ge", "/\xff\x80", "?x=\xfc", "//other.example/page", "page\\", "http:/page"]
)
def test_a_location_beyond_ascii_leads_on(location: str, outcome: Callable[[str], None]) -> None:
    def answers(host: str, path: str, headers: Mapping[str, str]) -> Answer | None:
        if path == "robots.txt":
            return None
        return Answer(status=302, headers={"Location": location}) if path == "moved" else Answer(PAGE, headers=TEXT)

    with loopback(answers) as server, Web(server.limits()) as web:
        came = web.get(server.url("moved"))
    assert came.body == PAGE
    assert came.url.isascii()
    outcome(f"read at {came.url}")


@pytest.mark.parametrize("coding", ["gzip", "br"])
def test_a_bomb_is_not_unpacked_beyond_the_limit(coding: str) -> None:
    bomb = Answer(CODED[coding](b"\0" * 30_000_000), headers={"Content-Type": "text/html", "Content-Encoding": coding})
    with loopback({"bomb": bomb}) as server, Web(server.limits()) as web:
        tracemalloc.start()
        with pytest.raises(WebError):
            web.get(server.url("bomb"))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < 2_000_000


def test_only_conditions_that_may_be_a_header_are_sent() -> None:
    held = {
        "If-None-Match": '"caf\u00e9"',
        "If-Modified-Since": "Fri, 06 Dec 2024 01:00:00 GMT",
        "If-Range": "x" * 1001,
    }
    wanted = Wanted(100, conditions=lambda url: held if url == "http://outlet.example/a" else {})
    assert wanted.headers("http://outlet.example/a") == {"If-Modified-Since": held["If-Modified-Since"]}
    assert wanted.headers("http://outlet.example/b") == {}


def test_a_range_is_asked_for_in_no_coding() -> None:
    assert Wanted(100, span=(0, 99)).headers("http://outlet.example/a") == {
        "Range": "bytes=0-99", "Accept-Encoding": "identity",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "types", "is_wanted"),
    [
        ("text/html; charset=utf-8", {"text/html"}, True),
        ("image/png", {"text/html"}, False),
        ("", {"text/html"}, True),
        ("image/png", None, True),
    ],
)
def test_an_answer_is_wanted_by_its_type_and_one_without_a_type_is(
    kind: str, types: set[str] | None, is_wanted: bool
) -> None:
    wanted = Wanted(100, types=None if types is None else frozenset(types))
    assert wanted.wants(Response("http://outlet.example/", 200, {"content-type": kind})) == is_wanted
