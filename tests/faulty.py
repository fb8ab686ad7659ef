"""Faulty hosts on loopback, each with one kind of fault.

Each fault has its own host, announced together with valid articles by one feed; a second feed announces many items of
which every tenth fails. The server logs each request with its time.
"""

from __future__ import annotations

import gzip
import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler

import brotli

from tests.bench import FIRST, LAST, TOWNS
from tests.loopback import Answer

CROWD_HOSTS = 20
HTML = {"Content-Type": "text/html; charset=utf-8"}
TEXT = {"Content-Type": "text/plain; charset=utf-8"}
XML = {"Content-Type": "application/xml"}
BOMB = b"<p>" + b"\0" * 100_000_000
BILLION = (
    '<!DOCTYPE rss [<!ENTITY a "laugh">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True))
    + '<!ENTITY file SYSTEM "file:///etc/passwd">]>'
)
WORDS = (
    "bridge", "market", "column", "convoy", "checkpoint", "hospital", "school", "airport", "factory", "river", "valley",
    "border", "prison", "harbour", "grain", "dawn", "night", "ceasefire", "patrol", "shelter", "engineers", "doctors",
    "families", "commander", "spokesman", "council", "mayor", "witnesses",
)  # fmt: skip


def story(name: str, seed: int = 0) -> str:
    """A short unique article: no two are near-duplicates."""
    rng = random.Random(f"{name} {seed}")  # noqa: S311
    town, other = rng.sample(TOWNS, 2)
    talk = " ".join(f"The {a} near the {b} saw the {c} at the {d}." for a, b, c, d in
                    (rng.sample(WORDS, 4) for _ in range(4)))  # fmt: skip
    return (
        f"Rebel fighters captured the town of {town} on Thursday. {talk} "
        f"At least {rng.randint(2, 99)} people were killed in {other}, {rng.choice(FIRST)} {rng.choice(LAST)} said."
    )


def page(name: str, seed: int = 0, more: str = "") -> bytes:
    return (
        f'<html lang="en"><head><title>News of {name}</title><meta charset="utf-8">'
        f'<meta property="article:published_time" content="2024-12-05T08:00:00Z"></head>'
        f"<body><article><h1>News of {name}</h1><p>{story(name, seed)}{more}</p></article></body></html>"
    ).encode()


def byte_a_second(handler: BaseHTTPRequestHandler) -> None:
    while True:
        handler.wfile.write(b"x")
        time.sleep(1)


def endless(handler: BaseHTTPRequestHandler) -> None:
    while True:
        handler.wfile.write(b"<p>more</p>" * 1000)


