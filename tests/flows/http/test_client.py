"""The HTTP client against a faulty outlet."""

from __future__ import annotations

import gzip
import socket
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import brotli
import pytest

from flows.http.client import PAGES, Web, WebError
from tests.loopback import Answer, Loopback

HTML = {"Content-Type": "text/html"}


def endless(handler: BaseHTTPRequestHandler) -> None:
    while True:
        handler.wfile.write(b"<p>more</p>" * 1000)


def drip(handler: BaseHTTPRequestHandler) -> None:
    while True:
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.05)


def silence(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(2)


def torn(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"5\r\nhal")


def to(place: str) -> Answer:
    return Answer(status=302, headers={"Location": place})


PACKED = gzip.compress(b"<p>packed</p>", mtime=0)
BOMB = gzip.compress(b"\0" * 30_000_000, mtime=0)
BROTLI = brotli.compress(b"<p>packed</p>")
BROTLI_BOMB = brotli.compress(b"\0" * 30_000_000)

ANSWERS = {
    "page": Answer(b"<p>hello</p>"),
    "packed": Answer(PACKED, headers={**HTML, "Content-Encoding": "gzip"}),
    "members": Answer(PACKED + PACKED, headers={**HTML, "Content-Encoding": "gzip"}),
    "padded": Answer(PACKED + b"\0\0", headers={**HTML, "Content-Encoding": "gzip"}),
    "bomb": Answer(BOMB, headers={**HTML, "Content-Encoding": "gzip"}),
    "torn-gzip": Answer(PACKED[:-6], headers={**HTML, "Content-Encoding": "gzip"}),
    "no-gzip": Answer(b"<p>plain</p>", headers={**HTML, "Content-Encoding": "gzip"}),
    "brotli": Answer(BROTLI, headers={**HTML, "Content-Encoding": "br"}),
    "brotli-bomb": Answer(BROTLI_BOMB, headers={**HTML, "Content-Encoding": "br"}),
    "torn-brotli": Answer(BROTLI[:-3], headers={**HTML, "Content-Encoding": "br"}),
    "no-brotli": Answer(b"<p>plain</p>", headers={**HTML, "Content-Encoding": "br"}),
    "unpacked": Answer(b"", headers={**HTML, "Content-Encoding": "br"}),
    "zstd": Answer(b"\x28", headers={**HTML, "Content-Encoding": "zstd"}),
    "gone": Answer(b"gone", status=410),
    "error": Answer(b"oh", status=500),
    "forbidden": Answer(b"no", status=403),
    "endless": Answer(endless),
    "drip": Answer(drip),
    "silence": Answer(silence),
    "torn": Answer(torn, headers={**HTML, "Transfer-Encoding": "chunked"}),
    "binary": Answer(b"\x89PNG", headers={"Content-Type": "image/png"}),
    "robots.txt": Answer(b"", headers={"Content-Type": "text/plain", "Connection": "close"}),
    "untyped-close": Answer(b"<p>hello</p>", headers={"Connection": "close"}),
    "untyped": Answer(b"<p>hello</p>", headers={}),
    "moved": to("/page"),
    "loop": to("/loop"),
    "to-file": to("file:///etc/hostname"),
    "to-metadata": to("http://169.254.169.254/latest/meta-data"),
    "to-loopback": to("http://127.0.0.1:9/"),
    "to-nowhere": to("http://[broken/"),
    "to-ftp": to("ftp://outlet.example/page"),
    "nowhere": Answer(status=302, headers={}),
}


@pytest.fixture(scope="module")
def web(outlet: Loopback) -> Iterator[Web]:
    with Web(outlet.limits(contact="desk@outlet.example", misses=99)) as client:
        yield client


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("page", b"<p>hello</p>"),
        ("packed", b"<p>packed</p>"),
        ("brotli", b"<p>packed</p>"),
        ("unpacked", b""),
        ("members", b"<p>packed</p><p>packed</p>"),
        ("padded", b"<p>packed</p>"),
        ("untyped", b"<p>hello</p>"),
        ("moved", b"<p>hello</p>"),
    ],
)
def test_an_answer_is_read_whole(web: Web, outlet: Loopback, path: str, body: bytes) -> None:
    assert web.get(outlet.url(path), types=PAGES).body == body