def silence(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.recv(1)


def half(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"half")


DROPPED = Answer(half, headers={**HTML, "Content-Length": "5000"})


def first_then(times: int, answer: Answer, then: Answer) -> Answer:
    """`answer` for the first requests, then another answer."""
    remaining = iter(range(times))
    return Answer(by_turn=lambda: then if next(remaining, None) is None else answer)


def redirect(place: str) -> Answer:
    return Answer(status=302, headers={"Location": place})


def story_of(name: str) -> Answer:
    return Answer(page(name), headers=HTML)


@dataclass(frozen=True)
class Fault:
    """A host: the answer of its one page, and the page's outcome on the first and the second night."""

    name: str
    answer: Answer
    outcome: str
    second: str = ""
    robots: Answer | None = None

    @property
    def host(self) -> str:
        return "".join(c if c.isalnum() else "-" for c in self.name.lower()).strip("-") + ".example"

    @property
    def url(self) -> str:
        return f"http://{self.host}/story"


def faults() -> list[Fault]:
    """The faults with their expected outcomes; answers that change between requests start again."""
    landed, unread = ("landed", "unchanged"), {name: (f"rejected at fetch: {name}",) for name in (
        "not_found", "http_error", "unreachable", "timeout", "too_large", "refused", "robots", "not_html", "empty",
    )}  # fmt: skip
    busy = Answer(b"later", 503)
    return [
        Fault("sound", story_of("sound"), *landed),
        Fault("edited between the nights", first_then(1, story_of("edited"), Answer(page("edited", 1), headers=HTML)),
              "landed", "landed"),
        Fault("moved to a sound page", redirect("http://sound.example/story"), "unchanged", "unchanged"),
        Fault("404", Answer(b"<p>not here</p>", 404), *unread["not_found"]),
        Fault("410", Answer(b"<p>removed</p>", 410), *unread["not_found"]),
        Fault("429, Retry-After 1", first_then(1, Answer(b"", 429, {"Retry-After": "1"}), story_of("patience")),
              *landed),
        Fault("429, Retry-After a day", Answer(b"", 429, {"Retry-After": "86400"}), *unread["http_error"]),
        Fault("500", Answer(b"oh", 500), *unread["http_error"]),
        Fault("503 then 200", first_then(2, busy, story_of("recovered")), *landed),
        Fault("503 for ever", busy, *unread["http_error"]),
        Fault("dropped connection", DROPPED, *unread["unreachable"]),
        Fault("dropped once", first_then(1, DROPPED, story_of("dropped")), *landed),
        Fault("a byte a second", Answer(byte_a_second), *unread["timeout"]),
        Fault("no answer", Answer(silence), *unread["timeout"]),
        Fault("endless body", Answer(endless), *unread["too_large"]),
        Fault("gzip bomb", Answer(gzip.compress(BOMB, 1), headers={**HTML, "Content-Encoding": "gzip"}),
              *unread["too_large"]),
        Fault("brotli bomb", Answer(brotli.compress(BOMB, quality=1), headers={**HTML, "Content-Encoding": "br"}),
              *unread["too_large"]),
        Fault("brotli", Answer(brotli.compress(page("brotli")), headers={**HTML, "Content-Encoding": "br"}), *landed),
        Fault("redirect loop", redirect("/story"), *unread["http_error"]),
        Fault("redirect to 169.254.169.254", redirect("http://169.254.169.254/latest/meta-data/"), *unread["refused"]),
        Fault("redirect to file", redirect("file:///etc/passwd"), *unread["refused"]),
        Fault("wrong charset", Answer(page("charset", more=" “It was à la carte,” he said."),
                                      headers={"Content-Type": "text/html; charset=us-ascii"}), *landed),
        Fault("binary as text/html", Answer(bytes(range(256)) * 40, headers=HTML), "rejected at clean: malformed"),
        Fault("an image", Answer(b"\x89PNG", headers={"Content-Type": "image/png"}), *unread["not_html"]),
        Fault("empty body", Answer(b"", headers=HTML), *unread["empty"]),
        Fault("robots disallow", story_of("disallowed"), *unread["robots"],
              robots=Answer(b"User-agent: *\nDisallow: /", headers=TEXT)),
        Fault("robots times out", story_of("unasked"), *unread["robots"], robots=Answer(silence)),
        Fault("robots 500", story_of("unasked"), *unread["robots"], robots=Answer(b"oh", 500)),
    ]  # fmt: skip


@dataclass
class World:
    """The hosts and their announcements; `expected` is the outcome of every address on the first night."""

    items: int
    faults: list[Fault] = field(default_factory=faults)
    maps: int = 40

    def __post_init__(self) -> None:
        self.crowd = [f"http://crowd-{n % CROWD_HOSTS}.example/story-{n}" for n in range(self.items)]
        self.mapped = [f"http://big.example/story-{n}" for n in range(self.maps)]
        self._hosts = {fault.host: fault for fault in self.faults}

    @property
    def hosts(self) -> list[str]:
        crowd = [f"crowd-{n}.example" for n in range(CROWD_HOSTS)]
        return [*self._hosts, *crowd, "feed.example", "big.example", "laugh.example"]

    @property
    def places(self) -> list[str]:
        return ["http://feed.example/faults.xml", "http://feed.example/crowd.xml", "http://big.example/sitemap.xml",
                "http://laugh.example/feed.xml"]  # fmt: skip

    @property
    def expected(self) -> dict[str, str]:
        return {
            **{fault.url: fault.outcome for fault in self.faults},
            **{url: self._crowd_outcome(number) for number, url in enumerate(self.crowd)},
            **dict.fromkeys(self.mapped, "landed"),
            "http://laugh.example/feed.xml": "rejected at fetch: not_html",
        }

    def answer(self, host: str, path: str, headers: Mapping[str, str]) -> Answer | None:
        """The answer of a host to a request."""
        fault = self._hosts.get(host)
        if path == ".well-known/tdmrep.json":
            return None
        if fault:
            return fault.robots if path == "robots.txt" else _with_etag(fault.answer, headers)
        if path.endswith(".xml"):
            return Answer(self._listing_of(host, path), headers=XML)
        if path == "robots.txt":
            return None
        number = int(path.partition("-")[2] or 0)
        if host.startswith("crowd") and (failing := self._failure_of(number)):
            return failing[0]
        return _with_etag(Answer(f"date 2024-12-05 {story(host + path)}".encode(), headers=TEXT), headers)

    def _listing_of(self, host: str, path: str) -> bytes:
        if host == "big.example":
            filler = f"<image:caption>{'x' * 5000}</image:caption>" * (10 * 1024 * 1024 // 5000 // self.maps + 1)
            urls = "".join(f"<url><loc>{url}</loc><image:image>{filler}</image:image></url>" for url in self.mapped)
            return (
                '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="http://www.google.com/'
                f'schemas/sitemap-image/1.1">{urls}</urlset>'
            ).encode()
        if host == "laugh.example":
            return f"{BILLION}{_rss(['http://laugh.example/story'], '&j;&file;')}".encode()
        return _rss([fault.url for fault in self.faults] if path == "faults.xml" else self.crowd).encode()

    def _failure_of(self, number: int) -> tuple[Answer, str] | None:
        """The answer and the outcome of an item of the second feed; None if it does not fail."""
        ways = [
            (Answer(b"", 404), "rejected at fetch: not_found"),
            (Answer(b"", 500), "rejected at fetch: http_error"),
            (DROPPED, "rejected at fetch: unreachable"),
            (Answer(b"", headers=HTML), "rejected at fetch: empty"),
            (Answer(b"%PDF", headers={"Content-Type": "application/pdf"}), "rejected at fetch: not_html"),
        ]
        block = number // CROWD_HOSTS
        return ways[block // 10 % len(ways)] if block % 10 == 3 else None

    def _crowd_outcome(self, number: int) -> str:
        failing = self._failure_of(number)
        return failing[1] if failing else "landed"


def _rss(urls: Sequence[str], title: str = "News") -> str:
    items = "".join(f"<item><title>{title}</title><link>{url}</link></item>" for url in urls)
    return f"<rss version='2.0'><channel>{items}</channel></rss>"


def _with_etag(answer: Answer, headers: Mapping[str, str]) -> Answer:
    """A valid page with its ETag, or 304 if the client has it. One in three has no ETag: the body must be compared."""
    answer = answer.by_turn() if answer.by_turn else answer
    if answer.status != 200 or callable(answer.body) or len(answer.body) % 3 == 0:
        return answer
    tag = f'"{hash(answer.body)}"'
    return Answer(status=304) if headers.get("If-None-Match") == tag else Answer(
        answer.body, 200, {**answer.headers, "ETag": tag}
    )  # fmt: skip