def test_the_address_of_an_answer_is_that_after_redirects(web: Web, outlet: Loopback) -> None:
    assert web.get(outlet.url("moved")).url == outlet.url("page")


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("missing", "not_found"),
        ("gone", "not_found"),
        ("error", "http_error"),
        ("forbidden", "http_error"),
        ("nowhere", "http_error"),
        ("loop", "http_error"),
        ("to-nowhere", "unreachable"),
        ("bomb", "too_large"),
        ("endless", "too_large"),
        ("torn-gzip", "malformed"),
        ("no-gzip", "malformed"),
        ("brotli-bomb", "too_large"),
        ("torn-brotli", "malformed"),
        ("no-brotli", "malformed"),
        ("zstd", "malformed"),
        ("drip", "timeout"),
        ("silence", "timeout"),
        ("torn", "unreachable"),
        ("binary", "not_html"),
        ("to-file", "refused"),
        ("to-ftp", "refused"),
        ("to-metadata", "refused"),
        ("to-loopback", "refused"),
    ],
)
def test_an_unusable_answer_is_an_error_with_its_reason(web: Web, outlet: Loopback, path: str, reason: str) -> None:
    begin = time.monotonic()
    with pytest.raises(WebError) as caught:
        web.get(outlet.url(path), types=PAGES)
    assert caught.value.reason == reason
    assert str(caught.value).endswith(".")
    assert time.monotonic() - begin < 2


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("file:///etc/hostname", "refused"),
        ("http://127.0.0.1:9/", "refused"),
        ("http://localhost:9/", "refused"),
        ("http://[::1]:9/", "refused"),
        ("http://[::ffff:127.0.0.1]:9/", "refused"),
        ("http://[::ffff:a9fe:a9fe]/", "refused"),
        ("http://[64:ff9b::7f00:1]/", "refused"),
        ("http://127.1:9/", "refused"),
        ("http://2130706433:9/", "refused"),
        ("gopher://outlet.example/", "refused"),
        ("data:text/html,hello", "refused"),
        ("http://0x7f000001:9/", "refused"),
        ("http://10.0.0.1/", "refused"),
        ("http://[broken/", "unreachable"),
        ("http://unknown.invalid/", "unreachable"),
    ],
)
def test_no_request_goes_to_a_private_or_unusable_address(web: Web, url: str, reason: str) -> None:
    with pytest.raises(WebError) as caught:
        web.get(url)
    assert caught.value.reason == reason


def test_a_host_allowed_by_name_may_be_local(outlet: Loopback) -> None:
    with Web(outlet.limits(allowed_hosts=frozenset({"127.0.0.1"}), routes={})) as web:
        assert web.get(f"http://127.0.0.1:{outlet.route[1]}/page").body == b"<p>hello</p>"


def test_a_name_that_is_private_the_second_time_is_refused(outlet: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    """The client connects to the address that was checked: a name is resolved once per connection."""
    port = outlet.route[1]
    addresses = iter(["127.0.0.1", "127.0.0.1", "169.254.169.254"])
    resolved: list[str] = []

    real = socket.getaddrinfo

    def answer(host: str, *_: Any, **__: Any) -> Any:
        if host != "rebind.example":
            return real(host, *_, **__)
        resolved.append(next(addresses))
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (resolved[-1], port))]

    monkeypatch.setattr("flows.http.ssrf_guard.is_public", lambda address: address == "127.0.0.1")
    monkeypatch.setattr("flows.http.ssrf_guard.socket.getaddrinfo", answer)
    with Web(outlet.limits(routes={})) as web:
        url = f"http://rebind.example:{port}/untyped-close"
        assert web.get(url).body == b"<p>hello</p>"
        with pytest.raises(WebError, match=r"rebind\.example is 169\.254\.169\.254, an address inside"):
            web.get(url)
    assert resolved == ["127.0.0.1", "127.0.0.1", "169.254.169.254"]


def test_of_several_addresses_the_next_is_tried(outlet: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    port, real = outlet.route[1], socket.getaddrinfo
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in ("127.0.0.3", "127.0.0.1")]
    monkeypatch.setattr(
        "flows.http.ssrf_guard.socket.getaddrinfo",
        lambda host, *_, **__: found if host == "two.example" else real(host, *_, **__),
    )
    with Web(outlet.limits(routes={}, allowed_hosts=frozenset({"two.example"}))) as web:
        assert web.get(f"http://two.example:{port}/page").body == b"<p>hello</p>"


def test_one_private_address_among_public_ones_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in ("93.184.215.14", "10.0.0.1")]
    monkeypatch.setattr("flows.http.ssrf_guard.socket.getaddrinfo", lambda *_, **__: found)
    with Web() as web, pytest.raises(WebError, match=r"is 10\.0\.0\.1, an address inside"):
        web.get("http://both.example/")
